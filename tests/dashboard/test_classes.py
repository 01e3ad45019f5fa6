from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata as gd
from dashboard.classes import (
    FEWER,
    MAX_CLASSES,
    MIN_CLASSES,
    NO_CLASS,
    OWN_DROPPED,
    OWN_NONE,
    SCHEMES,
    Classes,
    classify,
)

K = st.integers(MIN_CLASSES, MAX_CLASSES)
SCHEME = st.sampled_from(SCHEMES)
COUNTS = st.lists(st.integers(0, 10_000), max_size=300)
RATES = st.lists(st.floats(0, 1e7, allow_subnormal=False), max_size=300)
SIGNED = st.lists(st.floats(-1e4, 1e4, allow_subnormal=False), max_size=200)
BREAKS = st.lists(st.floats(-10, 1e5) | st.just(float("nan")), max_size=9)


@pytest.mark.parametrize(
    ("counts", "labels", "members"),
    [
        pytest.param([], (), (), id="nothing"),
        pytest.param([0, 0], (), (), id="only-zeros"),
        pytest.param([7], ("7",), (1,), id="one-region"),
        pytest.param([3, 3, 3, 0], ("3",), (3,), id="all-equal"),
        pytest.param([1, 2, 2, 5], ("1", "2", "3–5"), (1, 2, 1), id="few-values"),
        pytest.param([1, 1000], ("1", "2–1000"), (1, 1), id="one-outlier"),
        pytest.param(
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            ("1–2", "3–4", "5–6", "7–8", "9–10"),
            (2, 2, 2, 2, 2),
            id="fifths",
        ),
        pytest.param(
            [1] * 80 + list(range(2, 20)),
            ("1", "2–6", "7–10", "11–15", "16–19"),
            (80, 5, 4, 5, 4),
            id="ties-take-one-class-not-four",
        ),
        pytest.param(
            [2003, 2016, 2018, 2018, 2019, 2020, 2021, 2022],
            ("2003–2016", "2017–2018", "2019", "2020–2021", "2022"),
            (2, 2, 1, 2, 1),
            id="first-years",
        ),
    ],
)
def test_classes_of_known_counts(
    counts: list[int], labels: tuple[str, ...], members: tuple[int, ...]
) -> None:
    classes = classify(counts)
    assert (classes.labels(), classes.members) == (labels, members)


@pytest.mark.parametrize(
    ("scheme", "labels", "members"),
    [
        ("quantile", ("1", "2", "3–5", "6–9", "10–100"), (3, 2, 2, 2, 2)),
        ("equal", ("1–20", "21–40", "41–60", "61–80", "81–100"), (10, 0, 0, 0, 1)),
        ("natural", ("1–2", "3–5", "6–7", "8–10", "11–100"), (5, 2, 1, 2, 1)),
    ],
)
def test_schemes_differ_as_they_should(
    scheme: str, labels: tuple[str, ...], members: tuple[int, ...]
) -> None:
    classes = classify([1, 1, 1, 2, 2, 4, 5, 7, 9, 10, 100], scheme)
    assert (classes.scheme, classes.labels(), classes.members) == (scheme, labels, members)


@pytest.mark.parametrize(
    ("rates", "scheme", "labels"),
    [
        pytest.param([3.14159] * 4, "quantile", ("3.14",), id="all-equal"),
        pytest.param([0.00217], "natural", ("0.00217",), id="one-small-rate"),
        pytest.param([0.4, 1.9], "quantile", ("≤1", "1–2"), id="one-either-side"),
        pytest.param(
            [1.5, 2.25, 3.1, 7, 88.2], "quantile", ("≤2", "2–3", "3–4", "4–10", "10–88"), id="five"
        ),
        pytest.param(
            [0.1 * i for i in range(1, 101)],
            "quantile",
            ("≤2", "2–4", "4–6", "6–8", "8–10"),
            id="even",
        ),
        pytest.param(
            [0.5, 5.2, 9.7],
            "equal",
            ("0.5–2.3", "2.3–4.2", "4.2–6.0", "6.0–7.9", "7.9–9.7"),
            id="equal",
        ),
    ],
)
def test_rates_get_round_breaks(rates: list[float], scheme: str, labels: tuple[str, ...]) -> None:
    assert classify(rates, scheme, integral=False).labels() == labels


