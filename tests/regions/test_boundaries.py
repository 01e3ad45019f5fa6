import gzip
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Point, box

from geodata.errors import DataFileError, UsageError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.boundaries import (
    LEVELS,
    check_crs,
    load_boundaries,
    load_units,
    region_areas,
    unit_mismatches,
)

UNITS = {Level.PROVINCE: 34, Level.CITY: 375, Level.COUNTY: 2891}
SOURCE_KM2 = {Level.PROVINCE: 9_506_037.6, Level.CITY: 9_506_037.6, Level.COUNTY: 9_506_041.4}
"""Total area of the source's own polygons, in the equal-area projection of `region_areas`."""


@pytest.fixture(scope="module", params=LEVELS, ids=str)
def level(request: pytest.FixtureRequest) -> Level:
    chosen: Level = request.param
    return chosen


@pytest.fixture(scope="module")
def boundaries(level: Level) -> gpd.GeoDataFrame:
    return load_boundaries(level)


@pytest.fixture(scope="module")
def county() -> gpd.GeoDataFrame:
    return load_boundaries(Level.COUNTY).set_index("adcode")


def test_no_unit_is_lost_or_doubled(level: Level, boundaries: gpd.GeoDataFrame) -> None:
    assert len(boundaries) == UNITS[level]
    assert boundaries["adcode"].is_unique
    assert boundaries["adcode"].str.fullmatch(r"\d{6}").all()
    assert boundaries["adcode"].is_monotonic_increasing
    assert (boundaries["level"] == level).all()
    assert (boundaries["name"].str.len() > 1).all()


def test_total_area_is_the_source_s(level: Level, boundaries: gpd.GeoDataFrame) -> None:
    areas = region_areas(boundaries)
    assert areas.sum() == pytest.approx(SOURCE_KM2[level], rel=1e-3)
    assert areas.min() > 5, "the smallest unit, in km²"


def test_neighbours_meet_without_gap_or_overlap(boundaries: gpd.GeoDataFrame) -> None:
    assert boundaries.is_valid.all()
    assert shapely.coverage_is_valid(boundaries.geometry.array)


@pytest.mark.parametrize(
    ("adcode", "neighbours"),
    [
        ("110000", ["120000", "130000"]),
        ("310000", ["320000", "330000"]),
        ("500000", ["420000", "430000", "510000", "520000", "610000"]),
        ("810000", ["440000"]),
        ("820000", ["440000"]),
        ("460000", []),
    ],
)
def test_neighbouring_provinces_share_a_line(adcode: str, neighbours: list[str]) -> None:
    province = load_boundaries(Level.PROVINCE).set_index("adcode").geometry
    shared = province.intersection(province[adcode]).drop(adcode)
    lines = shared[shapely.length(shared.array) > 0]
    assert list(lines.index) == neighbours
    assert (shapely.area(lines.array) == 0).all()


def test_levels_nest(level: Level, boundaries: gpd.GeoDataFrame) -> None:
    if level is Level.PROVINCE:
        assert set(boundaries["parent"]) == {"100000"}
    else:
        above = load_boundaries(LEVELS[LEVELS.index(level) - 1])
        assert set(boundaries["parent"]) == set(above["adcode"])


def test_a_province_is_as_large_as_its_counties(county: gpd.GeoDataFrame) -> None:
    city = load_boundaries(Level.CITY).set_index("adcode")
    province = load_boundaries(Level.PROVINCE).set_index("adcode")
    areas = region_areas(county.reset_index())
    sums = areas.groupby(county["parent"].map(city["parent"])).sum()
    own = region_areas(province.reset_index())
    assert own.to_numpy() == pytest.approx(sums[own.index].to_numpy(), rel=0.15)
    large = own[own > 2_000].index
    assert own[large].to_numpy() == pytest.approx(sums[large].to_numpy(), rel=0.025)


@pytest.mark.parametrize(
    ("adcode", "name", "parts", "km2"),
    [
        ("460321", "西沙区", 96, 887.7),
        ("460322", "南沙区", 228, 5177.7),
        ("330902", "定海区", 10, 534.2),
        ("330903", "普陀区", 17, 378.0),
        ("330921", "岱山县", 16, 281.8),
        ("330922", "嵊泗县", 7, 50.9),
        ("330305", "洞头区", 6, 149.6),
        ("370614", "蓬莱区", 8, 1173.7),
        ("350128", "平潭县", 4, 305.4),
        ("440523", "南澳县", 1, 107.8),
        ("469006", "万宁市", 1, 1871.3),
        ("350527", "金门县", 2, 145.9),
        ("820000", "澳门特别行政区", 2, 25.2),
    ],
)
def test_islands_keep_all_their_parts(
    county: gpd.GeoDataFrame, adcode: str, name: str, parts: int, km2: float
) -> None:
    unit = county.loc[adcode]
    assert unit["name"] == name
    assert shapely.get_num_geometries(unit.geometry) == parts
    area = region_areas(county.loc[[adcode]].reset_index()).iloc[0]
    assert area == pytest.approx(km2, rel=0.02)


