"""How many initiatives a dataset has, by region, year and theme, and where nobody has looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geodata.errors import UsageError
from geodata.model import NATION, Level
from geodata.regions.dataset import Dataset
from geodata.regions.index import (
    ABSENT,
    NATIONAL,
    NOWHERE,
    PLACED,
    Flags,
    Index,
    Numbers,
    Placement,
)

COARSER = "coarser"
"""Bucket of initiatives known to their province only, when cities are asked for."""
UNKNOWN = "unknown"
"""Bucket of codes that the gazetteer does not have."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which initiatives count."""

    themes: tuple[str, ...] = ()
    """Theme codes; empty for all."""
    first_year: int | None = None
    last_year: int | None = None
    """Both inclusive; None for no bound."""
    undated: bool = True
    """Whether initiatives without a year count; the bounds do not touch them."""


@dataclass(frozen=True, slots=True)
class RegionCount:
    """What one unit, with all below it, has."""

    initiatives: int
    reports: int
    """Distinct documents that gave them."""
    first_year: int | None


@dataclass(frozen=True, slots=True)
class YearCount:
    """Initiatives of one year and theme."""

    year: int | None
    """None for undated."""
    theme: str
    initiatives: int


@dataclass(frozen=True, slots=True)
class Totals:
    """A selection in numbers: initiatives = placed + national + coarser + unknown."""

    initiatives: int
    reports: int
    placed: int
    national: int
    coarser: int
    unknown: int
    undated: int


def column_of(level: Level) -> str:
    """The column of the unit tables for a level.

    Raises:
        UsageError: For a level that is not counted.
    """
    if level not in (Level.PROVINCE, Level.CITY):
        raise UsageError(f"level {str(level)!r} is not counted; ask for 'province' or 'city'.")
    return str(level)


def selection_condition(selection: Selection) -> tuple[str, list[Any]]:
    """The selection as SQL over `initiatives`, and its parameters."""
    clauses: list[str] = []
    values: list[Any] = []
    if selection.themes:
        clauses.append("list_contains(?, theme)")
        values.append(list(selection.themes))
    for bound, operator in ((selection.first_year, ">="), (selection.last_year, "<=")):
        if bound is not None:
            clauses.append(f"(year IS NULL OR year {operator} ?)")
            values.append(bound)
    if not selection.undated:
        clauses.append("year IS NOT NULL")
    return " AND ".join(clauses) or "true", values


def region_condition(dataset: Dataset, level: Level, region: str | None) -> tuple[str, list[Any]]:
    """The initiatives of a unit, a bucket (the nation's code, COARSER, UNKNOWN) or all (None)."""
    column = column_of(level)
    buckets = {
        None: "true",
        NATION: "bucket = 'national'",
        UNKNOWN: "bucket = 'unknown'",
        COARSER: f"bucket = 'placed' AND {column} IS NULL",
    }
    if region in buckets:
        return buckets[region], []
    return (f"{column} = ?", [region]) if region in dataset.units else ("false", [])


def count_regions(dataset: Dataset, selection: Selection, level: Level) -> dict[str, RegionCount]:
    """Counts of every unit that has at least one initiative, by code.

    A county counts for its city and province. An initiative known to its province only counts for
    no city, except that a municipality is its own city.
    """
    index, place = dataset.index, _placement(dataset, level)
    chosen = _select(index, selection)
    inside = chosen & (place.unit != ABSENT)
    unit, year = place.unit[inside], index.year[inside]
    counts = np.bincount(unit, minlength=len(place.units))
    first = np.full(len(place.units), len(index.years))
    np.minimum.at(first, unit, year)
    told = _occurring(place.told[chosen[index.pair_initiative]], len(place.told_unit))
    reports = np.bincount(place.told_unit[told], minlength=len(place.units))
    years = [*index.years.tolist(), None]
    columns = (counts.tolist(), reports.tolist(), first.tolist())
    return {
        code: RegionCount(count, documents, years[earliest])
        for code, count, documents, earliest in zip(place.units, *columns, strict=True)
        if count
    }


def count_years(
    dataset: Dataset, selection: Selection, level: Level, region: str | None = None
) -> tuple[YearCount, ...]:
    """Counts by year and theme, undated last, of one region or bucket or of all."""
    index = dataset.index
    inside = _select(index, selection) & _within(dataset, level, region)
    cells = index.year[inside] * len(index.themes) + index.theme[inside]
    counts = np.bincount(cells)
    years = [*index.years.tolist(), None]
    found = np.flatnonzero(counts)
    return tuple(
        YearCount(years[cell // len(index.themes)], index.themes[cell % len(index.themes)], count)
        for cell, count in zip(found.tolist(), counts[found].tolist(), strict=True)
    )


def count_totals(dataset: Dataset, selection: Selection, level: Level) -> Totals:
    """The selection's sums, as the level places them."""
    index, place = dataset.index, _placement(dataset, level)
    chosen = _select(index, selection)
    bucket, owned = index.bucket[chosen], place.unit[chosen] != ABSENT
    told = _occurring(index.pair_document[chosen[index.pair_initiative]], index.documents)
    return Totals(
        initiatives=bucket.size,
        reports=int(told.sum()),
        placed=int(owned.sum()),
        national=int((bucket == NATIONAL).sum()),
        coarser=int(((bucket == PLACED) & ~owned).sum()),
        unknown=int((bucket == NOWHERE).sum()),
        undated=int((index.year[chosen] == len(index.years)).sum()),
    )


def count_documents(dataset: Dataset, level: Level) -> dict[str, int]:
    """Documents that mention a unit or one inside it; a unit that is not here was not searched."""
    return dict(_placement(dataset, level).documents)


def _placement(dataset: Dataset, level: Level) -> Placement:
    column_of(level)
    return dataset.index.placements[level]


def _select(index: Index, selection: Selection) -> Flags:
    """Whether each initiative is in the selection; the same rule as `selection_condition`."""
    first, last = selection.first_year, selection.last_year
    low = 0 if first is None else np.searchsorted(index.years, first, side="left")
    high = len(index.years) if last is None else np.searchsorted(index.years, last, side="right")
    chosen = (index.year >= low) & (index.year < high)
    if selection.undated:
        chosen |= index.year == len(index.years)
    if selection.themes:
        wanted = np.array([theme in selection.themes for theme in index.themes], np.bool_)
        chosen &= wanted[index.theme]
    return chosen


def _within(dataset: Dataset, level: Level, region: str | None) -> Flags:
    """Whether each initiative is in the region; the same rule as `region_condition`."""
    bucket, place = dataset.index.bucket, _placement(dataset, level)
    # No initiative is at the position after the last unit.
    known = place.units.index(region) if region in place.units else len(place.units)
    inside: Flags = place.unit == known
    if region is None:
        inside = np.ones(bucket.size, np.bool_)
    elif region == NATION:
        inside = bucket == NATIONAL
    elif region == UNKNOWN:
        inside = bucket == NOWHERE
    elif region == COARSER:
        inside = (bucket == PLACED) & (place.unit == ABSENT)
    return inside


def _occurring(numbers: Numbers, size: int) -> Flags:
    """Which of the numbers from 0 to size - 1 occur; ABSENT is none of them."""
    seen = np.zeros(size, np.bool_)
    seen[numbers[numbers != ABSENT]] = True
    return seen
