"""What a map shows of each unit, and of which units that cannot be told, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geodata.errors import UsageError
from geodata.model import Level
from geodata.regions.boundaries import LEVELS
from geodata.regions.dataset import Dataset
from geodata.regions.index import Flags, Index
from geodata.regions.selection import Selection, placement_of
from geodata.regions.tables import Measure, Steps, Table, lay_out, tabulate

LOW_BASE = 5
"""Initiatives in the earlier period below which no change is told: one more would be a leap."""

Period = tuple[int, int]
"""First and last year, both inclusive."""
Periods = tuple[Period, Period]
Row = NDArray[np.float64]


class Reason(StrEnum):
    """Why a unit has no value."""

    NO_DENOMINATOR = "no_denominator"
    """It has initiatives; how many people live there is not known."""
    LOW_BASE = "low_base"
    """It has initiatives in either period, but fewer than LOW_BASE in the earlier."""
    UNDATED = "undated"
    """It has initiatives, all of them without a year."""
    NOT_DIVIDED = "not_divided"
    """There are no smaller units in it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of the units of a level; a unit in neither has none of what is measured."""

    values: Mapping[str, float]
    """By code: above 0, but for CHANGE, which may be 0 or less."""
    missing: Mapping[str, Reason]


def list_measures(level: Level, denominators: Mapping[str, float]) -> tuple[Measure, ...]:
    """The measures that a level can have, in their order.

    Args:
        level: Province, city or county.
        denominators: Inhabitants of its units by code, from `load_denominators`.
    """
    lacking = set() if denominators else {Measure.PER_MILLION}
    if level is LEVELS[-1]:
        lacking.add(Measure.LOWER_SHARE)
    return tuple(measure for measure in Measure if measure not in lacking)


def measure_regions(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    measure: Measure,
    *,
    denominators: Mapping[str, float] | None = None,
    periods: Periods | None = None,
) -> Measured:
    """A measure of every unit of a level.

    Args:
        dataset: Where to count.
        selection: Which initiatives count.
        level: Province, city or county.
        measure: What to tell.
        denominators: Inhabitants by code, for PER_MILLION.
        periods: The earlier and the later, for CHANGE; they take the place of the selection's
            years. None for those that `split_years` gives.

    Raises:
        UsageError: If the level is not counted, or a period ends before it begins.
    """
    basis = lay_out(dataset.index, selection, level, denominators=denominators)
    if measure is Measure.CHANGE:
        return _measure_change(dataset, selection, level, periods)
    values = tabulate(basis, measure)[:, 0]
    lacking = np.isnan(values)
    reason = _REASONS.get(measure)
    if reason is Reason.NOT_DIVIDED:
        untold = np.bincount(basis.place.below_unit, minlength=lacking.size) == 0
    elif reason is not None:
        untold = lacking & ~np.isnan(tabulate(basis, Measure.INITIATIVES)[:, 0])
    else:
        untold = np.zeros(lacking.size, np.bool_)
    return _name_units(basis.place.units, values, {reason: untold} if reason else {})


_REASONS = {
    Measure.PER_MILLION: Reason.NO_DENOMINATOR,
    Measure.FIRST_YEAR: Reason.UNDATED,
    Measure.LOWER_SHARE: Reason.NOT_DIVIDED,
}


def _measure_change(
    dataset: Dataset, selection: Selection, level: Level, periods: Periods | None
) -> Measured:
    units = placement_of(dataset.index, level).units
    periods = periods or split_years(dataset, selection)
    if periods is None:
        return Measured({}, {})
    earlier, later = count_periods(dataset.index, selection, level, periods)
    change = relate_periods(earlier, later, periods)[:, 0]
    some = (earlier + later)[:, 0] > 0
    basis = lay_out(dataset.index, selection, level)
    undated = basis.counted & (dataset.index.year == len(dataset.index.years))
    waiting = np.bincount(basis.place.unit[undated], minlength=len(units)) > 0
    reasons = {Reason.UNDATED: waiting & ~some, Reason.LOW_BASE: some & np.isnan(change)}
    return _name_units(units, change, reasons)


def _name_units(units: tuple[str, ...], values: Row, reasons: Mapping[Reason, Flags]) -> Measured:
    told = np.flatnonzero(~np.isnan(values)).tolist()
    return Measured(
        values=dict(zip([units[unit] for unit in told], values[told].tolist(), strict=True)),
        missing={
            units[unit]: reason
            for reason, untold in reasons.items()
            for unit in np.flatnonzero(untold).tolist()
        },
    )


def split_years(dataset: Dataset, selection: Selection) -> Periods | None:
    """The two halves of the selection's years; an odd first year is in neither.

    Returns:
        None where there are fewer than two years.
    """
    span = span_years(dataset, selection)
    if len(span) < 2:
        return None
    half, last = len(span) // 2, span[-1]
    return (last - 2 * half + 1, last - half), (last - half + 1, last)


def span_years(dataset: Dataset, selection: Selection) -> range:
    """The years of the dataset that the selection's bounds let through."""
    if dataset.years is None:
        return range(0)
    first, last = dataset.years
    if selection.first_year is not None:
        first = max(first, selection.first_year)
    if selection.last_year is not None:
        last = min(last, selection.last_year)
    return range(first, last + 1)


def count_periods(
    index: Index,
    selection: Selection,
    level: Level,
    periods: Periods,
    steps: Steps | None = None,
) -> tuple[Table, Table]:
    """Initiatives of every unit in the earlier and in the later period, 0 where there is none.

    Raises:
        UsageError: If a period ends before it begins.
    """
    tables = []
    for first, last in periods:
        if first > last:
            raise UsageError(f"The period {first}-{last} ends before it begins; turn it around.")
        dated = replace(selection, first_year=first, last_year=last, undated=False)
        counts = tabulate(lay_out(index, dated, level, steps), Measure.INITIATIVES)
        tables.append(np.nan_to_num(counts, copy=False, nan=0.0))
    return tables[0], tables[1]


def relate_periods(earlier: Table, later: Table, periods: Periods) -> Table:
    """The relative change in initiatives a year; NaN where the earlier are fewer than LOW_BASE."""
    lengths = [last - first + 1 for first, last in periods]
    enough = np.where(earlier >= LOW_BASE, earlier, np.nan)
    change: Table = (later / lengths[1]) / (enough / lengths[0]) - 1
    return change
