"""A measure of every unit at every step: what maps, year tables and rank intervals are read from.

A step puts the chosen initiatives into an order: by year, by how sure they are, or all into one. A
value at a step counts the initiatives of that step and of those before it, or of the last few.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geodata.model import Level
from geodata.regions.index import ABSENT, Flags, Index, Numbers, Placement
from geodata.regions.selection import Selection, choose, placement_of

Table = NDArray[np.float64]
"""Rows are the units of a placement, columns the steps; NaN where there is no value."""
Positions = NDArray[np.integer]
CHEAP = 32
"""Marking so many places takes no longer than sorting one number does."""


class Measure(StrEnum):
    """What a map can show of each unit."""

    INITIATIVES = "initiatives"
    REPORTS = "reports"
    """Distinct documents that tell of them."""
    PER_MILLION = "per_million"
    """Initiatives per million inhabitants."""
    PER_DOCUMENTS = "per_documents"
    """Initiatives per hundred documents that mention the unit or one inside it, of any year."""
    FIRST_YEAR = "first_year"
    THEMES = "themes"
    """How many themes the initiatives are of."""
    LOWER_SHARE = "lower_share"
    """Share, 0 to 1, of the units one step below that have at least one initiative; these are
    counted as a map of that step would count them."""
    CHANGE = "change"
    """Relative change in initiatives a year from one period to another: 0.5 is half as many
    more, -1 is none left."""


@dataclass(frozen=True, slots=True)
class Steps:
    """An order of the initiatives."""

    step: Numbers
    """Of each initiative, from 0; those that have none are not chosen."""
    count: int
    width: int
    """How many steps, with its own, a value counts; `count` for all before it."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a table is made of."""

    index: Index
    place: Placement
    chosen: Flags
    """Of each initiative: in the selection, wherever it is."""
    counted: Flags
    """Of each initiative: in the selection and counted in a unit of the level."""
    lower: bool
    """Whether initiatives count in every unit around their place."""
    steps: Steps
    denominators: Mapping[str, float]
    """Inhabitants by code."""


def lay_out(
    index: Index,
    selection: Selection,
    level: Level,
    steps: Steps | None = None,
    denominators: Mapping[str, float] | None = None,
) -> Basis:
    """What a table of the selection is made of; all in one step unless steps are given."""
    place = placement_of(index, level)
    chosen = choose(index, selection)
    counted = chosen & ((place.unit != ABSENT) if selection.lower else place.own)
    single = Steps(np.zeros(index.year.size, np.int32), 1, 1)
    return Basis(
        index, place, chosen, counted, selection.lower, steps or single, denominators or {}
    )


def tabulate(basis: Basis, measure: Measure) -> Table:
    """A measure but CHANGE; there is no value where nothing is found or nothing can be told."""
    table = _TABLES[measure](basis)
    table[table == 0] = np.nan
    return table


def _count_initiatives(basis: Basis) -> Table:
    unit, step = basis.place.unit[basis.counted], basis.steps.step[basis.counted]
    return _cover(unit, step, step + basis.steps.width, len(basis.place.units), basis.steps.count)


def _count_reports(basis: Basis) -> Table:
    pairs = np.flatnonzero(basis.counted[basis.index.pair_initiative])
    told, step = basis.place.told[pairs], basis.steps.step[basis.index.pair_initiative[pairs]]
    return _count_distinct(basis, told, step, basis.place.told_unit)


def _count_themes(basis: Basis) -> Table:
    themes = len(basis.index.themes)
    key = basis.place.unit[basis.counted] * themes + basis.index.theme[basis.counted]
    units = np.repeat(np.arange(len(basis.place.units)), themes)
    return _count_distinct(basis, key, basis.steps.step[basis.counted], units)


