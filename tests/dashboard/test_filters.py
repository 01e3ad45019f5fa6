from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata as gd
from dashboard.classes import SCHEMES
from dashboard.filters import (
    BUCKETS,
    CONFIDENCES,
    MOST_COMPARED,
    MOST_OPENED,
    TABS,
    UNDATED,
    UNTIL,
    WIDTHS,
    By,
    Cell,
    Filters,
    Layout,
    halve,
    settle,
)
from dashboard.geography import LEVELS
from dashboard.wording import LANGUAGES
from geodata.model import Level, Theme
from tests.dashboard.by_hand import real_choices
from tests.small_dataset import open_small_dataset, write_small_dataset

CHOICES = real_choices()
THEMES = [str(theme) for theme in Theme]
PLACES = ("110000", "330000", "330100", "330102", "429004", "441900", "710000", "820000", "999999")
YEARS = st.integers(2000, 2026)
SPANS = st.tuples(YEARS, YEARS).map(lambda pair: (min(pair), max(pair)))


def inside(span: tuple[int, int] | None) -> tuple[int, int] | None:
    """The span as the filters hold it: cut to the data's years, None for all of them."""
    if span is None:
        return None
    cut = (max(span[0], 2003), min(span[1], 2024))
    return None if cut == (2003, 2024) or cut[0] > cut[1] else cut


@st.composite
def raw_filters(draw: st.DrawFn) -> Filters:
    """Anything that widgets could add up to, whether or not it goes together."""
    chosen = draw(st.sets(st.sampled_from(THEMES), max_size=len(THEMES) - 1))
    return Filters(
        themes=tuple(theme for theme in THEMES if theme in chosen),
        years=inside(draw(st.none() | SPANS)),
        undated=draw(st.booleans()),
        confidence=draw(st.sampled_from(CONFIDENCES)),
        lower=draw(st.booleans()),
        level=draw(st.sampled_from(LEVELS)),
        within=draw(st.none() | st.sampled_from(PLACES)),
        region=draw(st.none() | st.sampled_from((*PLACES, *BUCKETS))),
        measure=draw(st.sampled_from(tuple(gd.Measure))),
        scheme=draw(st.sampled_from(SCHEMES)),
        k=draw(st.integers(3, 7)),
        breaks=tuple(draw(st.lists(st.integers(1, 10**12), max_size=5).map(to_breaks))),
        layout=draw(st.sampled_from(tuple(Layout))),
        width=draw(st.none() | st.sampled_from(WIDTHS)),
        year=draw(st.none() | YEARS),
        by=draw(st.sampled_from(tuple(By))),
        periods=draw(st.none() | st.tuples(SPANS, SPANS)),
        pair=draw(st.none() | st.tuples(st.sampled_from(THEMES), st.sampled_from(THEMES))),
        second=draw(st.none() | st.sampled_from(tuple(gd.Measure))),
        language=draw(st.sampled_from(LANGUAGES)),
        tab=draw(st.sampled_from(TABS)),
        name=draw(st.text(max_size=80).map(str.strip)),
        split=draw(st.sampled_from(tuple(gd.Split))),
        counted=draw(st.sampled_from(tuple(gd.Counted))),
        running=draw(st.booleans()),
        share=draw(st.booleans()),
        compared=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=8))),
        kinship=draw(st.none() | st.sampled_from(tuple(gd.Kinship))),
        cell=draw(st.none() | raw_cells()),
        opened=tuple(draw(st.lists(st.text("abcdef0123456789", max_size=16), max_size=15))),
    )


def raw_cells() -> st.SearchStrategy[Cell]:
    return st.builds(
        Cell,
        st.sampled_from(("", *PLACES, *BUCKETS)),
        st.sampled_from(("", "health", "nonsense")),
        st.sampled_from(("", "2020", f"{UNTIL}2020", UNDATED, "20", f"{UNTIL}{UNDATED}")),
        st.sampled_from(("", "launched", "nonsense")),
    )


def to_breaks(numbers: list[int]) -> list[float]:
    """Up to six digits after the point, as they can be typed."""
    return [number / 10**6 for number in numbers if number < 10**15]


@given(raw=raw_filters())
def test_settling_twice_changes_nothing_more(raw: Filters) -> None:
    settled = settle(raw, CHOICES)
    assert settle(settled, CHOICES) == settled


@given(raw=raw_filters())
def test_settled_filters_go_together(raw: Filters) -> None:
    filters = settle(raw, CHOICES)
    units = set(CHOICES.units(filters))
    assert units
    assert filters.region is None or filters.region in units | set(BUCKETS)
    assert filters.measure in CHOICES.measures[filters.level]
    assert filters.within is None or filters.level is not Level.PROVINCE
    assert filters.layout is Layout.PLAY or (filters.year, filters.width) == (None, None)
    assert filters.measure in gd.PLAYABLE or filters.layout is not Layout.PLAY
    assert set(filters.compared) <= set(CHOICES.geography.drawn[filters.level])
    assert len(set(filters.compared)) == len(filters.compared) <= MOST_COMPARED
    assert len(set(filters.opened)) == len(filters.opened) <= MOST_OPENED
    assert not (filters.cell and filters.opened)
    assert (filters.cell, filters.opened) == (None, ()) or filters.tab != "map"
    assert (filters.second is None) == (
        filters.layout is not Layout.TWO or filters.by is not By.MEASURE
    )


