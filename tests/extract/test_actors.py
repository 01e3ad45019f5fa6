"""Bodies named in a sentence."""

from __future__ import annotations

import pytest

from geodata.extract.actors import MAX_ACTORS, find_actors


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
