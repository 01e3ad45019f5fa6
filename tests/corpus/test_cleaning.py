"""Cleaning: what each kind of text becomes, and the way back to the raw text."""

from __future__ import annotations

from statistics import median
from unittest.mock import patch

import numpy as np
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
from geodata.corpus import cleaning, lines
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


@pytest.mark.parametrize("line", ["2018-08-03 来源：江海日报", "2018年8月3日 07:30", "2018/8/3"])
def test_a_line_of_a_date_stays_apart_from_the_lines_of_a_page(line: str) -> None:
    body = ["市里建成智慧城管平台市民可以上报问", "题也可以查看办理结果老人由社区代办"] * 8
    text = clean("\n\n".join(["一张卡片里的城市市民卡发行周年走访", line, *body])).text
    title, date, *_ = [part for part in text.split("\n") if part]
    assert title == "一张卡片里的城市市民卡发行周年走访"
    assert date.replace(" ", "") == line.replace(" ", "")


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
    offsets = list(result.raw_offsets)
    assert len(offsets) == len(result.text)
    assert offsets == sorted(set(offsets))
    assert all(0 <= offset < len(raw) for offset in offsets)


@given(st.text("数字平台江苏省a1，。", max_size=80))
def test_a_text_without_white_space_keeps_every_character(raw: str) -> None:
    assert clean(raw).text == raw


PIECES = [
    *(FIRST, SECOND, FIRST[:45], "标题", "A b", "数字 平台", "月日", "#$家", ",,,人", "!"),
    *("\n", "\n\n", "\n ", "\n! ! ", "\n!\n!\n", "\n#\n#\n", "\u3000", "\t", " ", "  "),
    *("\0", "\u200b", "\u2028"),
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_told_plain_at_sight_would_stay_as_it_is(raw: str) -> None:
    result = clean(raw)
    with patch.object(cleaning, "_is_plain", lambda raw: not raw):
        slow = clean(raw)
    assert (result.text, result.steps) == (slow.text, slow.steps)
    assert list(result.raw_offsets) == list(slow.raw_offsets)


@given(st.lists(st.sampled_from([*"数,1+#'家人月\n"])).map("".join))
def test_no_damage_is_found_where_none_was_told(text: str) -> None:
    if cleaning._DAMAGED.search(text):
        assert cleaning._may_be_damaged(text)


SIGNS_OF_INDENTS = ["! ", "#\n", "\n#\t# ", *"数!#\t\u3000\n\n\u2028"]


@given(st.lists(st.sampled_from(SIGNS_OF_INDENTS), min_size=1).map("".join))
def test_indents_are_those_that_a_search_of_the_whole_text_would_find(raw: str) -> None:
    codes = cleaning._fold_table().take([*map(ord, raw)])
    starts = np.array([0, *(i + 1 for i, code in enumerate(codes.tolist()) if code == 0x0A)])
    keep = np.ones(len(raw), dtype=np.bool_)
    indented = lines._drop_indents(raw, codes, keep, starts)
    spans = [match.span() for match in lines._INDENT.finditer(raw)]
    assert indented == {start for start, end in spans if end - start > 1}
    dropped = {offset for span in spans for offset in range(*span)}
    assert [*map(bool, keep)] == [offset not in dropped for offset in range(len(raw))]


@given(st.lists(st.booleans(), min_size=1))
def test_of_a_run_of_spaces_the_first_stays(is_space: list[bool]) -> None:
    stays = cleaning._outlasts_joining(np.array(is_space))
    padded = [False, *is_space, False]
    assert stays.tolist() == [
        not here or (after and not before)
        for before, here, after in zip(padded, padded[1:], padded[2:], strict=False)
    ]


@given(st.lists(st.integers(86, 94), min_size=1))
def test_the_median_is_told_from_a_bound(numbers: list[int]) -> None:
    assert lines._is_median_above(np.array(numbers), 90) == (median(numbers) > 90)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "", "  ", "\t"]),
        st.sampled_from([0, 3, 8, 9, 9, 9, 10, 10, 11, 24, 24]),
        st.sampled_from("，。平a"),
    ),
    min_size=10,
    max_size=40,
)


@given(LINES.map(lambda lines: "\n".join(i + "数字" * n + end * (n > 0) for i, n, end in lines)))
def test_lines_are_joined_as_their_neighbours_tell(raw: str) -> None:
    codes = np.array([*map(ord, raw + " ")], dtype=np.uint32)[:-1]
    ends = np.array([*(i for i, sign in enumerate(raw) if sign == "\n"), len(raw)])
    starts = np.array([0, *(ends[:-1] + 1)])
    indented = {start for start in starts.tolist() if raw.startswith((" ", "\t"), start)}
    keep = np.ones(len(raw), dtype=np.bool_)
    joined = lines._join_lines(codes, keep, starts, ends, indented)
    expected = joined_slowly(raw, indented)
    assert joined == (expected is not None)
    assert np.flatnonzero(~keep).tolist() == (expected or [])


def joined_slowly(raw: str, indented: set[int]) -> list[int] | None:
    """Line ends to drop from a text of a fixed width; None where it is of no such kind."""
    filled = []
    start = 0
    for line in raw.split("\n"):
        if line:
            width = sum(1 if sign < "\u2000" else 2 for sign in line)
            filled.append((start, start + len(line), width))
        start += len(line) + 1
    widths = [width for *_, width in filled]
    if len(filled) < 12 or median(widths) > 90:
        return None
    padded = [widths[0]] * 4 + widths + [widths[-1]] * 4
    full = []
    for number, (_, end, width) in enumerate(filled):
        local = sorted(padded[number : number + 9])[6]
        short = 5 if raw[end - 1] in lines._CLOSING else 9
        full.append(max(14, local - short) <= width <= local + 5)
    if sum(full) < len(full) / 2:
        return None
    return [
        offset
        for goes_on, (_, end, _), (start, *_) in zip(full, filled, filled[1:], strict=False)
        if goes_on and start not in indented
        for offset in range(end, start)
    ]
