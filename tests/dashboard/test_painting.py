from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _get_feature_group_string

import geodata as gd
from dashboard.bundle import SCRIPTS
from dashboard.classes import classify
from dashboard.mapstate import EMPTY_STATES, Frames, MapState, Panel
from dashboard.mapview import MapFiles, build_map, build_paint
from dashboard.painting import KINDS, REASONS, describe_paint, describe_words, pack_numbers
from dashboard.static_files import ASSETS
from dashboard.style import DARK, LIGHT
from dashboard.wording import Wording
from tests.dashboard.unpacking import Table, read_table
from tests.small_dataset import read_drawn

BYTES_OF_MAP = 12_000
YEARS = tuple(range(2003, 2025))


def unpack(state: MapState, wording: Wording) -> tuple[dict[str, Any], Table]:
    paint = describe_paint(state, "", wording)
    return paint, read_table(paint)


def test_each_unit_is_sent_its_state_class_value_and_counts(state: MapState, zh: Wording) -> None:
    paint, table = unpack(state, zh)
    assert table.codes == list(state.units)
    assert table.documents == {code: state.documents.get(code, 0) for code in state.units}
    assert table.panels == [
        {
            "110000": (0, 0, 2, 2, 2),
            "320000": (1, -1, 0, 0, 0),
            "330000": (0, 2, 5, 5, 5),
            "420000": (0, 0, 2, 2, 1),
            "440000": (0, 1, 3, 3, 3),
            "540000": (2, -1, 0, 0, 0),
            "710000": (3, -1, 0, 0, 0),
        }
    ]
    assert [len(colours) for colours in paint["scales"][0]["colors"]] == [3, 3]
    assert paint["scales"][0]["labels"] == ["2", "3", "4–5"]
    assert paint["zero"] == [LIGHT.zero, DARK.zero]


def test_nothing_found_anywhere_still_draws(state: MapState, zh: Wording) -> None:
    empty = replace(state, counts={}, documents={}, classes=classify([]), selected=None)
    paint, table = unpack(empty, zh)
    assert {row[0] for row in table.panels[0].values()} == {2, 3}
    assert paint["scales"][0]["colors"] == [(), ()]


@pytest.mark.parametrize("number", range(len(REASONS)))
def test_a_measure_that_does_not_apply_says_why(number: int, state: MapState, zh: Wording) -> None:
    panel = Panel("", {"330000": 5.0}, {"440000": REASONS[number]})
    _, table = unpack(replace(state, panels=(panel,)), zh)
    assert table.panels[0]["440000"][0] == len(EMPTY_STATES) + number
    assert describe_words(zh)["reasons"][number] == zh.say(f"tip_na_{REASONS[number]}")


def test_a_change_keeps_its_sign_and_none_is_in_no_class(state: MapState, zh: Wording) -> None:
    values = {"110000": -0.5, "330000": 1.25, "420000": 0.0}
    change = replace(
        state,
        measure=gd.Measure.CHANGE,
        panels=(Panel("", values),),
        classes=classify(values.values(), integral=False, diverging=True),
    )
    paint, table = unpack(change, zh)
    rows = table.panels[0]
    assert {code: rows[code][2] for code in values} == {
        "110000": -5_000,
        "330000": 12_500,
        "420000": 0,
    }
    assert rows["420000"][:2] == (0, -1)
    assert rows["110000"][1] < rows["330000"][1]
    assert paint["scales"][0]["flat"] == zh.say("legend_flat")
    assert all("%" in label for label in paint["scales"][0]["labels"])


def test_first_years_are_darkest_where_earliest(state: MapState, zh: Wording) -> None:
    years = {"110000": 2003.0, "330000": 2010.0, "440000": 2020.0}
    panel = Panel("", years)
    first = replace(
        state, measure=gd.Measure.FIRST_YEAR, panels=(panel,), classes=classify(years.values())
    )
    scale = describe_paint(first, "", zh)["scales"][0]
    plain = describe_paint(replace(first, measure=gd.Measure.THEMES), "", zh)["scales"][0]
    assert scale["colors"][0] == plain["colors"][0][::-1]
    assert scale["labels"][0] == "2003"


def test_every_measure_has_words_and_a_way_to_write_it(
    state: MapState, zh: Wording, en: Wording
) -> None:
    assert KINDS.keys() == set(gd.Measure)
    for wording in (zh, en):
        for measure in gd.Measure:
            scale = describe_paint(replace(state, measure=measure), "", wording)["scales"][0]
            assert "{n}" in scale["text"]
            assert scale["title"]