@pytest.mark.parametrize(
    ("level", "within", "kept"),
    [
        pytest.param(Level.PROVINCE, "330000", None, id="the-country-by-provinces"),
        pytest.param(Level.CITY, "330000", "330000", id="a-province-by-cities"),
        pytest.param(Level.CITY, "330100", "330000", id="a-city-by-cities-is-its-province"),
        pytest.param(Level.COUNTY, "330100", "330100", id="a-city-by-counties"),
        pytest.param(Level.COUNTY, "110000", "110000", id="a-municipality-by-districts"),
        pytest.param(Level.CITY, "110000", None, id="a-municipality-is-its-only-city"),
        pytest.param(Level.COUNTY, "441900", "440000", id="a-city-without-counties"),
        pytest.param(Level.COUNTY, "820000", None, id="a-region-of-one-unit"),
        pytest.param(Level.CITY, "000000", None, id="no-such-unit"),
    ],
)
def test_the_map_is_zoomed_to_what_has_more_in_it(
    level: Level, within: str, kept: str | None
) -> None:
    assert settle(Filters(level=level, within=within), CHOICES).within == kept


def test_a_bucket_is_let_go_where_it_can_hold_nothing() -> None:
    def kept(**values: object) -> str | None:
        return settle(replace(Filters(), **values), CHOICES).region  # type: ignore[arg-type]

    assert kept(region=gd.NATION) == gd.NATION
    assert kept(region=gd.NATION, level=Level.CITY, within="330000") is None
    assert kept(region=gd.COARSER, level=Level.CITY, within="330000") == gd.COARSER
    assert kept(region=gd.COARSER) is None
    assert kept(region=gd.FINER) is None
    assert kept(region=gd.FINER, lower=False) == gd.FINER


def test_what_cannot_be_played_or_compared_is_shown_alone() -> None:
    one_year = Filters(years=(2010, 2010))
    assert settle(replace(one_year, layout=Layout.PLAY), CHOICES).layout is Layout.ONE
    assert settle(replace(one_year, layout=Layout.TWO), CHOICES).by is By.THEME
    assert settle(replace(one_year, measure=gd.Measure.CHANGE), CHOICES).measure == "initiatives"
    county = Filters(level=Level.COUNTY, layout=Layout.MANY)
    assert settle(county, CHOICES).layout is Layout.ONE
    nothing = real_choices(None)
    assert settle(Filters(layout=Layout.PLAY, year=2010), nothing) == Filters()


@pytest.mark.parametrize("span", [(2003, 2024), (2003, 2023), (2010, 2011), (2010, 2010)])
def test_halves_are_those_that_the_library_compares(
    span: tuple[int, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    dataset = open_small_dataset(write_small_dataset(tmp_path_factory.mktemp("halves")))
    cut = (max(span[0], 2003), min(span[1], 2020))
    selection = gd.Selection(first_year=span[0], last_year=span[1])
    assert gd.split_years(dataset, selection) == halve(cut)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        pytest.param(Cell("330000", "health", "2020"), True, id="all-of-it"),
        pytest.param(Cell(year=UNDATED), True, id="the-undated"),
        pytest.param(Cell(gd.UNKNOWN), True, id="a-bucket"),
        pytest.param(Cell("330100"), False, id="a-city-among-provinces"),
        pytest.param(Cell(theme="nonsense"), False, id="no-theme"),
        pytest.param(Cell(year="20"), False, id="no-year"),
        pytest.param(Cell(), False, id="nothing"),
    ],
)
def test_a_cell_is_kept_where_it_means_something(cell: Cell, kept: bool) -> None:
    asked = Filters(tab="heat", cell=cell)
    assert settle(asked, CHOICES) == (asked if kept else replace(asked, cell=None))


def test_a_cell_opens_initiatives_not_reports() -> None:
    asked = Filters(tab="heat", cell=Cell(year="2020"), counted=gd.Counted.REPORTS)
    assert settle(asked, CHOICES).cell is None
    assert settle(replace(asked, tab="compare"), CHOICES).cell == Cell(year="2020")


def test_statuses_have_no_lanes_and_no_rows() -> None:
    asked = Filters(tab="timeline", split=gd.Split.STATUS)
    assert settle(asked, CHOICES).split is gd.Split.THEME
    assert settle(replace(asked, tab="trends"), CHOICES).split is gd.Split.STATUS
