"""Themes by weighted keywords."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract.themes import (
    NAME_WEIGHT,
    SECOND_TIMES,
    SENTENCE_WEIGHT,
    TITLE_WEIGHT,
    WHOLE_TOWN,
    is_plan_for,
)
from geodata.model import Theme
from geodata.reading import Tools


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("政务服务一网通办平台", Theme.GOV_SERVICES),
        ("移动微法院", Theme.JUSTICE_SAFETY),
        ("网格化社区治理平台", Theme.COMMUNITY),
        ("数字城管系统", Theme.CITY_MGMT),
        ("居民健康信息平台", Theme.HEALTH),
        ("社会保障卡", Theme.WELFARE),
        ("企业开办登记专窗", Theme.BUSINESS),
        ("水质自动监测系统", Theme.ENVIRONMENT),
        ("电子商务示范工程", Theme.ECONOMY),
        ("办公自动化系统", Theme.GOV_OPS),
        ("公共数据开放平台", Theme.DATA_OPENNESS),
        ("光纤宽带网络", Theme.INFRASTRUCTURE),
    ],
)
def test_a_name_of_each_theme(tools: Tools, name: str, theme: Theme) -> None:
    assert tools.themes.rank(name, "", "")[0] is theme


def test_the_name_outweighs_its_sentence(tools: Tools) -> None:
    ranked = tools.themes.rank("居民健康信息平台", "南通市法院和公安局来参观，", "")
    assert ranked[0] is Theme.HEALTH


def test_the_sentence_decides_where_the_name_says_nothing(tools: Tools) -> None:
    assert tools.themes.rank("一号工程", "医院挂号和检验结果", "")[0] is Theme.HEALTH


def test_what_stands_farther_off_decides_where_nothing_else_does(tools: Tools) -> None:
    assert tools.themes.rank("一号", "", "", around="渔民排污")[0] is Theme.ENVIRONMENT
    assert tools.themes.rank("一号", "法院", "", around="渔民排污")[0] is Theme.JUSTICE_SAFETY


def test_without_a_sign_it_is_informatisation_at_large(tools: Tools) -> None:
    assert tools.themes.rank("甲", "乙", "丙") == (Theme.ECONOMY,)


@given(st.text(max_size=30), st.text(max_size=30))
def test_themes_are_one_to_three_and_different(tools: Tools, name: str, sentence: str) -> None:
    ranked = tools.themes.rank(name, sentence, "")
    assert 1 <= len(ranked) == len(set(ranked)) <= 3


def rank_slowly(
    tools: Tools, name: str, sentence: str, title: str, *, whole_town: bool
) -> tuple[Theme, ...]:
    """Look for each keyword in each text."""
    scores = dict.fromkeys(Theme, 0)
    scores[Theme.CITY_MGMT] += WHOLE_TOWN * whole_town
    weights = ((name, NAME_WEIGHT), (sentence, SENTENCE_WEIGHT), (title, TITLE_WEIGHT))
    for theme, keywords in tools.lexicon.theme_keywords.items():
        for text, weight in weights:
            scores[theme] += sum(weight * own for word, own in keywords.items() if word in text)
    order = sorted(Theme, key=lambda theme: -scores[theme])[:3]
    best = scores[order[0]]
    return tuple(t for t in order if SECOND_TIMES * scores[t] >= best > 0) or (Theme.ECONOMY,)


@given(st.data(), st.booleans())
def test_themes_are_those_of_every_keyword(tools: Tools, data: st.DataObject, town: bool) -> None:
    words = sorted(word for group in tools.lexicon.theme_keywords.values() for word in group)
    texts = st.lists(st.sampled_from(words) | st.text("网上办", max_size=2), max_size=3)
    name, before, after, title = ("".join(data.draw(texts)) for _ in range(4))
    sentence = before + (name if data.draw(st.booleans()) else "") + after
    expected = rank_slowly(tools, name, sentence, title, whole_town=town)
    assert tools.themes.rank(name, sentence, title, whole_town=town) == expected


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("数字南通建设规划", True),
        ("智慧南通总体建设三年行动计划", True),
        ("“信息南通”工程", False),
        ("信息南通工程", True),
        ("数字南通", False),
        ("数字南通港工程", False),
        ("南通数字南通工程", True),
        ("南通发展规划", False),
    ],
)
def test_the_plan_for_a_town_as_a_whole(name: str, whole: bool) -> None:
    assert is_plan_for(name, "南通") is whole


@given(st.lists(st.sampled_from(("数字", "智慧", "安", "建设", "规划", "工程")), max_size=8))
def test_plans_are_told_at_any_place_in_a_name(parts: list[str]) -> None:
    name = "".join(parts)
    for town in ("安", "安安"):
        plan = f"(?:数字|智慧){town}(?:建设)*(?:规划|工程)"
        assert is_plan_for(name, town) is bool(re.search(plan, name))
