"""Words found in one pass, however long the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import wordscan
from geodata.wordscan import WordScan

WORDS = ("平台", "云平台", "平台云", "云", "台", "移动云")
TEXTS = st.text("云平台移动a，\ud800", max_size=40)


def occurrences(text: str) -> list[tuple[int, int, int]]:
    """All occurrences of all words, by trying each at each place."""
    found = [
        (number, start, start + len(word))
        for start in range(len(text))
        for number, word in enumerate(WORDS)
        if text.startswith(word, start)
    ]
    return sorted(found, key=lambda hit: (hit[2], hit[1]))


def longest(text: str) -> list[tuple[int, int, int]]:
    """From the left, the longest word that begins at each place behind the one before."""
    chosen: list[tuple[int, int, int]] = []
    for hit in sorted(occurrences(text), key=lambda hit: (hit[1], -hit[2])):
        if not chosen or hit[1] >= chosen[-1][2]:
            chosen.append(hit)
    return chosen


@given(TEXTS)
def test_every_occurrence_is_found(text: str) -> None:
    assert list(WordScan(WORDS).find(text)) == occurrences(text)


@given(TEXTS)
def test_of_overlapping_words_the_leftmost_longest_is_found(text: str) -> None:
    assert list(WordScan(WORDS, longest=True).find(text)) == longest(text)


@pytest.mark.parametrize("step", [1, 2, 3, 7])
@given(text=TEXTS)
def test_a_long_text_gives_the_same_in_parts(step: int, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wordscan, "STEP", step)
        assert list(WordScan(WORDS).find(text)) == occurrences(text)
        assert list(WordScan(WORDS, longest=True).find(text)) == longest(text)


def test_no_words_are_never_found() -> None:
    assert list(WordScan(()).find("云平台")) == []
