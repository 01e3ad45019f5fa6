"""Initiatives as columns of small numbers, so that a change of filter is a few array sums.

Texts become positions in sorted lists, and each list is kept beside its column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.model import Level

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]

PLACED, NATIONAL, NOWHERE = range(3)
"""What `Index.bucket` holds; NOWHERE is for codes that the gazetteer does not have."""
ABSENT = -1

T = TypeVar("T", str, int)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one level puts the initiatives."""

    units: tuple[str, ...]
    """Codes of the units that own at least one, rising."""
    unit: Numbers
    """Of each initiative: position in `units`, ABSENT when no unit of the level owns it."""
    told: Numbers
    """Of each pair: number of its unit and document together; ABSENT as above."""
    told_unit: Numbers
    """Of each such number: position of its unit."""
    documents: Mapping[str, int]
    """Documents that mention a unit or one inside it; absent when none."""


@dataclass(frozen=True, slots=True)
class Index:
    """One row per initiative, and one pair per initiative and document that tells of it."""

    themes: tuple[str, ...]
    theme: Numbers
    years: Numbers
    """Every year that occurs, rising."""
    year: Numbers
    """Of each initiative: position in `years`, their number when undated."""
    bucket: Numbers
    pair_initiative: Numbers
    pair_document: Numbers
    documents: int
    """Documents that tell of any initiative; `pair_document` is below it."""
    placements: Mapping[Level, Placement]


def build_index(connection: duckdb.DuckDBPyConnection) -> Index:
    """Read the tables `initiatives`, `pairs` and `coverage`."""
    rows: pa.Table = connection.sql(
        "SELECT theme, year, province, city, bucket FROM initiatives ORDER BY number"
    ).to_arrow_table()
    # Initiatives are numbered from 1, and so are documents.
    pairs = connection.execute("SELECT number - 1 AS i, document - 1 AS d FROM pairs").fetchnumpy()
    initiative, document = np.asarray(pairs["i"]), np.asarray(pairs["d"])
    themes, theme = _encode(rows["theme"].to_pylist())
    years, year = _encode(rows["year"].to_pylist())
    buckets = {"placed": PLACED, "national": NATIONAL, "unknown": NOWHERE}
    return Index(
        themes=tuple(themes),
        theme=theme,
        years=np.array(years, np.int32),
        year=np.where(year == ABSENT, len(years), year).astype(np.int32),
        bucket=np.array([buckets[name] for name in rows["bucket"].to_pylist()], np.int32),
        pair_initiative=initiative.astype(np.int32),
        pair_document=document.astype(np.int32),
        documents=int(document.max(initial=ABSENT)) + 1,
        placements={
            level: _place(connection, level, rows[str(level)].to_pylist(), initiative, document)
            for level in (Level.PROVINCE, Level.CITY)
        },
    )


def _place(
    connection: duckdb.DuckDBPyConnection,
    level: Level,
    codes: list[str | None],
    pair_initiative: Numbers,
    pair_document: Numbers,
) -> Placement:
    units, unit = _encode(codes)
    owner = unit[pair_initiative]
    documents = int(pair_document.max(initial=ABSENT)) + 1
    keys, told = np.unique(owner.astype(np.int64) * documents + pair_document, return_inverse=True)
    # Pairs that no unit owns have the negative keys, so these come first.
    outside = int(np.searchsorted(keys, 0))
    covered = connection.execute(
        "SELECT adcode, documents FROM coverage WHERE level = ? ORDER BY adcode", [str(level)]
    ).fetchall()
    return Placement(
        units=tuple(units),
        unit=unit,
        told=np.maximum(told - outside, ABSENT).astype(np.int32),
        told_unit=(keys[outside:] // max(documents, 1)).astype(np.int32),
        documents=dict(covered),
    )


def _encode(values: list[T | None]) -> tuple[list[T], Numbers]:
    """The values that occur, rising, and each one's position among them; ABSENT for None."""
    found = sorted({value for value in values if value is not None})
    position: dict[T | None, int] = {value: place for place, value in enumerate(found)}
    position[None] = ABSENT
    return found, np.array([position[value] for value in values], np.int32)
