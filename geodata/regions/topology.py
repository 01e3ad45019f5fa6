"""Polygons that share borders, stored as arcs: each border once, on a whole-number grid (TopoJSON).

The input is a valid coverage: neighbours have identical vertices along the border they share.
Coordinates are degrees, longitude first; on the grid they are whole multiples of a cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LinearRing, LineString, MultiPolygon, Polygon

Point = tuple[int, int]
Arc = tuple[Point, ...]
"""Grid points in order; a closed arc repeats its first point at the end."""
Ring = list[int]
"""The arcs that it follows, in order; `~i` is arc i backwards."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One unit and its polygons, each with its outline first and its holes after."""

    adcode: str
    name: str
    parent: str
    """Code of the unit above."""
    polygons: tuple[tuple[Ring, ...], ...]

    def arcs(self) -> set[int]:
        """The arcs that it follows, whichever way."""
        rings = (ring for polygon in self.polygons for ring in polygon)
        return {max(arc, ~arc) for ring in rings for arc in ring}


@dataclass(frozen=True, slots=True)
class Topology:
    """Shapes, the arcs that they share, and the grid."""

    cells: int
    """Grid cells to a degree."""
    arcs: tuple[Arc, ...]
    shapes: tuple[Shape, ...]


def snap(polygons: Iterable[Polygon | MultiPolygon], cells: int) -> list[MultiPolygon]:
    """Move every vertex to a grid of so many cells to a degree; outlines run clockwise.

    No part is lost: one smaller than a cell becomes half a cell, so that no islet goes. A hole
    smaller than a cell closes.
    """
    return [
        MultiPolygon([_snap_polygon(part, cells) for part in shapely.get_parts(polygon)])
        for polygon in polygons
    ]


def _snap_polygon(polygon: Polygon, cells: int) -> Polygon:
    outline = _ring_points(polygon.exterior, cells)
    if len(outline) < 3:
        x, y = outline[0]
        outline = [(x, y), (x + 1, y + 1), (x + 1, y)]
    rings = (_ring_points(ring, cells) for ring in polygon.interiors)
    holes = [np.array(points) / cells for points in rings if len(points) >= 3]
    return shapely.orient_polygons(Polygon(np.array(outline) / cells, holes), exterior_cw=True)


def _grid(line: LineString | LinearRing, cells: int) -> npt.NDArray[np.int64]:
    return np.rint(shapely.get_coordinates(line) * cells).astype(np.int64)


def _ring_points(ring: LinearRing, cells: int) -> list[Point]:
    """Its grid points without repetitions; the first is not repeated at the end."""
    points = _grid(ring, cells)[:-1]
    kept = np.any(points != np.roll(points, 1, axis=0), axis=1)
    kept[0] |= not kept.any()
    return [(int(x), int(y)) for x, y in points[kept]]


def build_topology(units: Iterable[tuple[str, str, str, MultiPolygon]], cells: int) -> Topology:
    """Cut the outlines of snapped polygons into arcs, each kept once.

    Args:
        units: Code, name, code of the unit above, and polygons from `snap`.
        cells: Grid cells to a degree, as given to `snap`.

    Returns:
        Shapes in the order given; arcs in the order of their first use, so that equal input gives
        an equal topology.
    """
    rows = list(units)
    outlines = [
        [[_ring_points(ring, cells) for ring in _rings(part)] for part in shapely.get_parts(row[3])]
        for row in rows
    ]
    junctions = _junctions(ring for parts in outlines for part in parts for ring in part)
    book = _ArcBook(junctions)
    shapes = tuple(
        Shape(code, name, parent, tuple(tuple(map(book.follow, part)) for part in parts))
        for (code, name, parent, _), parts in zip(rows, outlines, strict=True)
    )
    return Topology(cells, tuple(book.arcs), shapes)


def _rings(part: Polygon) -> Iterator[LinearRing]:
    yield part.exterior
    yield from part.interiors


def _junctions(rings: Iterable[list[Point]]) -> set[Point]:
    """Points where two rings part: their neighbours along one ring are not those along another."""
    neighbours: dict[Point, tuple[Point, Point]] = {}
    junctions: set[Point] = set()
    for ring in rings:
        for before, here, after in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False):
            pair = (before, after) if before < after else (after, before)
            if neighbours.setdefault(here, pair) != pair:
                junctions.add(here)
    return junctions


