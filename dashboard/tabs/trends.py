"""The tab of trends: one chart of years, in the ways that its bar offers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

import geodata as gd
from dashboard.charts.chart import Opening
from dashboard.charts.trends import build_trend
from dashboard.filters import UNDATED, UNTIL, Cell, Filters
from dashboard.tabs.frame import (
    draw_basis,
    draw_chart,
    draw_choice,
    draw_counted,
    draw_level,
    draw_split,
)
from dashboard.tabs.records import draw_records
from dashboard.views import View


def draw_tab(view: View, scripts: Mapping[str, str]) -> None:
    """Finding, choices, chart, list."""
    source, filters = view.source, view.filters
    chart = build_trend(source, filters)
    draw_basis(view, chart.title)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tab_bar"):
        draw_level(view)
        draw_split(view, tuple(gd.Split))
        draw_counted(view)
        draw_choice("running", (False, True), filters.running, source, lambda on: f"running_{on}")
        draw_choice("share", (False, True), filters.share, source, lambda on: f"share_{on}")
    draw_chart("trend", chart, source, scripts, partial(_to_cell, filters))
    draw_records(view, scripts, source.wording.say("hint_trends") if chart.opens else "")


def _to_cell(filters: Filters, opening: Opening) -> Cell:
    return read_bar(filters, opening.key, opening.column)


def read_bar(filters: Filters, key: str, column: str) -> Cell:
    """What a part of a bar holds, or the whole bar where it has no key."""
    year = f"{UNTIL}{column}" if filters.running and column != UNDATED else column
    if filters.split is gd.Split.THEME:
        return Cell(theme=key, year=year)
    if filters.split is gd.Split.STATUS:
        return Cell(status=key, year=year)
    return Cell(region=key, year=year)
