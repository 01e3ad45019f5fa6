from __future__ import annotations

from dataclasses import replace

import pytest

import geodata as gd
from dashboard.filters import By, Filters, Layout
from dashboard.finding import find_leaders, state_finding
from dashboard.mapstate import Panel
from dashboard.wording import Wording
from geodata.model import Level
from geodata.regions.measures import Reason
from tests.dashboard.by_hand import TOTALS, make_view

FOUR = {"330000": 5.0, "440000": 3.0, "110000": 2.0, "420000": 2.0}
UNITS = (*FOUR, "320000", "540000", "710000")
READ = {"330000": 6, "440000": 3, "110000": 2, "420000": 1, "320000": 4, "710000": 1}


def headline(wording: Wording, values: dict[str, float], filters: Filters = Filters()) -> str:  # noqa: B008
    return state_finding(make_view(wording, values, filters)).headline


def measured(measure: gd.Measure, **changes: object) -> Filters:
    return replace(Filters(measure=measure), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "leaders"),
    [
        pytest.param({"a": 5, "b": 4, "c": 3, "d": 2}, ("a", "b", "c"), id="three"),
        pytest.param({"a": 5, "b": 4, "c": 3, "d": 3}, ("a", "b"), id="third-is-tied"),
        pytest.param({"a": 5, "b": 3, "c": 3, "d": 3}, ("a",), id="second-is-tied"),
        pytest.param({"a": 3, "b": 3, "c": 3, "d": 3}, (), id="all-tied"),
        pytest.param({"a": 3, "b": 3}, ("a", "b"), id="all-there-are"),
        pytest.param({}, (), id="none"),
    ],
)
def test_no_leader_is_named_while_its_equal_is_not(
    values: dict[str, float], leaders: tuple[str, ...]
) -> None:
    assert find_leaders(values) == leaders


def test_the_sentence_names_leaders_and_their_share(zh: Wording) -> None:
    assert headline(zh, FOUR) == "浙江、广东合计占已定位举措的 67%"  # 8 of 12


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param(
            {"330000": 9, "440000": 1, "110000": 1, "420000": 1},
            "浙江最多，占已定位举措的 75%",
            id="one",
        ),
        pytest.param({"330000": 2}, "已定位的 2 项举措都在浙江", id="only"),
        pytest.param(
            {"330000": 1, "440000": 1, "110000": 1, "420000": 1},
            "4 个地区并列最多，各 1 项举措",
            id="tied",
        ),
        pytest.param({}, "没有可以落到地图上的举措", id="none"),
    ],
)
def test_the_sentence_fits_what_was_found(
    values: dict[str, float], sentence: str, zh: Wording
) -> None:
    assert headline(zh, values) == sentence


@pytest.mark.parametrize(
    ("filters", "scope"),
    [
        pytest.param(Filters(years=(2010, 2015)), "2010–2015 年，", id="years"),
        pytest.param(Filters(years=(2010, 2010)), "2010 年，", id="one-year"),
        pytest.param(Filters(themes=("health",)), "“医疗健康与疫情防控”主题中，", id="theme"),
        pytest.param(
            Filters(themes=("health", "business"), years=(2010, 2015)),
            "2010–2015 年，所选 2 个主题中，",
            id="both",
        ),
        pytest.param(Filters(layout=Layout.PLAY), "截至 2024 年，", id="played-to-the-end"),
        pytest.param(Filters(layout=Layout.PLAY, year=2015), "截至 2015 年，", id="played"),
        pytest.param(
            Filters(layout=Layout.PLAY, year=2015, width=3), "2013–2015 年，", id="window"
        ),
        pytest.param(Filters(layout=Layout.PLAY, year=2015, width=1), "2015 年，", id="one"),
    ],
)
def test_the_sentence_says_what_it_is_about(filters: Filters, scope: str, zh: Wording) -> None:
    assert headline(zh, FOUR, filters).startswith(scope + "浙江")


def test_the_sentence_says_where_it_is_zoomed_to(zh: Wording, en: Wording) -> None:
    filters = Filters(level=Level.CITY, within="330000")
    cities = {"330100": 3.0, "330200": 1.0}
    assert headline(zh, cities, filters) == "浙江内，已定位的 4 项举措都在杭州、宁波"
    said = headline(en, cities, filters)
    assert said == "Within 浙江, all 4 placed initiatives are in 杭州 and 宁波"


