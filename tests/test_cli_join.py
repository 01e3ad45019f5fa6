"""`join` as others call it: rates, their denominators, and the file that comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from geodata.cli import DONE, WRONG
from tests.small_dataset import write_small_dataset
from tests.test_cli import run

RATES = {"per_million", "per_100_documents", "share_of_lower_units", "documents_read"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_dataset(tmp_path_factory.mktemp("dataset"))


def read(out: Path) -> pd.DataFrame:
    return pd.read_csv(out, dtype={"adcode": str}).set_index("adcode")


def test_provinces_have_all_rates(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "p.csv"
    code, said, complaints = run(capsys, "join", dataset, "--level", "province", "-o", out)
    assert (code, complaints) == (DONE, "")
    assert said.startswith("15 record(s) = 12 placed + 3 unplaced (national 2, no such unit 1);")
    regions = read(out)
    assert set(regions.columns) >= RATES
    zhejiang = regions.loc["330000"]
    assert zhejiang["per_million"] == pytest.approx(5 / 64.567588)
    assert zhejiang["documents_read"] == 5
    assert zhejiang["per_100_documents"] == 100
    assert zhejiang["share_of_lower_units"] == pytest.approx(2 / 11)
    assert regions.loc["320000", "documents_read"] == 1
    assert regions.loc["320000", "per_100_documents"] == 0
    assert pd.isna(regions.loc["710000", "per_million"])
    assert pd.isna(regions.loc["710000", "per_100_documents"])


def test_other_levels_have_what_they_can_honestly_have(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for level, absent in (
        ("city", {"per_million"}),
        ("county", {"per_million", "share_of_lower_units"}),
    ):
        run(capsys, "join", dataset, "--level", level, "-o", tmp_path / "x.csv")
        assert RATES - set(read(tmp_path / "x.csv").columns) == absent


def test_a_table_alone_does_not_know_what_was_read(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.csv"
    run(capsys, "join", dataset / "records.parquet", "--level", "province", "-o", out)
    assert RATES - set(read(out).columns) == {"documents_read", "per_100_documents"}


def test_denominators_for_any_level(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("adcode,population\n330100,12000000\n330110,3000000\n", encoding="utf-8")
    out = tmp_path / "x.csv"
    call = ("join", dataset, "-o", out, "--denominators", people, "--level")
    assert run(capsys, *call, "city")[0] == DONE
    rates = read(out)["per_million"]
    assert rates["330100"] == pytest.approx(3 / 12)
    assert rates.notna().sum() == 1
    assert run(capsys, *call, "county")[0] == DONE
    assert read(out)["per_million"]["330110"] == pytest.approx(1 / 3)


def test_a_level_that_the_file_leaves_out_is_told_of(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("adcode,population\n330110,3000000\n", encoding="utf-8")
    out = tmp_path / "x.csv"
    code, _, complaints = run(
        capsys, "join", dataset, "-o", out, "--denominators", people, "--level", "city"
    )
    assert code == DONE
    assert "has no unit of the level city: no column per_million" in complaints
    assert "per_million" not in read(out)


def test_a_wrong_file_stops_the_call(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("adcode,population\n330199,3\n", encoding="utf-8")
    out = tmp_path / "x.csv"
    code, said, complaints = run(
        capsys, "join", dataset, "-o", out, "--denominators", people, "--level", "city"
    )
    assert (code, said) == (WRONG, "")
    assert "no unit has the adcode 330199" in complaints
    assert not out.exists()


def test_the_map_that_comes_out_says_what_it_is(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.geojson"
    assert run(capsys, "join", dataset, "--level", "province", "-o", out)[0] == DONE
    collection = json.loads(out.read_text(encoding="utf-8"))
    assert "天地图" in collection["source"]
    assert "审图号" in collection["notes"][0]
    assert len(collection["features"]) == 34 + 1
    assert collection["features"][-1]["properties"]["name"] == "九段线"


def test_a_damaged_table_of_documents_is_named(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "records.parquet").write_bytes((dataset / "records.parquet").read_bytes())
    (tmp_path / "documents.parquet").write_bytes((dataset / "records.parquet").read_bytes())
    code, _, complaints = run(
        capsys, "join", tmp_path, "--level", "province", "-o", tmp_path / "x.csv"
    )
    assert code == WRONG
    assert "documents.parquet: not a table of this program" in complaints


def test_a_wrong_level_is_told_which_there_are(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ("join", dataset, "--level", "town", "-o", tmp_path / "x.csv")
    code, _, complaints = run(capsys, *call)
    assert code == WRONG
    assert "choose from province, city, county)" in complaints.replace("'", "")
