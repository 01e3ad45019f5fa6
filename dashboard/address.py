"""The filters as a web address: defaults left out, what it gets wrong named and left at default."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import geodata as gd
from dashboard.classes import MAX_CLASSES, MIN_CLASSES, SCHEMES
from dashboard.filters import (
    CONFIDENCES,
    LONGEST_NAME,
    MOST_COMPARED,
    MOST_OPENED,
    TABS,
    WIDTHS,
    By,
    Cell,
    Choices,
    Filters,
    Layout,
    Span,
    halve,
    settle,
)
from dashboard.geography import LEVELS
from dashboard.wording import LANGUAGES

MAX_VALUES = 40
"""Values of one parameter that are looked at."""
MAX_LENGTH = 200
"""Characters of a value that are looked at."""
BREAK_DIGITS = 6
"""After the point, of own breaks."""

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which data an address was made from, and what it showed then."""

    fingerprint: str
    initiatives: int
    reports: int

    def write(self) -> str:
        """As text, such as abc123.120.98."""
        return f"{self.fingerprint}.{self.initiatives}.{self.reports}"


@dataclass(frozen=True, slots=True)
class Reading:
    """An address understood, as far as it can be."""

    filters: Filters
    ignored: tuple[str, ...] = ()
    """Names of parameters whose values mean nothing here."""
    stamp: Stamp | None = None
    """Of the data that it was made from, where it says so."""


def write_query(filters: Filters, stamp: Stamp | None = None) -> dict[str, list[str]]:
    """Settled filters as query parameters; the stamp only where there are any."""
    query = {}
    for name, parameter in _PARAMETERS.items():
        value = getattr(filters, parameter.field)
        if value != getattr(_DEFAULTS, parameter.field):
            query[name] = parameter.write(value)
    if query and stamp:
        query["data"] = [stamp.write()]
    return query


def read_query(query: Query, choices: Choices) -> Reading:
    """The filters that an address asks for."""
    filters, ignored, asked = _DEFAULTS, [], {}
    for name, parameter in _PARAMETERS.items():
        values = [value[:MAX_LENGTH] for value in query.get(name, ())][:MAX_VALUES]
        if not values:
            continue
        try:
            asked[name] = parameter.read(values, choices)
        except (ValueError, KeyError, IndexError):
            ignored.append(name)
            continue
        filters = replace(filters, **{parameter.field: asked[name]})
    settled = settle(filters, choices)
    # What does not go with the rest is named too, but for a value that is the default anyway.
    for name, value in asked.items():
        if value not in (getattr(settled, _PARAMETERS[name].field), _spell(name, settled, choices)):
            ignored.append(name)
    ignored = [name for name in _PARAMETERS if name in ignored]
    ignored += sorted(set(query) - set(_PARAMETERS) - {"data"})[:MAX_VALUES]
    return Reading(settled, tuple(ignored), _read_stamp(query.get("data", ())))


def _spell(name: str, settled: Filters, choices: Choices) -> object:
    """What a default that is left out stands for."""
    span = choices.span(settled)
    if name == "period" and settled.compares_periods and settled.periods is None:
        return halve(span)
    if name == "year" and settled.layout is Layout.PLAY and settled.year is None and span:
        return span[1]
    return None


def _read_stamp(values: Sequence[str]) -> Stamp | None:
    parts = values[0].split(".") if values else []
    if len(parts) != 3 or not all(_is_number(part) for part in parts[1:]):
        return Stamp(values[0][:MAX_LENGTH], -1, -1) if values else None
    return Stamp(parts[0], int(parts[1]), int(parts[2]))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


@dataclass(frozen=True, slots=True)
class _Parameter:
    field: str
    write: Callable[[Any], list[str]]
    read: Callable[[list[str], Choices], Any]
    """Raises ValueError, KeyError or IndexError for what means nothing."""


def _text(field: str, read: Callable[[str, Choices], Any]) -> _Parameter:
    return _Parameter(field, lambda value: [str(value)], lambda v, c: read(v[0], c))


def _one_of(field: str, values: Sequence[Any]) -> _Parameter:
    by_text = {str(value): value for value in values}
    return _text(field, lambda text, _: by_text[text])


def _flag(field: str) -> _Parameter:
    return _Parameter(
        field, lambda value: [str(int(value))], lambda v, _: {"0": False, "1": True}[v[0]]
    )


def _read_themes(values: list[str], choices: Choices) -> tuple[str, ...]:
    known = tuple(str(theme) for theme in gd.Theme if theme in values)
    if set(values) - set(known):
        raise ValueError
    return () if len(known) == len(gd.Theme) else known


