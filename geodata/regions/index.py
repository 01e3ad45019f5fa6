"""Initiatives as columns of small numbers, so that a change of filter is a few array sums.

Texts become positions in sorted lists, and each list is kept beside its column.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.model import NATION, Level
from geodata.regions.boundaries import LEVELS
from geodata.regions.divisions import divide_units, find_owner
from geodata.regions.naming import NameBook

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]

PLACED, NATIONAL, NOWHERE = range(3)
"""What `Index.bucket` holds; NOWHERE is for codes that the gazetteer does not have."""
ABSENT = -1


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one level puts the initiatives."""

    units: tuple[str, ...]
    """Codes of all units that the level draws, rising."""
    unit: Numbers
    """Of each initiative: position in `units`, ABSENT when no unit of the level owns it."""
    own: Flags
    """Of each initiative: whether it stands at that unit itself, not at one inside."""
    below: Numbers
    """Of each initiative: number of the unit that owns it among those one step below, which
    `divide_units` tells; ABSENT when none does."""
    below_own: Flags
    """Of each initiative: whether it stands at that lower unit itself."""
    below_unit: Numbers
    """Of each lower unit: position of the unit that it is a part of."""
    told: Numbers
    """Of each pair: number of its unit and document together; ABSENT as above."""
    told_unit: Numbers
    """Of each such number: position of its unit."""
    documents: Mapping[str, int]
    """Documents that mention a unit or one inside it; absent when none."""


@dataclass(frozen=True, slots=True)
class Index:
    """One row per initiative, and one pair per initiative and document that tells of it.

    Rows are in the order of lists: latest year first, undated last, then by name and id. Row i is
    the one with the number i + 1 in the table `initiatives`.
    """

    ids: pa.StringArray
    themes: tuple[str, ...]
    theme: Numbers
    statuses: tuple[str, ...]
    status: Numbers
    names: pa.StringArray
    """Every name that occurs, rising: there may be as many as initiatives."""
    name: Numbers
    book: NameBook
    """The same names and all others, to be searched."""
    years: Numbers
    """Every year from the first to the last that occurs."""
    year: Numbers
    """Of each initiative: position in `years`, their number when undated."""
    month: Numbers
    """Of each initiative: the earliest month known of that year, 1 to 12; 0 when none is."""
    day: Numbers
    """Of each initiative: the earliest day known of that month, 1 to 31; 0 when none is."""
    confidence: NDArray[np.float64]
    """Of each initiative: that of its surest record."""
    bucket: Numbers
    pair_initiative: Numbers
    pair_document: Numbers
    documents: int
    """Documents that tell of any initiative; `pair_document` is below it."""
    published: Numbers
    """Of each such document: the year of its publication, 0 when it is not known."""
    placements: Mapping[Level, Placement]


def build_index(
    connection: duckdb.DuckDBPyConnection,
    parents: Mapping[str, str],
    drawn: Mapping[Level, Collection[str]],
) -> Index:
    """Read the tables `initiatives`, `told` and `coverage`."""
    rows: pa.Table = connection.sql(
        "SELECT initiative_id, theme, status, name, year, coalesce(month, 0) AS month, "
        "coalesce(day, 0) AS day, adcode, confidence FROM initiatives ORDER BY number"
    ).to_arrow_table()
    # Initiatives are numbered from 1, and so are documents.
    found = connection.execute(
        "SELECT DISTINCT number - 1 AS i, document - 1 AS d FROM told ORDER BY ALL"
    ).fetchnumpy()
    pairs = (np.asarray(found["i"], np.int32), np.asarray(found["d"], np.int32))
    themes, theme = _encode(rows["theme"])
    statuses, status = _encode(rows["status"])
    names, name = _encode(rows["name"])
    codes, code = _encode(rows["adcode"])
    years, year = _count_from_first(rows["year"])
    return Index(
        ids=rows["initiative_id"].cast(pa.string()).combine_chunks(),
        themes=tuple(themes.to_pylist()),
        theme=theme,
        statuses=tuple(statuses.to_pylist()),
        status=status,
        names=names,
        name=name,
        book=_read_names(connection, names, name),
        years=years,
        year=year,
        month=rows["month"].to_numpy().astype(np.int32),
        day=rows["day"].to_numpy().astype(np.int32),
        confidence=rows["confidence"].to_numpy().astype(np.float64),
        bucket=_translate([_bucket(c, parents) for c in codes.to_pylist()], code),
        pair_initiative=pairs[0],
        pair_document=pairs[1],
        documents=int(pairs[1].max(initial=ABSENT)) + 1,
        published=_read_published(connection),
        placements={
            level: _place(connection, level, (parents, drawn), (codes.to_pylist(), code), pairs)
            for level in LEVELS
        },
    )


