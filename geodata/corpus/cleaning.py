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
from geodata.corpus.lines import MIN_WRAPPED, Codes, Flags, lay_lines, may_go_on

_SPACE = 0x20
# Spaces behind more than this share of the Han characters part words.
MANY_SPACES = 0.2
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
    elif lay_lines(raw, folded, keep):
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
    if sum(map(bool, lines)) >= MIN_WRAPPED or any(map(may_go_on, lines)):
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