@pytest.mark.parametrize(
    ("measure", "values", "sentence"),
    [
        pytest.param(
            gd.Measure.REPORTS,
            {"330000": 9, "440000": 4, "110000": 4, "420000": 4},
            "报道最多的是浙江（9 篇）",
            id="reports",
        ),
        pytest.param(
            gd.Measure.PER_MILLION,
            {"330000": 0.25, "110000": 1.5},
            "按人口计举措最多的是北京（1.5 项）、浙江（0.25 项）",
            id="per-million",
        ),
        pytest.param(
            gd.Measure.PER_DOCUMENTS,
            {"330000": 83.3, "110000": 100},
            "按文献计举措最多的是北京（100 项）、浙江（83.3 项）",
            id="per-documents",
        ),
        pytest.param(
            gd.Measure.FIRST_YEAR,
            {"330000": 2016, "110000": 2003},
            "最早的是北京（2003 年）、浙江（2016 年）；34 个地区中 2 个已有有据可查的举措",
            id="first-year",
        ),
        pytest.param(
            gd.Measure.FIRST_YEAR,
            dict.fromkeys(FOUR, 2003),
            "4 个地区并列最早（2003 年）；34 个地区中 4 个已有有据可查的举措",
            id="first-year-tied",
        ),
        pytest.param(gd.Measure.THEMES, {"330000": 3}, "主题最全的是浙江（3 个主题）", id="themes"),
        pytest.param(
            gd.Measure.LOWER_SHARE,
            {"330000": 2 / 11, "440000": 1 / 21},
            "下级覆盖率最高的是浙江（18%）、广东（5%）",
            id="lower-share",
        ),
        pytest.param(
            gd.Measure.CHANGE,
            {"330000": 0.5, "440000": -0.25, "110000": 0.0},
            "2014–2024 年与 2003–2013 年相比，年均举措增加的地区 1 个，减少的 1 个，"
            "增幅最大的是浙江（+50%）",
            id="change",
        ),
        pytest.param(
            gd.Measure.CHANGE,
            {"330000": -0.5},
            "2014–2024 年与 2003–2013 年相比，年均举措增加的地区 0 个，减少的 1 个",
            id="change-for-the-less",
        ),
    ],
)
def test_each_measure_has_its_sentence(
    measure: gd.Measure, values: dict[str, float], sentence: str, zh: Wording
) -> None:
    assert headline(zh, values, measured(measure)) == sentence


def test_two_maps_are_told_side_by_side(zh: Wording) -> None:
    filters = Filters(layout=Layout.TWO)
    view = make_view(zh, FOUR, filters, others=(Panel("右", {"110000": 1.0}),))
    assert state_finding(view).headline == (
        "左：举措最多的是浙江（5 项）、广东（3 项）；右：举措最多的是北京（1 项）"
    )
    other = replace(filters, by=By.MEASURE, second=gd.Measure.FIRST_YEAR)
    view = make_view(zh, FOUR, other, others=(Panel("右", {"110000": 2003.0}),))
    assert state_finding(view).headline.endswith("；最早的是北京（2003 年）")
    view = make_view(zh, FOUR, filters, others=(Panel("右", {}),))
    assert state_finding(view).headline.endswith("；右：没有数据")


def test_many_maps_are_told_by_who_is_ahead_on_most(zh: Wording) -> None:
    filters = Filters(layout=Layout.MANY, by=By.THEME)
    others = (Panel("", {"330000": 1.0, "110000": 1.0}), Panel("", {"110000": 2.0}), Panel("", {}))
    said = state_finding(make_view(zh, FOUR, filters, others=others)).headline
    assert said == "4 幅图中，浙江、北京在 2 幅里领先".replace("浙江、北京", "北京、浙江")
    alike = (Panel("", dict.fromkeys(FOUR, 1.0)),)
    said = state_finding(make_view(zh, dict.fromkeys(FOUR, 2.0), filters, others=alike)).headline
    assert said == "2 幅图中各有领先，4 个地区各在 2 幅里领先"


def test_english_begins_with_a_capital(en: Wording) -> None:
    said = headline(en, FOUR, Filters(years=(2010, 2015), themes=("health",)))
    assert said.startswith("From 2010 to 2015, Health")
    assert headline(en, {}).startswith("No initiative")


def test_the_basis_says_what_is_unknown(zh: Wording) -> None:
    view = make_view(zh, FOUR, units=UNITS, documents=READ)
    basis = state_finding(view).basis
    assert "共 14 项举措，见于 13 篇报道（已阅读文献 20 篇）" in basis
    assert "其中 3 项未注明年份" in basis
    assert "1 个省级地区尚未检索到文献" in basis


def test_the_basis_says_of_which_regions_a_measure_cannot_be_told(zh: Wording) -> None:
    missing = {"440000": Reason.LOW_BASE, "110000": Reason.LOW_BASE, "420000": Reason.UNDATED}
    filters = measured(gd.Measure.CHANGE, confidence=0.7, lower=False)
    view = make_view(zh, {"330000": 0.5}, filters, missing=missing)
    basis = state_finding(view).basis
    assert "2 地前一时期不足 5 项，不作比较。1 地的举措都未注明年份，不计。" in basis
    assert "只计置信度不低于 0.7 的。只计本级自己的举措，不含下级。" in basis
    untold = state_finding(make_view(zh, {}, filters, missing=missing)).headline
    assert untold == "没有地区可以按此指标比较"


def test_the_numbers_are_those_of_the_view(zh: Wording) -> None:
    totals = replace(TOTALS, initiatives=1_234, reports=1_000, undated=0)
    basis = state_finding(make_view(zh, FOUR, totals=totals)).basis
    assert basis == "共 1,234 项举措，见于 1,000 篇报道（已阅读文献 20 篇）。"
