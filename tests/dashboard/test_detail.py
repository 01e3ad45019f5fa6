from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.detail import MAX_RECORDS, build_cards, is_web_address, show_date
from dashboard.wording import Wording, load_wording
from geodata.paths import data_folder
from geodata.regions.evidence import Evidence, Initiative
from tests.small_dataset import HOSTILE

ZH, EN = (load_wording(language, data_folder()) for language in ("zh", "en"))
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
    adcode="330100",
    place_name="浙江省/杭州市",
    place_precision="city",
    place_basis="alias",
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


def name_path(code: str) -> str:
    """What an English page calls the one place of these tests."""
    return "Zhejiang › Hangzhou" if code == "330100" else ""


def card(
    evidence: Evidence, initiative: Initiative = INITIATIVE, wording: Wording = ZH
) -> dict[str, Any]:
    built = build_cards([initiative], {"i1": [evidence]}, wording, name_path, first_open=True)
    (found,) = built["cards"]
    return dict(found)


def read(text: str | list[str]) -> str:
    """A text as it is read, whatever parts of it are in another language."""
    return "".join(text)


@pytest.mark.parametrize(
    ("basis", "credit"),
    [("publication", "样例日报 · 2019"), ("explicit", "样例日报 · 发表日期不详")],
)
def test_a_year_of_publication_without_a_day_is_shown(basis: str, credit: str) -> None:
    (quote,) = card(replace(EVIDENCE, published=None, date_basis=basis))["quotes"]
    assert read(quote["credit"]) == credit


def test_a_card_shows_the_fact_and_the_sentence_in_its_paragraph() -> None:
    shown = card(EVIDENCE)
    assert (shown["year"], shown["name"], shown["reports"]) == ("2019", "一网通办", "2 篇报道")
    assert shown["facts"] == ["浙江省 › 杭州市", "政务服务", "已启动"]
    (quote,) = shown["quotes"]
    assert quote["text"] == ["此前。", "去年5月，一网通办上线。", "此后。"]
    assert (read(quote["title"]), read(quote["credit"])) == ("标题", "样例日报 · 2019-06-01")
    assert quote["notes"] == (
        "地点：浙江省 › 杭州市（由简称或别称）",
        "时间：2019-05（由相对日期推得）",
        "状态：已启动",
        "置信度：0.80",
        "出处：news/1.txt，第 9–20 字",
    )


def test_a_page_in_english_names_places_in_english_and_keeps_the_chinese_as_evidence() -> None:
    shown = card(EVIDENCE, wording=EN)
    assert shown["facts"] == ["Zhejiang › Hangzhou", "Government services", "Launched"]
    (quote,) = shown["quotes"]
    assert quote["notes"][0] == [
        "Place: Zhejiang › Hangzhou (", "浙江省 › 杭州市", "; from an alias)",
    ]  # fmt: skip
    # The documents' own words are marked as theirs: what they are titled, who published them.
    assert (quote["title"], quote["credit"][1]) == (["", "标题", ""], "样例日报")
    elsewhere = replace(INITIATIVE, adcode="999999")
    assert card(EVIDENCE, elsewhere, EN)["facts"][0] == ["", "浙江省 › 杭州市", ""]


def test_the_first_card_of_a_region_is_open() -> None:
    assert build_cards([INITIATIVE], {}, ZH, name_path, first_open=True)["open"]
    assert not build_cards([INITIATIVE], {}, ZH, name_path, first_open=False)["open"]


def test_what_is_unknown_is_said() -> None:
    unknown = replace(EVIDENCE, title="", publisher="", published=None, year=None, url="")
    shown = card(unknown, replace(INITIATIVE, year=None, place_name=""))
    (quote,) = shown["quotes"]
    assert (shown["year"], shown["dated"]) == ("未注明年份", False)
    assert shown["facts"][0] == "地点未注明"
    assert (quote["title"], quote["credit"]) == ("无标题", "来源未注明 · 发表日期不详")


@given(text=st.text(min_size=1) | st.just(HOSTILE))
def test_any_text_stays_as_it_is(text: str) -> None:
    hostile = replace(EVIDENCE, title=text, sentence=text, before=text)
    shown = card(hostile, replace(INITIATIVE, name=text))
    (quote,) = shown["quotes"]
    assert (shown["name"], read(quote["title"]), quote["text"][:2]) == (text, text, [text, text])


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
    (quote,) = card(replace(EVIDENCE, url=url))["quotes"]
    assert quote["url"] == (url if good else "")


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
    many = {"i1": [EVIDENCE] * (MAX_RECORDS + 3)}
    (shown,) = build_cards([INITIATIVE], many, ZH, name_path, first_open=True)["cards"]
    assert len(shown["quotes"]) == MAX_RECORDS
    assert shown["more"] == "另有 3 条记录，可下载后查看。"


def test_a_value_without_a_label_is_shown_as_it_is() -> None:
    odd = replace(INITIATIVE, status="<new>", theme="<theme>")
    assert card(EVIDENCE, odd)["facts"][1:] == ["<theme>", "<new>"]
