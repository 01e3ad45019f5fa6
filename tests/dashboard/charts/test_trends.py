from __future__ import annotations

import pytest

import geodata as gd
from dashboard.charts.chart import Chart, add_up
from dashboard.charts.trends import build_trend
from dashboard.filters import Filters
from dashboard.views import Source
from tests.golden import INITIATIVES, REPORTS, UNDATED

YEARS = tuple(str(year) for year in range(2004, 2022))
HEALTH, COMMUNITY = "医疗健康与疫情防控", "基层与社区治理"


def values(chart: Chart) -> dict[str, tuple[float | None, ...]]:
    return {each.label: each.values for each in chart.series}


def test_each_year_is_divided_by_theme(source: Source) -> None:
    chart = build_trend(source, Filters(tab="trends"))
    assert chart.title == (
        "2020 年举措最多，8 项，占注明年份的 36%，其中医疗健康与疫情防控 8 项"  # 8 of 22
    )
    assert chart.columns == YEARS
    assert {label: sum(row) for label, row in values(chart).items()} == {  # type: ignore[arg-type]
        HEALTH: 8,
        COMMUNITY: 5,
        "数据资源与政务公开": 3,
        "政务服务": 4,
        "城市管理与交通": 2,
    }
    assert {each.label: each.apart for each in chart.series if each.apart} == {
        HEALTH: 1,
        "数据资源与政务公开": 2,
        "政务服务": 1,
    }
    assert add_up(chart.series) == INITIATIVES
    assert chart.apart == "未注明"
    assert "未注明年份的 4 项单列在右" in chart.note


def test_years_with_few_documents_are_told_apart(source: Source) -> None:
    chart = build_trend(source, Filters(tab="trends"))
    assert chart.strip
    read = dict(zip(chart.columns, chart.strip.values, strict=True))
    assert {year: count for year, count in read.items() if count} == {
        "2004": 1, "2005": 1, "2009": 1, "2010": 1, "2012": 3, "2013": 2, "2014": 1,
        "2015": 1, "2016": 2, "2018": 1, "2019": 1, "2020": 8, "2021": 1,
    }  # fmt: skip
    # None in 2006 to 2008, 2011 and 2017; in 2021 one, where 2019 and 2020 have 4.5 at the median.
    assert [chart.columns[i] for i in chart.breaks] == [
        "2006", "2007", "2008", "2011", "2017", "2021",
    ]  # fmt: skip
    assert "（2006–2008, 2011, 2017, 2021）发表的文献很少" in chart.note


def test_the_table_has_every_year_and_every_sum(source: Source) -> None:
    table = build_trend(source, Filters(tab="trends")).table
    assert table.head[-2:] == ("合计", "当年发表的文献")
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["2012"][-2:] == (3, 3)
    assert rows["未注明"][-2:] == (UNDATED, 3)  # documents without a date: d10, d23, d27
    assert rows["合计"][-2:] == (INITIATIVES, 27)


def test_reports_are_told_apart_from_initiatives(source: Source) -> None:
    chart = build_trend(source, Filters(tab="trends", counted=gd.Counted.REPORTS))
    assert chart.title == "2020 年报道最多，8 篇，占注明年份的 35%，其中医疗健康与疫情防控 8 篇"
    assert add_up(chart.series) == REPORTS
    assert sum(each.apart for each in chart.series) == 2
    assert values(chart)["涉及多项"][YEARS.index("2009")] == 1
    assert "报道计入发表的年份" in chart.note
    assert not chart.opens


def test_a_running_count_ends_at_all_that_is_dated(source: Source) -> None:
    chart = build_trend(source, Filters(tab="trends", running=True))
    assert chart.title == "注明年份的 22 项举措中，一半截至 2016 年已经出现"  # 12 of 22
    assert sum(each.values[-1] or 0 for each in chart.series) == INITIATIVES - UNDATED
    assert values(chart)[COMMUNITY] == (1, 3, 3, 3, 4, 4, 4, 4, *[5] * 10)
    assert chart.opens


def test_shares_of_a_year_make_a_whole(source: Source) -> None:
    chart = build_trend(source, Filters(tab="trends", share=True))
    # To 2012 none of 8 is of health, from 2013 on 8 of 14.
    assert chart.title == (
        "医疗健康与疫情防控占注明年份举措的 36%，居首；2013 年以前占 0%，此后占 57%"
    )
    for year in range(len(YEARS)):
        column = [each.values[year] for each in chart.series]
        if YEARS[year] in ("2006", "2007", "2009", "2011", "2013", "2017"):
            assert column == [None] * len(column)
        else:
            assert sum(value or 0 for value in column) == pytest.approx(1)
    assert sum(each.apart for each in chart.series) == pytest.approx(1)
    assert chart.sums == (1, 2, 0, 0, 1, 0, 1, 0, 3, 0, 1, 1, 1, 0, 1, 1, 8, 1, UNDATED)
    # What is read in the table are counts all the same.
    assert chart.table.rows[-1][-2] == INITIATIVES


def test_statuses_and_regions_have_stacks_too(source: Source) -> None:
    by_status = build_trend(source, Filters(tab="trends", split=gd.Split.STATUS))
    assert {each.label: sum(each.values) + each.apart for each in by_status.series} == {  # type: ignore[arg-type]
        "已启动": 14, "运行中": 5, "已建成": 2, "试点": 2, "规划中": 2, "已印发": 1,
    }  # fmt: skip
    by_region = build_trend(source, Filters(tab="trends", split=gd.Split.REGION))
    assert {each.label: sum(each.values) + each.apart for each in by_region.series} == {  # type: ignore[arg-type]
        "广东": 6, "浙江": 6, "江苏": 4, "北京": 3, "湖北": 3, "海南": 1,
        "全国性举措": 2, "地点代码无法识别": 1,
    }  # fmt: skip


def test_a_region_is_told_of_by_name(source: Source) -> None:
    chart = build_trend(source, Filters(tab="trends", region="330000"))
    assert chart.title.startswith("浙江：2020 年举措最多，3 项，占注明年份的 60%")
    assert add_up(chart.series) == 6
    named = build_trend(source, Filters(tab="trends", name="网格"))
    assert named.title == "网格化管理：2005 年举措最多，2 项，占注明年份的 40%"
    typed = build_trend(source, Filters(tab="trends", name="数字城管", years=(2010, 2015)))
    assert typed.title == "名称含“数字城管”，2010–2015 年：1 项举措都在 2012 年"


def test_nothing_and_nothing_dated_are_said(source: Source, english: Source) -> None:
    none = Filters(tab="trends", themes=("welfare",))
    assert build_trend(source, none).title == "民生保障、教育与文化：没有举措"
    assert (
        build_trend(english, none).title == "Welfare, education and culture: no initiatives found"
    )
    undated = Filters(tab="trends", name="健康宝")
    assert build_trend(source, undated).title == "名称含“健康宝”：1 项举措都未注明年份"


def test_english_says_the_same(english: Source) -> None:
    chart = build_trend(english, Filters(tab="trends"))
    assert chart.title == (
        "Most initiatives in 2020: 8, 36% of the dated, 8 of them Health and epidemic control"
    )