def near(drawn: gpd.GeoDataFrame, place: Point, degrees: float) -> list[str]:
    """Codes of the units within so many degrees of a place."""
    return list(drawn.loc[shapely.dwithin(drawn.geometry.array, place, degrees), "adcode"])


@pytest.mark.parametrize(
    ("level", "adcode"),
    [(Level.PROVINCE, "710000"), (Level.CITY, "710000"), (Level.COUNTY, "710021")],
)
@pytest.mark.parametrize(
    "place",
    [
        pytest.param(Point(123.47, 25.74), id="钓鱼岛"),
        pytest.param(Point(124.56, 25.92), id="赤尾屿"),
    ],
)
def test_diaoyu_islands_are_drawn_with_taiwan(level: Level, adcode: str, place: Point) -> None:
    drawn = load_boundaries(level)
    assert near(drawn, place, 0.01) == [adcode]


@pytest.mark.parametrize("level", [Level.PROVINCE, Level.CITY])
@pytest.mark.parametrize(
    "place",
    [
        pytest.param(Point(117.75, 15.13), id="黄岩岛"),
        pytest.param(Point(112.33, 16.83), id="永兴岛"),
        pytest.param(Point(114.36, 10.38), id="太平岛"),
        pytest.param(Point(112.34, 3.98), id="曾母暗沙"),
    ],
)
def test_south_china_sea_islands_are_drawn_with_hainan(level: Level, place: Point) -> None:
    drawn = load_boundaries(level)
    assert [code[:2] for code in near(drawn, place, 0.06)] == ["46"]


@pytest.mark.parametrize(
    "adcode", ["110000", "120000", "310000", "500000", "710000", "810000", "820000"]
)
def test_a_municipality_is_its_own_city(adcode: str) -> None:
    city = load_boundaries(Level.CITY).set_index("adcode")
    assert city.loc[adcode, "parent"] == adcode
    assert city["parent"].value_counts()[adcode] == 1


@pytest.mark.parametrize("adcode", ["419001", "429021", "469006", "659001", "441900", "820000"])
def test_a_city_without_counties_is_its_own_county(county: gpd.GeoDataFrame, adcode: str) -> None:
    assert county.loc[adcode, "parent"] == adcode


class TestPageFiles:
    folder = data_folder() / "boundaries"

    def units(self, path: Path) -> dict[str, gpd.GeoDataFrame]:
        frame = gpd.read_file(path, layer="units")
        return dict(zip(frame["id"], frame.geometry, strict=True))

    @pytest.mark.parametrize(
        ("name", "limit"), [("province", 60_000), ("city", 250_000), ("lines", 10_000)]
    )
    def test_sizes(self, name: str, limit: int) -> None:
        content = (self.folder / f"{name}.topojson").read_bytes()
        assert len(gzip.compress(content)) <= limit

    def test_county_files(self, county: gpd.GeoDataFrame) -> None:
        paths = sorted((self.folder / "county").glob("*.topojson"))
        assert [path.stem for path in paths] == sorted(set(county.index.str[:2]))
        assert max(len(gzip.compress(path.read_bytes())) for path in paths) <= 150_000
        drawn = {code: unit for path in paths for code, unit in self.units(path).items()}
        assert set(drawn) == set(county.index)
        apart = (
            gpd.GeoSeries(drawn)
            .reindex(county.index)
            .symmetric_difference(county.geometry.set_crs(None, allow_override=True))
        )
        assert apart.area.max() < 1e-9

    @pytest.mark.parametrize("level", [Level.PROVINCE, Level.CITY])
    def test_page_and_join_hold_the_same_outlines(self, level: Level) -> None:
        drawn = self.units(self.folder / f"{level}.topojson")
        joined = load_boundaries(level).set_index("adcode").geometry
        assert list(drawn) == list(joined.index)
        apart = gpd.GeoSeries(drawn).symmetric_difference(joined.set_crs(None, allow_override=True))
        assert apart.area.max() < 1e-9

    def test_whole_boundary_pack_is_small(self) -> None:
        assert sum(path.stat().st_size for path in self.folder.rglob("*.*")) < 8_000_000

    def test_dash_line_has_nine_segments_around_the_south_china_sea(self) -> None:
        text = json.loads((self.folder / "lines.topojson").read_text(encoding="utf-8"))
        lines = {line["id"]: line for line in text["objects"]["lines"]["geometries"]}
        assert set(lines) == {"dash", "undefined", "sea_province", "sar"}
        assert lines["dash"]["properties"]["name"] == "九段线"
        assert len(lines["dash"]["arcs"]) == 9
        frame = gpd.read_file(self.folder / "lines.topojson", layer="lines").set_index("id")
        west, south, east, north = frame.geometry["dash"].bounds
        assert (west, south) == pytest.approx((108.2, 3.4), abs=0.05)
        assert (east, north) == pytest.approx((121.9, 21.7), abs=0.05)


