"""Time expressions: what each means in a paper of 3 August 2018, if nothing else is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract.dates import MAX_ENTRY, TimeMention, find_times
from geodata.model import DateBasis, DatePrecision, PartialDate

AUGUST = PartialDate(2018, 8, 3)
JANUARY = PartialDate(2019, 1, 5)
E, R, P, N = DateBasis.EXPLICIT, DateBasis.RELATIVE, DateBasis.PUBLICATION, DateBasis.NONE
Expected = tuple[int | None, int | None, int | None, DateBasis]


def read(mention: TimeMention) -> Expected:
    return mention.year, mention.month, mention.day, mention.basis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015年", (2015, None, None, E)),
        ("2015 年 3 月", (2015, 3, None, E)),
        ("2015年3月12日", (2015, 3, 12, E)),
        ("2015年3月12号", (2015, 3, 12, E)),
        ("2015年03月02日", (2015, 3, 2, E)),
        ("2015年底", (2015, None, None, E)),
        ("2015年初", (2015, None, None, E)),
        ("2015年度", (2015, None, None, E)),
        ("2015年以来", (2015, None, None, E)),
        ("1998年", (1998, None, None, E)),
        ("2035年", (2035, None, None, E)),
        ("2015年13月", (2015, None, None, E)),
        ("2015年2月30日", (2015, 2, None, E)),
        ("2016年2月29日", (2016, 2, 29, E)),
        ("2015年2月29日", (2015, 2, None, E)),
        ("二〇一八年", (2018, None, None, E)),
        ("二○一五年三月", (2015, 3, None, E)),
        ("二零一六年十二月", (2016, 12, None, E)),
        ("一九九八年十月", (1998, 10, None, E)),
        ("十四五末", (2025, None, None, E)),
        ("“十三五”末", (2020, None, None, E)),
        ("十一五期末", (2010, None, None, E)),
        ("“十三五”期间", (None, None, None, E)),
        ("十二五规划", (None, None, None, E)),
        ("十五五规划", (None, None, None, E)),
        ("今年", (2018, None, None, R)),
        ("今年3月", (2018, 3, None, R)),
        ("今年3月12日", (2018, 3, 12, R)),
        ("今年以来", (2018, None, None, R)),
        ("今年底", (2018, None, None, R)),
        ("本年度", (2018, None, None, R)),
        ("年内", (2018, None, None, R)),
        ("年底前", (2018, None, None, R)),
        ("去年", (2017, None, None, R)),
        ("去年底", (2017, None, None, R)),
        ("去年12月", (2017, 12, None, R)),
        ("去年2月29日", (2017, 2, None, R)),
        ("前年", (2016, None, None, R)),
        ("明年", (2019, None, None, R)),
        ("明年6月", (2019, 6, None, R)),
        ("后年", (2020, None, None, R)),
        ("3月12日", (2018, 3, 12, R)),
        ("8月", (2018, 8, None, R)),
        ("7月底", (2018, 7, None, R)),
        ("9月1日起", (2018, 9, 1, R)),
        ("10月", (2017, 10, None, R)),
        ("日前", (2018, None, None, P)),
        ("近日", (2018, None, None, P)),
        ("昨日", (2018, None, None, P)),
        ("昨天", (2018, None, None, P)),
        ("本月", (2018, None, None, P)),
        ("上月", (2018, None, None, P)),
        ("上周", (2018, None, None, P)),
        ("不久前", (2018, None, None, P)),
        ("月日", (2018, None, None, P)),
        ("当年", (None, None, None, N)),
        ("同年10月", (None, 10, None, N)),
    ],
)
def test_expressions(text: str, expected: Expected) -> None:
    (mention,) = find_times(f"记者获悉，{text}，", AUGUST)
    assert read(mention) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10月", (2018, 10, None, R)),
        ("12月20日", (2018, 12, 20, R)),
        ("1月3日", (2019, 1, 3, R)),
        ("2月", (2019, 2, None, R)),
        ("去年12月", (2018, 12, None, R)),
        ("日前", (2019, None, None, P)),
        ("上月", (2018, None, None, P)),
    ],
)
def test_in_a_january_paper_late_months_are_last_year_s(text: str, expected: Expected) -> None:
    (mention,) = find_times(f"记者获悉，{text}，", JANUARY)
    assert read(mention) == expected


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        pytest.param("2015年建成，当年", 1, (2015, None, None, E), id="that-year"),
        pytest.param("2014年启动，次年", 1, (2015, None, None, E), id="the-next-year"),
        pytest.param("2014年启动，同年10月", 1, (2014, 10, None, E), id="the-same-year"),
        pytest.param("2015年3月开工，10月完工", 1, (2015, 10, None, E), id="month-of-that-year"),
        pytest.param("去年开工，10月完工", 1, (2017, 10, None, R), id="month-after-a-word"),
        pytest.param("2014年，2015年，当年", 2, (2015, None, None, E), id="nearest-year"),
        pytest.param("2014年" + "数" * 300 + "当年", 1, (None, None, None, N), id="too-far"),
    ],
)
def test_expressions_that_lean_on_an_earlier_one(text: str, last: int, expected: Expected) -> None:
    mentions = find_times(text, AUGUST)
    assert len(mentions) == last + 1
    assert read(mentions[last]) == expected


@pytest.mark.parametrize(
    "text", ["2013~2015年", "2013-2015年", "2013年至2015年", "2013—2015年", "2013年到2015年"]
)
def test_periods(text: str) -> None:
    (mention,) = find_times(text, AUGUST)
    assert (mention.year, mention.last_year, mention.basis) == (2013, 2015, E)


@pytest.mark.parametrize("text", ["今年", "去年3月", "日前", "3月12日", "年内", "月日", "本月"])
def test_without_an_anchor_relative_words_have_no_year(text: str) -> None:
    (mention,) = find_times(text, None)
    assert (mention.year, mention.basis) == (None, N)
    assert mention.precision is DatePrecision.NONE


@pytest.mark.parametrize(
    "text",
    [
        *("3个月", "每月", "3月内", "三月", "下半年", "月均", "十五家", "二十五的", "第三十五计划"),
        *("12015年", "2065年", "1965年", "公元前206年", "2015-2013年", "编号2015", "2015万元"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert [m for m in find_times(text, AUGUST) if m.year is not None] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年3月12日", (2018, None, None, R)),
        ("3月1日", (2018, None, None, R)),
        ("二〇一七年", (2017, None, None, E)),
    ],
)
def test_of_damaged_digits_nothing_is_taken(text: str, expected: Expected) -> None:
    (mention,) = find_times(text, AUGUST, digits_reliable=False)
    assert read(mention) == expected
    assert find_times("2015年3月，2013-2015年", AUGUST, digits_reliable=False) == []


def test_precision_is_the_finest_part_known() -> None:
    times = find_times("2015年，2015年3月，2015年3月12日", AUGUST)
    assert [m.precision for m in times] == [
        DatePrecision.YEAR,
        DatePrecision.MONTH,
        DatePrecision.DAY,
    ]


PIECES = [
    *("2015年", "3月", "12日", "今年", "去年", "当年", "月日", "十四五", "末", "，"),
    *("二〇一八年", "1", "~"),
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=40),
    st.sampled_from([None, AUGUST, JANUARY, PartialDate(2018)]),
)
def test_mentions_are_in_order_and_days_exist(text: str, anchor: PartialDate | None) -> None:
    reached = 0
    for mention in find_times(text, anchor):
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end
        if mention.year is not None:
            assert 1978 <= mention.year <= 2061
            when = PartialDate(mention.year, mention.month, mention.day)
            assert when.as_date() is None or mention.precision is DatePrecision.DAY


def test_a_line_that_begins_with_a_year_is_about_it() -> None:
    text = "2003年　1月，市政府网站开通，一天最多一千人次访问，得到群众好评。6月，内网建成。\n"
    text += "市里的老人们都说办事比从前省心，排队的人也少了许多，盼着再快些。7月，再改。"
    years = [mention.year for mention in find_times(text, None)]
    assert years == [2003, 2003, None]


def test_an_entry_is_no_longer_than_entries_are() -> None:
    text = "2003年　" + ("数" * 148 + "6月") * 10
    for mention in find_times(text, None)[1:]:
        assert mention.year == (2003 if mention.start <= MAX_ENTRY else None)


def test_a_plan_named_in_between_hides_no_year() -> None:
    text = "2001年　按“十五”规划，市里成立小组。8月，政府网站开通。"
    assert [mention.year for mention in find_times(text, None)] == [2001, None, 2001]
