"""The breaks against mapclassify's, and round numbers by hand."""

from __future__ import annotations

import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.breaks import (
    POINTS,
    Array,
    break_naturally,
    break_quantiles,
    round_between,
    round_breaks,
    split_evenly,
    split_integers,
)

# mapclassify's own search for natural breaks takes 45 ms for 200 values without numba.
pytestmark = pytest.mark.filterwarnings("ignore:Numba not installed")


def spread(values: Array, ends: list[int]) -> float:
    """Sum of squared deviations within classes."""
    parts = np.split(values, [end + 1 for end in ends])
    return float(sum(((part - part.mean()) ** 2).sum() for part in parts))


@given(
    values=st.lists(st.integers(1, 2_000), min_size=8, max_size=40, unique=True),
    k=st.integers(3, 7),
)
def test_natural_breaks_are_those_of_fisher_and_jenks(values: list[int], k: int) -> None:
    distinct = np.array(sorted(values), dtype=float)
    ends = break_naturally(distinct, np.ones(distinct.size), k)
    peer = mapclassify.FisherJenks(distinct, k=k)
    theirs = [int(np.searchsorted(distinct, bound)) for bound in peer.bins[:-1]]
    assert len(ends) == k - 1
    assert spread(distinct, ends) == pytest.approx(spread(distinct, theirs), rel=1e-9)


def test_a_frequent_value_weighs_as_much_as_its_copies() -> None:
    copies = np.array([1, 1, 1, 1, 1, 2, 4, 4, 4, 9, 9, 20], dtype=float)
    distinct, counts = np.unique(copies, return_counts=True)
    ends = break_naturally(distinct, counts.astype(float), 4)
    assert [distinct[end] for end in ends] == [2, 4, 9]
    assert mapclassify.FisherJenks(copies, k=4).bins.tolist() == [2, 4, 9, 20]


def test_grouping_many_values_costs_almost_nothing() -> None:
    rng = np.random.default_rng(3)
    for values in (rng.lognormal(1, 1.2, 600), rng.normal(50, 9, 600), rng.uniform(0, 1, 600)):
        distinct = np.sort(values)
        assert distinct.size > POINTS
        grouped = spread(distinct, break_naturally(distinct, np.ones(600), 5))
        peer = mapclassify.FisherJenks(distinct, k=5)
        best = spread(distinct, [int(np.searchsorted(distinct, b)) for b in peer.bins[:-1]])
        assert grouped <= 1.02 * best


@given(
    values=st.lists(st.integers(1, 10**6), min_size=7, max_size=200, unique=True),
    k=st.integers(3, 7),
)
def test_quantiles_of_different_values_are_those_of_mapclassify(values: list[int], k: int) -> None:
    distinct = np.array(sorted(values), dtype=float)
    ends = break_quantiles(distinct, np.ones(distinct.size), k)
    peer = mapclassify.Quantiles(distinct, k=k).bins
    for end, bound in zip(ends, peer, strict=False):
        assert abs(end - (np.searchsorted(distinct, bound, side="right") - 1)) <= 1


def test_equal_intervals_are_those_of_mapclassify_rounded() -> None:
    values = np.array([0.31, 2.2, 4.9, 9.73])
    peer = mapclassify.EqualInterval(values, k=5).bins
    assert [*split_evenly(0.31, 9.73, 5), 9.73] == pytest.approx(peer, abs=(9.73 - 0.31) / 100)
    assert split_evenly(0.31, 9.73, 5) == [2.2, 4.1, 6.0, 7.8]
    assert split_evenly(1e5, 9e5, 4) == [300_000, 500_000, 700_000]


@pytest.mark.parametrize(
    ("low", "high", "k", "bounds"),
    [
        (1, 10, 5, [2, 4, 6, 8, 10]),
        (1, 11, 5, [2, 4, 6, 8, 11]),
        (3, 5, 5, [3, 4, 5]),
        (2003, 2024, 4, [2007, 2013, 2018, 2024]),
    ],
)
def test_integers_are_split_without_gaps(low: int, high: int, k: int, bounds: list[int]) -> None:
    assert split_integers(low, high, k) == bounds


@pytest.mark.parametrize(
    ("low", "high", "target", "found"),
    [
        (1.83, 2.64, 2.2, 2),
        (2.1, 2.9, 2.4, 2.5),
        (2.31, 2.44, 2.35, 2.4),
        (97, 104, 98, 100),
        (0.00312, 0.00391, 0.0033, 0.0035),
        (3.0, 4.0, 3.5, 3),
        (1234567, 1234568, 1234567, 1234567),
    ],
)
def test_the_roundest_number_between(low: float, high: float, target: float, found: float) -> None:
    assert round_between(low, high, target) == found


@given(
    values=st.lists(st.floats(1e-3, 1e6), min_size=8, max_size=200, unique=True),
    k=st.integers(3, 7),
    slack=st.floats(0, 0.3),
)
def test_rounded_breaks_leave_no_class_empty(values: list[float], k: int, slack: float) -> None:
    distinct = np.unique(np.round(values, 4))
    weights = np.ones(distinct.size)
    ends = break_quantiles(distinct, weights, k)
    bounds = round_breaks(distinct, weights, ends, slack)
    sizes = np.bincount(np.searchsorted(bounds, distinct), minlength=len(bounds) + 1)
    assert len(bounds) == len(ends)
    assert sizes.min() >= 1
    assert sizes.sum() == distinct.size
