"""The units that can be shown, how they nest, and where a step into one of them leads."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import geodata as gd

LEVELS = (gd.Level.PROVINCE, gd.Level.CITY, gd.Level.COUNTY)
Units = tuple[str, ...]


@dataclass(frozen=True)
class Geography:
    """Units by level, as far as the boundaries have them."""

    gazetteer: gd.Gazetteer
    parents: Mapping[str, str]
    drawn: Mapping[gd.Level, Units]
    folder: Path
    """Of the boundary files."""
    _within: dict[tuple[gd.Level, str], Units] = field(default_factory=dict)
    _neighbours: dict[Path, Mapping[str, Units]] = field(default_factory=dict)

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
        """Units of the level that share a border with it; counties only within their province."""
        name = f"county/{code[:2]}" if level is gd.Level.COUNTY else str(level)
        path = self.folder / f"{name}.topojson"
        if path not in self._neighbours:
            self._neighbours[path] = find_neighbours(_read(path))
        return self._neighbours[path].get(code, ())


def _read(path: Path) -> Mapping[str, Any]:
    try:
        topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise gd.DataFileError(
            f"{path}: not the boundary file of this program. Run `make boundaries`."
        ) from error
    return topology


def find_neighbours(topology: Mapping[str, Any]) -> dict[str, Units]:
    """Which units of a topology share an arc, by code; units without any are left out."""
    owners: defaultdict[int, set[str]] = defaultdict(set)
    for unit in topology["objects"]["units"]["geometries"]:
        for arc in _flatten(unit["arcs"]):
            owners[arc if arc >= 0 else ~arc].add(unit["id"])
    found: defaultdict[str, set[str]] = defaultdict(set)
    for codes in owners.values():
        for code in codes:
            found[code] |= codes - {code}
    return {code: tuple(sorted(others)) for code, others in found.items() if others}


def _flatten(arcs: Iterable[Any]) -> Iterable[int]:
    for arc in arcs:
        if isinstance(arc, int):
            yield arc
        else:
            yield from _flatten(arc)
