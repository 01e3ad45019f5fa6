"""Which mentions are one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract.candidates import fold_name
from tests.extract.conftest import Find

PLACES = frozenset({"南通", "南通市", "江苏", "江苏省", "江苏省南通市"})


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("南通市健康信息平台", "健康信息平台"),
        ("江苏省南通市健康信息平台", "健康信息平台"),
        ("健康信息平台", "健康信息平台"),
        ("苏州健康信息平台", "苏州健康信息平台"),
        ("南通App", "南通app"),
        ("南通 市民卡 App", "市民卡app"),
        ("南通市 健康 App", "健康app"),
        ("南通", "南通"),
        ("", ""),
    ],
)
def test_a_name_without_the_place_before_it(name: str, folded: str) -> None:
    assert fold_name(name, PLACES) == folded


@given(st.text("南通市江苏省 平台aA", max_size=20))
def test_folding_shortens_and_never_adds(name: str) -> None:
    folded = fold_name(name, PLACES)
    assert name.replace(" ", "").lower().endswith(folded)
    assert bool(folded) == bool(name.replace(" ", ""))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("南通市健康平台上线。健康平台覆盖全市。", 1, id="with-and-without-place"),
        pytest.param("“苏服办”App上线，市民下载“苏服办”即可。", 1, id="quoted-heart"),
        pytest.param("浙里办上线，浙里办覆盖全省。", 1, id="the-same-twice"),
        pytest.param("智慧城管平台上线，智慧交通平台随后。", 2, id="two-that-share-a-word"),
        pytest.param("启用智慧水务系统。\n另建智慧水利系统。", 2, id="two-alike"),
    ],
)  # fmt: skip
def test_mentions_of_one_thing_are_joined(find: Find, text: str, count: int) -> None:
    assert len(find(text)) == count


def test_other_forms_become_aliases(find: Find) -> None:
    (candidate,) = find("“苏服办”App上线，市民下载“苏服办”即可。")
    assert candidate.name == "苏服办App"
    assert candidate.aliases == ("苏服办",)
    assert len(candidate.mentions) == 2
