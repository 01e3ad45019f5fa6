from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import UsageError
from geodata.model import NATION, Level, Status, Theme
from geodata.regions.dataset import Dataset
from geodata.regions.evidence import list_initiatives
from geodata.regions.marks import find_initiatives, list_marks
from geodata.regions.selection import COARSER, FINER, UNKNOWN, Selection
from tests.small_dataset import ROWS, Row, open_small_dataset, write_small_dataset

ALL = Selection()
LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY)
DATES = (
    Row("a", "d1", "330106", Theme.HEALTH, 2019, "甲", month=5, day=7),
    Row("b", "d2", "330100", Theme.HEALTH, 2019, "乙", month=5, status=Status.PLANNED),
    Row("c", "d3", "330000", Theme.HEALTH, 2018, "丙"),
    Row("d", "d4", "330000", Theme.ECONOMY, None, "甲"),
    Row("e", "d5", "330000", Theme.ECONOMY, 2018, "丁", month=13, day=40),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    dataset = open_small_dataset(write_small_dataset(tmp_path_factory.mktemp("marks")))
    yield dataset
    dataset.connection.close()


def test_a_mark_has_the_date_that_is_known_and_no_more(tmp_path: Path) -> None:
    dataset = open_small_dataset(write_small_dataset(tmp_path, DATES))
    marks = list_marks(dataset, ALL, Level.PROVINCE)
    names = [marks.names[i] for i in marks.name]
    dates = list(
        zip(names, marks.year.tolist(), marks.month.tolist(), marks.day.tolist(), strict=True)
    )
    assert dates == [
        ("乙", 2019, 5, 0),
        ("甲", 2019, 5, 7),
        ("丁", 2018, 0, 0),
        ("丙", 2018, 0, 0),
        ("甲", 0, 0, 0),
    ]
    assert [marks.places[i] for i in marks.place] == [
        "330100",
        "330106",
        "330000",
        "330000",
        "330000",
    ]
    assert [marks.statuses[i] for i in marks.status] == ["planned", *["launched"] * 4]
    assert [marks.themes[i] for i in marks.theme] == [
        *("health", "health"),
        *("economy", "health", "economy"),
    ]
    assert (marks.total, marks.undated, marks.complete) == (5, 1, True)
    dataset.connection.close()


def test_regions_and_buckets_hold_what_the_level_says(small: Dataset) -> None:
    by_level = {
        level: {
            code: count
            for marks in [list_marks(small, ALL, level)]
            for code, count in zip(marks.regions, marks.region_counts.tolist(), strict=True)
        }
        for level in LEVELS
    }
    assert by_level[Level.PROVINCE] == {
        **{"110000": 2, "330000": 5, "420000": 1, "440000": 3},
        **{NATION: 2, UNKNOWN: 1},
    }
    assert by_level[Level.CITY] == {
        **{"110000": 2, "330100": 3, "330200": 1, "429004": 1, "440300": 2},
        **{NATION: 2, COARSER: 2, UNKNOWN: 1},
    }
    own = list_marks(small, Selection(lower=False), Level.CITY)
    counts = dict(zip(own.regions, own.region_counts.tolist(), strict=True))
    assert (counts["330100"], counts["110000"], counts[FINER]) == (2, 1, 2)


def test_a_mark_leads_to_its_initiative(small: Dataset) -> None:
    marks = list_marks(small, ALL, Level.CITY, "440300")
    found = find_initiatives(small, marks.rows.tolist())
    assert [initiative.initiative_id for initiative in found] == ["g2", "g1"]
    assert find_initiatives(small, [-1, 14, 10**12]) == ()


@settings(deadline=None)
@given(
    level=st.sampled_from(LEVELS),
    region=st.sampled_from([None, NATION, COARSER, UNKNOWN, "330000", "330100", "330110"]),
    within=st.sampled_from([None, "330000", "440300"]),
    themes=st.lists(st.sampled_from(list(Theme)), max_size=3, unique=True),
    span=st.tuples(st.none() | st.integers(2002, 2022), st.none() | st.integers(2002, 2022)),
    undated=st.booleans(),
    lower=st.booleans(),
    limit=st.integers(1, 20),
)
def test_marks_are_what_the_list_lists(
    small: Dataset,
    level: Level,
    region: str | None,
    within: str | None,
    themes: list[Theme],
    span: tuple[int | None, int | None],
    undated: bool,
    lower: bool,
    limit: int,
) -> None:
    chosen = Selection(tuple(themes), *span, undated=undated, lower=lower)
    listed = list_initiatives(small, chosen, level, region, within=within, limit=1000)
    marks = list_marks(small, chosen, level, region, within=within, limit=limit)
    assert marks.total == len(listed)
    assert marks.undated == sum(each.year is None for each in listed)
    assert marks.rows.size == min(limit, len(listed))
    assert marks.complete == (limit >= len(listed))
    found = find_initiatives(small, marks.rows.tolist())
    assert set(found) <= set(listed)
    assert [each.name for each in found] == [marks.names[i] for i in marks.name]
    assert [each.year or 0 for each in found] == marks.year.tolist()
    counts = dict(zip(marks.themes, marks.theme_counts.tolist(), strict=True))
    assert Counter(counts) == Counter(each.theme for each in listed)
    assert marks.region_counts.sum() == len(listed)
    assert (marks.region_counts > 0).all()
    assert marks.theme_undated.sum() == marks.region_undated.sum() == marks.undated
    assert (marks.region_undated <= marks.region_counts).all()
    undated = dict(zip(marks.themes, marks.theme_undated.tolist(), strict=True))
    assert Counter(undated) == Counter(each.theme for each in listed if each.year is None)


def test_too_many_are_taken_evenly(small: Dataset) -> None:
    assert list_marks(small, ALL, Level.CITY, limit=5).rows.tolist() == [0, 2, 5, 8, 11]
    assert len(ROWS) - 1 == list_marks(small, ALL, Level.CITY, limit=5).total == 14


def test_no_room_at_all_is_refused(small: Dataset) -> None:
    with pytest.raises(UsageError, match="limit 0"):
        list_marks(small, ALL, Level.CITY, limit=0)
