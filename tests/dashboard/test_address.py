from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.address import Stamp, read_query, write_query
from dashboard.filters import By, Cell, Filters, Layout, settle
from geodata.model import Level, Theme
from geodata.regions.crosstab import Split
from geodata.regions.peers import Kinship
from geodata.regions.tables import Measure
from tests.dashboard.by_hand import real_choices
from tests.dashboard.test_filters import raw_filters

CHOICES = real_choices()
STAMP = Stamp("abc123", 120, 98)
THEMES = [str(theme) for theme in Theme]
NAMES = (
    *("theme", "years", "undated", "confidence", "lower", "level", "within", "region", "measure"),
    *("scheme", "classes", "breaks", "maps", "window", "year", "by", "period", "pair", "second"),
    *("tab", "name", "split", "count", "running", "share", "compare", "peers", "cell", "open"),
    *("lang", "data", "x"),
)


@given(raw=raw_filters())
def test_an_address_gives_back_the_filters_that_made_it(raw: Filters) -> None:
    filters = settle(raw, CHOICES)
    query = write_query(filters, STAMP)
    reading = read_query(query, CHOICES)
    assert (reading.filters, reading.ignored) == (filters, ())
    assert reading.stamp == (STAMP if query else None)


def test_defaults_are_left_out() -> None:
    assert write_query(Filters(), STAMP) == {}


def test_an_address_in_full() -> None:
    filters = Filters(
        themes=("health", "business"),
        years=(2010, 2020),
        undated=False,
        confidence=0.7,
        lower=False,
        level=Level.COUNTY,
        within="330100",
        region="330102",
        measure=Measure.REPORTS,
        scheme="own",
        breaks=(0.5, 2.0, 10.0),
        layout=Layout.TWO,
        periods=((2010, 2012), (2015, 2020)),
        language="en",
    )
    assert settle(filters, CHOICES) == filters
    assert write_query(filters, STAMP) == {
        "theme": ["health", "business"],
        "years": ["2010-2020"],
        "undated": ["0"],
        "confidence": ["0.7"],
        "lower": ["0"],
        "level": ["county"],
        "within": ["330100"],
        "region": ["330102"],
        "measure": ["reports"],
        "scheme": ["own"],
        "breaks": ["0.5,2,10"],
        "maps": ["two"],
        "period": ["2010-2012", "2015-2020"],
        "lang": ["en"],
        "data": ["abc123.120.98"],
    }


def test_what_is_played_and_compared_stands_in_the_address() -> None:
    playing = Filters(layout=Layout.PLAY, width=3, year=2015)
    assert write_query(playing) == {"maps": ["play"], "window": ["3"], "year": ["2015"]}
    themes = Filters(layout=Layout.TWO, by=By.THEME, pair=("health", "business"))
    assert write_query(themes) == {
        "maps": ["two"],
        "by": ["theme"],
        "pair": ["health", "business"],
    }


