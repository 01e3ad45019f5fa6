"""Joins on a country of squares.

P1 (320000) holds the cities C1 (320100: counties 320101, 320102) and C2 (320200: county 320201);
110000 is a municipality, its own city, with the county 110101; 419001 lies under 410000 and is
its own city and county; 820000 is all three.
"""

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geodata.errors import DataFileError, SchemaError, UsageError
from geodata.model import Level
from geodata.regions.join import Join, join_records

PARENTS = {
    Level.PROVINCE: dict.fromkeys(["110000", "320000", "410000", "820000"], "100000"),
    Level.CITY: {
        "110000": "110000",
        "320100": "320000",
        "320200": "320000",
        "419001": "410000",
        "820000": "820000",
    },
    Level.COUNTY: {
        "110101": "110000",
        "320101": "320100",
        "320102": "320100",
        "320201": "320200",
        "419001": "419001",
        "820000": "820000",
    },
}
UNITS = pd.DataFrame(
    [
        {"adcode": code, "name": f"名{code}", "level": str(level), "parent": parent}
        for level, parents in PARENTS.items()
        for code, parent in parents.items()
    ]
)


def boundaries(level: Level) -> gpd.GeoDataFrame:
    units = UNITS[UNITS["level"] == level].reset_index(drop=True)
    squares = [box(x, 0, x + 1, 1) for x in range(len(units))]
    return gpd.GeoDataFrame(units, geometry=squares, crs="EPSG:4326")


