"""Every answer agrees with itself, and with one counted anew from the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.synthetic import YEARS, write_synthetic
from geodata.model import NATION, Level, Status, Theme
from geodata.regions.boundaries import LEVELS
from geodata.regions.dataset import Dataset
from geodata.regions.evidence import list_initiatives, select_records
from geodata.regions.measures import LOW_BASE, Reason, measure_regions
from geodata.regions.ranks import THRESHOLDS, rank_intervals, rank_units
from geodata.regions.selection import COARSER, FINER, UNKNOWN, Selection
from geodata.regions.summaries import count_documents, count_regions, count_totals, count_years
from geodata.regions.tables import Measure
from geodata.regions.years import PLAYABLE, count_by_year, measure_years
from tests.regions.recount import Recount
from tests.small_dataset import open_small_dataset

RECORDS = 1_200
PEOPLE = {"330000": 64.5e6, "330100": 11.9e6, "330106": 1.1e6, "440000": 126e6, "110000": 21.9e6}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_synthetic(tmp_path_factory.mktemp("synthetic"), RECORDS)


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Iterator[Dataset]:
    opened = open_small_dataset(folder)
    yield opened
    opened.connection.close()


@pytest.fixture(scope="module")
def recount(folder: Path) -> Recount:
    return Recount(folder)


years = st.none() | st.integers(YEARS[0] - 2, YEARS[1] + 2)
selections = st.builds(
    Selection,
    themes=st.lists(st.sampled_from([str(theme) for theme in Theme]), unique=True).map(tuple),
    first_year=years,
    last_year=years,
    undated=st.booleans(),
    confidence=st.just(0.0) | st.sampled_from([0.5, 0.62, 0.8, 0.97, 1.0]),
    lower=st.booleans(),
    statuses=st.just(())
    | st.lists(st.sampled_from([str(each) for each in Status]), unique=True).map(tuple),
)
levels = st.sampled_from(LEVELS)
steady = settings(deadline=None, max_examples=60)


@steady
@given(
    selection=selections,
    level=levels,
    within=st.sampled_from([None, "330000", "440000", "110000", "330100", "429004", "999999"]),
)
def test_the_units_and_what_is_in_none_add_up(
    dataset: Dataset, selection: Selection, level: Level, within: str | None
) -> None:
    totals = count_totals(dataset, selection, level, within=within)
    buckets = {
        NATION: totals.national,
        COARSER: totals.coarser,
        FINER: totals.finer,
        UNKNOWN: totals.unknown,
    }
    assert totals.placed + sum(buckets.values()) == totals.initiatives
    charted = count_years(dataset, selection, level, within=within)
    assert sum(count.initiatives for count in charted) == totals.initiatives
    assert sum(c.initiatives for c in charted if c.year is None) == totals.undated
    for bucket, number in buckets.items():
        listed = list_initiatives(dataset, selection, level, bucket, within=within, limit=RECORDS)
        assert len(listed) == number
    everything = list_initiatives(dataset, selection, level, within=within, limit=RECORDS)
    assert len(everything) == totals.initiatives
    order = [(-(i.year or 0), i.name, i.initiative_id) for i in everything]
    assert order == sorted(order)
    downloaded = select_records(dataset, selection, level, within=within)
    assert set(downloaded.column("initiative_id").to_pylist()) == {
        initiative.initiative_id for initiative in everything
    }
    assert len(set(downloaded.column("document_id").to_pylist())) == totals.reports


@steady
@given(selection=selections, level=levels)
def test_the_map_adds_up_to_what_is_placed(
    dataset: Dataset, selection: Selection, level: Level
) -> None:
    regions = count_regions(dataset, selection, level)
    placed = sum(count.initiatives for count in regions.values())
    assert placed == count_totals(dataset, selection, level).placed
    dated = replace(selection, undated=False)
    lines = count_by_year(dataset, selection, level).values
    assert sum(map(sum, lines.values())) == count_totals(dataset, dated, level).placed
    for region in sorted(regions, key=lambda code: regions[code].initiatives)[-3:]:
        listed = list_initiatives(dataset, selection, level, region, limit=RECORDS)
        downloaded = select_records(dataset, selection, level, region)
        assert len(listed) == regions[region].initiatives
        assert len(set(downloaded.column("document_id").to_pylist())) == regions[region].reports
        assert set(downloaded.column("initiative_id").to_pylist()) == {
            initiative.initiative_id for initiative in listed
        }


@steady
@given(selection=selections, measure=st.sampled_from(list(PLAYABLE)))
@pytest.mark.parametrize("level", LEVELS)
def test_every_measure_is_what_the_files_say(
    dataset: Dataset, recount: Recount, level: Level, selection: Selection, measure: Measure
) -> None:
    if measure is Measure.LOWER_SHARE and level is Level.COUNTY:
        expected = {}
    else:
        expected = recount.measure(selection, level, measure, PEOPLE)
    found = measure_regions(dataset, selection, level, measure, denominators=PEOPLE)
    assert found.values == pytest.approx(expected)
    placed = recount.place(selection, level)
    untold = {code for code in placed if code not in expected}
    if measure in (Measure.PER_MILLION, Measure.FIRST_YEAR):
        assert set(found.missing) == untold
    elif measure is not Measure.LOWER_SHARE:
        assert not found.missing
        assert not untold


@steady
@given(selection=selections, level=levels)
def test_counts_are_what_the_files_say(
    dataset: Dataset, recount: Recount, selection: Selection, level: Level
) -> None:
    found = count_regions(dataset, selection, level)
    for field, measure in (
        ("initiatives", Measure.INITIATIVES),
        ("reports", Measure.REPORTS),
        ("first_year", Measure.FIRST_YEAR),
    ):
        told = {code: getattr(count, field) for code, count in found.items()}
        expected = recount.measure(selection, level, measure, PEOPLE)
        assert {code: value for code, value in told.items() if value} == expected


@pytest.mark.parametrize("level", LEVELS)
def test_documents_read_are_what_the_files_say(
    dataset: Dataset, recount: Recount, level: Level
) -> None:
    assert count_documents(dataset, level) == recount.read[level]


@steady
@given(
    selection=selections,
    level=levels,
    measure=st.sampled_from(sorted(PLAYABLE)),
    width=st.none() | st.integers(1, 30),
    data=st.data(),
)
def test_a_year_of_a_table_is_the_map_of_that_year(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    measure: Measure,
    width: int | None,
    data: st.DataObject,
) -> None:
    table = measure_years(dataset, selection, level, measure, width=width, denominators=PEOPLE)
    if not table.years:
        assert table.values == {}
        return
    assert list(table.years) == list(range(table.years[0], table.years[-1] + 1))
    column = data.draw(st.integers(0, len(table.years) - 1))
    last = table.years[column]
    first = selection.first_year
    if width is not None:
        first = max(first or 0, last - width + 1)
    then = replace(selection, first_year=first, last_year=last, undated=False)
    expected = measure_regions(dataset, then, level, measure, denominators=PEOPLE).values
    shown = {code: row[column] for code, row in table.values.items() if row[column]}
    assert shown == pytest.approx(expected)


@steady
@given(
    selection=selections,
    level=levels,
    measure=st.sampled_from(list(Measure)),
    thresholds=st.just(THRESHOLDS) | st.lists(st.floats(0, 1), max_size=4).map(tuple),
)
def test_an_interval_spans_the_places_at_its_thresholds(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    measure: Measure,
    thresholds: tuple[float, ...],
) -> None:
    intervals = rank_intervals(dataset, selection, level, measure, thresholds, denominators=PEOPLE)
    bounds = [selection.confidence, *(t for t in thresholds if t > selection.confidence)]
    ranked = []
    for bound in bounds:
        sure = replace(selection, confidence=bound)
        values = measure_regions(dataset, sure, level, measure, denominators=PEOPLE).values
        ranked.append(rank_units(values, measure))
    last = len(ranked[0])
    assert set(intervals) == set(ranked[0])
    for code, interval in intervals.items():
        places = [ranks.get(code, last) for ranks in ranked]
        assert interval == (min(places), max(places))


@steady
@given(
    selection=selections,
    level=levels,
    periods=st.lists(st.integers(2000, 2026), min_size=4, max_size=4).map(sorted),
)
def test_a_change_is_what_the_two_maps_say(
    dataset: Dataset, selection: Selection, level: Level, periods: list[int]
) -> None:
    a, b, c, d = periods
    maps = [
        measure_regions(
            dataset,
            replace(selection, first_year=first, last_year=last, undated=False),
            level,
            Measure.INITIATIVES,
        ).values
        for first, last in ((a, b), (c, d))
    ]
    found = measure_regions(dataset, selection, level, Measure.CHANGE, periods=((a, b), (c, d)))
    enough = {code for code, number in maps[0].items() if number >= LOW_BASE}
    assert set(found.values) == enough
    low = {code for code, reason in found.missing.items() if reason is Reason.LOW_BASE}
    assert low == (set(maps[0]) | set(maps[1])) - enough
    for code, change in found.values.items():
        yearly = [maps[0][code] / (b - a + 1), maps[1].get(code, 0) / (d - c + 1)]
        assert yearly[0] * (1 + change) == pytest.approx(yearly[1])
