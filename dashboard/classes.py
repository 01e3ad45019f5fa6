"""From values to the classes of a choropleth."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import floor, inf, isfinite, log10, nextafter

import numpy as np

import geodata as gd
from dashboard.breaks import (
    NATURAL_SLACK,
    QUANTILE_SLACK,
    Array,
    break_naturally,
    break_quantiles,
    count_decimals,
    round_breaks,
    split_evenly,
    split_integers,
)

SCHEMES = ("quantile", "equal", "natural", "own")
QUANTILE, EQUAL, NATURAL, OWN = SCHEMES
DEFAULT_CLASSES = 5
MIN_CLASSES, MAX_CLASSES = 3, 7
"""What may be asked for; there are fewer where there are fewer different values."""
NOTHING = 1e-9
"""A rate this near to zero is the rounding of a difference: zero, and in no class."""
SAMPLE = 30_000
"""Of more rates than these, evenly spaced ones decide the breaks; integers all count."""
NO_CLASS = -1
OWN_DIGITS, OWN_UNIT = 6, 1e-6
"""Own breaks of rates are read to so many digits after the point."""

FEWER, OWN_DROPPED, OWN_NONE = "classes_fewer", "classes_own_dropped", "classes_own_none"
"""Sentences on classes that are not as asked for."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of values; zero is never in one.

    Without `diverging` only positive values are in classes. With it there are as many classes
    below zero as above, mirrored.
    """

    scheme: str
    """The one applied: quantile where own breaks were of no use."""
    upper: tuple[float, ...]
    """Inclusive upper bound of each class, rising."""
    lowest: float
    """Smallest value that occurs."""
    members: tuple[int, ...]
    """How many values are in each class."""
    diverging: bool = False
    integral: bool = True
    note: str | None = None
    """Key of a sentence with {n}, classes there are, and {k}, classes asked for."""
    decimals: int = 0
    """Digits after the point that tell the bounds apart."""

    def class_of(self, value: float) -> int:
        """Index of the value's class; NO_CLASS for zero, and below it unless diverging.

        What lies above the last bound is in the last class, below the lowest value in the first.
        """
        if not self.upper or not self._counts(value):
            return NO_CLASS
        return min(bisect_left(self.upper, value), len(self.upper) - 1)

    def classes_of(self, values: Iterable[float]) -> list[int]:
        """`class_of` for many values at once."""
        read = _read(values)
        if not self.upper:
            return [NO_CLASS] * read.size
        places = np.minimum(np.searchsorted(self.upper, read), len(self.upper) - 1)
        counted = np.isfinite(read) & ((np.abs(read) if self.diverging else read) > NOTHING)
        found: list[int] = np.where(counted, places, NO_CLASS).tolist()
        return found

    def _counts(self, value: float) -> bool:
        return isfinite(value) and (abs(value) if self.diverging else value) > NOTHING

    def labels(self, format: Callable[[float], str] | None = None) -> tuple[str, ...]:
        """Each class in figures: "5" or "2–4", "1.5–2.5", "−4…−1"; no two are equal.

        Integers leave no gaps; rates share their bounds, each of which is in the lower class. The
        outermost of diverging classes are open.

        Args:
            format: Writes a number, by default with `decimals` digits. One too coarse to tell the
                classes apart is passed over.
        """
        write = format or self._write
        found = self._diverging_labels(write) if self.diverging else self._labels(write)
        distinct = len(set(found)) == len(found)
        return found if distinct or format is None else self.labels()

    def _write(self, value: float) -> str:
        text = f"{abs(value):.{self.decimals}f}"
        if not float(text):
            return "0"
        sign = ("−" if value < 0 else "+") if self.diverging else ""
        return sign + text

    def _labels(self, write: Callable[[float], str]) -> tuple[str, ...]:
        if self.integral:
            starts = (self.lowest, *(bound + 1 for bound in self.upper[:-1]))
        else:
            starts = (self.lowest, *self.upper[:-1])
        found = []
        for i, (start, end) in enumerate(zip(starts, self.upper, strict=False)):
            first, last = write(start), write(end)
            if start == end:
                found.append(first)
            elif i == 0 and (start > end or first in (last, write(0))):
                found.append(f"≤{last}")
            else:
                found.append(f">{first}" if first == last else f"{first}–{last}")
        return tuple(found)

    def _diverging_labels(self, write: Callable[[float], str]) -> tuple[str, ...]:
        sizes = self.upper[len(self.upper) // 2 :]
        if not sizes:
            return ()
        gap = int(self.integral)
        starts = (gap, *(size + gap for size in sizes[:-1]))
        inner = [
            (start, end) if start != end else (start,)
            for start, end in zip(starts[:-1], sizes, strict=False)
        ]
        below = ["…".join(write(-size) for size in reversed(pair)) for pair in reversed(inner)]
        above = ["…".join(map(write, pair)) for pair in inner]
        edge = starts[-1]
        signs = ("<", ">") if len(sizes) == 1 or not self.integral else ("≤", "≥")
        if len(sizes) == 1:
            edge = 0
        return (f"{signs[0]}{write(-edge)}", *below, *above, f"{signs[1]}{write(edge)}")


def classify(
    values: Iterable[float],
    scheme: str = QUANTILE,
    k: int = DEFAULT_CLASSES,
    breaks: Sequence[float] = (),
    *,
    integral: bool = True,
    diverging: bool = False,
    pooled: Iterable[float] | None = None,
) -> Classes:
    """Classes of all positive values, or of all below and above zero.

    Equal values always share a class. Values that are no number count as absent.

    Args:
        values: What is mapped; `members` counts these.
        scheme: One of SCHEMES.
        k: Classes asked for; diverging ones are half of them, rounded down, on each side.
        breaks: Inclusive upper bounds of the scheme "own", in any order; sizes when diverging.
        integral: Whether values are whole numbers, as counts and years are.
        diverging: Whether there are classes below zero.
        pooled: Values that decide the breaks, such as those of all years; `values` by default.

    Raises:
        gd.UsageError: If scheme or k is not among those on offer.
    """
    if scheme not in SCHEMES or not MIN_CLASSES <= k <= MAX_CLASSES:
        raise gd.UsageError(
            f"{k} classes of scheme {scheme!r}: give {MIN_CLASSES} to {MAX_CLASSES} classes and "
            f"one of {', '.join(SCHEMES)}."
        )
    shown = _keep(_read(values), integral, diverging)
    pool = shown if pooled is None else _keep(_read(pooled), integral, diverging)
    if not pool.size:
        pool = shown
    if not pool.size:
        return Classes(scheme, (), 0, (), diverging, integral)
    asked = k // 2 if diverging else k
    distinct, weights = _tally(np.abs(pool), integral)
    distinct[-1] = np.abs(pool).max()
    note = None
    if scheme == OWN:
        most = MAX_CLASSES // 2 if diverging else MAX_CLASSES
        bounds, note = _read_own(breaks, float(distinct[-1]), most, integral)
        scheme = OWN if bounds else QUANTILE
    if scheme != OWN:
        bounds = _bound(distinct, weights, scheme, asked, integral)
        note = note or (FEWER if len(bounds) < asked else None)
    decimals = 0 if integral else count_decimals(bounds[:-1], bounds[-1])
    upper = _mirror(bounds, integral) if diverging else tuple(bounds)
    lowest = float(min(pool.min(), shown.min() if shown.size else inf))
    lowest = int(lowest) if integral else lowest
    bare = Classes(scheme, upper, lowest, (), diverging, integral, note, decimals)
    places = np.array(bare.classes_of(shown), dtype=np.intp)
    return replace(bare, members=tuple(np.bincount(places, minlength=len(upper)).tolist()))


def _read(values: Iterable[float]) -> Array:
    if not isinstance(values, np.ndarray | list | tuple):
        values = list(values)
    return np.asarray(values, dtype=np.float64)


def _keep(values: Array, integral: bool, diverging: bool) -> Array:
    if integral:
        values = np.rint(values)
    sizes = np.abs(values) if diverging else values
    return values[np.isfinite(values) & (sizes > NOTHING)]


def _tally(sizes: Array, integral: bool) -> tuple[Array, Array]:
    """Different sizes, rising, and how often each occurs; of many rates, of some of them."""
    if integral and sizes.max() < 1 << 20:
        counts = np.bincount(sizes.astype(np.intp))
        found = np.flatnonzero(counts)
        return found.astype(np.float64), counts[found].astype(np.float64)
    if not integral:
        if sizes.size > SAMPLE:
            ends = [sizes.min(), sizes.max()]
            sizes = np.concatenate((sizes[:: -(-sizes.size // SAMPLE)], ends))
        # Nine digits of the largest: what differs beyond them is the same.
        digits = 8 - floor(log10(sizes.max()))
        sizes = np.maximum(np.round(sizes, digits), 10.0**-digits)
    distinct, counts = np.unique(sizes, return_counts=True)
    return distinct, counts.astype(np.float64)


def _bound(
    distinct: Array, weights: Array, scheme: str, k: int, integral: bool
) -> tuple[float, ...]:
    """Inclusive upper bounds of the classes of positive sizes."""
    low, high = float(distinct[0]), float(distinct[-1])
    if low == high:
        return (int(high) if integral else high,)
    if scheme == EQUAL:
        if integral:
            return tuple(split_integers(int(low), int(high), k))
        return (*split_evenly(low, high, k), high)
    if scheme == QUANTILE:
        ends, slack = break_quantiles(distinct, weights, k), QUANTILE_SLACK
    else:
        ends, slack = break_naturally(distinct, weights, k), NATURAL_SLACK
    if integral:
        return (*(int(distinct[end]) for end in ends), int(high))
    return (*round_breaks(distinct, weights, ends, slack), high)


def _read_own(
    breaks: Sequence[float], high: float, most: int, integral: bool
) -> tuple[tuple[float, ...], str | None]:
    """Typed bounds in order, the highest value after them, and what is to be said of them."""
    usable = [b for b in breaks if isfinite(b) and (b >= 1 if integral else b >= OWN_UNIT)]
    typed = sorted({floor(b) if integral else round(b, OWN_DIGITS) for b in usable})
    if not typed:
        return (), OWN_NONE
    if len(typed) + (high > typed[-1]) > most:
        del typed[most - 1 :]
    note = OWN_DROPPED if len(typed) < len(set(breaks)) else None
    return (*typed, *([high] if high > typed[-1] else [])), note


def _mirror(sizes: Sequence[float], integral: bool) -> tuple[float, ...]:
    """Bounds of mirrored classes: a size that is a bound is in the class nearer to zero."""
    inner = (0, *sizes[:-1])
    below = [-size - 1 if integral else nextafter(-size, -inf) for size in reversed(inner)]
    return (*below, *sizes)
