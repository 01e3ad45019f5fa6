"""A dataset folder opened for questions: DuckDB over its Parquet files.

The thing counted is the initiative. Its year is the earliest that any of its records fixes; name,
theme, status and place are those of its surest record. So each initiative stands in one theme, one
year (or undated) and one place, and every breakdown adds up to the same total. One narrow row per
initiative is held in memory, as a table for lists and as arrays for counts; texts stay on disk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.errors import SchemaError, UsageError
from geodata.model import NATION, Level
from geodata.regions.boundaries import LEVELS
from geodata.regions.divisions import find_owner
from geodata.regions.index import Index, build_index
from geodata.store import DOCUMENTS, DOCUMENTS_FILE, RECORDS, RECORDS_FILE, fingerprint

FEW = 50_000
"""Initiatives below which starting threads takes longer than a query does."""
LATER = 99
"""Stands for an unknown month or day: it sorts behind those that are known."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""No year outside is one of a digital programme, and each one between is a column of tables."""
REMEDY = "Make it with `python -m geodata extract PATH -o FOLDER`."

# Numbered in the order of lists, so that the first rows of any choice are the first of its list.
# What an outer join takes from a join is materialized: DuckDB 2.0.0 at times fails on it otherwise
# ("dict-surviving join", its issue 24807).
_INITIATIVES = """
CREATE TABLE initiatives AS
WITH best AS (
    SELECT arg_min(file_row_number, struct_pack(doubt := -confidence, id := record_id)) AS row
    FROM records GROUP BY initiative_id
), surest AS (
    SELECT initiative_id, name, theme, status, adcode, place_name, confidence
    FROM records JOIN best ON file_row_number = row
), span AS (
    SELECT initiative_id, count(DISTINCT document_id) AS reports,
           min(year * 10000 + coalesce(month, $later) * 100
               + coalesce(if(month IS NULL, NULL, day), $later)) AS earliest
    FROM records GROUP BY initiative_id
), dated AS (
    SELECT initiative_id, reports, earliest // 10000 AS year,
           nullif(earliest // 100 % 100, $later) AS month, nullif(earliest % 100, $later) AS day
    FROM span
), gathered AS MATERIALIZED (
    SELECT surest.*, dated.year, dated.month, dated.day, dated.reports
    FROM surest JOIN dated USING (initiative_id)
)
SELECT row_number() OVER (ORDER BY year DESC NULLS LAST, name, initiative_id)::INTEGER AS number,
       gathered.*, units.province, units.city, units.county,
       CASE WHEN adcode = $nation THEN 'national'
            WHEN units.adcode IS NULL THEN 'unknown' ELSE 'placed' END AS bucket
FROM gathered LEFT JOIN units USING (adcode)
ORDER BY number
"""
# Numbers, because a million texts take many times as long to count, and rows of the files, because
# a file is searched for a text from its beginning to its end.
_TOLD = """
CREATE TABLE told AS
WITH read AS (
         SELECT document_id, min(file_row_number) AS row,
                arg_min(year(published), file_row_number) AS published
         FROM documents GROUP BY document_id
     ),
     telling AS (SELECT DISTINCT document_id FROM records),
     known AS (
         SELECT document_id, row_number() OVER ()::INTEGER AS document, row AS document_row,
                published
         FROM telling LEFT JOIN read USING (document_id)
     )
SELECT number, document, document_row, known.published, file_row_number AS record_row
FROM records JOIN initiatives USING (initiative_id) JOIN known USING (document_id)
"""
_MENTIONED = """
CREATE TEMP TABLE mentioned AS
WITH named AS (
    SELECT document_id, unnest(places) AS adcode FROM documents
    UNION SELECT document_id, adcode FROM records
), placed AS MATERIALIZED (
    SELECT document_id, province, city, county FROM named JOIN units USING (adcode)
), read AS (
    SELECT document_id, arg_min(year(published), file_row_number) AS published
    FROM documents GROUP BY document_id
)
SELECT placed.*, published FROM placed LEFT JOIN read USING (document_id)
"""
_COVERAGE = " UNION ALL ".join(
    f"SELECT '{level}' AS level, {level} AS adcode, published, "
    "count(DISTINCT document_id) AS documents "
    f"FROM mentioned WHERE {level} IS NOT NULL GROUP BY {level}, published"
    for level in LEVELS
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """An opened dataset folder."""

    folder: Path
    fingerprint: str
    connection: duckdb.DuckDBPyConnection
    """Holds views `records` and `documents`; tables `initiatives`; `coverage`, documents by unit
    and year of publication; and `told` with one row for each record: its initiative's and
    document's numbers, its and the document's rows, and when the document was published."""
    years: tuple[int, int] | None
    """First and last year of any initiative; None when all are undated."""
    documents: int
    index: Index
    """The same initiatives as arrays, for counting."""

    def ask(
        self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """All rows of a query; safe to call from several threads.

        Raises:
            SchemaError: If a table was replaced or damaged after it was opened.
        """
        try:
            with self.connection.cursor() as cursor:
                rows: list[tuple[Any, ...]] = cursor.execute(sql, values).fetchall()
        except duckdb.Error as error:
            raise _unreadable(self.folder, error) from error
        return rows

    def ask_table(self, sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        """The same as an Arrow table; the query may name the given tables, too.

        Raises:
            SchemaError: As `ask`.
        """
        try:
            with self.connection.cursor() as cursor:
                for name, table in tables.items():
                    cursor.register(name, table)
                return cursor.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise _unreadable(self.folder, error) from error


def open_dataset(
    folder: Path, parents: Mapping[str, str], drawn: Mapping[Level, Collection[str]]
) -> Dataset:
    """Check both tables of a dataset and index them by initiative and by unit.

    Args:
        folder: Holds records.parquet and documents.parquet.
        parents: Code of each unit -> code of the unit above.
        drawn: Codes of the units that each level shows, from `load_drawn`; municipalities and
            counties directly under a province are among the cities.

    Raises:
        UsageError: If a table is missing.
        SchemaError: If a file is not such a table.
    """
    for name, schema in ((RECORDS_FILE, RECORDS), (DOCUMENTS_FILE, DOCUMENTS)):
        _check_table(folder / name, schema)
    # An extension would be fetched from the network.
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    try:
        _build_tables(connection, folder, _unit_table(parents, drawn))
        years = _read_span(connection, folder)
        (documents,) = connection.execute("SELECT count(*) FROM documents").fetchall()[0]
        index = build_index(connection, parents, drawn)
    except duckdb.Error as error:
        connection.close()
        raise _unreadable(folder, error) from error
    return Dataset(folder, fingerprint(folder), connection, years, documents, index)


def _read_span(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[int, int] | None:
    """First and last year; refuses those that cannot be."""
    [(first, last)] = connection.execute("SELECT min(year), max(year) FROM initiatives").fetchall()
    if first is None:
        return None
    for year in (first, last):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            connection.close()
            raise SchemaError(
                f"{folder}: a record is of the year {year}; years from {FIRST_YEAR} to "
                f"{LAST_YEAR} can be shown. {REMEDY}"
            )
    return first, last


def _unreadable(folder: Path, error: duckdb.Error) -> SchemaError:
    reason = str(error).splitlines()[0][:160]
    return SchemaError(f"{folder}: the tables cannot be read ({reason}). {REMEDY}")


def _build_tables(connection: duckdb.DuckDBPyConnection, folder: Path, units: pa.Table) -> None:
    connection.register("unit_rows", units)
    connection.execute("CREATE TABLE units AS SELECT * FROM unit_rows")
    connection.unregister("unit_rows")
    for view, name in (("records", RECORDS_FILE), ("documents", DOCUMENTS_FILE)):
        path = str(folder / name).replace("'", "''")
        connection.execute(
            f"CREATE VIEW {view} AS FROM read_parquet('{path}', file_row_number = true)"
        )
    connection.execute(_INITIATIVES, {"nation": NATION, "later": LATER})
    connection.execute(_TOLD)
    connection.execute(_MENTIONED)
    connection.execute(f"CREATE TABLE coverage AS {_COVERAGE}")
    connection.execute("DROP TABLE mentioned")
    (initiatives,) = connection.execute("SELECT count(*) FROM initiatives").fetchall()[0]
    if initiatives < FEW:
        connection.execute("SET threads = 1")


def _check_table(path: Path, schema: pa.Schema) -> None:
    if not path.is_file():
        raise UsageError(f"{path}: there is no such table. {REMEDY}")
    try:
        found = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise SchemaError(f"{path}: not a Parquet file. {REMEDY}") from error
    missing = [name for name in schema.names if name not in found.names]
    if missing:
        raise SchemaError(f"{path}: column(s) {', '.join(missing)} missing. {REMEDY}")
    other = [f.name for f in schema if not _same_kind(f.type, found.field(f.name).type)]
    if other:
        raise SchemaError(f"{path}: column(s) {', '.join(other)} of another type. {REMEDY}")


def _same_kind(wanted: pa.DataType, found: pa.DataType) -> bool:
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_date, pa.types.is_list)
    return all(test(wanted) == test(found) for test in tests)


def _unit_table(parents: Mapping[str, str], drawn: Mapping[Level, Collection[str]]) -> pa.Table:
    codes = sorted(code for code in parents if code != NATION)
    members = {level: frozenset(drawn[level]) for level in LEVELS}
    columns = {"adcode": codes} | {
        str(level): [find_owner(code, parents, members[level]) for code in codes]
        for level in LEVELS
    }
    return pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})
