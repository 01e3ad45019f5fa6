from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.errors import SchemaError, UsageError
from geodata.model import NATION, Level, Theme
from geodata.regions.dataset import Dataset
from geodata.regions.divisions import load_drawn
from geodata.regions.evidence import list_initiatives, select_records
from geodata.regions.measures import (
    LOW_BASE,
    Measured,
    Reason,
    list_measures,
    measure_regions,
    split_years,
)
from geodata.regions.ranks import rank_intervals, rank_units
from geodata.regions.rates import load_denominators
from geodata.regions.selection import COARSER, FINER, Selection
from geodata.regions.summaries import Totals, count_regions, count_totals, count_years
from geodata.regions.tables import Measure
from geodata.regions.years import YearTable, count_by_year, measure_years
from tests.small_dataset import Row, open_small_dataset, write_small_dataset

GOV, HEALTH, COMMUNITY, ECONOMY = (
    Theme.GOV_SERVICES,
    Theme.HEALTH,
    Theme.COMMUNITY,
    Theme.ECONOMY,
)
# Hangzhou with its district 330106, Ningbo, Zhejiang; Beijing with its district 110108; Macao,
# which is its own city and county; Dongguan, which has no counties; the nation.
ROWS = (
    Row("a1", "d01", "330100", HEALTH, 2010, confidence=0.95),
    Row("a2", "d01", "330100", HEALTH, 2012, confidence=0.75),
    Row("a3", "d02", "330106", GOV, 2015, confidence=0.65),
    Row("a4", "d03", "330000", GOV, 2011, confidence=0.55),
    Row("a4", "d04", "330000", GOV, 2013, confidence=0.85),
    Row("a5", "d05", "330200", COMMUNITY, None, confidence=0.9),
    Row("b1", "d06", "110108", HEALTH, 2012, confidence=0.9),
    Row("b2", "d07", "110000", HEALTH, None, confidence=0.6),
    Row("c1", "d08", "820000", ECONOMY, 2020, confidence=0.7),
    Row("c2", "d09", "441900", ECONOMY, 2014, confidence=0.8),
    Row("x1", "d10", NATION, GOV, 2010, confidence=0.8),
)
ALL, OWN = Selection(), Selection(lower=False)
PROVINCE, CITY, COUNTY = Level.PROVINCE, Level.CITY, Level.COUNTY
PEOPLE = {"330000": 50e6, "110000": 20e6, "540000": 3e6}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    opened = open_small_dataset(write_small_dataset(tmp_path_factory.mktemp("known"), ROWS))
    yield opened
    opened.connection.close()


@pytest.mark.parametrize(
    ("selection", "level", "totals"),
    [
        pytest.param(ALL, PROVINCE, Totals(10, 10, 9, 1, 0, 0, 2), id="province"),
        pytest.param(ALL, CITY, Totals(10, 10, 8, 1, 1, 0, 2), id="city"),
        pytest.param(ALL, COUNTY, Totals(10, 10, 4, 1, 5, 0, 2), id="county"),
        pytest.param(OWN, PROVINCE, Totals(10, 10, 3, 1, 0, 0, 2, finer=6), id="own-province"),
        pytest.param(OWN, CITY, Totals(10, 10, 6, 1, 1, 0, 2, finer=2), id="own-city"),
        pytest.param(OWN, COUNTY, Totals(10, 10, 4, 1, 5, 0, 2), id="own-county"),
    ],
)
def test_every_initiative_is_somewhere(
    dataset: Dataset, selection: Selection, level: Level, totals: Totals
) -> None:
    assert count_totals(dataset, selection, level) == totals


def test_a_province_can_be_counted_on_its_own(dataset: Dataset) -> None:
    assert count_totals(dataset, ALL, CITY, within="330000") == Totals(5, 5, 4, 0, 1, 0, 1)
    assert count_totals(dataset, OWN, CITY, within="330000") == Totals(5, 5, 3, 0, 1, 0, 1, finer=1)
    assert count_totals(dataset, ALL, COUNTY, within="330100") == Totals(3, 2, 1, 0, 2, 0, 0)
    assert count_totals(dataset, ALL, COUNTY, within="999999") == Totals(0, 0, 0, 0, 0, 0, 0)
    years = count_years(dataset, ALL, CITY, within="110000")
    assert [(c.year, c.theme, c.initiatives) for c in years] == [
        (2012, "health", 1),
        (None, "health", 1),
    ]


