"""Of which year a text as a whole, or one of its sections, tells where no date line says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geodata.extract.dates import NUMERALS, YEAR

_FUTURE_BEFORE = re.compile(r"(?:到|至|力争|预计|计划|拟|将于|确保|争取|未来)[^，。；]{0,6}$")
# Begins with a plain character, for which the pattern is searched first.
_WRITTEN_YEAR = re.compile(rf"年(?:(?<=(?<!\d){YEAR}年)|(?<=(?<!\d){YEAR}\s年))")
_FUTURE_AFTER = re.compile(r"[^，。；]{0,14}(?:将|拟|计划|力争|世博会|奥运会|亚运会|更多的)")
_RUNNING = ("今年", "去年", "明年")
_WIRED = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}日(?:电|讯)")
# What follows a written year that is running, or closed, as the text is written.
_CURRENT = re.compile(
    r"以来|来，|上半年|前[一二三\d]季度|前\d|1月至|1-\d|的日历|同比|度[^，。；]{0,6}(?:计划|方案|实施)"
)
_BYGONE = re.compile(r"底|末|全年|度?的?统计")
# What follows the year in a heading that says of which year's work is told: 二、2018年工作回顾.
_SECTION = re.compile(
    r"度?(?:[\u4e00-\u9fff]{0,4}工作(?:回顾|总结|情况|思路|安排|计划|打算|要点|任务)"
    r"|(?:重点|主要)(?:工作|任务))"
)
_NUMBERED = re.compile(r"[一二三四五六七八九十][、）)．.\s]?$")
MAX_HEADING = 24


def find_sections(text: str) -> list[tuple[int, int]]:
    """Offset and year of each heading under which a year's work is told, in order.

    Such a heading is a short line of its own or, where lines are lost, stands behind a number.
    """
    sections = []
    for year, begin, year_end in _find_years(text):
        match = _SECTION.match(text, year_end)
        if match is None:
            continue
        start = text.rfind("\n", 0, begin) + 1
        end = text.find("\n", match.end())
        line = text[start : end if end >= 0 else len(text)].strip()
        numbered = _NUMBERED.search(text, max(start, begin - 2), begin)
        if numbered or (len(line) <= MAX_HEADING and not line.endswith("。")):
            sections.append((begin, year))
    return sections


# Titles that say which year's report or which year's issue it is.
_ANNUAL = re.compile(
    r"((?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})年?度?"
    r"(?:[^，。；\n]{0,40}(?:年度报告|工作报告|情况报告|工作总结|年终总结|年报|大事记)|[（(]?第[\d一二三四五六七八九十]{1,4}期)"
)


def infer_year(text: str, title: str, page: str = "") -> int | None:
    """The year in which an undated report was written, where its own words give it away.

    A report that says 今年 or 去年 has a year of writing. It is a written year that the text, or
    the newspaper page around it, speaks of as running ("2024年以来"), or the year after one that
    it speaks of as closed ("2008年的统计"). The title of a year's own report ("2017年…年度报告") or
    of an issue ("2014年第31期") says it. Otherwise None: nothing is guessed.
    """
    annual = _ANNUAL.search(title)
    if annual:
        return int("".join(str(NUMERALS.get(digit, digit)) for digit in annual.group(1)))
    if not (any(year in text for year in _RUNNING) or _is_wired(text)):
        return None
    whole = f"{title}\n{text}\n{page}"
    written, stays = list(_find_years(whole)), "停留在" in whole
    for wanted in sorted({year for year, _, _ in written}, reverse=True):
        marks = [(start, end) for year, start, end in written if year == wanted]
        if any(_CURRENT.match(whole, end) for _, end in marks) or (
            stays and f"停留在{wanted}年" in whole
        ):
            return wanted
        if any(_BYGONE.match(whole, e) and not _is_planned(whole, s, e) for s, e in marks):
            return wanted + 1
    return max((year for year, _, end in written if end <= len(title)), default=None)


def _find_years(text: str) -> Iterator[tuple[int, int, int]]:
    """Each year that is written out, where it begins, and where its 年 ends."""
    for match in _WRITTEN_YEAR.finditer(text):
        start = match.start() - (5 if text[match.start() - 1].isspace() else 4)
        yield int(text[start : start + 4]), start, match.end()


def _is_planned(text: str, start: int, end: int) -> bool:
    """Whether a year is one that a text looks forward to."""
    led = _FUTURE_BEFORE.search(text[max(0, start - 10) : start])
    return led is not None or _FUTURE_AFTER.match(text, end) is not None


def _is_wired(text: str) -> bool:
    """Whether a text has an agency's date line."""
    return ("日电" in text or "日讯" in text) and _WIRED.search(text) is not None
