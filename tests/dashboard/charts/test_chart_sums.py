"""Whatever the filters are, what a chart draws adds up to what they let through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

import geodata as gd
from dashboard.address import read_query, write_query
from dashboard.charts.chart import add_up
from dashboard.charts.compare import compare
from dashboard.charts.heat import build_heat
from dashboard.charts.lags import build_lags
from dashboard.charts.profiles import build_themes, build_years
from dashboard.charts.spread import build_curve, build_order, find_spread
from dashboard.charts.trends import build_trend
from dashboard.filters import UNDATED, Filters, settle
from dashboard.tabs.heat import read_cell
from dashboard.tabs.records import find_listed
from dashboard.tabs.trends import read_bar
from dashboard.views import Source
from tests.dashboard.test_filters import raw_filters

ANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def settled(raw: Filters, source: Source, tab: str) -> Filters:
    """The filters on a tab, with one of a few names that find something, or none."""
    name = ("", "健康码", "网格")[len(raw.compared) % 3]
    return settle(replace(raw, tab=tab, name=name, cell=None, opened=()), source.choices)


def count(source: Source, filters: Filters) -> gd.Totals:
    return gd.count_totals(source.dataset, filters.selection, filters.level, within=filters.within)


def count_region(source: Source, filters: Filters) -> int:
    found = gd.count_years(
        source.dataset, filters.selection, filters.level, filters.region, within=filters.within
    )
    return sum(year.initiatives for year in found)


@ANY
@given(raw=raw_filters())
def test_bars_and_undated_add_up(source: Source, raw: Filters) -> None:
    filters = settled(raw, source, "trends")
    plain = replace(filters, counted=gd.Counted.INITIATIVES, running=False, share=False)
    total = count_region(source, plain)
    chart = build_trend(source, plain)
    assert add_up(chart.series) == total
    running = build_trend(source, replace(plain, running=True))
    dated = sum(each.values[-1] or 0 for each in running.series if each.values)
    assert dated + sum(each.apart for each in running.series) == total
    if chart.table.rows:
        assert chart.table.rows[-1][-2] == total
    if filters.region is None:
        assert total == count(source, plain).initiatives


@ANY
@given(raw=raw_filters())
def test_every_part_of_a_bar_opens_as_many_as_it_says(source: Source, raw: Filters) -> None:
    filters = settled(raw, source, "trends")
    filters = replace(filters, counted=gd.Counted.INITIATIVES, share=False)
    chart = build_trend(source, filters)
    parts = [
        (each.key, column, value)
        for each in chart.series
        for column, value in zip((*chart.columns, UNDATED), (*each.values, each.apart), strict=True)
        if value and each.key
    ]
    for key, column, value in parts[:3] + parts[-3:]:
        cell = read_bar(filters, key, column)
        opened = settle(replace(filters, cell=cell, opened=()), source.choices)
        assert opened.cell == cell
        assert read_query(write_query(opened), source.choices).filters.cell == cell
        assert find_listed(source, opened).total == value


@ANY
@given(raw=raw_filters())
def test_reports_add_up(source: Source, raw: Filters) -> None:
    filters = replace(settled(raw, source, "heat"), counted=gd.Counted.REPORTS, region=None)
    assert add_up(build_heat(source, filters).series) == count(source, filters).reports


@ANY
@given(raw=raw_filters())
def test_cells_add_up_and_open_as_many_as_they_say(source: Source, raw: Filters) -> None:
    filters = replace(settled(raw, source, "heat"), counted=gd.Counted.INITIATIVES)
    chart = build_heat(source, filters)
    assert add_up(chart.series) == count_region(source, filters)
    for each in chart.series[:3]:
        for column, value in zip(
            (*chart.columns, "undated"), (*each.values, each.apart), strict=True
        ):
            if value:
                cell = read_cell(filters.split, each.key, column)
                opened = settle(replace(filters, cell=cell, opened=()), source.choices)
                assert opened.cell == cell
                assert find_listed(source, opened).total == value


@ANY
@given(raw=raw_filters())
def test_every_region_is_in_the_order_or_named_beside_it(source: Source, raw: Filters) -> None:
    filters = settled(raw, source, "spread")
    spread = find_spread(source, filters)
    found, curve = spread.adoptions, build_curve(spread, source, filters)
    assert found.units == len(source.choices.units(filters))
    assert len(build_order(spread, source, filters).table.rows) == len(found.adopted)
    assert sum(point.new for point in spread.curve) == len(found.adopted)
    if curve.series:
        assert curve.series[0].values[-1] == len(found.adopted)
    lags = build_lags(source, filters)
    assert add_up(lags.series) == len(lags.table.rows)


@ANY
@given(raw=raw_filters())
def test_themes_and_years_of_a_region_add_up_to_it(source: Source, raw: Filters) -> None:
    filters = settled(raw, source, "compare")
    found = compare(source, filters, source.programmes)
    themes, years = (build(found, source, filters) for build in (build_themes, build_years))
    for profile, by_theme, by_year in zip(found.profiles, themes.series, years.series, strict=True):
        assert sum(by_theme.values) == profile.initiatives  # type: ignore[arg-type]
        last = by_year.values[-1] if by_year.values else 0
        assert (last or 0) + by_year.apart == profile.initiatives


@pytest.mark.parametrize("tab", ["trends", "heat"])
def test_the_whole_is_all_that_there_is(source: Source, tab: str) -> None:
    build = {"trends": build_trend, "heat": build_heat}[tab]
    assert add_up(build(source, Filters(tab=tab)).series) == 26
