"""Tables as they are written: rows in a stream, into .parquet, .csv or .jsonl."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

Ids = Mapping[tuple[str, str], str]
"""Ids of initiatives by their owner's code and the name as a record has it."""
OWNER, NAME, IDENTITY = "adcode", "name", "initiative_id"
# The csv module's own bound is 128 kB for a cell; this is the largest that all systems take.
MAX_CELL = 2**31 - 1


class Sink(Protocol):
    """Takes rows in order; the file is whole once it is closed."""

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Append rows."""

    def close(self) -> None:
        """Finish the file."""


class ParquetSink:
    """One row group for each call of `write`."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Append rows."""
        self._writer.write_table(pa.Table.from_pylist(rows, schema=self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


class JsonLinesSink:
    """One JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Append rows."""
        for row in rows:
            self._file.write(json.dumps(row, ensure_ascii=False, default=date.isoformat) + "\n")

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class CsvSink:
    """Text for spreadsheets; lists are JSON text."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        # The mark lets spreadsheet programs recognise UTF-8.
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.DictWriter(self._file, schema.names)
        self._writer.writeheader()

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Append rows."""
        for row in rows:
            self._writer.writerow({key: _csv_cell(value) for key, value in row.items()})

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    # A spreadsheet would run a text that begins like a formula.
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "'"):
        return "'" + value
    return value


def open_sink(path: Path, suffix: str, schema: pa.Schema) -> Sink:
    """A sink that writes to `path` what belongs into a file with this suffix."""
    if suffix == ".csv":
        return CsvSink(path, schema)
    return JsonLinesSink(path) if suffix == ".jsonl" else ParquetSink(path, schema)


def replace_ids(path: Path, suffix: str, schema: pa.Schema, ids: Ids) -> None:
    """Give the records of a finished table the ids that `ids` has for them; others keep theirs.

    Some rows are held at a time. The table is replaced once the new one is whole.
    """
    changed = path.with_name(path.name + ".linked")
    try:
        if suffix == ".csv":
            _rewrite_csv(path, changed, ids)
        elif suffix == ".jsonl":
            _rewrite_lines(path, changed, ids)
        else:
            _rewrite_parquet(path, changed, schema, ids)
        changed.replace(path)
    finally:
        changed.unlink(missing_ok=True)


def _rewrite_parquet(old: Path, new: Path, schema: pa.Schema, ids: Ids) -> None:
    column = schema.get_field_index(IDENTITY)
    with pq.ParquetFile(old) as file, pq.ParquetWriter(new, schema, compression="zstd") as out:
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            cells = (table[name].to_pylist() for name in (OWNER, NAME, IDENTITY))
            now = [ids.get((owner, name), own) for owner, name, own in zip(*cells, strict=True)]
            identities = pa.array(now, schema.field(column).type)
            out.write_table(table.set_column(column, schema.field(column), identities))


def _rewrite_lines(old: Path, new: Path, ids: Ids) -> None:
    with old.open(encoding="utf-8") as lines, new.open("w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            row = json.loads(line)
            row[IDENTITY] = ids.get((row[OWNER], row[NAME]), row[IDENTITY])
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _rewrite_csv(old: Path, new: Path, ids: Ids) -> None:
    bound = csv.field_size_limit(MAX_CELL)
    try:
        with (
            old.open(encoding="utf-8-sig", newline="") as cells,
            new.open("w", encoding="utf-8-sig", newline="") as out,
        ):
            rows = csv.DictReader(cells)
            writer = csv.DictWriter(out, rows.fieldnames or ())
            writer.writeheader()
            for row in rows:
                key = row[OWNER], row[NAME].removeprefix("'")
                writer.writerow({**row, IDENTITY: ids.get(key, row[IDENTITY])})
    finally:
        csv.field_size_limit(bound)