def table(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of adcode, initiative, document, theme, year."""
    columns = ["adcode", "initiative_id", "document_id", "theme", "year"]
    return pd.DataFrame(list(rows), columns=columns)


def at(*codes: str | None) -> pd.DataFrame:
    """A record of its own initiative and document at each code."""
    return table(*((code, f"i{n}", f"d{n}", "health", 2010) for n, code in enumerate(codes)))


def join(records: pd.DataFrame, level: Level, *, lower: bool = True) -> Join:
    return join_records(records, level, boundaries(level), UNITS, lower=lower)


def counts(result: Join, column: str = "records") -> dict[str, int]:
    rows = result.regions
    return {code: int(n) for code, n in zip(rows["adcode"], rows[column], strict=True) if n}


@pytest.mark.parametrize(
    ("code", "level", "unit"),
    [
        pytest.param("320101", Level.COUNTY, "320101", id="county-stands-for-itself"),
        pytest.param("320101", Level.CITY, "320100", id="county-counts-in-its-city"),
        pytest.param("320101", Level.PROVINCE, "320000", id="county-counts-in-its-province"),
        pytest.param("320200", Level.PROVINCE, "320000", id="city-counts-in-its-province"),
        pytest.param("110101", Level.CITY, "110000", id="district-of-a-municipality"),
        pytest.param("110000", Level.CITY, "110000", id="municipality-is-its-own-city"),
        pytest.param("419001", Level.CITY, "419001", id="city-right-under-a-province"),
        pytest.param("419001", Level.PROVINCE, "410000", id="parent-not-by-its-digits"),
        pytest.param("820000", Level.COUNTY, "820000", id="macao-is-its-own-county"),
    ],
)
def test_placed(code: str, level: Level, unit: str) -> None:
    result = join(at(code), level)
    assert counts(result) == {unit: 1}
    assert (result.placed, dict(result.unplaced)) == (1, {})


@pytest.mark.parametrize(
    ("code", "level", "reason"),
    [
        pytest.param("100000", Level.PROVINCE, "national", id="national"),
        pytest.param("320000", Level.CITY, "coarser than city", id="never-pinned-to-the-capital"),
        pytest.param("320100", Level.COUNTY, "coarser than county", id="city-at-county-level"),
        pytest.param(
            "110000", Level.COUNTY, "coarser than county", id="municipality-has-districts"
        ),
        pytest.param("999999", Level.CITY, "no such unit", id="unknown-code"),
        pytest.param("110100", Level.CITY, "no such unit", id="the-void-code-of-districts"),
        pytest.param("320199", Level.CITY, "no such unit", id="known-digits-of-an-unknown-county"),
        pytest.param("", Level.CITY, "no place", id="empty"),
        pytest.param(None, Level.CITY, "no place", id="missing"),
    ],
)
def test_unplaced(code: str | None, level: Level, reason: str) -> None:
    result = join(at(code), level)
    assert counts(result) == {}
    assert (result.placed, dict(result.unplaced)) == (0, {reason: 1})


def test_only_where_it_stands() -> None:
    result = join(at("320101", "320100", "320000", "110000"), Level.CITY, lower=False)
    assert counts(result) == {"110000": 1, "320100": 1}
    assert dict(result.unplaced) == {"coarser than city": 1, "finer than city": 1}


def test_some_regions_only() -> None:
    part = boundaries(Level.CITY).query("adcode == '320100'")
    result = join_records(at("320101", "320201", "320000"), Level.CITY, part, UNITS)
    assert counts(result) == {"320100": 1}
    assert dict(result.unplaced) == {"outside the boundaries": 1, "coarser than city": 1}


def test_every_column_of_a_region() -> None:
    records = table(
        ("320101", "i1", "d1", "health", 2012),
        ("320102", "i1", "d2", "health", 2010),
        ("320100", "i2", "d2", "welfare", None),
        ("320100", "i3", "d2", "welfare", 2015),
        ("320100", "i4", "d2", "business", 2015),
        ("320100", "i4", "d3", "business", 2015),
    )
    regions = join(records, Level.CITY).regions.set_index("adcode")
    region = regions.loc["320100"].drop("geometry").to_dict()
    assert region == {
        "name": "名320100",
        "level": "city",
        "parent": "320000",
        "records": 6,
        "initiatives": 4,
        "reports": 3,
        "undated": 1,
        "first_year": 2010,
        "last_year": 2015,
        "themes": "welfare;business;health",
    }


def test_a_region_without_records_has_zeros() -> None:
    regions = join(at("320101"), Level.CITY).regions.set_index("adcode")
    empty = regions.loc["110000"]
    assert [empty[name] for name in ("records", "initiatives", "reports", "undated")] == [0] * 4
    assert empty["first_year"] is pd.NA
    assert empty["themes"] == ""
    assert list(regions.index) == sorted(PARENTS[Level.CITY])


def test_no_records_at_all() -> None:
    result = join(table(), Level.PROVINCE)
    assert (result.placed, result.total, dict(result.unplaced)) == (0, 0, {})
    assert result.regions["records"].tolist() == [0] * 4
    assert result.regions.crs == "EPSG:4326"


def test_the_boundaries_given_stay_as_they_were() -> None:
    before = boundaries(Level.CITY)
    given_to_it = before.copy()
    join_records(at("320101"), Level.CITY, given_to_it, UNITS)
    assert given_to_it.equals(before)


CODES = st.sampled_from([*UNITS["adcode"].unique(), "100000", "999999", "320199", "", None])


@given(
    st.lists(st.tuples(CODES, st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=30),
    st.sampled_from(list(PARENTS)),
    st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_sums_reconcile(rows: list[tuple[str | None, str, str]], level: Level, lower: bool) -> None:
    records = table(*((code, i, d, "health", None) for code, i, d in rows))
    result = join(records, level, lower=lower)
    assert result.placed + sum(result.unplaced.values()) == len(rows) == result.total
    assert result.regions["records"].sum() == result.placed
    assert (result.regions["initiatives"] <= result.regions["records"]).all()
    assert (result.regions["reports"] <= result.regions["records"]).all()
    assert (result.regions["undated"] == result.regions["records"]).all()
    assert all(result.unplaced.values())


@given(st.lists(CODES, max_size=30))
@settings(deadline=None, max_examples=40)
def test_a_coarser_level_takes_in_all_that_a_finer_one_does(codes: list[str | None]) -> None:
    county, city, province = (
        join(at(*codes), level).placed for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)
    )
    assert county <= city <= province


def refused(error: type[Exception], said: str, **changed: Any) -> None:
    arguments = {
        "records": at("320101"),
        "level": Level.CITY,
        "boundaries": boundaries(Level.CITY),
        "units": UNITS,
    }
    with pytest.raises(error, match=said):
        join_records(**{**arguments, **changed})


def test_records_of_another_schema_are_refused() -> None:
    refused(
        SchemaError,
        "lack the columns adcode, year",
        records=at("1").drop(columns=["adcode", "year"]),
    )
    refused(SchemaError, "unknown theme '=cmd'", records=table(("320101", "i", "d", "=cmd", 2010)))
    refused(
        SchemaError, "not a whole number", records=table(("320101", "i", "d", "health", "soon"))
    )
    refused(
        SchemaError, "not a whole number", records=table(("320101", "i", "d", "health", 2010.5))
    )


def test_boundaries_of_another_kind_are_refused() -> None:
    albers = boundaries(Level.CITY).to_crs("EPSG:3857")
    refused(DataFileError, "the CRS is EPSG:3857; EPSG:4326 is needed", boundaries=albers)
    refused(
        UsageError,
        r"of the level province, asked for is city",
        boundaries=boundaries(Level.PROVINCE),
    )


def test_incomplete_units_are_refused() -> None:
    units = UNITS[UNITS["adcode"] != "320100"]
    refused(
        DataFileError,
        "'320100', above '320101', is no unit",
        level=Level.PROVINCE,
        boundaries=boundaries(Level.PROVINCE),
        units=units,
    )
