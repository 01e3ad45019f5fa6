"""How many initiatives a dataset has, by region, year and theme, and where nobody has looked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.index import ABSENT, NATIONAL, NOWHERE, PLACED, Flags, Numbers
from geodata.regions.selection import Selection, choose_placed, choose_region, placement_of


@dataclass(frozen=True, slots=True)
class RegionCount:
    """What one unit has; with all below it, unless the selection keeps to own records."""

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
    """A selection in numbers: initiatives = placed + national + coarser + finer + unknown."""

    initiatives: int
    reports: int
    placed: int
    national: int
    coarser: int
    unknown: int
    undated: int
    finer: int = 0


def count_regions(dataset: Dataset, selection: Selection, level: Level) -> dict[str, RegionCount]:
    """Counts of every unit that has at least one initiative, by code.

    A county counts for its city and province, unless the selection keeps to own records. An
    initiative known to its province only counts for no city, except that a municipality is its
    own city.
    """
    index, place = dataset.index, placement_of(dataset.index, level)
    chosen = choose_placed(index, selection, level)
    unit, year = place.unit[chosen], index.year[chosen]
    counts = np.bincount(unit, minlength=len(place.units))
    first = np.full(len(place.units), len(index.years), np.int32)
    np.minimum.at(first, unit, year)
    told = _occurring(place.told[chosen[index.pair_initiative]], len(place.told_unit))
    reports = np.bincount(place.told_unit[told], minlength=len(place.units))
    years = [*index.years.tolist(), None]
    columns = (counts.tolist(), reports.tolist(), first.tolist())
    return {
        code: RegionCount(count, documents, years[earliest])
        for code, count, documents, earliest in zip(place.units, *columns, strict=True)
        if count
    }


def count_years(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    region: str | None = None,
    *,
    within: str | None = None,
) -> tuple[YearCount, ...]:
    """Counts by year and theme, undated last, of what `list_initiatives` lists."""
    index = dataset.index
    inside = choose_region(index, selection, level, region, within)
    cells = index.year[inside] * len(index.themes) + index.theme[inside]
    counts = np.bincount(cells)
    years = [*index.years.tolist(), None]
    found = np.flatnonzero(counts)
    return tuple(
        YearCount(years[cell // len(index.themes)], index.themes[cell % len(index.themes)], count)
        for cell, count in zip(found.tolist(), counts[found].tolist(), strict=True)
    )


def count_totals(
    dataset: Dataset, selection: Selection, level: Level, *, within: str | None = None
) -> Totals:
    """The selection's sums, as the level places them, in the whole country or inside a unit."""
    index, place = dataset.index, placement_of(dataset.index, level)
    chosen = choose_region(index, selection, level, None, within)
    bucket, owned = index.bucket[chosen], place.unit[chosen] != ABSENT
    placed = owned if selection.lower else place.own[chosen]
    told = _occurring(index.pair_document[chosen[index.pair_initiative]], index.documents)
    counted = int(np.count_nonzero(placed))
    return Totals(
        initiatives=bucket.size,
        reports=int(np.count_nonzero(told)),
        placed=counted,
        national=int(np.count_nonzero(bucket == NATIONAL)),
        coarser=int(np.count_nonzero((bucket == PLACED) & ~owned)),
        unknown=int(np.count_nonzero(bucket == NOWHERE)),
        undated=int(np.count_nonzero(index.year[chosen] == len(index.years))),
        finer=int(np.count_nonzero(owned)) - counted,
    )


def count_documents(dataset: Dataset, level: Level) -> dict[str, int]:
    """Documents that mention a unit or one inside it; a unit that is not here was not searched."""
    return dict(placement_of(dataset.index, level).documents)


def _occurring(numbers: Numbers, size: int) -> Flags:
    """Which of the numbers from 0 to size - 1 occur; ABSENT is none of them."""
    seen = np.zeros(size + 1, np.bool_)
    seen[numbers] = True
    return seen[:size]
