"""Letters on a page to text in reading order: lines, columns, paragraphs.

A page is cut into bands where a headline runs across its columns, a band into columns at the
white gutters that no line crosses, and so on inside each. Coordinates are points, y upwards.
Lengths are in em, the size of the letters around, so that small and large print are alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

# In em. A gutter is wider than any gap inside a line; a column holds at least so much.
GUTTER, COLUMN = 0.8, 6.0
# Rows further apart than this, in em, belong to bands of their own.
APART = 3.0
# Share of its column that a usual line fills; cells of tables fill less.
FILLED = 0.5
# A line that ends less than this, in em, before its column does goes on in the next one.
RAGGED = 2.5
MAX_DEPTH = 12
# More gaps side by side than this are those of a table, not of a page's columns.
MAX_GUTTERS = 24
_CLOSED = frozenset("。！？；：”’）》」.!?;:)…")
_PAGE_NUMBER = re.compile(r"[-—–·\s第]{0,4}\d{1,4}(?:\s?/\s?\d{1,4})?[-—–·\s页版]{0,4}")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: `base` is its baseline's height, `size` its em."""

    char: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """Letters that stand side by side; in a finished column, all of one line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    loose: bool = False
    """Whether its parts stand apart, as the cells of a table's row do."""

    @property
    def bottom(self) -> float:
        """Lower edge; edges are drawn in so that neighbouring lines never overlap."""
        return self.base - 0.1 * self.size

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.base + 0.75 * self.size


Block = list[Line]
Spans = list[tuple[float, float]]


def join_glyphs(glyphs: Iterable[Glyph]) -> list[Line]:
    """Runs of letters in drawing order; a gap as wide as a gutter parts them, a space stays one."""
    lines: list[Line] = []
    run: list[Glyph] = []
    text: list[str] = []
    spaced = False
    for glyph in glyphs:
        if glyph.char.isspace():
            spaced = True
            continue
        if run and not _adjoins(run[-1], glyph):
            lines.append(_close(run, text))
            run, text = [], []
        elif run and spaced:
            text.append(" ")
        run.append(glyph)
        text.append(glyph.char)
        spaced = False
    return [*lines, _close(run, text)] if run else lines


