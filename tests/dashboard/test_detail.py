from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.detail import MAX_RECORDS, build_cards, is_web_address, show_date
from dashboard.wording import Wording, load_wording
from geodata.paths import data_folder
from geodata.regions.evidence import Evidence, Initiative
from tests.small_dataset import HOSTILE

ZH = load_wording("zh", data_folder())
INITIATIVE = Initiative(
    "i1", "一网通办", "gov_services", "launched", 2019, "330100", "浙江省/杭州市", 2, 0.8
)
EVIDENCE = Evidence(
    record_id="r1",
    initiative_id="i1",
    name="一网通办",
    status="launched",
    year=2019,
    month=5,
    day=None,
    date_basis="relative",
    place_name="浙江省/杭州市",
    place_precision="city",
    place_basis="context",
    actors=(),
    confidence=0.8,
    source="news/1.txt",
    start=9,
    end=20,
    title="标题",
    publisher="样例日报",
    published=date(2019, 6, 1),
    url="https://example.org/1",
    before="此前。",
    sentence="去年5月，一网通办上线。",
    after="此后。",
)
TAGS = {
    "div",
    "details",
    "summary",
    "span",
    "strong",
    "figure",
    "blockquote",
    "mark",
    "figcaption",
    "cite",
    "small",
    "a",
    "p",
}


class Reader(HTMLParser):
    """Collects tags, attributes and text as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str | None]] = {}
        self.text = ""
        self.marked = ""
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._inside.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value)

    def handle_endtag(self, tag: str) -> None:
        self._inside.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._inside and self._inside[-1] == "mark":
            self.marked += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def cards(
    evidence: Evidence, initiative: Initiative = INITIATIVE, *, first_open: bool = True
) -> str:
    return build_cards([initiative], {"i1": [evidence]}, ZH, first_open=first_open)


def test_a_card_shows_the_fact_and_the_sentence_marked_in_its_paragraph() -> None:
    seen = read(cards(EVIDENCE))
    assert seen.marked == EVIDENCE.sentence
    for part in (
        "2019",
        "一网通办",
        "浙江省 › 杭州市",
        "政务服务",
        "已启动",
        "此前。去年5月，一网通办上线。此后。",
        "标题",
        "样例日报 · 2019-06-01",
        "地点：浙江省 › 杭州市（由上下文）",
        "时间：2019-05（由相对日期推得）",
        "出处：news/1.txt，第 9–20 字",
    ):
        assert part in seen.text


def test_only_the_first_card_of_a_region_is_open() -> None:
    both = [INITIATIVE, replace(INITIATIVE, initiative_id="i2")]
    assert build_cards(both, {}, ZH, first_open=True).count('<details class="card" open>') == 1
    assert " open>" not in build_cards(both, {}, ZH, first_open=False)


def test_what_is_unknown_is_said() -> None:
    unknown = replace(EVIDENCE, title="", publisher="", published=None, year=None, url="")
    seen = read(cards(unknown, replace(INITIATIVE, year=None, place_name="")))
    for part in ("无标题", "来源未注明 · 发表日期不详", "未注明年份", "地点未注明"):
        assert part in seen.text
    assert "a" not in seen.tags


@given(text=st.text() | st.just(HOSTILE))
def test_any_text_is_shown_as_text(text: str) -> None:
    hostile = replace(
        EVIDENCE, title=text, publisher=text, sentence=text, before=text, source=text, url=text
    )
    html = cards(hostile, replace(INITIATIVE, name=text, place_name=text))
    seen = read(html)
    assert seen.tags <= TAGS
    assert set(seen.attributes) <= {"class", "open", "href", "target", "rel"}
    assert seen.marked == unescape_twice_safe(text)


def unescape_twice_safe(text: str) -> str:
    """The text as an HTML parser gives it back after one escape."""
    return unescape(re.sub("[&<>\"']", lambda m: f"&#{ord(m[0])};", text))


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_pages_are_linked(url: str, good: bool) -> None:
    assert is_web_address(url) is good
    assert ("<a href" in cards(replace(EVIDENCE, url=url))) is good


@pytest.mark.parametrize(
    ("year", "month", "day", "shown"),
    [
        (2019, 5, 7, "2019-05-07"),
        (2019, 5, None, "2019-05"),
        (2019, None, 7, "2019"),
        (None, 5, 7, "未注明年份"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(
    year: int | None, month: int | None, day: int | None, shown: str
) -> None:
    assert show_date(replace(EVIDENCE, year=year, month=month, day=day), ZH) == shown


def test_many_records_are_counted_rather_than_dropped_in_silence() -> None:
    html = build_cards([INITIATIVE], {"i1": [EVIDENCE] * (MAX_RECORDS + 3)}, ZH, first_open=True)
    assert html.count("<figure") == MAX_RECORDS
    assert "另有 3 条记录" in html


def test_a_value_without_a_label_is_shown_as_it_is(zh: Wording) -> None:
    odd = replace(INITIATIVE, status="<new>", theme="<theme>")
    assert {"<new>", "<theme>"} <= set(re.findall("<[a-z]+>", read(cards(EVIDENCE, odd)).text))
