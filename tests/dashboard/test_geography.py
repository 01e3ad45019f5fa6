from __future__ import annotations

import pytest

from dashboard.geography import LEVELS
from geodata.model import Level
from tests.dashboard.by_hand import real_geography

GEOGRAPHY = real_geography()


@pytest.mark.parametrize(
    ("code", "level", "inside"),
    [
        pytest.param("330000", Level.PROVINCE, Level.CITY, id="province"),
        pytest.param("330100", Level.CITY, Level.COUNTY, id="city"),
        pytest.param("330102", Level.COUNTY, None, id="county"),
        pytest.param("110000", Level.PROVINCE, Level.COUNTY, id="municipality"),
        pytest.param("110000", Level.CITY, Level.COUNTY, id="municipality-among-cities"),
        pytest.param("710000", Level.PROVINCE, Level.COUNTY, id="taiwan"),
        pytest.param("810000", Level.PROVINCE, Level.COUNTY, id="hong-kong"),
        pytest.param("820000", Level.PROVINCE, None, id="macao-is-one-unit"),
        pytest.param("429004", Level.CITY, None, id="county-under-a-province"),
        pytest.param("441900", Level.CITY, None, id="city-without-counties"),
    ],
)
def test_a_step_leads_to_the_next_level_that_the_boundaries_have(
    code: str, level: Level, inside: Level | None
) -> None:
    assert GEOGRAPHY.step_into(code, level) == inside


def test_no_step_is_a_dead_end() -> None:
    for level in LEVELS:
        for code in GEOGRAPHY.drawn[level]:
            inside = GEOGRAPHY.step_into(code, level)
            if inside is not None:
                assert GEOGRAPHY.enclose(code, inside) == code
                assert len(GEOGRAPHY.units(inside, code)) > 1


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("330000", ("330000",)),
        ("330100", ("330000", "330100")),
        ("110000", ("110000",)),
        ("330102", ("330000", "330100")),
    ],
)
def test_the_path_goes_from_the_largest_to_the_unit(code: str, path: tuple[str, ...]) -> None:
    assert GEOGRAPHY.path(code) == path


def test_neighbours_share_a_border() -> None:
    neighbours = GEOGRAPHY.neighbours("330000", Level.PROVINCE)
    assert neighbours == ("310000", "320000", "340000", "350000", "360000")
    assert "330000" in GEOGRAPHY.neighbours("310000", Level.PROVINCE)
    assert "330105" in GEOGRAPHY.neighbours("330102", Level.COUNTY)
    assert GEOGRAPHY.neighbours("460000", Level.PROVINCE) == ()
