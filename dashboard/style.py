"""Colours and sizes: what stands for what, on a light and on a dark ground.

The ramps are blue, and brown against blue around zero: told apart with every kind of colour
vision. Their stops lie at equal CIEDE2000 distances for whoever sees them least apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

INK = "#1b2733"
QUIET = "#5f6b77"
HAIRLINE = "#dde2e7"
ACCENT = "#1d4f91"
NEUTRAL = "#9aa5b0"
"""The undated: no year, no shade."""
DARK_INK = "#dbe1e7"
"""INK on a dark ground."""
FONTS = (
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", '
    "system-ui, sans-serif"
)
MAP_HEIGHT = 600
"""Pixels on a wide screen; the style sheet makes it lower on narrow ones."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A mark, repeated over a ground, for a kind of empty."""

    ground: str
    mark: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of a map, for the ground that it lies on."""

    page: str
    ink: str
    quiet: str
    """Text of lesser weight."""
    coast: str
    """Outlines of the country and of the units above those shown."""
    border: str
    """Between units in classes."""
    selection: str
    """Outline of the selected unit."""
    halo: str
    """Around it: of the two, one stands out from every colour of a class."""
    zero: str
    """Searched, none found, and no change: a warm ground that is no shade of the classes' hue."""
    ramp: tuple[str, ...]
    """Few to many: away from the ground's own lightness."""
    below: tuple[str, ...]
    """Below zero, small to large."""
    above: tuple[str, ...]
    """Above zero, small to large."""
    patterns: Mapping[str, Pattern]
    """For units without a value, by state; plain `zero` is told apart by having none."""


LIGHT = Ground(
    page="#ffffff",
    ink=INK,
    quiet=QUIET,
    coast="#7d8a97",
    border="#ffffff",
    selection="#14202b",
    halo="#ffffff",
    zero="#f7f4ec",
    ramp=("#d3e6ee", "#9dc9da", "#6eaec9", "#4b92b6", "#2e79a2", "#1e608a", "#0c4570"),
    below=("#f2c591", "#d07f2c", "#7f3b08"),
    above=("#b3d5e4", "#4f9abd", "#0c4570"),
    patterns={
        "unsearched": Pattern("#f7f9fa", "#828e99"),
        "uncollected": Pattern("#eceff2", "#7c8893"),
        "na": Pattern("#eef0ef", "#7e8984"),
    },
)
DARK = Ground(
    page="#14191f",
    ink="#e6eaee",
    quiet="#97a3af",
    coast="#7d8a97",
    border="#14191f",
    selection="#ffffff",
    halo="#14191f",
    zero="#2b2a26",
    ramp=("#20485f", "#276385", "#337da4", "#5198ba", "#7cb5ce", "#b1d4e2", "#e9f5fa"),
    below=("#7d4c1f", "#c98538", "#ffdfae"),
    above=("#2a6283", "#62a8c9", "#e0f2fa"),
    patterns={
        "unsearched": Pattern("#1b2229", "#697580"),
        "uncollected": Pattern("#262e36", "#7a8692"),
        "na": Pattern("#20262b", "#6e7a80"),
    },
)
ZERO = LIGHT.zero


def pick_colours(
    classes: int, diverging: bool = False, reverse: bool = False, *, dark: bool = False
) -> tuple[str, ...]:
    """Colours for so many classes, in their order; few are spread over the whole range.

    Args:
        classes: How many; an even number when diverging.
        diverging: For classes mirrored around zero, lowest first.
        reverse: For classes whose low values matter most, as first years.
        dark: For a dark ground, where more is lighter.
    """
    ground = DARK if dark else LIGHT
    if diverging:
        half = classes // 2
        below, above = _spread(ground.below, half), _spread(ground.above, half)
        colours = (*reversed(below), *above)
    else:
        colours = _spread(ground.ramp, classes)
    return colours[::-1] if reverse else colours


def _spread(stops: Sequence[str], number: int) -> tuple[str, ...]:
    """So many colours from end to end of a ramp; a single one from its upper part."""
    last = len(stops) - 1
    if number <= 1:
        return (_mix(stops, 0.75 * last),) * number
    return tuple(_mix(stops, i * last / (number - 1)) for i in range(number))


def _mix(stops: Sequence[str], place: float) -> str:
    """The colour at a place between stops."""
    low = min(int(place), len(stops) - 2)
    share = place - low
    pairs = zip(*(_parts(stops[i]) for i in (low, low + 1)), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


SEQUENTIAL = pick_colours(5)
"""One hue, lightness falling evenly, so that it reads the same with any colour vision."""
