"""Numbers with units that stand in the sentence of an initiative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geodata.cleantext import SEGMENTED, CleanText
from geodata.model import Figure

# No part of it may be given back once it is read: what may follow a part never begins like it.
_FIGURE = re.compile(
    r"(\d(?<![\d.年月第].)(?<!\d[ ,].)"
    r"(?>\d{0,2}+(?:[ ,]\d{3})++(?:\.\d{1,4})?|\d{0,11}+(?:\.\d{1,4})?))\s?"
    r"(万亿|[亿万千百])?+[多余]?+"
    r"(平方米|平方公里|公里|人次|[元个家户人条项件台次张部辆名册套处路座兆亩吨%倍所场款类批种])"
    r"(?![半月年])"
)
_SCALE = {"千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12, "百": 1e2}
_LABEL_STOP = re.compile(r"[，。；、！？：\s“”（）]")
MAX_FIGURES = 8


def find_figures(clean: CleanText, start: int, end: int) -> Iterator[Figure]:
    """Figures of the clean span [start, end), with raw offsets.

    Nothing is read from a document whose digits are damaged or missing. A percentage above 100
    without a decimal point in a text that has lost its punctuation is left out: its point may be
    lost too.
    """
    if not clean.digits_reliable:
        return
    pointless = SEGMENTED in clean.steps
    for count, match in enumerate(_FIGURE.finditer(clean.text, start, end)):
        if count >= MAX_FIGURES:
            return
        number, scale, unit = match.groups()
        if pointless and (unit == "%" or scale):
            continue
        value = float(number.replace(",", "").replace(" ", ""))
        raw_start, raw_end = clean.raw_span(*match.span())
        yield Figure(
            value=round(value * _SCALE.get(scale, 1.0), 6),
            unit=unit,
            label=_label(clean.text, match.start(), match.end()),
            start=raw_start,
            end=raw_end,
        )


def _label(text: str, start: int, end: int) -> str:
    """What is counted: the words after the figure up to a mark, else those before it."""
    after = _LABEL_STOP.split(text[end : end + 14], maxsplit=1)[0]
    if len(after) >= 2:
        return after
    return _LABEL_STOP.split(text[max(0, start - 12) : start])[-1]
