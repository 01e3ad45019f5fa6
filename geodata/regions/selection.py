"""Which initiatives count, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.errors import UsageError
from geodata.model import NATION, Level
from geodata.regions.boundaries import LEVELS
from geodata.regions.index import ABSENT, NATIONAL, NOWHERE, PLACED, Flags, Index, Placement

COARSER = "coarser"
"""Bucket of initiatives whose place is known less finely than the level asked for."""
FINER = "finer"
"""Bucket of initiatives of smaller units, when these are not to count in the larger."""
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
    confidence: float = 0.0
    """Initiatives whose surest record is below it do not count."""
    lower: bool = True
    """Whether an initiative counts in every unit that its place lies in; else only in the unit
    that it stands at itself, and at other levels in the bucket FINER or COARSER."""
    name: str = ""
    """Words that a name or alias must hold, as `naming` reads them; empty for all."""
    statuses: tuple[str, ...] = ()
    """Status codes; empty for all."""


def check_level(level: Level) -> None:
    """Refuse a level that is not counted.

    Raises:
        UsageError: Naming those that are.
    """
    if level not in LEVELS:
        raise UsageError(
            f"level {str(level)!r} is not counted; ask for one of {', '.join(LEVELS)}."
        )


def placement_of(index: Index, level: Level) -> Placement:
    """The placement for a level.

    Raises:
        UsageError: For a level that is not counted.
    """
    check_level(level)
    return index.placements[level]


def choose(index: Index, selection: Selection) -> Flags:
    """Whether each initiative is in the selection, wherever it is."""
    first, last = selection.first_year, selection.last_year
    low = 0 if first is None else int(np.searchsorted(index.years, first, side="left"))
    dated = len(index.years)
    high = dated if last is None else int(np.searchsorted(index.years, last, side="right"))
    chosen = np.ones(index.year.size, np.bool_)
    if low > 0 or high < dated or not selection.undated:
        chosen = (index.year >= low) & (index.year < high)
        if selection.undated:
            chosen |= index.year == dated
    if selection.themes:
        wanted = np.array([theme in selection.themes for theme in index.themes], np.bool_)
        chosen &= wanted[index.theme]
    if selection.statuses:
        wanted = np.array([status in selection.statuses for status in index.statuses], np.bool_)
        chosen &= wanted[index.status]
    if selection.confidence > 0:
        chosen &= index.confidence >= selection.confidence
    if selection.name:
        chosen &= index.book.find(selection.name)
    return chosen


def choose_placed(index: Index, selection: Selection, level: Level) -> Flags:
    """Whether each initiative is in the selection and counts in a unit of the level."""
    place = placement_of(index, level)
    counted = place.own if not selection.lower else place.unit != ABSENT
    return choose(index, selection) & counted


def enclose(index: Index, within: str | None) -> Flags:
    """Whether each initiative stands at a unit of any level or inside it; all for None."""
    if within is None:
        return np.ones(index.year.size, np.bool_)
    for place in index.placements.values():
        if within in place.units:
            inside: Flags = place.unit == place.units.index(within)
            return inside
    return np.zeros(index.year.size, np.bool_)


def choose_region(
    index: Index, selection: Selection, level: Level, region: str | None, within: str | None
) -> Flags:
    """Whether each initiative is in the selection, inside `within`, and in the region.

    The region is a unit of the level, a bucket (the nation's code, COARSER, FINER, UNKNOWN) or
    None for all. What is none of these holds nothing.
    """
    chosen = choose(index, selection)
    if within is not None:
        chosen &= enclose(index, within)
    return chosen if region is None else chosen & _stand(index, selection, level, region)


def _stand(index: Index, selection: Selection, level: Level, region: str) -> Flags:
    place, bucket = placement_of(index, level), index.bucket
    inside: Flags = np.zeros(bucket.size, np.bool_)
    if region == NATION:
        inside = bucket == NATIONAL
    elif region == UNKNOWN:
        inside = bucket == NOWHERE
    elif region == COARSER:
        inside = (bucket == PLACED) & (place.unit == ABSENT)
    elif region == FINER and not selection.lower:
        inside = (place.unit != ABSENT) & ~place.own
    elif region in place.units:
        inside = place.unit == place.units.index(region)
        if not selection.lower:
            inside &= place.own
    return inside
