"""A chart as data: what is drawn, what it says, and the figures behind it.

See assets/chart.js for how it is drawn, opened and saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dashboard.style import ACCENT, DARK, FONTS, LIGHT, pick_colours
from dashboard.wording import Wording

SHADES = 7
WORDS = (
    *("data", "png", "svg", "csv", "total", "low", "keys", "sort", "all", "open", "empty"),
    *("then", "more", "waiting"),
)
_ACCENTS = (ACCENT, "#8fb8e6")
_GROUNDS = tuple(
    (ground.page, ground.ink, ground.quiet, ground.coast, accent)
    for ground, accent in zip((LIGHT, DARK), _ACCENTS, strict=True)
)
"""Of a light and a dark page: ground, text, lesser text, lines, accent."""
HEIGHT = 280
"""Pixels of a plot on a wide page."""

Hues = tuple[str, str]
"""On a light and on a dark ground."""
ACCENT_HUES: Hues = ("#2e79a2", "#6db5d9")


class Kind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    LINES = "lines"
    HEAT = "heat"
    TABLE = "table"


FIRST_ROWS = {Kind.HEAT: 30, Kind.TABLE: 12, Kind.BARS: 25, Kind.LINES: 25}
"""Of a table, or of the figures behind a drawing: so many are sent with a change of filter, which
are those that are shown at first; the rest is sent when it is asked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens initiatives: by their ids, or else by row and column."""

    text: str | int
    ids: tuple[str, ...] = ()
    key: str = ""
    column: str = ""
    name: bool = False
    """Whether the text is a name out of the documents, and so in their language."""
    tail: str = ""
    """What is said behind it, in the page's own language."""


Value = str | int | float | None | Link


@dataclass(frozen=True, slots=True)
class Table:
    """The figures behind a chart."""

    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar, one line, or one row of a table of shades."""

    label: str
    hues: Hues
    values: tuple[float | None, ...]
    """One for each column; None where nothing can be told."""
    apart: float = 0
    """What belongs to no column: the undated."""
    key: str = ""
    """What opens its initiatives; empty for what does not open."""
    strong: bool = True
    """Whether a line is told from the others by its label and weight, and a row of shades is one
    of those that are held against each other."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Small bars under the columns."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with all that is said around it."""

    kind: Kind
    title: str
    """The finding, made from the data; what is read out in place of the drawing begins with it."""
    about: str
    """What is shown."""
    source: str
    file: str
    """Name of the files that are saved, without an ending."""
    table: Table
    columns: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """What opens a column's initiatives; empty for the labels themselves."""
    series: tuple[Series, ...] = ()
    note: str = ""
    hint: str = ""
    """What can be done with it; on the page alone, not in files."""
    alt: str = ""
    """Read out after the title."""
    apart: str = ""
    """Label of what belongs to no column; empty where there is nothing."""
    breaks: tuple[int, ...] = ()
    """Columns that cannot be held against the others."""
    strip: Strip | None = None
    share: bool = False
    """Whether values are shares, 0 to 1."""
    sums: tuple[int, ...] = ()
    """What the shares of each column are of, the undated last."""
    step: bool = False
    """Whether lines go from one value to the next in steps."""
    titled: bool = True
    """Whether the title is shown above the chart; else it stands elsewhere on the page."""
    opens: bool = False
    """Whether columns or cells open their initiatives."""
    whole: bool = True
    """Whether all rows are sent, however many."""
    cut: bool = False
    """Whether what stands apart is drawn cut off, as it would dwarf all else."""
    head: str = ""
    """Of the column of names in a table of shades."""
    sort: Mapping[str, Any] = field(default_factory=lambda: {"column": "total", "down": True})
    """How a table of shades is sorted at first."""
    height: int = HEIGHT


