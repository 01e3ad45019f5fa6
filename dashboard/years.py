"""The years under the map: how many initiatives each year, and in which themes, as one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import geodata as gd
from dashboard.style import NEUTRAL, pick_colours
from dashboard.wording import Wording

SHADES = 5


def build_years(
    counts: Sequence[gd.YearCount], years: tuple[int, int] | None, wording: Wording
) -> dict[str, Any]:
    """The table's data: columns are the years of the range, then the undated where there are any.

    Each row is a label and the cells that are not empty, as pairs of column and count; the first
    row is the sum of all themes.

    Args:
        counts: By year and theme; years outside the range must not occur.
        years: First and last year shown; None when nothing is dated.
        wording: The page's language.
    """
    first, last = years or (0, -1)
    undated = any(count.year is None for count in counts)
    sums = Counter[int]()
    cells: dict[str, Counter[int]] = {theme: Counter() for theme in order_themes(counts)}
    for count in counts:
        column = last - first + 1 if count.year is None else count.year - first
        sums[column] += count.initiatives
        cells[count.theme][column] += count.initiatives
    return {
        "first": first,
        "columns": last - first + 1,
        "undated": wording.say("undated_short") if undated else "",
        "sums": [wording.say("chart_initiatives"), *map(list, sorted(sums.items()))],
        "rows": [
            [wording.themes[theme], *map(list, sorted(found.items()))]
            for theme, found in cells.items()
        ],
        "colors": [pick_colours(SHADES, dark=dark) for dark in (False, True)],
        "neutral": NEUTRAL,
        "caption": wording.say("years_title"),
        "head": wording.say("chart_theme"),
    }


def order_themes(counts: Sequence[gd.YearCount]) -> list[str]:
    """The themes that occur, the most frequent first, ties in the model's order."""
    totals = Counter[str]()
    for count in counts:
        totals[count.theme] += count.initiatives
    found = [str(theme) for theme in gd.Theme if totals[str(theme)]]
    return sorted(found, key=lambda code: -totals[code])
