"""What stands at the head or foot of a report: its date, its publication, where its text begins."""

from __future__ import annotations

import re
from datetime import date

from geodata.model import PartialDate

MAX_TITLE = 60
# Lines that may hold a head; a line of a date and its source is no longer.
HEAD_LINES, MAX_DATE_LINE = 6, 200
_DATE = (
    r"((?:19|20)\d{2})\s?[年/.-]\s?"
    r"(?:(1[0-2]|0?[1-9])\s?[月/.-]?\s?(?:(3[01]|[12]\d|0?[1-9])(?!\d)\s?日?)?)?"
)
_AFTER_DATE = r"\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:(?:来源|作者|记者|责编|字号)[^。\n]{0,60})?"
_HEAD_DATE = re.compile(
    r"(?:(?:发布|发表|刊发|更新|成文|印发)?(?:日期|时间)\s?[：:]?\s?)?" + _DATE + _AFTER_DATE
)
# A foot in brackets: （2012年3月14日，根据录音整理）.
_FOOT_DATE = re.compile(r"[（(]" + _DATE + r"[^（()）。\n]{0,40}[）)]")
# An agency's or a paper's date line that gives the year as well.
_WIRE_DATE = re.compile(
    r"(?:本报|本网|新华社|新华网|中新社|中新网|人民网)[^。，,\d\n]{0,16}"
    r"((?:19|20)\d{2})年(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日(?:电|讯)"
)
# The part of it that is rare; from its first sign on it is found much faster.
_YEAR_OF_WIRE = re.compile(r"年\d{1,2}月\d{1,2}日[电讯]")
_COMPACT_DATE = re.compile(r"((?:19|20)\d{2})(\d{2,4})(?=\D)")
_UNDATED = re.compile(r"(?:发布|成文)?(?:日期|时间)\s?[：:]")
_PUBLISHER_LABELS = ("来源", "出处", "稿源", "发布机构")
_PUBLISHER = re.compile(r"(?:来源|出处|稿源|发布机构)\s?[：:]\s?([^\s|，。]{2,40})")


def find_date_line(text: str) -> PartialDate | None:
    """The date of a line at the head or foot that holds little else; None where there is none."""
    if not _may_hold_year(text):
        return None
    compact = _COMPACT_DATE.match(text.lstrip())
    if compact:
        return _from_compact(*compact.groups())
    last = _last_lines(text, 2)
    for line in [*(line for _, line in _head_lines(text)), *last]:
        if match := _match_date(line):
            return _read_date(match)
    foot = next(filter(None, map(_FOOT_DATE.fullmatch, last)), None)
    return _read_date(foot) if foot else None


def find_wire_date(text: str) -> PartialDate | None:
    """The date of the first report that opens with its year: 本报北京2024年5月16日电."""
    match = _WIRE_DATE.search(text) if _YEAR_OF_WIRE.search(text) else None
    return _read_date(match) if match else None


def _read_date(match: re.Match[str]) -> PartialDate | None:
    year, month, day = (int(part) if part else None for part in match.groups())
    return _checked(year or 0, month, day)


def is_source_line(line: str) -> bool:
    """Whether a line does no more than name the publication it is from."""
    return len(line) < MAX_TITLE and _PUBLISHER.match(line) is not None


def find_body(text: str) -> int:
    """Offset behind a report's headline, date line and source line; 0 where it has none."""
    end = 0
    for stop, line in _head_lines(text):
        told = ("：" in line or ":" in line) and (_PUBLISHER.match(line) or _UNDATED.match(line))
        if told or _match_date(line):
            end = stop
    return end


def _head_lines(text: str) -> list[tuple[int, str]]:
    """End and stripped text of the first lines, among which a head's lines are."""
    lines: list[tuple[int, str]] = []
    start = 0
    while start < len(text) and len(lines) < HEAD_LINES:
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        if line := text[start:end].strip():
            lines.append((end, line))
        start = end + 1
    return lines


def _match_date(line: str) -> re.Match[str] | None:
    """The date of a line that holds little else; None for others, most of them at sight."""
    if len(line) > MAX_DATE_LINE or not _may_hold_year(line):
        return None
    return _HEAD_DATE.fullmatch(line)


def _may_hold_year(text: str) -> bool:
    return "20" in text or "19" in text


def _from_compact(year: str, rest: str) -> PartialDate:
    """2006215: the only split into month and day that exists, else the year alone."""
    splits = {
        (int(rest[:cut]), int(rest[cut:]))
        for cut in range(1, len(rest))
        if _checked(int(year), int(rest[:cut]), int(rest[cut:])) and rest[cut] != "0"
    }
    if len(splits) == 1:
        return PartialDate(int(year), *splits.pop())
    return PartialDate(int(year))


def _checked(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def find_publisher(head: str) -> str:
    """The publication that the first lines of a report name, or ""."""
    if not any(label in head for label in _PUBLISHER_LABELS):
        return ""
    match = _PUBLISHER.search(head)
    return match.group(1) if match else ""


def _last_lines(text: str, count: int) -> list[str]:
    """The last lines that hold text, in order, stripped."""
    lines: list[str] = []
    end = len(text.rstrip())
    while end > 0 and len(lines) < count:
        start = text.rfind("\n", 0, end) + 1
        if line := text[start:end].strip():
            lines.append(line)
        end = start - 1
    return lines[::-1]
