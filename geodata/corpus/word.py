"""Word files (.docx): paragraphs and tables in the order of the page.

The text has one paragraph a line, and a table's row in a line with its cells parted by tabs.
A text box follows the paragraph that it hangs on. Heads, feet and notes are left out, and so is
what tracked changes have deleted.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from lxml.etree import _Element

from geodata.corpus.decoding import mend_surrogates
from geodata.errors import UnreadableError
from geodata.model import Source

MAX_UNPACKED = 512 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
"""Bytes of one XML part; in memory it takes about ten times as much."""
MAX_PARTS = 10_000
_OLD = b"\xd0\xcf\x11\xe0"
_TITLES = frozenset({"Title", "Heading 1"})
# Deleted or moved away by tracked changes, and the copies of drawings for old programs.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_word(data: bytes, path: str) -> Source:
    """The text; the title is that of a first paragraph styled as one.

    Raises:
        UnreadableError: If the file is no .docx, broken, a bomb, or without text.
    """
    _check_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(document.element.body))
        styles = {style.style_id for style in document.styles if style.name in _TITLES}
    except Exception as error:  # the library leaves what is wrong inside to a dozen others
        raise UnreadableError(
            f"broken Word file ({type(error).__name__}). Open it in Word or WPS and save it anew."
        ) from error
    if not blocks:
        raise UnreadableError(
            "Word file without text, a scan perhaps. Run text recognition (OCR) over its pictures, "
            "and give the result."
        )
    text, style = blocks[0]
    title = " ".join(text.split()) if style in styles else ""
    return Source(path, mend_surrogates("\n".join(text for text, _ in blocks)), title=title)


def _check_archive(data: bytes) -> None:
    if data.startswith(_OLD):
        raise UnreadableError(
            "an old Word file (.doc), or one with a password. Save it as .docx without a password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            unpacked = sum(part.file_size for part in parts)
            xml = [p for p in parts if p.filename.endswith((".xml", ".rels"))]
            largest = max((part.file_size for part in xml), default=0)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or largest > MAX_PART:
                raise UnreadableError(
                    f"Word file that unpacks to {unpacked:,} bytes in {len(parts):,} parts; at "
                    f"most {MAX_UNPACKED:,} in {MAX_PARTS:,}, and {MAX_PART:,} of text, are read. "
                    "Split the file."
                )
            if any(b"<!DOCTYPE" in archive.read(part) for part in xml):
                raise UnreadableError("Word file with entity definitions, which none has. Refused.")
    except UnreadableError:
        raise
    except Exception as error:  # a damaged archive fails in zipfile, zlib, struct and codecs
        raise UnreadableError(
            f"broken Word file, or none ({error}). Open it in Word or WPS and save it anew."
        ) from None
    if "[Content_Types].xml" not in names:
        raise UnreadableError("a zip archive, not a Word file. Unpack it and give its files.")


def _blocks(parent: _Element) -> Iterator[tuple[str, str]]:
    """Texts of paragraphs and of tables' rows that hold any, each with its style's id."""
    for element in parent:
        tag = _tag(element)
        if tag == "p":
            text = _text(element).strip("\n")
            if text.strip():
                yield text, _style(element)
            for box in element.iter("{*}txbxContent"):
                if not any(_tag(above) in _SKIPPED for above in box.iterancestors()):
                    yield from _blocks(box)
        elif tag == "tr":
            cells = (
                " ".join(" ".join(text.split()) for text, _ in _blocks(c)) for c in _cells(element)
            )
            row = "\t".join(cells)
            if row.strip():
                yield row, ""
        elif tag not in _SKIPPED:
            yield from _blocks(element)


def _cells(parent: _Element) -> Iterator[_Element]:
    for element in parent:
        if _tag(element) == "tc":
            yield element
        elif _tag(element) in _WRAPPERS:
            yield from _cells(element)


def _text(parent: _Element) -> str:
    parts = []
    for element in parent:
        tag = _tag(element)
        if tag == "t":
            parts.append(element.text or "")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag not in _SKIPPED and tag not in ("txbxContent", "pPr"):
            parts.append(_text(element))
    return "".join(parts)


def _style(paragraph: _Element) -> str:
    style = paragraph.find("{*}pPr/{*}pStyle")
    return next(iter(style.attrib.values()), "") if style is not None else ""


def _tag(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
