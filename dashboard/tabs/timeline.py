"""The timeline's tab: initiatives in lanes; a span filters the page, a mark opens its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

import geodata as gd
from dashboard.charts.trends import tell_trend
from dashboard.charts.words import (
    name_file,
    state_source,
)
from dashboard.controls import change_filters
from dashboard.filters import Choices, Filters
from dashboard.tabs.frame import draw_basis, draw_level, draw_split
from dashboard.tabs.records import draw_records
from dashboard.timeline import (
    TIMELINE_KEY,
    Caption,
    Lanes,
    build_timeline,
    draw_timeline,
    read_brush,
    read_mark,
)
from dashboard.views import Source, View


def draw_tab(view: View, scripts: Mapping[str, str]) -> None:
    """Finding, choices, timeline, list."""
    source, filters = view.source, view.filters
    title = tell_begin(source, filters)
    draw_basis(view, title)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tab_bar"):
        draw_level(view)
        draw_split(view, (gd.Split.THEME, gd.Split.REGION))
    selection = replace(filters.selection, first_year=None, last_year=None)
    marks = gd.list_marks(
        source.dataset, selection, filters.level, filters.region, within=filters.within
    )
    fingerprint = source.dataset.fingerprint
    caption = Caption(
        title, state_source(source.dataset, source.wording), name_file("timeline", fingerprint)
    )
    data = build_timeline(
        marks,
        Lanes(str(filters.split)),
        filters.level,
        caption,
        source.names,
        source.wording,
        filters.years,
    )
    draw_timeline(
        data,
        scripts,
        on_brush=partial(_take_brush, source.choices),
        on_choose=partial(_take_mark, source),
    )
    draw_records(view, scripts, source.wording.say("hint_timeline"))


def tell_begin(source: Source, filters: Filters) -> str:
    """The finding: by which year half of the dated had begun."""
    trend = gd.trend_years(
        source.dataset, filters.selection, filters.level, filters.region, within=filters.within
    )
    plain = replace(filters, counted=gd.Counted.INITIATIVES, running=True, share=False)
    return tell_trend(trend, plain, source)


def _take_brush(choices: Choices) -> None:
    """Callback: the span that was brushed filters the page."""
    brush = read_brush(st.session_state[TIMELINE_KEY])
    if brush is None or choices.years is None:
        return
    years = brush.years
    if years is not None:
        first, last = max(years[0], choices.years[0]), min(years[1], choices.years[1])
        years = None if first > last or (first, last) == choices.years else (first, last)
    change_filters(choices, {"years": years, "cell": None, "opened": ()})


def _take_mark(source: Source) -> None:
    """Callback: list the initiative of the mark."""
    row = read_mark(st.session_state[TIMELINE_KEY])
    found = gd.find_initiatives(source.dataset, [row]) if row is not None else ()
    if found:
        ids = tuple(initiative.initiative_id for initiative in found)
        change_filters(source.choices, {"opened": ids, "cell": None})
