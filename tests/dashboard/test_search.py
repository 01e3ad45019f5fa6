from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.search import build_search, read_choice
from dashboard.wording import Wording


def test_the_box_gets_the_words_of_its_language(zh: Wording, en: Wording) -> None:
    for wording, label in ((zh, "查找地区"), (en, "Find a place")):
        given = build_search("component/names.json?v=1", wording)
        assert given["table"] == "component/names.json?v=1"
        assert given["language"] == wording.language
        assert given["words"]["label"] == label
        assert "{query}" in given["words"]["none"]
        assert all(given["words"].values())


@pytest.mark.parametrize(
    ("chosen", "adcode"),
    [
        ({"adcode": "330106"}, "330106"),
        ({"adcode": "33010"}, None),
        ({"adcode": "330106\n"}, None),
        ({"adcode": "３３０１０６"}, None),
        ({"adcode": 330106}, None),
        ({"adcode": ["330106"]}, None),
        ({"code": "330106"}, None),
        ("330106", None),
        (None, None),
    ],
)
def test_only_a_code_is_an_answer(chosen: Any, adcode: str | None) -> None:
    assert read_choice(SimpleNamespace(chosen=chosen)) == adcode


def test_no_answer_is_none() -> None:
    assert read_choice(None) is None
