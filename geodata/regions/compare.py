"""Regions side by side: what each has, how early, and at which place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.errors import UsageError
from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.index import Numbers, Placement
from geodata.regions.ranks import rank_intervals
from geodata.regions.selection import Selection, choose_placed, placement_of
from geodata.regions.spread import (
    NEVER,
    Firsts,
    date_spans,
    find_firsts,
    mark_units,
    name_firsts,
    place_firsts,
    split_day,
)
from geodata.regions.summaries import count_regions
from geodata.regions.tables import Measure


class ThemeFirst(NamedTuple):
    """When a region began with a theme, and how early that was."""

    year: int
    month: int | None
    day: int | None
    place: tuple[int, int]
    """The best and the worst place that it may have among the units of the level."""
    regions: int
    """Units of the level that have a year for the theme, itself among them."""
    initiatives: tuple[str, ...]
    """Ids of those that may have been the first, the likeliest first; a few at most."""
    candidates: int
    """How many there are of these; more than one where dates do not tell."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one region has."""

    region: str
    initiatives: int
    reports: int
    documents: int
    """Documents that mention it or a unit inside it; 0 means that nobody has looked."""
    themes: Mapping[str, int]
    """Initiatives of each theme that it has, the most frequent first."""
    years: Mapping[int | None, int]
    """Initiatives of each year that has any, rising; undated last under None."""
    firsts: Mapping[str, ThemeFirst]
    """Of each theme with a year, the best place first."""
    rank: tuple[int, int] | None
    """Best and worst place by number of initiatives, as `rank_intervals` gives it; None without
    any."""
    ranked: int
    """Units that have a place."""


def compare_regions(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    regions: Sequence[str],
    *,
    among: Collection[str] | None = None,
) -> tuple[Profile, ...]:
    """The profiles of some regions, in the order given.

    Args:
        dataset: Where to count.
        selection: Which initiatives count.
        level: Province, city or county.
        regions: Units of the level, each once.
        among: The units to have a place among; None for all of the level. They must hold the
            regions.

    Raises:
        UsageError: If a region is no unit of the level, given twice, or not among the others.
    """
    index, place = dataset.index, placement_of(dataset.index, level)
    positions = find_units(place, regions, level)
    if among is not None and (outside := sorted(set(regions) - set(among))):
        raise UsageError(
            f"{', '.join(outside)} has no place among {', '.join(sorted(among))}; add it there."
        )
    rows = np.flatnonzero(choose_placed(index, selection, level))
    counts = count_regions(dataset, selection, level)
    ranks = rank_intervals(dataset, selection, level, Measure.INITIATIVES, units=among)
    firsts = _find_theme_firsts(dataset, place, rows, positions, mark_units(place, among))
    profiles = []
    for code, position in zip(regions, positions, strict=True):
        own = rows[place.unit[rows] == position]
        themes = np.bincount(index.theme[own], minlength=len(index.themes))
        years = np.bincount(index.year[own], minlength=len(index.years) + 1)
        found = counts.get(code)
        profiles.append(
            Profile(
                region=code,
                initiatives=own.size,
                reports=found.reports if found else 0,
                documents=place.documents.get(code, 0),
                themes=_name_themes(index.themes, themes),
                years=_name_years(index.years, years),
                firsts=_name_firsts(index.themes, firsts, position),
                rank=ranks.get(code),
                ranked=len(ranks),
            )
        )
    return tuple(profiles)


def find_units(place: Placement, regions: Sequence[str], level: Level) -> list[int]:
    """Positions of the units.

    Raises:
        UsageError: If one is no unit of the level, or given twice.
    """
    positions = {code: position for position, code in enumerate(place.units)}
    for code in regions:
        if code not in positions:
            raise UsageError(f"{code!r} is not drawn at the level {level}; give a unit that is.")
    if len(set(regions)) < len(regions):
        raise UsageError(f"A region is compared with itself in {', '.join(regions)}; give it once.")
    return [positions[code] for code in regions]


class _ThemeTable(NamedTuple):
    firsts: Firsts
    """One row of units for each theme."""
    wanted: NDArray[np.bool_]
    named: Mapping[tuple[int, int], tuple[tuple[str, ...], int]]
    """By theme and unit, of the units compared: ids of the first, and how many may be it."""


def _find_theme_firsts(
    dataset: Dataset,
    place: Placement,
    rows: NDArray[np.integer],
    compared: Sequence[int],
    wanted: NDArray[np.bool_],
) -> _ThemeTable:
    index, units = dataset.index, len(place.units)
    dated = rows[index.year[rows] < len(index.years)]
    group = index.theme[dated] * np.int32(units) + place.unit[dated]
    begin, end = date_spans(index, dated)
    firsts = find_firsts(group, begin, end, len(index.themes) * units)
    near = np.isin(place.unit[dated], compared) & (begin <= firsts.end[group])
    which = [divmod(one, units) for one in np.unique(group[near]).tolist()]
    named = name_firsts(index, dated[near], group[near], begin[near])
    shape = (len(index.themes), units)
    return _ThemeTable(
        Firsts(*(column.reshape(shape) for column in firsts)),
        wanted,
        dict(zip(which, named, strict=True)),
    )


def _name_themes(themes: tuple[str, ...], counts: NDArray[np.integer]) -> dict[str, int]:
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda theme: (-counts[theme], theme))
    return {themes[theme]: int(counts[theme]) for theme in order}


def _name_years(years: Numbers, counts: NDArray[np.integer]) -> dict[int | None, int]:
    names = [*years.tolist(), None]
    return {names[year]: int(counts[year]) for year in np.flatnonzero(counts).tolist()}


def _name_firsts(themes: tuple[str, ...], table: _ThemeTable, unit: int) -> dict[str, ThemeFirst]:
    found = {}
    for number, (theme, begin, end) in enumerate(zip(themes, *table.firsts, strict=True)):
        if begin[unit] == NEVER:
            continue
        ranked = (begin < NEVER) & table.wanted
        among = Firsts(begin[ranked], end[ranked])
        (place,) = place_firsts(Firsts(begin[unit : unit + 1], end[unit : unit + 1]), among)
        day = split_day(int(begin[unit]), int(end[unit]))
        found[theme] = ThemeFirst(*day, place, among.begin.size, *table.named[number, unit])
    return dict(sorted(found.items(), key=lambda item: (item[1].place, item[0])))
