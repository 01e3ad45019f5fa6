"""One consistent answer of the dataset, which map, ranking, sentence and list all come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import geodata as gd
from dashboard.classes import Classes, classify
from dashboard.filters import By, Choices, Filters, Layout, Span, halve
from dashboard.mapstate import Frames, MapState, Panel, state_of
from dashboard.measures import INTEGRAL
from dashboard.wording import Wording

MOST_PANELS = 12
"""Small multiples; years are put together until they are no more."""
Denominators = Mapping[gd.Level, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where all numbers and names of a view come from."""

    dataset: gd.Dataset
    choices: Choices
    denominators: Denominators
    names: Mapping[str, str]
    """Short name of every unit, in the page's language."""
    wording: Wording
    programmes: tuple[gd.Programme, ...] = ()
    """Those that are known by name."""


@dataclass(frozen=True, slots=True)
class Facet:
    """What one of the maps shows."""

    title: str
    selection: gd.Selection
    measure: gd.Measure


@dataclass(frozen=True, slots=True)
class View:
    """What one state of the filters shows."""

    source: Source
    filters: Filters
    selection: gd.Selection
    """What counts, the year that is played taken into account."""
    measured: gd.Measured
    """Of the units shown: what ranking and sentence tell of."""
    counts: Mapping[str, gd.RegionCount]
    state: MapState
    facets: tuple[Facet, ...]
    """Of each map; one for a single map."""
    beside: Mapping[str, float] | None
    """Values of the second of two maps."""
    totals: gd.Totals
    """Of `listed`, in the country or in the region that the map is zoomed to."""
    listed: gd.Selection
    """All that any of the maps shows."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units shown."""
        return self.state.units


def build_view(source: Source, filters: Filters) -> View:
    """Ask the dataset once for everything that the parts of the page share."""
    dataset, level = source.dataset, filters.level
    units = source.choices.units(filters)
    selection = select_now(filters, source.choices)
    facets = list_facets(filters, selection, source)
    panels = tuple(build_panel(source, facet, filters, units) for facet in facets)
    frames = build_frames(source, filters, units)
    # Another measure has a scale of its own.
    shared = panels[:1] if filters.second else panels
    main = Facet("", selection, filters.measure)
    if filters.layout is Layout.TWO:
        main = facets[0]
    shown = panels[0] if filters.layout is not Layout.MANY else None
    shown = shown or build_panel(source, main, filters, units)
    state = MapState(
        level=level,
        units=units,
        within=filters.within,
        measure=filters.measure,
        panels=panels,
        documents=gd.count_documents(dataset, level),
        classes=classify_panels(filters, shared, frames),
        selected=filters.region,
        # Small maps have no room for a line, and a dozen of them enough to send.
        trail=None
        if filters.layout is Layout.MANY
        else _keep(gd.count_by_year(dataset, filters.selection, level), units),
        frames=frames,
        counts=shown.counts,
    )
    listed = select_listed(filters, main.selection)
    return View(
        source=source,
        filters=filters,
        selection=main.selection,
        measured=gd.Measured(shown.values, shown.missing),  # type: ignore[arg-type]
        counts=shown.counts,
        state=state,
        facets=facets,
        beside=panels[1].values if filters.layout is Layout.TWO else None,
        totals=gd.count_totals(dataset, listed, level, within=filters.within),
        listed=listed,
    )


def tell_state(view: View, code: str) -> str:
    """Of a unit in the ranking's measure: found, na, zero, unsearched or uncollected."""
    panel = Panel("", view.measured.values, view.measured.missing)
    return state_of(view.state, code, panel)


def select_now(filters: Filters, choices: Choices) -> gd.Selection:
    """The selection as it stands in the year that is played; what is undated is in none."""
    selection, span = filters.selection, choices.span(filters)
    if filters.layout is not Layout.PLAY or span is None:
        return selection
    year = filters.year or span[1]
    first = span[0] if filters.width is None else max(span[0], year - filters.width + 1)
    return replace(selection, first_year=first, last_year=year, undated=False)


def select_listed(filters: Filters, selection: gd.Selection) -> gd.Selection:
    """What a list of all that the maps show has to hold; `selection` is the first map's."""
    if filters.layout is not Layout.TWO:
        return selection
    themes = pick_themes(filters) if filters.by is By.THEME else filters.themes
    return replace(filters.selection, themes=themes)


def find_periods(filters: Filters, choices: Choices) -> tuple[Span, Span] | None:
    """The two periods that are compared."""
    return filters.periods or halve(choices.span(filters))


def list_facets(filters: Filters, selection: gd.Selection, source: Source) -> tuple[Facet, ...]:
    """What each map shows, in their order."""
    measure, wording = filters.measure, source.wording
    if filters.layout in (Layout.ONE, Layout.PLAY):
        return (Facet("", selection, measure),)
    if filters.second is not None:
        return tuple(
            Facet(wording.say(f"measure_{each}"), selection, each)
            for each in (measure, filters.second)
        )
    if filters.by is By.THEME:
        return tuple(
            Facet(wording.themes[theme], replace(selection, themes=(theme,)), measure)
            for theme in pick_themes(filters)
        )
    return tuple(
        Facet(
            write_span(span),
            replace(selection, first_year=span[0], last_year=span[1], undated=False),
            measure,
        )
        for span in pick_spans(filters, source.choices)
    )


