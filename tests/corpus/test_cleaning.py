"""Cleaning: what each kind of text becomes, and the way back to the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleantext import (
    DAMAGED_DIGITS,
    FOLDED,
    HARD_WRAPPED,
    NO_DIGITS,
    REPAIRED,
    SEGMENTED,
    STRAY,
)
from geodata.corpus.cleaning import clean

FIRST = (
    "南通市把二十家医院的检验结果连到一处，市民凭身份证就能在家门口的卫生室调阅自己的报告，"
    "不必再为一张化验单跑回市区的大医院。"
)
SECOND = (
    "如东县的做法更细一些，村医出门巡诊时带着平板电脑，量过的血压当场就传到县里的平台，"
    "值班医生看到异常会打电话追问。"
)


def wrap(text: str, width: int, between: str = "\n") -> str:
    return between.join(text[i : i + width] for i in range(0, len(text), width))


def test_a_sound_text_stays_as_it_is() -> None:
    text = f"标题\n\n{FIRST}\n{SECOND}\n"
    assert clean(text).text == text
    assert clean(text).steps == ()


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "blank-lines-between"])
@pytest.mark.parametrize("width", [12, 16, 23])
def test_lines_of_fixed_width_become_paragraphs(between: str, width: int) -> None:
    raw = "\n".join(wrap(text, width, between) for text in [FIRST, SECOND] * 3)
    result = clean(raw)
    assert HARD_WRAPPED in result.steps
    paragraphs = [line for line in result.text.split("\n") if line]
    assert paragraphs == [FIRST, SECOND] * 3


def test_an_indent_begins_a_paragraph() -> None:
    raw = "\n".join("\u3000\u3000" + wrap(text[:58], 15) for text in [FIRST, SECOND] * 3)
    paragraphs = clean(raw).text.split("\n")
    assert paragraphs == [FIRST[:58], SECOND[:58]] * 3


def test_short_lines_of_a_list_stay_apart() -> None:
    text = "\n".join(["第一条", "为了规范管理，制定本办法。", "第二条", "本办法适用于全市。"] * 5)
    assert clean(text).text == text


def test_a_paragraph_broken_in_mid_sentence_is_joined() -> None:
    head = FIRST.rstrip("。") + "，" + SECOND[:20]
    result = clean(f"{head}\n{SECOND[20:]}\n{FIRST}\n")
    assert result.text == f"{head}{SECOND[20:]}\n{FIRST}\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("(城市)平台:上线,启用.", "(城市)平台:上线,启用.", id="half-width-kept"),
        pytest.param("２０１８年，Ａ（平台）！", "2018年，A（平台）！", id="width-of-letters-only"),
        pytest.param("互联网＋政务，９５．５％", "互联网+政务，95.5%", id="wide-signs"),
        pytest.param("「数字」『城市』", "“数字”‘城市’", id="corner-quotes"),
        pytest.param("⻓江⻔户，北⽅", "长江门户，北方", id="radicals"),
        pytest.param("数\u200b字\ufeff平\u00ad台\u2060", "数字平台", id="zero-width"),
        pytest.param("共有 20 家 医院，App 上线", "共有20家 医院，App上线", id="stray-spaces"),
        pytest.param("Big Data 平台", "Big Data平台", id="spaces-between-latin-words"),
        pytest.param("第一段。\u2028第二段。", "第一段。\n第二段。", id="line-separator"),
        pytest.param("\u3000\u3000第一段。\n\t第二段。", "第一段。\n第二段。", id="indents"),
        pytest.param("", "", id="nothing"),
        pytest.param("\n", "\n", id="line-end"),
        pytest.param("𠮷林𝟙", "𠮷林𝟙", id="beyond-the-basic-plane"),
    ],
)  # fmt: skip
def test_signs(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


def test_words_parted_by_spaces_are_joined_and_lost_punctuation_leaves_one_space() -> None:
    raw = "江苏省 南通市 近日 启动 了 智慧 医疗 平台  全市 医院 实现 信息 互通\n标题 一 行\n"
    result = clean(raw)
    assert result.text == "江苏省南通市近日启动了智慧医疗平台 全市医院实现信息互通\n标题一行\n"
    assert SEGMENTED in result.steps
    assert result.digits_reliable


@pytest.mark.parametrize(
    ("raw", "step"),
    [
        pytest.param("新增企业#$家，投资$!万元，用户*+个。", DAMAGED_DIGITS, id="damaged"),
        pytest.param("月日上午，南通市开会。月日下午，如东县启动。", NO_DIGITS, id="stripped"),
    ],
)  # fmt: skip
def test_damaged_and_missing_digits_are_flagged(raw: str, step: str) -> None:
    result = clean(raw)
    assert step in result.steps
    assert not result.digits_reliable


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("4月1日上午，8月2日下午开会，五月日常安排不变。", id="dates"),
        pytest.param("共12家企业、15万元、3个年头，C#、A+级#1号，50%。", id="figures"),
        pytest.param("A+ 个人版、B+ 个人版、C++ 项目、#话题# 个个精彩", id="signs-in-words"),
        pytest.param("增长5%，1,234家，￥500元，$300元。", id="currencies"),
        pytest.param("新增企业#$家，其余都好。", id="one-slip"),
    ],
)
def test_sound_digits_are_not_flagged(raw: str) -> None:
    assert clean(raw).digits_reliable


def test_a_plus_sign_is_repaired_only_where_signs_are_damaged() -> None:
    damage = "新增企业#$家，投资$!万元，用户*+个。"
    result = clean(f"“互联网!政务服务”上线。{damage}")
    assert result.text.startswith("“互联网+政务服务”上线。")
    assert REPAIRED in result.steps
    assert clean("互联网!政务服务上线。").text == "互联网!政务服务上线。"


def test_steps_are_named_in_order() -> None:
    result = clean("２０ 家，共 5 个")
    assert result.steps == (FOLDED, STRAY)
    assert result.text == "20家，共5个"


def test_spans_lead_back_to_the_raw_text() -> None:
    raw = "数\u200b字 2 号\u3000平台"
    result = clean(raw)
    start = result.text.index("2号")
    assert raw[slice(*result.raw_span(start, start + 2))] == "2 号"
    part = result.slice(start, start + 2)
    assert (part.text, part.raw_span(0, 2)) == ("2号", result.raw_span(start, start + 2))


SIGNS = "数字平台江 \n\u3000\t，。2５＋!“”\u200b\ufeffaB#$家月日⻓\u2028"


@given(st.text(SIGNS, max_size=200) | st.text(max_size=60))
def test_the_map_is_in_order_and_of_the_text_s_length(raw: str) -> None:
    result = clean(raw)
    offsets = result.raw_offsets.tolist()
    assert len(offsets) == len(result.text)
    assert offsets == sorted(set(offsets))
    assert all(0 <= offset < len(raw) for offset in offsets)


@given(st.text("数字平台江苏省a1，。", max_size=80))
def test_a_text_without_white_space_keeps_every_character(raw: str) -> None:
    assert clean(raw).text == raw
