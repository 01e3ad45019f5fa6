"""The timeline: initiatives as marks in lanes, packed for its component; and what it answers.

See assets/timeline.js for how it draws them. Columns go as text, one character a mark: that is
small when deflated, and read fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

import geodata as gd
from dashboard.hues import STATUSES, pick_status_hues, pick_theme_hues
from dashboard.sections import draw_part
from dashboard.style import ACCENT, DARK, LIGHT
from dashboard.wording import Wording

TIMELINE_KEY = "part_timeline"
MOST_LANES = 40
"""Lanes drawn one by one; the smallest of more are put together in the last."""
FIRST_SIGN = 0x20
"""The character that stands for 0 in a column."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
WORDS = (
    *("label", "keys", "zoom_in", "zoom_out", "zoom_all", "zoom_here", "save_png", "save_svg"),
    *(
        "save_csv",
        "from",
        "to",
        "clear",
        "span",
        "span_one",
        "span_none",
        "span_hint",
        "undated",
        "undated_of",
    ),
    *("close", "list_more", "in_lane", "precision_day", "precision_month", "precision_year"),
    *("precision_none", "months", "empty", "bin", "bin_year", "bin_month", "position", "shapes"),
    *("hues", "hue_hint", "column_name", "column_place", "column_date", "column_precision"),
    *("column_theme", "column_status", "column_lane", "open"),
)


_GROUNDS = tuple(
    (ground.page, ground.ink, ground.quiet, ground.coast, accent)
    for ground, accent in ((LIGHT, ACCENT), (DARK, "#8fb8e6"))
)
"""Of a light and a dark page: ground, text, lesser text, lines, accent."""


class Lanes(StrEnum):
    """What a lane stands for."""

    THEME = "theme"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around the timeline, on the page as in what is saved of it."""

    title: str
    """The finding; also what is read out in place of the drawing."""
    source: str
    file: str
    """Name of the files that are saved, without an ending."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: which codes it holds."""

    label: str
    count: int
    undated: int
    members: tuple[int, ...]
    """Positions in `Marks.themes` or `Marks.regions`."""


