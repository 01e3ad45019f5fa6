"""The units that can be shown, how they nest, and where a step into one of them leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import geodata as gd

LEVELS = (gd.Level.PROVINCE, gd.Level.CITY, gd.Level.COUNTY)
Units = tuple[str, ...]


@dataclass(frozen=True)
class Geography:
    """Units by level, as far as the boundaries have them."""

    gazetteer: gd.Gazetteer
    parents: Mapping[str, str]
    drawn: Mapping[gd.Level, Units]
    data: Path
    """The data folder."""
    _within: dict[tuple[gd.Level, str], Units] = field(default_factory=dict)
    _neighbours: dict[gd.Level, Mapping[str, Units]] = field(default_factory=dict)

    @cached_property
    def divisions(self) -> Mapping[gd.Level, Mapping[str, gd.Division]]:
        """What lies one step below each unit of each level."""
        return {level: gd.divide_units(self.parents, self.drawn, level) for level in LEVELS}

    @cached_property
    def members(self) -> Mapping[gd.Level, frozenset[str]]:
        """The units of each level, to look one up."""
        return {level: frozenset(units) for level, units in self.drawn.items()}

    def units(self, level: gd.Level, within: str | None = None) -> Units:
        """The units of a level, all or those inside a unit of a higher level."""
        if within is None:
            return self.drawn[level]
        if (level, within) not in self._within:
            found = gd.units_within(self.parents, self.drawn[level], within)
            self._within[level, within] = found
        return self._within[level, within]

    def can_enclose(self, within: str, level: gd.Level) -> bool:
        """Whether a map of the level can be zoomed to the unit: there is more in it than itself."""
        return any(
            within in self.divisions[higher] and set(self.units(level, within)) - {within}
            for higher in LEVELS[: LEVELS.index(level)]
        )

    def enclose(self, within: str | None, level: gd.Level) -> str | None:
        """The unit itself or the nearest above it that a map of the level can be zoomed to."""
        code = within
        while code and not self.can_enclose(code, level):
            code = self.parents.get(code)
        return code or None

    def step_into(self, code: str, level: gd.Level) -> gd.Level | None:
        """The level of the units inside a unit of a level; None where there are none."""
        division = self.divisions[level].get(code)
        return division.level if division else None

    def level_of(self, within: str) -> gd.Level:
        """The highest level that draws the unit."""
        return next(level for level in LEVELS if within in self.members[level])

    def path(self, code: str) -> Units:
        """The unit and those above it that can be zoomed to, the largest first."""
        found: list[str] = []
        unit: str | None = code
        while unit and unit != gd.NATION:
            if any(unit in self.divisions[level] for level in LEVELS):
                found.append(unit)
            unit = self.parents.get(unit)
        return tuple(reversed(found))

    def neighbours(self, code: str, level: gd.Level) -> Units:
        """Units of the level that share a border with it; read when first asked for."""
        if level not in self._neighbours:
            self._neighbours[level] = gd.load_neighbours(level, self.data)
        return self._neighbours[level].get(code, ())
