from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings

import geodata as gd
from dashboard.filters import By, Filters, Layout, settle
from dashboard.geography import LEVELS
from dashboard.views import Source, build_view, split_span
from dashboard.wording import load_wording
from geodata.model import Level
from tests.dashboard.by_hand import real_choices, real_names
from tests.dashboard.test_filters import raw_filters
from tests.small_dataset import open_small_dataset, write_small_dataset


@cache
def small_source() -> Source:
    dataset = open_small_dataset(write_small_dataset(Path(mkdtemp())))
    people = {level: {} for level in LEVELS} | {Level.PROVINCE: {"330000": 6e7}}
    wording = load_wording("zh", gd.data_folder())
    return Source(dataset, real_choices((2003, 2020)), people, real_names(), wording)


def settled(filters: Filters) -> Filters:
    return settle(filters, small_source().choices)


@settings(max_examples=200, deadline=None)
@given(raw=raw_filters())
def test_every_view_is_of_the_units_shown_and_in_one_set_of_classes(raw: Filters) -> None:
    view = build_view(small_source(), settled(replace(raw, years=None)))
    shown = set(view.units)
    for panel in view.state.panels:
        assert set(panel.values) | set(panel.missing) | set(panel.counts) <= shown
        classes = panel.classes or view.state.classes
        places = {classes.class_of(v) for v in panel.values.values() if abs(v) > 1e-9}
        assert places <= set(range(len(classes.upper)))
    assert set(view.measured.values) <= shown
    assert len(view.facets) == len(view.state.panels) <= 12


@pytest.mark.parametrize("measure", sorted(gd.PLAYABLE))
@pytest.mark.parametrize("width", [None, 1, 3])
def test_a_played_year_stands_as_the_frames_have_it(measure: gd.Measure, width: int | None) -> None:
    for year in (2003, 2012, 2016, 2019):
        filters = settled(Filters(layout=Layout.PLAY, measure=measure, width=width, year=year))
        view = build_view(small_source(), filters)
        assert view.state.frames
        place = view.state.frames.years.index(year)
        frame = {c: row[place] for c, row in view.state.frames.values.items() if row[place]}
        assert view.measured.values == pytest.approx(frame)


def test_one_set_of_breaks_serves_all_years() -> None:
    views = [
        build_view(small_source(), settled(Filters(layout=Layout.PLAY, year=year)))
        for year in (2005, 2019)
    ]
    assert views[0].state.classes.upper == views[1].state.classes.upper == (1, 2, 3, 4)


def test_two_periods_share_their_breaks() -> None:
    view = build_view(small_source(), settled(Filters(layout=Layout.TWO)))
    first, second = view.state.panels
    assert (first.title, first.values) == ("2003–2011", {"110000": 1})
    assert (second.title, second.values) == (
        "2012–2020",
        {"330000": 4, "420000": 1, "440000": 3},
    )
    assert view.state.classes.upper == (1, 3, 4)


def test_two_measures_keep_their_own_breaks() -> None:
    filters = settled(Filters(layout=Layout.TWO, by=By.MEASURE, second=gd.Measure.FIRST_YEAR))
    first, second = build_view(small_source(), filters).state.panels
    assert (first.measure, first.classes) == (None, None)
    assert second.measure is gd.Measure.FIRST_YEAR
    assert second.classes
    assert second.classes.upper == (2003, 2012, 2014, 2016)


def test_small_multiples_add_up_to_the_whole() -> None:
    filters = settled(Filters(layout=Layout.MANY, by=By.THEME))
    view = build_view(small_source(), filters)
    sums = {
        code: sum(panel.values.get(code, 0) for panel in view.state.panels)
        for code in view.measured.values
    }
    assert sums == view.measured.values


@pytest.mark.parametrize(
    ("span", "first", "number"),
    [
        ((2003, 2024), (2003, 2004), 11),
        ((2003, 2025), (2003, 2003), 12),
        ((2003, 2005), (2003, 2003), 3),
        ((2010, 2010), (2010, 2010), 1),
        ((1999, 2024), (1999, 2000), 9),
    ],
)
def test_years_are_put_together_until_they_are_few_enough(
    span: tuple[int, int], first: tuple[int, int], number: int
) -> None:
    spans = split_span(span)
    assert (spans[0], len(spans)) == (first, number)
    years = [year for start, end in spans for year in range(start, end + 1)]
    assert years == list(range(span[0], span[1] + 1))
