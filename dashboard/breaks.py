"""Where the classes of a choropleth end: the breaks of each scheme, and round numbers near them.

Values come as `distinct`, rising, with `weights`, how often each occurs. A break is the position
in `distinct` of the last value of a class; the last class needs none.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
POINTS = 200
"""Natural breaks are exact up to so many different values, else sought among so many groups."""
QUANTILE_SLACK = 0.1
"""Share of a class by which rounding may move a quantile."""
NATURAL_SLACK = 0.02
"""The same for natural breaks, which lie in gaps where there are any."""


def break_quantiles(distinct: Array, weights: Array, k: int) -> list[int]:
    """As many values in each class as ties allow; always as many classes as there can be.

    What a frequent value takes beyond its share is missing from all classes above it evenly.
    """
    k = min(k, distinct.size)
    total = np.cumsum(weights)
    ends: list[int] = []
    start, done = 0, 0.0
    for left in range(k, 1, -1):
        target = done + (total[-1] - done) / left
        end = int(np.searchsorted(total, target - 1e-9))
        if end > start and target - total[end - 1] < total[end] - target:
            end -= 1
        end = min(max(end, start), distinct.size - left)
        ends.append(end)
        start, done = end + 1, float(total[end])
    return ends


def break_naturally(distinct: Array, weights: Array, k: int) -> list[int]:
    """Fisher's breaks: the least sum of squared deviations within classes (Jenks' optimum).

    More than POINTS different values are grouped first, by rank and by size in equal parts, so
    that both the crowd and the few large ones keep their detail.
    """
    k = min(k, distinct.size)
    if distinct.size <= POINTS:
        return _fisher(distinct, weights, k)
    total = np.cumsum(weights)
    half = POINTS // 2
    by_rank = np.searchsorted(total, total[-1] * np.arange(1, half) / half)
    by_size = np.searchsorted(distinct, np.linspace(distinct[0], distinct[-1], half + 1)[1:-1])
    last = np.unique(np.concatenate((by_rank, by_size, [distinct.size - 1])))
    first = np.concatenate(([0], last[:-1] + 1))
    mass = np.add.reduceat(weights, first)
    centre = np.add.reduceat(weights * distinct, first) / mass
    return [int(last[end]) for end in _fisher(centre, mass, min(k, last.size))]


def _fisher(points: Array, weights: Array, k: int) -> list[int]:
    """Dynamic programme over all classes i..j, their costs from running sums."""
    moved = points - np.average(points, weights=weights)
    mass, first, second = (
        np.concatenate(([0.0], np.cumsum(weights * moved**power))) for power in range(3)
    )
    i, j = np.arange(points.size)[:, None], np.arange(points.size)[None, :] + 1
    held = np.where(j > i, mass[j] - mass[i], 1.0)
    cost = second[j] - second[i] - (first[j] - first[i]) ** 2 / held
    cost[j <= i] = np.inf
    best = cost[0]
    chosen = []
    for _ in range(k - 1):
        # Row a: the last class begins at a + 1.
        sums = best[:-1, None] + cost[1:]
        chosen.append(np.argmin(sums, axis=0))
        best = np.min(sums, axis=0)
    ends, end = [], points.size - 1
    for starts in reversed(chosen):
        end = int(starts[end])
        ends.append(end)
    return ends[::-1]


def split_integers(low: int, high: int, k: int) -> list[int]:
    """Inclusive upper bounds of classes with equally many integers, as near as can be."""
    span = high - low + 1
    k = min(k, span)
    return [low - 1 + span * i // k for i in range(1, k + 1)]


def split_evenly(low: float, high: float, k: int) -> list[float]:
    """Bounds between classes of one width, rounded by at most a twentieth of it."""
    width = (high - low) / k
    digits = ceil(-log10(width / 10))
    return [round(low + i * width, digits) for i in range(1, k)]


def round_breaks(distinct: Array, weights: Array, ends: Sequence[int], slack: float) -> list[float]:
    """A round number for each break, with at least one value in every class.

    Args:
        distinct: At least one value more than there are breaks.
        weights: How often each occurs.
        ends: The breaks, rising.
        slack: Share of the smaller class beside it by which a break may move to a rounder number.
    """
    total = np.cumsum(weights)
    shares = np.diff(total[[*ends, -1]], prepend=0)
    bounds: list[float] = []
    before = -1
    for number, end in enumerate(ends):
        room = distinct.size - 1 - (len(ends) - number)
        reach = slack * min(shares[number], shares[number + 1])
        lowest = max(min(int(np.searchsorted(total, total[end] - reach)), end), before + 1)
        highest = int(np.searchsorted(total, total[end] + reach, side="right")) - 1
        highest = max(min(max(highest, end), room), lowest)
        bound = round_between(
            float(distinct[lowest]), float(distinct[highest + 1]), float(distinct[end])
        )
        bounds.append(bound)
        before = int(np.searchsorted(distinct, bound, side="right")) - 1
    return bounds


def round_between(low: float, high: float, target: float) -> float:
    """The roundest number from `low` to below `high`, near `target` where several are as round."""
    exponent = floor(log10(high))
    for power in range(exponent, exponent - 12, -1):
        for share in (1, 0.5, 0.2):
            step = share * 10.0**power
            digits = max(0, -power + (share < 1))
            nearest = round(target / step)
            first, last = ceil(low / step - 1e-9), ceil(high / step - 1e-9) - 1
            if first <= last and (bound := min(max(nearest, first), last)) > 0:
                found = round(bound * step, digits)
                if low <= found < high:
                    return found
    return low


def count_decimals(bounds: Sequence[float], highest: float) -> int:
    """Digits after the point that show every bound as it is; three significant ones for none."""
    if not bounds:
        return max(0, 2 - floor(log10(highest)))
    needed = 0
    while needed < 20 and any(abs(round(b, needed) - b) > 1e-10 * b for b in bounds):
        needed += 1
    return needed
