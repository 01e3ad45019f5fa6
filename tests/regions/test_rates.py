"""Rates on the country of squares of test_join, and the census of the real one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import DataFileError, UsageError
from geodata.model import NATION, Level
from geodata.regions.boundaries import load_units
from geodata.regions.join import Join
from geodata.regions.rates import (
    SHOWN,
    choose_denominators,
    count_documents_read,
    list_lower_units,
    load_population,
    rate_regions,
    read_denominators,
    share_lower_units,
)
from tests.regions.test_join import CODES, PARENTS, UNITS, at, join, table

TOTAL_2020 = 1_409_778_724


def places(*rows: tuple[str, list[str]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["document_id", "places"])


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_bytes(text.encode(encoding))
    return path


def column(result: Join, name: str) -> dict[str, float | None]:
    rows = result.regions
    return {
        code: None if pd.isna(value) else float(value)
        for code, value in zip(rows["adcode"], rows[name], strict=True)
    }


def test_the_census_adds_up_and_names_the_gazetteer_s_provinces() -> None:
    units = load_units()
    population = load_population(units)
    provinces = set(units.loc[units["level"] == Level.PROVINCE, "adcode"])
    assert sum(population.values()) == TOTAL_2020
    assert set(population) == provinces - {"710000", "810000", "820000"}


def test_a_damaged_census_is_a_damaged_data_file(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "population.csv").write_text("adcode,people\n110000,5\n")
    with pytest.raises(DataFileError, match=r"population is missing.*Restore"):
        load_population(UNITS, tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_several_levels_in_one_file(tmp_path: Path, encoding: str) -> None:
    text = "name,adcode,population\n江苏,320000,80\n南京, 320100 ,9.5\n玄武,320101,1\n\n"
    path = write(tmp_path, text, encoding)
    assert read_denominators(path, UNITS) == {"320000": 80, "320100": 9.5, "320101": 1}
    assert choose_denominators(Level.CITY, UNITS, path) == {"320100": 9.5}
    assert choose_denominators(Level.COUNTY, UNITS, path) == {"320101": 1}
    assert choose_denominators(Level.PROVINCE, UNITS, path) == {"320000": 80}


def test_own_numbers_and_the_census_are_never_mixed(tmp_path: Path) -> None:
    units = load_units()
    own = write(tmp_path, "adcode,population\n320000,80\n")
    cities = tmp_path / "cities.csv"
    cities.write_text("adcode,population\n320100,9\n")
    assert choose_denominators(Level.PROVINCE, units, own) == {"320000": 80}
    assert len(choose_denominators(Level.PROVINCE, units, cities)) == 31
    assert len(choose_denominators(Level.PROVINCE, units)) == 31
    assert choose_denominators(Level.CITY, units) == {}
    assert choose_denominators(Level.CITY, units, own) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("code,population\n320000,8\n", "column adcode is missing", id="column"),
        pytest.param("", "column adcode and population is missing; there is nothing", id="empty"),
        pytest.param(
            "adcode,population\n320000,8\n320199,5\n999999,1\n",
            r"no unit has the adcode 320199, 999999\. Give today's",
            id="unknown-codes",
        ),
        pytest.param("adcode,population\n320000,many\n", "line 2: .*'many'; a number", id="word"),
        pytest.param("adcode,population\n320000,\n", "line 2: .*'320000' is ''", id="blank"),
        pytest.param("adcode,population\n320000\n", "line 2: .*'320000' is ''", id="short-row"),
        pytest.param("adcode,population\n320000,0\n", "above 0", id="zero"),
        pytest.param("adcode,population\n320000,-5\n", "above 0", id="negative"),
        pytest.param('adcode,population\n320000,"1,000"\n', "digits alone", id="thousands"),
        pytest.param("adcode,population\n320000,inf\n", "digits alone", id="infinite"),
        pytest.param(
            "adcode,population\n320000,8\n110000,5\n320000,8\n",
            "line 4: adcode '320000' stands there twice",
            id="twice",
        ),
        pytest.param('adcode,population\n"3200\x0000,5\n', "people.csv", id="nul"),
    ],
)
def test_wrong_files_are_named_errors(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_denominators(write(tmp_path, text), UNITS)


def test_of_many_unknown_codes_some_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    rows = "".join(f"{code},1\n" for code in range(990000, 990000 + SHOWN + 3))
    with pytest.raises(UsageError, match=r"990000, .*990009 and 3 more\."):
        read_denominators(write(tmp_path, "adcode,population\n" + rows), UNITS)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        read_denominators(tmp_path / "nowhere.csv", UNITS)
    with pytest.raises(UsageError, match="cannot be opened"):
        read_denominators(tmp_path, UNITS)
    path = tmp_path / "b.csv"
    path.write_bytes(b"adcode,population\n\xff\xff,1\n")
    with pytest.raises(UsageError, match="neither UTF-8 nor GB18030"):
        read_denominators(path, UNITS)
    with pytest.raises(UsageError, match="larger than"):
        read_denominators(write(tmp_path, "x" * 5_000_001), UNITS)


def test_rates_by_hand() -> None:
    records = table(
        ("320101", "i1", "d1", "health", 2012),
        ("320101", "i1", "d2", "health", 2012),
        ("320100", "i2", "d2", "health", 2012),
        ("320000", "i3", "d3", "health", 2012),
    )
    read = places(
        ("d1", ["320101"]),
        ("d2", ["320100", "320101"]),
        ("d3", ["320000"]),
        ("d4", ["320102", "110000"]),
        ("d5", []),
    )
    rated = rate_regions(
        join(records, Level.CITY),
        records,
        UNITS,
        denominators={"320100": 4_000_000, "110000": 2_000_000},
        places=read,
    )
    nothing = dict.fromkeys(PARENTS[Level.CITY])
    assert column(rated, "per_million") == nothing | {"320100": 0.5, "110000": 0.0}
    assert column(rated, "population") == nothing | {"320100": 4_000_000, "110000": 2_000_000}
    assert rated.regions["population"].dtype == "Int64"
    known = {"320100": 3.0, "110000": 1.0}
    assert column(rated, "documents_read") == dict.fromkeys(nothing, 0.0) | known
    expected = {"320100": 2 / 3 * 100, "110000": 0.0}
    assert column(rated, "per_100_documents") == pytest.approx(nothing | expected)
    assert column(rated, "share_of_lower_units") == nothing | {
        "320100": 0.5,
        "320200": 0.0,
        "110000": 0.0,
    }


def test_a_level_without_denominators_or_documents_has_no_such_columns() -> None:
    records = at("320101")
    rated = rate_regions(join(records, Level.COUNTY), records, UNITS, denominators={})
    assert list(rated.regions.columns) == list(join(records, Level.COUNTY).regions.columns)


def test_the_join_given_stays_as_it_was() -> None:
    records = at("320101")
    before = join(records, Level.CITY)
    rate_regions(before, records, UNITS, denominators={"320100": 1.0}, places=places())
    assert "per_million" not in before.regions


def test_a_document_that_gave_a_record_mentions_its_place() -> None:
    read = count_documents_read(places(("d0", [])), at("320201"), Level.PROVINCE, UNITS)
    assert read == {"320000": 1}


def test_lower_units_pass_over_a_unit_s_own_second_standing() -> None:
    assert list_lower_units(Level.PROVINCE, UNITS) == {
        "110000": (Level.COUNTY, ["110101"]),
        "320000": (Level.CITY, ["320100", "320200"]),
        "410000": (Level.CITY, ["419001"]),
    }
    assert list_lower_units(Level.CITY, UNITS) == {
        "110000": (Level.COUNTY, ["110101"]),
        "320100": (Level.COUNTY, ["320101", "320102"]),
        "320200": (Level.COUNTY, ["320201"]),
    }
    assert list_lower_units(Level.COUNTY, UNITS) == {}


def test_shares_count_what_lies_in_a_lower_unit_and_not_what_stands_above_it() -> None:
    codes = at("320101", "320000", "110000", "419001")["adcode"]
    assert share_lower_units(codes, Level.PROVINCE, UNITS) == {
        "110000": 0.0,
        "320000": 0.5,
        "410000": 1.0,
    }


ROWS = st.lists(
    st.tuples(
        CODES,
        st.sampled_from("abcdef"),
        st.sampled_from("uvwxyz"),
        st.sampled_from(["health", "welfare", "business"]),
        st.sampled_from([2010, 2015, 2020, None]),
    ),
    max_size=25,
)


@given(
    ROWS,
    st.sampled_from(list(PARENTS)),
    st.booleans(),
    st.sampled_from([None, "health", "welfare"]),
    st.sampled_from([None, (2010, 2015), (2016, 2030)]),
)
@settings(deadline=None, max_examples=80)
def test_sums_reconcile_with_the_records_for_every_filter(
    rows: list[tuple[str | None, str, str, str, int | None]],
    level: Level,
    lower: bool,
    theme: str | None,
    years: tuple[int, int] | None,
) -> None:
    """By theme, by year, with lower levels or without: nothing is lost, doubled or moved."""
    everything = table(*rows)
    chosen = everything
    if theme:
        chosen = chosen[chosen["theme"] == theme]
    if years:
        chosen = chosen[pd.to_numeric(chosen["year"]).between(*years)]
    read = places(*(("r", [code]) for code in UNITS["adcode"].unique()))
    people = {code: 1000.0 + int(code) for code in PARENTS[level]}
    result = rate_regions(
        join(chosen, level, lower=lower), chosen, UNITS, denominators=people, places=read
    )
    regions = result.regions
    assert regions["records"].sum() + sum(result.unplaced.values()) == len(chosen)
    codes = chosen["adcode"].tolist()
    assert result.unplaced.get("national", 0) == codes.count(NATION)
    standing = sum(code in PARENTS[level] for code in codes)
    assert (regions["records"].sum() == standing) if not lower else (result.placed >= standing)
    parts = (
        join(part, level, lower=lower).regions["records"]
        for _, part in chosen.groupby([chosen["theme"], chosen["year"].fillna(0)])
    )
    assert sum(parts, start=regions["records"] * 0).tolist() == regions["records"].tolist()
    made = regions["per_million"] * regions["population"] / 1e6
    assert made.astype(float).tolist() == pytest.approx(regions["initiatives"].tolist())
    per_document = regions["per_100_documents"] * regions["documents_read"] / 100
    assert per_document.astype(float).tolist() == pytest.approx(regions["initiatives"].tolist())
    assert (regions["reports"] <= regions["documents_read"]).all()
    if level is not Level.COUNTY:
        shares = regions["share_of_lower_units"].dropna()
        assert ((shares >= 0) & (shares <= 1)).all()
