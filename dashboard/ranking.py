"""The ranking beside the map, as data for its component."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import geodata as gd
from dashboard.filters import Filters
from dashboard.measures import colour_classes, write_value
from dashboard.views import View
from dashboard.wording import Wording

MAX_ROWS = 60
"""Rows shown; the rest is reached through the search."""
NO_CLASS = -1

Intervals = Mapping[str, tuple[int, int]]


def build_ranking(view: View, intervals: Intervals) -> dict[str, Any]:
    """Regions by value, and apart from them what has none and what no region owns.

    A row is code, name, value, width of its bar in percent, rank, rank interval, class, whether
    there is more inside, and the value on the other map.

    Args:
        view: What the map shows; the ranking shows the same.
        intervals: Best and worst rank of each region that has a value.
    """
    filters, wording, measured = view.filters, view.source.wording, view.measured
    ranks = gd.rank_units(measured.values, filters.measure)
    ordered = list(ranks)
    rows = [_build_row(view, code, ranks[code], intervals) for code in ordered[:MAX_ROWS]]
    rest = len(ordered) - len(rows)
    more = wording.say("ranking_more", n=rest) if rest else ""
    return {
        "title": wording.say(f"measure_{filters.measure}"),
        "sides": [facet.title for facet in view.facets] if view.beside is not None else [],
        "rows": rows,
        "colors": colour_classes(filters.measure, view.state.classes),
        "note": wording.say("ranking_note") if rows else "",
        "more": more if rows else wording.say("ranking_none"),
        "into": wording.say("ranking_into"),
        "untold": _list_untold(view),
        "apart": list_apart(view.totals, filters, wording),
        "selected": filters.region or "",
        "language": {"zh": "zh-CN"}.get(wording.language, wording.language),
    }


def _build_row(view: View, code: str, rank: int, intervals: Intervals) -> list[Any]:
    filters, values = view.filters, view.measured.values
    best, worst = intervals.get(code, (rank, rank))
    interval = (
        view.source.wording.say("rank_interval", best=best, worst=worst) if best < worst else ""
    )
    row = [
        code,
        view.source.names[code],
        write_value(filters.measure, values[code]),
        measure_bar(values, code, filters.measure),
        rank,
        interval,
        colour_class(view, code),
        int(view.source.choices.geography.step_into(code, filters.level) is not None),
    ]
    if view.beside is not None:
        other = view.facets[1].measure
        beside = view.beside.get(code)
        row.append("" if beside is None else write_value(other, beside))
    return row


def colour_class(view: View, code: str) -> int:
    """The class of the unit's colour on the first map."""
    if len(view.facets) > 2:
        return NO_CLASS
    return view.state.classes.class_of(view.state.panels[0].values[code])


def measure_bar(values: Mapping[str, float], code: str, measure: gd.Measure) -> int:
    """Length of a bar in percent of the longest; of years, the earliest has the longest."""
    if measure is gd.Measure.FIRST_YEAR:
        first, last = min(values.values()), max(values.values())
        return round(100 * (last - values[code] + 1) / (last - first + 1))
    most = max(abs(value) for value in values.values()) or 1
    return max(2, round(100 * abs(values[code]) / most))


def _list_untold(view: View) -> list[list[Any]]:
    """For each reason, how many regions the measure can't be told of, and some of their names."""
    wording = view.source.wording
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, reason in sorted(view.measured.missing.items()):
        found[str(reason)].append(code)
    return [
        [
            wording.say(f"untold_{reason}", n=len(codes), base=gd.LOW_BASE),
            [[code, view.source.names[code]] for code in codes[:MAX_ROWS]],
        ]
        for reason, codes in sorted(found.items())
    ]


def list_apart(totals: gd.Totals, filters: Filters, wording: Wording) -> list[list[Any]]:
    """What no region of the level owns: code, name, initiatives."""
    buckets = (
        (gd.NATION, name_bucket(gd.NATION, filters, wording), totals.national),
        (gd.COARSER, name_bucket(gd.COARSER, filters, wording), totals.coarser),
        (gd.FINER, name_bucket(gd.FINER, filters, wording), totals.finer),
        (gd.UNKNOWN, name_bucket(gd.UNKNOWN, filters, wording), totals.unknown),
    )
    return [[code, name, count] for code, name, count in buckets if count]


def name_bucket(code: str, filters: Filters, wording: Wording) -> str:
    """What the page calls a bucket at the level shown."""
    if code == gd.COARSER:
        return wording.say(f"bucket_coarser_{filters.level}")
    names = {gd.NATION: "national", gd.FINER: "finer", gd.UNKNOWN: "unknown"}
    return wording.say(f"bucket_{names[code]}")


def name_region(code: str, filters: Filters, names: Mapping[str, str], wording: Wording) -> str:
    """What the page calls a region or bucket."""
    return (
        names[code] if code in names and code != gd.NATION else name_bucket(code, filters, wording)
    )
