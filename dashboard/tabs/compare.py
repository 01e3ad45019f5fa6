"""The tab of comparison: some regions, or one and its peers."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

import geodata as gd
from dashboard.charts.compare import compare, pick_regions, tell_comparison, tell_no_peers
from dashboard.charts.gaps import build_gaps
from dashboard.charts.profiles import build_firsts, build_overview, build_themes, build_years
from dashboard.controls import bind
from dashboard.faults import shown_as_box
from dashboard.filters import MOST_COMPARED, UNTIL, Cell
from dashboard.tabs.frame import ToCell, draw_basis, draw_chart, draw_level
from dashboard.tabs.records import draw_records
from dashboard.views import View, label_unit

TO_CELL: Mapping[str, ToCell] = {
    "overview": lambda opening: Cell(region=opening.key, year=opening.column),
    "themes": lambda opening: Cell(region=opening.key, theme=opening.column),
    "years": lambda opening: Cell(region=opening.key, year=f"{UNTIL}{opening.column}"),
}
"""What a row and a column of each chart mean, where they open something."""
CHARTS = (
    ("overview", build_overview),
    ("themes", build_themes),
    ("gaps", build_gaps),
    ("years", build_years),
    ("firsts", build_firsts),
)
MOST_OFFERED = 400
"""Regions that can be chosen from; of more, those that have most."""


def draw_tab(view: View, scripts: Mapping[str, str]) -> None:
    """Finding, choices, tables and charts, list."""
    source, filters = view.source, view.filters
    found = compare(source, filters, source.programmes)
    draw_basis(view, tell_comparison(found, source, filters))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tab_bar"):
        draw_level(view)
        _draw_regions(view)
        _draw_peers(view)
    if reason := tell_no_peers(found, source):
        st.html(f'<p class="notice" role="status">{escape(reason)}</p>')
    with st.container(key="compare"):
        for name, build in CHARTS:
            with st.container(key=f"compare_{name}"), shown_as_box():
                draw_chart(name, build(found, source, filters), source, scripts, TO_CELL.get(name))
    draw_records(view, scripts, source.wording.say("hint_compare"))


def _draw_regions(view: View) -> None:
    source, filters = view.source, view.filters
    most = MOST_COMPARED if filters.kinship is None else 1
    chosen = list(pick_regions(source, filters)[:most])
    labels = {code: label_unit(source, filters, code) for code in offer_units(view)}
    st.multiselect(
        source.wording.say("filter_compared"),
        list(labels),
        format_func=labels.__getitem__,
        max_selections=most,
        label_visibility="collapsed",
        width=520,
        **bind("compared", chosen, source.choices, lambda codes: {"compared": tuple(codes)}),
    )


def _draw_peers(view: View) -> None:
    """Whether the first region is set against others that were chosen, or against its peers."""
    source, own = view.source, "own"
    say = source.wording.say
    st.segmented_control(
        say("filter_peers"),
        (own, *gd.Kinship),
        format_func=lambda kind: say(f"peers_with_{kind}"),
        required=True,
        label_visibility="collapsed",
        **bind(
            "peers",
            view.filters.kinship or own,
            source.choices,
            lambda kind: {"kinship": None if kind == own else kind},
        ),
    )


def offer_units(view: View) -> tuple[str, ...]:
    """The units that can be chosen, those chosen among them."""
    source, filters = view.source, view.filters
    units = source.choices.units(filters)
    if len(units) > MOST_OFFERED:
        counts = gd.count_regions(source.dataset, filters.selection, filters.level)
        have = {code: count.initiatives for code, count in counts.items()}
        units = tuple(sorted(units, key=lambda code: (-have.get(code, 0), code))[:MOST_OFFERED])
    chosen = pick_regions(source, filters)
    return (*units, *(code for code in chosen if code not in units))
