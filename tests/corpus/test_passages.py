"""A source to its documents, and a document to its sentences."""

from __future__ import annotations

import re
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.corpus import heads, passages
from geodata.corpus.cleaning import clean
from geodata.corpus.heads import find_date_line, find_wire_date
from geodata.corpus.passages import (
    MAX_SENTENCE,
    Passage,
    split_documents,
    split_sentences,
)
from geodata.model import PartialDate, Source

NANTONG = "南通市日前上线居民健康信息平台，覆盖全市二十家医院，市民可以调阅自己的检验报告。"
SUZHOU = "苏州市近日推出企业开办专窗，把营业执照、公章、发票合在一处办理，当天就能领齐。"
WUXI = "无锡市把太湖边的水质监测点连成一张网，数据每小时上传一次，超标时会发短信。"
SEGMENTS = (
    "江苏省 {0}市 近日 启动 了 智慧 医疗 服务 平台 建设 全市 医院 实现 信息 互通 共享  "
    "市民 可以 通过 手机 预约 挂号 查询 结果 缴费 不必 排队 等候 "
)


def split(raw: str, dated: PartialDate | None = None) -> list[Passage]:
    passages = split_documents(Source("in/a.txt", raw, dated=dated), clean(raw))
    for passage in passages:
        document = passage.document
        assert document.text == raw[document.start : document.end]
    assert all(a.document.end <= b.document.start for a, b in pairwise(passages))
    return passages


def titles(raw: str) -> list[str]:
    return [passage.document.title for passage in split(raw)]


@pytest.mark.parametrize("title_first", [False, True])
def test_a_corpus_of_two_lines_a_document(title_first: bool) -> None:
    lines = []
    for city in ("南通", "苏州", "无锡"):
        pair = [SEGMENTS.format(city), f"{city} 启动 智慧 医疗"]
        lines += pair[::-1] if title_first else pair
    raw = "\n".join(lines) + "\n"
    passages = split(raw)
    assert [passage.document.title for passage in passages] == [
        f"{city}启动智慧医疗" for city in ("南通", "苏州", "无锡")
    ]
    for passage, city in zip(passages, ("南通", "苏州", "无锡"), strict=True):
        assert f"江苏省{city}市近日启动了" in passage.clean.text


def test_a_corpus_of_one_line_a_document() -> None:
    raw = "\n".join(SEGMENTS.format(city) for city in ("南通", "苏州", "无锡")) + "\n"
    assert len(split(raw)) == 3


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(
            f"南通上线健康平台\n本报南通8月2日电 {NANTONG}\n苏州推出企业专窗\n本报讯 {SUZHOU}\n",
            ["南通上线健康平台", "苏州推出企业专窗"],
            id="datelines-under-headlines",
        ),
        pytest.param(
            f"本报讯 {NANTONG}\n南通上线居民健康信息平台\n本报讯 {SUZHOU}\n苏州推出企业开办专窗\n",
            ["南通上线居民健康信息平台", "苏州推出企业开办专窗"],
            id="headlines-behind-their-text",
        ),
        pytest.param(
            f"南通上线健康平台\n□ 王小明\n{NANTONG}\n无锡水质监测联网\n□ 本报记者 李明\n{WUXI}\n",
            ["南通上线健康平台", "无锡水质监测联网"],
            id="marked-bylines",
        ),
        pytest.param(
            f"南通上线健康平台本报记者王小明{NANTONG}苏州推出企业专窗本报记者李小红{SUZHOU}"
            f"无锡水质监测联网本报记者张华{WUXI}",
            ["南通上线健康平台", "苏州推出企业专窗", "无锡水质监测联网"],
            id="reports-run-together",
        ),
        pytest.param(
            f"南通上线健康平台\n新华社南京8月2日电 {NANTONG}\n"
            f"昨天下午，本报记者来到苏州。{SUZHOU}\n"
            f"今天上午，本报记者又到了无锡。{WUXI}\n",
            ["南通上线健康平台"],
            id="reporters-in-mid-text-split-nothing",
        ),
        pytest.param(
            "南通上线健康平台\n发布日期：2018年8月3日\n来源：人民日报\n\n"
            f"本报南通8月2日电 {NANTONG}\n"
            f"\n{SUZHOU}\n",
            ["南通上线健康平台"],
            id="one-report-under-a-heading",
        ),
        pytest.param(f"{NANTONG}\n{SUZHOU}\n", [""], id="no-heading-at-all"),
    ],
)  # fmt: skip
def test_articles_and_their_headlines(raw: str, expected: list[str]) -> None:
    assert titles(raw) == expected


def test_a_report_alone_is_the_whole_file() -> None:
    raw = f"\n\n  标题在此\n{NANTONG}\n\n"
    (passage,) = split(raw)
    assert (passage.document.start, passage.document.end) == (0, len(raw))


