"""The first map of an address, drawn before Streamlit has started.

Streamlit's page has to load and to ask before it shows anything. What it will show of a new visit
is known from the address alone, so the server sends it along: tabs, finding and map, in the places
that they will have. They go when the page's own map stands (`assets/prelude.js`).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

import geodata as gd
from dashboard.address import Query, read_query
from dashboard.bundle import read_asset
from dashboard.filters import TABS, Filters
from dashboard.finding import explain_measure, list_foot, state_finding
from dashboard.mapview import CENTRE, LEAFLET_OPTIONS, MapFiles, encode
from dashboard.painting import describe_paint
from dashboard.views import Source, build_view
from dashboard.wording import Wording

BASE = "./component/map/"
"""Addresses of the map's files are relative to a component's folder."""


def read_filters(query: Query, source: Source) -> Filters | None:
    """The filters of an address that begins with a map in its usual place; None for others.

    A note about the address would stand above the map. All counties of the country are so many
    that drawing them twice takes longer than it spares.
    """
    reading = read_query(query, source.choices)
    filters, stamp = reading.filters, reading.stamp
    outdated = stamp is not None and stamp.fingerprint != source.dataset.fingerprint
    every_county = filters.level is gd.Level.COUNTY and filters.within is None
    if filters.tab != "map" or every_county or reading.ignored or outdated:
        return None
    return filters


def build_prelude(source: Source, filters: Filters, files: MapFiles, assets: Path) -> str:
    """Tags for the body of Streamlit's page.

    Args:
        source: In the language of the filters.
        filters: As `read_filters` gives them.
        files: The map's own.
        assets: Folder of the page's code.
    """
    view, wording = build_view(source, filters), source.wording
    finding = state_finding(view)
    paint = encode(describe_paint(view.state, finding.headline, wording, list_foot(view, finding)))
    frame = _write_frame(files, read_asset(assets / "prelude-frame.js"), paint)
    say = wording.say
    tabs = "".join(f"<span>{escape(say(f'tab_{tab}'))}</span>" for tab in TABS)
    above = {finding.style: finding.headline, "basis": finding.basis}
    above["measure"] = explain_measure(view)
    return (
        f"<style>{read_asset(assets / 'page.css')}{read_asset(assets / 'prelude.css')}</style>"
        f'<div id="atlas-prelude" aria-hidden="true" lang="{wording.language}">'
        f"{write_brand(wording)}"
        f'<div class="main"><div class="tabs">{tabs}</div>{_write_lines(above)}'
        f'<iframe title="{escape(say("tab_map"))}" tabindex="-1" srcdoc="{escape(frame)}"></iframe>'
        f"{_write_lines({'source': say('map_source')})}"
        f"</div></div><script>{read_asset(assets / 'prelude.js')}</script>"
    )


def write_brand(wording: Wording) -> str:
    """The page's name, over the filters."""
    name, tagline = escape(wording.say("brand")), escape(wording.say("tagline"))
    return f'<div class="brand"><b>{name}</b><span>{tagline}</span></div>'


def _write_lines(lines: Mapping[str, str]) -> str:
    return "".join(f'<p class="{name}">{escape(text)}</p>' for name, text in lines.items())


def _write_frame(files: MapFiles, script: str, paint: str) -> str:
    """The map's document: what streamlit-folium makes for it, without its own code."""
    options = encode({"center": CENTRE, **LEAFLET_OPTIONS})
    styles = "".join(f'<link rel="stylesheet" href="{escape(s)}">' for s in files.styles)
    scripts = "".join(f'<script src="{escape(s)}"></script>' for s in files.scripts)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><base href="{BASE}">{styles}</head>'
        '<body><div id="root"><div id="parent"><div class="float-child"><div id="map_div"></div>'
        f"</div></div></div>{scripts}<script>{script}\ndraw({options}, {paint});</script></body>"
        "</html>"
    )
