"""The look at the next character that goes before the patterns of what a name runs on into."""

from __future__ import annotations

import re
from re import _constants as op
from re import _parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.places import namesakes
from geodata.wordscan import list_beginnings

LOOKED_FOR = [(pattern, namesakes._BEGINNINGS) for pattern in namesakes._RUN_ON]


def list_first(parsed: object) -> tuple[set[str], bool]:
    """Characters that may come first in a parsed pattern, and whether it may be empty."""
    first: set[str] = set()
    for code, value in parsed:
        if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        if code is op.LITERAL:
            found, empty = {chr(value)}, False
        elif code is op.IN:
            assert {kind for kind, _ in value} == {op.LITERAL}
            found, empty = {chr(character) for _, character in value}, False
        elif code is op.BRANCH:
            ways = [list_first(way) for way in value[1]]
            found, empty = set().union(*(way for way, _ in ways)), any(bare for _, bare in ways)
        elif code is op.SUBPATTERN:
            found, empty = list_first(value[3])
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT):
            found, empty = list_first(value[2])
            empty = empty or value[0] == 0
        else:
            raise AssertionError(code)
        first |= found
        if not empty:
            return first, False
    return first, True


@pytest.mark.parametrize(("pattern", "beginnings"), LOOKED_FOR)
def test_no_match_begins_otherwise(pattern: re.Pattern[str], beginnings: frozenset[str]) -> None:
    first, empty = list_first(_parser.parse(pattern.pattern))
    assert not empty
    assert first <= beginnings


def test_beginnings_are_those_of_words_and_classes() -> None:
    pattern = "(?:东[路街]?|南|[一二三四])?(?:大道(?![头区]|尾(?:巴|部))|街)|(?<=前)后|咸?鸭"
    assert list_beginnings(pattern) == set("东路街南一二三四大后咸鸭")


WORDS = st.text(alphabet="东南西一二大道街路胡同头区学院中日报在线记者，。米粉之乡", max_size=6)


@given(WORDS)
def test_nothing_begins_a_match_that_is_not_listed(text: str) -> None:
    for pattern, beginnings in LOOKED_FOR:
        assert text[:1] in beginnings or pattern.match(text) is None
