from __future__ import annotations

from collections.abc import Mapping

import pytest

from geodata.model import Level
from geodata.places.gazetteer import Gazetteer
from geodata.regions.boundaries import load_units
from geodata.regions.divisions import divide_units, load_drawn, units_within
from geodata.regions.rates import list_lower_units


@pytest.fixture(scope="module")
def drawn() -> dict[Level, tuple[str, ...]]:
    return load_drawn()


@pytest.fixture(scope="module")
def parents(real_gazetteer: Gazetteer) -> Mapping[str, str]:
    return {unit.adcode: unit.parent for unit in real_gazetteer.units()}


def test_every_level_draws_its_units(drawn: dict[Level, tuple[str, ...]]) -> None:
    assert {level: len(codes) for level, codes in drawn.items()} == {
        Level.PROVINCE: 34,
        Level.CITY: 375,
        Level.COUNTY: 2891,
    }
    assert all(list(codes) == sorted(codes) for codes in drawn.values())


@pytest.mark.parametrize(
    ("level", "within", "number", "member"),
    [
        pytest.param(Level.CITY, "330000", 11, "330100", id="cities-of-a-province"),
        pytest.param(Level.COUNTY, "330100", 13, "330106", id="counties-of-a-city"),
        pytest.param(Level.COUNTY, "330000", 90, "330106", id="counties-of-a-province"),
        pytest.param(Level.COUNTY, "110000", 16, "110108", id="districts-of-a-municipality"),
        pytest.param(Level.CITY, "110000", 1, "110000", id="a-municipality-is-its-own-city"),
        pytest.param(Level.COUNTY, "820000", 1, "820000", id="down-to-the-lowest-there-is"),
        pytest.param(Level.COUNTY, "441900", 1, "441900", id="a-city-without-counties"),
        pytest.param(Level.CITY, "429004", 1, "429004", id="right-under-a-province"),
    ],
)
def test_a_map_of_part_of_the_country_has_what_lies_in_it(
    parents: Mapping[str, str],
    drawn: dict[Level, tuple[str, ...]],
    level: Level,
    within: str,
    number: int,
    member: str,
) -> None:
    found = units_within(parents, drawn[level], within)
    assert len(found) == number
    assert member in found


def test_without_a_part_it_has_all(
    parents: Mapping[str, str], drawn: dict[Level, tuple[str, ...]]
) -> None:
    assert units_within(parents, drawn[Level.CITY], None) == drawn[Level.CITY]
    assert units_within(parents, drawn[Level.CITY], "999999") == ()


def test_the_parts_of_all_provinces_are_the_country(
    parents: Mapping[str, str], drawn: dict[Level, tuple[str, ...]]
) -> None:
    for level in (Level.CITY, Level.COUNTY):
        parts = [
            units_within(parents, drawn[level], province) for province in drawn[Level.PROVINCE]
        ]
        assert sorted(code for part in parts for code in part) == list(drawn[level])


@pytest.mark.parametrize("level", [Level.PROVINCE, Level.CITY])
def test_units_are_divided_as_the_boundaries_say(
    parents: Mapping[str, str], drawn: dict[Level, tuple[str, ...]], level: Level
) -> None:
    divided = divide_units(parents, drawn, level)
    told = list_lower_units(level, load_units())
    assert {code: (part.level, list(part.units)) for code, part in divided.items()} == told
    assert divide_units(parents, drawn, Level.COUNTY) == {}
