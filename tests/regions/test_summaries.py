from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import SchemaError, UsageError
from geodata.model import NATION, Level, Theme
from geodata.regions.dataset import Dataset
from geodata.regions.divisions import find_owner
from geodata.regions.evidence import list_initiatives, select_records
from geodata.regions.selection import COARSER, UNKNOWN, Selection
from geodata.regions.summaries import (
    Totals,
    count_documents,
    count_regions,
    count_totals,
    count_years,
)
from tests.small_dataset import open_small_dataset, write_small_dataset

EVERYTHING = Selection()
LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    opened = open_small_dataset(write_small_dataset(tmp_path_factory.mktemp("small")))
    yield opened
    opened.connection.close()


def initiatives_by_region(dataset: Dataset, selection: Selection, level: Level) -> dict[str, int]:
    counts = count_regions(dataset, selection, level)
    return {code: count.initiatives for code, count in counts.items()}


def test_provinces_own_all_that_lies_in_them(dataset: Dataset) -> None:
    assert initiatives_by_region(dataset, EVERYTHING, Level.PROVINCE) == {
        "110000": 2,
        "330000": 5,
        "420000": 1,
        "440000": 3,
    }


def test_cities_own_their_counties_and_nothing_of_their_province(dataset: Dataset) -> None:
    assert initiatives_by_region(dataset, EVERYTHING, Level.CITY) == {
        "110000": 2,
        "330100": 3,
        "330200": 1,
        "429004": 1,
        "440300": 2,
    }


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param(Level.PROVINCE, Totals(14, 13, 11, 2, 0, 1, 3), id="province"),
        pytest.param(Level.CITY, Totals(14, 13, 9, 2, 2, 1, 3), id="city"),
        pytest.param(Level.COUNTY, Totals(14, 13, 3, 2, 8, 1, 3), id="county"),
    ],
)
def test_totals_say_where_each_initiative_went(
    dataset: Dataset, level: Level, expected: Totals
) -> None:
    assert count_totals(dataset, EVERYTHING, level) == expected


def test_an_initiative_told_of_twice_counts_once_in_its_earliest_year(dataset: Dataset) -> None:
    only = Selection((Theme.GOV_SERVICES,), 2016, 2017, undated=False)
    [count] = count_regions(dataset, only, Level.CITY).values()
    assert (count.initiatives, count.reports, count.first_year) == (1, 2, 2016)
    assert not count_regions(dataset, Selection(first_year=2017, last_year=2017), Level.CITY).get(
        "330100"
    )


def test_a_document_with_two_initiatives_is_one_report(dataset: Dataset) -> None:
    hangzhou = count_regions(dataset, EVERYTHING, Level.CITY)["330100"]
    assert (hangzhou.initiatives, hangzhou.reports) == (3, 3)


def test_year_bounds_leave_the_undated_to_their_own_switch(dataset: Dataset) -> None:
    narrow = Selection(first_year=2018, last_year=2020)
    assert count_totals(dataset, narrow, Level.PROVINCE).initiatives == 4 + 3
    dated = Selection(first_year=2018, last_year=2020, undated=False)
    assert count_totals(dataset, dated, Level.PROVINCE).initiatives == 4


def test_years_are_told_apart_by_theme_with_the_undated_last(dataset: Dataset) -> None:
    zhejiang = count_years(dataset, EVERYTHING, Level.PROVINCE, "330000")
    assert [(c.year, c.theme, c.initiatives) for c in zhejiang] == [
        (2016, "gov_services", 1),
        (2018, "gov_services", 1),
        (2019, "community", 1),
        (2020, "health", 1),
        (None, "city_mgmt", 1),
    ]


@pytest.mark.parametrize(
    ("region", "found"),
    [
        pytest.param("330100", {"z1", "z2", "z3"}, id="city-with-its-district"),
        pytest.param(COARSER, {"z4", "g3"}, id="province-only"),
        pytest.param(NATION, {"n1", "n2"}, id="nation"),
        pytest.param(UNKNOWN, {"u1"}, id="no-such-unit"),
        pytest.param("330000", set(), id="a-province-is-no-city"),
        pytest.param("123456", set(), id="not-a-code"),
    ],
)
def test_a_list_holds_what_its_region_owns(dataset: Dataset, region: str, found: set[str]) -> None:
    listed = list_initiatives(dataset, EVERYTHING, Level.CITY, region, limit=100)
    assert {initiative.initiative_id for initiative in listed} == found


def test_searched_is_told_from_never_searched(dataset: Dataset) -> None:
    assert count_documents(dataset, Level.PROVINCE) == {
        "110000": 2,
        "320000": 1,
        "330000": 5,
        "420000": 1,
        "440000": 3,
    }
    cities = count_documents(dataset, Level.CITY)
    assert cities["320600"] == 1
    assert "320000" not in cities
    assert cities["330100"] == 3  # d04 names the province only


def test_the_nation_is_no_level_to_count_by(dataset: Dataset) -> None:
    with pytest.raises(UsageError, match="'nation' is not counted"):
        count_regions(dataset, EVERYTHING, Level.NATION)
    with pytest.raises(UsageError, match="'nation' is not counted"):
        select_records(dataset, EVERYTHING, Level.NATION, "330000")


