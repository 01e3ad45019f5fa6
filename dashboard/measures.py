"""How the page writes a measure's values."""

from __future__ import annotations

import geodata as gd
from dashboard.classes import Classes
from dashboard.style import pick_colours
from dashboard.wording import Wording

INTEGRAL = frozenset(
    (gd.Measure.INITIATIVES, gd.Measure.REPORTS, gd.Measure.FIRST_YEAR, gd.Measure.THEMES)
)
ADDITIVE = frozenset((gd.Measure.INITIATIVES,))
"""Measures whose values of all units make a total, so that a share can be told."""


def show_value(measure: gd.Measure, value: float, wording: Wording) -> str:
    """The value as it stands in a sentence, with its unit."""
    return wording.say(f"unit_{measure}", n=write_value(measure, value))


def write_value(measure: gd.Measure, value: float) -> str:
    """The bare figure as it stands in a column."""
    if measure is gd.Measure.FIRST_YEAR:
        return str(int(value))
    if measure in INTEGRAL:
        return f"{int(value):,}"
    if measure is gd.Measure.LOWER_SHARE:
        return f"{100 * value:.0f}%"
    if measure is gd.Measure.CHANGE:
        percent = round(100 * value)
        return f"{'+' if percent > 0 else '−' if percent < 0 else ''}{abs(percent):,}%"
    digits = 2 if abs(value) < 1 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}"


def colour_classes(measure: gd.Measure, classes: Classes) -> tuple[tuple[str, ...], ...]:
    """The colour of each class on a light and on a dark ground; early years count as much."""
    number, reverse = len(classes.upper), measure is gd.Measure.FIRST_YEAR
    return tuple(
        pick_colours(number, classes.diverging, reverse, dark=dark) for dark in (False, True)
    )
