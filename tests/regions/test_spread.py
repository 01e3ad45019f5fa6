from __future__ import annotations

from collections.abc import Iterator

import pytest

from geodata.model import Level, Theme
from geodata.regions.dataset import Dataset
from geodata.regions.divisions import load_drawn
from geodata.regions.lags import Lag, Lags, measure_lags
from geodata.regions.selection import Selection
from geodata.regions.spread import (
    Adoption,
    CurvePoint,
    adoption_curve,
    first_records,
    reach_share,
)
from tests.small_dataset import Row, open_small_dataset, write_small_dataset

HEALTH, COMMUNITY = Selection(themes=("health",)), Selection(themes=("community",))
ALL, OWN = Selection(), Selection(lower=False)
PROVINCE, CITY, COUNTY = Level.PROVINCE, Level.CITY, Level.COUNTY
SHANGHAI = "310000"


def test_first_records_are_as_sure_as_their_dates(golden: Dataset) -> None:
    found = first_records(golden, HEALTH, PROVINCE)
    assert found.adopted == (
        # gd3 began in February 2020, maybe on its first day, as gd4 did.
        Adoption("440000", 2020, 2, 1, (1, 2), ("gd4", "gd3"), 2),
        # Some day of that month: before Guangdong it cannot be, after Zhejiang it may.
        Adoption("320000", 2020, 2, None, (1, 3), ("js2", "js1"), 2),
        Adoption("330000", 2020, 2, 7, (2, 3), ("zj3",), 1),
        Adoption("420000", 2020, 3, 10, (4, 4), ("hb1",), 1),
    )
    assert [adoption.tied for adoption in found.adopted] == [True, True, True, False]
    assert found.undated == ("110000",)
    assert found.never == ("460000", "540000")
    assert len(found.unread) == 27
    assert "630000" in found.unread
    assert found.units == 34


def test_a_year_alone_may_be_any_day_of_it(golden: Dataset) -> None:
    found = first_records(golden, COMMUNITY, PROVINCE)
    assert found.adopted == (
        Adoption("110000", 2004, 10, None, (1, 1), ("bj1",), 1),
        Adoption("440000", 2005, None, None, (2, 2), ("gd6", "gd5"), 2),
        Adoption("330000", 2008, None, None, (3, 3), ("zj5",), 1),
        Adoption("420000", 2012, 5, None, (4, 4), ("hb3",), 1),
    )


def test_a_named_programme_spreads_over_cities(golden: Dataset) -> None:
    found = first_records(golden, Selection(name="网格"), CITY)
    # gd6 is of the province: no city has it.
    assert [(a.region, a.year) for a in found.adopted] == [
        ("110000", 2004),
        ("440100", 2005),
        ("330200", 2008),
        ("429004", 2012),
    ]


def test_only_the_units_asked_for_are_put_in_order(golden: Dataset) -> None:
    found = first_records(golden, HEALTH, PROVINCE, ["320000", "110000", "460000", "630000"])
    assert [(a.region, a.place) for a in found.adopted] == [("320000", (1, 1))]
    assert (found.undated, found.never, found.unread) == (("110000",), ("460000",), ("630000",))
    assert first_records(golden, HEALTH, PROVINCE, []).units == 0


def test_a_curve_counts_regions_to_the_end_of_each_year(golden: Dataset) -> None:
    found = first_records(golden, COMMUNITY, PROVINCE)
    curve = adoption_curve(found.adopted, found.units)
    assert [point.adopters for point in curve] == [1, 2, 2, 2, 3, 3, 3, 3, 4]
    assert [point.new for point in curve] == [1, 1, 0, 0, 1, 0, 0, 0, 1]
    assert curve[-1] == CurvePoint(2012, 1, 4, 4 / 34)
    assert reach_share(curve, 3 / 34) == 2008
    assert reach_share(curve, 0.5) is None
    assert adoption_curve((), 34) == ()


def lag(city: str, province: str, city_year: int, province_year: int) -> Lag:
    return Lag(city, province, city_year, province_year)


def test_cities_are_before_or_after_their_provinces_own(golden: Dataset) -> None:
    found = measure_lags(golden, ALL)
    assert found.pairs == (
        lag("320600", "320000", 2012, 2020),
        lag("429004", "420000", 2012, 2020),
        lag("330200", "330000", 2008, 2014),
        lag("420100", "420000", 2015, 2020),
        lag("320100", "320000", 2020, 2020),
        lag("440100", "440000", 2005, 2005),
        lag("330100", "330000", 2020, 2014),
        lag("440300", "440000", 2016, 2005),
    )
    assert [pair.years for pair in found.pairs] == [-8, -8, -6, -5, 0, 0, 6, 11]
    assert (found.median, found.before, found.same, found.after) == (-2.5, 4, 2, 2)
    assert (found.undated, found.alone, found.province_undated) == (0, 0, 0)


def test_a_city_without_a_province_to_follow_is_counted_apart(golden: Dataset) -> None:
    # Nanjing's is undated; neither Guangdong nor Hubei has one of its own.
    found = measure_lags(golden, Selection(themes=("data_openness",)))
    assert found == Lags((), undated=1, alone=2, province_undated=0)
    assert found.median is None
    inside = measure_lags(golden, ALL, ["330100", "420100"])
    assert [pair.years for pair in inside.pairs] == [-5, 6]


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    rows = (
        Row("p", "d1", "330000", Theme.HEALTH, None),
        Row("c", "d2", "330100", Theme.HEALTH, 2015),
        Row("d", "d3", "330206", Theme.HEALTH, 2012),
        Row("q", "d4", "440000", Theme.HEALTH, 2011),
        Row("e", "d5", "440306", Theme.HEALTH, 2013),
        Row("s", "d6", SHANGHAI, Theme.HEALTH, 2010),
        Row("t", "d7", "310101", Theme.HEALTH, 2009),
    )
    opened = open_small_dataset(write_small_dataset(tmp_path_factory.mktemp("levels"), rows))
    yield opened
    opened.connection.close()


def test_a_province_without_a_year_gives_no_lag(levels: Dataset) -> None:
    found = measure_lags(levels, ALL)
    assert found.pairs == (lag("440300", "440000", 2013, 2011),)
    assert found.province_undated == 2


def test_counties_count_in_cities_unless_left_out(levels: Dataset) -> None:
    assert measure_lags(levels, OWN) == Lags((), undated=0, alone=0, province_undated=1)
    own = first_records(levels, OWN, CITY)
    assert [(a.region, a.year) for a in own.adopted] == [(SHANGHAI, 2010), ("330100", 2015)]
    assert {"330200", "440300"} <= set(own.never)
    county = first_records(levels, ALL, COUNTY)
    assert [a.region for a in county.adopted] == ["310101", "330206", "440306"]


def test_every_unit_is_somewhere(golden: Dataset, levels: Dataset) -> None:
    drawn = load_drawn()
    for dataset in (golden, levels):
        for level in drawn:
            found = first_records(dataset, ALL, level)
            adopted = [adoption.region for adoption in found.adopted]
            everywhere = [*adopted, *found.undated, *found.never, *found.unread]
            assert sorted(everywhere) == list(drawn[level])
