"""What the visitor asks to see, as one frozen value that always makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

import geodata as gd
from dashboard.classes import DEFAULT_CLASSES, OWN, SCHEMES
from dashboard.geography import Geography
from dashboard.hues import STATUSES
from dashboard.wording import LANGUAGES

BUCKETS = (gd.NATION, gd.COARSER, gd.FINER, gd.UNKNOWN)
"""Choices beside the regions: what no region of the level owns."""
WIDTHS = (1, 3, 5)
"""Years of a moving window."""
TABS = ("map", "timeline", "trends", "spread", "compare", "heat", "definitions")
MOST_COMPARED = 6
"""Regions chosen by hand; peers may be more."""
MOST_OPENED = 12
"""Initiatives opened at once."""
LONGEST_NAME = 60
"""Characters of the words that a name must hold."""
UNDATED = "undated"
UNTIL = "-"
"""In front of a year: that one and all before it."""
CONFIDENCES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
Span = tuple[int, int]
"""First and last year, both inclusive."""


class Layout(StrEnum):
    """How many maps there are, and whether the one moves."""

    ONE = "one"
    PLAY = "play"
    TWO = "two"
    MANY = "many"


class By(StrEnum):
    """What maps beside each other differ in."""

    YEAR = "year"
    THEME = "theme"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, or a bar of a chart, whose initiatives are listed below it."""

    region: str = ""
    """A unit of the level, or one of BUCKETS; empty for all."""
    theme: str = ""
    """A theme's code; empty for all."""
    year: str = ""
    """A year, UNTIL and a year for all up to it, or UNDATED; empty for all."""
    status: str = ""
    """A status's code; empty for all."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything that decides what the page shows."""

    themes: tuple[str, ...] = ()
    """Theme codes in the model's order; empty for all."""
    years: Span | None = None
    """None for all."""
    undated: bool = True
    confidence: float = 0.0
    lower: bool = True
    """Whether what stands at lower levels counts too."""
    level: gd.Level = gd.Level.PROVINCE
    within: str | None = None
    """The province or city that the map is zoomed to."""
    region: str | None = None
    """A unit of the level, or one of BUCKETS; None for all."""
    measure: gd.Measure = gd.Measure.INITIATIVES
    scheme: str = SCHEMES[0]
    k: int = DEFAULT_CLASSES
    breaks: tuple[float, ...] = ()
    """Of the scheme OWN: rising."""
    layout: Layout = Layout.ONE
    width: int | None = None
    """While playing: years of the moving window; None for all up to the year."""
    year: int | None = None
    """While playing: the year that is shown; None for the last."""
    by: By = By.YEAR
    """What two or more maps differ in."""
    periods: tuple[Span, Span] | None = None
    """Of two maps by year, and of the measure CHANGE; None for the halves of the years."""
    pair: tuple[str, str] | None = None
    """Of two maps by theme; None for the first two."""
    second: gd.Measure | None = None
    """Of two maps by measure: the other one's."""
    tab: str = TABS[0]
    name: str = ""
    """Words that a name must hold, as `gd.Selection.name` has them."""
    split: gd.Split = gd.Split.THEME
    """What lanes, stacks or rows are told apart by."""
    counted: gd.Counted = gd.Counted.INITIATIVES
    """What trends and the heat table count."""
    running: bool = False
    """Whether a year's bar holds all years before it too."""
    share: bool = False
    """Whether bars are shares of their year."""
    compared: tuple[str, ...] = ()
    """Units of the level that are compared; empty for those that have most."""
    kinship: gd.Kinship | None = None
    """Where given, the first of them is compared with its peers."""
    cell: Cell | None = None
    """What the list below is narrowed to."""
    opened: tuple[str, ...] = ()
    """Ids of the initiatives that the list below is narrowed to."""
    language: str = LANGUAGES[0]

    @property
    def selection(self) -> gd.Selection:
        """The part that the data is asked for, whatever year is played."""
        first, last = self.years or (None, None)
        return gd.Selection(
            self.themes,
            first,
            last,
            self.undated,
            self.confidence,
            lower=self.lower,
            name=self.name,
        )

    @property
    def compares_periods(self) -> bool:
        """Whether the two periods matter."""
        change = gd.Measure.CHANGE in (self.measure, self.second)
        return change or (self.layout is Layout.TWO and self.by is By.YEAR)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be asked of a dataset."""

    years: Span | None
    geography: Geography
    measures: Mapping[gd.Level, tuple[gd.Measure, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def span(self, filters: Filters) -> Span | None:
        """The years that the filters let through."""
        return filters.years or self.years

    def units(self, filters: Filters) -> tuple[str, ...]:
        """The units that the map shows."""
        return self.geography.units(filters.level, filters.within)

    def is_region(self, region: str, filters: Filters) -> bool:
        """Whether it can be chosen on the map or beside it."""
        if region in (gd.NATION, gd.UNKNOWN):
            return filters.within is None
        if region == gd.COARSER:
            return filters.level is not gd.Level.PROVINCE
        if region == gd.FINER:
            return not filters.lower
        if filters.within is None:
            return region in self.geography.members[filters.level]
        return region in self.units(filters)


def halve(span: Span | None) -> tuple[Span, Span] | None:
    """The two halves of the years, the odd first year in neither; None for fewer than two."""
    if span is None or span[0] == span[1]:
        return None
    first, last = span
    half = (last - first + 1) // 2
    return (last - 2 * half + 1, last - half), (last - half + 1, last)


def settle(filters: Filters, choices: Choices) -> Filters:
    """The filters with all that does not go together, or does not matter, at its default."""
    for step in _STEPS:
        filters = step(filters, choices)
    return filters


def _settle_place(filters: Filters, choices: Choices) -> Filters:
    within = choices.geography.enclose(filters.within, filters.level)
    filters = replace(filters, within=within)
    if filters.region and not choices.is_region(filters.region, filters):
        filters = replace(filters, region=None)
    return filters


def _settle_layout(filters: Filters, choices: Choices) -> Filters:
    layout, by = filters.layout, filters.by
    span = choices.span(filters)
    if layout is Layout.PLAY and (span is None or span[0] == span[1]):
        layout = Layout.ONE
    if layout is Layout.MANY and filters.level is gd.Level.COUNTY:
        layout = Layout.ONE
    if (layout is Layout.MANY and by is By.MEASURE) or layout not in (Layout.TWO, Layout.MANY):
        by = By.YEAR
    if by is By.YEAR and layout in (Layout.TWO, Layout.MANY) and halve(span) is None:
        by = By.THEME
    return replace(filters, layout=layout, by=by)


def _settle_measures(filters: Filters, choices: Choices) -> Filters:
    offered = choices.measures[filters.level]
    measure = filters.measure if filters.measure in offered else gd.Measure.INITIATIVES
    layout, second = filters.layout, filters.second
    if measure is gd.Measure.CHANGE:
        if layout is Layout.PLAY:
            layout = Layout.ONE
        if layout in (Layout.TWO, Layout.MANY) and filters.by is By.YEAR:
            filters = replace(filters, by=By.THEME)
        if halve(choices.span(filters)) is None:
            measure = gd.Measure.INITIATIVES
    if layout is Layout.TWO and filters.by is By.MEASURE:
        others = [other for other in offered if other not in (measure, gd.Measure.CHANGE)]
        second = second if second in others else others[0]
    else:
        second = None
    return replace(filters, layout=layout, measure=measure, second=second)


def _settle_time(filters: Filters, choices: Choices) -> Filters:
    span, playing = choices.span(filters), filters.layout is Layout.PLAY
    year, width = (filters.year, filters.width) if playing else (None, None)
    if year is not None and span and not span[0] <= year < span[1]:
        year = None
    width = width if width in WIDTHS else None
    periods = filters.periods if filters.compares_periods else None
    if periods is not None:
        first, second = sorted(periods)
        inside = choices.years and all(
            choices.years[0] <= start <= end <= choices.years[1] for start, end in periods
        )
        periods = (first, second) if inside and (first, second) != halve(span) else None
    pair = filters.pair if filters.layout is Layout.TWO and filters.by is By.THEME else None
    if pair is not None and (pair[0] == pair[1] or not set(pair) <= set(gd.Theme)):
        pair = None
    return replace(filters, year=year, width=width, periods=periods, pair=pair)


def _settle_classes(filters: Filters, choices: Choices) -> Filters:
    if filters.scheme != OWN:
        return replace(filters, breaks=())
    return replace(filters, k=DEFAULT_CLASSES, breaks=tuple(sorted(set(filters.breaks))))


def _settle_tab(filters: Filters, choices: Choices) -> Filters:
    units = choices.geography.members[filters.level]
    known = [code for code in dict.fromkeys(filters.compared) if code in units]
    split = filters.split
    if filters.tab in ("timeline", "heat") and split is gd.Split.STATUS:
        split = gd.Split.THEME
    return replace(
        filters,
        name=" ".join(filters.name[:LONGEST_NAME].split()),
        split=split,
        compared=tuple(known[:MOST_COMPARED]),
    )


def _settle_opened(filters: Filters, choices: Choices) -> Filters:
    """Initiatives are opened by their ids, or else by a cell; a map has its own way."""
    opened = tuple(dict.fromkeys(filter(None, filters.opened)))[:MOST_OPENED]
    cell = filters.cell
    if filters.tab in ("trends", "heat") and filters.counted is gd.Counted.REPORTS:
        cell = None  # the years of reports are not those of initiatives
    if filters.tab in ("map", "definitions"):
        opened, cell = (), None
    if opened or (cell and not _is_cell(cell, filters, choices)):
        cell = None
    return replace(filters, opened=opened, cell=cell)


def _is_cell(cell: Cell, filters: Filters, choices: Choices) -> bool:
    """Whether it tells of something, and of nothing that the dataset does not know."""
    known_region = not cell.region or (
        cell.region in BUCKETS or cell.region in choices.geography.members[filters.level]
    )
    known_theme = not cell.theme or cell.theme in set(gd.Theme)
    year = cell.year.removeprefix(UNTIL)
    known_year = cell.year in ("", UNDATED) or (
        len(year) == 4 and year.isascii() and year.isdigit()
    )
    known_status = not cell.status or cell.status in STATUSES
    return known_region and known_theme and known_year and known_status and cell != Cell()


_STEPS = (
    _settle_place,
    _settle_layout,
    _settle_measures,
    _settle_time,
    _settle_classes,
    _settle_tab,
    _settle_opened,
)
