from __future__ import annotations

import pytest

from geodata.errors import UsageError
from geodata.model import NATION, Level
from geodata.regions.crosstab import SEVERAL, Counted, Split
from geodata.regions.dataset import Dataset
from geodata.regions.selection import COARSER, FINER, UNKNOWN, Selection
from geodata.regions.summaries import count_totals
from geodata.regions.trends import (
    OTHER,
    count_coverage,
    cumulate,
    find_breaks,
    heat_table,
    share_years,
    trend_years,
)
from tests.golden import DOCUMENTS, INITIATIVES, REPORTS, UNDATED

ALL, OWN = Selection(), Selection(lower=False)
PROVINCE, CITY = Level.PROVINCE, Level.CITY
THEMES = {
    (2004, "community"): 1, (2005, "community"): 2, (2008, "community"): 1,
    (2010, "city_mgmt"): 1, (2012, "community"): 1, (2012, "city_mgmt"): 1,
    (2012, "data_openness"): 1, (2014, "gov_services"): 1, (2015, "data_openness"): 1,
    (2016, "data_openness"): 1, (2018, "gov_services"): 1, (2019, "gov_services"): 1,
    (2020, "health"): 8, (2021, "gov_services"): 1,
    (None, "health"): 1, (None, "gov_services"): 1, (None, "data_openness"): 2,
}  # fmt: skip
REPORTED = {
    (2004, "community"): 1, (2005, "community"): 1, (2009, SEVERAL): 1, (2010, "city_mgmt"): 1,
    (2012, "city_mgmt"): 1, (2012, "community"): 1, (2012, "data_openness"): 1,
    (2013, "city_mgmt"): 1, (2013, "data_openness"): 1, (2014, "gov_services"): 1,
    (2016, "data_openness"): 2, (2018, "gov_services"): 1, (2019, SEVERAL): 1,
    (2020, "health"): 8, (2021, "gov_services"): 1,
    (None, "gov_services"): 1, (None, "data_openness"): 1,
}  # fmt: skip
PROVINCES = {
    "330000": 6, "440000": 6, "320000": 4, "110000": 3, "420000": 3, "460000": 1,
    NATION: 2, UNKNOWN: 1,
}  # fmt: skip
CITIES = {
    "110000": 3, "320100": 2, "330100": 2, "330200": 2, "440300": 2, "320600": 1, "420100": 1,
    "429004": 1, "440100": 1, NATION: 2, COARSER: 8, UNKNOWN: 1,
}  # fmt: skip
OWN_PROVINCES = {
    "440000": 3, "110000": 2, "330000": 2, "320000": 1, "420000": 1, "460000": 1,
    NATION: 2, FINER: 13, UNKNOWN: 1,
}  # fmt: skip


def cells(rows: tuple[tuple[int | None, str, int], ...]) -> dict[tuple[int | None, str], int]:
    return {(year, key): count for year, key, count in rows}


