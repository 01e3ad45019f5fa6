"""From counts to the classes of a choropleth."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import mapclassify
import numpy as np

MAX_CLASSES = 5
QUINTILES = (20, 40, 60, 80, 100)
"""Percentiles that bound the classes from above."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of positive counts; zero is never in one."""

    upper: tuple[int, ...]
    """Inclusive upper bound of each class, rising."""
    lowest: int
    """Smallest count that occurs."""
    members: tuple[int, ...]
    """How many units are in each class."""

    def class_of(self, count: int) -> int:
        """Index of the class that a positive count, not above the last bound, is in."""
        return bisect_left(self.upper, count)

    def labels(self) -> tuple[str, ...]:
        """Each class as "5" or "2–4", without gaps between them."""
        starts = (self.lowest, *(bound + 1 for bound in self.upper[:-1]))[: len(self.upper)]
        return tuple(
            str(end) if start == end else f"{start}–{end}"
            for start, end in zip(starts, self.upper, strict=True)
        )


def classify(counts: Iterable[int]) -> Classes:
    """Quantile classes of the positive counts, at most MAX_CLASSES of them.

    Few different values get a class each; equal values always share one, so there may be fewer
    classes than asked for.
    """
    positive = np.array(sorted(count for count in counts if count > 0))
    if not positive.size:
        return Classes((), 0, ())
    distinct = np.unique(positive)
    if distinct.size <= MAX_CLASSES:
        bounds = distinct
    else:
        quantiles = mapclassify.Percentiles(positive, pct=QUINTILES).bins
        # Down to a count that occurs, so that no class is empty; 1e-9 is for rounding.
        nearest = np.searchsorted(positive, quantiles + 1e-9, side="right") - 1
        bounds = np.unique(positive[nearest])
    upper = tuple(int(bound) for bound in bounds)
    sizes = np.bincount(np.searchsorted(bounds, positive), minlength=len(upper))
    return Classes(upper, int(positive[0]), tuple(int(size) for size in sizes))
