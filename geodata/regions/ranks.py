"""Which place a unit takes, and how far that depends on what is sure enough to count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.measures import Periods, count_periods, relate_periods, split_years
from geodata.regions.selection import Selection, placement_of
from geodata.regions.tables import Measure, Steps, Table, lay_out, tabulate

THRESHOLDS = (0.5, 0.6, 0.7, 0.8)
Ranks = NDArray[np.int64]


def rank_units(values: Mapping[str, float], measure: Measure) -> dict[str, int]:
    """The place of each unit, from 1, in that order and by code where equal.

    The highest value comes first, of years the earliest; equals share the better place, and the
    next one takes the place that it would have if they did not.
    """
    codes = sorted(values)
    column = np.array([values[code] for code in codes], np.float64)
    ranks = dict(zip(codes, _rank(column, measure).tolist(), strict=True))
    return dict(sorted(ranks.items(), key=lambda item: item[1]))


def rank_intervals(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    measure: Measure,
    thresholds: Sequence[float] = THRESHOLDS,
    denominators: Mapping[str, float] | None = None,
    *,
    periods: Periods | None = None,
    units: Collection[str] | None = None,
) -> dict[str, tuple[int, int]]:
    """The best and the worst place of each unit while ever surer initiatives are asked for.

    The selection's own confidence is one of the thresholds, and none below it lets anything more
    in: so the place that the map shows lies in the interval. A unit that a threshold leaves
    without a value takes the last place there.

    Args:
        dataset: Where to count.
        selection: Which initiatives count.
        level: Province, city or county.
        measure: What to rank by.
        thresholds: Confidences, 0 to 1.
        denominators: Inhabitants by code, for PER_MILLION.
        periods: As `measure_regions` takes them, for CHANGE.
        units: The ones to rank among; None for all that have a value.

    Returns:
        By code, for every unit that has a value in the selection.
    """
    index, codes = dataset.index, placement_of(dataset.index, level).units
    bounds = sorted({selection.confidence, *thresholds})
    step = np.full(index.year.size, len(bounds), np.int32)
    for bound in bounds:
        step -= index.confidence >= bound
    steps = Steps(step, len(bounds), len(bounds))
    if measure is Measure.CHANGE:
        table = _tabulate_change(dataset, selection, level, steps, periods)
    else:
        table = tabulate(lay_out(index, selection, level, steps, denominators), measure)
    if units is not None:
        table[~np.isin(codes, list(units))] = np.nan
    ranked = np.flatnonzero(~np.isnan(table[:, -1]))
    table = table[ranked]
    places = np.stack([_rank(column, measure) for column in table.T])
    pairs = zip(places.min(axis=0).tolist(), places.max(axis=0).tolist(), strict=True)
    return dict(zip([codes[unit] for unit in ranked.tolist()], pairs, strict=True))


def _tabulate_change(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    steps: Steps,
    periods: Periods | None,
) -> Table:
    periods = periods or split_years(dataset, selection)
    if periods is None:
        return np.full((len(placement_of(dataset.index, level).units), steps.count), np.nan)
    tables = count_periods(dataset.index, selection, level, periods, steps)
    return relate_periods(*tables, periods)


def _rank(values: NDArray[np.float64], measure: Measure) -> Ranks:
    """1 for the best; those without a value are last."""
    worth = values if measure is Measure.FIRST_YEAR else -values
    known = ~np.isnan(worth)
    places = np.full(worth.size, worth.size, np.int64)
    places[known] = np.searchsorted(np.sort(worth[known]), worth[known], side="left") + 1
    return places
