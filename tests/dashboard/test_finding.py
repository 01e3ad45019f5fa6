from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.classes import classify
from dashboard.filters import Filters
from dashboard.finding import find_leaders, state_finding
from dashboard.mapview import MapState
from dashboard.wording import Wording
from geodata.model import Level
from geodata.regions.summaries import RegionCount, Totals

NAMES = {"330000": "浙江", "440000": "广东", "110000": "北京", "420000": "湖北"}
TOTALS = Totals(14, 13, 12, 2, 0, 0, 3)


def with_counts(state: MapState, counts: dict[str, int]) -> MapState:
    found = {code: RegionCount(count, count, None) for code, count in counts.items()}
    return replace(state, counts=found, classes=classify(counts.values()))


def headline(state: MapState, filters: Filters, wording: Wording) -> str:
    return state_finding(state, TOTALS, 20, filters, NAMES, wording).headline


@pytest.mark.parametrize(
    ("counts", "leaders"),
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
    counts: dict[str, int], leaders: tuple[str, ...]
) -> None:
    assert find_leaders(counts) == leaders


def test_the_sentence_names_leaders_and_their_share(state: MapState, zh: Wording) -> None:
    assert headline(state, Filters(), zh) == "浙江、广东合计占已定位举措的 67%"  # 8 of 12


@pytest.mark.parametrize(
    ("counts", "sentence"),
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
    state: MapState, counts: dict[str, int], sentence: str, zh: Wording
) -> None:
    assert headline(with_counts(state, counts), Filters(), zh) == sentence


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
    ],
)
def test_the_sentence_says_what_it_is_about(
    state: MapState, filters: Filters, scope: str, zh: Wording
) -> None:
    assert headline(state, filters, zh).startswith(scope + "浙江")


def test_english_begins_with_a_capital(state: MapState, en: Wording) -> None:
    said = headline(state, Filters(years=(2010, 2015), themes=("health",)), en)
    assert said.startswith("From 2010 to 2015, Health")
    assert headline(with_counts(state, {}), Filters(), en).startswith("No initiative")


def test_the_basis_says_what_is_unknown(state: MapState, zh: Wording) -> None:
    basis = state_finding(state, TOTALS, 20, Filters(), NAMES, zh).basis
    assert "共 14 项举措，见于 13 篇报道（已阅读文献 20 篇）" in basis
    assert "其中 3 项未注明年份" in basis
    assert "1 个省级地区尚未检索到文献" in basis
    city = replace(state, level=Level.CITY)
    assert "1 个地级单位" in state_finding(city, TOTALS, 20, Filters(), NAMES, zh).basis
