"""The parts of the page below its controls, top to bottom."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

import geodata as gd
from dashboard.controls import (
    MAP_KEY,
    name_region,
    take_map_choice,
    take_ranking_choice,
)
from dashboard.detail import build_cards
from dashboard.filters import Choices, Filters
from dashboard.finding import Finding
from dashboard.mapview import MapFiles, MapState, build_map, build_paint, rank_counts, state_of
from dashboard.packing import pack
from dashboard.ranking import build_ranking
from dashboard.style import MAP_HEIGHT
from dashboard.wording import Wording
from dashboard.years import build_years

CARDS = 5
"""Initiatives added to the list at a time."""


@dataclass(frozen=True, slots=True)
class View:
    """One consistent answer of the dataset: map, ranking, years and list all come from it."""

    dataset: gd.Dataset
    filters: Filters
    choices: Choices
    state: MapState
    totals: gd.Totals
    names: Mapping[str, str]
    wording: Wording


def draw_notes(view: View) -> None:
    """What the address asked for in vain, and whether it was made for other data."""
    say = view.wording.say
    notes = []
    if ignored := st.session_state.get("ignored"):
        notes.append(say("note_ignored", names=", ".join(ignored)))
    if st.session_state.get("outdated"):
        notes.append(say("note_outdated"))
    if notes:
        st.html("".join(f'<p class="notice" role="status">{escape(note)}</p>' for note in notes))


def draw_finding(finding: Finding) -> None:
    """The sentence over the map."""
    headline, basis = escape(finding.headline), escape(finding.basis)
    st.html(f'<h1 class="finding">{headline}</h1><p class="basis">{basis}</p>')


def draw_map(view: View, files: MapFiles, finding: Finding) -> None:
    """The choropleth, and where its borders are from."""
    st_folium(
        build_map(files),
        key=MAP_KEY,
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=build_paint(view.state, finding.headline, view.wording),
        on_change=partial(take_map_choice, view.choices),
    )
    st.html(f'<p class="source">{escape(view.wording.say("map_source"))}</p>')


def draw_part(name: str, data: object, scripts: Mapping[str, str], **callbacks: Any) -> None:
    """One of the page's own components: it draws into a section of its name."""
    mount = st.components.v2.component(
        f"atlas_{name}", html=f'<section class="{name}"></section>', js=scripts[name]
    )
    mount(key=f"part_{name}", data=pack(data), **callbacks)


def draw_ranking(view: View, scripts: Mapping[str, str]) -> None:
    """The list beside the map."""
    draw_part(
        "ranking",
        build_ranking(view.state, view.totals, view.names, view.wording),
        scripts,
        on_chosen_change=partial(take_ranking_choice, view.choices),
    )


def draw_years(view: View, scripts: Mapping[str, str]) -> None:
    """Bars by year over a matrix by theme and year."""
    region, say = view.filters.region, view.wording.say
    counts = gd.count_years(view.dataset, view.filters.selection, view.filters.level, region)
    if not counts:
        return
    title = say("years_title")
    if region:
        title = say("years_title_region", region=name_region(region, view.names, view.wording))
    note = say("years_note" if any(c.year is None for c in counts) else "years_note_dated")
    st.html(f'<h2 class="part">{escape(title)}</h2><p class="note">{escape(note)}</p>')
    years = view.filters.years or view.choices.years
    draw_part("years", build_years(counts, years, view.wording), scripts)


def draw_list(view: View, scripts: Mapping[str, str]) -> None:
    """The initiatives of the region, or of everywhere, each opening onto its sentences."""
    filters, say = view.filters, view.wording.say
    total = count_listed(view)
    name = (
        name_region(filters.region, view.names, view.wording)
        if filters.region
        else say("list_everywhere")
    )
    st.html(
        f'<h2 class="part" id="list">{escape(say("list_title", region=name, n=total))}</h2>'
        f'<p class="note">{escape(explain_list(view, total))}</p>'
    )
    if filters.region:
        st.button(say("list_back"), on_click=_leave_region, type="tertiary", key="back")
    if not total:
        return
    shown = min(total, CARDS * st.session_state["cards"])
    initiatives = gd.list_initiatives(
        view.dataset, filters.selection, filters.level, filters.region, limit=shown
    )
    evidence = gd.list_evidence(view.dataset, [i.initiative_id for i in initiatives])
    cards = build_cards(initiatives, evidence, view.wording, first_open=bool(filters.region))
    draw_part("cards", cards, scripts)
    left, middle, right = st.columns([0.2, 0.5, 0.3], vertical_alignment="center")
    if shown < total:
        left.button(say("list_more", n=min(CARDS, total - shown)), on_click=_show_more, key="more")
    middle.caption(say("list_shown", n=shown, total=total))
    right.download_button(
        say("download"),
        partial(export_records, view.dataset, filters),
        file_name=f"records-{view.dataset.fingerprint}.csv",
        mime="text/csv",
        on_click="ignore",
        key="download",
    )


def draw_about(view: View) -> None:
    """How things are counted, and which data this is."""
    say = view.wording.say
    data = say("about_data", fingerprint=view.dataset.fingerprint, documents=view.dataset.documents)
    st.html(
        f'<footer class="about"><b>{escape(say("about_title"))}</b> '
        f"{escape(say('about_counting'))}<br>{escape(data)}</footer>"
    )


def count_options(view: View) -> dict[str, int]:
    """Initiatives of each region and bucket that can be chosen."""
    found = {code: count.initiatives for code, count in view.state.counts.items()}
    return found | _count_buckets(view.totals)


def _count_buckets(totals: gd.Totals) -> dict[str, int]:
    return {gd.NATION: totals.national, gd.COARSER: totals.coarser, gd.UNKNOWN: totals.unknown}


def count_undated(view: View) -> int:
    """Initiatives that the filter of the undated would hide."""
    themes = gd.Selection(view.filters.themes)
    return gd.count_totals(view.dataset, themes, view.filters.level).undated


def count_listed(view: View) -> int:
    """How many initiatives the list has: the number that map and ranking give for it."""
    region = view.filters.region
    if region is None:
        return view.totals.initiatives
    return count_options(view).get(region, 0)


def explain_list(view: View, total: int) -> str:
    """What the heading's number means, or why there is nothing."""
    region, say = view.filters.region, view.wording.say
    if region is None:
        return say("list_hint") if total else say("list_empty")
    buckets = {gd.NATION: "national", gd.COARSER: "coarser", gd.UNKNOWN: "unknown"}
    if region in buckets:
        return say(f"list_{buckets[region]}") if total else say("list_empty")
    documents = view.state.documents.get(region, 0)
    if not total:
        return say(f"list_{state_of(view.state, region)}", documents=documents)
    ranks = rank_counts({code: c.initiatives for code, c in view.state.counts.items()})
    return say("list_rank", k=ranks[region], m=len(ranks), documents=documents)


def _leave_region() -> None:
    st.session_state["region"] = None


def _show_more() -> None:
    st.session_state["cards"] += 1


def export_records(dataset: gd.Dataset, filters: Filters) -> bytes:
    """The records behind the view as CSV; lists are JSON, and no cell starts a formula."""
    table = gd.select_records(dataset, filters.selection, filters.level, filters.region)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_show_cell(value) for value in row.values()])
    return ("\ufeff" + out.getvalue()).encode()


def _show_cell(value: Any) -> Any:
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "'"):
        return f"'{value}"
    return value
