"""The parts of the page below its controls, top to bottom."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

import geodata as gd
from dashboard.controls import MAP_KEY, leave_region, take_map_choice, take_ranking_choice
from dashboard.detail import build_cards
from dashboard.filters import Filters, Layout, settle
from dashboard.finding import Finding, list_foot
from dashboard.mapview import MapFiles, build_map, build_paint
from dashboard.packing import pack
from dashboard.ranking import Intervals, build_ranking, name_region
from dashboard.style import MAP_HEIGHT
from dashboard.views import Source, View, build_view, find_periods, name_path, tell_state
from dashboard.why import build_box, explain_colour
from dashboard.years import build_years

CARDS = 5
"""Initiatives added to the list at a time."""


def draw_notes(view: View) -> None:
    """What the address asked for in vain, and what has changed since it was made."""
    say = view.source.wording.say
    notes = []
    if ignored := st.session_state.get("ignored"):
        notes.append(say("note_ignored", names=", ".join(ignored)))
    stamp = st.session_state.get("stamp")
    if stamp and stamp.fingerprint != view.source.dataset.fingerprint:
        notes.append(say("note_outdated"))
        if stamp.initiatives >= 0:
            now = view.totals
            notes[-1] += say(
                "note_changed",
                then=stamp.initiatives,
                now=now.initiatives,
                change=f"{now.initiatives - stamp.initiatives:+,}".replace("-", "−"),
                reports_then=stamp.reports,
                reports=now.reports,
            )
    if notes:
        st.html("".join(f'<p class="notice" role="status">{escape(note)}</p>' for note in notes))


def draw_finding(finding: Finding) -> None:
    """The sentence over the map."""
    headline, basis = escape(finding.headline), escape(finding.basis)
    st.html(f'<h1 class="{finding.style}">{headline}</h1><p class="basis">{basis}</p>')


def draw_map(view: View, files: MapFiles, finding: Finding) -> None:
    """The choropleth, and where its borders are from."""
    source = view.source
    st_folium(
        build_map(files),
        key=MAP_KEY,
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=build_paint(
            view.state, finding.headline, source.wording, list_foot(view, finding)
        ),
        on_change=partial(take_map_choice, source.choices),
    )
    st.html(f'<p class="source">{escape(source.wording.say("map_source"))}</p>')


def draw_part(name: str, data: object, scripts: Mapping[str, str], **callbacks: Any) -> None:
    """One of the page's own components: it draws into a section of its name."""
    mount = st.components.v2.component(
        f"atlas_{name}", html=f'<section class="{name}"></section>', js=scripts[name]
    )
    mount(key=f"part_{name}", data=pack(data), **callbacks)


def rank_shown(view: View) -> Intervals:
    """Best and worst rank of each region shown, over the thresholds of confidence."""
    filters, source = view.filters, view.source
    measure = filters.measure
    return gd.rank_intervals(
        source.dataset,
        view.selection,
        filters.level,
        measure,
        denominators=source.denominators[filters.level],
        periods=find_periods(filters, source.choices) if measure is gd.Measure.CHANGE else None,
        units=view.units,
    )


def draw_ranking(view: View, intervals: Intervals, scripts: Mapping[str, str]) -> None:
    """The list beside the map."""
    draw_part(
        "ranking",
        build_ranking(view, intervals),
        scripts,
        on_chosen_change=partial(take_ranking_choice, view.source.choices),
    )


def count_listed_years(view: View, selection: gd.Selection) -> tuple[gd.YearCount, ...]:
    """By year and theme, of the region, else of the region zoomed to, else of everything."""
    filters = view.filters
    return gd.count_years(
        view.source.dataset, selection, filters.level, filters.region, within=filters.within
    )


def name_place(view: View) -> str:
    """The region that list and years are about; empty for everything."""
    filters, source = view.filters, view.source
    code = filters.region or filters.within
    return name_region(code, filters, source.names, source.wording) if code else ""


def draw_years(view: View, scripts: Mapping[str, str]) -> None:
    """Bars by year over a matrix by theme and year."""
    say = view.source.wording.say
    counts = count_listed_years(view, view.filters.selection)
    if not counts:
        return
    place = name_place(view)
    title = say("years_title_region", region=place) if place else say("years_title")
    note = say("years_note" if any(c.year is None for c in counts) else "years_note_dated")
    st.html(f'<h2 class="part">{escape(title)}</h2><p class="note">{escape(note)}</p>')
    years = view.source.choices.span(view.filters)
    draw_part("years", build_years(counts, years, view.source.wording), scripts)


