"""The filters of a visit: kept, changed by widgets, and in step with the web address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

import geodata as gd
from dashboard.address import Stamp, read_query, write_query
from dashboard.filters import BUCKETS, CONFIDENCES, LONGEST_NAME, Choices, Filters, settle
from dashboard.geography import LEVELS
from dashboard.prelude import write_brand
from dashboard.wording import LANGUAGES, Wording

LANGUAGE_LABELS = {"zh": "中文", "en": "English"}
MAP_KEY = "map"
RANKING_KEY = "part_ranking"

Take = Callable[[Any], Mapping[str, Any]]
"""What a widget's value changes in the filters."""


def read_filters() -> Filters:
    """The filters as they stand."""
    filters: Filters = st.session_state["filters"]
    return filters


def change_filters(choices: Choices, changes: Mapping[str, Any]) -> None:
    """Change some of the filters, and with them what no longer goes with them."""
    st.session_state["filters"] = settle(replace(read_filters(), **changes), choices)


def restore_filters(choices: Choices) -> None:
    """Take the filters from the address when it is the visitor who changed it.

    That is at the first run, and when the address differs from the one written last while no
    widget was touched: the browser's back and forward. A widget's change reaches the server before
    the browser has the new address, so then the widgets hold.
    """
    query = read_address()
    state = st.session_state
    if "written" in state and (query == state["written"] or read_filters() != state["shown"]):
        state["filters"] = settle(read_filters(), choices)
        if read_filters() != state["shown"]:
            state.update(cards=1, ignored=(), stamp=None)
        return
    reading = read_query(query, choices)
    state["filters"] = reading.filters
    state.update(cards=1, ignored=reading.ignored, stamp=reading.stamp)
    # At once: a click while the page is still being drawn ends this run before its own end.
    state.update(written=query, shown=reading.filters)


