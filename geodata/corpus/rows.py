"""Rows of tables as they come: .csv, .jsonl, .parquet, each read in a stream."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geodata.corpus.decoding import MAX_LINE, check_text, find_codec
from geodata.errors import UnreadableError

SUFFIXES = frozenset({".csv", ".jsonl", ".parquet"})
MAX_COLUMNS = 2_000
# Bytes that tell a file's encoding, and lines that tell which keys its objects have.
HEAD, HEAD_LINES = 1 << 20, 200
# Rows of a Parquet file, and their bytes, that are held at a time.
BATCH, MAX_HELD = 256, 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, or what is wrong with it."""

    number: int
    """The line at which it begins, in .csv and .jsonl; in .parquet its place, from 1."""
    cells: Mapping[str, Any]
    fault: str = ""


def list_columns(path: Path) -> list[str]:
    """Names of the table's columns; of .jsonl the keys in the first lines, in order.

    Raises:
        UnreadableError: If the file cannot be read as a table.
        OSError: If it cannot be opened.
    """
    if path.suffix.lower() == ".parquet":
        with _open_parquet(path) as file:
            return list(map(str, file.schema_arrow.names))
    with _open_text(path) as text:
        if path.suffix.lower() == ".csv":
            return _header(path, text)
        rows = islice(_json_rows(text), HEAD_LINES)
        return list(dict.fromkeys(name for row in rows for name in row.cells))


def iter_rows(path: Path, wanted: Iterable[str]) -> Iterator[Row]:
    """All rows, in order; of the cells at least those of the wanted columns that there are.

    Raises:
        UnreadableError: Where the file cannot be read on as a table.
        OSError: If it cannot be opened.
    """
    if path.suffix.lower() == ".parquet":
        yield from _parquet_rows(path, frozenset(wanted))
        return
    with _open_text(path) as text:
        if path.suffix.lower() == ".csv":
            yield from _csv_rows(text, _header(path, text))
        else:
            yield from _json_rows(text)


def _open_text(path: Path) -> TextIO:
    with path.open("rb") as file:
        head = file.read(HEAD)
    codec, _ = find_codec(head, whole=len(head) < HEAD)
    check_text(head.decode(codec, "ignore"))
    codec = "utf-8-sig" if codec == "utf-8" else codec
    newline = "" if path.suffix.lower() == ".csv" else None
    return path.open(encoding=codec, errors="replace", newline=newline)


def _bounded_lines(file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise UnreadableError(
                f"line {number}: more than {MAX_LINE:,} characters. Nothing from there on is read; "
                "put a line break after every row."
            )
        yield line


def _header(path: Path, file: TextIO) -> list[str]:
    """Names of a CSV's columns; reads its first row and goes back to the start."""
    delimiter = _delimiter(file)
    reader = csv.reader(_bounded_lines(file), delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise UnreadableError(f"the line of column names is no CSV ({error}). Mend it.") from None
    file.seek(0)
    if not any(names) or len(names) > MAX_COLUMNS:
        raise UnreadableError(
            f"{path.suffix} table with {len(names):,} columns in its first line. Put the columns' "
            f"names there, at most {MAX_COLUMNS:,}."
        )
    return names


def _delimiter(file: TextIO) -> str:
    first = file.readline(MAX_LINE)
    file.seek(0)
    return max(",\t;", key=first.count)


def _csv_rows(file: TextIO, names: list[str]) -> Iterator[Row]:
    reader = csv.reader(_bounded_lines(file), delimiter=_delimiter(file), strict=True)
    _next_csv(reader)
    while True:
        number = reader.line_num + 1
        try:
            cells = _next_csv(reader)
        except csv.Error as error:
            yield Row(number, {}, f"no CSV ({error}). Mend it")
            continue
        if cells is None:
            return
        if len(cells) > len(names):
            says = f"{len(cells)} cells for {len(names)} columns. Put a text with commas in quotes"
            yield Row(number, {}, says)
        elif cells:
            yield Row(number, dict(zip(names, cells, strict=False)))


def _next_csv(reader: Any) -> list[str] | None:
    # The bound is the module's, for all readers: it is lifted for one row and put back.
    bound = csv.field_size_limit(MAX_LINE)
    try:
        row: list[str] | None = next(reader, None)
        return row
    finally:
        csv.field_size_limit(bound)


def _json_rows(file: TextIO) -> Iterator[Row]:
    for number, line in enumerate(_bounded_lines(file), start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Row(number, {}, f"no JSON ({error}). Mend it")
            continue
        if isinstance(cells, dict):
            yield Row(number, cells)
        else:
            yield Row(number, {}, "no JSON object. Put one with the columns' names in every line")


def _open_parquet(path: Path, dictionaries: Iterable[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(
            path, read_dictionary=list(dictionaries), buffer_size=1 << 20, pre_buffer=False
        )
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _no_parquet(error) from None


def _no_parquet(error: Exception) -> UnreadableError:
    reason = str(error).splitlines()[0][:200]
    return UnreadableError(f"broken Parquet table, or none ({reason}). Write it anew.")


def _parquet_rows(path: Path, wanted: frozenset[str]) -> Iterator[Row]:
    number = 0
    try:
        with _open_parquet(path) as file:
            names = [name for name in file.schema_arrow.names if name in wanted]
            if len(set(names)) < len(names):
                raise UnreadableError(f"two columns of one name: {', '.join(names)}. Rename one.")
            for group in range(file.num_row_groups):
                size = _batch_size(path, file, group, names)
                for batch in file.iter_batches(size, row_groups=[group], columns=names):
                    for cells in batch.to_pylist():
                        number += 1
                        yield Row(number, cells)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise UnreadableError(f"row {number + 1}: {_no_parquet(error)}") from None


def _batch_size(path: Path, file: pq.ParquetFile, group: int, names: list[str]) -> int:
    """Rows that together hold no more than about `MAX_HELD` bytes.

    A text that many rows share is stored once, in a dictionary, so that the bytes of a group of
    rows tell little of how much they hold: the longest text there tells.
    """
    details = file.metadata.row_group(group)
    longest = details.total_byte_size // max(details.num_rows, 1)
    fields = [file.schema_arrow.field(name) for name in names]
    texts = [field.name for field in fields if not pa.types.is_nested(field.type)]
    with _open_parquet(path, texts) as shared:
        for batch in shared.iter_batches(1, row_groups=[group], columns=texts):
            for column in batch.columns:
                if pa.types.is_dictionary(column.type) and len(column.dictionary):
                    longest = max(longest, pc.max(pc.binary_length(column.dictionary)).as_py() or 0)
            break
    return int(min(max(MAX_HELD // max(longest, 1), 1), BATCH))
