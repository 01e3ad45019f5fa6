from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import BUCKETS, Choices, Filters, read_query, write_query
from dashboard.wording import LANGUAGES
from geodata.model import Level, Theme

CHOICES = Choices(
    years=(2003, 2024),
    regions={Level.PROVINCE: ("110000", "330000"), Level.CITY: ("110000", "330100")},
    fingerprint="abc123",
)
THEMES = [str(theme) for theme in Theme]


@st.composite
def reachable_filters(draw: st.DrawFn) -> Filters:
    chosen = draw(st.sets(st.sampled_from(THEMES), max_size=len(THEMES) - 1))
    level = draw(st.sampled_from((Level.PROVINCE, Level.CITY)))
    years = draw(st.none() | st.tuples(st.integers(2003, 2024), st.integers(2003, 2024)))
    ordered = (min(years), max(years)) if years else None
    return Filters(
        themes=tuple(theme for theme in THEMES if theme in chosen),
        years=None if ordered == CHOICES.years else ordered,
        undated=draw(st.booleans()),
        level=level,
        region=draw(st.none() | st.sampled_from((*CHOICES.regions[level], *BUCKETS))),
        language=draw(st.sampled_from(LANGUAGES)),
    )


@given(filters=reachable_filters())
def test_an_address_gives_back_the_filters_that_made_it(filters: Filters) -> None:
    reading = read_query(write_query(filters, CHOICES.fingerprint), CHOICES)
    assert (reading.filters, reading.ignored, reading.outdated) == (filters, (), False)


def test_defaults_are_left_out() -> None:
    assert write_query(Filters(), "abc123") == {}


def test_an_address_in_full() -> None:
    filters = Filters(("health", "business"), (2010, 2012), False, Level.CITY, "330100", "en")
    assert write_query(filters, "abc123") == {
        "theme": ["health", "business"],
        "years": ["2010-2012"],
        "undated": ["0"],
        "level": ["city"],
        "region": ["330100"],
        "lang": ["en"],
        "data": ["abc123"],
    }


@pytest.mark.parametrize(
    ("name", "values"),
    [
        pytest.param("theme", ["nonsense"], id="theme"),
        pytest.param("theme", ["health", "nonsense"], id="one-theme-of-two"),
        pytest.param("years", ["2010"], id="one-year"),
        pytest.param("years", ["2012-2010"], id="years-backwards"),
        pytest.param("years", ["1900-1950"], id="years-before-the-data"),
        pytest.param("years", ["２０１０-２０１２"], id="full-width-digits"),
        pytest.param("years", ["9" * 5000 + "-2"], id="endless-digits"),
        pytest.param("undated", ["yes"], id="undated"),
        pytest.param("level", ["county"], id="level"),
        pytest.param("region", ["330100"], id="a-city-at-province-level"),
        pytest.param("region", ["<script>"], id="markup"),
        pytest.param("lang", ["fr"], id="language"),
        pytest.param("theme[]", ["health"], id="unknown-name"),
    ],
)
def test_what_an_address_gets_wrong_is_named_and_left_at_its_default(
    name: str, values: list[str]
) -> None:
    reading = read_query({name: values, "level": ["province"], **{name: values}}, CHOICES)
    assert reading.filters == Filters()
    assert reading.ignored == (name,)


def test_years_are_cut_to_those_of_the_data() -> None:
    assert read_query({"years": ["1990-2010"]}, CHOICES).filters.years == (2003, 2010)
    assert read_query({"years": ["1990-2099"]}, CHOICES).filters.years is None


def test_all_themes_are_no_filter() -> None:
    assert read_query({"theme": THEMES}, CHOICES).filters.themes == ()


def test_a_link_to_former_data_says_so() -> None:
    assert read_query({"undated": ["0"], "data": ["older"]}, CHOICES).outdated
    assert not read_query({"undated": ["0"]}, CHOICES).outdated


@given(
    query=st.dictionaries(
        st.sampled_from(["theme", "years", "undated", "level", "region", "lang", "data", "x"])
        | st.text(max_size=5),
        st.lists(st.text(max_size=9), max_size=3),
        max_size=8,
    )
)
def test_any_address_is_read(query: dict[str, list[str]]) -> None:
    reading = read_query(query, CHOICES)
    again = read_query(write_query(reading.filters, CHOICES.fingerprint), CHOICES)
    assert again.filters == reading.filters
