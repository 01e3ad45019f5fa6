"""Runs extraction over many files, in this process or in a pool of them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from geodata.corpus.reader import Metadata, read_source
from geodata.errors import UnreadableError
from geodata.model import DocumentReport, Record
from geodata.pipeline import Tools, extract_source

ENGINES = ("local",)
# Below this many bytes a pool takes longer to start than the work takes.
POOL_FROM = 4_000_000
AHEAD = 8


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: its rows, or the reason why there are none."""

    path: str
    records: tuple[Record, ...] = ()
    reports: tuple[DocumentReport, ...] = ()
    error: str | None = None


def extract_files(
    files: Sequence[Path], metadata: Mapping[str, Metadata], data: Path, workers: int
) -> Iterator[FileResult]:
    """Extract each file; results come in the order of `files`, at most a few ahead are held.

    Args:
        files: Files to read.
        metadata: What is known of them, by file name.
        data: The data folder.
        workers: Number of processes; 0 picks by the amount of work and the cores.
    """
    jobs = [(path, metadata.get(path.name), data) for path in files]
    count = workers or _pick_workers(files)
    if count < 2 or len(jobs) < 2:
        yield from (_extract_file(*job) for job in jobs)
        return
    pending: deque[Future[FileResult]] = deque()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for job in jobs:
            pending.append(pool.submit(_extract_file, *job))
            if len(pending) >= AHEAD * count:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _pick_workers(files: Sequence[Path]) -> int:
    size = sum(path.stat().st_size for path in files if path.is_file())
    return 1 if size < POOL_FROM else (os.cpu_count() or 1)


@cache
def _tools(data: Path) -> Tools:
    return Tools.load(data)


def _extract_file(path: Path, metadata: Metadata | None, data: Path) -> FileResult:
    tools = _tools(data)
    try:
        found = list(extract_source(read_source(path, metadata), tools))
    except UnreadableError as error:
        return FileResult(str(path), error=str(error))
    except Exception as error:  # one document must not stop the thousands behind it
        return FileResult(
            str(path),
            error=f"{path}: internal error ({type(error).__name__}: {error}). "
            "Please report it with the file; the other files are not affected.",
        )
    return FileResult(
        str(path),
        records=tuple(record for records, _ in found for record in records),
        reports=tuple(report for _, report in found),
    )
