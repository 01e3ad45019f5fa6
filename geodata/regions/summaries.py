"""How many initiatives a dataset has, by region, year and theme, and where nobody has looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geodata.errors import UsageError
from geodata.model import NATION, Level
from geodata.regions.dataset import Dataset

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
    column = column_of(level)
    where, values = selection_condition(selection)
    rows = dataset.ask(
        f"""
        SELECT {column}, count(DISTINCT number), count(DISTINCT document), min(year)
        FROM initiatives JOIN pairs USING (number)
        WHERE {column} IS NOT NULL AND {where} GROUP BY {column} ORDER BY {column}
        """,
        values,
    )
    return {code: RegionCount(count, reports, first) for code, count, reports, first in rows}


def count_years(
    dataset: Dataset, selection: Selection, level: Level, region: str | None = None
) -> tuple[YearCount, ...]:
    """Counts by year and theme, undated last, of one region or bucket or of all."""
    where, values = selection_condition(selection)
    inside, more = region_condition(dataset, level, region)
    rows = dataset.ask(
        f"""
        SELECT year, theme, count(*) FROM initiatives WHERE {where} AND {inside}
        GROUP BY year, theme ORDER BY year NULLS LAST, theme
        """,
        values + more,
    )
    return tuple(YearCount(*row) for row in rows)


def count_totals(dataset: Dataset, selection: Selection, level: Level) -> Totals:
    """The selection's sums, as the level places them."""
    column = column_of(level)
    where, values = selection_condition(selection)
    [(total, placed, national, coarser, unknown, undated)] = dataset.ask(
        f"""
        SELECT count(*), count({column}),
               count(*) FILTER (WHERE bucket = 'national'),
               count(*) FILTER (WHERE bucket = 'placed' AND {column} IS NULL),
               count(*) FILTER (WHERE bucket = 'unknown'),
               count(*) FILTER (WHERE year IS NULL)
        FROM initiatives WHERE {where}
        """,
        values,
    )
    [(reports,)] = dataset.ask(
        f"""
        SELECT count(DISTINCT document) FROM pairs JOIN initiatives USING (number)
        WHERE {where}
        """,
        values,
    )
    return Totals(total, reports, placed, national, coarser, unknown, undated)


def count_documents(dataset: Dataset, level: Level) -> dict[str, int]:
    """Documents that mention a unit or one inside it; a unit that is not here was not searched."""
    sql = "SELECT adcode, documents FROM coverage WHERE level = ? ORDER BY adcode"
    return dict(dataset.ask(sql, [column_of(level)]))
