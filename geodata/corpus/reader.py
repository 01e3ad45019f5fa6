r"""Files and folders to decoded sources, or to a named reason why not.

Text is what Python's text mode gives: line ends are one "\n", so offsets are those of
`Path.read_text(encoding=...)`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from geodata.errors import UnreadableError, UsageError
from geodata.model import PartialDate, Source

TEXT_SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 256 * 1024 * 1024
MAX_LINE = 5_000_000
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What Chinese text is made of; a wrong decoding scatters letters outside of it.
_PLAUSIBLE = re.compile(r"[\s\x20-\x7e\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef·○●◎□■]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the user knows of one source, from a `--metadata` file."""

    dated: PartialDate | None = None
    publisher: str = ""
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to read, in order, and those of a folder that are of no readable kind."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]


def list_inputs(paths: Iterable[str | Path], *, leave_out: Iterable[Path] = ()) -> Inputs:
    """Files named by `paths`, folders opened in name order, each file once.

    A file named outright is always tried; in folders only text files are, the rest is skipped.

    Raises:
        UsageError: If a path does not exist, or nothing at all is named.
    """
    files: dict[Path, None] = {}
    skipped: list[Path] = []
    left_out = {path.resolve() for path in leave_out}
    for path in map(Path, paths):
        if path.is_dir():
            for item in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in item.relative_to(path).parts)
                if hidden or not item.is_file() or item.resolve() in left_out:
                    continue
                if item.suffix.lower() in TEXT_SUFFIXES:
                    files[item] = None
                else:
                    skipped.append(item)
        elif path.exists():
            files[path] = None
        else:
            raise UsageError(f"{path}: no such file or folder. Check the path.")
    if not files and not skipped:
        raise UsageError("Nothing to read: the folder holds no files. Give .txt or .md files.")
    return Inputs(tuple(files), tuple(skipped))


def read_source(path: Path, metadata: Metadata | None = None) -> Source:
    """One file, decoded.

    Raises:
        UnreadableError: With the reason, if the file cannot be opened, is empty, too large, not
            text, or holds one line of more than `MAX_LINE` characters.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableError(
                f"{path}: {size:,} bytes; at most {MAX_BYTES:,} are read. Split the file."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            f"{path}: cannot be opened ({error.strerror}). Check its permissions."
        ) from error
    try:
        text = decode(data)
    except UnreadableError as error:
        raise UnreadableError(f"{path}: {error}") from None
    longest = max(map(len, text.split("\n")), default=0)
    if longest > MAX_LINE:
        raise UnreadableError(
            f"{path}: one line of {longest:,} characters; at most {MAX_LINE:,} are read. "
            "Put line breaks between its documents or paragraphs."
        )
    source = Source(path=str(path), text=text)
    if metadata is None:
        return source
    return replace(
        source,
        title=metadata.title,
        publisher=metadata.publisher,
        url=metadata.url,
        dated=metadata.dated,
    )


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16 or GB18030 bytes, line ends as one newline.

    Raises:
        UnreadableError: If the bytes are empty or no text of these encodings.
    """
    if not data.strip():
        raise UnreadableError("empty file. Nothing to extract; remove it or fill it.")
    text = _decode_any(data)
    sample = text[:200_000]
    if len(_CONTROL.findall(sample)) > len(sample) * 0.005:
        raise UnreadableError("binary file, not text. Convert it to UTF-8 text first.")
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise UnreadableError("empty file. Nothing to extract; remove it or fill it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_any(data: bytes) -> str:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec)
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best, share = "", 0.0
    for codec in ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        plausible = _plausible_share(text)
        if plausible > share:
            best, share = text, plausible
    if share > 0.9:
        return best
    # A UTF-8 file with a few bytes damaged on the way keeps all of the rest.
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") < len(text) * 0.01 and _plausible_share(text) > 0.9:
        return text
    raise UnreadableError(
        "neither UTF-8, UTF-16 nor GB18030 text (a binary file, perhaps). "
        "Convert it to UTF-8 text first."
    )


def _plausible_share(text: str) -> float:
    sample = text[:50_000]
    return len(_PLAUSIBLE.findall(sample)) / max(len(sample), 1)


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
    """An ISO date or the part of one that is given; None where it is none."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].{0,30})?", text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year or 0, month, day)


def read_sources(
    files: Iterable[Path], metadata: dict[str, Metadata]
) -> Iterator[Source | UnreadableError]:
    """Each file's source, or the error that names why it has none."""
    for path in files:
        try:
            yield read_source(path, metadata.get(path.name))
        except UnreadableError as error:
            yield error