@pytest.mark.parametrize(
    ("selection", "region", "within", "found"),
    [
        pytest.param(ALL, "330100", None, "a1 a2 a3", id="city-with-its-county"),
        pytest.param(OWN, "330100", None, "a1 a2", id="city-alone"),
        pytest.param(OWN, FINER, None, "a3 b1", id="counties-that-count-in-no-city"),
        pytest.param(ALL, FINER, None, "", id="counties-counted-in-their-cities"),
        pytest.param(ALL, COARSER, None, "a4", id="province-only"),
        pytest.param(ALL, COARSER, "110000", "", id="province-only-of-another-province"),
        pytest.param(ALL, None, "330000", "a1 a2 a3 a4 a5", id="all-of-a-province"),
        pytest.param(ALL, "330100", "330000", "a1 a2 a3", id="a-city-of-the-province"),
        pytest.param(ALL, "330100", "110000", "", id="a-city-of-another-province"),
        pytest.param(ALL, None, "330106", "a3", id="all-of-a-county"),
        pytest.param(ALL, NATION, "330000", "", id="the-nation-lies-in-no-province"),
    ],
)
def test_a_list_holds_what_the_map_counts(
    dataset: Dataset, selection: Selection, region: str | None, within: str | None, found: str
) -> None:
    listed = list_initiatives(dataset, selection, CITY, region, within=within, limit=100)
    assert sorted(initiative.initiative_id for initiative in listed) == found.split()
    downloaded = select_records(dataset, selection, CITY, region, within=within)
    assert sorted(set(downloaded.column("initiative_id").to_pylist())) == found.split()


@pytest.mark.parametrize(
    ("selection", "level", "measure", "values", "missing"),
    [
        pytest.param(
            ALL, PROVINCE, Measure.INITIATIVES,
            {"110000": 2, "330000": 5, "440000": 1, "820000": 1}, {},
            id="initiatives",
        ),
        pytest.param(
            OWN, PROVINCE, Measure.INITIATIVES,
            {"110000": 1, "330000": 1, "820000": 1}, {}, id="initiatives-of-provinces-alone",
        ),
        pytest.param(
            OWN, PROVINCE, Measure.REPORTS,
            {"110000": 1, "330000": 2, "820000": 1}, {}, id="reports-of-provinces-alone",
        ),
        pytest.param(
            ALL, CITY, Measure.REPORTS,
            {"110000": 2, "330100": 2, "330200": 1, "441900": 1, "820000": 1}, {},
            id="two-initiatives-of-one-document-are-one-report",
        ),
        pytest.param(
            ALL, COUNTY, Measure.INITIATIVES,
            {"110108": 1, "330106": 1, "441900": 1, "820000": 1}, {}, id="counties",
        ),
        pytest.param(
            ALL, PROVINCE, Measure.THEMES,
            {"110000": 1, "330000": 3, "440000": 1, "820000": 1}, {}, id="themes",
        ),
        pytest.param(
            ALL, PROVINCE, Measure.PER_MILLION,
            {"110000": 0.1, "330000": 0.1},
            {"440000": Reason.NO_DENOMINATOR, "820000": Reason.NO_DENOMINATOR},
            id="per-million",
        ),
        pytest.param(
            ALL, CITY, Measure.PER_DOCUMENTS,
            {"110000": 100, "330100": 150, "330200": 100, "441900": 100, "820000": 100}, {},
            id="three-initiatives-in-two-documents",
        ),
        pytest.param(
            ALL, CITY, Measure.FIRST_YEAR,
            {"110000": 2012, "330100": 2010, "441900": 2014, "820000": 2020},
            {"330200": Reason.UNDATED}, id="first-year",
        ),
        pytest.param(
            ALL, PROVINCE, Measure.LOWER_SHARE,
            {"110000": 1 / 16, "330000": 2 / 11, "440000": 1 / 21},
            {"820000": Reason.NOT_DIVIDED}, id="two-of-eleven-cities",
        ),
        pytest.param(
            OWN, PROVINCE, Measure.LOWER_SHARE,
            {"110000": 1 / 16, "330000": 2 / 11, "440000": 1 / 21},
            {"820000": Reason.NOT_DIVIDED}, id="cities-with-their-own",
        ),
    ],
)  # fmt: skip
def test_every_measure_is_what_a_hand_counts(
    dataset: Dataset,
    selection: Selection,
    level: Level,
    measure: Measure,
    values: dict[str, float],
    missing: dict[str, Reason],
) -> None:
    found = measure_regions(dataset, selection, level, measure, denominators=PEOPLE)
    assert found.values == pytest.approx(values)
    assert found.missing == missing