def read_address() -> dict[str, list[str]]:
    """All parameters of the address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def keep_address(filters: Filters, stamp: Stamp) -> None:
    """Write the filters into the address, where they are not there already."""
    query = write_query(filters, stamp)
    if read_address() != query:
        st.query_params.from_dict(query)
    st.session_state["written"] = query
    st.session_state["shown"] = filters


def bind(key: str, value: object, choices: Choices, take: Take) -> dict[str, Any]:
    """Give a widget the value that the filters say, and let it change them.

    Returns:
        The widget's key and callback.
    """
    # Written only where it differs: the browser would take it for news and undo what the visitor
    # does meanwhile.
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return {"key": key, "on_change": partial(_take, key, choices, take)}


def _take(key: str, choices: Choices, take: Take) -> None:
    change_filters(choices, take(st.session_state[key]))


def take_map_choice(choices: Choices) -> None:
    """Callback of the map: zoom into the unit that was clicked, or hold the year shown."""
    answer = st.session_state.get(MAP_KEY) or {}
    clicked = answer.get("last_active_drawing")
    if not isinstance(clicked, dict):
        return
    if isinstance(clicked.get("year"), int):
        change_filters(choices, {"year": clicked["year"]})
    elif isinstance(clicked.get("adcode"), str):
        enter_unit(choices, clicked["adcode"])


def take_ranking_choice(choices: Choices) -> None:
    """Callback of the ranking: select a region or bucket, or zoom into a region."""
    chosen = st.session_state[RANKING_KEY].chosen
    code = chosen.get("code") if isinstance(chosen, dict) else None
    if not isinstance(code, str):
        return
    if chosen.get("action") == "into":
        enter_unit(choices, code)
    else:
        choose_region(choices, code)


def choose_region(choices: Choices, code: str) -> None:
    """Select a region or bucket, or none when it was selected already."""
    filters = read_filters()
    if choices.is_region(code, filters):
        change_filters(choices, {"region": None if filters.region == code else code})


def enter_unit(choices: Choices, code: str) -> None:
    """Zoom into a unit of the level shown; one with nothing inside is selected instead."""
    filters = read_filters()
    if code in BUCKETS or not choices.is_region(code, filters):
        return
    inside = choices.geography.step_into(code, filters.level)
    if inside is None:
        choose_region(choices, code)
    else:
        change_filters(choices, {"within": code, "level": inside, "region": None})


def leave_to(choices: Choices, within: str | None) -> None:
    """Zoom out to a unit above, or to the country."""
    level = gd.Level.PROVINCE
    if within is not None:
        geography = choices.geography
        level = geography.step_into(within, geography.level_of(within)) or level
    change_filters(choices, {"within": within, "level": level, "region": None})


def go_to(choices: Choices, code: str) -> None:
    """Show a unit of any level: zoomed to where there is more in it, else selected."""
    geography = choices.geography
    unit: str | None = code
    while unit and not any(unit in geography.members[level] for level in LEVELS):
        unit = geography.parents.get(unit)
    if not unit:
        return
    level = geography.level_of(unit)
    inside = geography.step_into(unit, level)
    if inside is not None:
        change_filters(choices, {"within": unit, "level": inside, "region": None})
        return
    within = geography.enclose(geography.parents.get(unit), level)
    change_filters(choices, {"within": within, "level": level, "region": unit})


def leave_region(choices: Choices) -> None:
    """Select nothing."""
    change_filters(choices, {"region": None})


def clear_filters(choices: Choices) -> None:
    """What counts back to its default; place, measure, classes and language stay."""
    defaults = Filters()
    names = (
        *("themes", "name", "years", "undated", "confidence", "lower"),
        *("year", "periods", "pair", "cell", "opened"),
    )
    change_filters(choices, {name: getattr(defaults, name) for name in names})


def draw_sidebar(choices: Choices, undated: int, wording: Wording) -> None:
    """What counts: themes, years, confidence, levels; and the language."""
    say, filters = wording.say, read_filters()
    with st.sidebar:
        st.html(write_brand(wording))
        st.pills(
            say("filter_themes"),
            [str(theme) for theme in gd.Theme],
            selection_mode="multi",
            format_func=wording.themes.__getitem__,
            help=say("filter_themes_hint"),
            **bind("themes", list(filters.themes), choices, _take_themes),
        )
        st.text_input(
            say("filter_name"),
            max_chars=LONGEST_NAME,
            placeholder=say("filter_name_example"),
            help=say("filter_name_hint"),
            **bind("name", filters.name, choices, lambda text: {"name": text}),
        )
        if choices.years and choices.years[0] < choices.years[1]:
            span = filters.years or choices.years
            st.slider(
                say("filter_years"),
                *choices.years,
                **bind("years", span, choices, partial(_take_years, choices)),
            )
        st.checkbox(
            say("filter_undated", n=undated),
            **bind("undated", filters.undated, choices, lambda on: {"undated": on}),
        )
        st.select_slider(
            say("filter_confidence"),
            CONFIDENCES,
            format_func=lambda value: say("confidence_any") if not value else f"≥ {value:.1f}",
            help=say("filter_confidence_hint"),
            **bind("confidence", filters.confidence, choices, lambda n: {"confidence": n}),
        )
        st.toggle(
            say("filter_lower"),
            help=say("filter_lower_hint"),
            **bind("lower", filters.lower, choices, lambda on: {"lower": on}),
        )
        st.button(
            say("filter_reset"),
            on_click=clear_filters,
            args=(choices,),
            type="tertiary",
            key="reset",
        )
        st.segmented_control(
            say("filter_language"),
            LANGUAGES,
            format_func=LANGUAGE_LABELS.__getitem__,
            required=True,
            **bind("language", filters.language, choices, lambda code: {"language": code}),
        )


def _take_themes(chosen: list[str]) -> Mapping[str, Any]:
    themes = tuple(str(theme) for theme in gd.Theme if theme in chosen)
    return {"themes": () if len(themes) == len(gd.Theme) else themes}


def _take_years(choices: Choices, span: tuple[int, int]) -> Mapping[str, Any]:
    years = (span[0], span[1])
    return {"years": None if years == choices.years else years}
