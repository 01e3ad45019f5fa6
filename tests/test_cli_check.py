"""`check`: hashes, papers, and whether gazetteer and polygons have the same units."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from geodata.cli import DONE, WRONG
from geodata.paths import data_folder
from tests.test_cli import run


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = copytree(data_folder(), tmp_path / "data", ignore=ignore_patterns("derived"))
    monkeypatch.setenv("ATLAS_DATA", str(copied))
    return copied


def test_the_project_s_own_data_match(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check") == (DONE, "All data files match.\n", "")


def test_units_without_polygon_and_polygons_without_unit_are_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = data / "reference" / "gazetteer.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    [jiangning] = [row for row in rows if row.startswith("320115,")]
    rows[rows.index(jiangning)] = jiangning.replace("320115,", "320199,")
    table.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    code, said, _ = run(capsys, "check")
    assert code == WRONG
    assert "320199 江宁区 has no outline." in said
    assert "320115 江宁区 is not in the gazetteer." in said
    assert "reference/gazetteer.csv is altered" in said
    assert said.splitlines()[-1].startswith("3 problem(s) in ")


def test_altered_missing_and_unlisted_files_are_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "boundaries" / "city.topojson").unlink()
    (data / "reference" / "population.csv").write_text("adcode,population\n", encoding="utf-8")
    (data / "reference" / "new.csv").write_text("a\n", encoding="utf-8")
    code, said, _ = run(capsys, "check")
    assert code == WRONG
    assert "boundaries/city.topojson is missing" in said
    assert "reference/population.csv is altered" in said
    assert "reference/new.csv is not in catalog.json" in said
