"""Initiatives and reports counted by year and by one thing more, so that every one is in one cell.

An initiative stands in the year in which it began. A report stands in the year in which it was
published, and under what all its initiatives share; under SEVERAL where they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geodata.model import NATION, Level
from geodata.regions.index import ABSENT, NATIONAL, NOWHERE, Flags, Index, Numbers
from geodata.regions.selection import COARSER, FINER, UNKNOWN, Selection, placement_of

SEVERAL = "several"
"""Key of reports whose initiatives are of more than one."""
BUCKETS = (NATION, COARSER, FINER, UNKNOWN)
"""Keys of initiatives that no unit of the level has, in this order."""
Counts = NDArray[np.int64]


class Split(StrEnum):
    """What initiatives are told apart by."""

    THEME = "theme"
    STATUS = "status"
    REGION = "region"


class Counted(StrEnum):
    """What is counted."""

    INITIATIVES = "initiatives"
    """Each once, in the year in which it began."""
    REPORTS = "reports"
    """Documents that tell of them, each once, in the year of its publication."""


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Every key that occurs, against years."""

    keys: tuple[str, ...]
    """Themes, statuses or units rising by code; then BUCKETS and SEVERAL."""
    years: tuple[int, ...]
    """From the first to the last that occurs, those between among them."""
    counts: Counts
    """Rows are keys; columns are years, and one more for the undated."""


def count_cells(
    index: Index, chosen: Flags, selection: Selection, level: Level, split: Split, counted: Counted
) -> Crosstab:
    """Count the chosen initiatives, or the documents that tell of them.

    Args:
        index: What they are of.
        chosen: Of each initiative: whether it counts.
        selection: Tells whether lower units count in higher ones, for Split.REGION.
        level: What regions are units of, for Split.REGION.
        split: What the rows are.
        counted: What the cells count.
    """
    labels, key = sort_keys(index, selection, level, split)
    if counted is Counted.INITIATIVES:
        rows = np.flatnonzero(chosen)
        position, known = index.year[rows], index.years
        return _count(labels, key[rows], known, position)
    return _count_reports(index, chosen, labels, key)


def _count_reports(index: Index, chosen: Flags, labels: tuple[str, ...], key: Numbers) -> Crosstab:
    pairs = np.flatnonzero(chosen[index.pair_initiative])
    document, keys = index.pair_document[pairs], key[index.pair_initiative[pairs]]
    # Of each document the key of one of its initiatives; where another differs, it is of several.
    one = np.full(index.documents, ABSENT, np.int32)
    one[document] = keys
    one[document[one[document] != keys]] = len(labels)
    told = np.flatnonzero(one != ABSENT)
    published = index.published[told]
    dated = published[published > 0]
    years = np.arange(dated.min(), dated.max() + 1) if dated.size else np.array([], np.int32)
    first = int(years[0]) if years.size else 0
    position = np.where(published > 0, published - first, years.size)
    return _count((*labels, SEVERAL), one[told], years, position)


def _count(
    labels: tuple[str, ...],
    key: Numbers,
    years: NDArray[np.integer],
    position: NDArray[np.integer],
) -> Crosstab:
    """Cells of rows and columns that hold nothing at the edges are left out."""
    columns = years.size + 1
    cells = np.bincount(
        key.astype(np.int64) * columns + position, minlength=len(labels) * columns
    ).reshape(-1, columns)
    used = np.flatnonzero(cells.any(axis=1))
    dated = np.flatnonzero(cells[:, :-1].any(axis=0))
    first, last = (int(dated[0]), int(dated[-1]) + 1) if dated.size else (0, 0)
    kept = np.r_[first:last, columns - 1]
    return Crosstab(
        tuple(labels[row] for row in used.tolist()),
        tuple(years[first:last].tolist()),
        cells[np.ix_(used, kept)],
    )


def sort_keys(
    index: Index, selection: Selection, level: Level, split: Split
) -> tuple[tuple[str, ...], Numbers]:
    """The keys, and of each initiative the position of its own; none is left out."""
    if split is Split.THEME:
        return index.themes, index.theme
    if split is Split.STATUS:
        return index.statuses, index.status
    place = placement_of(index, level)
    units = len(place.units)
    nation, coarser, finer, unknown = range(units, units + len(BUCKETS))
    key = np.where(place.unit == ABSENT, coarser, place.unit)
    if not selection.lower:
        key[(place.unit != ABSENT) & ~place.own] = finer
    key[index.bucket == NATIONAL] = nation
    key[index.bucket == NOWHERE] = unknown
    return (*place.units, *BUCKETS), key.astype(np.int32)
