"""How each unit's measure stood year after year: what a map plays and a hover box draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from geodata.errors import UsageError
from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.measures import span_years
from geodata.regions.selection import Selection
from geodata.regions.tables import Measure, Steps, lay_out, tabulate

PLAYABLE = frozenset(Measure) - {Measure.CHANGE}
"""The measures that stand for one moment, and so can be played."""


@dataclass(frozen=True, slots=True)
class YearTable:
    """One value a year for every unit that has any."""

    years: tuple[int, ...]
    """Every year from the first to the last that the selection lets through, rising."""
    values: Mapping[str, tuple[float, ...]]
    """By code, in the order of `years`; 0 where there is none."""


def count_by_year(dataset: Dataset, selection: Selection, level: Level) -> YearTable:
    """Initiatives of each year; undated ones are in none."""
    return measure_years(dataset, selection, level, Measure.INITIATIVES, width=1)


def measure_years(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    measure: Measure,
    *,
    width: int | None = None,
    denominators: Mapping[str, float] | None = None,
) -> YearTable:
    """A measure as it stood in each year; undated initiatives are in none.

    A value is that of `measure_regions` for the years up to its own, or for the last `width` of
    them. Inhabitants and documents read are the same for all years, so that years compare.

    Args:
        dataset: Where to count.
        selection: Which initiatives count; its bounds hold for every value.
        level: Province, city or county.
        measure: One of PLAYABLE.
        width: Years that count together, ending in each; None for all up to it.
        denominators: Inhabitants by code, for PER_MILLION.

    Raises:
        UsageError: If the measure does not stand for one moment, or the width is below 1.
    """
    if measure not in PLAYABLE:
        raise UsageError(f"The measure {measure} compares two periods; it has no value in a year.")
    if width is not None and width < 1:
        raise UsageError(f"A window of {width} years holds nothing; give 1 or more.")
    span = span_years(dataset, selection)
    if not span:
        return YearTable((), {})
    index, count = dataset.index, len(span)
    step = index.year - (span[0] - int(index.years[0]))
    steps = Steps(step.astype(np.int32), count, min(width or count, count))
    dated = replace(selection, undated=False)
    basis = lay_out(index, dated, level, steps, denominators)
    table = np.nan_to_num(tabulate(basis, measure), copy=False, nan=0.0)
    found = np.flatnonzero(table.any(axis=1)).tolist()
    rows = zip(found, table[found].tolist(), strict=True)
    return YearTable(tuple(span), {basis.place.units[unit]: tuple(row) for unit, row in rows})
