"""Files and folders to sources, or to a named reason why not.

A file's suffix tells how it is read, its content where the suffix is unknown. A table gives one
source a row, any other file one source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.corpus import rows
from geodata.corpus.decoding import check_lines, decode
from geodata.corpus.metadata import Metadata
from geodata.corpus.pdf import read_pdf
from geodata.corpus.table import Columns, EmptyRow, FaultyRow, missing_columns, read_table
from geodata.corpus.webpage import read_webpage
from geodata.corpus.word import read_word
from geodata.errors import UnreadableError, UsageError
from geodata.model import Source

TEXT_SUFFIXES = frozenset({".txt", ".md"})
PAGE_SUFFIXES = frozenset({".html", ".htm"})
SUFFIXES = TEXT_SUFFIXES | PAGE_SUFFIXES | {".pdf", ".docx"} | rows.SUFFIXES
MAX_BYTES = 256 * 1024 * 1024
MAX_TABLE_BYTES = 256 * 1024 * 1024 * 1024
"""Tables are read in a stream, never held."""
# What a file begins with -> the suffix of its kind, for files whose own suffix is unknown.
_SIGNS = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"\xd0\xcf\x11\xe0", ".docx"))
_PAGE_SIGNS = (b"<!doctype html", b"<html")

Item = Source | EmptyRow | FaultyRow | UnreadableError


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to read, in order, and what of a folder is not read."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]
    """Files that are of no readable kind."""
    notes: tuple[str, ...] = ()
    """Why a table is not one of texts, one line a table."""


def list_inputs(
    paths: Iterable[str | Path], *, leave_out: Iterable[Path] = (), columns: Columns | None = None
) -> Inputs:
    """Files named by `paths`, folders opened in name order, each file once.

    A file named outright is always tried. In folders those of `SUFFIXES` are, and the rest is
    skipped, and so are tables without a column of texts.

    Raises:
        UsageError: If a path does not exist, nothing at all is named, or a table lacks columns.
    """
    columns = columns or Columns()
    files: dict[Path, None] = {}
    skipped: list[Path] = []
    notes: dict[Path, str] = {}
    left_out = {path.resolve() for path in leave_out}
    for path in map(Path, paths):
        if path.is_dir():
            for item in _walk(path, left_out):
                if item.suffix.lower() not in SUFFIXES:
                    skipped.append(item)
                elif note := _lacks(item, columns):
                    notes[item] = f"{note} Skipped; other columns are named by --columns."
                else:
                    files[item] = None
        elif path.exists():
            if lack := _lacks(path, columns):
                raise UsageError(f"{lack} Name others by --columns, as in text=NAME.")
            files[path] = None
        else:
            raise UsageError(f"{path}: no such file or folder. Check the path.")
    if not files and notes:
        raise UsageError("\n".join(notes.values()))
    if not files and not skipped:
        raise UsageError(
            "Nothing to read: the folder holds no files. "
            f"Give files that end in {' '.join(sorted(SUFFIXES))}."
        )
    return Inputs(tuple(files), tuple(skipped), tuple(notes.values()))


def _walk(folder: Path, left_out: set[Path]) -> Iterator[Path]:
    for item in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in item.relative_to(folder).parts)
        if not hidden and item.is_file() and item.resolve() not in left_out:
            yield item


def is_table(path: Path) -> bool:
    """Whether each of the file's rows is a source."""
    return path.suffix.lower() in rows.SUFFIXES


def _lacks(path: Path, columns: Columns) -> str:
    """Which columns a table lacks, and those that it has; "" if none, or if it cannot be read.

    Raises:
        UsageError: If it has texts, and lacks another column that the user has named.
    """
    if not is_table(path):
        return ""
    try:
        names = rows.list_columns(path)
    except (UnreadableError, OSError):
        return ""  # reading it will tell why
    missing = missing_columns(columns, names)
    if not missing:
        return ""
    lack = f"{path}: no column {missing[0]!r}; it has {', '.join(names) or 'none'}."
    if missing[0] != columns.text:
        raise UsageError(f"{lack} Correct --columns.")
    return lack


def read_source(path: Path, metadata: Metadata | None = None) -> Source:
    """The one source of a file that is no table.

    Raises:
        UnreadableError: With the reason, if the file cannot be opened, is empty, too large, not
            what its suffix says, or holds one line of more than `decoding.MAX_LINE` characters.
    """
    try:
        source = _read_file(path)
        check_lines(source.text)
    except OSError as error:
        raise _not_opened(path, error) from error
    except UnreadableError as error:
        raise UnreadableError(f"{path}: {error}") from None
    return metadata.complete(source) if metadata else source


def _read_file(path: Path) -> Source:
    _check_size(path, MAX_BYTES)
    suffix = path.suffix.lower()
    data = path.read_bytes()
    kind = suffix if suffix in SUFFIXES else _find_kind(data)
    if kind == ".pdf":
        return read_pdf(data, str(path))
    if kind == ".docx":
        return read_word(data, str(path))
    if kind in PAGE_SUFFIXES:
        return read_webpage(data, str(path))
    return Source(str(path), decode(data))


def _find_kind(data: bytes) -> str:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            return kind
    return ".html" if head.lower().startswith(_PAGE_SIGNS) else ".txt"


def read_sources(
    files: Iterable[Path], metadata: Mapping[str, Metadata], columns: Columns | None = None
) -> Iterator[Item]:
    """Each file's sources, what rows of tables are no sources, and why a file cannot be read on."""
    for path in files:
        if is_table(path):
            yield from _read_rows(path, metadata.get(path.name), columns or Columns())
            continue
        try:
            yield read_source(path, metadata.get(path.name))
        except UnreadableError as error:
            yield error


def load_sources(paths: Iterable[str | Path]) -> list[Source]:
    """All sources of files and folders at once; rows without text are left out.

    Raises:
        UsageError: As `list_inputs` does.
        UnreadableError: At the first file or row that cannot be read.
    """
    sources = []
    for item in read_sources(list_inputs(paths).files, {}):
        if isinstance(item, UnreadableError):
            raise item
        if isinstance(item, FaultyRow):
            raise UnreadableError(item.message)
        if isinstance(item, Source):
            sources.append(item)
    return sources


def _read_rows(path: Path, metadata: Metadata | None, columns: Columns) -> Iterator[Item]:
    try:
        _check_size(path, MAX_TABLE_BYTES)
        for item in read_table(path, columns):
            yield metadata.complete(item) if metadata and isinstance(item, Source) else item
    except OSError as error:
        yield _not_opened(path, error)
    except UnreadableError as error:
        yield UnreadableError(f"{path}: {error}")


def _check_size(path: Path, most: int) -> None:
    size = path.stat().st_size
    if size > most:
        raise UnreadableError(f"{size:,} bytes; at most {most:,} are read. Split the file.")


def _not_opened(path: Path, error: OSError) -> UnreadableError:
    return UnreadableError(f"{path}: cannot be opened ({error.strerror}). Check its permissions.")
