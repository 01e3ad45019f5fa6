"""What all tabs share: the row of tabs, bars of choices, charts, and what a click in one does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import streamlit as st

import geodata as gd
from dashboard.charts.chart import Chart, Opening, asks_whole, read_opening, write_chart
from dashboard.controls import bind, change_filters, leave_region, read_filters
from dashboard.filters import TABS, Cell, Choices, Filters
from dashboard.finding import Finding
from dashboard.geography import LEVELS
from dashboard.packing import pack
from dashboard.sections import draw_finding
from dashboard.views import Source, View

ToCell = Callable[[Opening], Cell]


def draw_tabs(view: View) -> None:
    """The row of tabs above everything else."""
    wording, choices = view.source.wording, view.source.choices
    st.segmented_control(
        wording.say("tabs_label"),
        TABS,
        format_func=lambda tab: wording.say(f"tab_{tab}"),
        required=True,
        label_visibility="collapsed",
        **bind("tab", view.filters.tab, choices, _take_tab),
    )


def _take_tab(tab: str) -> Mapping[str, Any]:
    return {"tab": tab, "cell": None, "opened": ()}


def draw_basis(view: View, headline: str) -> None:
    """The tab's finding, and what it rests on."""
    say, totals = view.source.wording.say, view.totals
    documents = view.source.dataset.documents
    basis = say("basis_counts", n=totals.initiatives, reports=totals.reports, documents=documents)
    if totals.undated:
        basis += say("basis_undated", n=totals.undated)
    draw_finding(Finding(headline, basis))


def draw_level(view: View) -> None:
    """Province, city or county; and a way back from a selected region."""
    filters, wording, choices = view.filters, view.source.wording, view.source.choices
    draw_choice("level", LEVELS, filters.level, view.source, lambda level: f"level_{level}")
    if filters.region:
        st.button(
            wording.say("list_back"),
            on_click=leave_region,
            args=(choices,),
            type="tertiary",
            key="back",
        )


def draw_choice(
    name: str,
    options: Sequence[Any],
    value: Any,
    source: Source,
    label: Callable[[Any], str],
) -> None:
    """A row of buttons, one of them pressed.

    Args:
        name: The filter, and the widget's key; what it is called is under `filter_` and this name.
        options: Values of the filter.
        value: The present one.
        source: Whose filters it changes.
        label: Key of an option's words.
    """
    say = source.wording.say
    st.segmented_control(
        say(f"filter_{name}"),
        options,
        format_func=lambda option: say(label(option)),
        required=True,
        label_visibility="collapsed",
        **bind(name, value, source.choices, lambda option: {name: option}),
    )


def draw_split(view: View, splits: Sequence[gd.Split]) -> None:
    """What lanes, stacks or rows stand for."""
    draw_choice("split", splits, view.filters.split, view.source, lambda each: f"split_{each}")


def draw_counted(view: View) -> None:
    """Initiatives or reports."""
    draw_choice(
        "counted",
        tuple(gd.Counted),
        view.filters.counted,
        view.source,
        lambda each: f"counted_{each}",
    )


def draw_heading(title: str, note: str = "") -> None:
    """Over a part of a tab."""
    told = f'<p class="note">{escape(note)}</p>' if note else ""
    st.html(f'<h2 class="part">{escape(title)}</h2>{told}')


def draw_chart(
    name: str,
    chart: Chart,
    source: Source,
    scripts: Mapping[str, str],
    to_cell: ToCell | None = None,
) -> None:
    """A chart of its own; what is opened in it is listed below the tab.

    Of a long table the first rows are sent, and all of them once the visitor asks for them: to see
    them, to sort or to save them. A change of filter begins anew.

    Args:
        name: Tells the charts of a page apart.
        chart: What is drawn.
        source: Whose filters a click changes.
        scripts: Holds the component's loader as "chart".
        to_cell: What a row and column mean, where they open something.
    """
    key = f"chart_{name}"
    mount = st.components.v2.component(
        "atlas_chart", html='<section class="chart"></section>', js=scripts["chart"]
    )
    mount(
        key=key,
        data=pack(write_chart(replace(chart, whole=shows_whole(name)), source.wording)),
        on_opened_change=partial(_take_opening, key, source.choices, to_cell),
        on_whole_change=partial(_take_whole, key, name),
    )


def shows_whole(name: str) -> bool:
    """Whether the visitor has asked for all rows of this chart under the present filters."""
    return st.session_state.get("whole") == (name, _drop_opened(read_filters()))


def _drop_opened(filters: Filters) -> Filters:
    return replace(filters, cell=None, opened=())


def _take_whole(key: str, name: str) -> None:
    """Callback of a chart: send all rows of it."""
    if asks_whole(st.session_state[key]):
        st.session_state["whole"] = (name, _drop_opened(read_filters()))


def _take_opening(key: str, choices: Choices, to_cell: ToCell | None) -> None:
    """Callback of a chart: list what was opened."""
    opening = read_opening(st.session_state[key])
    if opening is None:
        return
    if opening.ids:
        change_filters(choices, {"opened": opening.ids, "cell": None})
    elif to_cell is not None:
        change_filters(choices, {"cell": to_cell(opening), "opened": ()})
