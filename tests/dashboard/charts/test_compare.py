from __future__ import annotations

from dataclasses import replace

import pytest

import geodata as gd
from dashboard.charts.chart import Link, Opening, Value
from dashboard.charts.compare import (
    Comparison,
    compare,
    pick_regions,
    tell_comparison,
    tell_no_peers,
)
from dashboard.charts.gaps import build_gaps
from dashboard.charts.profiles import build_firsts, build_overview, build_themes, build_years
from dashboard.filters import MOST_OPENED, UNDATED, Filters, settle
from dashboard.tabs.compare import TO_CELL
from dashboard.tabs.records import find_listed
from dashboard.views import Source
from geodata.model import Level

ZHEJIANG, JIANGSU, GUANGDONG, HUBEI = "330000", "320000", "440000", "420000"
BEIJING, HAINAN, QINGHAI = "110000", "460000", "630000"
FIVE = Filters(tab="compare", compared=(HAINAN, ZHEJIANG, JIANGSU, GUANGDONG, HUBEI))


def read(value: Value) -> str | int | float | None:
    """What a cell says, whether it opens something or not."""
    return value.text if isinstance(value, Link) else value


def find(source: Source, filters: Filters = FIVE) -> Comparison:
    return compare(source, filters, source.programmes)


def test_those_with_most_are_compared_until_some_are_chosen(source: Source) -> None:
    assert pick_regions(source, Filters()) == (ZHEJIANG, GUANGDONG, JIANGSU, BEIJING)
    assert pick_regions(source, Filters(region=HAINAN))[:2] == (HAINAN, ZHEJIANG)
    assert pick_regions(source, FIVE) == FIVE.compared
    inside = Filters(level=Level.CITY, within=ZHEJIANG)
    assert pick_regions(source, inside)[:2] == ("330100", "330200")


def test_the_overview_is_what_a_hand_counts(source: Source) -> None:
    chart = build_overview(find(source), source, FIVE)
    assert [[read(value) for value in row] for row in chart.table.rows] == [
        ["海南", 1, "6/6", "5/5", 2, 3, "1/12", "2021", 0],
        ["浙江", 6, "1–2/6", "1–2/5", 5, 5, "3/12", "2008", 1],
        ["江苏", 4, "3/6", "3/5", 5, 5, "3/12", "2012", 1],
        ["广东", 6, "1–2/6", "1–2/5", 4, 4, "4/12", "2005", 0],
        ["湖北", 3, "3–5/6", "3–4/5", 3, 3, "3/12", "2012", 0],
    ]
    assert chart.title == (
        "在 6 个有举措的同级地区中，浙江、广东排第 1–2 位；湖北的名次最不确定（3–5 位）"
    )


def test_the_numbers_of_the_overview_open_what_they_count(source: Source) -> None:
    cells = build_overview(find(source), source, FIVE).table.rows
    zhejiang = [value for value in cells[1] if isinstance(value, Link)]
    assert [(link.text, link.key, link.column) for link in zhejiang] == [
        (6, ZHEJIANG, ""), ("2008", ZHEJIANG, "2008"), (1, ZHEJIANG, UNDATED),
    ]  # fmt: skip
    for row in cells:
        for link in row:
            if isinstance(link, Link):
                opened = replace(FIVE, cell=TO_CELL["overview"](Opening(link.key, link.column)))
                listed = find_listed(source, settle(opened, source.choices)).total
                assert listed == link.text if isinstance(link.text, int) else listed > 0


def test_who_has_most_and_fewest_is_the_finding(source: Source) -> None:
    told = tell_comparison(find(source), source, FIVE)
    assert told == "5 个地区中浙江、广东最多（6 项），海南最少（1 项）"
    pair = Filters(tab="compare", compared=(ZHEJIANG, GUANGDONG))
    assert tell_comparison(find(source, pair), source, pair) == "2 个地区一样多，各 6 项"
    one = Filters(tab="compare", compared=(ZHEJIANG,))
    assert tell_comparison(find(source, one), source, one) == "只有一个地区，请再选至少一个"


def test_themes_of_each(source: Source) -> None:
    chart = build_themes(find(source), source, FIVE)
    assert chart.title == "没有共同的主题；最普遍的是医疗健康与疫情防控（4 个地区有）"
    rows = {each.key: dict(zip(chart.keys, each.values, strict=True)) for each in chart.series}
    assert {theme: n for theme, n in rows[GUANGDONG].items() if n} == {
        "gov_services": 1, "community": 2, "health": 2, "data_openness": 1,
    }  # fmt: skip
    four = Filters(tab="compare", compared=(ZHEJIANG, JIANGSU, GUANGDONG, HUBEI))
    assert build_themes(find(source, four), source, four).title == (
        "共同的主题是医疗健康与疫情防控；仅一地有的主题 1 个"  # urban management, in Jiangsu
    )


