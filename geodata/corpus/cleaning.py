"""Raw text to clean text, with a map back.

Cleaning only drops characters or replaces one by one, so every clean character has exactly one
raw offset, and any clean span leads back to a raw span. What is wrong with a text (words parted
by spaces, hard line breaks, damaged or missing digits) is found out from the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from statistics import median

import numpy as np
from numpy.typing import NDArray

from geodata.cleantext import (
    DAMAGED_DIGITS,
    FOLDED,
    HARD_WRAPPED,
    NO_DIGITS,
    REPAIRED,
    SEGMENTED,
    STRAY,
    CleanText,
)

Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]

_SPACE, _NEWLINE = 0x20, 0x0A
_CLOSING = frozenset("。！？；：”’）》」.!?;:)—…")
_CLOSING_CODES = np.array([*map(ord, _CLOSING)], dtype=np.uint32)
# Spaces behind more than this share of the Han characters part words.
MANY_SPACES = 0.2
# Fewer lines show no common width; shorter ones are not broken in mid-sentence.
MIN_WRAPPED, LONG_LINE, MIN_REST = 12, 60, 20
# Signs that a font without a code map leaves in the place of digits, before a counting word.
_DAMAGED = re.compile(
    r"(?:[#$*+&!\"'](?<![\w%].)[#$*+&!\"']{0,4}|,(?<![\w%].)(?:[,+*#$!]{1,4}|\d?[,+*#$]))\d{0,4}"
    r"[,\d]{0,4}\s?(?:家|元|万元|亿元|个|年|亩|台|户|项|月|人)"
)
# No damage without one of these; they are found much faster.
_DAMAGE_SIGN, _DAMAGE_COMMAS = re.compile(r"[#$*+&!\"']"), re.compile(r",\d?,")
# Spaces that stay: between Latin words, and between Chinese phrases.
_LATIN_SPACE = re.compile(" (?<=[!-\x7f] )(?=[!-\x7f])")
_HAN_SPACE = re.compile(" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_STRIPPED = re.compile(r"(?<![\d一二三四五六七八九十本当每上下个])月日")
_INDENT = re.compile(r"^[ \t\u3000]*(?:[!#]\s){2,}!?|^[ \t\u3000]+", re.MULTILINE)
_PLUS = re.compile(
    r"(?<=互联网)[^\w\s“”‘’，。、；：？（）《》+](?=[\u4e00-\u9fff“”‘’])|(?<=互联网)\d(?=[\u4e00-\u9fff])"
)


def clean(raw: str) -> CleanText:
    """Clean a source's text by what is found wrong with it.

    Line ends stay where they part paragraphs; a space stays where it parts phrases.
    """
    if _is_plain(raw):  # most texts; arrays are for those with something to drop or to fold
        return _inspect_digits(CleanText(raw, np.arange(len(raw)), ()))
    steps: list[str] = []
    codes = np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _fold_table()[codes]
    if not np.array_equal(folded, codes):
        steps.append(FOLDED)
    keep = folded != 0
    is_space = folded == _SPACE
    if is_space.any() and _is_segmented(_is_han(folded), is_space):
        steps.append(SEGMENTED)
        folded = _join_words(folded, is_space)
    else:
        indented = _drop_indents(raw, keep)
        if _join_lines(folded, keep, indented):
            steps.append(HARD_WRAPPED)
        if _drop_stray_spaces(folded, keep):
            steps.append(STRAY)
    keep &= folded != 0
    offsets = np.flatnonzero(keep)
    text = folded[keep].tobytes().decode("utf-32-le", "surrogatepass")
    return _inspect_digits(CleanText(text, offsets, tuple(steps)))


def _is_plain(raw: str) -> bool:
    """Whether no sign of a text can need folding or dropping, nor any two lines joining."""
    if _changing().search(raw):
        return False
    if " " in raw and not _parts_phrases(raw):
        return False
    lines = raw.split("\n")
    filled = sum(map(bool, lines))
    return filled < MIN_WRAPPED and not any(map(_may_go_on, lines))


def _parts_phrases(raw: str) -> bool:
    """Whether all spaces of a text are to stay."""
    if raw.count(" ") > MANY_SPACES * len(raw):  # words are parted, most likely
        return False
    between_han = len(_HAN_SPACE.findall(raw))
    if between_han + len(_LATIN_SPACE.findall(raw)) < raw.count(" "):
        return False
    wanted = between_han / MANY_SPACES
    for run in _HAN_RUN.finditer(raw):
        if wanted <= 0:
            break
        wanted -= run.end() - run.start()
    return wanted <= 0


def _may_go_on(line: str) -> bool:
    """Whether a line may be broken in mid-sentence: it is long and has no closing mark."""
    return len(line) > LONG_LINE and line[-1] not in _CLOSING


@cache
def _fold_table() -> Codes:
    """Code point -> code point it folds to; 0 for those dropped."""
    table = np.arange(0x110000, dtype=np.uint32)
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = ord(folded)
    for wide in range(0xFF10, 0xFF5B):  # full-width digits and letters, not the punctuation
        if chr(wide).isalnum():
            table[wide] = wide - 0xFEE0
    pairs = {
        "⻓": "长", "⻔": "门", "⻋": "车", "⻅": "见", "⻉": "贝", "⻘": "青", "⻛": "风",
        "⻜": "飞",
        "⻢": "马", "⻥": "鱼", "⻩": "黄", "⻰": "龙", "＋": "+", "％": "%", "．": ".", "－": "-",
        "「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "﹃": "“", "﹄": "”",
        "\t": " ", "\u3000": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ",
        "\u0085": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
    }  # fmt: skip
    for old, new in pairs.items():
        table[ord(old)] = ord(new)
    dropped = (*range(0x00, 0x0A), *range(0x0E, 0x20), 0x7F, 0xAD, *range(0x200B, 0x2010))
    for code in (*dropped, *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF):
        if code != 0x09:
            table[code] = 0
    return table


@cache
def _changing() -> re.Pattern[str]:
    """A pattern for any sign that folds into another one, or may be dropped."""
    table = _fold_table()
    changed = np.flatnonzero(table != np.arange(len(table)))
    runs = np.split(changed, np.flatnonzero(np.diff(changed) > 1) + 1)
    ranges = "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in runs)
    return re.compile(f"[{ranges}\\0!#]")


def _is_han(codes: Codes) -> Flags:
    return (codes >= 0x4E00) & (codes <= 0x9FFF)


def _is_segmented(is_han: Flags, is_space: Flags) -> bool:
    """True where spaces part words: a space follows more than a fifth of all Han characters."""
    if len(is_han) < 20:
        return False
    return int((is_han[:-1] & is_space[1:]).sum()) > MANY_SPACES * max(int(is_han.sum()), 1)


def _join_words(codes: Codes, is_space: Flags) -> Codes:
    """Drop single spaces; keep one of a run, which stands where punctuation was."""
    joined = codes.copy()
    before = np.concatenate(([False], is_space[:-1]))
    after = np.concatenate((is_space[1:], [False]))
    first_of_run = is_space & ~before & after
    joined[is_space & ~first_of_run] = 0
    return joined


def _drop_indents(raw: str, keep: Flags) -> set[int]:
    """Drop the indents of lines; returns the offsets at which indented lines start."""
    indented = set()
    for match in _INDENT.finditer(raw):
        keep[match.start() : match.end()] = False
        if match.end() - match.start() > 1:
            indented.add(match.start())
    return indented


def _join_lines(codes: Codes, keep: Flags, indented: set[int]) -> bool:
    """Drop line ends inside paragraphs of a text that is broken at a fixed width.

    A line about as wide as its neighbours goes on in the next one, across blank lines too; a
    shorter one ends its paragraph, and so does the line before an indented one. Widths count Han
    characters twice, as print does.
    """
    ends = np.append(np.flatnonzero(codes == _NEWLINE), len(codes))
    if len(ends) < MIN_WRAPPED:
        return _join_broken_sentences(codes, keep, ends)
    width_before = np.concatenate(([0], np.cumsum(np.where(codes < 0x2000, 1, 2) * keep)))
    starts = np.concatenate(([0], ends[:-1] + 1))
    widths = np.maximum(width_before[ends] - width_before[starts], 0)
    filled = np.flatnonzero(widths > 0)
    if len(filled) < MIN_WRAPPED or median(widths[filled].tolist()) > 90:
        return _join_broken_sentences(codes, keep, ends)
    lines = widths[filled]
    padded = np.concatenate(([lines[0]] * 4, lines, [lines[-1]] * 4))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 9)
    local = np.sort(windows, axis=1)[:, 6]  # the third quarter
    closed = np.isin(codes[ends[filled] - 1], _CLOSING_CODES)
    # A paragraph's first line is shorter by its indent, which extraction from print loses.
    full = (lines >= local - np.where(closed, 5, 9)) & (lines <= local + 5) & (lines >= 14)
    if full.mean() < 0.5:
        return _join_broken_sentences(codes, keep, ends)
    begins = starts[filled].tolist()
    for number in np.flatnonzero(full[:-1]).tolist():
        if begins[number + 1] not in indented:
            keep[ends[filled[number] : filled[number + 1]]] = False
    return True


def _join_broken_sentences(codes: Codes, keep: Flags, ends: NDArray[np.int64]) -> bool:
    """Join a paragraph that a page break parted in mid-sentence: long line, no final mark."""
    lengths = np.diff(ends, prepend=-1) - 1
    joined = False
    for position in np.flatnonzero(lengths[:-1] > LONG_LINE).tolist():
        end = ends[position]
        if chr(codes[end - 1]) in _CLOSING:
            continue
        # The rest may stand behind one blank line.
        blank = lengths[position + 1] == 0 and position + 2 < len(ends)
        if lengths[position + 1 + blank] > MIN_REST:
            keep[end] = False
            if blank:
                keep[ends[position + 1]] = False
            joined = True
    return joined


def _drop_stray_spaces(codes: Codes, keep: Flags) -> bool:
    """Drop spaces beside digits, Latin letters and punctuation, and at either end of a line."""
    places = np.flatnonzero(keep & (codes == _SPACE))
    if not len(places):
        return False
    live = np.flatnonzero(keep)
    position = np.searchsorted(live, places)
    before = codes[live[np.maximum(position - 1, 0)]]
    after = codes[live[np.minimum(position + 1, len(live) - 1)]]
    latin = (before < 0x80) & (after < 0x80) & (before > _SPACE) & (after > _SPACE)
    between_han = _is_han(before) & _is_han(after)
    stray = places[~latin & ~between_han]
    keep[stray] = False
    return bool(len(stray))


def _inspect_digits(clean_text: CleanText) -> CleanText:
    text, steps = clean_text.text, clean_text.steps
    damaged = 0
    if SEGMENTED not in steps and (_DAMAGE_SIGN.search(text) or _DAMAGE_COMMAS.search(text)):
        damaged = sum(not m.group()[0].isdigit() for m in _DAMAGED.finditer(text))
    if damaged >= 3:
        steps = (*steps, DAMAGED_DIGITS)
        repaired = _PLUS.sub("+", text)
        if repaired != text:
            steps = (*steps, REPAIRED)
            text = repaired
    elif "月日" in text and len(_STRIPPED.findall(text)) >= 2:
        steps = (*steps, NO_DIGITS)
    return CleanText(text, clean_text.raw_offsets, steps)
