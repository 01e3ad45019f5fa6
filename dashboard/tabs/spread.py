"""The tab of spread: first years on the map, the curve, the order, and lags between levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

import geodata as gd
from dashboard.charts.lags import build_lags
from dashboard.charts.spread import build_curve, build_order, find_spread, tell_first
from dashboard.controls import bind
from dashboard.faults import shown_as_box
from dashboard.filters import Layout
from dashboard.finding import state_finding
from dashboard.mapview import MapFiles
from dashboard.sections import draw_map
from dashboard.tabs.frame import draw_basis, draw_chart, draw_level, shows_whole
from dashboard.tabs.records import draw_records
from dashboard.views import View, build_view, call_name

MOST_COUNTED = 400
"""Units on the map that tell of more than their first year."""


def draw_tab(view: View, scripts: Mapping[str, str], files: MapFiles) -> None:
    """Finding, choices, map beside the curve, order beside lags, list."""
    source, filters = view.source, view.filters
    spread = find_spread(source, filters, whole=shows_whole("order"))
    draw_basis(view, tell_first(spread, source, filters))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tab_bar"):
        draw_level(view)
        _draw_programmes(view)
    with st.container(key="spread"):
        with st.container(key="spread_map"):
            with shown_as_box():
                first = replace(
                    filters, measure=gd.Measure.FIRST_YEAR, layout=Layout.ONE, scheme="quantile"
                )
                shown = without_counts(build_view(source, first))
                draw_map(shown, files, state_finding(shown))
            with st.container(key="spread_lags"), shown_as_box():
                draw_chart("lags", build_lags(source, filters), source, scripts)
        with st.container(key="spread_side"):
            with shown_as_box():
                draw_chart("curve", build_curve(spread, source, filters), source, scripts)
            with shown_as_box():
                draw_chart("order", build_order(spread, source, filters), source, scripts)
    draw_records(view, scripts, source.wording.say("hint_order"))


def without_counts(view: View) -> View:
    """The same, for thousands of units without what a map of first years tells beside them.

    The numbers of each unit that has a year, and its small line of years, would be as many bytes as
    all the rest of the tab; the map's own tab has them.
    """
    state = view.state
    if len(view.units) <= MOST_COUNTED:
        return view
    panels = tuple(replace(panel, counts={}) for panel in state.panels)
    found = state.shown[0].values
    documents = {code: n for code, n in state.documents.items() if code not in found}
    slight = replace(state, trail=None, panels=panels, documents=documents)
    return replace(view, state=slight)


def _draw_programmes(view: View) -> None:
    """Programmes that are known by name; words of the visitor's own are typed in the sidebar."""
    source, name = view.source, view.filters.name
    queries = [programme.query for programme in source.programmes]
    options = ["", *queries, *([name] if name and name not in queries else [])]
    say = source.wording.say
    st.selectbox(
        say("filter_programme"),
        options,
        format_func=lambda query: call_name(source, query) if query else say("programme_any"),
        label_visibility="collapsed",
        width=230,
        **bind("programme", name, source.choices, lambda query: {"name": query}),
    )
