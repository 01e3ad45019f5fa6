"""Which date a record takes, and where its evidence is cut."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleantext import CleanText
from geodata.corpus.cleaning import clean
from geodata.extract.dates import find_times
from geodata.extract.mentions import Form, Mention
from geodata.extract.records import (
    MAX_EVIDENCE,
    When,
    choose_when,
    cut_evidence,
    is_quotable,
    keep_quotable,
)
from geodata.model import DateBasis, DatePrecision, Kind, PartialDate

NAME = "智慧城管平台"
AUGUST = PartialDate(2018, 8, 3)


def mention_in(text: str) -> Mention:
    start = text.index(NAME)
    return Mention(start, start + len(NAME), NAME, Kind.PLATFORM, Form.HEAD, "")


def when(text: str, anchor: PartialDate | None) -> When:
    sentence = (0, len(text))
    times = find_times(text, anchor)
    return choose_when(text, times, [(mention_in(text), sentence)], anchor)


@pytest.mark.parametrize(
    ("text", "year", "basis"),
    [
        pytest.param(f"2015年建成{NAME}。", 2015, DateBasis.EXPLICIT, id="date-before"),
        pytest.param(f"{NAME}于2016年上线。", 2016, DateBasis.EXPLICIT, id="date-behind"),
        pytest.param(f"2012年动工，2015年建成{NAME}。", 2015, DateBasis.EXPLICIT, id="nearest"),
        pytest.param(f"2015年建成{NAME}，2017年扩容。", 2015, DateBasis.EXPLICIT, id="before-wins"),
        pytest.param(f"去年建成{NAME}。", 2017, DateBasis.RELATIVE, id="last-year"),
        pytest.param(f"日前{NAME}上线。", 2018, DateBasis.PUBLICATION, id="near"),
        pytest.param(f"{NAME}运行良好。", 2018, DateBasis.PUBLICATION, id="no-date"),
        pytest.param("2003年" + "数" * 60 + f"{NAME}。", 2018, DateBasis.PUBLICATION, id="too-far"),
        pytest.param(f"{NAME}开工，" + "数" * 50 + "计划2021年底完工。", 2021, DateBasis.EXPLICIT,
                     id="when-it-is-due"),
        pytest.param(f"{NAME}开工，" + "数" * 50 + "计划2021年底开会。", 2018,
                     DateBasis.PUBLICATION, id="when-another-thing-is-due"),
    ],
)  # fmt: skip
def test_the_nearest_date_is_the_record_s(text: str, year: int, basis: DateBasis) -> None:
    found = when(text, AUGUST)
    assert (found.year, found.basis) == (year, basis)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        pytest.param(f"2003年　会议召开。{NAME}开通。", 2003, id="a-chronicle-s-entry"),
        pytest.param(f"2003年会议召开。{NAME}开通。", 2018, id="a-sentence-of-prose"),
        pytest.param(f"2003年　会议召开。\n{NAME}开通。", 2018, id="another-line"),
        pytest.param(f"2003年　{'会议召开。' * 400}{NAME}开通。", 2018, id="too-long-an-entry"),
    ],
)
def test_a_chronicle_s_year_holds_for_its_entry(text: str, year: int) -> None:
    mention = mention_in(text)
    sentence = (mention.start, len(text))
    found = choose_when(text, find_times(text, AUGUST), [(mention, sentence)], AUGUST)
    assert found.year == year


def test_month_and_day_come_along() -> None:
    found = when(f"2015年3月12日，{NAME}上线。", AUGUST)
    assert (found.year, found.month, found.day) == (2015, 3, 12)
    assert found.precision is DatePrecision.DAY


def test_nothing_fixed_stays_unknown() -> None:
    assert when(f"{NAME}运行良好。", None) == When()
    found = when(f"3月12日，{NAME}上线。", None)
    assert (found.year, found.precision, found.basis) == (
        None,
        DatePrecision.NONE,
        DateBasis.NONE,
    )


@pytest.mark.parametrize("before", [0, 100, 500])
@pytest.mark.parametrize("after", [0, 100, 500])
@pytest.mark.parametrize("gap", ["", " \n"])
def test_evidence_is_bounded_and_holds_the_name(before: int, after: int, gap: str) -> None:
    raw = ("甲" + gap) * before + NAME + ("乙" + gap) * after
    text = clean(raw)
    mention = mention_in(text.text)
    span, (start, end) = cut_evidence(text, mention, (0, len(text.text)))
    assert text.raw_span(*span) == (start, end)
    assert end - start <= MAX_EVIDENCE
    assert NAME in raw[start:end]
    if len(raw) <= MAX_EVIDENCE:
        assert raw[start:end] == raw.strip()


@given(st.lists(st.sampled_from((1, 1, 1, 1, 250)), min_size=12, max_size=12))
def test_names_that_cannot_be_quoted_are_left_out(gaps: list[int]) -> None:
    spaced = CleanText("数" * len(gaps), list(accumulate(gaps)), ())
    mentions = [
        Mention(start, start + size, "数" * size, Kind.PLATFORM, Form.HEAD, "")
        for size in (1, 2, 3)
        for start in range(len(gaps) - size)
    ]
    fit = [m for m in mentions if is_quotable(spaced, m.start, m.end)]
    assert keep_quotable(spaced, mentions) == fit
