"""Time expressions of a clean text, resolved as far as the document allows, and no further.

A year is taken from the text only where its digits can be trusted. Words like 今年 and 7月 need an
anchor: the date line, or a year that the document itself gives away (`years.infer_year`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from itertools import islice, takewhile
from operator import itemgetter
from typing import NamedTuple

from geodata.model import DateBasis, DatePrecision, PartialDate
from geodata.wordscan import WordScan

FIRST_YEAR, LAST_YEAR = 1978, 2060
MAX_ENTRY = 1000
"""Characters of a chronicle's entry for which the year at its begin holds."""
MAX_UNDATED = 8
"""Expressions without a year that may stand between a written year and a bare month."""
NUMERALS = dict(zip("〇○零一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN_MONTHS = {
    month: number for number, month in enumerate((*"一二三四五六七八九十", "十一", "十二"), 1)
}
YEAR = r"(?:19[789]\d|20[0-5]\d)"
_EXPRESSION = re.compile(
    rf"(?P<range>(?P<first>{YEAR})\s?年?\s?[-—~～至到一]*\s?(?P<last>{YEAR})\s?年)"
    rf"|(?<!\d)(?P<year>{YEAR})\s?年(?:度|初|底|末|来|间)?(?:\s?(?P<month>1[0-2]|0?[1-9])\s?月(?:\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号])?)?"
    r"|(?P<han>[一二][九〇○零][〇○零一二三四五六七八九]{2})年(?:(?P<hanmonth>十[一二]|[一二三四五六七八九十])月)?"
    r"|(?P<relative>今年|本年度|本年|去年|前年|明年|后年|年内|年底前|当年|同年|同一年|这一年|该年|次年|翌年|第二年)(?:度|初|底|末|以来)?(?:\s?(?P<relmonth>1[0-2]|0?[1-9])\s?月(?:\s?(?P<relday>3[01]|[12]\d|0?[1-9])\s?[日号])?)?"
    r"|(?<![\d个])(?P<baremonth>1[0-2]|0?[1-9])\s?月(?:\s?(?P<bareday>3[01]|[12]\d|0?[1-9])\s?[日号]|(?=[初底中下份末起，上]))?(?!份?以?内)"
    r"|(?P<near>近日|日前|昨日|昨天|今日|今天|近期|最近|本月|上月|上周|本周|不久前|前不久|连日来|(?<![\d一二三四五六七八九十每])月日)"
    r"|“?(?<![一二三四五六七八九百零〇])(?P<plan>十五|十一五|十二五|十三五|十四五|十五五)”?"
    r"(?:(?P<planend>末|期末|时期末)|(?<=”)|(?=时期|期间|规划|以来|发展|计划|信息|的))"
)
# Where an expression may begin: one pass finds them all.
_BEGIN = WordScan(
    [
        *(f"{digits}{space}月" for digits in (*range(10), 10, 11, 12) for space in ("", " ", "\n")),
        *(f"0{digit}{space}月" for digit in range(1, 10) for space in ("", " ", "\n")),
        *("197", "198", "199", "200", "201", "202", "203", "204", "205"),
        *(f"{century}{zero}" for century in "一二" for zero in "九〇○零"),
        *("今年", "今日", "今天", "本年", "本月", "本周", "去年", "前年", "明年", "后年", "年内"),
        *("年底", "当年", "同年", "同一年", "这一年", "该年", "次年", "翌年", "第二年", "近日"),
        *("近期", "日前", "昨日", "昨天", "最近", "上月", "上周", "不久前", "前不久", "连日来"),
        *("月日", "“十", "十一", "十二", "十三", "十四", "十五"),
    ]
)
_OFFSETS = {
    "今年": 0, "本年": 0, "本年度": 0, "年内": 0, "年底前": 0,
    "去年": -1, "前年": -2, "明年": 1, "后年": 2,
}  # fmt: skip
# Years told from the one named before.
_SAME_YEAR = {
    **dict.fromkeys(("当年", "同年", "同一年", "这一年", "该年"), 0),
    **dict.fromkeys(("次年", "翌年", "第二年"), 1),
}
_PLANS = {
    "十五": 2005,
    "十一五": 2010,
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
}


class TimeMention(NamedTuple):
    """A time expression and what it means; `year` is None where nothing fixes it."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    basis: DateBasis
    last_year: int | None = None
    """End of a period, for a range."""

    @property
    def precision(self) -> DatePrecision:
        """The finest part that is known, none without a year."""
        if self.year is None:
            return DatePrecision.NONE
        if self.month is None:
            return DatePrecision.YEAR
        return DatePrecision.MONTH if self.day is None else DatePrecision.DAY


def find_times(
    text: str, anchor: PartialDate | None, *, digits_reliable: bool = True
) -> list[TimeMention]:
    """Time expressions in order.

    Args:
        text: Clean text of one document.
        anchor: What 今年 refers to; None leaves such words without a year.
        digits_reliable: False leaves every written year out.
    """
    mentions: list[TimeMention] = []
    for match in _find_expressions(text):
        mention = _resolve(match, anchor, mentions, digits_reliable)
        if mention is not None:
            mentions.append(mention if _exists(mention) else mention._replace(day=None))
    return mentions


def _find_expressions(text: str) -> Iterator[re.Match[str]]:
    """The same as `_EXPRESSION.finditer`, which would try all its ways at every character."""
    behind = 0
    for start in sorted({start for _, start, _ in _BEGIN.find(text)}):
        match = _EXPRESSION.match(text, start) if start >= behind else None
        if match is not None:
            yield match
            behind = match.end()


def _exists(mention: TimeMention) -> bool:
    """Whether the calendar has the day; 2000 stands in for an unknown year, being a leap year."""
    if mention.day is None or mention.month is None:
        return True
    return mention.day <= monthrange(mention.year or 2000, mention.month)[1]


def _resolve(
    match: re.Match[str],
    anchor: PartialDate | None,
    earlier: list[TimeMention],
    digits_reliable: bool,
) -> TimeMention | None:
    start, end = match.span()
    written, month, day = match.group("year", "month", "day")
    if written:
        if not digits_reliable:
            return None
        return _explicit(start, end, int(written), _number(month), _number(day))
    plan, han, span = match.group("plan", "han", "range")
    if plan:
        year = _PLANS[plan] if match["planend"] else None
        return TimeMention(start, end, year, None, None, DateBasis.EXPLICIT, _PLANS[plan])
    if han:
        year = int("".join(str(NUMERALS[c]) for c in han))
        han_month = match["hanmonth"]
        return _explicit(start, end, year, _HAN_MONTHS[han_month] if han_month else None, None)
    if not span:
        return _relative(match, anchor, earlier, digits_reliable)
    first, last = int(match["first"]), int(match["last"])
    if digits_reliable and first < last <= first + 30:
        return TimeMention(start, end, first, None, None, DateBasis.EXPLICIT, last)
    return None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _explicit(
    start: int, end: int, year: int, month: int | None, day: int | None
) -> TimeMention | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return TimeMention(start, end, year, month, day, DateBasis.EXPLICIT)


def _relative(
    match: re.Match[str],
    anchor: PartialDate | None,
    earlier: list[TimeMention],
    digits_reliable: bool,
) -> TimeMention:
    start, end = match.span()
    word, near, bare_month, bare_day = match.group("relative", "near", "baremonth", "bareday")
    month_number = day_number = None
    if digits_reliable:
        month_number = _number(match["relmonth"] or bare_month)
        day_number = _number(match["relday"] or bare_day)
    if word in _SAME_YEAR or (bare_month and _carries_on(match.string, earlier, start)):
        behind = takewhile(lambda m: start - m.end < 200, reversed(earlier))
        year = next((m.year for m in behind if m.year is not None), None)
        if year is not None:
            year += _SAME_YEAR.get(word or "", 0)
        basis = DateBasis.EXPLICIT if year else DateBasis.NONE
        return TimeMention(start, end, year, month_number, day_number, basis)
    if anchor is None:
        return TimeMention(start, end, None, month_number, day_number, DateBasis.NONE)
    if near:
        before = near == "上月" and anchor.month == 1
        return TimeMention(start, end, anchor.year - before, None, None, DateBasis.PUBLICATION)
    year = anchor.year + _OFFSETS.get(word or "今年", 0)
    # "12月" in a January paper is last year's.
    if not word and anchor.month and month_number and month_number > anchor.month + 1:
        year -= 1
    return TimeMention(start, end, year, month_number, day_number, DateBasis.RELATIVE)


def _carries_on(text: str, earlier: list[TimeMention], start: int) -> bool:
    """Whether a bare month stands shortly after a written year, or in a line that begins with one.

    The lines of a chronicle do: "2003年 1月，… 6月，…".
    """
    nearest = islice(reversed(earlier), MAX_UNDATED)
    last = next((m for m in nearest if m.year is not None), None)
    if last is None or last.basis is not DateBasis.EXPLICIT:
        return False
    if start - last.end < 25:
        return True
    lowest = max(0, start - MAX_ENTRY)
    line = text.rfind("\n", lowest, start) + 1
    if not line and lowest:
        return False
    first = bisect_left(earlier, line, key=itemgetter(0))
    if first == len(earlier) or not earlier[first].year:
        return False
    return not text[line : earlier[first].start].strip()
