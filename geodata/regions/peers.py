"""Whom a unit can be compared with: its siblings, its neighbours, those with as many people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log

from geodata.errors import UsageError
from geodata.model import Level

PEERS = 5
"""So many units of similar population."""


class Kinship(StrEnum):
    """What makes units peers."""

    SIBLINGS = "siblings"
    """Under the same unit; of a province all others, of a municipality among cities the others."""
    NEIGHBOURS = "neighbours"
    """Sharing a border."""
    POPULATION = "population"
    """The nearest in number of inhabitants, by ratio."""


class NoPeers(StrEnum):
    """Why a unit has none."""

    ONLY_CHILD = "only_child"
    """No other unit of the level is under the same one."""
    NO_BORDER = "no_border"
    """Water is all around it, as around Hainan."""
    NO_POPULATION = "no_population"
    """How many people live there, or anywhere else at its level, is not known."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The peers of a unit, or why there are none."""

    kinship: Kinship
    units: tuple[str, ...]
    """By code; of similar population, the nearest first."""
    lacking: NoPeers | None


def find_peers(
    region: str,
    level: Level,
    kinship: Kinship,
    *,
    parents: Mapping[str, str],
    drawn: Mapping[Level, Collection[str]],
    neighbours: Mapping[str, tuple[str, ...]],
    denominators: Mapping[str, float],
    count: int = PEERS,
) -> Peers:
    """The peers of a unit among those of its level.

    Args:
        region: A unit of the level.
        level: Province, city or county.
        kinship: What makes them peers.
        parents: Code of each unit -> code of the unit above.
        drawn: The units of each level, from `load_drawn`.
        neighbours: Of the level, from `load_neighbours`.
        denominators: Inhabitants by code of the level, from `load_denominators`.
        count: So many of similar population.

    Raises:
        UsageError: If the region is no unit of the level.
    """
    if region not in drawn.get(level, ()):
        raise UsageError(f"{region!r} is not drawn at the level {level}; give a unit that is.")
    if kinship is Kinship.SIBLINGS:
        units, lacking = _find_siblings(region, drawn[level], parents), NoPeers.ONLY_CHILD
    elif kinship is Kinship.NEIGHBOURS:
        units, lacking = neighbours.get(region, ()), NoPeers.NO_BORDER
    else:
        people = {code: denominators[code] for code in drawn[level] if code in denominators}
        units, lacking = _find_alike(region, people, count), NoPeers.NO_POPULATION
    return Peers(kinship, units, None if units else lacking)


def _find_siblings(
    region: str, units: Collection[str], parents: Mapping[str, str]
) -> tuple[str, ...]:
    above = parents.get(region)
    return tuple(code for code in sorted(units) if code != region and parents.get(code) == above)


def _find_alike(region: str, people: Mapping[str, float], count: int) -> tuple[str, ...]:
    if region not in people:
        return ()
    distance = {
        code: abs(log(number / people[region])) for code, number in people.items() if code != region
    }
    return tuple(sorted(distance, key=lambda code: (distance[code], code))[:count])
