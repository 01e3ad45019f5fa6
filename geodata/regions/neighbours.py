"""Which units share a border, read from the arcs of the maps that readers see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from geodata.errors import DataFileError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.boundaries import LEVELS
from geodata.regions.selection import check_level

Segments = list[tuple[int, int]]
"""Straight pieces of a border: the numbers of both ends, the lower one first."""
WIDTH = 10**7
"""More than a map of the world has grid cells from west to east."""


def load_neighbours(level: Level, data: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Of each unit of a level the units that it shares a border with, rising.

    A border is a line: units that meet in a point are not neighbours, and neither are those with
    water between them. Units of other provinces count; islands have none.

    Raises:
        UsageError: If the level is not drawn.
        DataFileError: If a boundary file is missing or damaged.
    """
    check_level(level)
    owners: dict[tuple[int, int], list[str]] = {}
    found: dict[str, set[str]] = {}
    for path in _list_files(level, data or data_folder()):
        for code, segments in _read_units(path):
            found.setdefault(code, set())
            for segment in segments:
                owners.setdefault(segment, []).append(code)
    for codes in owners.values():
        for code in codes:
            found[code].update(codes)
    return {code: tuple(sorted(others - {code})) for code, others in sorted(found.items())}


def _list_files(level: Level, data: Path) -> list[Path]:
    """One file, but of the finest level one for each province."""
    folder = data / "boundaries"
    if level is not LEVELS[-1]:
        return [folder / f"{level}.topojson"]
    found = sorted((folder / str(level)).glob("*.topojson"))
    if not found:
        raise DataFileError(f"{folder / str(level)} holds no boundaries. {_REMEDY}")
    return found


_REMEDY = "Restore it, or run `python -m geodata boundaries build`."


def _read_units(path: Path) -> Iterator[tuple[str, Segments]]:
    """Code and segments of each unit of a file; all files share one grid."""
    try:
        text = json.loads(path.read_text(encoding="utf-8"))
        scale, origin = (np.array(text["transform"][key]) for key in ("scale", "translate"))
        corner = np.rint(origin / scale).astype(np.int64)
        arcs = [_cut(arc, corner) for arc in text["arcs"]]
        for unit in text["objects"]["units"]["geometries"]:
            rings = (ring for polygon in unit["arcs"] for ring in polygon)
            used = {max(arc, ~arc) for ring in rings for arc in ring}
            yield unit["id"], [segment for arc in sorted(used) for segment in arcs[arc]]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DataFileError(f"{path} is not a map of units ({error!r}). {_REMEDY}") from error


def _cut(deltas: list[Any], corner: np.typing.NDArray[np.int64]) -> Segments:
    points = np.cumsum(np.array(deltas, np.int64), axis=0) + corner
    ends = points[:, 0] * WIDTH + points[:, 1]
    low, high = np.minimum(ends[:-1], ends[1:]), np.maximum(ends[:-1], ends[1:])
    return list(zip(low.tolist(), high.tolist(), strict=True))
