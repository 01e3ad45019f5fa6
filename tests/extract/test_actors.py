"""Bodies named in a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract.actors import _BODIES, _ENDINGS, MAX_ACTORS, MAX_READ, find_actors


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("南通市卫计委与中国电信联合建成平台", ("南通市卫计委",)),
        ("日前，江苏省工商局、南京市人民政府印发方案", ("江苏省工商局", "南京市人民政府")),
        ("记者从杭州市数据资源管理局获悉", ("杭州市数据资源管理局",)),
        ("贵阳市大数据管理局成立", ("贵阳市大数据管理局",)),
        ("江苏省经信委印发", ("江苏省经信委",)),
        ("呼和浩特市政府启动", ("呼和浩特市政府",)),
        ("由南通市公安局和南通市教育局共建", ("南通市公安局", "南通市教育局")),
        ("南通市公安局启用，南通市公安局介绍", ("南通市公安局",)),
        ("国务院办公厅转发", ("国务院办公厅",)),
        ("市民都说平台好用", ()),
        ("", ()),
    ],
)
def test_bodies(sentence: str, expected: tuple[str, ...]) -> None:
    assert find_actors(sentence) == expected


def test_bodies_have_a_bound() -> None:
    signs = "甲乙丙丁戊己庚辛"
    assert len(find_actors("、".join(f"{sign}县公安局" for sign in signs))) == MAX_ACTORS


@pytest.mark.parametrize(("before", "found"), [(0, ("县公安局",)), (1, ())])
def test_a_long_sentence_is_read_to_a_bound(before: int, found: tuple[str, ...]) -> None:
    lead = "，" * (MAX_READ - len("县公安局") + before)
    assert find_actors(f"{lead}县公安局启用") == found


@given(
    st.lists(st.sampled_from((*_BODIES, "办公厅", "市", "信息", "数据")), max_size=8).map("".join)
)
def test_bodies_end_like_the_first_that_fits_with_its_office(text: str) -> None:
    pattern = re.compile(f"(?:{'|'.join(_BODIES)})(?:办公厅|办公室)?")
    expected = [match.span() for match in pattern.finditer(text)]
    assert [(start, end) for _, start, end in _ENDINGS.find(text)] == expected
