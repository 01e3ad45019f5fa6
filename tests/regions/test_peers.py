from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from geodata.errors import DataFileError, UsageError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.regions.boundaries import load_boundaries
from geodata.regions.divisions import load_drawn
from geodata.regions.neighbours import load_neighbours
from geodata.regions.peers import Kinship, NoPeers, Peers, find_peers
from geodata.regions.rates import load_denominators

PROVINCE, CITY, COUNTY = Level.PROVINCE, Level.CITY, Level.COUNTY
DRAWN = load_drawn()
PARENTS = {unit.adcode: unit.parent for unit in Gazetteer.load(data_folder()).units()}
NEIGHBOURS = {level: load_neighbours(level) for level in DRAWN}
PEOPLE = load_denominators()


def peers(region: str, level: Level, kinship: Kinship) -> Peers:
    return find_peers(
        region,
        level,
        kinship,
        parents=PARENTS,
        drawn=DRAWN,
        neighbours=NEIGHBOURS[level],
        denominators=PEOPLE[level],
    )


@pytest.mark.parametrize(
    ("region", "level", "found"),
    [
        pytest.param("330000", PROVINCE, "310000 320000 340000 350000 360000", id="zhejiang"),
        pytest.param("110000", PROVINCE, "120000 130000", id="beijing"),
        pytest.param("810000", PROVINCE, "440000", id="hong-kong"),
        pytest.param("460000", PROVINCE, "", id="hainan-is-an-island"),
        pytest.param("710000", PROVINCE, "", id="taiwan-is-an-island"),
        pytest.param("330900", CITY, "", id="zhoushan-is-islands"),
        pytest.param("820000", CITY, "440400", id="macao-and-zhuhai"),
        pytest.param("330101", COUNTY, None, id="no-such-unit"),
        pytest.param("110101", COUNTY, "110102 110105 110106", id="dongcheng"),
    ],
)
def test_neighbours_share_a_border(region: str, level: Level, found: str | None) -> None:
    if found is None:
        with pytest.raises(UsageError, match=f"'{region}' is not drawn at the level"):
            peers(region, level, Kinship.NEIGHBOURS)
        return
    lacking = None if found else NoPeers.NO_BORDER
    expected = Peers(Kinship.NEIGHBOURS, tuple(found.split()), lacking)
    assert peers(region, level, Kinship.NEIGHBOURS) == expected


@pytest.mark.parametrize("level", DRAWN)
def test_every_unit_has_its_neighbours_and_they_have_it(level: Level) -> None:
    found = NEIGHBOURS[level]
    assert tuple(found) == DRAWN[level]
    for code, others in found.items():
        assert code not in others
        assert list(others) == sorted(set(others))
        assert all(code in found[other] for other in others)


def test_a_border_is_a_line_on_the_map() -> None:
    """The same by another way: outlines that meet in more than points."""
    outlines = load_boundaries(PROVINCE).set_index("adcode").geometry
    for one, first in outlines.items():
        for other, second in outlines.items():
            meeting = first.intersection(second)
            borders = one != other and shapely.length(meeting) > 0
            assert (other in NEIGHBOURS[PROVINCE][one]) == borders, (one, other)


def test_counties_of_two_provinces_can_be_neighbours() -> None:
    across = [
        (code, other)
        for code, others in NEIGHBOURS[COUNTY].items()
        for other in others
        if code[:2] < other[:2]
    ]
    # Shared by what their provinces share: no border runs where theirs does not.
    pairs = {(code[:2], other[:2]) for code, other in across}
    assert pairs == {
        (code[:2], other[:2])
        for code, others in NEIGHBOURS[PROVINCE].items()
        for other in others
        if code < other
    }


def test_siblings_are_under_the_same_unit() -> None:
    assert len(peers("330000", PROVINCE, Kinship.SIBLINGS).units) == 33
    hangzhou = peers("330100", CITY, Kinship.SIBLINGS).units
    assert hangzhou == tuple(f"33{n:02}00" for n in range(2, 12))
    assert peers("110000", CITY, Kinship.SIBLINGS).units == (
        "120000", "310000", "500000", "710000", "810000", "820000",
    )  # fmt: skip
    assert "420100" in peers("429004", CITY, Kinship.SIBLINGS).units
    assert peers("110101", COUNTY, Kinship.SIBLINGS).units[:2] == ("110102", "110105")


def test_a_unit_alone_under_its_own_has_no_siblings() -> None:
    found = find_peers(
        "330000",
        PROVINCE,
        Kinship.SIBLINGS,
        parents={"330000": "100000", "440000": "other"},
        drawn={PROVINCE: ("330000", "440000")},
        neighbours={},
        denominators={},
    )
    assert found == Peers(Kinship.SIBLINGS, (), NoPeers.ONLY_CHILD)


def test_similar_is_by_ratio() -> None:
    # Millions: Zhejiang 64.6; Hunan 66.4, Anhui 61.0, Hubei 57.8, Hebei 74.6, Guangxi 50.1.
    found = peers("330000", PROVINCE, Kinship.POPULATION)
    assert found == Peers(
        Kinship.POPULATION, ("430000", "340000", "420000", "130000", "450000"), None
    )


@pytest.mark.parametrize(
    ("region", "level"),
    [
        pytest.param("710000", PROVINCE, id="not-in-the-census"),
        pytest.param("330100", CITY, id="city"),
    ],
)
def test_without_inhabitants_nobody_is_alike(region: str, level: Level) -> None:
    assert peers(region, level, Kinship.POPULATION).lacking is NoPeers.NO_POPULATION


@pytest.mark.parametrize("content", [None, "{", "{}", '{"transform": {"scale": [0]}}'])
def test_a_damaged_map_is_named(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "boundaries"
    folder.mkdir()
    if content is not None:
        (folder / "province.topojson").write_text(content)
    with pytest.raises(DataFileError, match=r"province\.topojson is not a map of units"):
        load_neighbours(PROVINCE, tmp_path)
    with pytest.raises(DataFileError, match="holds no boundaries"):
        load_neighbours(COUNTY, tmp_path)


def test_units_that_meet_in_a_point_are_no_neighbours(tmp_path: Path) -> None:
    # Two squares with one corner in common, and a third that shares a side with the first.
    arcs = [
        [[0, 0], [0, 1], [1, 0]],  # left and top of the first, to the common corner
        [[1, 1], [0, -1]],  # right of the first, left of the third
        [[1, 0], [-1, 0]],
        [[1, 1], [0, 1], [1, 0], [0, -1], [-1, 0]],
        [[1, 1], [1, 0], [0, -1], [-1, 0]],
    ]
    rings = {"a": [0, 1, 2], "b": [3], "c": [~1, 4]}
    text = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {
            "units": {"geometries": [{"id": key, "arcs": [[r]]} for key, r in rings.items()]}
        },
    }
    (tmp_path / "boundaries").mkdir()
    (tmp_path / "boundaries" / "province.topojson").write_text(json.dumps(text))
    # b and c share the side from (1, 1) to (2, 1); a and b the corner alone.
    assert load_neighbours(PROVINCE, tmp_path) == {"a": ("c",), "b": ("c",), "c": ("a", "b")}
