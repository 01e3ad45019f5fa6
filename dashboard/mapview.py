"""The map: a constant folium.Map, and a small feature group that carries each change.

streamlit-folium remounts its frame when the map's script changes, so that script is always the
same; outlines are static files that the browser fetches once. A change is one call of
`atlas.paint` with a class for each unit, sent as the content of a feature group.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import folium
from branca.element import MacroElement
from folium.template import Template

import geodata as gd
from dashboard.classes import Classes
from dashboard.style import ZERO, pick_colours
from dashboard.wording import Wording

UNCOLLECTED = ("710000", "810000", "820000")
"""Units outside the collection: shown as such unless records say otherwise."""
_TEMPLATE_MARK = re.compile(r"\{(?=[{%#])")
CENTRE = (36.0, 105.0)
"""Latitude and longitude that the map starts from; its script then fits it to the country."""


@dataclass(frozen=True, slots=True)
class MapFiles:
    """Addresses of static files, relative to the map's frame."""

    scripts: tuple[str, ...]
    """Leaflet first, then ours, in the order in which they need each other."""
    styles: tuple[str, ...]
    levels: Mapping[gd.Level, str]
    lines: str


class YearValues(Protocol):
    """One value a year of each unit."""

    @property
    def years(self) -> tuple[int, ...]:
        """Rising."""

    @property
    def values(self) -> Mapping[str, Sequence[float]]:
        """Code -> a value for each of the years; 0 or None where there is none."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the maps of a view."""

    title: str
    """Empty when it is the only one."""
    values: Mapping[str, float]
    """What the measure says of each unit that has a value."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Units to which the measure does not apply, and why."""
    counts: Mapping[str, gd.RegionCount] = field(default_factory=dict)
    """What the values rest on."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The values to play through, all sent at once."""

    years: tuple[int, ...]
    values: Mapping[str, Sequence[float]]
    """Code -> a value for each of the years; 0 or None where there is none."""
    mode: str = "cumulative"
    """Or `window`."""
    width: int = 1
    """Years of a window."""
    speed: float = 1.0
    """Of the first play: 0.5 slow, 1 normal, 2 fast."""
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
    measure: str = "initiatives"
    panels: tuple[Panel, ...] = ()
    """One, two, or up to twelve; all of the same units."""
    trail: YearValues | None = None
    """Initiatives a year, for the small line beside a unit's value."""
    frames: Frames | None = None
    """What can be played; None for a map of one state."""
    counts: Mapping[str, gd.RegionCount] = field(default_factory=dict)


class _Script(MacroElement):
    """One statement in the map's script."""

    _template = Template("{% macro script(this, kwargs) %}\n{{ this.statement() }}\n{% endmacro %}")

    def __init__(self, call: str, argument: Mapping[str, Any], *, on_map: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Atlas"
        self._call, self._argument, self._on_map = call, argument, on_map

    def render(self, **kwargs: Any) -> str:
        """Nothing, for streamlit-folium takes the script from the macro.

        folium would compile it as a template of a page of its own, which nobody sees.
        """
        return ""

    def statement(self) -> str:
        first = f"{self._parent.get_name()}, " if self._on_map and self._parent else ""
        return f"window.atlas.{self._call}({first}{encode(self._argument)});"


def encode(value: object) -> str:
    """JSON that stays data wherever it is put: in a script, a template or a string literal."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # "_" and "'" too: streamlit-folium rewrites names by pattern wherever it finds them.
    for character in "<>&`$_'\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # folium reads a finished script as a template once more. JSON itself never has these pairs.
    return _TEMPLATE_MARK.sub(r"\\u007b", text)


def build_map(files: MapFiles) -> folium.Map:
    """A map without tiles whose files all come from this server; equal files, equal script."""
    chart = folium.Map(
        location=CENTRE,
        zoom_start=9,
        tiles=None,
        crs="Albers",
        zoom_control=False,
        attributionControl=False,
        scrollWheelZoom=False,
        zoomSnap=0,
        zoomDelta=0.75,
        wheelPxPerZoomLevel=90,
    )
    chart.default_js = [(f"script{i}", url) for i, url in enumerate(files.scripts)]
    chart.default_css = [(f"style{i}", url) for i, url in enumerate(files.styles)]
    levels = {str(level): url for level, url in files.levels.items()}
    _Script("mount", {"levels": levels, "lines": files.lines}, on_map=True).add_to(chart)
    return chart


def build_paint(
    state: MapState, summary: str, names: Mapping[str, str], wording: Wording
) -> folium.FeatureGroup:
    """The feature group that paints a state onto the map.

    Args:
        state: What to show.
        summary: The finding in words: the map's alternative text.
        names: Names to use in place of the boundary file's Chinese ones; empty for none.
        wording: The page's language.
    """
    group = folium.FeatureGroup(name="paint")
    _Script("paint", describe_paint(state, summary, names, wording), on_map=False).add_to(group)
    return group


def describe_paint(
    state: MapState, summary: str, names: Mapping[str, str], wording: Wording
) -> dict[str, Any]:
    """What `atlas.paint` is given; a unit that is in neither `units` nor `empty` is unsearched."""
    ranks = rank_counts({code: count.initiatives for code, count in state.counts.items()})
    return {
        "level": str(state.level),
        "units": {
            code: _describe_unit(state, code, ranks) for code in state.units if code in state.counts
        },
        "empty": {
            name: [code for code in state.units if state_of(state, code) == name]
            for name in ("zero", "uncollected")
        },
        "colors": pick_colours(len(state.classes.upper)),
        "zero": ZERO,
        "ranked": len(ranks),
        "selected": state.selected or "",
        "names": {code: names[code] for code in state.units if code in names},
        "legend": _describe_legend(state, wording),
        "texts": _describe_texts(summary, wording),
    }


def state_of(state: MapState, code: str) -> str:
    """found, zero, unsearched or uncollected."""
    if code in state.counts:
        return "found"
    if code in UNCOLLECTED:
        return "uncollected"
    return "zero" if state.documents.get(code) else "unsearched"


def rank_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Each unit's rank, 1 for the most; equal counts share the better one."""
    ordered = sorted(counts.values(), reverse=True)
    first = {count: place for place, count in reversed(list(enumerate(ordered, start=1)))}
    return {code: first[count] for code, count in counts.items()}


def _describe_unit(state: MapState, code: str, ranks: Mapping[str, int]) -> list[int]:
    count = state.counts[code]
    return [
        state.classes.class_of(count.initiatives),
        count.initiatives,
        count.reports,
        ranks[code],
    ]


def _describe_legend(state: MapState, wording: Wording) -> dict[str, Any]:
    labels, members = state.classes.labels(), state.classes.members
    units = [state_of(state, code) for code in state.units]
    return {
        "title": wording.say("legend_title"),
        "classes": [
            [label, wording.say("legend_units", n=n)]
            for label, n in zip(labels, members, strict=True)
        ],
        "states": {
            name: [wording.say(f"state_{name}"), wording.say("legend_units", n=units.count(name))]
            for name in ("zero", "unsearched", "uncollected")
            if name in units
        },
    }


def _describe_texts(summary: str, wording: Wording) -> dict[str, Any]:
    return {
        "zero": wording.say("tip_zero"),
        "unsearched": wording.say("tip_unsearched"),
        "uncollected": wording.say("tip_uncollected"),
        "value": wording.sentences["tip_value"],
        "rank": wording.sentences["tip_rank"],
        "inset": wording.say("inset"),
        "failed": wording.say("map_failed"),
        "buttons": [wording.say(f"map_{name}") for name in ("closer", "farther", "whole")],
        "summary": summary,
    }