def test_what_the_tabs_show_stands_in_the_address() -> None:
    trends = Filters(
        tab="trends",
        name="健康 码",
        split=Split.REGION,
        running=True,
        share=True,
        cell=Cell(year="2020"),
    )
    assert write_query(trends) == {
        "tab": ["trends"],
        "name": ["健康 码"],
        "split": ["region"],
        "running": ["1"],
        "share": ["1"],
        "cell": ["..2020"],
    }
    compare = Filters(
        tab="compare",
        compared=("330000", "320000"),
        kinship=Kinship.NEIGHBOURS,
        opened=("zj1", "zj2"),
    )
    assert write_query(compare) == {
        "tab": ["compare"],
        "compare": ["330000", "320000"],
        "peers": ["neighbours"],
        "open": ["zj1", "zj2"],
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
        pytest.param("confidence", ["0.55"], id="a-threshold-not-on-offer"),
        pytest.param("confidence", ["nan"], id="a-threshold-that-is-no-number"),
        pytest.param("level", ["town"], id="level"),
        pytest.param("within", ["330000"], id="a-zoom-at-the-level-of-provinces"),
        pytest.param("within", ["330102"], id="a-zoom-to-a-county"),
        pytest.param("region", ["330100"], id="a-city-at-province-level"),
        pytest.param("region", ["<script>"], id="markup"),
        pytest.param("measure", ["happiness"], id="measure"),
        pytest.param("scheme", ["jenks"], id="scheme"),
        pytest.param("classes", ["8"], id="too-many-classes"),
        pytest.param("breaks", ["1,x"], id="a-break-that-is-no-number"),
        pytest.param("breaks", ["1,inf"], id="an-endless-break"),
        pytest.param("breaks", ["-1"], id="a-break-below-zero"),
        pytest.param("breaks", ["1,2"], id="breaks-without-their-scheme"),
        pytest.param("breaks", [",".join("123456789")], id="too-many-breaks"),
        pytest.param("maps", ["three"], id="maps"),
        pytest.param("window", ["3"], id="a-window-while-nothing-is-played"),
        pytest.param("year", ["2015"], id="a-year-while-nothing-is-played"),
        pytest.param("period", ["2003-2010"], id="one-period"),
        pytest.param("pair", ["health", "health"], id="a-pair-of-one"),
        pytest.param("second", ["reports"], id="a-second-measure-on-one-map"),
        pytest.param("tab", ["nowhere"], id="tab"),
        pytest.param("name", ["  "], id="a-name-of-nothing"),
        pytest.param("split", ["colour"], id="split"),
        pytest.param("count", ["words"], id="count"),
        pytest.param("compare", ["330100"], id="a-city-compared-with-provinces"),
        pytest.param("compare", ["330000", "330000"], id="one-compared-with-itself"),
        pytest.param("peers", ["friends"], id="peers"),
        pytest.param("cell", ["330000.health"], id="half-a-cell"),
        pytest.param("cell", [".health."], id="a-cell-of-the-map"),
        pytest.param("cell", ["..2020.launched.more"], id="more-than-a-cell"),
        pytest.param("open", ["a", "a"], id="one-opened-twice"),
        pytest.param("lang", ["fr"], id="language"),
        pytest.param("theme[]", ["health"], id="unknown-name"),
    ],
)
def test_what_an_address_gets_wrong_is_named_and_left_at_its_default(
    name: str, values: list[str]
) -> None:
    reading = read_query({name: values}, CHOICES)
    assert reading.filters == Filters()
    assert reading.ignored == (name,)


def test_a_measure_that_the_level_lacks_is_named() -> None:
    reading = read_query({"level": ["city"], "measure": ["per_million"]}, CHOICES)
    assert reading.filters == Filters(level=Level.CITY)
    assert reading.ignored == ("measure",)


def test_years_are_cut_to_those_of_the_data() -> None:
    assert read_query({"years": ["1990-2010"]}, CHOICES).filters.years == (2003, 2010)
    assert read_query({"years": ["1990-2099"]}, CHOICES).filters.years is None


def test_a_default_that_is_written_out_is_no_fault() -> None:
    query = {
        "theme": THEMES,
        "years": ["2003-2024"],
        "measure": ["change"],
        "period": ["2003-2013", "2014-2024"],
    }
    reading = read_query(query, CHOICES)
    assert reading.filters == Filters(measure=Measure.CHANGE)
    assert reading.ignored == ()
    assert read_query({"maps": ["play"], "year": ["2024"]}, CHOICES).ignored == ()


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("abc123.120.98", STAMP),
        ("abc123", Stamp("abc123", -1, -1)),
        ("abc.x.y", Stamp("abc.x.y", -1, -1)),
        ("a.1." + "9" * 50, Stamp("a.1." + "9" * 50, -1, -1)),
    ],
)
def test_an_address_says_what_data_it_was_made_from(text: str, stamp: Stamp) -> None:
    assert read_query({"undated": ["0"], "data": [text]}, CHOICES).stamp == stamp


@given(
    query=st.dictionaries(
        st.sampled_from(NAMES) | st.text(max_size=5),
        st.lists(
            st.text(max_size=9)
            | st.sampled_from(["0", "two", "play", "many", "county", "330000", "own", "1,5"]),
            max_size=3,
        ),
        max_size=8,
    )
)
def test_any_address_is_read(query: dict[str, list[str]]) -> None:
    reading = read_query(query, CHOICES)
    again = read_query(write_query(reading.filters, STAMP), CHOICES)
    assert (again.filters, again.ignored) == (reading.filters, ())
