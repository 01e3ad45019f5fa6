"""Words near a name, against the patterns that say the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract.cues import Cue, CueTable

TABLE = CueTable(
    (
        Cue("launch", "启动 上线", reach=3, of_stops=True, softened="了"),
        Cue("use", "使用 用", reach=2),
        Cue("list", "、 和"),
        Cue("of", "平台", softened="的"),
    )
)
BEFORE = {
    "launch": r"(?:启动|上线)了?[^，。；的]{0,3}\Z",
    "use": r"(?:使用|用)[^，。；]{0,2}\Z",
    "list": r"[、和]\Z",
    "of": r"平台的?\Z",
}
AFTER = {
    "launch": r"\A(?:[^，。；]{0,3}|[^，。；]{3}了)(?:启动|上线)",
    "use": r"\A[^，。；]{0,2}(?:使用|用)",
    "list": r"\A[、和]",
    "of": r"\A的?平台",
}
PIECES = ("启动", "上线", "使用", "用", "了", "的", "，", "。", "、", "和", "平台", "云")
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


@given(TEXTS)
def test_before_a_name_they_mean_what_the_patterns_say(text: str) -> None:
    assert TABLE.before(text) == {key for key, way in BEFORE.items() if re.search(way, text)}


@given(TEXTS)
def test_behind_a_name_they_mean_what_the_patterns_say(text: str) -> None:
    assert TABLE.after(text) == {key for key, way in AFTER.items() if re.search(way, text)}


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
    assert TABLE.before(text) == meanings
