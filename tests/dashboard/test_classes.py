from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.classes import MAX_CLASSES, classify


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
    ],
)
def test_classes_of_known_counts(
    counts: list[int], labels: tuple[str, ...], members: tuple[int, ...]
) -> None:
    classes = classify(counts)
    assert (classes.labels(), classes.members) == (labels, members)


@given(counts=st.lists(st.integers(0, 10_000), max_size=400))
def test_every_positive_count_is_in_one_class_and_no_zero_is(counts: list[int]) -> None:
    classes = classify(counts)
    positive = [count for count in counts if count]
    assert len(classes.upper) <= MAX_CLASSES
    assert list(classes.upper) == sorted(set(classes.upper))
    assert sum(classes.members) == len(positive)
    found = [classes.class_of(count) for count in positive]
    assert [found.count(i) for i in range(len(classes.upper))] == list(classes.members)
    assert 0 not in classes.members
    for count, index in zip(positive, found, strict=True):
        assert count <= classes.upper[index]
        assert index == 0 or count > classes.upper[index - 1]