def _adjoins(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    gap = glyph.left - last.right
    return abs(glyph.base - last.base) < 0.4 * size and -0.8 * size < gap < GUTTER * size


def _close(run: list[Glyph], text: list[str]) -> Line:
    size = median(glyph.size for glyph in run)
    base = median(glyph.base for glyph in run)
    left, right = min(g.left for g in run), max(g.right for g in run)
    return Line("".join(text), left, right, base, size)


def drop_running_lines(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without heads and feet that half of them repeat."""
    edges = [[rows[i] for i in {0, len(rows) - 1}] if (rows := _rows(p)) else [] for p in pages]
    count = Counter(key for page in edges for key in {_running(row) for row in page})
    enough = max(3, len(pages) / 2)
    kept = []
    for lines, page in zip(pages, edges, strict=True):
        dropped = {
            id(line)
            for row in page
            if count[_running(row)] >= enough or _PAGE_NUMBER.fullmatch(_row_text(row))
            for line in row
        }
        kept.append([line for line in lines if id(line) not in dropped])
    return kept


def _running(row: Block) -> str:
    return re.sub(r"\d+", "#", _row_text(row))


def _row_text(row: Block) -> str:
    return " ".join(line.text for line in row)


def order_lines(lines: list[Line], depth: int = 0) -> list[Block]:
    """Columns of whole lines, in the order in which they are read."""
    if not lines:
        return []
    em = _em(lines)
    blocks: list[Block] = []
    plain: list[Block] = []
    for band in _bands(_rows(lines), em):
        inside = [line for row in band for line in row]
        gutters = _gutters(inside, em) if depth < MAX_DEPTH else []
        if not gutters:
            plain += band
            continue
        blocks += [_merge_rows(plain)] if plain else []
        plain = []
        for column in _split(inside, gutters):
            blocks += order_lines(column, depth + 1)
    return [*blocks, _merge_rows(plain)] if plain else blocks


def _em(lines: Iterable[Line]) -> float:
    """The size of most letters."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) or 1.0


def _rows(lines: Iterable[Line]) -> list[Block]:
    """Lines that overlap in height, from the top, each row from the left."""
    rows: list[Block] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda line: (-line.top, line.left)):
        if rows and line.top > bottom:
            rows[-1].append(line)
            bottom = min(bottom, line.bottom)
        else:
            rows.append([line])
            bottom = line.bottom
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _bands(rows: list[Block], em: float) -> list[list[Block]]:
    """Groups of rows with common gutters, or with none."""
    bands: list[list[Block]] = []
    covered: Spans = []
    for row in rows:
        own = _union([], row)
        both = _union(covered, row)
        if not bands:
            bands.append([row])
            covered = own
            continue
        had, has = bool(_gaps(covered, em)), bool(_gaps(both, em))
        far = min(line.bottom for line in bands[-1][-1]) - row[0].top > APART * em
        if far or (had and not has) or (not had and not has and _gaps(own, em)):
            back = [] if far else _pull_back(bands[-1], _gaps(own, em), em)
            bands.append([*back, row])
            covered = _union([], [line for each in bands[-1] for line in each])
        else:
            bands[-1].append(row)
            covered = both
    return [band for band in bands if band]


def _pull_back(band: list[Block], gutters: Spans, em: float) -> list[Block]:
    """Take off a plain band's end those rows that stand in a right column of the next one.

    There a picture fills the head of the left column, and the right one begins above it.
    """
    back: list[Block] = []
    while gutters and band and band[-1][0].left > gutters[0][0]:
        crossing = any(a.left < x < a.right for a in band[-1] for x, _ in gutters)
        if crossing or abs(band[-1][0].size - em) > 0.15 * em:
            break
        back.insert(0, band.pop())
    return back


def _union(covered: Spans, row: Iterable[Line]) -> Spans:
    """Stretches of x that some line covers."""
    merged: Spans = []
    for left, right in sorted([*covered, *((line.left, line.right) for line in row)]):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _gaps(covered: Spans, em: float) -> Spans:
    pairs = pairwise(covered)
    return [(a[1], b[0]) for a, b in pairs if b[0] - a[1] >= GUTTER * em]


def _gutters(lines: list[Line], em: float) -> Spans:
    """Gaps with a column of text on either side, left to right."""
    gutters = _gaps(_union([], lines), em)
    while 0 < len(gutters) <= MAX_GUTTERS:
        columns = _split(lines, gutters)
        weak = next((i for i, column in enumerate(columns) if not _is_column(column, em)), None)
        if weak is None:
            return gutters
        # What is no column of its own belongs to a neighbour: the one it stands nearer to.
        sides = [i for i in (weak - 1, weak) if 0 <= i < len(gutters)]
        gutters.pop(min(sides, key=lambda i: gutters[i][1] - gutters[i][0]))
    return []


def _is_column(lines: list[Line], em: float) -> bool:
    width = max(line.right for line in lines) - min(line.left for line in lines)
    rows = _rows(lines)
    if len(rows) < 2 or width < COLUMN * em:
        return False
    filled = sum(line.right - line.left for line in lines)
    return filled >= FILLED * width * len(rows)


def _split(lines: list[Line], gutters: Spans) -> list[list[Line]]:
    columns: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    for line in lines:
        columns[sum(line.left >= right - 0.01 for _, right in gutters)].append(line)
    return columns


def _merge_rows(rows: list[Block]) -> Block:
    """One line a row; gaps become a space."""
    merged = []
    for row in rows:
        text = row[0].text
        for last, line in pairwise(row):
            text += (" " if line.left - last.right > 0.3 * line.size else "") + line.text
        size = median(line.size for line in row)
        base = median(line.base for line in row)
        right = max(line.right for line in row)
        loose = any(b.left - a.right > GUTTER * size for a, b in pairwise(row))
        merged.append(Line(text, row[0].left, right, base, size, loose))
    return merged


def write_paragraphs(blocks: Iterable[Block]) -> str:
    """The text, one paragraph a line.

    A line goes on in the next one if it fills its column, and the next has the same size and no
    indent; from one column or page to the next, only if its sentence is open, too.
    """
    parts: list[str] = []
    last: Line | None = None
    full = False
    for block in filter(None, blocks):
        left, right = min(line.left for line in block), max(line.right for line in block)
        leading = median_low([a.base - b.base for a, b in pairwise(block)] or [0])
        for number, line in enumerate(block):
            joins = (
                last is not None
                and full
                and not (last.loose or line.loose)
                and line.left - left < 0.6 * line.size
                and abs(line.size - last.size) < 0.1 * line.size
                and _follows(last, line, leading, across=number == 0)
            )
            if joins and last is not None:
                parts.append(_seam(last.text, line.text) + line.text)
            else:
                parts.append(("\n" if parts else "") + line.text)
            last, full = line, line.right > right - RAGGED * line.size
    return "".join(parts)


def _follows(last: Line, line: Line, leading: float, *, across: bool) -> bool:
    if across:
        return last.text[-1] not in _CLOSED
    return last.base - line.base < 1.7 * leading


def _seam(before: str, after: str) -> str:
    return " " if before[-1].isascii() and after[0].isascii() and before[-1].isalnum() else ""
