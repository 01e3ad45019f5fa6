"""Where a programme began, in which order it reached the regions, and what of that is not certain.

A region has adopted by the day on which the first of its initiatives began. A date known to its
month or year alone may be any day of it, so the first may be one of several initiatives, and of two
regions it may not be certain which was first: these are tied. Undated ones are in no order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.index import Flags, Index, Numbers, Placement
from geodata.regions.selection import Selection, choose_placed, placement_of

MONTHS, DAYS = 12, 31
YEAR = MONTHS * DAYS
"""Days of a year in which each month has 31: only the order of days matters."""
NEVER = 2**31 - 1
FEW_FIRSTS = 3
"""So many initiatives that may be a region's first are named; of all, the number."""


class Adoption(NamedTuple):
    """A region's first initiative."""

    region: str
    year: int
    month: int | None
    day: int | None
    place: tuple[int, int]
    """The best and the worst place, from 1, that it may have in the order of regions."""
    initiatives: tuple[str, ...]
    """Ids of those that may have been the first, the likeliest first; at most FEW_FIRSTS."""
    candidates: int
    """How many there are of these; more than one where dates do not tell."""

    @property
    def tied(self) -> bool:
        """Whether another region may have been first as well."""
        return self.place[0] < self.place[1]


@dataclass(frozen=True, slots=True)
class Adoptions:
    """Every unit of a level: one of adopted, undated, never and unread."""

    adopted: tuple[Adoption, ...]
    """By the best place, then the worst, then the code."""
    undated: tuple[str, ...]
    """Units whose initiatives are all without a year, by code."""
    never: tuple[str, ...]
    """Units of which documents were read, but hold no such initiative, by code."""
    unread: tuple[str, ...]
    """Units that no document mentions, by code."""

    @property
    def units(self) -> int:
        """How many units there are in all."""
        return len(self.adopted) + len(self.undated) + len(self.never) + len(self.unread)


class CurvePoint(NamedTuple):
    """One year of an adoption curve."""

    year: int
    new: int
    """Regions that adopted in it."""
    adopters: int
    """Regions that had adopted by its end."""
    share: float
    """Of all regions, 0 to 1."""


class Firsts(NamedTuple):
    """Of each group: the first day on which its first initiative may have begun, and the last."""

    begin: Numbers
    end: Numbers
    """Both NEVER where no initiative has a year."""


def first_records(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    units: Collection[str] | None = None,
) -> Adoptions:
    """The first initiative of each unit of a level.

    Args:
        dataset: Where to look.
        selection: What is adopted: a theme, a named programme.
        level: Province, city or county.
        units: The ones to put in order; None for all of the level.
    """
    index, place = dataset.index, placement_of(dataset.index, level)
    wanted = mark_units(place, units)
    chosen = choose_placed(index, selection, level)
    rows = np.flatnonzero(chosen)
    rows = rows[wanted[place.unit[rows]]]
    some = np.bincount(place.unit[rows], minlength=len(place.units)) > 0
    dated = rows[index.year[rows] < len(index.years)]
    begin, end = date_spans(index, dated)
    unit = place.unit[dated]
    firsts = find_firsts(unit, begin, end, len(place.units))
    adopted = firsts.begin < NEVER
    near = begin <= firsts.end[unit]
    codes = np.flatnonzero(adopted)
    spans = Firsts(firsts.begin[codes], firsts.end[codes])
    # Both are in the order of units.
    adoptions = [
        Adoption(place.units[code], *day, both, ids, candidates)
        for code, day, both, (ids, candidates) in zip(
            codes.tolist(),
            map(split_day, *(span.tolist() for span in spans)),
            place_firsts(spans, spans),
            name_firsts(index, dated[near], unit[near], begin[near]),
            strict=True,
        )
    ]
    read = mark_units(place, place.documents) | some
    return Adoptions(
        adopted=tuple(sorted(adoptions, key=attrgetter("place"))),  # equals stay by code
        undated=_list_units(place.units, some & ~adopted),
        never=_list_units(place.units, wanted & ~some & read),
        unread=_list_units(place.units, wanted & ~some & ~read),
    )


