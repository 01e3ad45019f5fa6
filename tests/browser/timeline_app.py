"""A page with nothing but the timeline, and what was brushed and chosen in it."""

import streamlit as st

import geodata as gd
from dashboard.shell import dress_page
from dashboard.static_files import register_files, write_loader
from dashboard.timeline import (
    TIMELINE_KEY,
    Caption,
    Lanes,
    build_timeline,
    draw_timeline,
    read_brush,
    read_mark,
)
from dashboard.wording import load_wording
from geodata.paths import data_folder
from tests.made_marks import make_marks

PROVINCES = ("110000", "330000", "440000", "420000", "510000", "320000", "370000", "610000")

dress_page()
register_files(data_folder())
asked = st.query_params
state = st.session_state
state.setdefault("span", None)
state.setdefault("told", [])


def take_brush() -> None:
    """Keep the span that was brushed."""
    brush = read_brush(state[TIMELINE_KEY])
    state["told"] += [f"years {brush.years if brush else 'nothing'}"]
    if brush:
        state["span"] = brush.years


def take_mark() -> None:
    """Keep the row that was chosen."""
    state["told"] += [f"row {read_mark(state[TIMELINE_KEY])}"]


gazetteer = gd.Gazetteer.load(data_folder())
draw_timeline(
    build_timeline(
        make_marks(int(asked.get("n", "10")), units=PROVINCES),
        Lanes(asked.get("lanes", "theme")),
        gd.Level.PROVINCE,
        Caption(
            "政务服务类举措自 2012 年起领先：<b>&amp;</b> 截至 2024 年占三成",
            "来源：样例语料 13 篇；2026-11-21",
            "timeline-abc",
        ),
        {unit.adcode: unit.short for unit in gazetteer.units()},
        load_wording(asked.get("lang", "zh"), data_folder()),
        state["span"],
    ),
    {"timeline": write_loader("timeline")},
    on_brush=take_brush,
    on_choose=take_mark,
)
st.text("told: " + "; ".join(state["told"]))
for line in range(20):
    st.text(f"line {line}")
