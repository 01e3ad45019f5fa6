"""The tables on disk: their schemas, how they are written in a stream, and how they are read back.

A dataset is a folder with `records.parquet` and `documents.parquet`. Records may also be written
as one .parquet, .csv or .jsonl file; lists are JSON text in .csv. Rows keep the order in which
documents were read, and the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.errors import SchemaError, UsageError
from geodata.model import DocumentReport, Record
from geodata.sinks import Ids, Sink, open_sink, replace_ids

RECORDS_FILE = "records.parquet"
DOCUMENTS_FILE = "documents.parquet"
SUFFIXES = (".parquet", ".csv", ".jsonl")
ROWS_PER_GROUP = 20_000

FIGURE = pa.struct(
    [
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("label", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)
RECORDS = pa.schema(
    [
        ("record_id", pa.string()),
        ("initiative_id", pa.string()),
        ("name", pa.string()),
        ("aliases", pa.list_(pa.string())),
        ("kind", pa.string()),
        ("status", pa.string()),
        ("theme", pa.string()),
        ("themes", pa.list_(pa.string())),
        ("year", pa.int32()),
        ("month", pa.int32()),
        ("day", pa.int32()),
        ("date_precision", pa.string()),
        ("date_basis", pa.string()),
        ("adcode", pa.string()),
        ("place_name", pa.string()),
        ("place_precision", pa.string()),
        ("place_basis", pa.string()),
        ("candidates", pa.list_(pa.string())),
        ("actors", pa.list_(pa.string())),
        ("figures", pa.list_(FIGURE)),
        ("source", pa.string()),
        ("document_id", pa.string()),
        ("title", pa.string()),
        ("published", pa.date32()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("evidence", pa.string()),
        ("confidence", pa.float64()),
        ("extractor", pa.string()),
    ]
)
DOCUMENTS = pa.schema(
    [
        ("document_id", pa.string()),
        ("source", pa.string()),
        ("title", pa.string()),
        ("published", pa.date32()),
        ("publisher", pa.string()),
        ("url", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("characters", pa.int64()),
        ("cleaning", pa.list_(pa.string())),
        ("places", pa.list_(pa.string())),
        ("records", pa.int32()),
        ("rejected", pa.map_(pa.string(), pa.int32())),
        ("text", pa.string()),
    ]
)


class DatasetWriter:
    """Writes records, and documents where OUT is a folder, as they come.

    Files appear under their own names only when the whole run has succeeded, so that a run that
    was stopped never leaves half a table behind.
    """

    def __init__(self, out: Path) -> None:
        """Prepare OUT.

        Raises:
            UsageError: If OUT has a suffix that is not one of `SUFFIXES`.
        """
        if out.suffix and out.suffix not in SUFFIXES and not out.is_dir():
            raise UsageError(
                f"-o {out}: cannot write {out.suffix!r}; "
                f"give a folder or a name ending in {', '.join(SUFFIXES)}."
            )
        self._finals: dict[Path, Path] = {}
        self._ids: Ids = {}
        self._buffers: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
        single = out.suffix in SUFFIXES and not out.is_dir()
        folder = out.parent if single else out
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._records = self._open(out if single else out / RECORDS_FILE, RECORDS)
            self._documents = None if single else self._open(out / DOCUMENTS_FILE, DOCUMENTS)
        except OSError as error:
            raise UsageError(f"-o {out}: cannot write there ({error.strerror}).") from error

    def _open(self, path: Path, schema: pa.Schema) -> Sink:
        partial = path.with_name(path.name + ".partial")
        self._finals[partial] = path
        return open_sink(partial, path.suffix, schema)

    def add(self, records: Iterable[Record], reports: Iterable[DocumentReport]) -> None:
        """Append the rows of some documents."""
        for sink, buffer, rows in (
            (self._records, self._buffers[0], (record_row(r) for r in records)),
            (self._documents, self._buffers[1], (document_row(r) for r in reports)),
        ):
            if sink is not None:
                buffer.extend(rows)
                if len(buffer) >= ROWS_PER_GROUP:
                    sink.write(buffer)
                    buffer.clear()

    def link(self, ids: Ids) -> None:
        """Give records of these owners and names these ids once all rows are there."""
        self._ids = ids

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        whole = False
        try:
            for sink, buffer in zip((self._records, self._documents), self._buffers, strict=True):
                if sink is not None:
                    if buffer and error is None:
                        sink.write(buffer)
                    sink.close()
            if self._ids and error is None:
                partial, final = next(iter(self._finals.items()))
                replace_ids(partial, final.suffix, RECORDS, self._ids)
            whole = error is None
        finally:
            for partial, final in self._finals.items():
                if whole:
                    partial.replace(final)
                else:
                    partial.unlink(missing_ok=True)


def record_row(record: Record) -> dict[str, Any]:
    """The record as one row of `RECORDS`."""
    row = record._asdict()
    row["figures"] = [figure._asdict() for figure in record.figures]
    for column in ("aliases", "themes", "candidates", "actors"):
        row[column] = [str(value) for value in row[column]]
    for column in (
        "kind",
        "status",
        "theme",
        "date_precision",
        "date_basis",
        "place_precision",
        "place_basis",
    ):
        row[column] = str(row[column])
    return row


def document_row(report: DocumentReport) -> dict[str, Any]:
    """The report as one row of `DOCUMENTS`."""
    document = report.document
    return {
        "document_id": document.document_id,
        "source": document.source,
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "url": document.url,
        "start": document.start,
        "end": document.end,
        "text": document.text,
        "characters": report.characters,
        "cleaning": list(report.cleaning),
        "places": list(report.places),
        "records": report.records,
        "rejected": sorted(report.rejected.items()),
    }


def read_records(path: Path) -> pd.DataFrame:
    """Records of a dataset folder or of a single file, in file order.

    `year`, `month` and `day` are nullable integers, `published` is a date or None, `adcode` is
    text, lists are lists.

    Raises:
        UsageError: If the path does not exist or has an unknown suffix.
        SchemaError: If the file is not a records table.
    """
    if path.is_dir():
        path = path / RECORDS_FILE
    if not path.is_file():
        raise UsageError(
            f"{path}: no such records file. Make one with `python -m geodata extract PATH -o OUT`."
        )
    with _naming_file(path):
        frame = _read_any(path)
        check_schema(frame.columns, RECORDS, path)
        for column in ("year", "month", "day"):
            frame[column] = pd.to_numeric(frame[column]).astype("Int32")
        days = [_day(value) for value in frame["published"]]
        frame["published"] = pd.Series(days, index=frame.index, dtype=object)
    ordered: pd.DataFrame = frame[RECORDS.names]
    return ordered


def read_places(path: Path) -> pd.DataFrame | None:
    """The codes that each document of a dataset folder mentions: document_id, places.

    Returns:
        None where the path is no folder, or one without documents: nobody knows what was read.

    Raises:
        SchemaError: If the table is not one of documents.
    """
    table = path / DOCUMENTS_FILE
    if not table.is_file():
        return None
    with _naming_file(table):
        columns = ["document_id", "places"]
        check_schema(pq.read_schema(table).names, DOCUMENTS, table)
        places: pd.DataFrame = pq.read_table(table, columns=columns).to_pandas()
    return places


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value if isinstance(value, date) else None


def check_schema(columns: Iterable[str], schema: pa.Schema, path: Path) -> None:
    """Raise `SchemaError` unless every column of the schema is there."""
    missing = [name for name in schema.names if name not in set(columns)]
    if missing:
        raise SchemaError(
            f"{path}: not a table of this program: column(s) {', '.join(missing)} missing. "
            "Make it again with `python -m geodata extract`."
        )


@contextmanager
def _naming_file(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowKeyError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0][:200]
        raise SchemaError(
            f"{path}: cannot be read as {path.suffix or 'a table'} ({reason}). "
            "Make it again with `python -m geodata extract`."
        ) from error


def _read_any(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        table: pd.DataFrame = pq.read_table(path).to_pandas(date_as_object=True)
        return table
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file if line.strip()]
        return pd.DataFrame(rows, columns=None if rows else RECORDS.names)
    if path.suffix == ".csv":
        frame = pd.read_csv(
            path,
            dtype={field.name: str for field in RECORDS if pa.types.is_string(field.type)},
            keep_default_na=False,
            na_values={"year": "", "month": "", "day": ""},
        )
        for name in frame.columns.intersection(RECORDS.names):
            if pa.types.is_list(RECORDS.field(name).type):
                frame[name] = [json.loads(cell) for cell in frame[name]]
            elif pa.types.is_string(RECORDS.field(name).type):
                frame[name] = frame[name].astype(str).str.removeprefix("'")
        return frame
    raise UsageError(
        f"{path}: cannot read {path.suffix!r}; give {', '.join(SUFFIXES)} or a folder."
    )


def fingerprint(folder: Path) -> str:
    """Twelve characters that change when the dataset's tables do."""
    digest = hashlib.blake2b(digest_size=6)
    for name in (RECORDS_FILE, DOCUMENTS_FILE):
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
