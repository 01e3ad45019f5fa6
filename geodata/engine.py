"""Runs extraction over many files, in this process or in a pool of them."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from geodata.assisted import extract_with_model
from geodata.corpus.metadata import Metadata
from geodata.corpus.reader import is_table, read_source
from geodata.corpus.table import Columns
from geodata.errors import UnreadableError
from geodata.jobs import Files, Rows, count_bytes, list_jobs, tell_fault
from geodata.llm import Client, Service
from geodata.model import DocumentReport, Record, Source
from geodata.pipeline import Extracted, extract_sources
from geodata.reading import Tools

ENGINES = ("local",)
# Below this many bytes a pool takes longer to start than the work takes.
POOL_FROM = 4_000_000
AHEAD = 8


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
    jobs = list_jobs(files, metadata, columns or Columns(), alone=service is not None)
    count = workers or _pick_workers(files)
    if count < 2 or (len(files) < 2 and not any(map(is_table, files))):
        for job in jobs:
            yield from _run(job, data, service)
        return
    pending: deque[Future[list[FileResult]]] = deque()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for job in jobs:
            pending.append(pool.submit(_run, job, data, service))
            if len(pending) >= AHEAD * count:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def _pick_workers(files: Sequence[Path]) -> int:
    return 1 if sum(map(count_bytes, files)) < POOL_FROM else (os.cpu_count() or 1)


@cache
def _tools(data: Path) -> Tools:
    return Tools.load(data)


@cache
def _client(service: Service) -> Client:
    return Client(service)


def _run(job: Files | Rows, data: Path, service: Service | None) -> list[FileResult]:
    if isinstance(job, Files):
        return _extract_files(job, data, service)
    results = _extract_all(job.rows, data, service)
    whole = FileResult(
        str(job.path),
        error=job.error,
        records=tuple(record for result in results for record in result.records),
        reports=tuple(report for result in results for report in result.reports),
        faults=(*job.faults, *(result.error for result in results if result.error)),
        empty=job.empty,
        last=job.last,
        asked=sum((Counter(result.asked) for result in results), Counter()),
    )
    return [whole]


def _extract_files(job: Files, data: Path, service: Service | None) -> list[FileResult]:
    sources: list[Source] = []
    unread: dict[int, FileResult] = {}
    for number, (path, metadata) in enumerate(job.files):
        try:
            sources.append(read_source(path, metadata))
        except UnreadableError as error:
            unread[number] = FileResult(str(path), error=str(error))
        except Exception as error:  # one file must not stop the thousands behind it
            unread[number] = FileResult(str(path), error=tell_fault(str(path), error))
    extracted = iter(_extract_all(sources, data, service) if sources else ())
    return [unread.get(number) or next(extracted) for number in range(len(job.files))]


def _extract_all(
    sources: Sequence[Source], data: Path, service: Service | None
) -> list[FileResult]:
    """A result for each source; a fault of ours in one of them leaves the others alone."""
    tools = _tools(data)
    if service:
        return [_ask(source, tools, _client(service)) for source in sources]
    try:
        found = list(extract_sources(sources, tools))
    except Exception as error:
        if len(sources) == 1:
            return [_fail(sources[0], error)]
        return [result for one in sources for result in _extract_all([one], data, service)]
    return [_tell(source, rows) for source, rows in zip(sources, found, strict=True)]


def _ask(source: Source, tools: Tools, client: Client) -> FileResult:
    """The result of a source that a model is asked about."""
    try:
        found = list(extract_with_model(source, tools, client))
    except Exception as error:
        client.take_outcomes()
        return _fail(source, error)
    return replace(_tell(source, found), asked=client.take_outcomes())


def _tell(source: Source, found: Sequence[Extracted]) -> FileResult:
    return FileResult(
        source.path,
        records=tuple(record for records, _ in found for record in records),
        reports=tuple(report for _, report in found),
        notes=source.notes,
    )


def _fail(source: Source, error: Exception) -> FileResult:
    row = f", row {source.row}" if source.row else ""
    return FileResult(source.path, error=tell_fault(f"{source.path}{row}", error))
