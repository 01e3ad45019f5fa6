"""Files to extract, cut into pieces of work for one process each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from geodata.batches import gather
from geodata.corpus.metadata import Metadata
from geodata.corpus.reader import Item, is_table, read_sources
from geodata.corpus.table import Columns, EmptyRow, FaultyRow
from geodata.errors import UnreadableError
from geodata.model import Source

# So much text goes to a process at a time, or so many rows or files; files count by their bytes.
JOB_CHARACTERS, JOB_ROWS = 200_000, 1_000


@dataclass(frozen=True, slots=True)
class Files:
    """Work for one process: files that it opens itself, with what is known of each."""

    files: tuple[tuple[Path, Metadata | None], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Work for one process: some rows of a table."""

    path: Path
    rows: tuple[Source, ...] = ()
    faults: tuple[str, ...] = ()
    """What was wrong with rows around these."""
    empty: tuple[int, ...] = ()
    """Numbers of rows without text."""
    error: str | None = None
    """Why nothing of the table could be read."""
    last: bool = True


def list_jobs(
    files: Iterable[Path], metadata: Mapping[str, Metadata], columns: Columns, *, alone: bool
) -> Iterator[Files | Rows]:
    """The work, in the order of the files.

    Args:
        files: Files to read.
        metadata: What is known of them, by file name.
        columns: Under which names tables hold their texts.
        alone: Whether each file is a job of its own; else small ones go together.
    """
    most = 1 if alone else JOB_ROWS
    for tables, paths in groupby(files, key=is_table):
        if tables:
            for path in paths:
                yield from _cut_table(path, _guard(path, read_sources([path], metadata, columns)))
        else:
            for group in gather(paths, count_bytes, JOB_CHARACTERS, most):
                yield Files(tuple((path, metadata.get(path.name)) for path in group))


def _guard(path: Path, items: Iterable[Item]) -> Iterator[Item]:
    try:
        yield from items
    except Exception as error:
        yield UnreadableError(tell_fault(str(path), error))


def _cut_table(path: Path, items: Iterable[Item]) -> Iterator[Rows]:
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
        yield Rows(path, error=next(iter(reasons), empty))


def _pack(path: Path, items: Iterable[Item], *, last: bool) -> Rows:
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
    return Rows(path, tuple(rows), tuple(faults), tuple(empty), last=last)


def count_bytes(path: Path) -> int:
    """A file's size; 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0


def tell_fault(where: str, error: Exception) -> str:
    """What to say of a fault that is ours."""
    return (
        f"{where}: internal error ({type(error).__name__}: {error}). "
        "Please report it with the file; the other files are not affected."
    )
