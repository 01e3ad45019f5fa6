"""The list under a tab: what was opened above it, else all that the filters let through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

import geodata as gd
from dashboard.charts.words import name_code
from dashboard.controls import change_filters
from dashboard.detail import build_cards
from dashboard.filters import UNDATED, UNTIL, Cell, Choices, Filters
from dashboard.sections import CARDS, draw_part, export_records, show_more
from dashboard.tabs.frame import draw_heading
from dashboard.views import Source, View, name_path

NO_YEAR = 10_000
"""Later than every year: only the undated are left."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds."""

    title: str
    selection: gd.Selection
    filters: Filters
    total: int


def narrow(selection: gd.Selection, cell: Cell) -> gd.Selection:
    """The selection within a cell's theme and year."""
    if cell.theme:
        selection = replace(selection, themes=(cell.theme,))
    if cell.status:
        selection = replace(selection, statuses=(cell.status,))
    if cell.year.startswith(UNTIL):
        year = int(cell.year.removeprefix(UNTIL))
        return replace(selection, last_year=year, undated=False)
    if cell.year == UNDATED:
        selection = replace(selection, first_year=NO_YEAR, last_year=None, undated=True)
    elif cell.year:
        year = int(cell.year)
        selection = replace(selection, first_year=year, last_year=year, undated=False)
    return selection


def name_cell(source: Source, filters: Filters, cell: Cell) -> str:
    """Region, theme, status and year, as far as it has them."""
    wording, year = source.wording, cell.year
    if year == UNDATED:
        year = wording.say("undated")
    elif year.startswith(UNTIL):
        year = wording.say("cell_until", year=year.removeprefix(UNTIL))
    parts = (
        name_code(cell.region, filters.level, source.names, wording) if cell.region else "",
        wording.themes[cell.theme] if cell.theme else "",
        wording.say(f"status_{cell.status}") if cell.status else "",
        year,
    )
    return " · ".join(part for part in parts if part)


def find_listed(source: Source, filters: Filters) -> Listed:
    """What the list holds where no initiatives were opened by name."""
    cell, selection = filters.cell or Cell(), filters.selection
    if filters.cell:
        selection = narrow(selection, cell)
        filters = replace(filters, region=cell.region or filters.region)
    years = gd.count_years(
        source.dataset, selection, filters.level, filters.region, within=filters.within
    )
    total = sum(count.initiatives for count in years)
    place = filters.region or filters.within
    name = name_code(place, filters.level, source.names, source.wording) if place else ""
    title = name_cell(source, filters, cell) if cell != Cell() else name
    title = title or source.wording.say("list_everywhere")
    return Listed(
        source.wording.say("list_title", region=title, n=total), selection, filters, total
    )


def draw_records(view: View, scripts: Mapping[str, str], hint: str) -> None:
    """The list; `hint` tells how to narrow it where nothing was opened."""
    source, filters = view.source, view.filters
    if filters.opened:
        _draw_opened(view, scripts)
        return
    listed = find_listed(source, filters)
    draw_heading(listed.title, hint if filters.cell is None and listed.total else "")
    if filters.cell is not None:
        _draw_close(source)
    if not listed.total:
        return
    shown = min(listed.total, CARDS * st.session_state["cards"])
    initiatives = gd.list_initiatives(
        source.dataset,
        listed.selection,
        filters.level,
        listed.filters.region,
        within=filters.within,
        limit=shown,
    )
    goto = repr(filters.cell) if filters.cell else ""
    _draw_cards(source, initiatives, scripts, goto)
    say = source.wording.say
    left, middle, right = st.columns([0.2, 0.5, 0.3], vertical_alignment="center")
    if shown < listed.total:
        n = min(CARDS, listed.total - shown)
        left.button(say("list_more", n=n), on_click=show_more, key="more")
    middle.caption(say("list_shown", n=shown, total=listed.total))
    right.download_button(
        say("download"),
        partial(export_records, source.dataset, listed.selection, listed.filters),
        file_name=f"records-{source.dataset.fingerprint}.csv",
        mime="text/csv",
        on_click="ignore",
        key="download",
    )


def _draw_opened(view: View, scripts: Mapping[str, str]) -> None:
    source, ids = view.source, view.filters.opened
    initiatives = gd.name_initiatives(source.dataset, ids)
    draw_heading(source.wording.say("opened_title", n=len(initiatives)))
    _draw_close(source)
    if initiatives:
        _draw_cards(source, initiatives, scripts, ",".join(ids))


def _draw_cards(
    source: Source, initiatives: tuple[gd.Initiative, ...], scripts: Mapping[str, str], goto: str
) -> None:
    evidence = gd.list_evidence(source.dataset, [each.initiative_id for each in initiatives])
    cards = build_cards(
        initiatives, evidence, source.wording, partial(name_path, source), first_open=bool(goto)
    )
    draw_part("cards", cards | {"goto": goto}, scripts)


def _draw_close(source: Source) -> None:
    st.button(
        source.wording.say("opened_close"),
        on_click=_close,
        args=(source.choices,),
        type="tertiary",
        key="close_opened",
    )


def _close(choices: Choices) -> None:
    change_filters(choices, {"cell": None, "opened": ()})