class _ArcBook:
    """Numbers arcs as they are first met."""

    def __init__(self, junctions: set[Point]) -> None:
        self.arcs: list[Arc] = []
        self._junctions = junctions
        self._numbers: dict[Arc, int] = {}

    def follow(self, ring: list[Point]) -> Ring:
        """The arcs that make up a ring."""
        cuts = [index for index, point in enumerate(ring) if point in self._junctions]
        start = cuts[0] if cuts else ring.index(min(ring))
        turned = (*ring[start:], *ring[:start], ring[start])
        ends = [cut - start for cut in cuts[1:]] + [len(ring)]
        begins = [0, *ends[:-1]]
        pairs = zip(begins, ends, strict=True)
        return [self._number(turned[begin : end + 1]) for begin, end in pairs]

    def _number(self, arc: Arc) -> int:
        backwards = arc[::-1]
        if backwards in self._numbers:
            return ~self._numbers[backwards]
        if arc not in self._numbers:
            self._numbers[arc] = len(self.arcs)
            self.arcs.append(arc)
        return self._numbers[arc]


def border_arcs(topology: Topology) -> tuple[list[int], list[int]]:
    """The arcs that are more than a border between two units of one parent.

    Returns:
        The arcs of one unit only (coast and outer border), and the arcs between units of
        different parents.
    """
    owners: dict[int, list[Shape]] = {}
    for shape in topology.shapes:
        for arc in shape.arcs():
            owners.setdefault(arc, []).append(shape)
    outer = [arc for arc, shapes in owners.items() if len(shapes) == 1]
    between = [arc for arc, shapes in owners.items() if len({s.parent for s in shapes}) > 1]
    return sorted(outer), sorted(between)


def topology_json(topology: Topology) -> str:
    """TopoJSON text: objects `units`, `outline` and `parents`, told apart by `border_arcs`."""
    outline, parents = border_arcs(topology)
    units = [
        {
            "type": "MultiPolygon",
            "id": shape.adcode,
            "properties": {"name": shape.name},
            "arcs": shape.polygons,
        }
        for shape in topology.shapes
    ]
    objects = {
        "units": {"type": "GeometryCollection", "geometries": units},
        "outline": {"type": "MultiLineString", "arcs": [[arc] for arc in outline]},
        "parents": {"type": "MultiLineString", "arcs": [[arc] for arc in parents]},
    }
    return _topojson(objects, topology.arcs, topology.cells)


def lines_json(lines: Iterable[tuple[str, str, Sequence[LineString]]], cells: int) -> str:
    """TopoJSON text of plain lines.

    Args:
        lines: Id, name and parts of each; they become the geometries of the object `lines`.
        cells: Grid cells to a degree.
    """
    arcs: list[Arc] = []
    geometries = []
    for key, name, parts in lines:
        first = len(arcs)
        arcs.extend(tuple((int(x), int(y)) for x, y in _grid(part, cells)) for part in parts)
        geometries.append(
            {
                "type": "MultiLineString",
                "id": key,
                "properties": {"name": name},
                "arcs": [[arc] for arc in range(first, len(arcs))],
            }
        )
    objects = {"lines": {"type": "GeometryCollection", "geometries": geometries}}
    return _topojson(objects, arcs, cells)


def _topojson(objects: dict[str, Any], arcs: Sequence[Arc], cells: int) -> str:
    corners = np.array([point for arc in arcs for point in arc], dtype=np.int64)
    west, south = (int(value) for value in corners.min(axis=0))
    east, north = (int(value) for value in corners.max(axis=0))
    text = {
        "type": "Topology",
        "bbox": [value / cells for value in (west, south, east, north)],
        "transform": {
            "scale": [1 / cells, 1 / cells],
            "translate": [west / cells, south / cells],
        },
        "objects": objects,
        "arcs": [_deltas(arc, (west, south)) for arc in arcs],
    }
    return json.dumps(text, ensure_ascii=False, separators=(",", ":")) + "\n"


def _deltas(arc: Arc, origin: Point) -> list[list[int]]:
    points = np.array(arc, dtype=np.int64) - np.array(origin)
    points[1:] = np.diff(points, axis=0)
    steps: list[list[int]] = points.tolist()
    return steps
