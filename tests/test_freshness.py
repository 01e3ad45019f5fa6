"""When a dataset is up to date, and when not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geodata import freshness
from geodata.freshness import MANIFEST_FILE, inputs_hash, is_fresh, write_manifest


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, an input and a library of one file each."""
    for name in ("data/reference/words.json", "geodata/cli.py", "in/a.txt", "data/catalog.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1", encoding="utf-8")
    monkeypatch.setattr(freshness, "ROOT", tmp_path)
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        pytest.param("in/a.txt", True, id="input"),
        pytest.param("data/reference/words.json", True, id="reference-file"),
        pytest.param("data/reference/deep/new.csv", True, id="new-reference-file"),
        pytest.param("geodata/cli.py", True, id="library"),
        pytest.param("data/catalog.json", False, id="other-data"),
        pytest.param("in/b.txt", False, id="file-not-read"),
    ],
)
def test_the_hash_follows_what_the_rows_are_made_from(
    data: Path, changed: str, counts: bool
) -> None:
    files = [data.parent / "in" / "a.txt"]
    before = inputs_hash(files, data)
    assert inputs_hash(files, data) == before
    path = data.parent / changed
    path.parent.mkdir(exist_ok=True)
    path.write_text("2", encoding="utf-8")
    assert (inputs_hash(files, data) != before) == counts


def test_names_and_order_of_inputs_count(data: Path) -> None:
    one, two = data.parent / "in" / "a.txt", data.parent / "in" / "b.txt"
    two.write_text("2", encoding="utf-8")
    hashes = {inputs_hash(files, data) for files in ([one], [two], [one, two], [two, one])}
    assert len(hashes) == 4


def test_tables_are_fresh_only_with_the_manifest_of_their_inputs(tmp_path: Path) -> None:
    assert not is_fresh(tmp_path, "abc")
    for name in ("records.parquet", "documents.parquet"):
        (tmp_path / name).write_bytes(b"")
    assert not is_fresh(tmp_path, "abc")
    write_manifest(tmp_path, "abc", {"records": 3})
    assert is_fresh(tmp_path, "abc")
    assert not is_fresh(tmp_path, "abd")
    manifest = json.loads((tmp_path / MANIFEST_FILE).read_text(encoding="utf-8"))
    assert manifest == {"inputs": "abc", "records": 3}
    (tmp_path / "documents.parquet").unlink()
    assert not is_fresh(tmp_path, "abc")


@pytest.mark.parametrize("content", ["", "[1]", "null", "{", '{"inputs": 1}', "\x00"])
def test_a_damaged_manifest_makes_it_stale(tmp_path: Path, content: str) -> None:
    for name in ("records.parquet", "documents.parquet"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / MANIFEST_FILE).write_text(content, encoding="utf-8")
    assert not is_fresh(tmp_path, "abc")