def test_years_and_frames_are_sent_row_by_row(state: MapState, zh: Wording) -> None:
    trail = gd.YearTable((2016, 2017, 2018), {"330000": (2.0, 0.0, 3.0)})
    frames = Frames((2016, 2017, 2018), {"330000": (2.0, 2.0, 5.0), "440000": (0.0, 0.0, 3.0)})
    paint, table = unpack(replace(state, trail=trail, frames=frames), zh)
    assert table.trail["330000"] == [2, 0, 3]
    assert table.trail["440000"] == [0, 0, 0]
    assert table.frames["330000"] == [(1, 2), (1, 2), (3, 5)]
    assert table.frames["440000"] == [(0, 0), (0, 0), (2, 3)]
    assert table.idle["330000"] == 1 + EMPTY_STATES.index("zero")
    assert table.idle["540000"] == 1 + EMPTY_STATES.index("unsearched")
    assert paint["frames"]["label"] == zh.say("play_cumulative")


@pytest.mark.parametrize(("width", "label"), [(1, "当年"), (3, "截至该年的 3 年")])
def test_a_window_says_how_wide_it_is(width: int, label: str, state: MapState, zh: Wording) -> None:
    frames = Frames((2016,), {}, mode="window", width=width)
    paint = describe_paint(replace(state, frames=frames), "", zh)
    assert paint["frames"]["label"] == label


def test_panels_share_a_scale_unless_they_have_their_own(state: MapState, zh: Wording) -> None:
    one, other = Panel("2014", {"330000": 2.0}), Panel("2024", {"330000": 5.0})
    shared = describe_paint(replace(state, panels=(one, other)), "", zh)
    assert shared["panels"] == [["2014", 0], ["2024", 0]]
    own = replace(other, measure=gd.Measure.PER_MILLION, classes=classify([0.3], integral=False))
    apart, table = unpack(replace(state, panels=(one, replace(own, values={"330000": 0.3}))), zh)
    assert apart["panels"] == [["2014", 0], ["2024", 1]]
    assert [scale["kind"] for scale in apart["scales"]] == ["count", "rate"]
    assert table.panels[1]["330000"][2] == 3_000


@given(st.lists(st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1), min_size=1))
def test_any_whole_numbers_come_back(columns: list[list[int]]) -> None:
    flat = [number for column in columns for number in column]
    packed = pack_numbers(np.array(column, np.int32) for column in columns)
    assert packed.isascii()
    planes = np.frombuffer(zlib.decompress(base64.b64decode(packed)), np.uint8)
    assert planes.reshape(4, -1).T.copy().view("<i4").ravel().tolist() == flat


def spread(initiatives: int, level: str) -> MapState:
    """So many initiatives over the units of a level, most of them in few, more in later years."""
    draw = np.random.default_rng(5)
    units = tuple(sorted(read_drawn(level)))
    share = draw.pareto(1.2, len(units)) + 0.05
    lambdas = initiatives * np.outer(share / share.sum(), np.linspace(0.2, 1.8, len(YEARS))) / 22
    table = draw.poisson(lambdas).astype(float)
    trail = {code: tuple(row) for code, row in zip(units, table.tolist(), strict=True)}
    totals = {code: sum(row) for code, row in trail.items() if sum(row)}
    counts = {code: gd.RegionCount(int(n), int(1.3 * n), 2003) for code, n in totals.items()}
    return MapState(
        level=gd.Level(level),
        units=units,
        documents={code: int(2 * n) + 1 for code, n in totals.items()},
        classes=classify(totals.values()),
        selected=units[0],
        panels=(Panel("", totals, {}, counts),),
        trail=gd.YearTable(YEARS, trail),
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("played", [False, True])
def test_all_cities_of_ten_thousand_initiatives_fit_the_budget(
    played: bool, language: str, files: MapFiles, request: pytest.FixtureRequest
) -> None:
    state = spread(10_000, "city")
    if played:
        assert state.trail
        rows = {code: tuple(np.cumsum(row)) for code, row in state.trail.values.items()}
        state = replace(state, frames=Frames(YEARS, rows))
    wording = request.getfixturevalue(language)
    script = _get_feature_group_string(build_paint(state, "字" * 200, wording), build_map(files))
    assert len(state.units) == 375
    assert len(script.encode()) < BYTES_OF_MAP


def test_every_script_of_the_map_is_in_its_bundle() -> None:
    written = {path.name for path in ASSETS.glob("map-*.js")} | {"albers.js"}
    assert written == set(SCRIPTS)


def test_texts_of_the_map_are_never_set_as_markup() -> None:
    sinks = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    for name in SCRIPTS:
        assert not sinks.search((ASSETS / name).read_text(encoding="utf-8")), name


def test_scripts_stay_small() -> None:
    for name in SCRIPTS:
        assert len((ASSETS / name).read_text(encoding="utf-8").splitlines()) < 300, name