def sums(rows: tuple[tuple[int | None, str, int], ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, key, count in rows:
        found[key] = found.get(key, 0) + count
    return found


def test_initiatives_stand_in_the_year_they_began(golden: Dataset) -> None:
    trend = trend_years(golden, ALL, PROVINCE)
    assert cells(trend.rows) == THEMES
    assert trend.years == tuple(range(2004, 2022))
    assert trend.keys == ("health", "community", "data_openness", "gov_services", "city_mgmt")
    assert trend.totals == (1, 2, 0, 0, 1, 0, 1, 0, 3, 0, 1, 1, 1, 0, 1, 1, 8, 1)
    assert (trend.total, sum(trend.undated.values())) == (INITIATIVES, UNDATED)


def test_reports_stand_in_the_year_of_publication(golden: Dataset) -> None:
    trend = trend_years(golden, ALL, PROVINCE, unit=Counted.REPORTS)
    assert cells(trend.rows) == REPORTED
    assert trend.total == REPORTS
    # d05 and d24 tell of two themes each; hn1 was told of once more without a date.
    assert trend.keys[-1] == SEVERAL
    assert sum(trend.undated.values()) == 2


def test_a_report_is_of_several_only_among_the_chosen(golden: Dataset) -> None:
    services = Selection(themes=("gov_services",))
    trend = trend_years(golden, services, PROVINCE, unit=Counted.REPORTS)
    assert cells(trend.rows) == {
        (2009, "gov_services"): 1,
        (2014, "gov_services"): 1,
        (2018, "gov_services"): 1,
        (2019, "gov_services"): 1,
        (2021, "gov_services"): 1,
        (None, "gov_services"): 1,
    }


def test_statuses_are_those_of_the_surest_records(golden: Dataset) -> None:
    trend = trend_years(golden, ALL, PROVINCE, by=Split.STATUS)
    assert sums(trend.rows) == {
        "launched": 14, "operating": 5, "completed": 2, "piloted": 2, "planned": 2, "issued": 1,
    }  # fmt: skip
    assert trend.keys == ("launched", "operating", "completed", "piloted", "planned", "issued")


@pytest.mark.parametrize(
    ("selection", "level", "found"),
    [
        pytest.param(ALL, PROVINCE, PROVINCES, id="provinces"),
        pytest.param(ALL, CITY, CITIES, id="cities"),
        pytest.param(OWN, PROVINCE, OWN_PROVINCES, id="own"),
    ],
)
def test_regions_come_with_what_none_of_them_has(
    golden: Dataset, selection: Selection, level: Level, found: dict[str, int]
) -> None:
    table = heat_table(golden, selection, level)
    assert sums(table.rows) == found
    assert table.keys == tuple(found)
    assert table.others == ()


def test_a_region_has_its_own_trend(golden: Dataset) -> None:
    trend = trend_years(golden, ALL, PROVINCE, "330000")
    assert cells(trend.rows) == {
        (2008, "community"): 1,
        (2014, "gov_services"): 1,
        (2020, "health"): 3,
        (None, "gov_services"): 1,
    }
    inside = trend_years(golden, ALL, CITY, within="330000", by=Split.REGION)
    assert sums(inside.rows) == {"330100": 2, "330200": 2, COARSER: 2}
    nothing = trend_years(golden, ALL, PROVINCE, "540000")
    assert (nothing.rows, nothing.years, nothing.keys, nothing.totals) == ((), (), (), ())
    assert nothing.total == 0


def test_a_heat_table_of_themes_is_the_trend_with_all_of_them(golden: Dataset) -> None:
    assert heat_table(golden, ALL, PROVINCE, rows=Split.THEME) == trend_years(golden, ALL, PROVINCE)


def test_the_rare_are_put_together_but_never_one_alone(golden: Dataset) -> None:
    two = trend_years(golden, ALL, PROVINCE, by=Split.REGION, top=2)
    assert two.keys == ("330000", "440000", OTHER, NATION, UNKNOWN)
    assert two.others == ("320000", "110000", "420000", "460000")
    assert sums(two.rows)[OTHER] == 4 + 3 + 3 + 1
    five = trend_years(golden, ALL, PROVINCE, by=Split.REGION, top=5)
    assert (five.others, OTHER in five.keys) == ((), False)


def test_counts_pile_up_without_the_undated(golden: Dataset) -> None:
    trend = trend_years(golden, Selection(first_year=2018), PROVINCE)
    assert cumulate(trend) == {"health": (0, 0, 8, 8), "gov_services": (1, 2, 2, 3)} | {
        "data_openness": (0, 0, 0, 0)
    }
    assert share_years(trend.counts)["gov_services"] == (1, 1, 0, 1)
    assert share_years(cumulate(trend))["health"] == (0, 0, 0.8, 8 / 11)


def test_a_year_of_nothing_has_no_shares(golden: Dataset) -> None:
    trend = trend_years(golden, Selection(first_year=2005, last_year=2008), PROVINCE)
    assert share_years(trend.counts)["community"] == (1, None, None, 1)


def test_documents_are_counted_by_their_year(golden: Dataset) -> None:
    coverage = count_coverage(golden)
    assert coverage == {
        2004: 1, 2005: 1, 2009: 1, 2010: 1, 2012: 3, 2013: 2, 2014: 1, 2015: 1, 2016: 2, 2018: 1,
        2019: 1, 2020: 8, 2021: 1, None: 3,
    }  # fmt: skip
    assert list(coverage)[-1] is None
    assert sum(coverage.values()) == DOCUMENTS == golden.documents
    assert count_coverage(golden, PROVINCE, "460000") == {2021: 1, None: 2}
    assert count_coverage(golden, CITY, "460100") == {None: 1}
    assert count_coverage(golden, PROVINCE, "630000") == {}
    with pytest.raises(UsageError, match="is not counted"):
        count_coverage(golden, region="460000")


def test_years_of_few_documents_are_breaks(golden: Dataset) -> None:
    # 2021 has one; its neighbours 2019 and 2020 have one and eight.
    assert find_breaks(count_coverage(golden), range(2004, 2022)) == {
        2006: 0, 2007: 0, 2008: 0, 2011: 0, 2017: 0, 2021: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("coverage", "breaks"),
    [
        pytest.param({2010: 9, 2011: 2, 2012: 9}, {2011: 2}, id="under-a-third"),
        pytest.param({2010: 9, 2011: 3, 2012: 9}, {}, id="just-a-third"),
        pytest.param({2011: 2}, {2010: 0, 2012: 0}, id="one-year-is-held-against-none"),
        pytest.param({None: 5}, {2010: 0, 2011: 0, 2012: 0}, id="no-year-known"),
        pytest.param({}, {2010: 0, 2011: 0, 2012: 0}, id="nothing-read"),
    ],
)
def test_a_break_is_told_by_the_neighbours(
    coverage: dict[int | None, int], breaks: dict[int, int]
) -> None:
    assert find_breaks(coverage, range(2010, 2013)) == breaks


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("健康码", "bj3 gd3 gd4 hb1 js1 js2 zj1 zj2 zj3", id="aliases-too"),
        pytest.param("网格", "bj1 gd5 gd6 hb3 zj5", id="grid"),
        pytest.param("数据开放", "bj2 gd1 hb2 js4 na2", id="data"),
        pytest.param("数据 开放 平台", "gd1 hb2 js4", id="all-words-in-one-name"),
        pytest.param("绿码|苏康", "js1 zj1", id="either"),
        pytest.param("｜苏康｜ |", "js1", id="empty-alternatives-are-none"),
        pytest.param("深Ｉ您", "gd4", id="width-and-capitals"),
        pytest.param("８１８９０", "zj6", id="full-width-digits"),
        pytest.param(".*", "", id="no-pattern"),
        pytest.param("%' OR 1=1 --", "", id="no-sql"),
        pytest.param("\ud83d", "", id="half-a-pair"),
        pytest.param("数字城管 东城", "", id="words-of-two-names-are-not-of-one"),
    ],
)
def test_names_are_searched_by_words(golden: Dataset, query: str, found: str) -> None:
    selection = Selection(name=query)
    trend = trend_years(golden, selection, PROVINCE)
    assert trend.total == len(found.split())
    chosen = golden.index.book.find(query)
    ids = [i for i, hit in zip(golden.index.ids.to_pylist(), chosen, strict=True) if hit]
    assert sorted(ids) == found.split()


@pytest.mark.parametrize("query", ["", "  ", "|", "　｜　"])
def test_a_query_without_words_lets_all_through(golden: Dataset, query: str) -> None:
    assert count_totals(golden, Selection(name=query), PROVINCE).initiatives == INITIATIVES
