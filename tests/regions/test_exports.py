"""Joined regions as files: the same regions come back, with the dash line and the papers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geodata.errors import DataFileError, UsageError
from geodata.model import NATION, Level
from geodata.paths import data_folder
from geodata.regions.boundaries import (
    LEVELS,
    load_boundaries,
    load_dash_line,
    load_units,
)
from geodata.regions.exports import DASH_NAME, Papers, load_papers, specify_export, write_join
from geodata.regions.join import Join, join_records
from geodata.regions.mapcheck import check_map
from tests.regions.test_join import at

GEOGRAPHIC = (".geojson", ".gpkg", ".parquet")
Write = Callable[[Path], None]


def join_real(level: Level) -> Join:
    records = at("320104", "320000", "110000", "710000")
    return join_records(records, level, load_boundaries(level), load_units())


@pytest.fixture(scope="module")
def result() -> Join:
    return join_real(Level.CITY)


@pytest.fixture(scope="module")
def papers() -> Papers:
    return load_papers(Level.CITY)


@pytest.fixture(scope="module")
def dash() -> shapely.MultiLineString:
    return load_dash_line()


@pytest.fixture(scope="module")
def write(result: Join, papers: Papers, dash: shapely.MultiLineString) -> Write:
    return lambda out: write_join(result, out, papers, dash)


def read_regions(out: Path) -> tuple[gpd.GeoDataFrame, list[shapely.Geometry]]:
    """The rows that are regions, by code, and what is drawn as dash line."""
    if out.suffix == ".gpkg":
        lines = pyogrio.read_dataframe(out, layer="lines")
        return pyogrio.read_dataframe(out, layer="city").set_index("adcode"), [*lines.geometry]
    frame = gpd.read_parquet(out) if out.suffix == ".parquet" else pyogrio.read_dataframe(out)
    regions = frame[frame["level"].ne("line")].set_index("adcode")
    return regions, [*frame.geometry[frame["level"].eq("line")]]


@pytest.mark.parametrize("suffix", GEOGRAPHIC)
def test_regions_come_back_the_same(
    result: Join, write: Write, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / "new" / f"regions{suffix}"
    write(out)
    frame, _ = read_regions(out)
    wanted = result.regions.set_index("adcode")
    assert frame.crs == "EPSG:4326"
    assert list(frame.index) == list(wanted.index)
    assert frame["records"].astype(int).to_dict() == wanted["records"].to_dict()
    assert frame.geometry["320100"].normalize() == wanted.geometry["320100"].normalize()
    assert frame["name"]["320100"] == "南京市"
    assert pd.isna(frame["first_year"]["419001"])


@pytest.mark.parametrize("suffix", GEOGRAPHIC)
def test_every_map_holds_the_dash_line_and_the_southern_islands(
    write: Write, dash: shapely.MultiLineString, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"regions{suffix}"
    write(out)
    regions, [line] = read_regions(out)
    assert len(line.geoms) == len(dash.geoms) == 9
    assert line.equals_exact(dash, 1e-6)
    assert regions.geometry["460300"].bounds[1] < 4
    assert {"710000", "810000", "820000"} <= set(regions.index)
    assert regions["name"]["710000"] == "台湾省"


def test_the_dash_line_has_no_numbers(write: Write, tmp_path: Path) -> None:
    write(tmp_path / "r.geojson")
    features = json.loads((tmp_path / "r.geojson").read_text(encoding="utf-8"))["features"]
    said = features[-1]["properties"]
    named = {name: value for name, value in said.items() if value is not None}
    assert named == {"name": DASH_NAME, "level": "line"}
    years = {f["properties"]["adcode"]: f["properties"]["first_year"] for f in features}
    assert years["320100"] == 2010
    assert years["419001"] is None


def test_the_papers_travel_in_every_file(write: Write, papers: Papers, tmp_path: Path) -> None:
    for suffix in (*GEOGRAPHIC, ".csv"):
        write(tmp_path / f"r{suffix}")
    collection = json.loads((tmp_path / "r.geojson").read_text(encoding="utf-8"))
    package = pyogrio.read_info(tmp_path / "r.gpkg", layer="city")["dataset_metadata"]
    schema = {
        k.decode(): v.decode() for k, v in pq.read_schema(tmp_path / "r.parquet").metadata.items()
    }
    for found in (collection, package, schema):
        assert found["source"] == papers.source
        assert found["vintage"] == papers.vintage
        assert found["licence"] == papers.licence
        assert "审图号" in str(found["notes"])
        assert "九段" in str(found["notes"])
    assert json.loads(schema["notes"]) == collection["notes"] == list(papers.notes)
    assert (tmp_path / "r.csv.txt").read_text(encoding="utf-8") == papers.words


def test_csv_opens_in_spreadsheets(write: Write, tmp_path: Path) -> None:
    write(tmp_path / "r.CSV")
    assert (tmp_path / "r.CSV").read_bytes().startswith(b"\xef\xbb\xbfadcode,name,level,parent,")
    frame = pd.read_csv(tmp_path / "r.CSV", dtype={"adcode": str}).set_index("adcode")
    assert "geometry" not in frame
    assert frame["records"]["110000"] == 1
    assert len(frame) == 375


def test_writing_twice_replaces(result: Join, write: Write, tmp_path: Path) -> None:
    for _ in range(2):
        write(tmp_path / "r.gpkg")
    assert len(read_regions(tmp_path / "r.gpkg")[0]) == len(result.regions)
    assert len(pyogrio.list_layers(tmp_path / "r.gpkg")) == 2


def test_unknown_suffixes_and_bad_places_are_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'.shp' is not one of .geojson, .gpkg, .parquet, .csv"):
        write(tmp_path / "r.shp")
    (tmp_path / "file").write_text("")
    for suffix in (".csv", *GEOGRAPHIC):
        with pytest.raises(UsageError, match="Choose another place"):
            write(tmp_path / "file" / f"r{suffix}")
        (tmp_path / f"taken{suffix}").mkdir()
        with pytest.raises(UsageError, match="Choose another place"):
            write(tmp_path / f"taken{suffix}")


@pytest.mark.parametrize("level", LEVELS)
def test_exports_of_every_level_keep_the_map_rules(
    level: Level, dash: shapely.MultiLineString
) -> None:
    spec = specify_export(load_boundaries(level), load_papers(level), dash)
    assert spec.scope == NATION
    assert check_map(spec) == []


def without(join: Join, *codes: str) -> Join:
    return replace(join, regions=join.regions[~join.regions["adcode"].isin(codes)])


def test_a_map_that_breaks_a_rule_is_not_written(
    result: Join, papers: Papers, dash: shapely.MultiLineString, tmp_path: Path
) -> None:
    out = tmp_path / "r.geojson"
    bare = replace(papers, notes=())
    nothing = shapely.MultiLineString()
    for join, words, line, said in (
        (without(result, "710000"), papers, dash, "台湾省 not drawn"),
        (without(result, "810000", "820000"), papers, dash, "香港、澳门 not drawn"),
        (result, bare, dash, "审图号"),
        (result, papers, nothing, "dash line in the South China Sea is not drawn"),
    ):
        with pytest.raises(UsageError, match=said):
            write_join(join, out, words, line)
    assert not out.exists()
    write_join(without(result, "710000"), tmp_path / "r.csv", papers, dash)


def test_a_map_of_one_province_needs_no_taiwan(
    result: Join, papers: Papers, dash: shapely.MultiLineString, tmp_path: Path
) -> None:
    part = result.regions[result.regions["adcode"].str.startswith("32")]
    write_join(replace(result, regions=part), tmp_path / "r.geojson", papers, dash)
    assert len(read_regions(tmp_path / "r.geojson")[0]) == 13


def test_papers_come_from_the_catalog(tmp_path: Path) -> None:
    papers = load_papers(Level.PROVINCE)
    assert "天地图" in papers.source
    assert "tianditu.gov.cn" in papers.source
    (tmp_path / "catalog.json").write_text('{"files": []}', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"boundaries/province.parquet is not in the catalog"):
        load_papers(Level.PROVINCE, tmp_path)


def test_a_missing_or_damaged_dash_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "boundaries").mkdir()
    path = tmp_path / "boundaries" / "lines.topojson"
    with pytest.raises(DataFileError, match=r"lines\.topojson"):
        load_dash_line(tmp_path)
    whole = (data_folder() / "boundaries" / "lines.topojson").read_text(encoding="utf-8")
    for text in ("{}", whole.replace('"dash"', '"other"')):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFileError, match=r"lines\.topojson"):
            load_dash_line(tmp_path)
