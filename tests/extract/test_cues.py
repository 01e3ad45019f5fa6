"""Words near a name, against the patterns that say the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract.cues import Cue, CueTable, SignTable

CUES = (
    Cue("launch", "启动 上线", reach=3, of_stops=True, softened="了"),
    Cue("use", "使用 用", reach=2),
    Cue("list", "、 和"),
    Cue("of", "平台", softened="的"),
)
BEFORE, AFTER = CueTable(CUES, ()), CueTable((), CUES)
WAYS_BEFORE = {
    "launch": r"(?:启动|上线)了?[^，。；的]{0,3}\Z",
    "use": r"(?:使用|用)[^，。；]{0,2}\Z",
    "list": r"[、和]\Z",
    "of": r"平台的?\Z",
}
WAYS_AFTER = {
    "launch": r"\A(?:[^，。；的]{0,3}|[^，。；的]{3}了)(?:启动|上线)",
    "use": r"\A[^，。；]{0,2}(?:使用|用)",
    "list": r"\A[、和]",
    "of": r"\A的?平台",
}
PIECES = ("启动", "上线", "使用", "用", "了", "的", "，", "。", "、", "和", "平台", "云")
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


def say_before(text: str) -> set[str]:
    """What stands before a name at the end of the text."""
    return set(BEFORE.around(BEFORE.look(text), text, 0, len(text), len(text), len(text)))


def say_after(text: str) -> set[str]:
    """What stands behind a name at the begin of the text."""
    return set(AFTER.around(AFTER.look(text), text, 0, 0, 0, len(text)))


@given(TEXTS)
def test_before_a_name_they_mean_what_the_patterns_say(text: str) -> None:
    assert say_before(text) == {key for key, way in WAYS_BEFORE.items() if re.search(way, text)}


@given(TEXTS)
def test_behind_a_name_they_mean_what_the_patterns_say(text: str) -> None:
    assert say_after(text) == {key for key, way in WAYS_AFTER.items() if re.search(way, text)}


@given(TEXTS, st.lists(st.integers(0, 80), min_size=4, max_size=4))
def test_amid_a_text_they_mean_what_they_do_alone(text: str, offsets: list[int]) -> None:
    first, start, end, last = sorted(min(offset, len(text)) for offset in offsets)
    found = BEFORE.around(BEFORE.look(text), text, first, start, end, last)
    assert set(found) == say_before(text[first:start])
    found = AFTER.around(AFTER.look(text), text, first, start, end, last)
    assert set(found) == say_after(text[end:last])


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("", set()),
        ("启动了云和", {"launch", "list"}),
        ("启动云云云云", set()),
        ("启动了云云云", {"launch"}),
        ("启动的", set()),
        ("启动，云", set()),
    ],
)
def test_by_hand(text: str, meanings: set[str]) -> None:
    assert say_before(text) == meanings


def test_a_sign_is_not_read_into_a_longer_word() -> None:
    table = SignTable({"organ": ("部", "政府"), "firm": ("企业",)}, ("内部", "企业开办"))
    assert table.look("内部，企业开办，商务部和企业") == {"organ": [10], "firm": [12]}