def _read_names(
    connection: duckdb.DuckDBPyConnection, names: pa.StringArray, name: Numbers
) -> NameBook:
    """The names that lists show, and the others that records give."""
    others: pa.Table = connection.sql(
        """
        SELECT DISTINCT number - 1 AS owner, other FROM (
            SELECT initiative_id, unnest(list_append(aliases, name)) AS other FROM records
        ) JOIN initiatives USING (initiative_id) WHERE other <> name ORDER BY ALL
        """
    ).to_arrow_table()
    texts = others["other"].cast(pa.string()).combine_chunks()
    return NameBook(names, name, texts, others["owner"].to_numpy().astype(np.int32))


def _read_published(connection: duckdb.DuckDBPyConnection) -> Numbers:
    found = connection.execute(
        "SELECT any_value(coalesce(published, 0)) AS year FROM told GROUP BY document "
        "ORDER BY document"
    ).fetchnumpy()
    return np.asarray(found["year"], np.int32)


def _bucket(code: str, parents: Mapping[str, str]) -> int:
    if code == NATION:
        return NATIONAL
    return PLACED if code in parents else NOWHERE


def _place(
    connection: duckdb.DuckDBPyConnection,
    level: Level,
    divisions: tuple[Mapping[str, str], Mapping[Level, Collection[str]]],
    codes: tuple[list[str], Numbers],
    pairs: tuple[Numbers, Numbers],
) -> Placement:
    parents, drawn = divisions
    distinct, code = codes
    units = tuple(sorted(drawn[level]))
    positions = {unit: position for position, unit in enumerate(units)}
    owners = [find_owner(c, parents, positions) for c in distinct]
    unit = _translate([positions[o] if o else ABSENT for o in owners], code)

    below = divide_units(parents, drawn, level) if level is not LEVELS[-1] else {}
    parts = [(positions[whole], part) for whole in sorted(below) for part in below[whole].units]
    numbers = {part: number for number, (_, part) in enumerate(parts)}
    holders = [find_owner(c, parents, numbers) for c in distinct]

    told, told_unit = _pair_documents(unit[pairs[0]], pairs[1])
    covered = connection.execute(
        "SELECT adcode, sum(documents)::INTEGER FROM coverage WHERE level = ? "
        "GROUP BY adcode ORDER BY adcode",
        [str(level)],
    ).fetchall()
    return Placement(
        units=units,
        unit=unit,
        own=_translate([c in positions for c in distinct], code).astype(np.bool_),
        below=_translate([numbers[h] if h else ABSENT for h in holders], code),
        below_own=_translate([c in numbers for c in distinct], code).astype(np.bool_),
        below_unit=np.array([whole for whole, _ in parts], np.int32),
        told=told,
        told_unit=told_unit,
        documents=dict(covered),
    )


def _pair_documents(owner: Numbers, document: Numbers) -> tuple[Numbers, Numbers]:
    """`Placement.told` and `Placement.told_unit`."""
    documents = int(document.max(initial=ABSENT)) + 1
    keys, told = np.unique(owner.astype(np.int64) * documents + document, return_inverse=True)
    # Pairs that no unit owns have the negative keys, so these come first.
    outside = int(np.searchsorted(keys, 0))
    return (
        np.maximum(told - outside, ABSENT).astype(np.int32),
        (keys[outside:] // max(documents, 1)).astype(np.int32),
    )


def _encode(column: pa.ChunkedArray) -> tuple[pa.StringArray, Numbers]:
    """The texts that occur, rising, and each one's position among them."""
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    rank = np.empty(len(order), np.int32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    return encoded.dictionary.take(order), rank[encoded.indices.to_numpy()]


def _count_from_first(column: pa.ChunkedArray) -> tuple[Numbers, Numbers]:
    """`Index.years` and `Index.year`."""
    span = pc.min_max(column).as_py()
    if span["min"] is None:
        return np.array([], np.int32), np.zeros(len(column), np.int32)
    years = np.arange(span["min"], span["max"] + 1, dtype=np.int32)
    filled = column.fill_null(span["max"] + 1).to_numpy()
    return years, (filled - span["min"]).astype(np.int32)


def _translate(values: list[int], positions: Numbers) -> Numbers:
    return np.array(values, np.int32)[positions]
