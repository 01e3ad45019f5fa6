"""All initiatives of a selection as marks in time: a few numbers each, texts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from geodata.errors import UsageError
from geodata.model import NATION, Level
from geodata.regions.boundaries import LEVELS
from geodata.regions.dataset import Dataset
from geodata.regions.evidence import Initiative
from geodata.regions.index import ABSENT, NATIONAL, NOWHERE, Flags, Index, Numbers
from geodata.regions.selection import (
    COARSER,
    FINER,
    UNKNOWN,
    Selection,
    choose_region,
    placement_of,
)

MOST_MARKS = 100_000
MONTHS, DAYS = 12, 31


@dataclass(frozen=True, slots=True)
class Marks:
    """Columns with one entry per mark: latest year first, undated last, then by name.

    Where more are in the selection than may be marks, these are taken at even steps of that order;
    `total`, `undated` and the counts are of the whole selection all the same.
    """

    rows: Numbers
    """What `find_initiatives` knows them by; the dataset's own numbers, from 0."""
    year: Numbers
    """0 for undated."""
    month: Numbers
    """1 to 12; 0 when only the year is known."""
    day: Numbers
    """1 to 31; 0 when no more than the month is known."""
    names: tuple[str, ...]
    name: Numbers
    themes: tuple[str, ...]
    theme: Numbers
    statuses: tuple[str, ...]
    status: Numbers
    places: tuple[str, ...]
    """Codes of the smallest units that own them; the nation's, or UNKNOWN."""
    place: Numbers
    regions: tuple[str, ...]
    """Units of the level, or buckets of `Selection`'s kind: NATION, COARSER, FINER, UNKNOWN."""
    region: Numbers
    total: int
    undated: int
    theme_counts: Numbers
    """Of each theme: initiatives in the selection."""
    theme_undated: Numbers
    """Of each theme: those of them without a year."""
    region_counts: Numbers
    """Of each region: initiatives in the selection."""
    region_undated: Numbers
    """Of each region: those of them without a year."""

    @property
    def complete(self) -> bool:
        """Whether each initiative of the selection is a mark."""
        return self.rows.size == self.total


def list_marks(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    region: str | None = None,
    *,
    within: str | None = None,
    limit: int = MOST_MARKS,
) -> Marks:
    """What `list_initiatives` lists, as columns.

    Args:
        dataset: Where to look.
        selection: Which initiatives count.
        level: What `region` is a unit of, and what `Marks.regions` are.
        region: A unit of the level, a bucket, or None for all.
        within: A unit of any level that they must stand at or inside; None for the whole country.
        limit: So many marks at most.

    Raises:
        UsageError: If the limit is below 1.
    """
    if limit < 1:
        raise UsageError(f"limit {limit} leaves nothing to show; give 1 or more.")
    index = dataset.index
    inside = choose_region(index, selection, level, region, within)
    rows = chosen = np.flatnonzero(inside).astype(np.int32)
    if chosen.size > limit:
        rows = chosen[np.arange(limit, dtype=np.int64) * chosen.size // limit]
    dated = len(index.years)
    years = np.append(index.years, 0).astype(np.int32)
    undated = chosen[index.year[chosen] == dated]
    codes, owner = _find_owners(index, selection, level)
    region_counts = _count(owner[chosen], len(codes))
    regions, held = _keep_used(codes, owner[rows], region_counts > 0)
    units, unit = _find_places(index, rows)
    places, place = _keep_used(units, unit, _count(unit, len(units)) > 0)
    used, name = np.unique(index.name[rows], return_inverse=True)
    month = _bound(index.month[rows], MONTHS)
    return Marks(
        rows=rows,
        year=years[index.year[rows]],
        month=month,
        day=np.where(month > 0, _bound(index.day[rows], DAYS), 0).astype(np.int32),
        names=tuple(index.names.take(pa.array(used)).to_pylist()),
        name=name.astype(np.int32),
        themes=index.themes,
        theme=index.theme[rows],
        statuses=index.statuses,
        status=index.status[rows],
        places=places,
        place=place,
        regions=regions,
        region=held,
        total=int(chosen.size),
        undated=int(undated.size),
        theme_counts=_count(index.theme[chosen], len(index.themes)),
        theme_undated=_count(index.theme[undated], len(index.themes)),
        region_counts=region_counts[region_counts > 0],
        region_undated=_count(owner[undated], len(codes))[region_counts > 0],
    )


def find_initiatives(dataset: Dataset, rows: Sequence[int]) -> tuple[Initiative, ...]:
    """The initiatives of marks, in the order of lists; rows that the dataset lacks are none."""
    numbers = [row + 1 for row in rows if 0 <= row < dataset.index.year.size]
    found = dataset.ask(
        """
        SELECT initiative_id, name, theme, status, year, adcode, place_name, reports, confidence
        FROM initiatives WHERE number IN (SELECT unnest(?)) ORDER BY number
        """,
        [numbers],
    )
    return tuple(Initiative(*row) for row in found)


def _count(numbers: Numbers, kinds: int) -> Numbers:
    return np.bincount(numbers, minlength=kinds).astype(np.int32)


def _bound(numbers: Numbers, most: int) -> Numbers:
    """0 for what no calendar has."""
    return np.where((numbers > 0) & (numbers <= most), numbers, 0).astype(np.int32)


def _find_owners(
    index: Index, selection: Selection, level: Level
) -> tuple[tuple[str, ...], Numbers]:
    """All units and buckets of the level, and each initiative's own among them."""
    place = placement_of(index, level)
    nation = len(place.units)
    owner = np.where(place.unit == ABSENT, nation + 1, place.unit)
    if not selection.lower:
        owner = np.where((place.unit != ABSENT) & ~place.own, nation + 2, owner)
    owner = np.where(index.bucket == NATIONAL, nation, owner)
    owner = np.where(index.bucket == NOWHERE, nation + 3, owner)
    return (*place.units, NATION, COARSER, FINER, UNKNOWN), owner.astype(np.int32)


def _find_places(index: Index, rows: Numbers) -> tuple[list[str], Numbers]:
    """The smallest unit of any level that owns each row."""
    codes = [NATION, UNKNOWN]
    place = np.where(index.bucket[rows] == NATIONAL, 0, 1).astype(np.int32)
    for level in LEVELS:
        placement = index.placements[level]
        unit = placement.unit[rows]
        owned: Flags = unit != ABSENT
        place = np.where(owned, unit + len(codes), place).astype(np.int32)
        codes.extend(placement.units)
    return codes, place


def _keep_used(
    codes: Sequence[str], numbers: Numbers, used: Flags
) -> tuple[tuple[str, ...], Numbers]:
    """The codes in use, and the numbers among them."""
    kept = np.flatnonzero(used)
    return tuple(codes[i] for i in kept.tolist()), np.searchsorted(kept, numbers).astype(np.int32)