def test_articles_cover_the_page_once() -> None:
    raw = f"南通上线健康平台\n本报讯 {NANTONG}\n苏州推出企业专窗\n本报讯 {SUZHOU}\n"
    first, second = (passage.document for passage in split(raw))
    assert (first.start, first.end, second.end) == (0, second.start, len(raw))
    assert len({first.document_id, second.document_id}) == 2


def test_heading_date_and_publisher_are_read() -> None:
    (passage,) = split(f"标题在此\n发布日期：2018年8月3日\n来源：人民日报\n\n{NANTONG}\n")
    assert passage.document.dated == PartialDate(2018, 8, 3)
    assert passage.document.publisher == "人民日报"


def test_a_page_s_date_holds_for_all_its_articles_but_what_is_given_goes_first() -> None:
    raw = f"2019年5月6日\n本报南通8月2日电 {NANTONG}\n本报讯 {SUZHOU}\n"
    assert [p.document.dated for p in split(raw)] == [PartialDate(2019, 5, 6)] * 2
    given = PartialDate(2011)
    assert {p.document.dated for p in split(raw, given)} == {given}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2018年8月3日", PartialDate(2018, 8, 3)),
        ("2018-08-03", PartialDate(2018, 8, 3)),
        ("2018/8/3", PartialDate(2018, 8, 3)),
        ("2018.12.31 09:30:00", PartialDate(2018, 12, 31)),
        ("发布日期：2018年8月3日", PartialDate(2018, 8, 3)),
        ("发布时间: 2018-08-03 10:30 来源：新华网", PartialDate(2018, 8, 3)),
        ("成文日期：2018年8月", PartialDate(2018, 8)),
        ("2018年", PartialDate(2018)),
        ("发布日期：2018年", PartialDate(2018)),
        ("发布日期：未注明", None),
        ("2018年2月30日", None),
        ("2018年的工作", None),
        ("8月3日", None),
        ("总投资2018万元", None),
    ],
)
def test_date_lines(line: str, expected: PartialDate | None) -> None:
    assert find_date_line(f"标题在此\n{line}\n\n{NANTONG}\n") == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        pytest.param("（2012年3月14日，根据录音整理）", PartialDate(2012, 3, 14), id="with-a-note"),
        pytest.param("（2021年12月）", PartialDate(2021, 12), id="alone"),
        pytest.param("（2021年起施行。）", None, id="a-sentence"),
        pytest.param("数据来自省里（2021年12月）", None, id="behind-words"),
    ],
)
def test_a_foot_in_brackets_dates_a_text(foot: str, expected: PartialDate | None) -> None:
    assert find_date_line(f"讲话\n\n{NANTONG}\n\n{foot}\n") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("本报南通2024年5月16日电 今年", PartialDate(2024, 5, 16), id="with-its-year"),
        pytest.param("本报南通5月16日电 2024年建成", None, id="without"),
        pytest.param("2024年5月16日电影上映", None, id="no-paper"),
        pytest.param("本报南通2024年2月30日电 今年", None, id="no-such-day"),
    ],
)
def test_an_agency_s_date_line_may_give_the_year(text: str, expected: PartialDate | None) -> None:
    assert find_wire_date(text) == expected