def write_chart(chart: Chart, wording: Wording) -> dict[str, Any]:
    """What the component is given."""
    strip = chart.strip
    series, rows = pick_first(chart)
    return {
        "kind": str(chart.kind),
        "title": chart.title,
        "titled": chart.titled,
        "about": chart.about,
        "note": chart.note,
        "hint": chart.hint,
        "source": chart.source,
        "alt": chart.alt,
        "file": chart.file,
        "columns": chart.columns,
        "keys": chart.keys or chart.columns,
        "series": [_write_series(each) for each in series],
        "most": _find_most(chart),
        "apart": chart.apart,
        "breaks": chart.breaks,
        "strip": strip
        and {
            "label": strip.label,
            "values": strip.values,
            "told": wording.say("chart_strip", label=strip.label, n=max(strip.values, default=0)),
        },
        "unit": "share" if chart.share else "count",
        "sums": chart.sums,
        "step": chart.step,
        "opens": chart.opens,
        "cut": chart.cut,
        "head": chart.head,
        "sort": dict(chart.sort),
        "height": chart.height,
        "table": {
            "head": chart.table.head,
            "rows": [[_write_cell(value) for value in row] for row in rows],
            "all": len(chart.table.rows),
        },
        "ramp": [pick_colours(SHADES, dark=dark) for dark in (False, True)]
        if chart.kind is Kind.HEAT
        else [],
        "grounds": _GROUNDS,
        "font": FONTS.replace('"', "'"),
        "language": {"zh": "zh-CN"}.get(wording.language, wording.language),
        "words": {name: wording.sentences[f"chart_{name}"] for name in WORDS},
    }


def _write_series(series: Series) -> dict[str, Any]:
    return {
        "label": series.label,
        "hues": series.hues,
        "values": series.values,
        "apart": series.apart,
        "key": series.key,
        "strong": series.strong,
    }


def _write_cell(value: Value) -> Any:
    if not isinstance(value, Link):
        return value
    opens = {"ids": value.ids} if value.ids else {"key": value.key, "column": value.column}
    tail = {"tail": value.tail} if value.tail else {}
    return {"text": value.text, "name": value.name} | opens | tail


def pick_first(chart: Chart) -> tuple[tuple[Series, ...], tuple[tuple[Value, ...], ...]]:
    """The series and rows that are sent: all, or the first ones as they are sorted at first.

    A table of shades has its figures in its series: of its rows only those without a series are
    sent beside them, which hold sums. What is no row of its own kind is always sent.
    """
    rows, some, most = chart.table.rows, not chart.whole, FIRST_ROWS[chart.kind]
    if chart.kind is not Kind.HEAT:
        return chart.series, rows[:most] if some else rows
    sums, series = rows[len(chart.series) :], chart.series
    own = [each for each in series if each.strong]
    if some and len(own) > most:
        others = [each for each in series if not each.strong]
        series = (*sorted(own, key=lambda each: -add_up((each,)))[:most], *others)
    return series, sums


def _find_most(chart: Chart) -> float:
    """The highest value of a table of shades, by which all its shades go."""
    if chart.kind is not Kind.HEAT:
        return 0
    return max(
        (value or 0 for each in chart.series if each.strong for value in each.values), default=0
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """What a visitor opened in a chart: a cell by its row and column, or initiatives."""

    key: str = ""
    column: str = ""
    ids: tuple[str, ...] = ()


def read_opening(answer: Any) -> Opening | None:
    """What was opened; None for whatever else the browser sends."""
    opened = getattr(answer, "opened", None)
    if not isinstance(opened, Mapping):
        return None
    ids = opened.get("ids")
    if isinstance(ids, list) and ids and all(isinstance(each, str) for each in ids):
        return Opening(ids=tuple(ids))
    key, column = opened.get("key"), opened.get("column")
    if isinstance(key, str) and isinstance(column, str) and (key or column):
        return Opening(key, column)
    return None


def asks_whole(answer: Any) -> bool:
    """Whether the browser wants all rows."""
    return bool(getattr(answer, "whole", None))


def add_up(series: Iterable[Series]) -> float:
    """All that is drawn, what stands apart among it."""
    return sum(sum(value or 0 for value in each.values) + each.apart for each in series)