def _share_lower_units(basis: Basis) -> Table:
    place = basis.place
    # An initiative of a lower unit counts there even where it does not count in the larger one.
    held = (place.below != ABSENT) if basis.lower else place.below_own
    inside = held & basis.chosen
    reached = _count_distinct(
        basis, place.below[inside], basis.steps.step[inside], place.below_unit
    )
    parts = np.bincount(place.below_unit, minlength=len(place.units))
    return reached / np.maximum(parts, 1)[:, np.newaxis]


def _find_first_years(basis: Basis) -> Table:
    index, steps = basis.index, basis.steps
    dated = basis.counted & (index.year < len(index.years))
    cells = basis.place.unit[dated].astype(np.int64) * steps.count + steps.step[dated]
    first = np.full(len(basis.place.units) * steps.count, len(index.years), np.int32)
    np.minimum.at(first, cells, index.year[dated])
    reached = _reach_back(first.reshape(-1, steps.count), steps.width)
    years: Table = np.append(index.years, 0).astype(np.float64)[reached]
    return years


def _reach_back(first: Numbers, width: int) -> Numbers:
    """The least of each cell and of the width - 1 cells before it in its row."""
    if width >= first.shape[1]:
        least: Numbers = np.minimum.accumulate(first, axis=1)
        return least
    least = first.copy()
    for back in range(1, width):
        np.minimum(least[:, back:], first[:, :-back], out=least[:, back:])
    return least


def _relate_to_people(basis: Basis) -> Table:
    people = [basis.denominators.get(code, np.nan) for code in basis.place.units]
    rates: Table = _count_initiatives(basis) / np.array(people)[:, np.newaxis] * 1e6
    return rates


def _relate_to_documents(basis: Basis) -> Table:
    read = [basis.place.documents.get(code, np.nan) for code in basis.place.units]
    rates: Table = _count_initiatives(basis) / np.array(read)[:, np.newaxis] * 100
    return rates


_TABLES: Mapping[Measure, Callable[[Basis], Table]] = {
    Measure.INITIATIVES: _count_initiatives,
    Measure.REPORTS: _count_reports,
    Measure.PER_MILLION: _relate_to_people,
    Measure.PER_DOCUMENTS: _relate_to_documents,
    Measure.FIRST_YEAR: _find_first_years,
    Measure.THEMES: _count_themes,
    Measure.LOWER_SHARE: _share_lower_units,
}


def _count_distinct(basis: Basis, key: Numbers, step: Numbers, unit_of_key: Positions) -> Table:
    """How many keys of each unit occur at each step, or within the width before it."""
    count, width = basis.steps.count, basis.steps.width
    cells = _sort_distinct(key.astype(np.int64) * count + step, unit_of_key.size * count)
    key_of_cell, start = cells // count, cells % count
    end = start + width
    # Where a key occurs again before its last occurrence is out of reach, only the rest is new.
    again = np.flatnonzero(key_of_cell[1:] == key_of_cell[:-1]) + 1
    start[again] = np.maximum(start[again], end[again - 1])
    units = len(basis.place.units)
    return _cover(unit_of_key[key_of_cell], start, end, units, count)


def _sort_distinct(numbers: NDArray[np.int64], bound: int) -> NDArray[np.int64]:
    """The numbers that occur, rising; all are below the bound."""
    if bound <= CHEAP * max(numbers.size, 1_000):
        seen = np.zeros(bound, np.bool_)
        seen[numbers] = True
        return np.flatnonzero(seen)
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def _cover(unit: Positions, start: Positions, end: Positions, units: int, steps: int) -> Table:
    """How many of the spans of each unit, end exclusive, hold each step."""
    columns = steps + 1
    row = unit.astype(np.int64) * columns
    table = np.bincount(row + np.minimum(start, steps), minlength=units * columns)
    if end.size and end.min() < steps:
        table -= np.bincount(row + np.minimum(end, steps), minlength=units * columns)
    counts = table.reshape(units, columns).cumsum(axis=1)[:, :steps]
    return counts.astype(np.float64)
