"""What the map shows, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geodata as gd
from dashboard.classes import Classes

UNCOLLECTED = ("710000", "810000", "820000")
"""Provinces outside the collection: shown as such unless records say otherwise."""
EMPTY_STATES = ("zero", "unsearched", "uncollected", "na")
"""Kinds of empty: searched in vain, never searched, not collected, not applicable."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the maps of a view."""

    title: str
    """Empty when it is the only one."""
    values: Mapping[str, float]
    """What the measure says of each unit that has a value."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Units to which the measure does not apply, and why: one of `gd.Reason`."""
    counts: Mapping[str, gd.RegionCount] = field(default_factory=dict)
    """What the values rest on."""
    measure: gd.Measure | None = None
    """Where it is not that of the other panels."""
    classes: Classes | None = None
    """Where they are not those of the other panels; they then have a legend of their own."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The values to play through, all sent at once."""

    years: tuple[int, ...]
    """Rising."""
    values: Mapping[str, Sequence[float]]
    """Code -> a value for each of the years; 0 where there is none."""
    mode: str = "cumulative"
    """Or `window`."""
    width: int = 1
    """Years of a window."""
    speed: float = 1.0
    """Of the first play: 0.5 slow, 1 normal, 3 fast."""
    year: int | None = None
    """Where it stands; None for the last."""


@dataclass(frozen=True, slots=True)
class MapState:
    """All that one state of the map shows."""

    level: gd.Level
    units: tuple[str, ...]
    """Codes of all units drawn at the level, inside `within` where that is set."""
    documents: Mapping[str, int]
    """Documents read about each unit; absent when none."""
    classes: Classes
    """Shared by all panels and frames."""
    selected: str | None = None
    within: str | None = None
    """The province or city that the map is zoomed to."""
    measure: gd.Measure = gd.Measure.INITIATIVES
    panels: tuple[Panel, ...] = ()
    """One, two, or up to twelve; all of the same units."""
    trail: gd.YearTable | None = None
    """Initiatives a year, for the small line beside a unit's value."""
    frames: Frames | None = None
    """What the first panel can play; None for a map of one state."""
    counts: Mapping[str, gd.RegionCount] = field(default_factory=dict)
    """The only panel's, where `panels` is empty."""

    @property
    def shown(self) -> tuple[Panel, ...]:
        """The panels, at least one."""
        if self.panels:
            return self.panels
        values = {code: count.initiatives for code, count in self.counts.items()}
        return (Panel("", values, {}, self.counts),)


def state_of(state: MapState, code: str, panel: Panel | None = None) -> str:
    """`found`, or one of EMPTY_STATES, of a unit in a panel; in the first unless one is named."""
    panel = panel or state.shown[0]
    if code in panel.values:
        return "found"
    if code in panel.missing:
        return "na"
    if code[:2] + "0000" in UNCOLLECTED:
        return "uncollected"
    return "zero" if state.documents.get(code) else "unsearched"


def rank_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Each unit's rank, 1 for the most; equal counts share the better one."""
    ordered = sorted(counts.values(), reverse=True)
    first = {count: place for place, count in reversed(list(enumerate(ordered, start=1)))}
    return {code: first[count] for code, count in counts.items()}
