"""What stands above the map: where it is, what it shows, in which classes, and how many maps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import streamlit as st

import geodata as gd
from dashboard.address import MAX_LENGTH, read_break, write_break
from dashboard.classes import MAX_CLASSES, MIN_CLASSES, OWN, SCHEMES
from dashboard.controls import bind, change_filters, go_to, leave_to
from dashboard.filters import WIDTHS, By, Choices, Filters, Layout, Span
from dashboard.finding import explain_measure
from dashboard.geography import LEVELS
from dashboard.search import SEARCH_KEY, draw_search, read_choice
from dashboard.views import View, find_periods, pick_themes
from dashboard.wording import Wording

LAYOUTS = {gd.Level.COUNTY: (Layout.ONE, Layout.PLAY, Layout.TWO)}
"""Levels that do not offer all."""


def draw_path(view: View, table: str, scripts: Mapping[str, str]) -> None:
    """Where the map is, and how to get elsewhere: the regions above it, and a search."""
    wording, choices = view.source.wording, view.source.choices
    with st.container(key="where"):
        _draw_crumbs(view)
        draw_search(table, wording, scripts, partial(_take_place, choices))
    # Seen on a phone only, where the style sheet makes what is above the map a drawer.
    st.checkbox(wording.say("open_drawer"), key="drawer")


def _draw_crumbs(view: View) -> None:
    """The country, and the regions that the map is zoomed into."""
    filters, source = view.filters, view.source
    path: list[str | None] = [None]
    path += source.choices.geography.path(filters.within) if filters.within else ()
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="path"):
        for place, code in enumerate(path):
            name = source.wording.say("path_nation") if code is None else source.names[code]
            if place:
                st.html('<span class="step" aria-hidden="true">›</span>')
            if place == len(path) - 1:
                st.html(f'<span class="here" aria-current="location">{escape(name)}</span>')
                continue
            st.button(
                name,
                on_click=leave_to,
                args=(source.choices, code),
                type="tertiary",
                key=f"path_{place}",
            )


def _take_place(choices: Choices) -> None:
    """Callback of the search."""
    code = read_choice(st.session_state[SEARCH_KEY])
    if code:
        go_to(choices, code)


def draw_bar(view: View) -> None:
    """Level, measure, classes; and under them how many maps, and what they differ in."""
    filters, choices, wording = view.filters, view.source.choices, view.source.wording
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="bar"):
        st.segmented_control(
            wording.say("filter_level"),
            LEVELS,
            format_func=lambda level: wording.say(f"level_{level}"),
            required=True,
            label_visibility="collapsed",
            **bind("level", filters.level, choices, lambda level: {"level": level}),
        )
        st.selectbox(
            wording.say("filter_measure"),
            choices.measures[filters.level],
            format_func=lambda measure: wording.say(f"measure_{measure}"),
            label_visibility="collapsed",
            width=230,
            **bind("measure", filters.measure, choices, lambda value: {"measure": value}),
        )
        with st.popover(wording.say("classes_button"), key="classes"):
            _draw_classes(filters, choices, wording)
            _draw_class_note(view)
        st.segmented_control(
            wording.say("filter_layout"),
            _offer_layouts(filters),
            format_func=lambda layout: wording.say(f"layout_{layout}"),
            required=True,
            label_visibility="collapsed",
            **bind("layout", filters.layout, choices, lambda value: {"layout": value}),
        )
    _draw_time(filters, choices, wording)
    st.html(f'<p class="measure">{escape(explain_measure(view))}</p>')


def _offer_layouts(filters: Filters) -> tuple[Layout, ...]:
    offered = LAYOUTS.get(filters.level, tuple(Layout))
    if filters.measure is gd.Measure.CHANGE:
        return tuple(layout for layout in offered if layout is not Layout.PLAY)
    return offered


def _draw_classes(filters: Filters, choices: Choices, wording: Wording) -> None:
    say = wording.say
    st.radio(
        say("filter_scheme"),
        SCHEMES,
        format_func=lambda scheme: say(f"scheme_{scheme}"),
        **bind("scheme", filters.scheme, choices, lambda value: {"scheme": value}),
    )
    if filters.scheme != OWN:
        st.slider(
            say("filter_classes"),
            MIN_CLASSES,
            MAX_CLASSES,
            **bind("k", filters.k, choices, lambda value: {"k": value}),
        )
        return
    if "breaks_fault" not in st.session_state:
        st.session_state["breaks"] = ", ".join(map(write_break, filters.breaks))
    st.text_input(
        say("filter_breaks"),
        max_chars=MAX_LENGTH,
        placeholder="1, 5, 10",
        help=say("filter_breaks_hint"),
        key="breaks",
        on_change=partial(_take_breaks, choices),
    )
    if fault := st.session_state.get("breaks_fault"):
        st.html(f'<p class="wrong" role="alert">{escape(say("breaks_wrong", text=fault))}</p>')


def _draw_class_note(view: View) -> None:
    """Why the classes are not as they were asked for."""
    classes = view.state.classes
    if classes.note:
        note = view.source.wording.say(classes.note, n=len(classes.upper), k=view.filters.k)
        st.html(f'<p class="measure">{escape(note)}</p>')


def _take_breaks(choices: Choices) -> None:
    """Callback: the typed breaks, where they can be read; else what is wrong stays on the page."""
    text = st.session_state["breaks"].replace("，", ",").replace("、", ",")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    st.session_state.pop("breaks_fault", None)
    for part in parts:
        try:
            read_break(part)
        except ValueError:
            st.session_state["breaks_fault"] = part
            return
    if len(parts) > MAX_CLASSES:
        st.session_state["breaks_fault"] = ", ".join(parts[MAX_CLASSES:])
        return
    change_filters(choices, {"breaks": tuple(sorted({read_break(part) for part in parts}))})


def _draw_time(filters: Filters, choices: Choices, wording: Wording) -> None:
    """What playing and comparing need to know; nothing for a single map."""
    if not (filters.layout is not Layout.ONE or filters.compares_periods):
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="time"):
        if filters.layout is Layout.PLAY:
            _draw_mode(filters, choices, wording)
        if filters.layout in (Layout.TWO, Layout.MANY):
            _draw_by(filters, choices, wording)
        if filters.compares_periods:
            _draw_periods(filters, choices, wording)


def _draw_mode(filters: Filters, choices: Choices, wording: Wording) -> None:
    modes = (0, *WIDTHS)
    st.segmented_control(
        wording.say("filter_mode"),
        modes,
        format_func=lambda n: wording.say("mode_window", n=n) if n else wording.say("mode_all"),
        required=True,
        label_visibility="collapsed",
        **bind("mode", filters.width or 0, choices, lambda n: {"width": n or None}),
    )


def _draw_by(filters: Filters, choices: Choices, wording: Wording) -> None:
    offered = [By.YEAR, By.THEME, *([By.MEASURE] if filters.layout is Layout.TWO else [])]
    if filters.measure is gd.Measure.CHANGE:
        offered.remove(By.YEAR)
    st.segmented_control(
        wording.say("filter_by"),
        offered,
        format_func=lambda by: wording.say(f"by_{by}"),
        required=True,
        label_visibility="collapsed",
        **bind("by", filters.by, choices, lambda value: {"by": value}),
    )
    if filters.second is not None:
        others = (filters.measure, gd.Measure.CHANGE)
        st.selectbox(
            wording.say("filter_second"),
            [each for each in choices.measures[filters.level] if each not in others],
            format_func=lambda measure: wording.say(f"measure_{measure}"),
            label_visibility="collapsed",
            width=230,
            **bind("second", filters.second, choices, lambda value: {"second": value}),
        )
    elif filters.layout is Layout.TWO and filters.by is By.THEME:
        _draw_pair(filters, choices, wording)


def _draw_pair(filters: Filters, choices: Choices, wording: Wording) -> None:
    pair = pick_themes(filters)
    for place, side in enumerate(("left", "right")):
        other = pair[1 - place]

        def take(theme: str, place: int = place, other: str = other) -> Mapping[str, Any]:
            return {"pair": (other, theme) if place else (theme, other)}

        st.selectbox(
            wording.say(f"filter_{side}"),
            [str(theme) for theme in gd.Theme if str(theme) != other],
            format_func=wording.themes.__getitem__,
            label_visibility="collapsed",
            width=210,
            **bind(f"pair_{side}", pair[place], choices, take),
        )


def _draw_periods(filters: Filters, choices: Choices, wording: Wording) -> None:
    periods = find_periods(filters, choices)
    if periods is None or choices.years is None:
        return
    for place, side in enumerate(("earlier", "later")):
        other = periods[1 - place]

        def take(span: Span, other: Span = other) -> Mapping[str, Any]:
            return {"periods": ((span[0], span[1]), other)}

        st.slider(
            wording.say(f"filter_{side}"),
            *choices.years,
            width=220,
            **bind(f"period_{side}", periods[place], choices, take),
        )
