import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from geodata.regions.topology import (
    Topology,
    border_arcs,
    build_topology,
    lines_json,
    snap,
    topology_json,
)

CELLS = 10


def encode(*units: tuple[str, str, Polygon | MultiPolygon]) -> Topology:
    shapes = snap([polygon for _, _, polygon in units], CELLS)
    rows = [
        (code, f"name {code}", parent, shape)
        for (code, parent, _), shape in zip(units, shapes, strict=True)
    ]
    return build_topology(rows, CELLS)


def decode(text: str) -> dict[str, MultiPolygon]:
    """An independent reader: plain TopoJSON by the book."""
    topology = json.loads(text)
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + origin for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += [(float(x), float(y)) for x, y in arc[bool(points) :]]
        return points

    return {
        unit["id"]: MultiPolygon(
            [(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in unit["arcs"]]
        )
        for unit in topology["objects"]["units"]["geometries"]
    }


def test_two_squares_share_one_arc() -> None:
    topology = encode(("A", "P", box(0, 0, 1, 1)), ("B", "P", box(1, 0, 2, 1)))
    assert len(topology.arcs) == 3
    first, second = (set(shape.polygons[0][0]) for shape in topology.shapes)
    assert {~number for number in first} & second, "the shared arc runs the other way in B"
    assert ((10, 0), (10, 10)) in {tuple(sorted(arc)) for arc in topology.arcs}


def test_outline_and_parent_borders_are_told_apart() -> None:
    topology = encode(
        ("A", "P", box(0, 0, 1, 1)), ("B", "P", box(1, 0, 2, 1)), ("C", "Q", box(2, 0, 3, 1))
    )
    outline, parents = border_arcs(topology)
    assert [sorted(topology.arcs[arc]) for arc in parents] == [[(20, 0), (20, 10)]]
    inner = set(range(len(topology.arcs))) - set(outline) - set(parents)
    assert [sorted(topology.arcs[arc]) for arc in inner] == [[(10, 0), (10, 10)]]


def test_island_in_a_lake_is_one_closed_arc_used_twice() -> None:
    ring = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])
    topology = encode(("A", "P", ring), ("B", "P", box(1, 1, 2, 2)))
    assert len(topology.arcs) == 2
    hole, island = topology.shapes[0].polygons[0][1], topology.shapes[1].polygons[0][0]
    assert hole == [~island[0]]


def test_four_squares_meet_in_a_point() -> None:
    topology = encode(*((f"{x}{y}", "P", box(x, y, x + 1, y + 1)) for x in (0, 1) for y in (0, 1)))
    ends = [point for arc in topology.arcs for point in (arc[0], arc[-1])]
    assert ends.count((10, 10)) == 4
    assert len(topology.arcs) == 8


@pytest.mark.parametrize(
    ("polygon", "area"),
    [
        pytest.param(box(0.301, 0.301, 0.302, 0.302), 0.005, id="islet-becomes-half-a-cell"),
        pytest.param(box(0.28, 0.301, 0.32, 0.302), 0.005, id="two-equal-points"),
        pytest.param(
            Polygon(box(0, 0, 1, 1).exterior, [box(0.5, 0.5, 0.51, 0.51).exterior]),
            1.0,
            id="tiny-hole-closes",
        ),
        pytest.param(box(0.04, 0, 1.04, 1), 1.0, id="square-moves-to-the-grid"),
    ],
)
def test_snap(polygon: Polygon, area: float) -> None:
    (shape,) = snap([polygon], CELLS)
    assert shape.is_valid
    assert shape.area == pytest.approx(area)


def test_outlines_run_clockwise() -> None:
    (shape,) = snap([Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])], CELLS)
    (part,) = shape.geoms
    assert not part.exterior.is_ccw
    assert part.interiors[0].is_ccw


def test_gdal_reads_what_is_written(tmp_path: Path) -> None:
    topology = encode(
        ("110000", "P", box(116, 39, 117, 41)), ("120000", "P", box(117, 39, 118, 40))
    )
    path = tmp_path / "units.topojson"
    path.write_text(topology_json(topology), encoding="utf-8")
    frame = pyogrio.read_dataframe(path, layer="units")
    assert list(frame["id"]) == ["110000", "120000"]
    assert list(frame["name"]) == ["name 110000", "name 120000"]
    assert frame.geometry.iloc[0].equals(box(116, 39, 117, 41))
    assert frame.geometry.iloc[1].equals(box(117, 39, 118, 40))


def test_names_cannot_break_out_of_the_text() -> None:
    text = topology_json(
        build_topology([("1", '"},\n</script>', "", snap([box(0, 0, 1, 1)], CELLS)[0])], CELLS)
    )
    (unit,) = json.loads(text)["objects"]["units"]["geometries"]
    assert unit["properties"]["name"] == '"},\n</script>'


def test_lines_keep_their_parts() -> None:
    parts = [shapely.LineString([(110, 10), (111, 11)]), shapely.LineString([(112, 9), (113, 9)])]
    text = json.loads(lines_json([("dash", "九段线", parts)], CELLS))
    (line,) = text["objects"]["lines"]["geometries"]
    assert (line["id"], line["properties"]["name"]) == ("dash", "九段线")
    assert line["arcs"] == [[0], [1]]
    assert text["bbox"] == [110, 9, 113, 11]


@st.composite
def mosaics(draw: st.DrawFn) -> list[tuple[str, str, MultiPolygon]]:
    """A grid of squares dealt out to a few units: every way of meeting occurs."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    owners = draw(st.lists(st.integers(0, 4), min_size=width * height, max_size=width * height))
    squares = [box(x, y, x + 1, y + 1) for x in range(width) for y in range(height)]
    units = []
    for owner in sorted(set(owners)):
        own = [square for square, by in zip(squares, owners, strict=True) if by == owner]
        union = shapely.coverage_union_all(own)
        units.append((str(owner), str(owner % 2), MultiPolygon(shapely.get_parts(union).tolist())))
    return units


@given(mosaics())
@settings(deadline=None)
def test_what_is_read_back_is_what_was_written(units: list[tuple[str, str, MultiPolygon]]) -> None:
    topology = encode(*units)
    back = decode(topology_json(topology))
    for code, _, polygon in units:
        assert back[code].is_valid
        assert back[code].equals(polygon)
    steps = [tuple(sorted(pair)) for arc in topology.arcs for pair in pairwise(arc)]
    assert len(steps) == len(set(steps)), "every border is stored once"
    outline, parents = border_arcs(topology)
    assert not set(outline) & set(parents)
    whole = shapely.union_all([polygon for _, _, polygon in units])
    length = sum(shapely.LineString(topology.arcs[arc]).length for arc in outline) / CELLS
    assert length == pytest.approx(whole.length), "the outline is the edge of the whole"
