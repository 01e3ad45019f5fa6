"""What the user knows of the sources beforehand: a CSV beside them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from geodata.corpus.decoding import decode
from geodata.errors import UnreadableError, UsageError
from geodata.model import PartialDate, Source

_TIME = r"(?:[T ].{0,30})?"
_PARTED = re.compile(
    r"(\d{4})(?:[-/.年](?:(\d{1,2})(?:[-/.月](?:(\d{1,2})日?)?)?)?)?" + _TIME, re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})" + _TIME, re.ASCII)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the user knows of one source, from a `--metadata` file."""

    dated: PartialDate | None = None
    publisher: str = ""
    url: str = ""
    title: str = ""

    def complete(self, source: Source) -> Source:
        """The source with all that is known here; what is not stays as the source has it."""
        return replace(
            source,
            title=self.title or source.title,
            publisher=self.publisher or source.publisher,
            url=self.url or source.url,
            dated=self.dated or source.dated,
        )


def read_metadata(path: Path) -> dict[str, Metadata]:
    """Metadata by file name.

    The CSV has `source` (or `file`) and any of published, publisher, url, title.
    `published` is an ISO date or the part of one that is known: 2018-08-03, 2018-08, 2018.

    Raises:
        UsageError: If the file cannot be read or lacks the column that names the source.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise UsageError(f"--metadata {path}: cannot be opened ({error.strerror}).") from error
    except UnreadableError as error:
        raise UsageError(f"--metadata {path}: {error}") from None
    table = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    try:
        names, rows = table.fieldnames or [], list(table)
    except csv.Error as error:
        raise UsageError(
            f"--metadata {path}, line {table.line_num + 1}: not CSV ({error}). Mend that line."
        ) from error
    key = next((name for name in ("source", "file") if name in names), None)
    if key is None:
        raise UsageError(
            f"--metadata {path}: no column 'source'; it has {', '.join(names) or 'none'}. "
            "Expected source, published, publisher, url, title."
        )
    return {Path(row[key]).name: _metadata(row) for row in rows if row[key]}


def _metadata(row: dict[str, str | None]) -> Metadata:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    return Metadata(parse_partial(cell("published")), *map(cell, ("publisher", "url", "title")))


def parse_partial(text: str) -> PartialDate | None:
    """A date with the year first, or the part of one that is given; None where it is none.

    2018-08-03, 2018/8/3, 2018年8月3日, 20180803, and the same without day or month; a time of
    day behind it is passed over.
    """
    match = _COMPACT.fullmatch(text) or _PARTED.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year or 0, month, day)
