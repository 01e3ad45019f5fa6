"""What a region's peers have and it has not, as far as anybody has read about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.errors import DataFileError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.compare import find_units
from geodata.regions.dataset import Dataset
from geodata.regions.index import Index
from geodata.regions.selection import Selection, choose_placed, placement_of

GAP_SHARE = 0.5
"""What at least this share of the peers has, and the region has not, is a gap."""
FEW_HELD = 3
"""So many initiatives of each peer are named; of all, the number."""


class GapKind(StrEnum):
    """What is missing."""

    THEME = "theme"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Programme:
    """A kind of programme that many places have, known by words of its names."""

    code: str
    labels: Mapping[str, str]
    """By language."""
    query: str
    """For `Selection.name`."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that peers have."""

    kind: GapKind
    key: str
    """Code of the theme or programme."""
    holders: Mapping[str, int]
    """Initiatives of each peer that has any, in the order of the peers."""
    evidence: Mapping[str, tuple[str, ...]]
    """Ids of the first few of these in the order of lists."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """All gaps of a region."""

    gaps: tuple[Gap, ...]
    """What most peers have comes first; themes before programmes."""
    documents: int
    """Documents that mention the region: where it is 0 nobody has looked, and no gap is told."""
    unread: tuple[str, ...]
    """Peers that no document mentions; they can hold nothing."""


def find_gaps(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    region: str,
    peers: Sequence[str],
    programmes: Sequence[Programme] = (),
) -> Gaps:
    """Themes and programmes that at least GAP_SHARE of the peers have and the region has not.

    Args:
        dataset: Where to look.
        selection: Which initiatives count.
        level: Province, city or county.
        region: A unit of the level.
        peers: Other units of the level.
        programmes: The ones to look for.

    Raises:
        UsageError: If one is no unit of the level, or given twice.
    """
    index, place = dataset.index, placement_of(dataset.index, level)
    positions = find_units(place, (region, *peers), level)
    documents = place.documents.get(region, 0)
    unread = tuple(code for code in peers if code not in place.documents)
    if not documents or not peers:
        return Gaps((), documents, unread)
    column = np.full(len(place.units) + 1, len(positions), np.int32)
    column[positions] = np.arange(len(positions), dtype=np.int32)
    rows = np.flatnonzero(choose_placed(index, selection, level))
    rows = rows[column[place.unit[rows]] < len(positions)]
    whose = column[place.unit[rows]]
    gaps = []
    for kind, key, members in _list_things(index, rows, programmes):
        counts = np.bincount(whose[members], minlength=len(positions))
        held = np.flatnonzero(counts[1:])
        if counts[0] == 0 and held.size >= ceil(GAP_SHARE * len(peers)):
            evidence = {
                peers[peer]: _name_first(index, rows[members & (whose == peer + 1)])
                for peer in held.tolist()
            }
            holders = {peers[peer]: int(counts[peer + 1]) for peer in held.tolist()}
            gaps.append(Gap(kind, key, holders, evidence))
    gaps.sort(key=lambda gap: -len(gap.holders))
    return Gaps(tuple(gaps), documents, unread)


def _list_things(
    index: Index, rows: NDArray[np.integer], programmes: Sequence[Programme]
) -> list[tuple[GapKind, str, NDArray[np.bool_]]]:
    """Each theme and programme, and which of the rows are of it."""
    theme = index.theme[rows]
    return [
        *((GapKind.THEME, code, theme == position) for position, code in enumerate(index.themes)),
        *((GapKind.PROGRAMME, each.code, index.book.find(each.query)[rows]) for each in programmes),
    ]


def _name_first(index: Index, rows: NDArray[np.integer]) -> tuple[str, ...]:
    return tuple(index.ids.take(pa.array(rows[:FEW_HELD])).to_pylist())


def load_programmes(data: Path | None = None) -> tuple[Programme, ...]:
    """The programmes that the project knows by name.

    Raises:
        DataFileError: If their table is missing or altered.
    """
    path = (data or data_folder()) / "reference" / "programmes.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Programme(row["code"], {key: row[key] for key in ("zh", "en")}, row["query"])
            for row in rows
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataFileError(
            f"{path}: not a table of programmes ({error!r}). Restore it from the repository."
        ) from error
