"""From a region to its initiatives, and from an initiative to the sentences that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.selection import Selection, choose_region
from geodata.store import RECORDS

CONTEXT = 200
"""Characters of the document read in front of a sentence and after it."""
ENOUGH = 60
"""Characters of context after which a line break ends it."""


@dataclass(frozen=True, slots=True)
class Initiative:
    """One line of a list."""

    initiative_id: str
    name: str
    theme: str
    status: str
    year: int | None
    adcode: str
    place_name: str
    reports: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record of an initiative, and the document that it comes from."""

    record_id: str
    initiative_id: str
    name: str
    status: str
    year: int | None
    month: int | None
    day: int | None
    date_basis: str
    adcode: str
    place_name: str
    place_precision: str
    place_basis: str
    actors: tuple[str, ...]
    confidence: float
    source: str
    start: int
    end: int
    title: str
    publisher: str
    published: date | None
    url: str
    before: str
    """Raw text in front of the sentence, to the paragraph's start; "…" first where it is cut."""
    sentence: str
    after: str
    """Raw text behind it, to the paragraph's end; "…" last where it is cut."""


def list_initiatives(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    region: str | None = None,
    *,
    within: str | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[Initiative, ...]:
    """Initiatives of a region or bucket: latest year first, undated last, then by name.

    Args:
        dataset: Where to look.
        selection: Which initiatives count.
        level: What the region is a unit of.
        region: A unit of the level, a bucket, or None for all.
        within: A unit of any level that they must stand at or inside; None for the whole country.
        limit: So many at most.
        offset: So many are passed over.
    """
    # The index has its rows in the order of lists.
    chosen = np.flatnonzero(choose_region(dataset.index, selection, level, region, within))
    rows = dataset.ask(
        """
        SELECT initiative_id, name, theme, status, year, adcode, place_name, reports, confidence
        FROM initiatives WHERE number IN (SELECT unnest(?)) ORDER BY number
        """,
        [(chosen[offset : offset + limit] + 1).tolist()],
    )
    return tuple(Initiative(*row) for row in rows)


def name_initiatives(dataset: Dataset, ids: Sequence[str]) -> tuple[Initiative, ...]:
    """The initiatives of these ids, in the order of lists; ids that the dataset lacks are none."""
    rows = dataset.ask(
        """
        SELECT initiative_id, name, theme, status, year, adcode, place_name, reports, confidence
        FROM initiatives WHERE initiative_id IN (SELECT unnest(?)) ORDER BY number
        """,
        [list(ids)],
    )
    return tuple(Initiative(*row) for row in rows)


def list_evidence(dataset: Dataset, initiatives: Sequence[str]) -> dict[str, tuple[Evidence, ...]]:
    """The records of each initiative by its id, surest first, with the text around them."""
    records, documents = _find_rows(dataset, initiatives)
    rows = dataset.ask(
        """
        WITH r AS (SELECT * FROM records WHERE file_row_number IN (SELECT unnest($records))),
             d AS (SELECT * FROM documents WHERE file_row_number IN (SELECT unnest($documents)))
        SELECT r.record_id, r.initiative_id, r.name, r.status, r.year, r.month, r.day,
               r.date_basis, r.adcode, r.place_name, r.place_precision, r.place_basis, r.actors,
               r.confidence, r.source, r.start, r."end", r.title, coalesce(d.publisher, ''),
               coalesce(r.published, d.published), coalesce(d.url, ''),
               coalesce(substring(d.text, greatest(r.start - d.start - $context, 0) + 1,
                                  least(r.start - d.start, $context)), ''),
               r.evidence,
               coalesce(substring(d.text, r."end" - d.start + 1, $context + 1), ''),
               coalesce(r.start - d.start > $context, false)
        FROM r LEFT JOIN d USING (document_id)
        ORDER BY r.initiative_id, r.confidence DESC, r.record_id
        """,
        {"records": records, "documents": documents, "context": CONTEXT},
    )
    found: dict[str, list[Evidence]] = {key: [] for key in initiatives}
    for *row, cut in rows:
        raw = Evidence(*row)
        found[raw.initiative_id].append(
            replace(
                raw,
                actors=tuple(raw.actors or ()),
                before=trim_before(raw.before, cut=cut),
                after=trim_after(raw.after),
            )
        )
    return {key: tuple(values) for key, values in found.items()}


def _find_rows(dataset: Dataset, initiatives: Sequence[str]) -> tuple[list[int], list[int]]:
    """Where the records of the initiatives, and their documents, stand in their files."""
    rows = dataset.ask(
        """
        SELECT record_row, document_row FROM told WHERE number IN (
            SELECT number FROM initiatives WHERE initiative_id IN (SELECT unnest(?))
        )
        """,
        [list(initiatives)],
    )
    documents = {document for _, document in rows if document is not None}
    return [record for record, _ in rows], sorted(documents)


def trim_before(text: str, *, cut: bool) -> str:
    """The text from the last line break that leaves at least ENOUGH characters.

    Short lines are not paragraphs: text taken from a PDF breaks after every line.
    """
    head = text[: max(len(text) - ENOUGH, 0)]
    line = head.rfind("\n")
    if line >= 0:
        return text[line + 1 :].lstrip()
    return f"…{text}" if cut else text


def trim_after(text: str) -> str:
    """The text to the first line break after ENOUGH characters."""
    line = text.find("\n", ENOUGH)
    if 0 <= line < CONTEXT:
        return text[:line].rstrip()
    return f"{text[:CONTEXT]}…" if len(text) > CONTEXT else text


def select_records(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    region: str | None = None,
    *,
    within: str | None = None,
) -> pa.Table:
    """All records of the initiatives that `list_initiatives` lists, in the table's columns."""
    chosen = np.flatnonzero(choose_region(dataset.index, selection, level, region, within))
    columns = ", ".join(f'r."{name}"' for name in RECORDS.names)
    table = dataset.ask_table(
        f"""
        SELECT {columns} FROM records r SEMI JOIN (
            SELECT initiative_id FROM initiatives SEMI JOIN chosen USING (number)
        ) listed USING (initiative_id) ORDER BY r.document_id, r.start, r.record_id
        """,
        {"chosen": pa.table({"number": chosen + 1})},
    )
    return table.cast(RECORDS)
