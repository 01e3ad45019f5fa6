from __future__ import annotations

import re
from itertools import pairwise

import pytest

from dashboard.style import SEQUENTIAL, ZERO, pick_colours


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_classes_differ_in_lightness_so_that_colour_vision_does_not_matter() -> None:
    assert all(contrast(light, dark) >= 1.35 for light, dark in pairwise(SEQUENTIAL))
    assert [luminance(c) for c in SEQUENTIAL] == sorted(map(luminance, SEQUENTIAL), reverse=True)


def test_none_found_is_no_shade_of_the_classes() -> None:
    assert luminance(ZERO) > luminance(SEQUENTIAL[0])
    red, _, blue = (int(ZERO[i : i + 2], 16) for i in (1, 3, 5))
    assert red > blue
    for colour in SEQUENTIAL:
        red, _, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert blue > red


@pytest.mark.parametrize("classes", range(6))
def test_each_class_has_a_colour_of_its_own(classes: int) -> None:
    colours = pick_colours(classes)
    assert len(set(colours)) == len(colours) == classes
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
