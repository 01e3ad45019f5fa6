from __future__ import annotations

from pathlib import Path

import pytest

from geodata.model import NATION, Level, Status, Theme
from geodata.regions.index import ABSENT, NATIONAL, NOWHERE, PLACED
from tests.small_dataset import Row, open_small_dataset, write_small_dataset

GOV, HEALTH = Theme.GOV_SERVICES, Theme.HEALTH
# In the order of lists: latest first, undated last, then by name.
ROWS = (
    Row("a", "d1", "330106", GOV, 2015, "乙平台", 0.9, month=7, status=Status.PILOTED),
    Row("b", "d1", "330000", HEALTH, 2013, "甲平台", 0.7, month=None, day=2),
    Row("b", "d2", "330000", HEALTH, 2013, "甲平台", 0.8, month=11, day=1),
    Row("b", "d3", "330000", HEALTH, 2013, "甲平台", 0.6, month=9),
    Row("b", "d6", "330000", HEALTH, 2013, "甲平台", 0.6, month=9, day=28),
    Row("b", "d7", "330000", HEALTH, 2013, "甲平台", 0.6, month=9, day=30),
    Row("b", "d4", "330000", HEALTH, 2014, "甲平台", 0.6, month=1),
    Row("c", "d5", "110108", HEALTH, 2013, "丙平台", 0.5),
    Row("d", "d5", NATION, GOV, None, "甲平台", 0.6, status=Status.PLANNED),
    Row("e", "d6", "999999", GOV, None, "乙平台", 0.6, status=Status.PLANNED),
)


def test_rows_are_initiatives_in_the_order_of_lists(tmp_path: Path) -> None:
    dataset = open_small_dataset(write_small_dataset(tmp_path, ROWS))
    index = dataset.index
    ids = dataset.ask("SELECT initiative_id FROM initiatives ORDER BY number")
    # By code point 丙 < 乙 < 甲.
    assert [key for (key,) in ids] == ["a", "c", "b", "e", "d"]
    assert index.names.take(index.name).to_pylist() == [
        "乙平台",
        "丙平台",
        "甲平台",
        "乙平台",
        "甲平台",
    ]
    assert index.names.to_pylist() == ["丙平台", "乙平台", "甲平台"]
    assert (index.themes, index.statuses) == (
        ("gov_services", "health"),
        ("launched", "piloted", "planned"),
    )
    assert [index.themes[theme] for theme in index.theme] == [GOV, HEALTH, HEALTH, GOV, GOV]
    assert [index.statuses[status] for status in index.status] == [
        Status.PILOTED,
        *[Status.LAUNCHED] * 2,
        *[Status.PLANNED] * 2,
    ]
    assert index.years.tolist() == [2013, 2014, 2015]
    assert index.year.tolist() == [2, 0, 0, 3, 3]
    # Of b the earliest month of 2013, though a report of 2014 has an earlier one.
    assert index.month.tolist() == [7, 0, 9, 0, 0]
    assert index.day.tolist() == [0, 0, 28, 0, 0]
    assert index.confidence.tolist() == [0.9, 0.5, 0.8, 0.6, 0.6]
    assert index.bucket.tolist() == [PLACED, PLACED, PLACED, NOWHERE, NATIONAL]
    dataset.connection.close()


@pytest.mark.parametrize(
    ("level", "units", "own"),
    [
        (Level.PROVINCE, ["330000", "110000", "330000"], [False, False, True]),
        (Level.CITY, ["330100", "110000", None], [False, False, False]),
        (Level.COUNTY, ["330106", "110108", None], [True, True, False]),
    ],
)
def test_each_level_places_what_it_can(
    tmp_path: Path, level: Level, units: list[str | None], own: list[bool]
) -> None:
    dataset = open_small_dataset(write_small_dataset(tmp_path, ROWS))
    place = dataset.index.placements[level]
    placed = [place.units[unit] if unit != ABSENT else None for unit in place.unit.tolist()]
    assert placed == [*units, None, None]
    assert place.own.tolist() == [*own, False, False]
    dataset.connection.close()
