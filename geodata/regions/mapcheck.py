"""Does a map keep the rules for maps of China: a lint over a map's specification.

The rules are those of 公开地图内容表示规范 (2023) and 地图管理条例, as far as a program can see
them; a map that passes still needs review (审图号) before it is shown to the public in China.

    extent       the whole country is in the frame; where the frame stops short of the South China
                 Sea, an inset shows it, and the frame still holds Hainan's southern tip
    layers       units, and the dash line in the frame and in the inset
    units        Taiwan, Hong Kong and Macao are drawn; Taiwan is called a province as others are
    nothing over legend, buttons and inset cover no island
    words        beside the map stand its source and the sentence on review (审图号); where the
                 dash line has nine segments, the words say so

A map of one province needs the words alone; of Hainan, the South China Sea as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import shapely

from geodata.errors import UsageError
from geodata.model import NATION
from geodata.regions.boundaries import CRS

Box = tuple[float, float, float, float]
"""West, south, east, north, in the units of the map's CRS."""
Point = tuple[float, float]
"""Degrees east and north."""

TAIWAN, HONG_KONG, MACAO, HAINAN = "710000", "810000", "820000", "460000"
ALWAYS_DRAWN: Mapping[str, str] = {TAIWAN: "台湾省", HONG_KONG: "香港", MACAO: "澳门"}
REVIEW = "审图号"
STANDARD_SEGMENTS = 10
"""Dashes on today's standard maps; the tenth is east of Taiwan."""
NINE_MARKS = ("九段", "nine-segment", "nine segments")
CORNERS: Mapping[str, Point] = {
    "黑龙江与乌苏里江汇合处": (135.08, 48.4),
    "喷赤河弯曲处": (73.51, 39.3),
    "黑龙江北端": (123.3, 53.55),
    "海南岛南端": (109.57, 18.16),
}
"""Where the country ends in the east, west and north, and Hainan in the south."""
EAST_ISLANDS: Mapping[str, Point] = {
    "台湾岛": (121.0, 23.7),
    "钓鱼岛": (123.47, 25.74),
    "赤尾屿": (124.56, 25.92),
}
HAINAN_ISLAND: Mapping[str, Point] = {"海南岛": (109.8, 19.2)}
SOUTH_SEA: Mapping[str, Point] = {
    "东沙岛": (116.72, 20.7),
    "永兴岛": (112.34, 16.83),
    "黄岩岛": (117.76, 15.15),
    "太平岛": (114.37, 10.38),
    "曾母暗沙": (112.28, 3.97),
}
ISLAND_SHAPES: Mapping[str, tuple[Point, ...]] = {
    "台湾岛": ((121.55, 25.3), (122.0, 25.0), (120.85, 21.9), (120.05, 23.1)),
    "海南岛": ((108.65, 19.2), (109.57, 18.2), (111.05, 19.8), (110.6, 20.15)),
}
"""Outlines of the islands that are more than a dot."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Something that lies on the map: a legend, buttons, the inset's box."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Inset:
    """A small map of the South China Sea."""

    extent: Box
    """What it shows, in degrees."""
    dash_line: bool


@dataclass(frozen=True, slots=True)
class MapSpecification:
    """What a map shows, where, and what stands beside it."""

    scope: str
    """Code of what is mapped: the nation, or one province."""
    crs: str
    """In which `frame` and `overlays` are given."""
    frame: Box
    inset: Inset | None
    overlays: tuple[Overlay, ...]
    dash_segments: int
    """Segments drawn in the main frame or file; 0 for no dash line."""
    labels: Mapping[str, str]
    """Provinces drawn, whole or by their parts -> the name that a reader finds."""
    words: str
    """All words beside the map: its source and its notes."""
    source: str
    """Who drew the boundaries, as it must be found among the words."""


def check_map(spec: MapSpecification) -> list[str]:
    """What is wrong with a map, one sentence each; empty when it keeps all rules."""
    problems = list(_check_words(spec))
    if spec.scope in (NATION, HAINAN):
        problems += [*_check_south_sea(spec), *_check_covering(spec)]
    if spec.scope == NATION:
        problems += [*_check_extent(spec), *_check_units(spec)]
    return problems


def refuse_unless_fit(spec: MapSpecification) -> None:
    """Stop a map that breaks a rule.

    Raises:
        UsageError: Naming every rule broken.
    """
    problems = check_map(spec)
    if problems:
        raise UsageError("This map must not go out: " + " ".join(problems))


def _check_words(spec: MapSpecification) -> Iterator[str]:
    if not spec.source or spec.source not in spec.words:
        yield f"Its source ({spec.source or 'unknown'}) is not named beside it. Print it there."
    if REVIEW not in spec.words:
        yield f"The sentence on map review ({REVIEW}) is missing beside it. Print it there."
    fewer = 0 < spec.dash_segments < STANDARD_SEGMENTS
    if fewer and not any(mark in spec.words for mark in NINE_MARKS):
        yield (
            f"Its dash line has {spec.dash_segments} segments, standard maps have "
            f"{STANDARD_SEGMENTS}, and its words do not say so. Say 九段线 beside the map."
        )


def _check_south_sea(spec: MapSpecification) -> Iterator[str]:
    if spec.dash_segments == 0:
        yield "The dash line in the South China Sea is not drawn. Draw lines.topojson."
    inside = _names_inside(spec, SOUTH_SEA)
    shown = shapely.box(*spec.inset.extent) if spec.inset else shapely.Polygon()
    lost = [name for name in SOUTH_SEA if name not in inside and not _holds(shown, SOUTH_SEA[name])]
    if lost:
        yield (
            f"Of the South China Sea islands, {'、'.join(lost)} lie in neither frame nor inset. "
            "Enlarge one of them."
        )
    if len(inside) < len(SOUTH_SEA) and spec.inset and not spec.inset.dash_line:
        yield "The inset lacks the dash line. Draw it there too."


def _check_extent(spec: MapSpecification) -> Iterator[str]:
    wanted = {**CORNERS, **EAST_ISLANDS}
    inside = _names_inside(spec, wanted)
    lost = [name for name in wanted if name not in inside]
    if lost:
        yield f"{'、'.join(lost)} lie outside the frame. Enlarge it."


def _check_units(spec: MapSpecification) -> Iterator[str]:
    absent = [name for code, name in ALWAYS_DRAWN.items() if code not in spec.labels]
    if absent:
        yield f"{'、'.join(absent)} not drawn. Draw every unit, without data as well."
    name = spec.labels.get(TAIWAN)
    others = [label for code, label in spec.labels.items() if code not in ALWAYS_DRAWN]
    short = not any(label.endswith(("省", "Province")) for label in others)
    fitting = ("台湾省", "Taiwan Province", *(("台湾", "Taiwan") if short else ()))
    if name is not None and name not in fitting:
        yield f"Taiwan is called {name!r}; as a province among others it is {fitting[0]}."


def _check_covering(spec: MapSpecification) -> Iterator[str]:
    islands = {**HAINAN_ISLAND, **EAST_ISLANDS, **SOUTH_SEA}
    shapes = {name: _project(spec, ISLAND_SHAPES.get(name, (at,))) for name, at in islands.items()}
    for overlay in spec.overlays:
        box = shapely.box(*overlay.box)
        covered = [name for name, shape in shapes.items() if box.intersects(shape)]
        if covered:
            yield f"The {overlay.name} lies over {'、'.join(covered)}. Move it."


def _names_inside(spec: MapSpecification, places: Mapping[str, Point]) -> set[str]:
    frame = shapely.box(*spec.frame)
    return {name for name, at in places.items() if frame.covers(_project(spec, (at,)))}


def _project(spec: MapSpecification, points: tuple[Point, ...]) -> shapely.Geometry:
    """A point, or the area that several of them span, in the map's CRS."""
    projected = gpd.GeoSeries([shapely.MultiPoint(points)], crs=CRS).to_crs(spec.crs)
    hull: shapely.Geometry = projected.iloc[0].convex_hull
    return hull


def _holds(area: shapely.Polygon, point: Point) -> bool:
    return bool(area.covers(shapely.Point(point)))
