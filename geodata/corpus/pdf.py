"""PDF files with a text layer: letters and their places, page by page.

The text is that of `layout`: columns in reading order, one paragraph a line, without page numbers
and running heads. Text that does not run from left to right stands at the end of its page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from geodata.corpus.layout import (
    Block,
    Glyph,
    Line,
    drop_running_lines,
    join_glyphs,
    order_lines,
    write_paragraphs,
)
from geodata.errors import UnreadableError
from geodata.model import Source

MAX_PAGES = 5_000
MAX_PAGE_CHARACTERS = 200_000
MAX_CHARACTERS = 20_000_000
_PASSWORD = 4
"""PDFium's error code for a file that wants a password."""


def read_pdf(data: bytes, path: str) -> Source:
    """The text layer; the file's own title where the text holds it, too.

    Raises:
        UnreadableError: If the file is broken, wants a password, has no text layer, or is larger
            than the bounds above.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise UnreadableError(
                "PDF with a password. Save a copy without one and give that."
            ) from None
        raise UnreadableError(
            f"broken PDF, or none ({error}). Open it in a viewer and save it anew."
        ) from None
    try:
        return _read(document, path)
    except pdfium.PdfiumError as error:
        raise UnreadableError(
            f"broken PDF: a page cannot be read ({error}). Open it in a viewer and save it anew."
        ) from None
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, path: str) -> Source:
    if len(document) > MAX_PAGES:
        raise UnreadableError(
            f"{len(document):,} pages; at most {MAX_PAGES:,} are read. Split the file."
        )
    pages: list[list[Line]] = []
    sideways: list[list[Line]] = []
    bare: list[int] = []
    total = 0
    for number in range(len(document)):
        upright, turned = _page_glyphs(document, number)
        total += len(upright) + len(turned)
        if total > MAX_CHARACTERS:
            raise UnreadableError(
                f"more than {MAX_CHARACTERS:,} characters by page {number + 1}. Split the file."
            )
        pages.append(join_glyphs(upright))
        sideways.append(join_glyphs(turned))
        if not pages[-1] and not sideways[-1]:
            bare.append(number + 1)
    if len(bare) == len(pages):
        raise UnreadableError(
            f"scanned PDF without a text layer: {len(pages)} page(s) of pictures only. Run text "
            "recognition (OCR) over it first, for instance with OCRmyPDF, and give the result."
        )
    text = write_paragraphs(_blocks(drop_running_lines(pages), sideways))
    if not text.strip():
        raise UnreadableError("PDF with no text but page numbers. Nothing to extract.")
    title = str(document.get_metadata_dict().get("Title", "")).strip()
    notes = (f"page(s) {_name(bare)} hold no text: pictures, or empty",) if bare else ()
    return Source(path, text, title=title if title and title in text else "", notes=notes)


def _blocks(pages: list[list[Line]], sideways: list[list[Line]]) -> Iterator[Block]:
    for lines, turned in zip(pages, sideways, strict=True):
        yield from order_lines(lines)
        yield from ([line] for line in turned)


def _name(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"{shown} and {len(numbers) - 10} more" if len(numbers) > 10 else shown


def _page_glyphs(document: pdfium.PdfDocument, number: int) -> tuple[list[Glyph], list[Glyph]]:
    """Letters of a page as a viewer shows it, in drawing order: upright ones and all others."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > MAX_PAGE_CHARACTERS:
            raise UnreadableError(
                f"page {number + 1} holds {count:,} characters; at most "
                f"{MAX_PAGE_CHARACTERS:,} are read. Split the file, or leave that page out."
            )
        turn = math.radians(page.get_rotation())
        upright: list[Glyph] = []
        turned: list[Glyph] = []
        for index in range(count):
            found = _glyph(textpage, index, turn)
            if found:
                (upright if found[1] else turned).append(found[0])
        return upright, turned
    finally:
        textpage.close()
        page.close()


def _glyph(textpage: pdfium.PdfTextPage, index: int, turn: float) -> tuple[Glyph, bool] | None:
    """One letter, turned as its page is, and whether it is upright; None for what was made up."""
    code = raw.FPDFText_GetUnicode(textpage, index)
    if raw.FPDFText_IsGenerated(textpage, index) == 1 or not 0x20 <= code <= 0x10FFFF:
        return None
    if 0xD800 <= code <= 0xDFFF:
        return None
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(textpage, index, box)
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    cos, sin = math.cos(turn), math.sin(turn)
    corners = [cos * a + sin * b for a in (box.left, box.right) for b in (box.bottom, box.top)]
    base = cos * y.value - sin * x.value
    across, along = cos * matrix.b - sin * matrix.a, cos * matrix.a + sin * matrix.b
    glyph = Glyph(chr(code), min(corners), max(corners), base, size or 1.0)
    return glyph, along > 0 and abs(across) < 0.2 * along
