"""The page's map against the map rules: its view as map-panel.js fits it, its boxes by map.css.

The specification is read from the page's own files, so that a corner, a margin or a box that is
moved there is judged here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

import geopandas as gpd
import pytest
import shapely

import geodata as gd
from dashboard.wording import LANGUAGES, load_wording
from geodata.paths import ROOT, data_folder
from geodata.regions.boundaries import ALBERS, CRS, load_dash_line
from geodata.regions.mapcheck import Inset, MapSpecification, Overlay, check_map

ASSETS = ROOT / "dashboard" / "assets"
SCRIPT = (ASSETS / "map-panel.js").read_text(encoding="utf-8")
STYLE = (ASSETS / "map.css").read_text(encoding="utf-8").split("@media")[0]
SIZES = [(980, 640), (820, 600), (1180, 700)]
"""Widths and heights of the map's frame, in pixels, on screens from 1280 to 1920 wide."""
LEGEND = (175, 215)
"""No more than this many pixels wide and high: five classes and four states."""
SOURCES = {"zh": "天地图", "en": "Tianditu"}


@dataclass(frozen=True)
class View:
    """Pixels to metres: where the left upper corner is, and how much a pixel is."""

    west: float
    north: float
    metres: float

    def box(self, left: float, top: float, width: float, height: float) -> tuple[float, ...]:
        east, south = left + width, top + height
        return (
            self.west + left * self.metres, self.north - south * self.metres,
            self.west + east * self.metres, self.north - top * self.metres,
        )  # fmt: skip


def corners(name: str) -> list[list[float]]:
    """Latitudes and longitudes that a view of the script is fitted to."""
    found = re.search(rf"const {name} = (\[\[.*?\]\]);", SCRIPT)
    assert found
    points: list[list[float]] = json.loads(found[1])
    return points


def pixels(rule: str, *names: str) -> list[int]:
    body = re.search(rf"^{re.escape(rule)} \{{(.*?)\}}", STYLE, re.MULTILINE | re.DOTALL)
    assert body
    return [int(re.search(rf"(?<![\w-]){n}: (\d+)(?:px)?", body[1])[1]) for n in names]  # type: ignore[index]


def fit(points: list[list[float]], size: tuple[int, int], right: int) -> View:
    """What `aim` of the script does."""
    places = gpd.GeoSeries([shapely.Point(lon, lat) for lat, lon in points], crs=CRS)
    west, south, east, north = places.to_crs(ALBERS).total_bounds
    width, height = size
    metres = max((east - west) / (width - right - 6), (north - south) / (height - 6))
    centre = (west + east) / 2 + right / 2 * metres
    return View(centre - width / 2 * metres, south + (height - 3) * metres, metres)


def specify_page(size: tuple[int, int], language: str) -> MapSpecification:
    width, height = size
    found = re.search(r"right: narrow \? \d+ : (\d+)", SCRIPT)
    assert found
    view = fit(corners("MAINLAND"), size, int(found[1]))
    inset_width, inset_height, inset_bottom, inset_right = pixels(
        ".atlas-inset", "width", "height", "bottom", "right"
    )
    left, bottom = pixels(".atlas-legend", "left", "bottom")
    button = pixels(".atlas-buttons button", "height")[0]
    lats, lons = zip(*corners("SOUTH_SEA"), strict=True)
    wording = load_wording(language, data_folder())
    gazetteer = gd.Gazetteer.load(data_folder())
    units = gazetteer.units(gd.Level.PROVINCE)
    labels = {u.adcode: wording.provinces.get(u.adcode, u.name) for u in units}
    return MapSpecification(
        scope=gd.NATION,
        crs=ALBERS,
        frame=view.box(0, 0, width, height),  # type: ignore[arg-type]
        inset=Inset((min(lons), min(lats), max(lons), max(lats)), dash_line=True),
        overlays=tuple(
            Overlay(name, view.box(*box))  # type: ignore[arg-type]
            for name, box in {
                "legend": (left, height - bottom - LEGEND[1], *LEGEND),
                "buttons": (0, 0, 3 * button + 8, 3 * button + 8),
                "inset": (
                    width - inset_right - inset_width - 2, height - inset_bottom - inset_height - 2,
                    inset_width + 2, inset_height + 2,
                ),
            }.items()
        ),
        dash_segments=len(load_dash_line().geoms),
        labels=labels,
        words=wording.say("map_source"),
        source=SOURCES[language],
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_page_s_map_keeps_the_map_rules(size: tuple[int, int], language: str) -> None:
    assert check_map(specify_page(size, language)) == []


def test_every_drawing_of_the_map_has_the_dash_line() -> None:
    sheet = (ASSETS / "map-sheet.js").read_text(encoding="utf-8")
    assert 'create("path", { class: "dash", d: lines.dash.fine })' in sheet
    assert re.search(r"this\.root = .*this\.special", sheet)


def test_a_legend_on_the_right_would_be_told_of() -> None:
    spec = specify_page(SIZES[0], "zh")
    west, south, east, north = spec.frame
    right = Overlay("legend", ((west + 3 * east) / 4, south, east, (south + north) / 2))
    assert "台湾岛" in "".join(check_map(replace(spec, overlays=(right,))))
