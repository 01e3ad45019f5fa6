"""Years against themes, regions or statuses, and how many documents each year rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np

from geodata.model import Level
from geodata.regions.crosstab import (
    BUCKETS,
    SEVERAL,
    Counted,
    Counts,
    Crosstab,
    Split,
    count_cells,
)
from geodata.regions.dataset import Dataset
from geodata.regions.selection import Selection, check_level, choose_region

OTHER = "other"
"""Key of all that are not among the most frequent."""
TOP = 8
"""So many keys are told apart unless more are asked for."""
LOW_COVERAGE = 1 / 3
"""A year with fewer documents than this share of the median of its neighbours is a break: what it
has less of may be documents, not programmes."""
NEIGHBOURS = 2
"""So many years before and after a year are its neighbours."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Counts by year and key; all of them add up to `total`."""

    split: Split
    counted: Counted
    keys: tuple[str, ...]
    """The most frequent first; then OTHER, the buckets without a unit, and SEVERAL."""
    years: tuple[int, ...]
    """From the first to the last that occurs, those between among them."""
    counts: Mapping[str, tuple[int, ...]]
    """Of each key: the count of each year."""
    undated: Mapping[str, int]
    """Of each key: those without a year; 0 where there are none."""
    others: tuple[str, ...]
    """The keys that OTHER stands for, the most frequent first."""

    @property
    def totals(self) -> tuple[int, ...]:
        """Of each year: the sum over all keys."""
        return tuple(map(sum, zip(*self.counts.values(), strict=True)))

    @property
    def total(self) -> int:
        """All, the undated among them."""
        return sum(self.totals) + sum(self.undated.values())

    @property
    def rows(self) -> tuple[tuple[int | None, str, int], ...]:
        """Year, key and count of each cell that is not empty; undated last."""
        dated = [
            (year, key, self.counts[key][column])
            for column, year in enumerate(self.years)
            for key in self.keys
            if self.counts[key][column]
        ]
        return (*dated, *((None, key, self.undated[key]) for key in self.keys if self.undated[key]))


def trend_years(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    region: str | None = None,
    *,
    within: str | None = None,
    by: Split = Split.THEME,
    unit: Counted = Counted.INITIATIVES,
    top: int = TOP,
) -> Trend:
    """Counts by year of what `list_initiatives` lists.

    Args:
        dataset: Where to count.
        selection: Which initiatives count.
        level: What `region` is a unit of, and what Split.REGION tells apart.
        region: A unit of the level, a bucket, or None for all.
        within: A unit of any level that they must stand at or inside; None for the whole country.
        by: What each year is divided into.
        unit: Initiatives by the year in which they began, or reports by that of publication.
        top: So many keys are told apart; the rest are in OTHER, unless it would be one alone.
    """
    chosen = choose_region(dataset.index, selection, level, region, within)
    table = count_cells(dataset.index, chosen, selection, level, by, unit)
    keys, counts, others = _keep_top(table, top)
    columns = counts.tolist()
    return Trend(
        split=by,
        counted=unit,
        keys=keys,
        years=table.years,
        counts={key: tuple(row[:-1]) for key, row in zip(keys, columns, strict=True)},
        undated={key: row[-1] for key, row in zip(keys, columns, strict=True)},
        others=others,
    )


def _keep_top(table: Crosstab, top: int) -> tuple[tuple[str, ...], Counts, tuple[str, ...]]:
    """Keys in the order of a trend, their rows, and the keys in OTHER."""
    apart = {*BUCKETS, SEVERAL}
    sums = table.counts.sum(axis=1).tolist()
    plain = [row for row, key in enumerate(table.keys) if key not in apart]
    plain.sort(key=lambda row: (-sums[row], table.keys[row]))
    rest = plain[top:] if len(plain) > top + 1 else []
    kept = plain[: len(plain) - len(rest)]
    last = [row for row, key in enumerate(table.keys) if key in apart]
    rows = [table.counts[kept]]
    if rest:
        rows.append(table.counts[rest].sum(axis=0, keepdims=True))
    rows.append(table.counts[last])
    names = [table.keys[row] for row in kept] + [OTHER] * bool(rest)
    return (
        (*names, *(table.keys[row] for row in last)),
        np.concatenate(rows),
        tuple(table.keys[row] for row in rest),
    )


def cumulate(trend: Trend) -> dict[str, tuple[int, ...]]:
    """Of each key: the count of each year with all years before it; undated are in none."""
    return {key: tuple(np.cumsum(row).tolist()) for key, row in trend.counts.items()}


def share_years(counts: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[float | None, ...]]:
    """Of each key: its share of each year's sum, 0 to 1; None in years that have nothing."""
    sums = [sum(column) for column in zip(*counts.values(), strict=True)]
    return {
        key: tuple(count / whole if whole else None for count, whole in zip(row, sums, strict=True))
        for key, row in counts.items()
    }


def count_coverage(
    dataset: Dataset, level: Level | None = None, region: str | None = None
) -> dict[int | None, int]:
    """Documents read, by year of publication, rising; None, last, where it is not known.

    Args:
        dataset: Where to count.
        level: What `region` is a unit of.
        region: Only documents that mention this unit or one inside it; None for all documents.
    """
    if region is None:
        rows = dataset.ask("SELECT year(published), count(*) FROM documents GROUP BY ALL")
    else:
        check_level(level or Level.NATION)
        rows = dataset.ask(
            "SELECT published, documents FROM coverage WHERE level = ? AND adcode = ?",
            [str(level), region],
        )
    found = Counter[int | None](dict(rows))
    return dict(sorted(found.items(), key=lambda row: (row[0] is None, row[0] or 0)))


def find_breaks(coverage: Mapping[int | None, int], years: Iterable[int]) -> dict[int, int]:
    """The years whose counts cannot be held against those around them, and their documents.

    A year is one of them when no document was published in it, or fewer than LOW_COVERAGE of the
    median of its neighbours. Neighbours are the NEIGHBOURS years on each side, as far as they are
    not before the first or after the last year with a document.

    Args:
        coverage: Documents by year of publication.
        years: The years to look at.
    """
    known = [year for year in coverage if year is not None and coverage[year]]
    if not known:
        return dict.fromkeys(years, 0)
    first, last = min(known), max(known)
    found = {}
    for year in years:
        documents = coverage.get(year, 0)
        span = range(max(year - NEIGHBOURS, first), min(year + NEIGHBOURS, last) + 1)
        around = [coverage.get(other, 0) for other in span if other != year]
        if not documents or (around and documents < LOW_COVERAGE * median(around)):
            found[year] = documents
    return found


def heat_table(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    region: str | None = None,
    *,
    within: str | None = None,
    rows: Split = Split.REGION,
    unit: Counted = Counted.INITIATIVES,
) -> Trend:
    """The same with every key apart: the rows of a table with a column for each year."""
    everything = 2**31
    return trend_years(
        dataset, selection, level, region, within=within, by=rows, unit=unit, top=everything
    )
