"""That no two colours on the map can be taken for each other, by whoever looks."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from dashboard.classes import MAX_CLASSES
from dashboard.style import DARK, DARK_INK, LIGHT, SEQUENTIAL, ZERO, Ground, pick_colours
from tests.dashboard.colour_vision import Lab, ciede2000, contrast, least_distance, luminance

# CIEDE2000: about 1 can just be seen side by side; 5 can be told apart on a map with borders.
NEIGHBOURS = 8.0
"""Between neighbouring classes, for the vision that has it hardest, up to seven classes."""
NEIGHBOURS_OF_FIVE = 12.0
ACROSS = 14.0
"""Between any two of a diverging palette, zero among them."""
LINE, TEXT = 3.0, 4.5
"""WCAG 2.2: success criteria 1.4.11 and 1.4.3."""

GROUNDS = pytest.mark.parametrize(
    ("ground", "dark"),
    [pytest.param(LIGHT, False, id="light"), pytest.param(DARK, True, id="dark")],
)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ],
)
def test_the_distance_is_the_published_one(one: Lab, other: Lab, distance: float) -> None:
    assert ciede2000(one, other) == pytest.approx(distance, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(distance, abs=1e-4)


def test_the_simulation_knows_what_cannot_be_told_apart() -> None:
    red, green = "#d7301f", "#5b7f1a"
    assert least_distance(red, green) < 12 < 40 < ciede2000((50, 60, 40), (50, -30, 45))


@GROUNDS
@pytest.mark.parametrize("classes", range(2, MAX_CLASSES + 1))
def test_neighbouring_classes_are_told_apart(ground: Ground, dark: bool, classes: int) -> None:
    colours = pick_colours(classes, dark=dark)
    least = NEIGHBOURS_OF_FIVE if classes <= 5 else NEIGHBOURS
    assert all(least_distance(one, other) >= least for one, other in pairwise(colours))
    shades = [luminance(colour) for colour in colours]
    assert shades == sorted(shades, reverse=not dark), "more is further from the ground"


@GROUNDS
@pytest.mark.parametrize("classes", [2, 4, 6])
def test_classes_around_zero_are_all_told_apart(ground: Ground, dark: bool, classes: int) -> None:
    colours = pick_colours(classes, diverging=True, dark=dark)
    assert len(colours) == classes
    for one, other in combinations((*colours, ground.zero), 2):
        assert least_distance(one, other) >= ACROSS, (one, other)
    half = classes // 2
    for i in range(half):
        low, high = luminance(colours[i]), luminance(colours[-1 - i])
        assert max(low, high) / min(low, high) < 1.5, "equal sizes are equally light"


@GROUNDS
def test_no_kind_of_empty_is_a_class(ground: Ground, dark: bool) -> None:
    found = (*ground.ramp, *ground.below, *ground.above)
    assert all(least_distance(ground.zero, colour) >= NEIGHBOURS for colour in found)
    assert set(ground.patterns) == {"unsearched", "uncollected", "na"}
    marks = {(pattern.ground, pattern.mark) for pattern in ground.patterns.values()}
    assert len(marks) == 3
    for pattern in ground.patterns.values():
        assert contrast(pattern.mark, pattern.ground) >= LINE
        assert contrast(pattern.mark, ground.zero) >= LINE


@GROUNDS
def test_lines_and_words_can_be_seen(ground: Ground, dark: bool) -> None:
    assert contrast(ground.coast, ground.page) >= LINE
    for text in (ground.ink, ground.quiet):
        assert contrast(text, ground.page) >= TEXT
    everything = (
        *(*ground.ramp, *ground.below, *ground.above, ground.zero, ground.page),
        *(pattern.ground for pattern in ground.patterns.values()),
    )
    for colour in everything:
        best = max(contrast(ground.selection, colour), contrast(ground.halo, colour))
        assert best >= LINE, "the selected unit stands out from whatever it is"


def test_ink_can_be_read_on_both_grounds() -> None:
    assert contrast(LIGHT.ink, LIGHT.page) >= TEXT
    assert contrast(DARK_INK, DARK.page) >= TEXT


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("diverging", [False, True])
@pytest.mark.parametrize("classes", [0, 1, 2, 3, 4, 5, 6, 7])
def test_each_class_has_a_colour_of_its_own(classes: int, diverging: bool, dark: bool) -> None:
    colours = pick_colours(classes, diverging, dark=dark)
    wanted = classes // 2 * 2 if diverging else classes
    assert len(set(colours)) == len(colours) == wanted
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
    assert pick_colours(classes, diverging, reverse=True, dark=dark) == colours[::-1]


def test_a_lone_class_is_no_extreme() -> None:
    assert pick_colours(1)[0] not in (LIGHT.ramp[0], LIGHT.ramp[-1])
    assert pick_colours(2, diverging=True)[0] != LIGHT.below[0]


def test_the_palette_of_charts_is_that_of_five_classes() -> None:
    assert pick_colours(5) == SEQUENTIAL
    assert LIGHT.zero == ZERO
