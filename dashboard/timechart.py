"""The years under the map: how many initiatives each year, and in which themes.

Specifications are Vega-Lite in plain dictionaries. Objects that check each part of a chart take
longer to make than everything else on the page together; the tests check instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

import geodata as gd
from dashboard.style import DARK_INK, FONTS, INK, NEUTRAL, SEQUENTIAL
from dashboard.wording import Wording

Spec = dict[str, Any]

LABELS_WIDTH = 148
"""Pixels left of both charts, so that their years stand above each other."""
BARS_HEIGHT = 92
ROW_HEIGHT = 19
AXIS_HEIGHT = 34
"""Pixels below the matrix for its years; the chart's height includes them."""
GAP = " "
"""The empty column between the years and the undated."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, and the rows that it draws."""

    spec: Spec
    """In Vega-Lite, without data."""
    rows: pa.Table


def tabulate_counts(counts: Sequence[gd.YearCount], wording: Wording) -> pa.Table:
    """One row per year and theme that occurs: period (text), theme (label), initiatives.

    Rows are in the order of their themes, which the matrix keeps.
    """
    undated, themes = wording.say("undated_short"), order_themes(counts, wording)
    ordered = sorted(counts, key=lambda count: themes.index(wording.themes[count.theme]))
    return _tabulate(
        [count.initiatives for count in ordered],
        period=[undated if count.year is None else str(count.year) for count in ordered],
        theme=[wording.themes[count.theme] for count in ordered],
    )


def _tabulate(initiatives: Sequence[int], **texts: Sequence[str]) -> pa.Table:
    """Texts are sent once each, and rows as small numbers."""
    columns = {
        name: pa.array(values, pa.string()).dictionary_encode() for name, values in texts.items()
    }
    return pa.table({**columns, "initiatives": pa.array(initiatives, pa.int32())})


def list_periods(
    counts: Sequence[gd.YearCount], years: tuple[int, int], wording: Wording
) -> list[str]:
    """Every year of the range, and after a gap the undated where there are any."""
    periods = [str(year) for year in range(years[0], years[1] + 1)]
    if any(count.year is None for count in counts):
        periods += [GAP, wording.say("undated_short")]
    return periods


def order_themes(counts: Sequence[gd.YearCount], wording: Wording) -> list[str]:
    """Labels of the themes that occur, the most frequent first, ties in the model's order."""
    totals = Counter[str]()
    for count in counts:
        totals[count.theme] += count.initiatives
    found = [str(theme) for theme in gd.Theme if totals[str(theme)]]
    return [wording.themes[theme] for theme in sorted(found, key=lambda code: -totals[code])]


def build_bars(
    counts: Sequence[gd.YearCount], years: tuple[int, int], wording: Wording, *, dark: bool
) -> Chart:
    """Initiatives by year; the undated stand apart, in grey."""
    undated = wording.say("undated_short")
    sums = Counter[str]()
    for count in counts:
        sums[undated if count.year is None else str(count.year)] += count.initiatives
    axis = {
        "labels": False,
        "grid": False,
        "domain": False,
        "ticks": False,
        "minExtent": LABELS_WIDTH,
        "maxExtent": LABELS_WIDTH,
    }
    color = {
        "condition": {"test": {"field": "period", "equal": undated}, "value": NEUTRAL},
        "value": SEQUENTIAL[3],
    }
    text = {"type": "text", "dy": -6, "fontSize": 10.5, "color": _ink(dark)}
    spec = {
        "encoding": {
            "x": _period_axis(counts, years, wording, labels=False),
            "y": {"field": "initiatives", "type": "quantitative", "title": None, "axis": axis},
            "tooltip": _tooltips(wording, "year", "initiatives"),
        },
        "layer": [
            {"mark": "bar", "encoding": {"color": color}},
            {"mark": text, "encoding": {"text": {"field": "initiatives", "type": "quantitative"}}},
        ],
    }
    rows = _tabulate(list(sums.values()), period=list(sums))
    return Chart(_dress(spec, BARS_HEIGHT, dark=dark), rows)


def build_matrix(
    counts: Sequence[gd.YearCount], years: tuple[int, int], wording: Wording, *, dark: bool
) -> Chart:
    """Initiatives by theme and year, a darker cell for more."""
    axis = {
        "domain": False,
        "ticks": False,
        "labelLimit": LABELS_WIDTH - 8,
        "minExtent": LABELS_WIDTH,
        "maxExtent": LABELS_WIDTH,
    }
    spec = {
        "mark": {"type": "rect", "cornerRadius": 1},
        "encoding": {
            "x": _period_axis(counts, years, wording, labels=True),
            "y": {"field": "theme", "type": "nominal", "sort": None, "title": None, "axis": axis},
            "color": {
                "field": "initiatives",
                "type": "quantitative",
                "legend": None,
                "scale": {"range": list(SEQUENTIAL), "domainMin": 1, "type": "sqrt"},
            },
            "tooltip": _tooltips(wording, "theme", "year", "initiatives"),
        },
    }
    themes = len({count.theme for count in counts})
    height = ROW_HEIGHT * max(themes, 1) + AXIS_HEIGHT
    return Chart(_dress(spec, height, dark=dark), tabulate_counts(counts, wording))


def _tooltips(wording: Wording, *names: str) -> list[Spec]:
    """Lines of a tooltip: theme, year, initiatives."""
    fields: dict[str, Spec] = {
        "theme": {"field": "theme", "type": "nominal"},
        "year": {"field": "period", "type": "nominal"},
        "initiatives": {"field": "initiatives", "type": "quantitative", "format": ",d"},
    }
    return [{**fields[name], "title": wording.say(f"chart_{name}")} for name in names]


def _period_axis(
    counts: Sequence[gd.YearCount], years: tuple[int, int], wording: Wording, *, labels: bool
) -> Spec:
    axis = {
        "domain": labels,
        "domainOpacity": 0.25,
        "ticks": False,
        "labels": labels,
        "labelAngle": 0,
        "labelOverlap": "parity",
        "labelPadding": 6,
        "grid": False,
    }
    scale = {"domain": list_periods(counts, years, wording), "paddingInner": 0.12}
    return {"field": "period", "type": "ordinal", "title": None, "axis": axis, "scale": scale}


def _ink(dark: bool) -> str:
    return DARK_INK if dark else INK


def _dress(spec: Spec, height: int, *, dark: bool) -> Spec:
    ink = _ink(dark)
    config = {
        "font": FONTS.replace('"', ""),
        "padding": {"left": 0, "right": 4, "top": 8, "bottom": 2},
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink,
            "domainColor": ink,
            "labelFontSize": 12,
            "labelFontWeight": 400,
        },
    }
    size = {"width": "container", "height": height, "background": "transparent"}
    return {**spec, **size, "config": config}
