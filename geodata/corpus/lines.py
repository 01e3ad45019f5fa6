"""Which line ends of a text part its paragraphs, and which are only those of print or a page."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]
Offsets = NDArray[np.int64]

_NEWLINE = 0x0A
_CLOSING = frozenset("。！？；：”’）》」.!?;:)—…")
# Whether a code is of a closing mark; one beyond the table's end counts as the last, which is none.
_IS_CLOSING = np.zeros(0x10000, dtype=np.bool_)
_IS_CLOSING[[*map(ord, _CLOSING)]] = True
# Fewer lines show no common width; shorter ones are not broken in mid-sentence.
MIN_WRAPPED, LONG_LINE, MIN_REST = 12, 60, 20
# A line with a date and perhaps its source is no part of a paragraph. Amid the lines of a page it
# must be told more strictly than at a report's head: "2018年8月3日记者从…" is part of one.
_DATE_LINE = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ \t]+\d{1,2}:\d{2}(?::\d{2})?)?"
    r"(?:[ \t]+(?:来源|作者|责编)[：:][^。，\n]{1,40})?[ \t]*\n\s*"
)
_INDENT = re.compile(r"^[ \t\u3000]*(?:[!#]\s){2,}!?|^[ \t\u3000]+", re.MULTILINE)
# Codes an indent begins with, once folded.
_INDENTING = frozenset(map(ord, " !#"))


def lay_lines(raw: str, codes: Codes, keep: Flags) -> bool:
    """Drop indents, and line ends inside paragraphs; returns whether there were any of those."""
    breaks = (codes == _NEWLINE).nonzero()[0]
    starts, ends = np.zeros(len(breaks) + 1, np.int64), np.full(len(breaks) + 1, len(codes))
    starts[1:], ends[:-1] = breaks + 1, breaks
    apart = _drop_indents(raw, codes, keep, starts) | _find_date_lines(raw, codes, starts)
    return _join_lines(codes, keep, starts, ends, apart) or _join_broken_sentences(
        codes, keep, ends - starts, ends
    )


def _drop_indents(raw: str, codes: Codes, keep: Flags, starts: Offsets) -> set[int]:
    """Drop the indents of lines; returns the offsets at which indented lines start."""
    indented = set()
    behind = 0
    first = codes.take(starts, mode="clip")
    for start, code in zip(starts.tolist(), first.tolist(), strict=True):
        if code not in _INDENTING or start < behind:
            continue
        if match := _INDENT.match(raw, start):
            behind = match.end()
            keep[start:behind] = False
            if behind - start > 1:
                indented.add(start)
    return indented


def _find_date_lines(raw: str, codes: Codes, starts: Offsets) -> set[int]:
    """Offsets at which a line of a date starts, and the next line that is not empty."""
    first = codes.take(starts, mode="clip")
    found = set()
    for start in starts[(first == ord("1")) | (first == ord("2"))].tolist():
        if match := _DATE_LINE.match(raw, start):
            found |= {start, raw.rfind("\n", 0, match.end()) + 1}
    return found


def _join_lines(codes: Codes, keep: Flags, starts: Offsets, ends: Offsets, apart: set[int]) -> bool:
    """Drop line ends inside paragraphs of a text that is broken at a fixed width.

    A line about as wide as its neighbours goes on in the next one, across blank lines too; a
    shorter one ends its paragraph, and so does the line before one that starts at an offset in
    `apart`. Widths count Han characters twice, as print does.
    """
    if len(ends) < MIN_WRAPPED:
        return False
    width_before = np.zeros(len(codes) + 1, np.int64)
    np.cumsum(keep * ((codes >= 0x2000) + np.uint8(1)), out=width_before[1:])
    widths = width_before[ends] - width_before[starts]
    filled = widths.nonzero()[0]
    lines = widths[filled]
    if len(lines) < MIN_WRAPPED or _is_median_above(lines, 90):
        return False
    near = 4
    padded = lines.take(np.arange(-near, len(lines) + near), mode="clip")
    windows = np.ndarray((len(lines), 2 * near + 1), np.int64, padded, strides=padded.strides * 2)
    local = np.sort(windows, axis=1)[:, 6]  # the third quarter
    closed = _is_closed(codes, ends[filled])
    # A paragraph's first line is shorter by its indent, which extraction from print loses.
    full = (lines >= local - np.where(closed, 5, 9)) & (lines <= local + 5) & (lines >= 14)
    if 2 * np.count_nonzero(full) < len(full):
        return False
    goes_on = full[:-1]
    if apart:
        goes_on &= [start not in apart for start in starts[filled[1:]].tolist()]
    inner = np.repeat(goes_on, filled[1:] - filled[:-1])
    keep[ends[filled[0] : filled[-1]][inner]] = False
    return True


def _is_median_above(numbers: Offsets, bound: int) -> bool:
    in_order, half = np.sort(numbers), len(numbers) // 2
    return bool(in_order[half] + in_order[~half] > 2 * bound)


def _is_closed(codes: Codes, ends: Offsets) -> Flags:
    """Which ends of lines that are not empty have a closing mark before them."""
    closed: Flags = _IS_CLOSING.take(codes[ends - 1], mode="clip")
    return closed


def _join_broken_sentences(codes: Codes, keep: Flags, lengths: Offsets, ends: Offsets) -> bool:
    """Join a paragraph that a page break parted in mid-sentence: long line, no final mark."""
    joined = False
    long = (lengths[:-1] > LONG_LINE).nonzero()[0]
    for position in long[~_is_closed(codes, ends[long])].tolist():
        # The rest may stand behind one blank line.
        blank = lengths[position + 1] == 0 and position + 2 < len(ends)
        if lengths[position + 1 + blank] > MIN_REST:
            keep[ends[position]] = False
            if blank:
                keep[ends[position + 1]] = False
            joined = True
    return joined


def may_go_on(line: str) -> bool:
    """Whether a line may be broken in mid-sentence: it is long and has no closing mark."""
    return len(line) > LONG_LINE and line[-1] not in _CLOSING