def pick_themes(filters: Filters) -> tuple[str, ...]:
    """The theme of each map."""
    chosen = filters.themes or tuple(str(theme) for theme in gd.Theme)
    if filters.layout is Layout.MANY:
        return chosen[:MOST_PANELS]
    if filters.pair:
        return filters.pair
    others = (str(theme) for theme in gd.Theme if str(theme) not in chosen)
    first, second = (*chosen, *others)[:2]
    return first, second


def pick_spans(filters: Filters, choices: Choices) -> tuple[Span, ...]:
    """The years of each map."""
    if filters.layout is Layout.TWO:
        return find_periods(filters, choices) or ()
    span = choices.span(filters)
    return split_span(span) if span else ()


def split_span(span: Span) -> tuple[Span, ...]:
    """At most MOST_PANELS spans of the same length, the first of which may be shorter."""
    years = span[1] - span[0] + 1
    step = -(-years // MOST_PANELS)
    ends = range(span[1], span[0] - 1, -step)
    return tuple((max(span[0], end - step + 1), end) for end in reversed(ends))


def write_span(span: Span) -> str:
    """2014, or 2014–2018."""
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def measure_units(
    source: Source, facet: Facet, filters: Filters, units: Iterable[str]
) -> gd.Measured:
    """A facet's measure of the units shown."""
    measured = gd.measure_regions(
        source.dataset,
        facet.selection,
        filters.level,
        facet.measure,
        denominators=source.denominators[filters.level],
        periods=find_periods(filters, source.choices)
        if facet.measure is gd.Measure.CHANGE
        else None,
    )
    shown = frozenset(units)
    return gd.Measured(
        {code: value for code, value in measured.values.items() if code in shown},
        {code: reason for code, reason in measured.missing.items() if code in shown},
    )


def build_panel(source: Source, facet: Facet, filters: Filters, units: tuple[str, ...]) -> Panel:
    """One map's values."""
    measured = measure_units(source, facet, filters, units)
    counts = gd.count_regions(source.dataset, facet.selection, filters.level)
    shown, other = frozenset(units), facet.measure is not filters.measure
    return Panel(
        title=facet.title,
        values=measured.values,
        missing=measured.missing,
        counts={code: count for code, count in counts.items() if code in shown},
        measure=facet.measure if other else None,
        classes=classify_values(filters, facet.measure, measured.values.values())
        if other
        else None,
    )


def build_frames(source: Source, filters: Filters, units: tuple[str, ...]) -> Frames | None:
    """The values of all years; None where nothing is played."""
    if filters.layout is not Layout.PLAY:
        return None
    table = _keep(
        gd.measure_years(
            source.dataset,
            filters.selection,
            filters.level,
            filters.measure,
            width=filters.width,
            denominators=source.denominators[filters.level],
        ),
        units,
    )
    return Frames(
        years=table.years,
        values=table.values,
        mode="cumulative" if filters.width is None else "window",
        width=filters.width or 1,
        year=filters.year or table.years[-1],
    )


def classify_panels(filters: Filters, panels: tuple[Panel, ...], frames: Frames | None) -> Classes:
    """One set of classes for all maps of a measure, and all years."""
    values = [value for panel in panels for value in panel.values.values()]
    pooled = None
    if frames is not None:
        pooled = [value for row in frames.values.values() for value in row if value]
    return classify_values(filters, filters.measure, values, pooled)


def classify_values(
    filters: Filters,
    measure: gd.Measure,
    values: Iterable[float],
    pooled: Iterable[float] | None = None,
) -> Classes:
    """Classes as the filters ask for them, in the measure's own way."""
    return classify(
        values,
        filters.scheme,
        filters.k,
        filters.breaks,
        integral=measure in INTEGRAL,
        diverging=measure is gd.Measure.CHANGE,
        pooled=pooled,
    )


def _keep(table: gd.YearTable, units: tuple[str, ...]) -> gd.YearTable:
    shown = frozenset(units)
    kept = {code: row for code, row in table.values.items() if code in shown}
    return gd.YearTable(table.years, kept)


def name_path(source: Source, code: str) -> str:
    """A unit behind those above it, as the page calls them; empty for what is no unit of today."""
    if code not in source.names:
        return ""
    path, parents = [code], source.choices.geography.parents
    while (above := parents.get(path[-1])) and above != gd.NATION:
        path.append(above)
    return " › ".join(source.names[each] for each in reversed(path))


def label_unit(source: Source, filters: Filters, code: str) -> str:
    """The name; below provinces behind that of the unit above, as many have the same."""
    name = source.names.get(code, code)
    above = source.choices.geography.parents.get(code)
    if filters.level is gd.Level.PROVINCE or above in (None, gd.NATION, filters.within):
        return name
    return f"{source.names[above]} › {name}"


def call_name(source: Source, name: str) -> str:
    """What the page calls the words that a name must hold: a programme, or the words."""
    for programme in source.programmes:
        if programme.query == name:
            return programme.labels[source.wording.language]
    return source.wording.say("scope_named", name=name)
