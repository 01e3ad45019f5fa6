"""The tab of the table of years: regions or themes by year, every cell opening its initiatives."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

import geodata as gd
from dashboard.charts.chart import Opening
from dashboard.charts.heat import build_heat
from dashboard.filters import Cell
from dashboard.tabs.frame import draw_basis, draw_chart, draw_counted, draw_level, draw_split
from dashboard.tabs.records import draw_records
from dashboard.views import View


def draw_tab(view: View, scripts: Mapping[str, str]) -> None:
    """Finding, choices, table, list."""
    source, filters = view.source, view.filters
    chart = build_heat(source, filters)
    draw_basis(view, chart.title)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tab_bar"):
        draw_level(view)
        draw_split(view, (gd.Split.REGION, gd.Split.THEME))
        draw_counted(view)
    draw_chart("heat", chart, source, scripts, partial(_to_cell, filters.split))
    draw_records(view, scripts, source.wording.say("hint_heat") if chart.opens else "")


def _to_cell(split: gd.Split, opening: Opening) -> Cell:
    return read_cell(split, opening.key, opening.column)


def read_cell(split: gd.Split, key: str, column: str) -> Cell:
    """What a row and a column mean."""
    if split is gd.Split.REGION:
        return Cell(region=key, year=column)
    return Cell(theme=key, year=column)
