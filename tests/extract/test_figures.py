"""Numbers with units, where they stand, and when none is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.corpus.cleaning import clean
from geodata.extract.figures import _FIGURE, MAX_FIGURES, find_figures
from geodata.model import Figure


def figures(raw: str) -> list[Figure]:
    text = clean(raw)
    return list(find_figures(text, 0, len(text.text)))


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("覆盖20家医院", 20.0, "家"),
        ("投入1.5亿元", 1.5e8, "元"),
        ("投入3万亿元", 3e12, "元"),
        ("服务3.2万人次", 3.2e4, "人次"),
        ("共5千户", 5e3, "户"),
        ("占95.5%", 95.5, "%"),
        ("占９５％", 95.0, "%"),
        ("面积1,200平方米", 1200.0, "平方米"),
        ("增长2倍", 2.0, "倍"),
        ("共30多个村", 30.0, "个"),
        ("约1 000个", 1000.0, "个"),
        ("共 20 家", 20.0, "家"),
        ("共0.1万元", 1000.0, "元"),
    ],
)
def test_values_and_units(raw: str, value: float, unit: str) -> None:
    (figure,) = figures(raw)
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(
    "raw",
    [
        "2018年8月3日",
        "第3个",
        "3个月",
        "2个半月",
        "12345热线",
        "2018 年",
        "第12次会议",
        "1.2.3版",
        "电话110",
    ],
)
def test_dates_ordinals_and_names_are_no_figures(raw: str) -> None:
    assert figures(raw) == []


def test_labels_say_what_is_counted() -> None:
    found = figures("覆盖20家医院，投入1.5亿元，服务3.2万人次。")
    assert [figure.label for figure in found] == ["医院", "投入", "服务"]


def test_of_damaged_or_stripped_digits_nothing_is_read() -> None:
    assert figures("新增企业#$家，投资$!万元，用户*+个，共20家医院。") == []
    assert figures("月日上午开会，月日下午启动，共20家医院。") == []


def test_where_the_point_may_be_lost_shares_and_scales_are_left_out() -> None:
    raw = "江苏省 南通市 覆盖 20 家 医院 占 4933 % 投入 15 亿元 建设 了 全市 统一 的 平台 系统"
    assert [(figure.value, figure.unit) for figure in figures(raw)] == [(20.0, "家")]


def test_figures_have_a_bound() -> None:
    assert len(figures("20家，" * 50)) == MAX_FIGURES


def test_only_the_span_is_read() -> None:
    text = clean("前20家，中30家，后40家")
    start = text.text.index("中")
    assert [figure.value for figure in find_figures(text, start, start + 4)] == [30.0]


PIECES = ("20家", "1.5亿元", " ", "\u200b", "医院", "，", "\n", "３户", "1 000个")


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_offsets_lead_to_the_number_in_the_raw_text(pieces: list[str]) -> None:
    raw = "".join(pieces)
    for figure in figures(raw):
        quoted = clean(raw[figure.start : figure.end]).text.replace(" ", "")
        assert quoted[0].isdigit()
        assert quoted.endswith(figure.unit)


# The same, but that a part which was read may be given back.
HESITANT = re.compile(
    _FIGURE.pattern.replace("?+", "?").replace("}+", "}").replace("++", "+").replace("?>", "?:")
)
SIGNS = st.sampled_from(
    (*"0123456789.,， 第年月半多余万亿千个人次兆%米", "平方米", "人次", "万亿", " 000")
)


@given(st.lists(SIGNS, max_size=16).map("".join))
def test_nothing_that_was_read_need_be_given_back(text: str) -> None:
    def read(pattern: re.Pattern[str]) -> list[tuple[object, ...]]:
        return [(match.span(), *match.groups()) for match in pattern.finditer(text)]

    assert read(_FIGURE) == read(HESITANT)
