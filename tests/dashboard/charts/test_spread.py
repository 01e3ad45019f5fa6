from __future__ import annotations

import geodata as gd
from dashboard.charts.chart import Chart, Link
from dashboard.charts.lags import build_lags, write_lag
from dashboard.charts.spread import Spread, build_curve, build_order, find_spread, tell_first
from dashboard.filters import Filters
from dashboard.views import Source
from geodata.model import Level

HEALTH = Filters(tab="spread", themes=("health",))
COMMUNITY = Filters(tab="spread", themes=("community",))
GRID = Filters(tab="spread", name="网格", level=Level.CITY)


def curve(source: Source, filters: Filters) -> Chart:
    return build_curve(find_spread(source, filters), source, filters)


def order(source: Source, filters: Filters) -> Chart:
    return build_order(find_spread(source, filters), source, filters)


def named(name: str, *ids: str, tail: str = "") -> Link:
    """The name of a document's initiative, opening it."""
    return Link(name, ids, name=True, tail=tail)


def test_the_first_is_named_with_its_day(source: Source, english: Source) -> None:
    told = tell_first(find_spread(source, COMMUNITY), source, COMMUNITY)
    assert told == "基层与社区治理：最早有据可查的是北京（2004-10）；34 个省级地区中 4 个已有"
    told = tell_first(find_spread(english, GRID), english, GRID)
    assert told.startswith("Grid management: 北京 is the first on record (2004-10)")


def test_where_dates_do_not_tell_all_who_may_be_first_are_named(source: Source) -> None:
    # Guangdong on the first of February, Jiangsu some day of it: no more exact than the month.
    told = tell_first(find_spread(source, HEALTH), source, HEALTH)
    assert told == "医疗健康与疫情防控：广东、江苏都可能最早（2020-02）；34 个省级地区中 4 个已有"


def test_nothing_dated_is_no_order(source: Source) -> None:
    filters = Filters(tab="spread", name="健康宝")
    assert "1 个地区有记录，但都未注明年份" in tell_first(
        find_spread(source, filters), source, filters
    )
    found = order(source, filters)
    assert (found.title, found.table.rows) == ("没有注明年份的记录，排不出先后", ())
    assert "未注明年份、不排名次：1 个（北京）" in found.note
    assert curve(source, filters).columns == ()


def test_the_order_has_places_days_and_evidence(source: Source) -> None:
    found = order(source, HEALTH)
    assert found.table.rows == (
        (
            "1–2",
            "广东",
            "2020-02-01",
            named("深i您健康码", "gd4", "gd3", tail="（2 项都可能最早）"),
        ),
        ("1–3", "江苏", "2020-02", named("南京健康码", "js2", "js1", tail="（2 项都可能最早）")),
        ("2–3", "浙江", "2020-02-07", named("健康码", "zj3")),
        ("4", "湖北", "2020-03-10", named("湖北健康码", "hb1")),
    )
    assert found.title == "4 个地区都在 2020 年起步"
    assert found.note == (
        "3 个地区并列：日期不足以分先后。未注明年份、不排名次：1 个（北京）。"
        "检索过文献但未发现：2 个（海南、西藏）。尚未检索到文献：27 个，不表示没有。"
    )


def test_the_curve_counts_regions(source: Source) -> None:
    found = curve(source, COMMUNITY)
    assert found.columns == tuple(str(year) for year in range(2004, 2013))
    assert found.series[0].values == (1, 2, 2, 2, 3, 3, 3, 3, 4)
    assert found.table.rows[-1] == ("2012", 1, 4, "12%")
    assert found.title == "到 2012 年末 4 个地区已有，占 34 个的 12%，未到一半"
    assert [found.columns[i] for i in found.breaks] == ["2006", "2007", "2008", "2011"]


def test_undated_regions_are_not_on_the_curve_but_in_its_table(source: Source) -> None:
    found = curve(source, HEALTH)
    assert found.table.rows == (("2020", 4, 4, "12%"), ("未注明", 1, None, None))
    assert "另有 1 个地区的记录未注明年份" in found.note


def test_a_zoom_keeps_to_the_units_inside(source: Source) -> None:
    found = curve(source, Filters(tab="spread", level=Level.CITY, within="330000"))
    assert found.title == "到 2020 年末 2 个地区已有，占 11 个的 18%，未到一半"


def test_half_of_the_regions_is_a_finding(source: Source, english: Source) -> None:
    adopted = tuple(
        gd.Adoption(code, year, None, None, (place, place), (code,), 1)
        for place, (code, year) in enumerate((("110000", 2004), ("330000", 2007)), 1)
    )
    adoptions = gd.Adoptions(adopted, (), ("320000",), ("540000",))
    spread = Spread(adoptions, gd.adoption_curve(adopted, adoptions.units), {})
    filters = Filters(tab="spread")
    assert build_curve(spread, source, filters).title == (
        "用 3 年扩散到一半地区：2007 年末，4 个中至少半数已有"
    )
    assert build_curve(spread, english, filters).title == (
        "It took 3 years to reach half of the 4 regions, by the end of 2007"
    )


def test_lags_are_those_of_cities_to_their_provinces(source: Source, english: Source) -> None:
    found = build_lags(source, Filters(tab="spread"))
    assert found.title == "城市比本省早，中位数 2.5 年（8 个城市）"
    assert [(each.label, sum(each.values)) for each in found.series] == [  # type: ignore[arg-type]
        ("早于本省（4）", 4),
        ("同年（2）", 2),
        ("晚于本省（2）", 2),
    ]
    assert found.columns == tuple(map(write_lag, range(-8, 12)))
    # Jiangsu's own is its health code of 2020, not what its cities had before.
    own = ("南通", "江苏", Link("2012", ("js3",)), Link("2020", ("js1",)), -8)
    assert found.table.rows[0] == own
    assert build_lags(english, Filters(tab="spread")).title == (
        "Cities are ahead of their provinces: in the median by 2.5 years (n = 8)"
    )


def test_cities_without_a_lag_are_counted(source: Source) -> None:
    found = build_lags(source, Filters(tab="spread", themes=("data_openness",)))
    assert (found.title, found.columns) == ("没有可比的城市与省", ())
    assert "1 个城市的记录未注明年份" in found.note
    assert "2 个城市所在的省没有本级的记录" in found.note


def test_a_zoom_keeps_to_the_cities_of_its_province(source: Source) -> None:
    city = Filters(tab="spread", level=Level.CITY, within="330000")
    county = Filters(tab="spread", level=Level.COUNTY, within="330100")
    for filters in (city, county):
        assert [row[0] for row in build_lags(source, filters).table.rows] == ["宁波", "杭州"]


def test_long_lags_stand_together_at_the_ends() -> None:
    assert [write_lag(years) for years in (-15, -3, 0, 2, 15)] == ["≤−15", "−3", "0", "+2", "≥+15"]
