"""Raw text to clean text, with a map back.

Cleaning only drops characters or replaces one by one, so every clean character has exactly one
raw offset, and any clean span leads back to a raw span. What is wrong with a text (words parted
by spaces, hard line breaks, damaged or missing digits) is found out from the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

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
Offsets = NDArray[np.int64]

_SPACE, _NEWLINE = 0x20, 0x0A
_CLOSING = frozenset("。！？；：”’）》」.!?;:)—…")
# Whether a code is of a closing mark; one beyond the table's end counts as the last, which is none.
_IS_CLOSING = np.zeros(0x10000, dtype=np.bool_)
_IS_CLOSING[[*map(ord, _CLOSING)]] = True
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
_DAMAGE_SIGNS, _DAMAGE_COMMAS = "#$*+&!\"'", re.compile(r",\d?,")
# Spaces that stay: between Latin words, and between Chinese phrases.
_LATIN_SPACE = re.compile(" (?<=[!-\x7f] )(?=[!-\x7f])")
_HAN_SPACE = re.compile(" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_STRIPPED = re.compile(r"月日(?<![\d一二三四五六七八九十本当每上下个]月日)")
_INDENT = re.compile(r"^[ \t\u3000]*(?:[!#]\s){2,}!?|^[ \t\u3000]+", re.MULTILINE)
# Codes an indent begins with, once folded.
_INDENTING = frozenset(map(ord, " !#"))
_PLUS = re.compile(
    r"(?<=互联网)[^\w\s“”‘’，。、；：？（）《》+](?=[\u4e00-\u9fff“”‘’])|(?<=互联网)\d(?=[\u4e00-\u9fff])"
)


def clean(raw: str) -> CleanText:
    """Clean a source's text by what is found wrong with it.

    Line ends stay where they part paragraphs; a space stays where it parts phrases.
    """
    codes = np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _fold_table().take(codes)
    steps = [FOLDED] if (folded != codes).any() else []
    if not steps and _is_plain(raw):  # most texts; the rest have something to drop
        return _inspect_digits(CleanText(raw, range(len(raw)), ()))
    keep = folded != 0
    is_space = folded == _SPACE
    segmented = _is_segmented(_is_han(folded), is_space)
    if segmented:
        steps.append(SEGMENTED)
        keep &= _outlasts_joining(is_space)
    elif _lay_lines(raw, folded, keep):
        steps.append(HARD_WRAPPED)
    offsets, kept = keep.nonzero()[0], folded[keep]
    if not segmented:
        stays = _is_no_stray_space(kept)
        if not stays.all():
            steps.append(STRAY)
            offsets, kept = offsets[stays], kept[stays]
    text = kept.tobytes().decode("utf-32-le", "surrogatepass")
    return _inspect_digits(CleanText(text, memoryview(offsets), tuple(steps)))


def _is_plain(raw: str) -> bool:
    """Whether a text, all of whose signs stay as they are, has none to drop for its place."""
    lines = raw.split("\n")
    if sum(map(bool, lines)) >= MIN_WRAPPED or any(map(_may_go_on, lines)):
        return False
    if "\0" in raw or "!" in raw or "#" in raw:
        return False
    return " " not in raw or _parts_phrases(raw)


def _parts_phrases(raw: str) -> bool:
    """Whether all spaces of a text are to stay."""
    spaces = raw.count(" ")
    if spaces > MANY_SPACES * len(raw):  # words are parted, most likely
        return False
    between_han = len(_HAN_SPACE.findall(raw))
    if between_han + len(_LATIN_SPACE.findall(raw)) < spaces:
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


def _is_han(codes: Codes) -> Flags:
    return (codes >= 0x4E00) & (codes <= 0x9FFF)


def _is_segmented(is_han: Flags, is_space: Flags) -> bool:
    """True where spaces part words: a space follows more than a fifth of all Han characters."""
    if len(is_han) < 20:
        return False
    parted = int(np.count_nonzero(is_han[:-1] & is_space[1:]))
    return parted > MANY_SPACES * max(int(np.count_nonzero(is_han)), 1)


def _outlasts_joining(is_space: Flags) -> Flags:
    """Which signs are no single space; of a run, which stands where punctuation was, one stays."""
    first_of_run = is_space.copy()
    first_of_run[1:] &= ~is_space[:-1]
    first_of_run[:-1] &= is_space[1:]
    first_of_run[-1] = False
    return ~is_space | first_of_run


def _lay_lines(raw: str, codes: Codes, keep: Flags) -> bool:
    """Drop indents, and line ends inside paragraphs; returns whether there were any of those."""
    breaks = (codes == _NEWLINE).nonzero()[0]
    starts, ends = np.zeros(len(breaks) + 1, np.int64), np.full(len(breaks) + 1, len(codes))
    starts[1:], ends[:-1] = breaks + 1, breaks
    indented = _drop_indents(raw, codes, keep, starts)
    return _join_lines(codes, keep, starts, ends, indented) or _join_broken_sentences(
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


def _join_lines(
    codes: Codes, keep: Flags, starts: Offsets, ends: Offsets, indented: set[int]
) -> bool:
    """Drop line ends inside paragraphs of a text that is broken at a fixed width.

    A line about as wide as its neighbours goes on in the next one, across blank lines too; a
    shorter one ends its paragraph, and so does the line before an indented one. Widths count Han
    characters twice, as print does.
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
    if indented:
        goes_on &= [start not in indented for start in starts[filled[1:]].tolist()]
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


def _is_no_stray_space(codes: Codes) -> Flags:
    """Which signs are no spaces beside digits, Latin letters, punctuation or a line's end."""
    stays: Flags = codes != _SPACE
    places = (~stays).nonzero()[0]
    if len(places):
        before, after = codes.take(places - 1, mode="clip"), codes.take(places + 1, mode="clip")
        latin = (before < 0x80) & (after < 0x80) & (before > _SPACE) & (after > _SPACE)
        stays[places] = latin | (_is_han(before) & _is_han(after))
    return stays


def _inspect_digits(clean_text: CleanText) -> CleanText:
    text, steps = clean_text.text, clean_text.steps
    damaged = 0
    if SEGMENTED not in steps and _may_be_damaged(text):
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


def _may_be_damaged(text: str) -> bool:
    """Whether a text holds what damage is made of."""
    if any(sign in text for sign in _DAMAGE_SIGNS):
        return True
    return "," in text and _DAMAGE_COMMAS.search(text) is not None
