"""What the visitor asks to see, as one frozen value, and the same as a web address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import geodata as gd
from dashboard.wording import LANGUAGES

LEVELS = (gd.Level.PROVINCE, gd.Level.CITY)
BUCKETS = (gd.NATION, gd.COARSER, gd.UNKNOWN)
"""Choices beside the regions: what no region of the level owns."""
MAX_VALUES = 40
"""Values of one parameter that are looked at."""

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything that decides what the page shows."""

    themes: tuple[str, ...] = ()
    """Theme codes in the model's order; empty for all."""
    years: tuple[int, int] | None = None
    """First and last year, inclusive; None for all."""
    undated: bool = True
    level: gd.Level = gd.Level.PROVINCE
    region: str | None = None
    """A unit of the level, or one of BUCKETS; None for the whole country."""
    language: str = LANGUAGES[0]

    @property
    def selection(self) -> gd.Selection:
        """The part that the data is asked for."""
        first, last = self.years or (None, None)
        return gd.Selection(self.themes, first, last, self.undated)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be asked of a dataset."""

    years: tuple[int, int] | None
    regions: Mapping[gd.Level, Collection[str]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """The units of each level."""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An address understood, as far as it can be."""

    filters: Filters
    ignored: tuple[str, ...] = ()
    """Names of parameters whose values mean nothing here."""
    outdated: bool = False
    """Whether the address was made for another state of the dataset."""


def write_query(filters: Filters, fingerprint: str = "") -> dict[str, list[str]]:
    """The filters as query parameters; defaults are left out, and so is an empty fingerprint."""
    query: dict[str, list[str]] = {}
    if filters.themes:
        query["theme"] = list(filters.themes)
    if filters.years:
        query["years"] = ["{}-{}".format(*filters.years)]
    if not filters.undated:
        query["undated"] = ["0"]
    if filters.level is not gd.Level.PROVINCE:
        query["level"] = [str(filters.level)]
    if filters.region:
        query["region"] = [filters.region]
    if filters.language != LANGUAGES[0]:
        query["lang"] = [filters.language]
    if query and fingerprint:
        query["data"] = [fingerprint]
    return query


def read_query(query: Query, choices: Choices) -> Reading:
    """The filters that an address asks for; what it gets wrong stays at its default."""
    filters, ignored = Filters(), []
    for name, reader in _READERS.items():
        values = list(query.get(name, ()))[:MAX_VALUES]
        if not values:
            continue
        read = reader(filters, values, choices)
        if read is None:
            ignored.append(name)
        else:
            filters = read
    ignored += sorted(set(query) - set(_READERS) - {"data"})[:MAX_VALUES]
    made_for = list(query.get("data", ()))
    outdated = bool(made_for and choices.fingerprint and made_for != [choices.fingerprint])
    return Reading(filters, tuple(ignored), outdated)


def _read_themes(filters: Filters, values: list[str], choices: Choices) -> Filters | None:
    known = tuple(str(theme) for theme in gd.Theme if theme in values)
    if not known or set(values) - set(known):
        return None
    return replace(filters, themes=() if len(known) == len(gd.Theme) else known)


def _read_years(filters: Filters, values: list[str], choices: Choices) -> Filters | None:
    parts = values[0].split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if any(len(part) != 4 for part in parts) or choices.years is None:
        return None
    lowest, highest = choices.years
    first, last = max(int(parts[0]), lowest), min(int(parts[1]), highest)
    if first > last:
        return None
    return replace(filters, years=None if (first, last) == choices.years else (first, last))


def _read_undated(filters: Filters, values: list[str], choices: Choices) -> Filters | None:
    return replace(filters, undated=values[0] == "1") if values[0] in ("0", "1") else None


def _read_level(filters: Filters, values: list[str], choices: Choices) -> Filters | None:
    if values[0] not in LEVELS:
        return None
    return replace(filters, level=gd.Level(values[0]))


def _read_region(filters: Filters, values: list[str], choices: Choices) -> Filters | None:
    if not is_region(values[0], filters.level, choices):
        return None
    return replace(filters, region=values[0])


def _read_language(filters: Filters, values: list[str], choices: Choices) -> Filters | None:
    return replace(filters, language=values[0]) if values[0] in LANGUAGES else None


def is_region(region: str, level: gd.Level, choices: Choices) -> bool:
    """Whether it can be chosen at the level."""
    return region in BUCKETS or region in choices.regions.get(level, ())


# The level is read before the region, which depends on it.
_READERS = {
    "theme": _read_themes,
    "years": _read_years,
    "undated": _read_undated,
    "level": _read_level,
    "region": _read_region,
    "lang": _read_language,
}
