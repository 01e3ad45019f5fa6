from __future__ import annotations

from dataclasses import replace

import pytest

import geodata as gd
from dashboard.filters import Filters, Layout
from dashboard.mapstate import Panel
from dashboard.measures import write_value
from dashboard.ranking import MAX_ROWS, build_ranking, measure_bar
from dashboard.wording import Wording
from geodata.model import NATION, Level
from geodata.regions.measures import Reason
from tests.dashboard.by_hand import TOTALS, make_view, real_geography

FOUR = {"330000": 5.0, "440000": 3.0, "110000": 2.0, "420000": 2.0}


def test_rows_have_value_rank_interval_colour_and_what_is_inside(zh: Wording) -> None:
    intervals = {"330000": (1, 1), "440000": (2, 4), "110000": (3, 4), "420000": (3, 4)}
    ranking = build_ranking(make_view(zh, FOUR, Filters(region="330000")), intervals)
    assert ranking["rows"] == [
        ["330000", "浙江", "5", 100, 1, "", 2, 1],
        ["440000", "广东", "3", 60, 2, "2–4 位", 1, 1],
        ["110000", "北京", "2", 40, 3, "3–4 位", 0, 1],
        ["420000", "湖北", "2", 40, 3, "3–4 位", 0, 1],
    ]
    assert (ranking["title"], ranking["selected"], ranking["more"]) == ("举措数", "330000", "")
    assert [len(colours) for colours in ranking["colors"]] == [3, 3]


def test_what_has_nothing_inside_cannot_be_entered(zh: Wording) -> None:
    filters = Filters(level=Level.COUNTY, within="330100")
    (row,) = build_ranking(make_view(zh, {"330102": 1.0}, filters), {})["rows"]
    assert row[-1] == 0


def test_the_second_of_two_maps_has_a_column(zh: Wording) -> None:
    view = make_view(zh, FOUR, Filters(layout=Layout.TWO), others=(Panel("右", {"440000": 7.0}),))
    ranking = build_ranking(view, {})
    assert ranking["sides"] == ["左", "右"]
    assert [row[-1] for row in ranking["rows"]] == ["", "7", "", ""]


def test_years_are_ranked_from_the_earliest(zh: Wording) -> None:
    filters = Filters(measure=gd.Measure.FIRST_YEAR)
    rows = build_ranking(make_view(zh, {"330000": 2016, "110000": 2003}, filters), {})["rows"]
    assert [(row[1], row[2], row[4]) for row in rows] == [("北京", "2003", 1), ("浙江", "2016", 2)]
    assert rows[0][3] > rows[1][3] > 0


def test_regions_without_a_value_are_listed_apart_with_the_reason(zh: Wording) -> None:
    missing = {"440000": Reason.LOW_BASE, "110000": Reason.LOW_BASE, "420000": Reason.UNDATED}
    filters = Filters(measure=gd.Measure.CHANGE)
    ranking = build_ranking(make_view(zh, {"330000": -0.25}, filters, missing=missing), {})
    assert ranking["rows"][0][2] == "−25%"
    assert ranking["untold"] == [
        ["2 地前一时期不足 5 项，不作比较", [["110000", "北京"], ["440000", "广东"]]],
        ["1 地的举措都未注明年份", [["420000", "湖北"]]],
    ]


def test_what_no_region_owns_stands_apart(zh: Wording) -> None:
    totals = gd.Totals(14, 13, 8, 2, 4, 0, 3)
    apart = build_ranking(make_view(zh, FOUR, totals=totals), {})["apart"]
    assert [(code, count) for code, _, count in apart] == [(NATION, 2), (gd.COARSER, 4)]
    city = Filters(level=Level.CITY, lower=False)
    totals = replace(TOTALS, national=0, coarser=4, finer=1)
    apart = build_ranking(make_view(zh, {}, city, totals=totals), {})["apart"]
    assert apart == [["coarser", "仅记到省级", 4], ["finer", "属于下级地区", 1]]


def test_a_long_ranking_says_how_many_it_leaves_out(zh: Wording) -> None:
    codes = real_geography().drawn[Level.COUNTY][: MAX_ROWS + 5]
    values = {code: float(500 - i) for i, code in enumerate(codes)}
    ranking = build_ranking(make_view(zh, values, Filters(level=Level.COUNTY)), {})
    assert len(ranking["rows"]) == MAX_ROWS
    assert ranking["more"].startswith("另有 5 个地区")


def test_an_empty_ranking_draws(zh: Wording) -> None:
    ranking = build_ranking(make_view(zh, {}, totals=gd.Totals(0, 0, 0, 0, 0, 0, 0)), {})
    assert (ranking["rows"], ranking["apart"], ranking["note"]) == ([], [], "")
    assert ranking["more"] == "当前筛选下没有地区可排名。"


@pytest.mark.parametrize(
    ("measure", "value", "text"),
    [
        (gd.Measure.INITIATIVES, 1234.0, "1,234"),
        (gd.Measure.FIRST_YEAR, 2014.0, "2014"),
        (gd.Measure.PER_MILLION, 0.123, "0.12"),
        (gd.Measure.PER_MILLION, 12.34, "12.3"),
        (gd.Measure.PER_DOCUMENTS, 150.4, "150"),
        (gd.Measure.LOWER_SHARE, 2 / 11, "18%"),
        (gd.Measure.CHANGE, 0.5, "+50%"),
        (gd.Measure.CHANGE, -1.0, "−100%"),
        (gd.Measure.CHANGE, 0.001, "0%"),
    ],
)
def test_values_are_written_as_their_measure_is_read(
    measure: gd.Measure, value: float, text: str
) -> None:
    assert write_value(measure, value) == text


def test_bars_of_change_show_its_size() -> None:
    values = {"a": -0.5, "b": 1.0, "c": 0.0}
    bars = [measure_bar(values, code, gd.Measure.CHANGE) for code in values]
    assert bars == [50, 100, 2]
    assert measure_bar({"a": 0.0}, "a", gd.Measure.CHANGE) == 2
