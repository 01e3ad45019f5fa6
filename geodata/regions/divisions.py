"""Which unit lies in which, and which units each level draws."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.model import Level
from geodata.regions.boundaries import LEVELS, load_units


@dataclass(frozen=True, slots=True)
class Division:
    """The units one step below a unit."""

    level: Level
    """Counties for a city; cities for a province, but the districts of a municipality."""
    units: tuple[str, ...]
    """Rising."""


def load_drawn(data: Path | None = None) -> dict[Level, tuple[str, ...]]:
    """The codes of the units that each level draws, rising.

    Raises:
        DataFileError: If a boundary file is missing or damaged.
    """
    units = load_units(data)
    return {level: tuple(sorted(units.loc[units["level"] == level, "adcode"])) for level in LEVELS}


def find_owner(adcode: str, parents: Mapping[str, str], members: Collection[str]) -> str | None:
    """The unit among `members` that is the given one or lies above it; None when none does."""
    code: str | None = adcode
    while code:
        if code in members:
            return code
        code = parents.get(code)
    return None


def units_within(
    parents: Mapping[str, str], codes: Iterable[str], within: str | None
) -> tuple[str, ...]:
    """Those of the units that are `within` or lie in it, in the order given; all for None.

    Args:
        parents: Code of each unit -> code of the unit above.
        codes: The units of a level.
        within: A unit of any level.
    """
    if within is None:
        return tuple(codes)
    return tuple(code for code in codes if find_owner(code, parents, (within,)))


def divide_units(
    parents: Mapping[str, str], drawn: Mapping[Level, Collection[str]], level: Level
) -> dict[str, Division]:
    """What lies one step below each unit of a level; units with nothing below are left out.

    A unit that is drawn again one step down, as Beijing is among the cities and Dongguan among the
    counties, is no part of itself.
    """
    found: dict[str, Division] = {}
    for step in reversed(LEVELS[LEVELS.index(level) + 1 :]):
        below: dict[str, list[str]] = {}
        for code in sorted(drawn[step]):
            owner = find_owner(code, parents, drawn[level])
            if owner is not None and owner != code:
                below.setdefault(owner, []).append(code)
        found |= {owner: Division(step, tuple(codes)) for owner, codes in below.items()}
    return found
