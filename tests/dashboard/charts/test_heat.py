from __future__ import annotations

import geodata as gd
from dashboard.charts.chart import add_up
from dashboard.charts.heat import build_heat
from dashboard.filters import Filters
from dashboard.views import Source
from tests.golden import INITIATIVES, REPORTS, UNDATED


def test_themes_by_year(source: Source) -> None:
    chart = build_heat(source, Filters(tab="heat"))
    assert chart.title == (
        "医疗健康与疫情防控的举措最多，9 项，占 35%；"
        "最集中的一格是医疗健康与疫情防控 2020 年（8 项）"
    )
    rows = {each.label: each for each in chart.series}
    assert rows["医疗健康与疫情防控"].values[chart.columns.index("2020")] == 8
    assert rows["医疗健康与疫情防控"].apart == 1
    assert [each.key for each in chart.series][:2] == ["health", "community"]
    assert add_up(chart.series) == INITIATIVES


def test_regions_by_year_with_what_no_region_has(source: Source) -> None:
    chart = build_heat(source, Filters(tab="heat", split=gd.Split.REGION))
    assert chart.title == "2 行并列最多，各 6 项举措；最集中的一格是浙江 2020 年（3 项）"
    assert {each.key: sum(each.values) + each.apart for each in chart.series} == {  # type: ignore[arg-type]
        "330000": 6, "440000": 6, "320000": 4, "110000": 3, "420000": 3, "460000": 1,
        gd.NATION: 2, gd.UNKNOWN: 1,
    }  # fmt: skip
    assert chart.table.rows[-1][-2:] == (UNDATED, INITIATIVES)
    assert chart.opens


def test_reports_by_year_open_nothing(source: Source) -> None:
    chart = build_heat(source, Filters(tab="heat", counted=gd.Counted.REPORTS))
    assert add_up(chart.series) == REPORTS
    assert not chart.opens
    # What is of several themes has no list of its own.
    assert next(each for each in chart.series if each.label == "涉及多项").key == ""


def test_nothing_is_said(english: Source) -> None:
    chart = build_heat(english, Filters(tab="heat", themes=("welfare",)))
    assert chart.title == "Welfare, education and culture: no initiatives found"
    assert (chart.columns, chart.series, chart.table.rows) == ((), (), ())
