"""What `atlas.paint` is given: a state's own words as they are, all numbers packed into one table.

Words that are the same in every state are a file of the language's, which the browser keeps.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

import geodata as gd
from dashboard.classes import Classes
from dashboard.mapstate import EMPTY_STATES, Frames, MapState, Panel, state_of
from dashboard.style import DARK, LIGHT, pick_colours
from dashboard.wording import Wording

KINDS: Mapping[gd.Measure, str] = {
    gd.Measure.INITIATIVES: "count",
    gd.Measure.REPORTS: "count",
    gd.Measure.PER_MILLION: "rate",
    gd.Measure.PER_DOCUMENTS: "rate",
    gd.Measure.FIRST_YEAR: "year",
    gd.Measure.THEMES: "count",
    gd.Measure.LOWER_SHARE: "share",
    gd.Measure.CHANGE: "change",
}
"""How the page writes the values of a measure, as map-data.js does it."""
FINENESS = 10_000
"""Steps to 1 in which values that are no whole numbers are sent."""
LARGEST = 2**31 - 1
PACKING = 6
"""Of zlib; 9 would take ten times as long for a twentieth less."""
REASONS = tuple(str(reason) for reason in gd.Reason)

Column = npt.NDArray[np.int32]


def describe_paint(
    state: MapState, summary: str, wording: Wording, foot: Sequence[str] = ()
) -> dict[str, Any]:
    """A state of the map, for map-data.js to read; the browser fetches names once, as a file.

    Args:
        state: What to show.
        summary: The finding in words: the map's alternative text.
        wording: The page's language.
        foot: What stands under a picture of the map: what it rests on, and its source.
    """
    scales, of_panel = _list_scales(state)
    trail = state.trail.years if state.trail else ()
    return {
        "level": str(state.level),
        "within": state.within or "",
        "selected": state.selected or "",
        "measure": str(state.measure),
        "language": wording.language,
        # In Chinese a unit's own, full name stands in the boundary file.
        "local": not wording.provinces,
        "count": len(state.units),
        "panels": [[panel.title, of_panel[i]] for i, panel in enumerate(state.shown)],
        "scales": [_describe_scale(measure, classes, wording) for measure, classes in scales],
        "years": list(trail),
        "frames": _describe_frames(state.frames, wording) if state.frames else None,
        "zero": [LIGHT.zero, DARK.zero],
        "texts": {"summary": summary, "foot": list(foot), "failed": wording.say("map_failed")},
        "table": pack_numbers(_list_columns(state)),
    }


def pack_numbers(columns: Iterable[Column]) -> str:
    """Whole numbers of four bytes, all first bytes first, so that zeros lie together; deflated."""
    numbers = np.concatenate(list(columns)).astype("<i4")
    planes = numbers.view(np.uint8).reshape(-1, 4).T.tobytes()
    return base64.b64encode(zlib.compress(planes, PACKING)).decode()


def _list_scales(state: MapState) -> tuple[list[tuple[gd.Measure, Classes]], list[int]]:
    """The different pairs of measure and classes, and which of them each panel has."""
    scales: list[tuple[gd.Measure, Classes]] = []
    of_panel = []
    for panel in state.shown:
        scale = _scale_of(state, panel)
        if scale not in scales:
            scales.append(scale)
        of_panel.append(scales.index(scale))
    return scales, of_panel


def _scale_of(state: MapState, panel: Panel) -> tuple[gd.Measure, Classes]:
    return panel.measure or state.measure, panel.classes or state.classes


def _list_columns(state: MapState) -> Iterable[Column]:
    """The table, column by column, as `readColumns` of map-data.js takes it apart."""
    units = state.units
    yield _steps(np.array([int(code) for code in units], np.int32))
    yield _column(units, state.documents)
    yield np.array([_number_state(state, code, None) for code in units], np.int32)
    for panel in state.shown:
        measure, classes = _scale_of(state, panel)
        values = np.array([panel.values.get(code, 0.0) for code in units], np.float64)
        yield np.array([_number_state(state, code, panel) for code in units], np.int32)
        yield np.array(classes.classes_of(values), np.int32)
        yield _round(values, measure)
        for field in ("initiatives", "reports"):
            yield _column(units, {c: getattr(n, field) for c, n in panel.counts.items()})
    if state.trail:
        yield _round(_rows(units, state.trail.values, len(state.trail.years)), None)
    if state.frames:
        rows = _rows(units, state.frames.values, len(state.frames.years))
        levels = np.array(state.classes.classes_of(rows), np.int32) + 1
        for column in (np.where(rows == 0, 0, levels), _round(rows, state.measure)):
            yield _steps(column.reshape(len(units), -1)).reshape(-1)


def _steps(numbers: Column) -> Column:
    """What each number is more than the one before it: what stays becomes 0, and packs well."""
    steps: Column = np.diff(numbers, axis=-1, prepend=np.int32(0)).astype(np.int32)
    return steps


def _number_state(state: MapState, code: str, panel: Panel | None) -> int:
    """0 for found, then EMPTY_STATES, the last of them by its reason.

    Without a panel: what the unit is in a year that has nothing for it.
    """
    shown = panel or Panel("", {}, state.shown[0].missing)
    name = state_of(state, code, shown)
    if name == "na":
        return len(EMPTY_STATES) + REASONS.index(shown.missing[code])
    return 0 if name == "found" else 1 + EMPTY_STATES.index(name)


def _column(units: Sequence[str], numbers: Mapping[str, int]) -> Column:
    return np.array([numbers.get(code, 0) for code in units], np.int32)


def _rows(
    units: Sequence[str], values: Mapping[str, Sequence[float]], years: int
) -> npt.NDArray[np.float64]:
    """One unit's years after the other's, 0 where there is nothing."""
    nothing = (0.0,) * years
    rows = np.array([values.get(code, nothing) for code in units], np.float64)
    return np.nan_to_num(rows).reshape(-1)


def _round(values: npt.NDArray[np.float64], measure: gd.Measure | None) -> Column:
    factor = _factor(measure) if measure else 1
    return np.clip(np.rint(values * factor), -LARGEST, LARGEST).astype(np.int32)


def _factor(measure: gd.Measure) -> int:
    return 1 if KINDS[measure] in ("count", "year") else FINENESS


def _describe_scale(measure: gd.Measure, classes: Classes, wording: Wording) -> dict[str, Any]:
    number, kind = len(classes.upper), KINDS[measure]
    colours = [
        pick_colours(number, classes.diverging, kind == "year", dark=dark) for dark in (False, True)
    ]
    write = {"share": _write_share, "change": _write_change, "count": _write_count}.get(kind)
    return {
        "kind": kind,
        "factor": _factor(measure),
        "text": wording.sentences[f"value_{measure}"],
        "title": wording.say(f"legend_{measure}"),
        "labels": [label.replace("…", wording.say("legend_to")) for label in classes.labels(write)],
        "colors": colours,
        "flat": wording.say("legend_flat") if classes.diverging else "",
    }


def _write_count(value: float) -> str:
    return f"{int(value):,}"


def _write_share(value: float) -> str:
    return f"{round(100 * value)}%"


def _write_change(value: float) -> str:
    percent = round(100 * value)
    return f"{'+' if percent > 0 else '−' if percent < 0 else ''}{abs(percent):,}%"


def _describe_frames(frames: Frames, wording: Wording) -> dict[str, Any]:
    if frames.mode == "cumulative":
        label = wording.say("play_cumulative")
    elif frames.width == 1:
        label = wording.say("play_window_one")
    else:
        label = wording.say("play_window", n=frames.width)
    return {
        "years": list(frames.years),
        "label": label,
        "speed": frames.speed,
        "year": frames.year,
    }


def describe_words(wording: Wording) -> dict[str, Any]:
    """What the map says in whatever state: its buttons, boxes and kinds of empty."""
    say, sentences = wording.say, wording.sentences
    tips = ("zero", "unsearched", "uncollected")
    parts = ("rank", "class", "read", "between", "undated")
    moves = ("closer", "farther", "whole", "up", "down", "left", "right")
    plays = ("bar", "play", "pause", "back", "next", "slider", "number", "speed")
    return {
        **{name: sentences[f"tip_{name}"] for name in (*tips, *parts)},
        **{name: sentences[f"value_{name}"] for name in ("initiatives", "reports")},
        "units": sentences["legend_units"],
        "inset": say("inset"),
        "keys": say("map_keys"),
        "save": {
            **{kind: say(f"map_save_{kind}") for kind in ("png", "svg")},
            "made": sentences["map_made"],
        },
        "buttons": {name: say(f"map_{name}") for name in moves},
        "play": {
            **{name: say(f"play_{name}") for name in plays},
            "speeds": [say(f"play_{name}") for name in ("slow", "normal", "fast")],
        },
        "states": {name: say(f"state_{name}") for name in EMPTY_STATES},
        "reasons": [sentences[f"tip_na_{reason}"] for reason in REASONS],
        "source": say("map_source"),
    }
