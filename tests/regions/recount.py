"""The answers of the library, counted anew one initiative after the other.

Places are assigned by the rules of `join`, documents read and lower units by those of `rates`, so
nothing of what is tested is used.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geodata.model import Level
from geodata.regions.boundaries import LEVELS, load_units
from geodata.regions.join import assign_units
from geodata.regions.rates import count_documents_read, list_lower_units
from geodata.regions.selection import Selection
from geodata.regions.tables import Measure
from geodata.store import read_places, read_records


@dataclass(frozen=True)
class Told:
    """One initiative."""

    key: str
    theme: str
    status: str
    year: int | None
    adcode: str
    confidence: float
    documents: frozenset[str]


class Recount:
    """A dataset folder, read once and counted by hand."""

    def __init__(self, folder: Path) -> None:
        records, units = read_records(folder), load_units()
        self.initiatives = [_tell(str(key), rows) for key, rows in records.groupby("initiative_id")]
        codes = pd.Series(sorted({told.adcode for told in self.initiatives}))
        self.owners = {
            (level, lower): assign_units(codes, level, units, lower=lower)
            for level in LEVELS
            for lower in (True, False)
        }
        places = read_places(folder)
        assert places is not None
        self.read = {level: count_documents_read(places, records, level, units) for level in LEVELS}
        self.below = {level: list_lower_units(level, units) for level in LEVELS}

    def choose(self, selection: Selection) -> list[Told]:
        return [told for told in self.initiatives if _is_chosen(told, selection)]

    def place(self, selection: Selection, level: Level) -> dict[str, list[Told]]:
        owners, found = self.owners[level, selection.lower], defaultdict(list)
        for told in self.choose(selection):
            if unit := owners[told.adcode][0]:
                found[unit].append(told)
        return found

    def measure(
        self,
        selection: Selection,
        level: Level,
        measure: Measure,
        people: dict[str, float],
    ) -> dict[str, float]:
        """Every measure but CHANGE."""
        placed = self.place(selection, level)
        if measure is Measure.LOWER_SHARE:
            held = {step: set(self.place(selection, step)) for step in LEVELS}
            shares = {
                code: sum(unit in held[step] for unit in units) / len(units)
                for code, (step, units) in self.below[level].items()
            }
            return {code: share for code, share in shares.items() if share}
        values = {
            code: self._value(measure, code, found, level, people) for code, found in placed.items()
        }
        return {code: value for code, value in values.items() if value is not None}

    def _value(
        self,
        measure: Measure,
        code: str,
        found: list[Told],
        level: Level,
        people: dict[str, float],
    ) -> float | None:
        if measure is Measure.INITIATIVES:
            return len(found)
        if measure is Measure.REPORTS:
            return len({document for told in found for document in told.documents})
        if measure is Measure.THEMES:
            return len({told.theme for told in found})
        if measure is Measure.FIRST_YEAR:
            return min((told.year for told in found if told.year), default=None)
        if measure is Measure.PER_DOCUMENTS:
            return len(found) * 100 / self.read[level][code]
        return len(found) * 1e6 / people[code] if code in people else None


def _tell(key: str, rows: pd.DataFrame) -> Told:
    surest = rows.sort_values(["confidence", "record_id"], ascending=[False, True]).iloc[0]
    years = rows["year"].dropna()
    return Told(
        key=key,
        theme=surest["theme"],
        status=surest["status"],
        year=int(years.min()) if len(years) else None,
        adcode=surest["adcode"],
        confidence=surest["confidence"],
        documents=frozenset(rows["document_id"]),
    )


def _is_chosen(told: Told, selection: Selection) -> bool:
    if selection.themes and told.theme not in selection.themes:
        return False
    if selection.statuses and told.status not in selection.statuses:
        return False
    if told.confidence < selection.confidence:
        return False
    if told.year is None:
        return selection.undated
    return (selection.first_year or 0) <= told.year <= (selection.last_year or 9999)