def test_of_damaged_digits_no_date_line_is_read() -> None:
    sound = "本报南通2024年5月16日电 数字南通平台上线。"
    damaged = sound + "新增企业#$家，投资$!万元，用户*+个。"
    dates = [split(text)[0].document.dated for text in (sound, damaged)]
    assert dates == [PartialDate(2024, 5, 16), None]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("2006215", PartialDate(2006, 2, 15), id="only-one-split"),
        pytest.param("20061121", PartialDate(2006, 11, 21), id="eight-digits"),
        pytest.param("2006111", PartialDate(2006), id="two-splits-leave-the-year"),
        pytest.param("2006230", PartialDate(2006), id="no-split-leaves-the-year"),
        pytest.param("200639", PartialDate(2006, 3, 9), id="six-digits"),
        pytest.param("1906215", PartialDate(1906, 2, 15), id="nineteen-hundreds"),
        pytest.param("3006215", None, id="no-year"),
    ],
)
def test_dates_that_lost_their_marks(head: str, expected: PartialDate | None) -> None:
    assert find_date_line(f"{head}来源新华网{NANTONG}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一句。两句！三句？", ["一句。", "两句！", "三句？"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("前半；后半\n下一行", ["前半；", "后半\n", "下一行"]),
        ("没有句号", ["没有句号"]),
        ("", []),
        ("。。。\n\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == expected


@given(st.text("数字a1，、。！；”\n ", max_size=60).map(lambda text: text * 9))
def test_sentences_are_in_order_bounded_and_cover_all_words(text: str) -> None:
    covered, reached = [], 0
    for start, end in split_sentences(text):
        assert reached <= start < end <= len(text)
        assert end - start <= MAX_SENTENCE
        assert not text[reached:start].strip(" \n。！；")
        covered.append(text[start:end])
        reached = end
    assert sum(part.count("数") for part in covered) == text.count("数")


@given(st.lists(st.sampled_from(["本报讯 ", NANTONG, "标题在此处", "\n", "□ 王明", "2018年", " "])))
def test_documents_are_in_order_and_leave_no_word_out(pieces: list[str]) -> None:
    raw = "".join(pieces)
    kept = "".join(passage.document.text for passage in split(raw))
    assert "".join(kept.split()) == "".join(raw.split())


MARKS = [
    "数字",
    "平台" * 33,
    "平台" * 50,
    "，",
    ",",
    "、",
    "。",
    "！",
    "；",
    "”",
    "》",
    "\n",
    " ",
    "\t",
]


@given(st.lists(st.sampled_from(MARKS)).map("".join))
def test_sentences_are_what_one_pattern_finds(text: str) -> None:
    expected = []
    for match in re.finditer(r"[^。！？；\n]+(?:[。！？；]+[”’）》]*|\n|$)", text):
        start, end = match.span()
        while end - start > MAX_SENTENCE:
            bound = start + MAX_SENTENCE
            commas = [i for i in range(start + 60, bound) if text[i] in "，, 、"]
            cut = commas[-1] + 1 if commas else bound
            expected.append((start, cut))
            start = cut
        if text[start:end].strip():
            expected.append((start, end))
    assert split_sentences(text) == expected


@given(st.text("数字平台a1_，。 ", max_size=12), st.text("数字平台a1_，。 ", max_size=30))
def test_pairs_of_neighbouring_letters(line: str, text: str) -> None:
    sought, held = spell_pairs(line), spell_pairs(text)
    wanted = passages._pairs(line)
    assert len(wanted) == len(sought)
    assert len(wanted & passages._pairs(text)) == len(sought & held)
    assert passages._find_pairs(wanted, text) == wanted & passages._pairs(text)


def spell_pairs(text: str) -> set[str]:
    letters = "".join(re.findall(r"\w+", text))
    return {a + b for a, b in pairwise(letters)} or {letters}


DATELINES = [
    "本报讯",
    "本网讯",
    "本刊讯",
    *(f"{agency}北京5月3日电" for agency in ("新华社", "新华网")),
]
DATELINES += [f"{agency}南京12月31日讯" for agency in ("中新社", "中新网", "人民网", "中国网")]
BYLINES = ["□ 李明明", "◎李明明", "■李明明", "记者：李明明", "特约记者 李明明", "本报记者：李明明"]
BYLINES += ["本网特约记者：李明明"]
PAGE_ENDS = ["本版责编：李明明", "责任编辑：李明明", "本版编辑：李明明"]
PUBLISHERS = ["来源：人民日报", "出处：人民日报", "稿源: 新华网", "发布机构：市政府"]
OTHERS = ["本报南京2018年5月3日电", "新华社1998年12月3日讯", "1999年5月3日", "本报记者王明", WUXI]
OTHERS += ["人民视觉", "视觉中国", "新华社发", "资料图片", "标题在此处", "", "\n", "\n", "\n"]


@pytest.mark.parametrize(
    ("lines", "pattern", "first"),
    [
        (DATELINES, passages._DATELINE, passages._DATELINE_FIRST),
        (BYLINES, passages._BYLINE, passages._BYLINE_FIRST),
        (PAGE_ENDS, passages._PAGE_END, passages._PAGE_END_FIRST),
    ],
    ids=["datelines", "bylines", "page-ends"],
)
def test_what_begins_an_article_is_looked_for(
    lines: list[str], pattern: re.Pattern[str], first: str
) -> None:
    for line in lines:
        assert pattern.match(line)
        assert line[0] in first
        assert any(sign in line for sign in passages._ARTICLE_SIGNS)


PARTS = DATELINES + BYLINES + PAGE_ENDS + PUBLISHERS + OTHERS


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_no_sign_of_an_article_is_missed_where_none_was_told(text: str) -> None:
    wire = heads._WIRE_DATE.search(text)
    assert find_wire_date(text) == (heads._read_date(wire) if wire else None)
    publisher = heads._PUBLISHER.search(text)
    assert heads.find_publisher(text) == (publisher.group(1) if publisher else "")
    documents = [passage.document for passage in split(text)]
    with patch.object(passages, "_ARTICLE_SIGNS", [""]), patch.object(passages, "_CREDITS", [""]):
        assert [passage.document for passage in split(text)] == documents
    with patch.object(heads, "_may_hold_year", lambda text: True):
        assert [passage.document for passage in split(text)] == documents
