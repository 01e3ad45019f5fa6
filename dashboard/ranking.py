"""The ranking beside the map, as data for its component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geodata as gd
from dashboard.mapview import MapState, rank_counts
from dashboard.style import pick_colours
from dashboard.wording import Wording

MAX_ROWS = 60
"""Rows shown; the rest is reached through the region box."""


def build_ranking(
    state: MapState, totals: gd.Totals, names: Mapping[str, str], wording: Wording
) -> dict[str, Any]:
    """Regions by count, and apart from them what no region of the level owns.

    A row is code, name, count, rank and class; one that stands apart has the first three.

    Args:
        state: What the map shows; the ranking shows the same.
        totals: The sums of the same selection.
        names: Short name of every unit, in the page's language.
        wording: The page's language.
    """
    counts = {code: count.initiatives for code, count in state.counts.items()}
    ranks = rank_counts(counts)
    ordered = sorted(counts, key=lambda code: (ranks[code], code))
    rows = [
        [code, names[code], counts[code], ranks[code], state.classes.class_of(counts[code])]
        for code in ordered[:MAX_ROWS]
    ]
    rest = len(ordered) - len(rows)
    more = wording.say("ranking_more", n=rest) if rest else ""
    return {
        "title": wording.say(f"ranking_{state.level}"),
        "rows": rows,
        "colors": pick_colours(len(state.classes.upper)),
        "most": max(counts.values(), default=1),
        "more": more if rows else wording.say("ranking_none"),
        "apart": _list_apart(totals, wording),
        "selected": state.selected or "",
        "language": {"zh": "zh-CN"}.get(wording.language, wording.language),
    }


def _list_apart(totals: gd.Totals, wording: Wording) -> list[list[Any]]:
    buckets = (
        (gd.NATION, "bucket_national", totals.national),
        (gd.COARSER, "bucket_coarser", totals.coarser),
        (gd.UNKNOWN, "bucket_unknown", totals.unknown),
    )
    return [[code, wording.say(key), count] for code, key, count in buckets if count]