def mark_units(place: Placement, units: Collection[str] | None) -> Flags:
    """Whether each unit of a placement is one of these; all are for None."""
    if units is None:
        return np.ones(len(place.units), np.bool_)
    members = frozenset(units)
    return np.array([unit in members for unit in place.units], np.bool_)


def date_spans(index: Index, rows: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
    """First and last day on which each of the initiatives may have begun; all must have a year."""
    year = index.years[index.year[rows]] * YEAR
    month, day = index.month[rows], index.day[rows]
    begin = year + np.maximum(month - 1, 0) * DAYS + np.maximum(day - 1, 0)
    length = np.where(month == 0, YEAR, np.where(day == 0, DAYS, 1))
    return begin.astype(np.int32), (begin + length - 1).astype(np.int32)


def find_firsts(group: Numbers, begin: Numbers, end: Numbers, groups: int) -> Firsts:
    """When the first initiative of each group began, from the span of each."""
    earliest = np.full(groups, NEVER, np.int32)
    latest = earliest.copy()
    np.minimum.at(earliest, group, begin)
    np.minimum.at(latest, group, end)
    return Firsts(earliest, latest)


def place_firsts(firsts: Firsts, among: Firsts) -> list[tuple[int, int]]:
    """The best and worst place of each: behind those surely earlier, and all that may be.

    Every span must have a year, and be among the others.
    """
    best = np.searchsorted(np.sort(among.end), firsts.begin, side="left") + 1
    worst = np.searchsorted(np.sort(among.begin), firsts.end, side="right")
    return list(zip(best.tolist(), worst.tolist(), strict=True))


def split_day(begin: int, end: int) -> tuple[int, int | None, int | None]:
    """Year, month and day, as far as both ends of a span share them."""
    year, month = begin // YEAR, begin % YEAR // DAYS
    if month != end % YEAR // DAYS:
        return year, None, None
    return year, month + 1, begin % DAYS + 1 if begin == end else None


def name_firsts(
    index: Index, rows: NDArray[np.integer], group: Numbers, begin: Numbers
) -> list[tuple[tuple[str, ...], int]]:
    """Of each group that occurs, rising: ids of the first few by date, and how many there are.

    All that are given must be such as may be their group's first.
    """
    order = np.lexsort((rows, begin, group))
    _, start, counts = np.unique(group[order], return_index=True, return_counts=True)
    place = np.arange(order.size) - np.repeat(start, counts)
    few = order[place < FEW_FIRSTS]
    ids = index.ids.take(pa.array(rows[few])).to_pylist()
    named = np.minimum(counts, FEW_FIRSTS)
    ends = np.cumsum(named)
    spans = zip((ends - named).tolist(), ends.tolist(), counts.tolist(), strict=True)
    return [(tuple(ids[begin:end]), count) for begin, end, count in spans]


def _list_units(units: tuple[str, ...], which: Flags) -> tuple[str, ...]:
    return tuple(units[unit] for unit in np.flatnonzero(which).tolist())


def adoption_curve(adoptions: Sequence[Adoption], units: int) -> tuple[CurvePoint, ...]:
    """How many regions had adopted by the end of each year, from the first to the last.

    Args:
        adoptions: Those with a year, in any order.
        units: How many regions could adopt; at least as many as have.
    """
    if not adoptions:
        return ()
    years = np.array([adoption.year for adoption in adoptions])
    first = int(years.min())
    new = np.bincount(years - first)
    return tuple(
        CurvePoint(first + step, count, adopters, adopters / units)
        for step, (count, adopters) in enumerate(
            zip(new.tolist(), np.cumsum(new).tolist(), strict=True)
        )
    )


def reach_share(curve: Sequence[CurvePoint], share: float) -> int | None:
    """The year by whose end so large a share had adopted; None while it has not been reached."""
    return next((point.year for point in curve if point.share >= share), None)