def test_a_share_stands_where_there_are_smaller_units(dataset: Dataset) -> None:
    cities = measure_regions(dataset, ALL, CITY, Measure.LOWER_SHARE)
    assert cities.values == pytest.approx({"110000": 1 / 16, "330100": 1 / 13})
    # Undivided are the five cities of no county, Macao, and those right under their province.
    assert {"441900", "442000", "460400", "620200", "820000"} <= set(cities.missing)
    assert len(cities.missing) == 40
    counties = measure_regions(dataset, ALL, COUNTY, Measure.LOWER_SHARE)
    assert counties.values == {}
    assert set(counties.missing) == set(load_drawn()[COUNTY])


def test_what_is_less_sure_than_asked_for_does_not_count(dataset: Dataset) -> None:
    sure = Selection(confidence=0.7)
    assert {c: n.initiatives for c, n in count_regions(dataset, sure, PROVINCE).items()} == {
        "110000": 1,
        "330000": 4,
        "440000": 1,
        "820000": 1,
    }
    # a4 counts by its surest record, and both of its documents with it.
    assert count_regions(dataset, sure, PROVINCE)["330000"].reports == 4
    assert count_totals(dataset, Selection(confidence=0.96), CITY).initiatives == 0


def test_years_pile_up_or_pass(dataset: Dataset) -> None:
    def years(measure: Measure, width: int | None = None) -> tuple[float, ...]:
        return measure_years(dataset, ALL, PROVINCE, measure, width=width).values["330000"]

    assert years(Measure.INITIATIVES) == (1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4)
    assert years(Measure.INITIATIVES, 3) == (1, 2, 3, 2, 1, 1, 1, 1, 0, 0, 0)
    # d01 tells of 2010 and 2012; d03 and d04 of a4, which began in 2011.
    assert years(Measure.REPORTS) == (1, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4)
    assert years(Measure.REPORTS, 2) == (1, 3, 3, 1, 0, 1, 1, 0, 0, 0, 0)
    assert years(Measure.THEMES) == (1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)
    assert years(Measure.FIRST_YEAR) == (2010,) * 11
    assert years(Measure.FIRST_YEAR, 2) == (2010, 2010, 2011, 2012, 0, 2015, 2015, 0, 0, 0, 0)
    assert years(Measure.LOWER_SHARE) == pytest.approx((1 / 11,) * 11)


def test_the_small_line_has_the_initiatives_of_each_year(dataset: Dataset) -> None:
    table = count_by_year(dataset, Selection(first_year=2011, last_year=2014), PROVINCE)
    assert table == YearTable(
        (2011, 2012, 2013, 2014),
        {"110000": (0, 1, 0, 0), "330000": (1, 1, 0, 0), "440000": (0, 0, 0, 1)},
    )


def test_no_year_is_no_table(dataset: Dataset) -> None:
    outside = Selection(first_year=2021)
    assert count_by_year(dataset, outside, PROVINCE) == YearTable((), {})
    assert split_years(dataset, outside) is None
    assert measure_regions(dataset, outside, PROVINCE, Measure.CHANGE) == Measured({}, {})
    assert rank_intervals(dataset, outside, PROVINCE, Measure.CHANGE) == {}


