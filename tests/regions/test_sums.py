"""Laws of the charts: they add up to the filter's count, whatever the filter and the order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.synthetic import NAMES, YEARS, write_synthetic
from geodata.model import Level, Status, Theme
from geodata.regions.boundaries import LEVELS
from geodata.regions.compare import compare_regions
from geodata.regions.crosstab import BUCKETS, Counted, Split
from geodata.regions.dataset import Dataset
from geodata.regions.evidence import list_initiatives, select_records
from geodata.regions.gaps import GAP_SHARE, find_gaps, load_programmes
from geodata.regions.lags import measure_lags
from geodata.regions.naming import fold
from geodata.regions.selection import Selection
from geodata.regions.spread import Firsts, adoption_curve, first_records, place_firsts
from geodata.regions.summaries import count_regions, count_totals
from geodata.regions.trends import (
    count_coverage,
    cumulate,
    heat_table,
    share_years,
    trend_years,
)
from tests.golden import read_golden, write_golden
from tests.small_dataset import open_small_dataset

RECORDS = 1_200
REGIONS = ["330000", "440000", "110000", "330100", "429004", "820000"]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    folder = write_synthetic(tmp_path_factory.mktemp("synthetic"), RECORDS)
    opened = open_small_dataset(folder)
    yield opened
    opened.connection.close()


years = st.none() | st.integers(YEARS[0] - 2, YEARS[1] + 2)
selections = st.builds(
    Selection,
    themes=st.lists(st.sampled_from([str(theme) for theme in Theme]), unique=True).map(tuple),
    first_year=years,
    last_year=years,
    undated=st.booleans(),
    confidence=st.just(0.0) | st.sampled_from([0.62, 0.8, 0.97, 1.0]),
    lower=st.booleans(),
    statuses=st.just(())
    | st.lists(st.sampled_from([str(each) for each in Status]), unique=True).map(tuple),
    name=st.just("") | st.sampled_from([*NAMES, "平台", "系统|健康", "城市 大", "没有这个"]),
)
levels = st.sampled_from(LEVELS)
steady = settings(deadline=None, max_examples=50)


@steady
@given(
    selection=selections,
    level=levels,
    split=st.sampled_from(Split),
    within=st.none() | st.sampled_from(REGIONS),
    top=st.integers(0, 40),
)
def test_a_trend_adds_up_to_the_filters_count(
    dataset: Dataset, selection: Selection, level: Level, split: Split, within: str | None, top: int
) -> None:
    totals = count_totals(dataset, selection, level, within=within)
    trend = trend_years(dataset, selection, level, within=within, by=split, top=top)
    assert trend.total == totals.initiatives == sum(count for _, _, count in trend.rows)
    assert sum(trend.undated.values()) == totals.undated
    assert set(trend.keys) == set(trend.counts) == set(trend.undated)
    told = trend_years(
        dataset, selection, level, within=within, by=split, top=top, unit=Counted.REPORTS
    )
    assert told.total == totals.reports == sum(count for _, _, count in told.rows)


@steady
@given(selection=selections, level=levels, region=st.sampled_from(REGIONS))
def test_a_region_adds_up_to_what_it_lists(
    dataset: Dataset, selection: Selection, level: Level, region: str
) -> None:
    listed = list_initiatives(dataset, selection, level, region, limit=RECORDS)
    trend = trend_years(dataset, selection, level, region, by=Split.STATUS)
    assert trend.total == len(listed)
    downloaded = select_records(dataset, selection, level, region)
    told = trend_years(dataset, selection, level, region, unit=Counted.REPORTS)
    assert told.total == len(set(downloaded["document_id"].to_pylist()))
    assert set(downloaded["initiative_id"].to_pylist()) == {i.initiative_id for i in listed}


@steady
@given(selection=selections, level=levels)
def test_a_heat_table_adds_up_and_agrees_with_the_map(
    dataset: Dataset, selection: Selection, level: Level
) -> None:
    totals = count_totals(dataset, selection, level)
    table = heat_table(dataset, selection, level)
    assert table.total == totals.initiatives
    rows = {key: sum(row) + table.undated[key] for key, row in table.counts.items()}
    buckets = [rows.pop(bucket, 0) for bucket in BUCKETS]
    assert buckets == [totals.national, totals.coarser, totals.finer, totals.unknown]
    regions = count_regions(dataset, selection, level)
    assert rows == {code: count.initiatives for code, count in regions.items()}
    themes = heat_table(dataset, selection, level, rows=Split.THEME)
    assert (themes.totals, themes.total) == (table.totals, table.total)


@steady
@given(selection=selections, split=st.sampled_from(Split))
def test_shares_add_up_to_all_and_sums_never_fall(
    dataset: Dataset, selection: Selection, split: Split
) -> None:
    trend = trend_years(dataset, selection, Level.PROVINCE, by=split)
    piled = cumulate(trend)
    for key, row in piled.items():
        assert list(row) == sorted(row)
        assert row[-1:] == ((sum(trend.counts[key]),) if row else ())
    shares = share_years(trend.counts)
    for column, total in enumerate(trend.totals):
        parts = [row[column] for row in shares.values()]
        if total:
            assert sum(parts) == pytest.approx(1)
        else:
            assert set(parts) == {None}


@steady
@given(selection=selections, level=levels)
def test_every_unit_has_adopted_or_has_not(
    dataset: Dataset, selection: Selection, level: Level
) -> None:
    found = first_records(dataset, selection, level)
    regions = count_regions(dataset, selection, level)
    first = {code: count.first_year for code, count in regions.items()}
    assert {a.region: a.year for a in found.adopted} | dict.fromkeys(found.undated) == first
    assert not first.keys() & {*found.never, *found.unread}
    assert found.units == len(dataset.index.placements[level].units)
    for adoption in found.adopted:
        assert len(adoption.initiatives) == min(adoption.candidates, 3)
    curve = adoption_curve(found.adopted, found.units)
    adopters = [point.adopters for point in curve]
    assert adopters == sorted(adopters)
    assert adopters[-1:] == [len(found.adopted)][: len(curve)]
    assert sum(point.new for point in curve) == len(found.adopted)
    assert all(0 < point.share <= 1 for point in curve)
    assert adoption_curve(found.adopted[::-1], found.units) == curve


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda s: (s[0], s[0] + s[1])), max_size=9
)


@given(spans=spans)
def test_ties_are_mutual_and_places_hold_every_order(spans: list[tuple[int, int]]) -> None:
    firsts = Firsts(*(np.array([span[at] for span in spans], np.int32) for at in (0, 1)))
    places = place_firsts(firsts, firsts)
    for one, (first, last) in enumerate(spans):
        sure = sum(other_last < first for _, other_last in spans)
        tied = sum(
            other != one and other_first <= last and first <= other_last
            for other, (other_first, other_last) in enumerate(spans)
        )
        assert places[one] == (sure + 1, sure + 1 + tied)
    # Being tied with another is mutual, so nobody is tied alone.
    assert sum(best < worst for best, worst in places) != 1


@steady
@given(selection=selections)
def test_every_city_has_a_lag_or_a_reason(dataset: Dataset, selection: Selection) -> None:
    found = measure_lags(dataset, selection)
    cities = count_regions(dataset, selection, Level.CITY)
    parts = [code for code in cities if not code.endswith("0000")]
    assert len(found.pairs) + found.undated + found.alone + found.province_undated == len(parts)
    assert found.before + found.same + found.after == len(found.pairs)
    for pair in found.pairs:
        assert cities[pair.city].first_year == pair.city_year
    provinces = count_regions(dataset, replace(selection, lower=False), Level.PROVINCE)
    for pair in found.pairs:
        assert provinces[pair.province].first_year == pair.province_year


@steady
@given(selection=selections, level=levels)
def test_profiles_agree_with_the_map(dataset: Dataset, selection: Selection, level: Level) -> None:
    units = dataset.index.placements[level].units
    chosen = [units[0], units[len(units) // 2], units[-1]]
    regions = count_regions(dataset, selection, level)
    for profile in compare_regions(dataset, selection, level, chosen):
        found = regions.get(profile.region)
        assert sum(profile.themes.values()) == profile.initiatives == sum(profile.years.values())
        assert (profile.initiatives, profile.reports) == (
            (found.initiatives, found.reports) if found else (0, 0)
        )
        assert (profile.rank is None) == (found is None)
        assert set(profile.firsts) <= set(profile.themes)
        if profile.firsts:
            assert found is not None
            assert min(first.year for first in profile.firsts.values()) == found.first_year


@steady
@given(selection=selections, region=st.sampled_from(["330000", "540000", "820000"]))
def test_a_gap_is_where_the_filtered_map_is_empty(
    dataset: Dataset, selection: Selection, region: str
) -> None:
    peers = ["110000", "320000", "440000", "510000", "650000"]
    programmes = {programme.code: programme.query for programme in load_programmes()}
    level = Level.PROVINCE
    for gap in find_gaps(dataset, selection, level, region, peers, load_programmes()).gaps:
        assert len(gap.holders) >= GAP_SHARE * len(peers)
        trend = heat_table(dataset, selection, level, region, rows=Split.THEME)
        if gap.kind == "theme":
            assert gap.key not in trend.keys
        elif not selection.name:
            named = replace(selection, name=programmes[gap.key])
            regions = count_regions(dataset, named, level)
            assert region not in regions
            for peer, count in gap.holders.items():
                assert regions[peer].initiatives == count


@steady
@given(query=st.text(alphabet="健康码平台 |Ａa城%_.*", max_size=8))
def test_a_search_finds_what_holds_the_words(dataset: Dataset, query: str) -> None:
    index = dataset.index
    names = fold(index.names).to_pylist()
    [folded] = fold(pa.array([query])).to_pylist()
    alternatives = [part.split() for part in folded.split("|") if part.split()]
    for name, hit in zip(
        (names[at] for at in index.name.tolist()), index.book.find(query).tolist(), strict=True
    ):
        words = any(all(word in name for word in part) for part in alternatives)
        assert hit == (words or not alternatives)


@settings(deadline=None, max_examples=8)
@given(shuffler=st.randoms(use_true_random=False))
def test_the_order_of_records_is_nothing(
    golden: Dataset, tmp_path_factory: pytest.TempPathFactory, shuffler: random.Random
) -> None:
    rows = list(read_golden())
    shuffler.shuffle(rows)
    folder: Path = write_golden(tmp_path_factory.mktemp("shuffled"), tuple(rows))
    shuffled = open_small_dataset(folder)
    everything, level = Selection(), Level.PROVINCE
    for split in Split:
        for unit in Counted:
            assert trend_years(shuffled, everything, level, by=split, unit=unit) == trend_years(
                golden, everything, level, by=split, unit=unit
            )
    for at in LEVELS:
        assert first_records(shuffled, everything, at) == first_records(golden, everything, at)
    assert measure_lags(shuffled, everything) == measure_lags(golden, everything)
    assert count_coverage(shuffled) == count_coverage(golden)
    regions = ["330000", "440000", "460000"]
    assert compare_regions(shuffled, everything, level, regions) == compare_regions(
        golden, everything, level, regions
    )
    shuffled.connection.close()
