import json
from pathlib import Path
from typing import Any

import pytest

from geodata import catalog
from geodata.catalog import load_catalog, readme_text, remove_entry, update_entry, verify
from geodata.errors import DataFileError, UsageError
from geodata.paths import data_folder

PAPERS: dict[str, Any] = {
    "title": "Three rows",
    "producer": "Somebody",
    "licence": "MIT",
    "vintage": "2024",
    "accessed": "2026-11-21",
    "rows": 3,
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "deep").mkdir(parents=True)
    (tmp_path / "corpus" / "a.txt").write_bytes("甲".encode())
    (tmp_path / "corpus" / "deep" / "b.txt").write_bytes(b"b")
    (tmp_path / "table.csv").write_bytes(b"abc")
    update_entry("table.csv", **PAPERS, data=tmp_path)
    update_entry("corpus/", **PAPERS, url="https://example.org", edits=["None."], data=tmp_path)
    return tmp_path


def test_hash_and_size_are_the_file_s(data: Path) -> None:
    table = next(entry for entry in load_catalog(data) if entry.path == "table.csv")
    assert table.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert table.bytes == 3


def test_a_folder_stands_for_all_its_files(data: Path) -> None:
    folder = load_catalog(data)[0]
    assert (folder.path, folder.bytes) == ("corpus/", 4)
    assert verify(data) == []


def test_entries_are_in_the_order_of_their_paths(data: Path) -> None:
    assert [entry.path for entry in load_catalog(data)] == ["corpus/", "table.csv"]
    rows = json.loads((data / "catalog.json").read_text(encoding="utf-8"))["files"]
    assert [row["path"] for row in rows] == ["corpus/", "table.csv"]


def altered(data: Path) -> None:
    (data / "table.csv").write_bytes(b"abd")


def altered_below(data: Path) -> None:
    (data / "corpus" / "deep" / "b.txt").write_bytes(b"c")


def renamed_below(data: Path) -> None:
    (data / "corpus" / "a.txt").rename(data / "corpus" / "c.txt")


def added_below(data: Path) -> None:
    (data / "corpus" / "c.txt").write_bytes(b"")


def missing(data: Path) -> None:
    (data / "table.csv").unlink()


def unlisted(data: Path) -> None:
    (data / "corpus.csv").write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (altered, "table.csv is altered: SHA-256 is a52d159f262b…"),
        (altered_below, "corpus/ is altered"),
        (renamed_below, "corpus/ is altered"),
        (added_below, "corpus/ is altered"),
        (missing, "table.csv is missing"),
        (unlisted, "corpus.csv is not in catalog.json"),
    ],
)
def test_each_problem_is_told_once(data: Path, change: Any, problem: str) -> None:
    change(data)
    problems = verify(data)
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_runs_and_hidden_files_need_no_papers(data: Path) -> None:
    (data / "derived").mkdir()
    (data / "derived" / "records.parquet").write_bytes(b"")
    (data / ".draft").write_bytes(b"")
    assert verify(data) == []


def test_listing_anew_replaces(data: Path) -> None:
    altered(data)
    update_entry("table.csv", **{**PAPERS, "edits": ["One letter changed."]}, data=data)
    assert verify(data) == []
    assert [entry.path for entry in load_catalog(data)] == ["corpus/", "table.csv"]
    assert "One letter changed." in (data / "README.md").read_text(encoding="utf-8")


def test_an_entry_can_be_taken_off(data: Path) -> None:
    remove_entry("table.csv", data)
    assert [problem.split(" is ")[0] for problem in verify(data)] == ["table.csv"]


@pytest.mark.parametrize("path", ["nowhere.csv", "corpus", "table.csv/", "nowhere/"])
def test_only_what_is_there_can_be_listed(data: Path, path: str) -> None:
    with pytest.raises(UsageError, match="No such entry"):
        update_entry(path, **PAPERS, data=data)


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/hostname"])
def test_nothing_outside_the_folder_can_be_listed(data: Path, path: str) -> None:
    (data.parent / "outside.csv").write_bytes(b"")
    with pytest.raises(UsageError, match="No such entry"):
        update_entry(path, **PAPERS, data=data)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"files": 3}', '{"files": [{"path": "a"}]}', '{"files": [{}]}']
)
def test_a_broken_catalog_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalog.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match="is not a catalog"):
        load_catalog(tmp_path)


def test_a_missing_catalog_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="is missing"):
        verify(tmp_path)


def test_the_project_s_data_have_papers_and_are_as_listed() -> None:
    assert verify() == []


def test_every_entry_of_the_project_says_where_it_comes_from() -> None:
    for entry in load_catalog():
        for value in (entry.title, entry.producer, entry.licence, entry.vintage):
            assert value.strip(), entry.path
        assert len(entry.accessed) == 10
        assert entry.rows > 0


def test_the_page_about_the_data_is_written_from_the_catalog() -> None:
    page = (data_folder() / catalog.README).read_text(encoding="utf-8")
    assert page == readme_text(load_catalog())
    for said in ("Tianditu", "MIT", "nine segments", "审图号"):
        assert said in page
