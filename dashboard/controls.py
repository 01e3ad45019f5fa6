"""The widgets: what the visitor sets, kept in step with the web address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

import geodata as gd
from dashboard.filters import (
    BUCKETS,
    LEVELS,
    Choices,
    Filters,
    is_region,
    read_query,
    write_query,
)
from dashboard.wording import LANGUAGES, Wording

LANGUAGE_LABELS = {"zh": "中文", "en": "English"}
MAP_KEY = "map"
RANKING_KEY = "part_ranking"


def restore_filters(choices: Choices) -> None:
    """Set the widgets from the address when it is the visitor who changed it.

    That is at the first run, and when the address differs from the one written last while no
    widget was touched: the browser's back and forward. A widget's change reaches the server before
    the browser has the new address, so then the widgets hold.
    """
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    state = st.session_state
    if state.get("span", choices.years) != choices.years:
        state["years"], state["span"] = choices.years, choices.years
    if "written" in state and (query == state["written"] or read_widgets() != state["shown"]):
        return
    reading = read_query(query, choices)
    set_widgets(reading.filters, choices)
    state["cards"] = 1
    state["ignored"], state["outdated"] = reading.ignored, reading.outdated


def keep_address(filters: Filters, fingerprint: str) -> None:
    """Write the filters into the address, where they are not there already."""
    query = write_query(filters, fingerprint)
    if {name: st.query_params.get_all(name) for name in st.query_params} != query:
        st.query_params.from_dict(query)
    if st.session_state.get("shown", filters) != filters:
        st.session_state.update(cards=1, ignored=(), outdated=False)
    st.session_state["written"] = query
    st.session_state["shown"] = filters


def set_widgets(filters: Filters, choices: Choices) -> None:
    """Give every widget the value that the filters say."""
    st.session_state.update(
        themes=list(filters.themes),
        years=filters.years or choices.years,
        undated=filters.undated,
        level=filters.level,
        region=filters.region,
        language=filters.language,
        span=choices.years,
    )


def read_widgets() -> Filters:
    """The filters as the widgets stand."""
    state = st.session_state
    years = state["years"]
    chosen = set(state["themes"])
    return Filters(
        themes=tuple(str(t) for t in gd.Theme if t in chosen and len(chosen) < len(gd.Theme)),
        years=None if years is None or tuple(years) == state["span"] else (years[0], years[1]),
        undated=state["undated"],
        level=gd.Level(state["level"]),
        region=state["region"],
        language=state["language"],
    )


def keep_widgets() -> None:
    """Hold the values of widgets that a run does not draw; Streamlit forgets them otherwise."""
    for key in ("themes", "years", "undated", "level", "region", "language"):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def choose_region(region: str) -> None:
    """Select a region, or none when it was selected already."""
    st.session_state["region"] = None if st.session_state["region"] == region else region


def take_map_choice(choices: Choices) -> None:
    """Callback of the map: select the region that was clicked."""
    answer = st.session_state.get(MAP_KEY) or {}
    clicked = answer.get("last_active_drawing") or {}
    region = clicked.get("adcode") if isinstance(clicked, dict) else None
    if isinstance(region, str) and is_region(region, st.session_state["level"], choices):
        choose_region(region)


def take_ranking_choice(choices: Choices) -> None:
    """Callback of the ranking: select the region or bucket that was clicked."""
    region = st.session_state[RANKING_KEY].chosen
    if isinstance(region, str) and is_region(region, st.session_state["level"], choices):
        choose_region(region)


def _check_region(choices: Choices) -> None:
    state = st.session_state
    if state["region"] and not is_region(state["region"], state["level"], choices):
        state["region"] = None


def clear_filters(choices: Choices) -> None:
    """Everything back to its default but level and language."""
    state = st.session_state
    set_widgets(Filters(level=state["level"], language=state["language"]), choices)


def draw_sidebar(choices: Choices, undated: int, wording: Wording) -> None:
    """Themes, years, language."""
    say = wording.say
    with st.sidebar:
        st.html(f'<div class="brand"><b>{say("brand")}</b><span>{say("tagline")}</span></div>')
        st.pills(
            say("filter_themes"),
            [str(theme) for theme in gd.Theme],
            selection_mode="multi",
            format_func=wording.themes.__getitem__,
            help=say("filter_themes_hint"),
            key="themes",
        )
        if choices.years and choices.years[0] < choices.years[1]:
            st.slider(say("filter_years"), *choices.years, key="years")
        st.checkbox(say("filter_undated", n=undated), key="undated")
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
            key="language",
        )


def draw_map_controls(choices: Choices, names: Mapping[str, str], wording: Wording) -> None:
    """Level and region, above the map."""
    level = gd.Level(st.session_state["level"])
    left, right = st.columns([0.42, 0.58], vertical_alignment="center")
    left.segmented_control(
        wording.say("filter_level"),
        LEVELS,
        format_func=lambda value: wording.say(f"level_{value}"),
        required=True,
        on_change=_check_region,
        args=(choices,),
        label_visibility="collapsed",
        key="level",
    )
    right.selectbox(
        wording.say("filter_region"),
        _order_regions(choices, level),
        format_func=lambda code: name_region(code, names, wording),
        index=None,
        placeholder=wording.say("region_all"),
        label_visibility="collapsed",
        key="region",
    )


def _order_regions(choices: Choices, level: gd.Level) -> Sequence[str]:
    """Units by code, then what no unit owns; a bucket that is rarely filled only when chosen."""
    chosen = st.session_state["region"]
    buckets = [gd.NATION] if level is gd.Level.PROVINCE else [gd.NATION, gd.COARSER]
    return [*sorted(choices.regions[level]), *buckets, *({chosen} & set(BUCKETS) - set(buckets))]


def name_region(code: str, names: Mapping[str, str], wording: Wording) -> str:
    """What the page calls a region or bucket."""
    buckets = dict(zip(BUCKETS, ("national", "coarser", "unknown"), strict=True))
    return wording.say(f"bucket_{buckets[code]}") if code in buckets else names[code]