def draw_list(view: View, intervals: Intervals, scripts: Mapping[str, str]) -> None:
    """The initiatives of the region, or of everywhere, each opening onto its sentences."""
    filters, source, say = view.filters, view.source, view.source.wording.say
    selection = view.listed
    years = count_listed_years(view, selection)
    total = sum(count.initiatives for count in years)
    name = name_place(view)
    st.html(
        f'<h2 class="part" id="list">'
        f"{escape(say('list_title', region=name or say('list_everywhere'), n=total))}</h2>"
        f'<p class="note">{escape(explain_list(view, total))}</p>'
        f"{explain_region(view, years, intervals)}"
    )
    if filters.region:
        back = say("list_back_to", name=source.names[filters.within]) if filters.within else None
        st.button(
            back or say("list_back"),
            on_click=leave_region,
            args=(source.choices,),
            type="tertiary",
            key="back",
        )
    if not total:
        return
    shown = min(total, CARDS * st.session_state["cards"])
    initiatives = gd.list_initiatives(
        source.dataset,
        selection,
        filters.level,
        filters.region,
        within=filters.within,
        limit=shown,
    )
    evidence = gd.list_evidence(source.dataset, [i.initiative_id for i in initiatives])
    cards = build_cards(
        initiatives, evidence, source.wording, partial(name_path, source), first_open=bool(name)
    )
    draw_part("cards", cards, scripts)
    left, middle, right = st.columns([0.2, 0.5, 0.3], vertical_alignment="center")
    if shown < total:
        left.button(say("list_more", n=min(CARDS, total - shown)), on_click=show_more, key="more")
    middle.caption(say("list_shown", n=shown, total=total))
    right.download_button(
        say("download"),
        partial(export_records, source.dataset, selection, filters),
        file_name=f"records-{source.dataset.fingerprint}.csv",
        mime="text/csv",
        on_click="ignore",
        key="download",
    )


def explain_region(view: View, years: Sequence[gd.YearCount], intervals: Intervals) -> str:
    """Why the region has its colour, as HTML; the region zoomed to has it on the map above."""
    filters, source = view.filters, view.source
    code = filters.region
    if code is None and filters.within is not None:
        code, view = filters.within, build_view_above(source, filters)
        intervals = rank_shown(view)
    if code is None or code not in view.units:
        return ""
    rows = explain_colour(view, code, years, intervals.get(code))
    return build_box(source.names[code], rows, source.wording)


def build_view_above(source: Source, filters: Filters) -> View:
    """The map that shows the region zoomed to as one of its units."""
    assert filters.within is not None
    level = source.choices.geography.level_of(filters.within)
    above = replace(
        filters,
        level=level,
        within=source.choices.geography.parents.get(filters.within),
        region=filters.within,
        layout=Layout.ONE,
    )
    return build_view(source, settle(above, source.choices))


def draw_about(view: View) -> None:
    """How things are counted, and which data this is."""
    say, dataset = view.source.wording.say, view.source.dataset
    data = say("about_data", fingerprint=dataset.fingerprint, documents=dataset.documents)
    st.html(
        f'<footer class="about"><b>{escape(say("about_title"))}</b> '
        f"{escape(say('about_counting'))}<br>{escape(data)}</footer>"
    )


def count_undated(view: View) -> int:
    """Initiatives that the filter of the undated would hide."""
    filters = view.filters
    selection = replace(filters.selection, first_year=None, last_year=None, undated=True)
    found = gd.count_totals(view.source.dataset, selection, filters.level, within=filters.within)
    return found.undated


def explain_list(view: View, total: int) -> str:
    """What the heading's number means, or why there is nothing."""
    region, say = view.filters.region, view.source.wording.say
    if region is None:
        return say("list_hint") if total else say("list_empty")
    if region not in view.units:
        names = {gd.NATION: "national", gd.COARSER: "coarser", gd.FINER: "finer"}
        return say(f"list_{names.get(region, 'unknown')}") if total else say("list_empty")
    documents = view.state.documents.get(region, 0)
    state = tell_state(view, region)
    if not total:
        return say(f"list_{state}", documents=documents)
    return say("list_read", documents=documents)


def show_more() -> None:
    """Callback: let a list grow."""
    st.session_state["cards"] += 1


def export_records(dataset: gd.Dataset, selection: gd.Selection, filters: Filters) -> bytes:
    """The records behind the list as CSV; lists are JSON, and no cell starts a formula."""
    table = gd.select_records(
        dataset, selection, filters.level, filters.region, within=filters.within
    )
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