def _read_span(text: str) -> Span:
    parts = text.split("-")
    if len(parts) != 2 or not all(len(part) == 4 and _is_number(part) for part in parts):
        raise ValueError
    first, last = int(parts[0]), int(parts[1])
    if first > last:
        raise ValueError
    return first, last


def _read_years(text: str, choices: Choices) -> Span | None:
    if choices.years is None:
        raise ValueError
    (first, last), (lowest, highest) = _read_span(text), choices.years
    first, last = max(first, lowest), min(last, highest)
    if first > last:
        raise ValueError
    return None if (first, last) == choices.years else (first, last)


def _write_span(span: Span) -> str:
    return f"{span[0]}-{span[1]}"


def _read_unit(text: str, choices: Choices) -> str:
    if not any(text in choices.geography.members[level] for level in LEVELS[:2]):
        raise ValueError
    return text


def _read_breaks(values: list[str], choices: Choices) -> tuple[float, ...]:
    found = sorted({read_break(part) for part in values[0].split(",")})
    if len(found) > MAX_CLASSES:
        raise ValueError
    return tuple(found)


def read_break(text: str) -> float:
    """A typed class bound.

    Raises:
        ValueError: If it is not a number above 0, or one without measure.
    """
    value = round(float(text), BREAK_DIGITS)
    if not isfinite(value) or not 0 < value < 1e9:
        raise ValueError
    return value


def write_break(value: float) -> str:
    """The bound without needless digits."""
    return f"{value:.{BREAK_DIGITS}f}".rstrip("0").rstrip(".")


def _read_periods(values: list[str], choices: Choices) -> tuple[Span, Span]:
    first, second = (_read_span(value) for value in values)
    return first, second


def _read_pair(values: list[str], choices: Choices) -> tuple[str, str]:
    first, second = (str(gd.Theme(value)) for value in values)
    return first, second


def _read_name(text: str, choices: Choices) -> str:
    if not text.strip():
        raise ValueError
    return " ".join(text[:LONGEST_NAME].split())


def _read_compared(values: list[str], choices: Choices) -> tuple[str, ...]:
    if len(set(values)) < len(values) or len(values) > MOST_COMPARED:
        raise ValueError
    return tuple(values)


def _write_cell(cell: Cell) -> list[str]:
    status = f".{cell.status}" if cell.status else ""
    return [f"{cell.region}.{cell.theme}.{cell.year}{status}"]


def _read_cell(values: list[str], choices: Choices) -> Cell:
    region, theme, year, *status = values[0].split(".")
    if len(status) > 1:
        raise ValueError
    return Cell(region, theme, year, *status)


def _read_opened(values: list[str], choices: Choices) -> tuple[str, ...]:
    if len(set(values)) < len(values) or len(values) > MOST_OPENED:
        raise ValueError
    return tuple(values)


_DEFAULTS = Filters()
# What decides over others comes first in an address too.
_PARAMETERS = {
    "tab": _one_of("tab", TABS),
    "theme": _Parameter("themes", list, _read_themes),
    "name": _text("name", _read_name),
    "years": _Parameter("years", lambda v: [_write_span(v)], lambda v, c: _read_years(v[0], c)),
    "undated": _flag("undated"),
    "confidence": _one_of("confidence", CONFIDENCES),
    "lower": _flag("lower"),
    "level": _one_of("level", LEVELS),
    "within": _text("within", _read_unit),
    "region": _text("region", lambda text, _: text),
    "measure": _one_of("measure", tuple(gd.Measure)),
    "scheme": _one_of("scheme", SCHEMES),
    "classes": _one_of("k", range(MIN_CLASSES, MAX_CLASSES + 1)),
    "breaks": _Parameter("breaks", lambda v: [",".join(map(write_break, v))], _read_breaks),
    "maps": _one_of("layout", tuple(Layout)),
    "window": _one_of("width", WIDTHS),
    "year": _text("year", lambda text, _: _read_span(f"{text}-{text}")[0]),
    "by": _one_of("by", tuple(By)),
    "period": _Parameter("periods", lambda v: list(map(_write_span, v)), _read_periods),
    "pair": _Parameter("pair", list, _read_pair),
    "second": _one_of("second", tuple(gd.Measure)),
    "split": _one_of("split", tuple(gd.Split)),
    "count": _one_of("counted", tuple(gd.Counted)),
    "running": _flag("running"),
    "share": _flag("share"),
    "compare": _Parameter("compared", list, _read_compared),
    "peers": _one_of("kinship", tuple(gd.Kinship)),
    "cell": _Parameter("cell", _write_cell, _read_cell),
    "open": _Parameter("opened", list, _read_opened),
    "lang": _one_of("language", LANGUAGES),
}
