"""Candidates to records: evidence, date, status, themes, figures and ids for each owner."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from geodata.cleantext import CleanText
from geodata.extract.candidates import Candidate
from geodata.extract.dates import MAX_ENTRY, TimeMention
from geodata.extract.mentions import Mention
from geodata.extract.status import find_status
from geodata.model import DateBasis, DatePrecision, PartialDate

MAX_EVIDENCE = 400
_REACH_BEFORE, _REACH_AFTER, _REACH_DUE = 48, 26, 80
_DUE_LEADS = ("计划", "预计", "力争", "确保", "将于", "拟于", "争取")
_DUE = re.compile(
    r"(?:年?[底末初中]|[上下]半年)?(?:前|之前)?(?:全面|基本|全部|正式)?"
    r"(?:建成|完工|竣工|完成|投用|投入|交付|上线|启用)"
)
Span = tuple[Mention, tuple[int, int]]
"""A mention and its sentence."""
_START, _END = attrgetter("start"), attrgetter("end")


class When(NamedTuple):
    """The date of a record's event, as far as it is fixed."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    precision: DatePrecision = DatePrecision.NONE
    basis: DateBasis = DateBasis.NONE


def is_quotable(clean: CleanText, start: int, end: int) -> bool:
    """Whether the raw text of a clean span is short enough to be shown as evidence.

    It is not where hundreds of dropped signs stand between the letters of a name.
    """
    raw_start, raw_end = clean.raw_span(start, end)
    return raw_end - raw_start <= MAX_EVIDENCE


def keep_quotable(clean: CleanText, mentions: Iterable[Mention]) -> list[Mention]:
    """Those of a text's mentions whose names can be quoted, in order."""
    size = len(clean.text)
    raw_start, raw_end = clean.raw_span(0, size) if size else (0, 0)
    room = MAX_EVIDENCE - (raw_end - raw_start - size)  # were all that is dropped within the name
    return [m for m in mentions if m[1] - m[0] <= room or is_quotable(clean, m.start, m.end)]


def cut_evidence(
    clean: CleanText, mention: Mention, sentence: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Clean and raw span of the sentence, or of its part around the name where that is too long.

    The raw span has at most `MAX_EVIDENCE` characters and holds the name, which must be quotable.
    """
    text, begin, stop = clean.text, mention.start, mention.end
    start, end = min(sentence[0], begin), max(sentence[1], stop)
    while start < begin and text[start].isspace():
        start += 1
    while end > stop and text[end - 1].isspace():
        end -= 1
    raw_start, raw_end = clean.raw_span(start, end)
    while raw_end - raw_start > MAX_EVIDENCE:
        over = raw_end - raw_start - MAX_EVIDENCE
        if begin - start >= end - stop:
            start = min(begin, start + max(1, over // 2))
        else:
            end = max(stop, end - max(1, over // 2))
        raw_start, raw_end = clean.raw_span(start, end)
    return (start, end), (raw_start, raw_end)


def prefer_body(spans: list[Span], name: str, body_start: int) -> list[Span]:
    """Those of a thing's mentions that stand in the text, if one of them is its name; else all.

    A headline names; the text tells. It is used only where the text does not hold the name.
    """
    if len(spans) == 1:
        return spans
    told = [span for span in spans if span[0].start >= body_start]
    return told if any(mention.name == name for mention, _ in told) else spans


def choose_mention(spans: list[Span], candidate: Candidate, text: str) -> Span:
    """The mention whose own words are the record's name and whose sentence tells most of it."""
    if len(spans) == 1:
        return spans[0]
    own = [span for span in spans if span[0].name == candidate.name] or spans
    if len(own) == 1:
        return own[0]

    def merit(span: Span) -> tuple[bool, int]:
        mention, sentence = span
        around = min(sentence[1], mention.end + 30) - max(sentence[0], mention.start - 30)
        told = find_status(text, (mention.start, mention.end), sentence, candidate.kind)[1]
        return told, around

    return max(own, key=merit)


def choose_when(
    text: str,
    times: Sequence[TimeMention],
    spans: Sequence[Span],
    anchor: PartialDate | None,
    sections: Sequence[tuple[int, int]] = (),
) -> When:
    """The date nearest to a mention in its own sentence, else its section's or the publication's.

    A date before the name counts as nearer than one behind it. Without a date in any of its
    sentences an initiative gets the year of its chronicle's entry or its section, or else the
    publication's if that is known, and no year otherwise. `sections` are offsets and years.
    """
    best: tuple[float, TimeMention] | None = None
    for mention, sentence in spans:
        first = bisect_right(times, sentence[0], key=_END)
        for index in range(first, len(times)):
            time = times[index]
            if time.start >= sentence[1]:
                break
            distance = _distance(text, time, mention)
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, time)
    led = _leading_time(text, times, spans[0][0].start) if best is None else None
    if best is not None and best[1].year is not None:
        time = best[1]
        return When(time.year, time.month, time.day, time.precision, time.basis)
    if led is not None:
        return When(led.year, None, None, DatePrecision.YEAR, led.basis)
    index = bisect_left(sections, (spans[0][0].start,)) - 1
    if index >= 0:
        return When(sections[index][1], None, None, DatePrecision.YEAR, DateBasis.EXPLICIT)
    if anchor is not None:
        return When(anchor.year, None, None, DatePrecision.YEAR, DateBasis.PUBLICATION)
    if best is not None:
        return When(None, best[1].month, best[1].day, DatePrecision.NONE, DateBasis.NONE)
    return When()


def _leading_time(text: str, times: Sequence[TimeMention], offset: int) -> TimeMention | None:
    """The year that a chronicle's entry begins with, set apart by a space: "2003年　…"."""
    lowest = max(0, offset - MAX_ENTRY)
    line = text.rfind("\n", lowest, offset) + 1
    if not line and lowest:
        return None
    index = bisect_left(times, line, key=_START)
    if index == len(times) or times[index].end >= offset or times[index].year is None:
        return None
    time = times[index]
    apart = text[time.end : time.end + 1].isspace() and not text[line : time.start].strip()
    return time if apart and time.basis is DateBasis.EXPLICIT else None


def _is_due(text: str, time: TimeMention) -> bool:
    """Whether a date is the one by which what was named before it is to be done."""
    return text.endswith(_DUE_LEADS, 0, time.start) and _DUE.match(text, time.end) is not None


def _distance(text: str, time: TimeMention, mention: Mention) -> float | None:
    """How far a date is from a name; None where it is out of reach or speaks of something else."""
    if time.last_year is not None:  # a plan's span fixes no year of its own
        return None
    if mention.start <= time.start and time.end <= mention.end:
        return -1.0
    if time.end <= mention.start:
        start, end = time.end, mention.start
        reach, penalty = _REACH_BEFORE, 0.0
    else:
        start, end = mention.end, time.start
        reach, penalty = _REACH_AFTER, 20.0
    gap = end - start
    if gap > reach and start == mention.end and _is_due(text, time):
        reach = _REACH_DUE
    if gap > reach or gap < 0:
        return None
    between = text[start:end]
    if time.year is None:
        penalty += 15.0
    if text.startswith(("次年", "翌年", "第二年"), time.start):
        penalty += 30.0
    stops = between.count("。") + between.count("；")
    return gap + penalty + 12.0 * stops + 3.0 * between.count("，")
