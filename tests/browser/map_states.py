"""States of the map with few, known values, for tests that draw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import geodata as gd
from dashboard.classes import classify
from dashboard.mapstate import Frames, MapState, Panel

VALUES = {"330000": 5.0, "440000": 3.0, "110000": 2.0, "420000": 2.0}
READ_IN_VAIN = ("320000", "340000")
YEARS = (2016, 2017, 2018, 2019)
TRAIL = {"330000": (1.0, 0.0, 2.0, 1.0), "440000": (0.0, 3.0, 0.0, 0.0), "110000": (2.0, 0, 0, 0)}
"""Of the five of 330000 one is undated, as are both of 420000."""


@cache
def load_units(level: gd.Level, within: str | None = None) -> tuple[str, ...]:
    drawn = gd.load_drawn(gd.data_folder())[level]
    if within is None:
        return tuple(drawn)
    gazetteer = gd.Gazetteer.load(gd.data_folder())
    parents = {unit.adcode: unit.parent for unit in gazetteer.units()}
    return tuple(gd.units_within(parents, drawn, within))


def count_all(values: Mapping[str, float]) -> dict[str, gd.RegionCount]:
    return {code: gd.RegionCount(int(n), int(n) + 1, None) for code, n in values.items()}


def show_provinces(**changes: Any) -> MapState:
    """Zhejiang 5, Guangdong 3, Beijing and Hubei 2; Jiangsu and Anhui read in vain."""
    documents = {
        **{code: int(n) + 2 for code, n in VALUES.items()},
        **dict.fromkeys(READ_IN_VAIN, 4),
    }
    values: dict[str, Any] = {
        "level": gd.Level.PROVINCE,
        "units": load_units(gd.Level.PROVINCE),
        "documents": documents,
        "classes": classify(VALUES.values()),
        "panels": (Panel("", VALUES, {}, count_all(VALUES)),),
        "trail": gd.YearTable(YEARS, TRAIL),
    }
    return MapState(**{**values, **changes})


def show_units(
    level: gd.Level,
    within: str | None = None,
    values: Mapping[str, float] | None = None,
    **more: Any,
) -> MapState:
    """The units of a level, with 1, 2, 3 ... for the first of them unless values are given."""
    units = load_units(level, within)
    shown = values if values is not None else {code: i + 1.0 for i, code in enumerate(units[:6])}
    return MapState(
        level=level,
        units=units,
        within=within,
        documents=dict.fromkeys(units, 3),
        classes=classify(shown.values()),
        panels=(Panel("", shown, {}, count_all(shown)),),
        **more,
    )


def show_panels(titles: Sequence[str], level: gd.Level = gd.Level.PROVINCE) -> MapState:
    """One map for each title: in the first Zhejiang has 1, in the second 2, and so on."""
    units = load_units(level)
    code = "330000" if level is gd.Level.PROVINCE else "330100"
    panels = tuple(Panel(title, {code: i + 1.0, units[0]: 1.0}) for i, title in enumerate(titles))
    values = [value for panel in panels for value in panel.values.values()]
    return MapState(
        level=level,
        units=units,
        documents=dict.fromkeys(units, 1),
        classes=classify(values),
        panels=panels,
    )


FRAMES = Frames(
    YEARS,
    {
        "330000": (1.0, 1.0, 3.0, 4.0),
        "440000": (0.0, 3.0, 3.0, 3.0),
        "110000": (2.0, 2.0, 2.0, 2.0),
    },
)


def show_play(**changes: Any) -> MapState:
    """Zhejiang 1, 1, 3, 4; Guangdong 0, 3, 3, 3; Beijing always 2; a class for each of 1 to 4."""
    classes = classify([1.0, 2.0, 3.0, 4.0])
    return show_provinces(**{"frames": FRAMES, "classes": classes, **changes})
