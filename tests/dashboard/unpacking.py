"""Takes a paint's table apart as map-data.js does."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

Row = tuple[int, int, int, int, int]
"""State, class, value in steps of the scale, initiatives, reports."""


@dataclass(frozen=True)
class Table:
    codes: list[str]
    documents: dict[str, int]
    idle: dict[str, int]
    """State of a unit in a year that has nothing for it."""
    panels: list[dict[str, Row]]
    trail: dict[str, list[int]]
    frames: dict[str, list[tuple[int, int]]]
    """Class, counted from 1, and value of each year."""


def read_table(paint: dict[str, Any]) -> Table:
    planes = np.frombuffer(zlib.decompress(base64.b64decode(paint["table"])), np.uint8)
    numbers = planes.reshape(4, -1).T.copy().view("<i4").ravel().tolist()
    at = 0

    def take(count: int) -> list[int]:
        nonlocal at
        at += count
        return numbers[at - count : at]

    count = paint["count"]
    codes = [f"{code:06}" for code in np.cumsum(take(count), dtype=np.int64)]
    documents, idle = (dict(zip(codes, take(count), strict=True)) for _ in range(2))
    panels = []
    for _ in paint["panels"]:
        rows = zip(*(take(count) for _ in range(5)), strict=True)
        panels.append(dict(zip(codes, rows, strict=True)))
    years, played = len(paint["years"]), len((paint["frames"] or {"years": ()})["years"])
    trail = {code: take(years) for code in codes}
    # Each year is sent as what it is more than the one before.
    levels, values = ([np.cumsum(take(played)).tolist() for _ in codes] for _ in range(2))
    pairs = [list(zip(*row, strict=True)) for row in zip(levels, values, strict=True)]
    frames = dict(zip(codes, pairs, strict=True))
    assert at == len(numbers)
    return Table(codes, documents, idle, panels, trail, frames)
