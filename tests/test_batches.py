"""Groups of about one size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.batches import gather


@pytest.mark.parametrize(
    ("words", "most", "groups"),
    [
        pytest.param(["aa", "bb", "c"], 9, [["aa", "bb"], ["c"]], id="by-size"),
        pytest.param(["", "", "", "a"], 2, [["", ""], ["", "a"]], id="by-number"),
        pytest.param(["aaaaa", "b"], 9, [["aaaaa"], ["b"]], id="larger-than-enough"),
        pytest.param([], 9, [], id="none"),
    ],
)
def test_groups_end_when_they_are_large_or_many(
    words: list[str], most: int, groups: list[list[str]]
) -> None:
    assert list(gather(words, len, 4, most)) == groups


@given(st.lists(st.text(max_size=5)), st.integers(1, 9), st.integers(1, 4))
def test_nothing_is_lost_and_no_group_is_empty(words: list[str], enough: int, most: int) -> None:
    groups = list(gather(words, len, enough, most))
    assert [word for group in groups for word in group] == words
    assert all(0 < len(group) <= most for group in groups)
    assert all(sum(map(len, group[:-1])) < enough for group in groups)