@pytest.mark.parametrize(
    ("measure", "width", "words"),
    [
        pytest.param(Measure.CHANGE, None, "compares two periods", id="change"),
        pytest.param(Measure.THEMES, 0, "holds nothing; give 1 or more", id="no-width"),
    ],
)
def test_what_cannot_be_played_is_refused(
    dataset: Dataset, measure: Measure, width: int | None, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        measure_years(dataset, ALL, PROVINCE, measure, width=width)


def test_places_are_shared_by_equals() -> None:
    values = {"a": 3.0, "b": 7.0, "c": 3.0, "d": 1.0}
    assert rank_units(values, Measure.INITIATIVES) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert rank_units(values, Measure.FIRST_YEAR) == {"d": 1, "a": 2, "c": 2, "b": 4}
    assert list(rank_units(values, Measure.FIRST_YEAR)) == ["d", "a", "c", "b"]
    assert rank_units({}, Measure.THEMES) == {}


def test_a_place_is_as_wide_as_the_doubt(dataset: Dataset) -> None:
    # Counts by threshold: Zhejiang 5 5 4 3, Beijing 2 2 1 1, Guangdong 1 1 1 1, Macao 1 1 1 0.
    assert rank_intervals(dataset, ALL, PROVINCE, Measure.INITIATIVES) == {
        "110000": (2, 2),
        "330000": (1, 1),
        "440000": (2, 3),
        "820000": (2, 4),
    }


def test_thresholds_below_the_asked_one_do_not_count(dataset: Dataset) -> None:
    sure = Selection(confidence=0.8)
    found = rank_intervals(dataset, sure, PROVINCE, Measure.INITIATIVES)
    assert found == {"110000": (2, 2), "330000": (1, 1), "440000": (2, 2)}


def test_places_among_some_are_theirs_alone(dataset: Dataset) -> None:
    among = rank_intervals(dataset, ALL, PROVINCE, Measure.FIRST_YEAR, units=["110000", "820000"])
    assert among == {"110000": (1, 1), "820000": (2, 2)}


def begin(code: str, *years: int | None) -> list[Row]:
    return [
        Row(f"{code}-{number}", f"{code}-{number}", code, GOV, year)
        for number, year in enumerate(years)
    ]


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    rows = [
        *begin("330000", *[2010] * 2, *[2011] * 3, *[2012] * 6, *[2013] * 2),
        *begin("440000", *[2011] * (LOW_BASE - 1), *[2013] * 9),
        *begin("320000", *[2010] * 5, *[2012] * 5, None),
        *begin("420000", *[2011] * 6),
        *begin("130000", *[2013] * 3),
        *begin("430000", None, None),
        *begin("350000", 2005),
    ]
    folder = write_small_dataset(tmp_path_factory.mktemp("changing"), tuple(rows))
    opened = open_small_dataset(folder)
    yield opened
    opened.connection.close()


EARLIER, LATER = (2010, 2011), (2012, 2013)


def test_a_change_stands_on_a_base(changing: Dataset) -> None:
    found = measure_regions(changing, ALL, PROVINCE, Measure.CHANGE, periods=(EARLIER, LATER))
    assert found.values == pytest.approx({"330000": 0.6, "320000": 0.0, "420000": -1.0})
    assert found.missing == {
        "130000": Reason.LOW_BASE,
        "440000": Reason.LOW_BASE,
        "430000": Reason.UNDATED,
    }


def test_periods_of_unlike_length_are_compared_by_the_year(changing: Dataset) -> None:
    found = measure_regions(
        changing, ALL, PROVINCE, Measure.CHANGE, periods=(EARLIER, (2012, 2012))
    )
    assert found.values["330000"] == pytest.approx(6 / (5 / 2) - 1)


def test_periods_stand_in_for_the_years_chosen(changing: Dataset) -> None:
    late = Selection(first_year=2013, undated=False)
    found = measure_regions(changing, late, PROVINCE, Measure.CHANGE, periods=(EARLIER, LATER))
    assert found.values["330000"] == pytest.approx(0.6)
    assert "430000" not in found.missing


def test_without_periods_the_halves_of_the_years_are_compared(changing: Dataset) -> None:
    four = Selection(first_year=2010)
    assert split_years(changing, four) == (EARLIER, LATER)
    found = measure_regions(changing, four, PROVINCE, Measure.CHANGE)
    assert found.values["330000"] == pytest.approx(0.6)
    assert split_years(changing, ALL) == ((2006, 2009), (2010, 2013))
    assert split_years(changing, Selection(first_year=2013)) is None


def test_a_period_that_ends_before_it_begins_is_refused(changing: Dataset) -> None:
    with pytest.raises(UsageError, match="2013-2012 ends before it begins"):
        measure_regions(changing, ALL, PROVINCE, Measure.CHANGE, periods=(EARLIER, (2013, 2012)))


def test_changes_have_places_too(changing: Dataset) -> None:
    ranks = rank_intervals(changing, ALL, PROVINCE, Measure.CHANGE, periods=(EARLIER, LATER))
    assert ranks == {"330000": (1, 1), "320000": (2, 2), "420000": (3, 3)}


def test_a_level_lists_the_measures_that_it_can_have(tmp_path: Path) -> None:
    census = load_denominators()
    assert list_measures(PROVINCE, census[PROVINCE]) == tuple(Measure)
    assert Measure.PER_MILLION not in list_measures(CITY, census[CITY])
    own = tmp_path / "people.csv"
    own.write_text("adcode,population\n330106,1300000\n", encoding="utf-8")
    counties = load_denominators(own)[COUNTY]
    assert set(Measure) - set(list_measures(COUNTY, counties)) == {Measure.LOWER_SHARE}
    assert load_denominators(own)[PROVINCE] == census[PROVINCE]


def test_a_year_that_cannot_be_is_refused(tmp_path: Path) -> None:
    rows = (*ROWS, Row("z", "d99", "330000", GOV, 9999))
    with pytest.raises(SchemaError, match="a record is of the year 9999; years from 1900 to 2100"):
        open_small_dataset(write_small_dataset(tmp_path, rows))
