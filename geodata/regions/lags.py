"""How long a city takes to follow its province, or by how much it is ahead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.index import ABSENT, Flags, Numbers, Placement
from geodata.regions.selection import Selection, choose, choose_placed, placement_of
from geodata.regions.spread import mark_units


@dataclass(frozen=True, slots=True)
class Lag:
    """A city and its province, both with a first year."""

    city: str
    province: str
    city_year: int
    province_year: int

    @property
    def years(self) -> int:
        """Above 0 when the city came after its province, below when before."""
        return self.city_year - self.province_year


@dataclass(frozen=True, slots=True)
class Lags:
    """Every city that has such an initiative is one of those counted here."""

    pairs: tuple[Lag, ...]
    """By lag, then by code."""
    undated: int
    """Cities whose initiatives are all without a year."""
    alone: int
    """Cities with a year whose province has no initiative of its own."""
    province_undated: int
    """Cities with a year whose province's own initiatives are all without one."""

    @property
    def median(self) -> float | None:
        """Of the lags in years; None when there is none."""
        return float(median(pair.years for pair in self.pairs)) if self.pairs else None

    @property
    def before(self) -> int:
        """Cities that came before their province."""
        return sum(pair.years < 0 for pair in self.pairs)

    @property
    def same(self) -> int:
        """Cities that began in the year of their province."""
        return sum(pair.years == 0 for pair in self.pairs)

    @property
    def after(self) -> int:
        """Cities that came after their province."""
        return sum(pair.years > 0 for pair in self.pairs)


def measure_lags(
    dataset: Dataset, selection: Selection, units: Collection[str] | None = None
) -> Lags:
    """First years of cities against those of their provinces.

    A province's first year is that of an initiative which stands at the province itself: those of
    its cities count in it elsewhere, and would let no city be ahead. Municipalities and all that
    are no part of a larger unit have no lag and are not counted.

    Args:
        dataset: Where to look.
        selection: What is adopted.
        units: The cities to look at; None for all.
    """
    index = dataset.index
    cities, provinces = (placement_of(index, level) for level in (Level.CITY, Level.PROVINCE))
    above = _find_provinces(cities, provinces)
    wanted = (above != ABSENT) & mark_units(cities, units)
    inside = choose_placed(index, selection, Level.CITY)
    own = choose(index, replace(selection, lower=False)) & provinces.own
    city = _first_years(dataset, cities, inside)
    province = _first_years(dataset, provinces, own)[above]
    dated = len(index.years)
    some = wanted & (city <= dated)
    years = some & (city < dated)
    pairs = [
        Lag(
            cities.units[unit],
            provinces.units[above[unit]],
            int(index.years[city[unit]]),
            int(index.years[province[unit]]),
        )
        for unit in np.flatnonzero(years & (province < dated)).tolist()
    ]
    return Lags(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.years, pair.city))),
        undated=int(np.count_nonzero(some & ~years)),
        alone=int(np.count_nonzero(years & (province > dated))),
        province_undated=int(np.count_nonzero(years & (province == dated))),
    )


def _first_years(dataset: Dataset, place: Placement, chosen: Flags) -> Numbers:
    """Of each unit the position of its first year; one more for undated, two for none."""
    first = np.full(len(place.units), len(dataset.index.years) + 1, np.int32)
    np.minimum.at(first, place.unit[chosen], dataset.index.year[chosen])
    return first


def _find_provinces(cities: Placement, provinces: Placement) -> NDArray[np.int64]:
    """Of each city the position of the province it is a part of; ABSENT for those of none.

    The first two digits of a code are those of its province.
    """
    by_digits = {code[:2]: (position, code) for position, code in enumerate(provinces.units)}
    found = [by_digits.get(city[:2], (ABSENT, city)) for city in cities.units]
    return np.array(
        [
            ABSENT if code == city else position
            for city, (position, code) in zip(cities.units, found, strict=True)
        ],
        np.int64,
    )
