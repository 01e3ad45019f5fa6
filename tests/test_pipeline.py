"""What holds of every record, whatever was done to its text; and time that grows with length."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import pipeline
from geodata.assembling import assemble
from geodata.corpus.cleaning import clean
from geodata.extract.records import MAX_EVIDENCE
from geodata.model import Basis, Record, Source
from geodata.paths import data_folder
from geodata.pipeline import (
    extract_source,
    extract_sources,
    judge_candidate,
    read_source_passages,
)
from geodata.reading import Tools
from tests.conftest import Extract

HEADED = """南通建成居民健康信息平台
发布日期：2018年8月3日
来源：人民日报

南通市日前建成居民健康信息平台，覆盖全市二十家医院。市民凭身份证就能调阅自己的检验报告。

去年底，如东县启用“互联网+护理服务”系统，一年里接到预约1.2万人次。江苏省计划到2020年推出“苏服办”App。
"""
PAGE = (
    "苏州推出企业开办专窗\n"
    "本报苏州8月2日电 苏州市去年上线企业开办一网通平台，"
    "把营业执照、公章、发票合在一处办理，不必再跑几个部门。\n"
    "无锡给太湖装上感知网\n"
    "本报无锡8月2日电 无锡市在太湖边建成水质自动监测系统，"
    "2015年起每小时上传一次数据，超标时值班人员会收到短信。\n"
)
CORPUS = (
    "江苏省 南通市 近日 启动 了 智慧 医疗 服务 平台 建设  "
    "全市 医院 实现 信息 互通 共享  市民 可以 用 手机 预约 \n"
    "南通 启动 智慧 医疗 平台\n"
    "浙江省 宁波市 去年 上线 了 移动 微 法院 平台 建设  "
    "全市 法院 实现 网上 立案 调解  当事人 可以 用 手机 开庭 \n"
    "宁波 上线 移动 微 法院\n"
)
LONG = "贵州省" + "、".join(["把服务送到村里"] * 80) + "建成“云上贵州”系统平台。\n"
WRAPPED = (
    "\n".join(
        "福州市二〇一七年印发《福州市政务数据资源管理办法》，并建设统一的政务数据共享平台，"
        "各部门的数据按目录汇总，市民办事少交材料。"[i : i + 15]
        for i in range(0, 60, 15)
    )
    + "\n"
) * 6
DOCUMENTS = {
    "headed": HEADED,
    "page": PAGE,
    "corpus": CORPUS,
    "long": LONG,
    "wrapped": WRAPPED,
}
NOISE = (
    " ",
    "  ",
    "\n",
    "\n\n",
    "\u3000",
    "\u3000\u3000",
    "\t",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2028",
    "\x0b",
    "\x00",
    "２０１８年",
    "Ａ",
    "⻓",
    "＋",
    "「",
    "」",
    "“",
    "”",
    "《",
    "》",
    "#$家",
    "月日",
    "𠮷",
    "é",
    "本报讯",
    "□ ",
)
IGNORED = re.compile(r"[\s\x00\u200b\u00ad\ufeff“”‘’「」『』《》\"']")


def folded(text: str) -> str:
    return IGNORED.sub("", clean(text).text).lower()


def rows_of(extract: Extract, raw: str) -> list[Record]:
    """All records, after holding documents and records against the raw text."""
    found = extract(raw)
    reached = 0
    for records, report in found:
        document = report.document
        assert document.text == raw[document.start : document.end]
        assert report.characters == len(document.text)
        assert document.start >= reached
        reached = document.end
        assert report.records == len(records)
        for record in records:
            check_record(record, raw)
            assert document.start <= record.start < record.end <= document.end
            assert record.document_id == document.document_id
    return [record for records, _ in found for record in records]


def check_record(record: Record, raw: str) -> None:
    assert record.evidence == raw[record.start : record.end]
    assert 0 < len(record.evidence) <= MAX_EVIDENCE
    assert folded(record.name) in folded(record.evidence)
    assert 0.0 <= record.confidence <= 1.0
    assert re.fullmatch(r"\d{6}", record.adcode)
    assert record.theme == record.themes[0]
    for figure in record.figures:
        assert record.start <= figure.start < figure.end <= record.end
        assert any(letter.isdigit() for letter in raw[figure.start : figure.end])


@st.composite
def disturbed_texts(draw: st.DrawFn) -> str:
    raw = DOCUMENTS[draw(st.sampled_from(sorted(DOCUMENTS)))]
    cuts = draw(st.lists(st.integers(0, len(raw)), max_size=40).map(sorted))
    pieces, last = [], 0
    for cut in cuts:
        pieces += [raw[last:cut], draw(st.sampled_from(NOISE))]
        last = cut
    return "".join([*pieces, raw[last:]])


@given(raw=disturbed_texts())
@settings(max_examples=250)
def test_evidence_is_the_raw_text_whatever_is_inserted(extract: Extract, raw: str) -> None:
    records = rows_of(extract, raw)
    assert rows_of(extract, raw) == records
    assert len({record.record_id for record in records}) == len(records)


@given(raw=st.text(alphabet="数字平台南通市今年。，“”《》关于\n 1年月日#", max_size=120))
@settings(max_examples=250)
def test_the_law_holds_for_any_mixture_of_signs(extract: Extract, raw: str) -> None:
    rows_of(extract, raw)


@given(raw=st.text(max_size=60))
@settings(max_examples=100)
def test_any_text_at_all_is_read_without_an_error(extract: Extract, raw: str) -> None:
    rows_of(extract, raw)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_undisturbed_documents_give_records(extract: Extract, name: str) -> None:
    assert rows_of(extract, DOCUMENTS[name])


def test_pages_and_corpora_are_split(extract: Extract) -> None:
    assert [len(extract(DOCUMENTS[name])) for name in ("headed", "page", "corpus")] == [1, 2, 2]


def test_a_long_sentence_is_cut_around_the_name(extract: Extract) -> None:
    record = next(r for r in rows_of(extract, LONG) if "云上贵州" in r.name)
    assert len(record.evidence) <= MAX_EVIDENCE
    assert "云上贵州" in record.evidence


@pytest.mark.parametrize("unseen", ["\u200b", "\x00", "\u00ad"])
def test_a_name_torn_apart_beyond_any_quotation_is_none(extract: Extract, unseen: str) -> None:
    whole = "南通市建成“智慧城管”平台，市民可以上报问题。"
    assert [r.name for r in rows_of(extract, whole)] == ["智慧城管平台"]
    assert rows_of(extract, whole.replace("智慧城管", f"智慧{unseen * 300}城管"))
    assert rows_of(extract, whole.replace("智慧城管", f"智慧{unseen * 500}城管")) == []


def test_ids_come_from_content_not_from_where_the_file_lies(extract: Extract) -> None:
    here = extract(HEADED, path="a/report.txt")
    there = extract(HEADED, path="/somewhere/else/report.txt")
    assert [r.record_id for r in here[0][0]] == [r.record_id for r in there[0][0]]
    assert here[0][1].document.document_id == there[0][1].document.document_id
    changed = extract(HEADED.replace("二十", "三十"))
    assert here[0][1].document.document_id != changed[0][1].document.document_id


def test_one_initiative_in_two_documents_is_one_initiative(extract: Extract) -> None:
    first = extract("南通市2018年上线智慧城管平台，市民可以上报问题。")
    second = extract("记者获悉，南通市2019年再次上线智慧城管平台，又接入三个区。", path="b.txt")
    (one,), (two,) = first[0][0], second[0][0]
    assert one.initiative_id == two.initiative_id
    assert one.record_id != two.record_id


def test_a_record_shows_the_former_name_beside_today_s(extract: Extract) -> None:
    (((record,), _),) = extract("浙江省上虞市2009年上线智慧城管平台，市民可以上报问题。")
    assert (record.adcode, record.place_basis) == ("330604", Basis.HISTORIC)
    assert record.place_name == "浙江省/绍兴市/上虞区（原上虞市）"


@pytest.mark.parametrize(
    ("text", "adcode"),
    [
        pytest.param("福建泉州市石狮市近日用上省公共数据共享平台。", "350000", id="the-province-s"),
        pytest.param("石狮市近日依托市政务云平台上线审批系统。", "350500", id="the-city-s"),
        pytest.param("石狮市上线市民卡平台，市民可在网上预约。", "350581", id="citizens-not-city"),
        pytest.param("石狮市近日通过国家政务服务平台办事。", "100000", id="the-nation-s"),
    ],
)  # fmt: skip
def test_a_name_may_say_whose_it_is(tools: Tools, text: str, adcode: str) -> None:
    (reading,) = read_source_passages(Source("a.txt", text), tools)
    owners = [judge_candidate(c, reading, tools).owners for c in reading.candidates]
    assert adcode in {owner.adcode for placed in owners for owner in placed}


def test_haste_changes_nothing_but_what_is_left_out_of_rejected_candidates(tools: Tools) -> None:
    hasty = 0
    for path in sorted((data_folder() / "corpus").glob("*.txt")):
        for reading in read_source_passages(Source(path.name, path.read_text("utf-8")), tools):
            quick = [judge_candidate(c, reading, tools, hasty=True) for c in reading.candidates]
            full = [judge_candidate(c, reading, tools) for c in reading.candidates]
            assert assemble(reading, quick, tools) == assemble(reading, full, tools)
            hasty += sum(q != f for q, f in zip(quick, full, strict=True))
    assert hasty


@pytest.mark.parametrize("batch", [1, 2_000, 1_000_000])
def test_sources_together_give_what_each_gives_alone(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    paths = sorted((Path(__file__).parent / "data" / "unseen").glob("*.txt"))
    sources = [Source(path.name, path.read_text("utf-8")) for path in paths]
    alone = [extract_source(source, tools) for source in sources]
    monkeypatch.setattr(pipeline, "BATCH", batch)
    assert list(extract_sources(sources, tools)) == alone
    assert list(extract_sources([], tools)) == []


def test_every_ending_of_no_initiative_is_found_by_its_last_character(tools: Tools) -> None:
    by_last = tools.lexicon.other_endings
    endings = [ending for group in by_last.values() for ending in group]
    assert sorted(endings) == sorted(tools.lexicon.words["not_initiative"])
    assert all(ending in by_last[ending[-1]] for ending in endings)


@pytest.mark.parametrize("told_first", [True, False])
def test_of_several_sentences_the_one_that_tells_most_is_quoted(
    extract: Extract, *, told_first: bool
) -> None:
    telling = "南通市昨日上线智慧城管平台，市民可以上报问题。"
    others = ("他说智慧城管平台好。", "人们都说智慧城管平台是个不错的平台，大家很喜欢它。")
    raw = "".join((telling, *others) if told_first else (*others, telling))
    (record,) = rows_of(extract, raw)
    assert (record.evidence, record.name) == (telling, "智慧城管平台")


def test_the_source_s_region_places_what_its_text_leaves_open(tools: Tools) -> None:
    raw = "近日，“好易办”智慧便民服务平台上线运行，市民可在网上预约挂号、缴纳水费。"
    source = Source("b.txt", raw, publisher="南通日报")
    (((record,), _),) = extract_source(source, tools)
    assert (record.adcode, record.place_basis) == ("320600", Basis.SOURCE)
    (((), report),) = extract_source(Source("b.txt", raw), tools)
    assert report.rejected == {"no place": 1}


def test_a_document_without_an_initiative_is_reported_too(extract: Extract) -> None:
    ((records, report),) = extract("南通市昨天下了一场大雨，农田里积了水。")
    assert records == []
    assert report.places == ("320600",)
    assert report.records == 0


# A pattern that backtracks, or a search that starts over at each sign, would hang here.
RUNS = (
    "数",
    "“",
    "《",
    "（",
    "「",
    "1",
    "，",
    "年月日",
    "平台平台平台",
    "关于",
    "当年",
    "浙里办",
    "本报记者",
    "字 符 ",
    "□ ",
    "#$家",
    "\n数",
    "互联网!",
    "12,345",
)


@pytest.mark.parametrize("unit", RUNS)
def test_long_runs_take_time_in_proportion_to_their_length(extract: Extract, unit: str) -> None:
    length = 200_000
    raw = (unit * (length // len(unit) + 1))[:length]
    rows_of(extract, raw)


PATTERNS = (
    "标题文字一二三四五六七\n本报南京8月3日电 今天报道了一件事情。\n",
    "南京市建设智慧交通平台。",
    "全国推广“数字南京”平台，",
)


@pytest.mark.parametrize("unit", PATTERNS)
def test_many_articles_and_names_take_time_in_proportion_too(extract: Extract, unit: str) -> None:
    rows_of(extract, unit * (100_000 // len(unit)))
