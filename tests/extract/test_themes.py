"""Themes by weighted keywords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Theme
from geodata.pipeline import Tools


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


def test_without_a_sign_it_is_informatisation_at_large(tools: Tools) -> None:
    assert tools.themes.rank("甲", "乙", "丙") == (Theme.ECONOMY,)


@given(st.text(max_size=30), st.text(max_size=30))
def test_themes_are_one_to_three_and_different(tools: Tools, name: str, sentence: str) -> None:
    ranked = tools.themes.rank(name, sentence, "")
    assert 1 <= len(ranked) == len(set(ranked)) <= 3
