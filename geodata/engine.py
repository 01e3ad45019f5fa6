"""Runs extraction over many files, in this process or in a pool of them."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from geodata.assisted import extract_with_model
from geodata.corpus.metadata import Metadata
from geodata.corpus.reader import Item, is_table, read_source, read_sources
from geodata.corpus.table import Columns, EmptyRow, FaultyRow
from geodata.errors import UnreadableError
from geodata.llm import Client, Service
from geodata.model import DocumentReport, Record, Source
from geodata.pipeline import extract_source
from geodata.reading import Tools

ENGINES = ("local",)
# Below this many bytes a pool takes longer to start than the work takes.
POOL_FROM = 4_000_000
AHEAD = 8
# A table's rows go to the processes in parts of so much text, or so many rows.
JOB_CHARACTERS, JOB_ROWS = 200_000, 1_000


@dataclass(frozen=True, slots=True)
class Job:
    """Work for one process: a file that it opens itself, or some rows of a table."""

    path: Path
    metadata: Metadata | None = None
    rows: tuple[Source, ...] = ()
    faults: tuple[str, ...] = ()
    """What was wrong with rows around these."""
    empty: tuple[int, ...] = ()
    """Numbers of rows without text."""
    error: str | None = None
    """Why nothing of the table could be read."""
    part: bool = False
    """Whether it is one of a table's parts."""
    last: bool = True


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file, or of some rows of a table: its rows, and what could not be read."""

    path: str
    records: tuple[Record, ...] = ()
    reports: tuple[DocumentReport, ...] = ()
    error: str | None = None
    """Why nothing of it could be read."""
    faults: tuple[str, ...] = ()
    """Why parts of it, rows of a table, could not be read."""
    empty: tuple[int, ...] = ()
    """Numbers of a table's rows without text."""
    notes: tuple[str, ...] = ()
    """What it holds besides the text that was read."""
    last: bool = True
    """False where more results of the same table follow."""
    asked: Mapping[str, int] = field(default_factory=dict)
    """Passages that a model was to be asked about, by what came of them."""


def extract_files(
    files: Sequence[Path],
    metadata: Mapping[str, Metadata],
    data: Path,
    workers: int,
    columns: Columns | None = None,
    service: Service | None = None,
) -> Iterator[FileResult]:
    """Extract each file; results come in the order of `files`, at most a few ahead are held.

    A table comes as several results, some rows in each.

    Args:
        files: Files to read.
        metadata: What is known of them, by file name.
        data: The data folder.
        workers: Number of processes; 0 picks by the amount of work and the cores.
        columns: Under which names tables hold their texts.
        service: The model server to ask; None asks nobody.
    """
    _client.cache_clear()  # whether a server is dead is found out anew in every run
    jobs = _list_jobs(files, metadata, columns or Columns())
    count = workers or _pick_workers(files)
    if count < 2 or (len(files) < 2 and not any(map(is_table, files))):
        yield from (_run(job, data, service) for job in jobs)
        return
    pending: deque[Future[FileResult]] = deque()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for job in jobs:
            pending.append(pool.submit(_run, job, data, service))
            if len(pending) >= AHEAD * count:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _pick_workers(files: Sequence[Path]) -> int:
    size = sum(path.stat().st_size for path in files if path.is_file())
    return 1 if size < POOL_FROM else (os.cpu_count() or 1)


def _list_jobs(
    files: Iterable[Path], metadata: Mapping[str, Metadata], columns: Columns
) -> Iterator[Job]:
    for path in files:
        if is_table(path):
            yield from _cut_table(path, _guard(path, read_sources([path], metadata, columns)))
        else:
            yield Job(path, metadata.get(path.name))


def _guard(path: Path, items: Iterable[Item]) -> Iterator[Item]:
    try:
        yield from items
    except Exception as error:
        yield UnreadableError(_internal(str(path), error))


def _cut_table(path: Path, items: Iterable[Item]) -> Iterator[Job]:
    """Jobs of about `JOB_CHARACTERS` each; the last one is named so, and may be without rows.

    A table of which no row could be looked at is an unreadable file; where it breaks off later,
    that is one more fault.
    """
    kept: list[Item] = []
    size = 0
    some = False
    for item in items:
        kept.append(item)
        if isinstance(item, Source):
            size += len(item.text)
        if size >= JOB_CHARACTERS or len(kept) >= JOB_ROWS:
            yield _pack(path, kept, last=False)
            kept, size, some = [], 0, True
    if some or any(not isinstance(item, UnreadableError) for item in kept):
        yield _pack(path, kept, last=True)
    else:
        reasons = [str(item) for item in kept]
        empty = f"{path}: a table without rows. Nothing to extract; remove it or fill it."
        yield Job(path, part=True, error=next(iter(reasons), empty))


def _pack(path: Path, items: Iterable[Item], *, last: bool) -> Job:
    rows: list[Source] = []
    faults: list[str] = []
    empty: list[int] = []
    for item in items:
        if isinstance(item, Source):
            rows.append(item)
        elif isinstance(item, EmptyRow):
            empty.append(item.number)
        else:
            faults.append(item.message if isinstance(item, FaultyRow) else str(item))
    return Job(path, None, tuple(rows), tuple(faults), tuple(empty), part=True, last=last)


@cache
def _tools(data: Path) -> Tools:
    return Tools.load(data)


@cache
def _client(service: Service) -> Client:
    return Client(service)


def _run(job: Job, data: Path, service: Service | None) -> FileResult:
    if not job.part:
        return _extract_file(job.path, job.metadata, data, service)
    results = [_extract_source(row, data, service) for row in job.rows]
    return FileResult(
        str(job.path),
        error=job.error,
        records=tuple(record for result in results for record in result.records),
        reports=tuple(report for result in results for report in result.reports),
        faults=(*job.faults, *(result.error for result in results if result.error)),
        empty=job.empty,
        last=job.last,
        asked=sum((Counter(result.asked) for result in results), Counter()),
    )


def _extract_file(
    path: Path, metadata: Metadata | None, data: Path, service: Service | None
) -> FileResult:
    try:
        source = read_source(path, metadata)
    except UnreadableError as error:
        return FileResult(str(path), error=str(error))
    except Exception as error:  # one file must not stop the thousands behind it
        return FileResult(str(path), error=_internal(str(path), error))
    return _extract_source(source, data, service)


def _extract_source(source: Source, data: Path, service: Service | None) -> FileResult:
    tools = _tools(data)
    client = _client(service) if service else None
    try:
        asking = extract_with_model(source, tools, client) if client else None
        found = list(asking or extract_source(source, tools))
    except Exception as error:
        if client:
            client.take_outcomes()
        row = f", row {source.row}" if source.row else ""
        return FileResult(source.path, error=_internal(f"{source.path}{row}", error))
    return FileResult(
        source.path,
        records=tuple(record for records, _ in found for record in records),
        reports=tuple(report for _, report in found),
        notes=source.notes,
        asked=client.take_outcomes() if client else {},
    )


def _internal(where: str, error: Exception) -> str:
    return (
        f"{where}: internal error ({type(error).__name__}: {error}). "
        "Please report it with the file; the other files are not affected."
    )