def build_timeline(
    marks: gd.Marks,
    lanes: Lanes,
    level: gd.Level,
    caption: Caption,
    names: Mapping[str, str],
    wording: Wording,
    span: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """What the component is given.

    Args:
        marks: Of the selection without its bounds of years, so that what is outside the span
            stays in sight.
        lanes: What a lane stands for.
        level: What `marks.regions` are units of.
        caption: Title and source.
        names: Code -> name of every unit, in the page's language.
        wording: The page's language.
        span: First and last year chosen; None for all.
    """
    found = list_lanes(marks, lanes, level, names, wording)
    kinds = len(marks.themes if lanes is Lanes.THEME else marks.regions)
    lane_of = np.zeros(max(kinds, 1), np.int32)
    for number, lane in enumerate(found):
        lane_of[list(lane.members)] = number
    statuses, status = _settle_statuses(marks)
    own = marks.theme if lanes is Lanes.THEME else marks.region
    dated = marks.year[marks.year > 0]
    return {
        "lanes": [[lane.label, lane.count, lane.undated] for lane in found],
        "lane": write_column(lane_of[own]),
        "year": write_column(np.where(marks.year > 0, marks.year - FIRST_YEAR + 1, 0)),
        "month": write_column(marks.month),
        "day": write_column(marks.day),
        "theme": write_column(marks.theme),
        "status": write_column(status),
        "place": write_column(marks.place),
        "row": np.diff(marks.rows, prepend=0).tolist(),
        "name": marks.name.tolist(),
        "names": marks.names,
        "themes": [wording.themes.get(code, code) for code in marks.themes],
        "statuses": [_label_status(code, wording) for code in statuses],
        "places": [name_place(code, level, names, wording) for code in marks.places],
        "base": FIRST_YEAR - 1,
        "years": [int(dated.min()), int(dated.max())] if dated.size else None,
        "span": list(span) if span else None,
        "byTheme": lanes is Lanes.REGION,
        "hues": [
            pick_theme_hues(marks.themes, dark=dark)
            if lanes is Lanes.REGION
            else pick_status_hues(len(statuses), dark=dark)
            for dark in (False, True)
        ],
        "grounds": _GROUNDS,
        "note": ""
        if marks.complete
        else wording.say("timeline_sampled", total=marks.total, shown=int(marks.rows.size)),
        "total": marks.total,
        "undated": marks.undated,
        "title": caption.title,
        "source": caption.source,
        "file": caption.file,
        "words": {name: wording.sentences[f"timeline_{name}"] for name in WORDS},
    }


def list_lanes(
    marks: gd.Marks, lanes: Lanes, level: gd.Level, names: Mapping[str, str], wording: Wording
) -> tuple[Lane, ...]:
    """Lanes with at least one initiative: the fullest first, and last what no region owns."""
    by_theme = lanes is Lanes.THEME
    codes = marks.themes if by_theme else marks.regions
    counts = (marks.theme_counts if by_theme else marks.region_counts).tolist()
    undated = (marks.theme_undated if by_theme else marks.region_undated).tolist()
    buckets = (gd.NATION, gd.COARSER, gd.FINER, gd.UNKNOWN)

    def join(label: str, members: list[int]) -> Lane:
        of_lane, without_year = (sum(column[i] for i in members) for column in (counts, undated))
        return Lane(label, of_lane, without_year, tuple(members))

    def name(code: str) -> str:
        known = wording.themes.get(code, code) if by_theme else None
        return known or name_place(code, level, names, wording)

    order = sorted((i for i, count in enumerate(counts) if count), key=lambda i: -counts[i])
    own = [i for i in order if codes[i] not in buckets]
    most = len(own) if len(own) <= MOST_LANES else MOST_LANES - 1
    found = [join(name(codes[i]), [i]) for i in own[:most]]
    if own[most:]:
        found.append(join(wording.say("timeline_rest", n=len(own[most:])), own[most:]))
    apart = [i for i in order if codes[i] in buckets]
    return (*found, *(join(name(codes[i]), [i]) for i in apart))


def name_place(code: str, level: gd.Level, names: Mapping[str, str], wording: Wording) -> str:
    """What the timeline calls a unit or bucket."""
    if code == gd.COARSER:
        return wording.say(f"bucket_coarser_{level}")
    buckets = {gd.NATION: "national", gd.FINER: "finer", gd.UNKNOWN: "unknown"}
    return wording.say(f"bucket_{buckets[code]}") if code in buckets else names.get(code, code)


def write_column(numbers: NDArray[Any]) -> str:
    """Small numbers as characters."""
    signs = np.asarray(numbers, np.uint32) + FIRST_SIGN
    return signs.astype("<u4").tobytes().decode("utf-32-le")


def _settle_statuses(marks: gd.Marks) -> tuple[tuple[str, ...], NDArray[Any]]:
    """The six statuses in their order, then others that occur; and each mark's among them."""
    others = tuple(code for code in marks.statuses if code not in STATUSES)
    statuses = (*STATUSES, *others)
    position = np.array([statuses.index(code) for code in marks.statuses] or [0], np.int32)
    return statuses, position[marks.status]


def _label_status(code: str, wording: Wording) -> str:
    return wording.sentences.get(f"status_{code}", code)


@dataclass(frozen=True, slots=True)
class Brush:
    """The span of years that was brushed."""

    years: tuple[int, int] | None
    """First and last, both inclusive; None where it was cleared."""


def read_brush(answer: Any) -> Brush | None:
    """The span that was brushed or cleared; None for whatever else the browser sends."""
    brushed = getattr(answer, "brushed", None)
    if not isinstance(brushed, Mapping) or not {"first", "last"} <= brushed.keys():
        return None
    first, last = brushed["first"], brushed["last"]
    if first is None and last is None:
        return Brush(None)
    if type(first) is not int or type(last) is not int:
        return None
    return Brush((first, last)) if FIRST_YEAR <= first <= last <= LAST_YEAR else None


def read_mark(answer: Any) -> int | None:
    """The row of the mark that was chosen, for `gd.find_initiatives`; None for anything else."""
    chosen = getattr(answer, "chosen", None)
    row = chosen.get("initiative") if isinstance(chosen, Mapping) else None
    return row if type(row) is int and 0 <= row < 2**31 else None


def draw_timeline(
    data: Mapping[str, Any],
    scripts: Mapping[str, str],
    *,
    on_brush: Callable[[], None],
    on_choose: Callable[[], None],
) -> None:
    """The component; what it answers is read from the session's state under TIMELINE_KEY.

    Args:
        data: From `build_timeline`.
        scripts: Holds the component's loader as "timeline".
        on_brush: Runs before the page does when a span was brushed; see `read_brush`.
        on_choose: Runs before the page does when a mark was chosen; see `read_mark`.
    """
    draw_part("timeline", data, scripts, on_brushed_change=on_brush, on_chosen_change=on_choose)