@pytest.mark.parametrize(
    ("changes", "integral", "labels", "members"),
    [
        pytest.param(
            [-10, -2, -1, 1, 2, 3, 10],
            *(True, ("≤−3", "−2…−1", "+1…+2", "≥+3"), (1, 2, 2, 2)),
            id="both-ways",
        ),
        pytest.param([3, 3, 0], True, ("<0", ">0"), (0, 2), id="all-equal"),
        pytest.param([0, 0], True, (), (), id="no-change"),
        pytest.param([-4], True, ("<0", ">0"), (1, 0), id="one-region-down"),
        pytest.param([1, 4], True, ("≤−2", "−1", "+1", "≥+2"), (0, 0, 1, 1), id="only-up"),
        pytest.param(
            [-0.5, -0.1, 0.5, 0.1, 1.0, 0.25],
            *(False, ("<−0.3", "−0.3…0", "0…+0.3", ">+0.3"), (1, 1, 2, 2)),
            id="shares",
        ),
    ],
)
def test_changes_are_classed_on_both_sides_of_zero(
    changes: list[float], integral: bool, labels: tuple[str, ...], members: tuple[int, ...]
) -> None:
    classes = classify(changes, diverging=True, integral=integral)
    assert (classes.labels(), classes.members) == (labels, members)
    assert classes.class_of(0) == NO_CLASS


@pytest.mark.parametrize(
    ("breaks", "labels", "note"),
    [
        pytest.param((5, 10), ("1–5", "6–10", "11–57"), None, id="highest-value-closes"),
        pytest.param((10, 5, 60), ("1–5", "6–10", "11–60"), None, id="any-order"),
        pytest.param((0, -3, 5), ("1–5", "6–57"), OWN_DROPPED, id="not-above-zero"),
        pytest.param((2.2, 2.9), ("1–2", "3–57"), OWN_DROPPED, id="same-integer"),
        pytest.param((float("inf"), 4), ("1–4", "5–57"), OWN_DROPPED, id="no-number"),
        pytest.param(
            range(2, 12),
            ("1–2", "3", "4", "5", "6", "7", "8–57"),
            OWN_DROPPED,
            id="too-many",
        ),
        pytest.param((), ("1–2", "3–5", "6–9", "10–30", "31–57"), OWN_NONE, id="none"),
    ],
)
def test_own_breaks(breaks: tuple[float, ...], labels: tuple[str, ...], note: str | None) -> None:
    classes = classify([1, 2, 3, 5, 6, 9, 10, 30, 57, 57], "own", breaks=breaks)
    assert (classes.labels(), classes.note) == (labels, note)
    assert classes.scheme == ("quantile" if note == OWN_NONE else "own")


def test_own_breaks_below_every_value_leave_an_empty_class() -> None:
    classes = classify([8, 9], "own", breaks=(3, 8))
    assert (classes.labels(), classes.members) == (("≤3", "4–8", "9"), (0, 1, 1))


def test_pooled_values_decide_the_breaks_and_the_shown_ones_the_members() -> None:
    years = [[1, 2], [3, 4, 5, 6], [7, 8, 9, 10]]
    pooled = [value for year in years for value in year]
    found = [classify(year, pooled=pooled) for year in years]
    assert {classes.upper for classes in found} == {(2, 4, 6, 8, 10)}
    assert [classes.members for classes in found] == [
        (2, 0, 0, 0, 0),
        (0, 2, 2, 0, 0),
        (0, 0, 0, 2, 2),
    ]
    empty = classify([], pooled=pooled)
    assert (empty.upper, empty.members) == ((2, 4, 6, 8, 10), (0, 0, 0, 0, 0))


def test_fewer_classes_than_asked_are_said() -> None:
    assert classify([1, 2, 2], k=4).note == FEWER
    assert classify([1, 2, 3, 4], k=4).note is None
    assert classify([-1, 1, 2], k=5, diverging=True).note is None
    assert classify([-1, 1], k=5, diverging=True).note == FEWER


@pytest.mark.parametrize(("scheme", "k"), [("jenks", 5), ("quantile", 2), ("equal", 8)])
def test_an_unknown_scheme_or_number_is_refused(scheme: str, k: int) -> None:
    with pytest.raises(gd.UsageError, match=r"3 to 7 classes.*quantile, equal, natural, own"):
        classify([1, 2], scheme, k)


def test_what_is_no_number_counts_as_absent() -> None:
    values = [None, float("nan"), float("inf"), -3, 0, 1e-12, 4.5]
    classes = classify(values, integral=False)  # type: ignore[arg-type]
    assert (classes.members, classes.upper) == ((1,), (4.5,))
    assert classes.classes_of(values) == [NO_CLASS] * 6 + [0]  # type: ignore[arg-type]


