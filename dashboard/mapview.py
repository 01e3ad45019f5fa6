"""The map: a constant folium.Map, and a small feature group that carries each change.

streamlit-folium remounts its frame when the map's script changes, so that script is always the
same; outlines are static files that the browser fetches once. A change is one call of
`atlas.paint`, sent as the content of a feature group; what it holds is in `dashboard.painting`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from dashboard.mapstate import Frames, MapState, Panel, rank_counts, state_of
from dashboard.painting import describe_paint
from dashboard.wording import Wording

__all__ = [
    "Frames",
    "MapFiles",
    "MapState",
    "Panel",
    "build_map",
    "build_paint",
    "encode",
    "rank_counts",
    "state_of",
]
_TEMPLATE_MARK = re.compile(r"\{(?=[{%#])")
CENTRE = (36.0, 105.0)
"""Latitude and longitude that the map starts from; its script then fits it to the country."""
LEAFLET_OPTIONS: Mapping[str, Any] = {
    "zoom": 9,
    "crs": "Albers",
    "zoomControl": False,
    "attributionControl": False,
    "scrollWheelZoom": False,
    "keyboard": False,
    "zoomSnap": 0,
    "zoomDelta": 0.75,
    "zoomAnimationThreshold": 12,
}
FOLIUM_NAMES = {"zoom": "zoom_start", "crs": "crs", "zoomControl": "zoom_control"}
"""What folium calls options that it knows itself."""


@dataclass(frozen=True, slots=True)
class MapFiles:
    """Addresses of static files, relative to the map's frame."""

    scripts: tuple[str, ...]
    """In the order in which they need each other."""
    styles: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    """What the code fetches itself: outlines by level (of counties by province), lines, and
    what it says by language."""


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
    options = {name: value for name, value in LEAFLET_OPTIONS.items() if name not in FOLIUM_NAMES}
    named = {own: LEAFLET_OPTIONS[name] for name, own in FOLIUM_NAMES.items()}
    chart = folium.Map(location=CENTRE, tiles=None, **named, **options)
    chart.default_js = [(f"script{i}", url) for i, url in enumerate(files.scripts)]
    chart.default_css = [(f"style{i}", url) for i, url in enumerate(files.styles)]
    _Script("mount", {}, on_map=True).add_to(chart)
    return chart


def build_paint(
    state: MapState, summary: str, wording: Wording, foot: Sequence[str] = ()
) -> folium.FeatureGroup:
    """The feature group that paints a state onto the map; arguments as for `describe_paint`."""
    group = folium.FeatureGroup(name="paint")
    _Script("paint", describe_paint(state, summary, wording, foot), on_map=False).add_to(group)
    return group
