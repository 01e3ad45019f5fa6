"""Views made by hand, over the real units, for tests of what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import geodata as gd
from dashboard.filters import Choices, Filters, Layout
from dashboard.geography import LEVELS, Geography
from dashboard.mapstate import MapState, Panel
from dashboard.views import Facet, Source, View, classify_panels, select_now
from dashboard.wording import Wording

TOTALS = gd.Totals(14, 13, 12, 2, 0, 0, 3)
DOCUMENTS = 20


@cache
def real_geography() -> Geography:
    data = gd.data_folder()
    gazetteer = gd.Gazetteer.load(data)
    parents = {unit.adcode: unit.parent for unit in gazetteer.units()}
    return Geography(gazetteer, parents, gd.load_drawn(data), data)


@cache
def real_choices(years: tuple[int, int] | None = (2003, 2024)) -> Choices:
    people: dict[gd.Level, dict[str, float]] = {level: {} for level in LEVELS}
    people[gd.Level.PROVINCE] = {"330000": 6e7}
    measures = {level: gd.list_measures(level, people[level]) for level in LEVELS}
    return Choices(years, real_geography(), measures)


def real_names() -> dict[str, str]:
    return {unit.adcode: unit.short for unit in real_geography().gazetteer.units()}


def make_view(
    wording: Wording,
    values: Mapping[str, float],
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    missing: Mapping[str, str] | None = None,
    documents: Mapping[str, int] | None = None,
    others: tuple[Panel, ...] = (),
    units: tuple[str, ...] | None = None,
    totals: gd.Totals = TOTALS,
    undated: bool = False,
) -> View:
    """A view with these values on its first map, and with other panels beside it."""
    choices = real_choices()
    counts = {code: gd.RegionCount(int(value) or 1, 1, 2003) for code, value in values.items()}
    found = cast(Mapping[str, gd.Reason], missing or {})
    titles = [panel.title for panel in others]
    first = Panel("左" if titles else "", values, found, counts)
    panels = (first, *others)
    selection = select_now(filters, choices)
    seconds = (filters.second or filters.measure,) * len(others)
    facets = tuple(
        Facet(panel.title, selection, measure)
        for panel, measure in zip(panels, (filters.measure, *seconds), strict=True)
    )
    shown = units or choices.units(filters)
    state = MapState(
        level=filters.level,
        units=shown,
        within=filters.within,
        measure=filters.measure,
        panels=panels,
        documents=documents or dict.fromkeys(shown, 1),
        classes=classify_panels(filters, panels[:1] if filters.second else panels, None),
        selected=filters.region,
    )
    return View(
        source=Source(
            cast(Any, SimpleNamespace(documents=DOCUMENTS, fingerprint="abc")),
            choices,
            {level: {} for level in LEVELS},
            real_names(),
            wording,
        ),
        filters=filters,
        selection=replace(selection, undated=selection.undated or undated),
        measured=gd.Measured(values, found),
        counts=counts,
        state=state,
        facets=facets,
        beside=others[0].values if filters.layout is Layout.TWO else None,
        totals=totals,
        listed=filters.selection,
    )