def test_a_value_beyond_the_last_bound_is_in_the_last_class() -> None:
    classes = classify([1, 2, 3])
    assert (classes.class_of(900), classes.class_of(1)) == (2, 0)


def test_a_given_format_is_used_unless_it_blurs_the_classes() -> None:
    classes = classify([1.5, 2.25, 3.1, 7, 88.2], integral=False)
    assert classes.labels(lambda v: f"{v:.1f} %")[1] == "2.0 %–3.0 %"
    assert classes.labels(lambda v: "some") == classes.labels()


def check(classes: Classes, values: list[float], counted: list[float]) -> None:
    """The laws that hold for whatever is classified."""
    assert list(classes.upper) == sorted(set(classes.upper))
    found = [classes.class_of(value) for value in counted]
    assert classes.classes_of(values) == [classes.class_of(value) for value in values]
    assert [found.count(i) for i in range(len(classes.upper))] == list(classes.members)
    assert sum(classes.members) == len(counted)
    for value, index in zip(counted, found, strict=True):
        assert value <= classes.upper[index]
        assert index == 0 or value > classes.upper[index - 1]
    ordered = [classes.class_of(value) for value in sorted(counted)]
    assert ordered == sorted(ordered)
    labels = classes.labels()
    assert len(set(labels)) == len(labels) == len(classes.upper)


@given(values=COUNTS, scheme=SCHEME, k=K, breaks=BREAKS)
def test_every_positive_count_is_in_one_class_and_no_zero_is(
    values: list[float], scheme: str, k: int, breaks: list[float]
) -> None:
    classes = classify(values, scheme, k, breaks)
    check(classes, values, [value for value in values if value])
    assert all(classes.class_of(value) == NO_CLASS for value in (0, -1))
    if classes.scheme != "own":
        assert len(classes.upper) <= k
    if classes.scheme in ("quantile", "natural"):
        assert len(classes.upper) == min(k, len(set(values) - {0}))
        assert 0 not in classes.members
    for label, before in zip(classes.labels()[1:], classes.upper, strict=False):
        assert label.split("–")[0] == str(int(before) + 1), "labels leave no gap"


@given(values=RATES, scheme=SCHEME, k=K, breaks=BREAKS)
def test_every_positive_rate_is_in_one_class(
    values: list[float], scheme: str, k: int, breaks: list[float]
) -> None:
    classes = classify(values, scheme, k, breaks, integral=False)
    check(classes, values, [value for value in values if value > 1e-9])


@given(values=SIGNED, scheme=SCHEME, k=K, breaks=BREAKS, integral=st.booleans())
def test_every_change_is_in_one_class_on_its_side_of_zero(
    values: list[float], scheme: str, k: int, breaks: list[float], integral: bool
) -> None:
    values = [float(round(value)) for value in values] if integral else values
    classes = classify(values, scheme, k, breaks, integral=integral, diverging=True)
    check(classes, values, [value for value in values if abs(value) > 1e-9])
    half = len(classes.upper) // 2
    assert len(classes.upper) == 2 * half <= MAX_CLASSES
    for value in values:
        if abs(value) > 1e-9:
            assert (classes.class_of(value) < half) == (value < 0)
            mirrored = classes.class_of(value) + classes.class_of(-value)
            assert mirrored == 2 * half - 1, "equal sizes, mirrored classes"


@given(values=RATES, others=RATES, scheme=SCHEME)
def test_breaks_come_from_the_pool_alone(
    values: list[float], others: list[float], scheme: str
) -> None:
    pooled = [*values, *others]
    one = classify(values, scheme, pooled=pooled, integral=False)
    other = classify(others, scheme, pooled=pooled, integral=False)
    whole = classify(pooled, scheme, integral=False)
    assert one.upper == other.upper == whole.upper
    pairs = zip(one.members, other.members, strict=True)
    assert tuple(a + b for a, b in pairs) == whole.members


def test_many_rates_are_sampled_and_still_all_counted() -> None:
    rates = np.random.default_rng(7).lognormal(1, 1.2, 75_000)
    classes = classify(rates, integral=False)
    assert sum(classes.members) == 75_000
    assert all(0.8 * 15_000 < members < 1.2 * 15_000 for members in classes.members)
    assert classes.upper[-1] == rates.max()


def test_labels_of_a_pool_and_its_breaks_agree() -> None:
    classes = classify([0.4, 0.6, 1.2, 2.4, 3.6, 9.9, 12.5], integral=False)
    bounds = [float(label.split("–")[1]) for label in classes.labels()[1:-1]]
    assert bounds == list(classes.upper[1:-1])
    assert all(low < high for low, high in pairwise(classes.upper))