def test_years_of_each_begin_with_its_first(source: Source) -> None:
    chart = build_years(find(source), source, FIVE)
    lines = {each.label: each for each in chart.series}
    at = chart.columns.index
    assert chart.columns == tuple(str(year) for year in range(2005, 2022))
    assert lines["浙江"].values[: at("2008") + 1] == (None, None, None, 1)
    assert lines["浙江"].values[at("2020")] == 5
    assert lines["广东"].values[0] == 2
    assert (lines["浙江"].apart, lines["江苏"].apart) == (1, 1)
    assert chart.title == "广东起步最早（2005 年）"
    assert "未注明年份的 2 项不在图上" in chart.note


def test_first_records_have_places_among_all(source: Source) -> None:
    chart = build_firsts(find(source), source, FIVE)
    rows = {row[0]: row[1:] for row in chart.table.rows}
    assert rows["医疗健康与疫情防控"] == (
        None,
        Link("2020-02-07", ("zj3",), tail="（2–3/4）"),
        Link("2020-02", ("js2", "js1"), tail="（1–3/4）"),
        Link("2020-02-01", ("gd4", "gd3"), tail="（1–2/4）"),
        Link("2020-03-10", ("hb1",), tail="（4/4）"),
    )
    assert rows["政务服务"][:2] == (
        Link("2021", ("hn1",), tail="（3/3）"), Link("2014-06-25", ("zj4",), tail="（1/3）"),
    )  # fmt: skip
    # Health, and urban management, which it has alone.
    assert chart.title == "江苏在 2 个主题上最早或可能最早"


def test_gaps_come_with_the_evidence_of_the_others(source: Source) -> None:
    chart = build_gaps(find(source), source, FIVE)
    hainan = [row for row in chart.table.rows if row[0] == "海南"]
    assert [row[1:4] for row in hainan] == [
        ("医疗健康与疫情防控", "主题", "4/4"),
        ("健康码", "名目", "4/4"),
        ("基层与社区治理", "主题", "3/4"),
        ("数据资源与政务公开", "主题", "3/4"),
        ("网格化管理", "名目", "3/4"),
        ("数据开放", "名目", "3/4"),
    ]
    assert chart.title == "海南的缺项最多：6 项"
    # One of each peer before a second of any.
    assert hainan[0][4] == Link(
        "浙江 3 项、江苏 2 项、广东 2 项、湖北 1 项",
        ("zj3", "js2", "gd4", "hb1", "zj1", "js1", "gd3", "zj2"),
    )
    assert all(len(row[4].ids) <= MOST_OPENED for row in chart.table.rows)  # type: ignore[union-attr]


def test_of_what_nobody_has_read_no_gap_is_told(source: Source) -> None:
    filters = Filters(tab="compare", compared=(QINGHAI, ZHEJIANG))
    chart = build_gaps(find(source, filters), source, filters)
    assert "青海尚未检索到文献，不判断缺项" in chart.note
    assert not any(row[0] == "青海" for row in chart.table.rows)


def test_one_region_is_set_against_its_peers(source: Source) -> None:
    filters = Filters(tab="compare", compared=(HUBEI,), kinship=gd.Kinship.NEIGHBOURS)
    found = find(source, filters)
    assert [source.names[code] for code in found.regions] == [
        "湖北", "安徽", "江西", "河南", "湖南", "重庆", "陕西",
    ]  # fmt: skip
    assert tell_comparison(found, source, filters) == (
        "湖北有 3 项举措，在接壤的地区中居第 1 位（连自身共 7 个）"
    )
    assert list(found.gaps) == [HUBEI]
    lines = build_years(found, source, filters).series
    assert [each.strong for each in lines] == [True, *[False] * 6]


@pytest.mark.parametrize(
    ("region", "kinship", "reason"),
    [
        pytest.param(HAINAN, gd.Kinship.NEIGHBOURS, "海南没有陆上接壤的地区。", id="an-island"),
        pytest.param("330100", gd.Kinship.POPULATION, "杭州或同级地区的人口数未知", id="a-city"),
    ],
)
def test_why_there_are_no_peers_is_said(
    source: Source, region: str, kinship: gd.Kinship, reason: str
) -> None:
    level = Level.CITY if region == "330100" else Level.PROVINCE
    filters = Filters(tab="compare", level=level, compared=(region,), kinship=kinship)
    found = find(source, filters)
    assert found.regions == (region,)
    assert tell_no_peers(found, source).startswith(reason)
    assert build_gaps(found, source, filters).title == "没有可判断的缺项"
    assert tell_no_peers(find(source), source) == ""


def test_regions_without_anything_are_compared_too(source: Source) -> None:
    filters = Filters(tab="compare", compared=(QINGHAI, "540000"))
    found = find(source, filters)
    assert build_themes(found, source, filters).title == "都没有记录"
    assert build_years(found, source, filters).title == "没有注明年份的举措"
    assert build_firsts(found, source, filters).table.rows == ()
    assert build_overview(found, source, filters).table.rows[0] == (
        "青海", 0, None, None, 0, 0, "0/12", None, 0,
    )  # fmt: skip