selections = st.builds(
    Selection,
    themes=st.lists(st.sampled_from([str(theme) for theme in Theme]), unique=True).map(tuple),
    first_year=st.none() | st.integers(2000, 2025),
    last_year=st.none() | st.integers(2000, 2025),
    undated=st.booleans(),
)


@settings(deadline=None)
@given(selection=selections, level=st.sampled_from(LEVELS))
def test_map_years_list_and_totals_agree(
    dataset: Dataset, selection: Selection, level: Level
) -> None:
    regions = initiatives_by_region(dataset, selection, level)
    totals = count_totals(dataset, selection, level)
    years = count_years(dataset, selection, level)
    buckets = {NATION: totals.national, COARSER: totals.coarser, UNKNOWN: totals.unknown}
    assert sum(regions.values()) == totals.placed
    assert totals.placed + sum(buckets.values()) == totals.initiatives
    assert sum(count.initiatives for count in years) == totals.initiatives
    assert sum(c.initiatives for c in years if c.year is None) == totals.undated
    for region, count in {**regions, **buckets}.items():
        listed = list_initiatives(dataset, selection, level, region, limit=100)
        charted = count_years(dataset, selection, level, region)
        assert len(listed) == count == sum(c.initiatives for c in charted)
    everywhere = list_initiatives(dataset, selection, level, limit=100)
    assert Counter((i.year, i.theme) for i in everywhere) == {
        (c.year, c.theme): c.initiatives for c in years
    }


@settings(deadline=None)
@given(selection=selections, level=st.sampled_from(LEVELS))
def test_a_unit_has_the_documents_and_first_year_of_its_initiatives(
    dataset: Dataset, selection: Selection, level: Level
) -> None:
    told = f"""
        SELECT count(DISTINCT document), min(year) FROM initiatives JOIN told USING (number)
        WHERE list_contains($ids, initiative_id) AND ($unit = '' OR {level} = $unit)
    """
    everywhere = list_initiatives(dataset, selection, level, limit=100)
    ids = [initiative.initiative_id for initiative in everywhere]
    for unit, count in count_regions(dataset, selection, level).items():
        assert dataset.ask(told, {"ids": ids, "unit": unit}) == [(count.reports, count.first_year)]
    [(reports, _)] = dataset.ask(told, {"ids": ids, "unit": ""})
    assert count_totals(dataset, selection, level).reports == reports


def test_pages_of_a_list_follow_each_other(dataset: Dataset) -> None:
    whole = list_initiatives(dataset, EVERYTHING, Level.CITY, limit=100)
    pages = [
        list_initiatives(dataset, EVERYTHING, Level.CITY, limit=5, offset=start)
        for start in (0, 5, 10)
    ]
    assert [i for page in pages for i in page] == list(whole)
    assert [i.year for i in whole[:3]] == [2020, 2019, 2018]
    assert [i.year for i in whole[-3:]] == [None] * 3


PARENTS = {"110108": "110000", "110000": "100000", "330110": "330100", "330100": "330000"}


@pytest.mark.parametrize(
    ("adcode", "owner"),
    [
        ("330110", "330100"),
        ("330100", "330100"),
        ("330000", None),
        ("110108", "110000"),
        ("999999", None),
    ],
)
def test_the_owner_is_the_nearest_member_above(adcode: str, owner: str | None) -> None:
    assert find_owner(adcode, PARENTS, {"110000", "330100"}) == owner


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"records\.parquet: there is no such table"):
        open_small_dataset(tmp_path)


def test_a_table_of_another_schema_is_refused_by_its_columns(tmp_path: Path) -> None:
    write_small_dataset(tmp_path)
    records = pq.read_table(tmp_path / "records.parquet")
    pq.write_table(records.drop_columns(["evidence"]), tmp_path / "records.parquet")
    with pytest.raises(SchemaError, match=r"column\(s\) evidence missing"):
        open_small_dataset(tmp_path)
    years = records.column("year").cast(pa.string())
    index = records.schema.get_field_index("year")
    pq.write_table(records.set_column(index, "year", years), tmp_path / "records.parquet")
    with pytest.raises(SchemaError, match=r"column\(s\) year of another type"):
        open_small_dataset(tmp_path)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    write_small_dataset(tmp_path)
    (tmp_path / "documents.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(SchemaError, match=r"documents\.parquet: not a Parquet file"):
        open_small_dataset(tmp_path)


def test_a_table_damaged_after_opening_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    opened = open_small_dataset(write_small_dataset(tmp_path))
    (tmp_path / "records.parquet").write_bytes(b"gone")
    with pytest.raises(SchemaError, match="Make it with"):
        opened.ask("SELECT evidence FROM records")
    opened.connection.close()


def test_a_dataset_without_records_opens_empty(tmp_path: Path) -> None:
    opened = open_small_dataset(write_small_dataset(tmp_path, rows=()))
    assert opened.years is None
    assert opened.documents == 1
    assert count_totals(opened, EVERYTHING, Level.CITY) == Totals(0, 0, 0, 0, 0, 0, 0)
    opened.connection.close()


def test_a_folder_with_a_quote_in_its_name_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "o'clock ' OR 1=1"
    folder.mkdir()
    opened = open_small_dataset(write_small_dataset(folder))
    assert opened.documents == 14
    opened.connection.close()
