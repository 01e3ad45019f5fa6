"""Tables of texts: each row one document, with what its other columns say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from geodata.corpus.decoding import check_lines, mend_surrogates
from geodata.corpus.metadata import parse_partial
from geodata.corpus.rows import Row, iter_rows
from geodata.errors import UnreadableError, UsageError
from geodata.model import Source

MAX_ROWS = 50_000_000
MAX_FAULTS = 10_000
"""Rows that may be wrong before the table is given up."""
MAX_CELL = 2_000
"""Characters kept of a title, publisher or address."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Under which names a table holds what is read from it."""

    text: str = "text"
    title: str = "title"
    published: str = "published"
    publisher: str = "publisher"
    url: str = "url"
    given: frozenset[str] = frozenset()
    """Which of them the user has named: those must be there. `text` always must."""

    def names(self) -> dict[str, str]:
        """What is read -> the column that holds it."""
        return {field: getattr(self, field) for field in FIELDS}


FIELDS = tuple(field.name for field in fields(Columns) if field.name != "given")


@dataclass(frozen=True, slots=True)
class EmptyRow:
    """A row without text: nothing to extract, and nothing wrong."""

    number: int


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that cannot be read, and why; the rest goes on."""

    message: str


def parse_columns(given: str) -> Columns:
    """The columns of `text=正文,title=标题`; those not named keep their own names.

    Raises:
        UsageError: If a part is not of that form, or names nothing that is read.
    """
    named: dict[str, str] = {}
    for part in filter(None, given.split(",")):
        field, equals, column = (piece.strip() for piece in part.partition("="))
        if field not in FIELDS or not equals or not column or field in named:
            raise UsageError(
                f"--columns {given}: {part!r} does not say which column holds what. Give "
                f"text=NAME,title=NAME and so on, once each; what is read: {', '.join(FIELDS)}."
            )
        named[field] = column
    return Columns(**named, given=frozenset(named))


def missing_columns(columns: Columns, names: list[str]) -> list[str]:
    """Names of columns that must be there and are not; the text's first."""
    needed = [f for f in FIELDS if f == "text" or f in columns.given]
    return [columns.names()[field] for field in needed if columns.names()[field] not in names]


def read_table(path: Path, columns: Columns) -> Iterator[Source | EmptyRow | FaultyRow]:
    """Each row's source, in order, or what is wrong with the row.

    Raises:
        UnreadableError: Where the file cannot be read on.
        OSError: If it cannot be opened.
    """
    place = "row" if path.suffix.lower() == ".parquet" else "line"
    faults = 0
    for count, row in enumerate(iter_rows(path, columns.names().values()), start=1):
        if count > MAX_ROWS:
            raise UnreadableError(
                f"more than {MAX_ROWS:,} rows; the others are not read. Split it."
            )
        try:
            yield _read_row(row, str(path), columns)
        except UnreadableError as error:
            faults += 1
            if faults > MAX_FAULTS:
                raise UnreadableError(
                    f"more than {MAX_FAULTS:,} rows are wrong; those from {place} {row.number} on "
                    "are not read. Check that the file is what its suffix says."
                ) from None
            yield FaultyRow(f"{path}, {place} {row.number}: {error}")


def _read_row(row: Row, path: str, columns: Columns) -> Source | EmptyRow:
    if row.fault:
        raise UnreadableError(f"{row.fault}.")
    text = row.cells.get(columns.text)
    if text is None or text == "":
        return EmptyRow(row.number)
    if not isinstance(text, str):
        raise UnreadableError(f"column {columns.text!r} holds {text!r:.40}, which is no text.")
    text = mend_surrogates(text).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff \t\n\u3000"):
        return EmptyRow(row.number)
    if text.count("\ufffd") > max(2, len(text) * 0.01):
        raise UnreadableError("the text is damaged, or in another encoding than the first rows.")
    check_lines(text)
    return Source(
        path=path,
        text=text,
        title=_cell(row.cells, columns.title),
        publisher=_cell(row.cells, columns.publisher),
        url=_cell(row.cells, columns.url),
        dated=parse_partial(_cell(row.cells, columns.published)),
        row=row.number,
        single=True,
    )


def _cell(cells: Mapping[str, Any], name: str) -> str:
    value = cells.get(name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # An empty cell, or a year beside empty cells, in a table that pandas wrote.
        return str(int(value)) if value.is_integer() else ""
    if isinstance(value, str | int):
        return " ".join(mend_surrogates(str(value)[:MAX_CELL]).split())
    return ""