def test_units_stand_once_for_each_level_they_are_of() -> None:
    units = load_units()
    assert len(units) == sum(UNITS.values())
    levels = units.groupby("adcode")["level"].agg(list)
    assert levels["110000"] == ["province", "city"]
    assert levels["419001"] == ["city", "county"]
    assert levels["820000"] == ["province", "city", "county"]
    assert levels["320106"] == ["county"]


def test_area_of_a_known_square() -> None:
    # One degree at 36°N, between the parallels where the projection is true: 111.0 by 90.2 km.
    square = gpd.GeoDataFrame({"adcode": ["1"]}, geometry=[box(105, 35.5, 106, 36.5)], crs=4326)
    assert region_areas(square)["1"] == pytest.approx(10_005, rel=2e-3)


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        (None, r"The map: there is no CRS; EPSG:4326 is needed.*set_crs\('EPSG:4326'\)"),
        ("EPSG:3857", r"The map: the CRS is EPSG:3857; EPSG:4326 is needed.*to_crs\('EPSG:4326'\)"),
    ],
)
def test_another_crs_is_refused(crs: str | None, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        check_crs(gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1)], crs=crs), "The map")


def write_provinces(data: Path, frame: pd.DataFrame) -> None:
    (data / "boundaries").mkdir()
    frame.to_parquet(data / "boundaries" / "province.parquet")


def square(codes: list[str], crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    columns = {"adcode": codes, "name": codes, "level": "province", "parent": "100000"}
    return gpd.GeoDataFrame(columns, geometry=[box(0, 0, 1, 1)] * len(codes), crs=crs)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        pytest.param(square(["110000"], "EPSG:3857"), "EPSG:3857; EPSG:4326 is needed", id="crs"),
        pytest.param(square(["110000"] * 2), "'110000' appears more than once", id="repeated"),
        pytest.param(square(["1"]).drop(columns="parent"), "lacks the columns parent", id="column"),
        pytest.param(pd.DataFrame({"a": [1]}), "is not a file of boundaries", id="no-geometry"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, frame: pd.DataFrame, said: str) -> None:
    write_provinces(tmp_path, frame)
    with pytest.raises(DataFileError, match=said):
        load_boundaries(Level.PROVINCE, tmp_path)


def test_a_file_that_is_not_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "boundaries").mkdir()
    (tmp_path / "boundaries" / "city.parquet").write_bytes(b"not a table")
    with pytest.raises(DataFileError, match="is not a file of boundaries"):
        load_boundaries(Level.CITY, tmp_path)


@pytest.mark.parametrize("load", [lambda data: load_boundaries(Level.CITY, data), load_units])
def test_a_missing_file_is_named_with_the_remedy(tmp_path: Path, load: object) -> None:
    assert callable(load)
    with pytest.raises(DataFileError, match=r"parquet is missing.*geodata boundaries build"):
        load(tmp_path)


def test_the_nation_has_no_boundaries() -> None:
    with pytest.raises(UsageError, match="'nation'; there are province, city, county"):
        load_boundaries(Level.NATION)


def test_every_unit_of_the_gazetteer_has_an_outline_and_the_other_way_round() -> None:
    table = pd.read_csv(
        data_folder() / "reference" / "gazetteer.csv", dtype=str, keep_default_na=False
    )
    assert unit_mismatches(dict(zip(table["adcode"], table["name"], strict=True))) == []


def test_a_gazetteer_that_differs_is_told_so() -> None:
    units = load_units()
    names = dict(zip(units["adcode"], units["name"], strict=True))
    del names["320106"]
    names |= {"100000": "全国", "999999": "无名县", "110101": "东区"}
    assert unit_mismatches(names) == [
        "110101 is 东区 in the gazetteer and 东城区 in the boundaries.",
        "320106 鼓楼区 is not in the gazetteer.",
        "999999 无名县 has no outline.",
    ]
