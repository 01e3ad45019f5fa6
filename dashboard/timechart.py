"""The years under the map: how many initiatives each year, and in which themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import altair as alt
import pandas as pd

import geodata as gd
from dashboard.style import DARK_INK, FONTS, INK, NEUTRAL, SEQUENTIAL
from dashboard.wording import Wording

Chart = alt.Chart | alt.LayerChart

LABELS_WIDTH = 148
"""Pixels left of both charts, so that their years stand above each other."""
BARS_HEIGHT = 92
ROW_HEIGHT = 19
AXIS_HEIGHT = 34
"""Pixels below the matrix for its years; the chart's height includes them."""
GAP = " "
"""The empty column between the years and the undated."""


def count_frame(counts: Sequence[gd.YearCount], wording: Wording) -> pd.DataFrame:
    """One row per year and theme that occurs: period (text), theme (label), initiatives."""
    undated = wording.say("undated_short")
    rows = [
        (str(c.year) if c.year is not None else undated, wording.themes[c.theme], c.initiatives)
        for c in counts
    ]
    return pd.DataFrame(rows, columns=["period", "theme", "initiatives"])


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
    frame = count_frame(counts, wording).groupby("period", as_index=False)["initiatives"].sum()
    undated = wording.say("undated_short")
    bars = alt.Chart(frame).encode(
        x=_period_axis(counts, years, wording, labels=False),
        y=alt.Y(
            "initiatives:Q",
            title=None,
            axis=alt.Axis(
                labels=False,
                grid=False,
                domain=False,
                ticks=False,
                minExtent=LABELS_WIDTH,
                maxExtent=LABELS_WIDTH,
            ),
        ),
        tooltip=[
            alt.Tooltip("period:N", title=wording.say("chart_year")),
            alt.Tooltip("initiatives:Q", title=wording.say("chart_initiatives"), format=",d"),
        ],
    )
    drawn = bars.mark_bar().encode(
        color=alt.condition(
            alt.datum.period == undated, alt.value(NEUTRAL), alt.value(SEQUENTIAL[3])
        )
    )
    numbers = bars.mark_text(dy=-6, fontSize=10.5, color=_ink(dark)).encode(text="initiatives:Q")
    return _dress(alt.LayerChart(layer=[drawn, numbers]), BARS_HEIGHT, dark=dark)


def build_matrix(
    counts: Sequence[gd.YearCount], years: tuple[int, int], wording: Wording, *, dark: bool
) -> Chart:
    """Initiatives by theme and year, a darker cell for more."""
    themes = order_themes(counts, wording)
    cells = (
        alt.Chart(count_frame(counts, wording))
        .mark_rect(cornerRadius=1)
        .encode(
            x=_period_axis(counts, years, wording, labels=True),
            y=alt.Y(
                "theme:N",
                sort=themes,
                title=None,
                axis=alt.Axis(
                    domain=False,
                    ticks=False,
                    labelLimit=LABELS_WIDTH - 8,
                    minExtent=LABELS_WIDTH,
                    maxExtent=LABELS_WIDTH,
                ),
            ),
            color=alt.Color(
                "initiatives:Q",
                legend=None,
                scale=alt.Scale(range=list(SEQUENTIAL), domainMin=1, type="sqrt"),
            ),
            tooltip=[
                alt.Tooltip("theme:N", title=wording.say("chart_theme")),
                alt.Tooltip("period:N", title=wording.say("chart_year")),
                alt.Tooltip("initiatives:Q", title=wording.say("chart_initiatives"), format=",d"),
            ],
        )
    )
    return _dress(cells, ROW_HEIGHT * max(len(themes), 1) + AXIS_HEIGHT, dark=dark)


def _period_axis(
    counts: Sequence[gd.YearCount], years: tuple[int, int], wording: Wording, *, labels: bool
) -> alt.X:
    axis = alt.Axis(
        domain=labels,
        domainOpacity=0.25,
        ticks=False,
        labels=labels,
        labelAngle=0,
        labelOverlap="parity",
        labelPadding=6,
        grid=False,
    )
    return alt.X(
        "period:O",
        title=None,
        axis=axis,
        scale=alt.Scale(domain=list_periods(counts, years, wording), paddingInner=0.12),
    )


def _ink(dark: bool) -> str:
    return DARK_INK if dark else INK


def _dress(chart: Chart, height: int, *, dark: bool) -> Chart:
    dressed: Chart = (
        chart.properties(width="container", height=height, background="transparent")
        .configure(
            font=FONTS.replace('"', ""), padding={"left": 0, "right": 4, "top": 8, "bottom": 2}
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=_ink(dark), domainColor=_ink(dark), labelFontSize=12, labelFontWeight=400
        )
    )
    return dressed
