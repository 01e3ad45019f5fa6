from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata as gd
from dashboard.hues import STATUSES, pick_status_hues, pick_theme_hues
from dashboard.packing import pack, unpack
from dashboard.static_files import ASSETS, write_loader
from dashboard.style import DARK, LIGHT
from dashboard.timeline import (
    FIRST_SIGN,
    MOST_LANES,
    WORDS,
    Brush,
    Caption,
    Lanes,
    build_timeline,
    list_lanes,
    name_place,
    read_brush,
    read_mark,
    write_column,
)
from dashboard.wording import Wording
from geodata.model import Status
from tests.made_marks import make_marks
from tests.small_dataset import HOSTILE

CAPTION = Caption("发现", "来源", "timeline")
NAMES = {"330000": "浙江", "440000": "广东", "110000": "北京"}


def build(marks: gd.Marks, wording: Wording, lanes: Lanes = Lanes.THEME) -> dict[str, Any]:
    return build_timeline(marks, lanes, gd.Level.PROVINCE, CAPTION, NAMES, wording)


def read_column(text: str) -> list[int]:
    return [ord(sign) - FIRST_SIGN for sign in text]


def in_regions(codes: tuple[str, ...], counts: tuple[int, ...]) -> gd.Marks:
    """Marks, all dated, of so many regions."""
    marks = make_marks(sum(counts))
    region = np.repeat(np.arange(len(codes)), counts).astype(np.int32)
    return replace(
        marks,
        regions=codes,
        region=region,
        region_counts=np.array(counts, np.int32),
        region_undated=np.bincount(region[marks.year == 0], minlength=len(codes)).astype(np.int32),
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 4000)))
def test_a_column_is_read_as_it_was_written(numbers: list[int]) -> None:
    text = write_column(np.array(numbers, np.int32))
    assert read_column(json.loads(json.dumps(text))) == numbers


def test_what_is_packed_says_when_and_how_exactly(zh: Wording) -> None:
    marks = make_marks(40)
    data = unpack(pack(build(marks, zh)))
    assert isinstance(data, dict)
    years = [year and year + data["base"] for year in read_column(data["year"])]
    assert years == marks.year.tolist()
    assert read_column(data["month"]) == marks.month.tolist()
    assert read_column(data["day"]) == marks.day.tolist()
    assert np.cumsum(data["row"]).tolist() == marks.rows.tolist()
    assert data["names"][data["name"][0]] == HOSTILE
    dated = marks.year[marks.year > 0]
    assert data["years"] == [dated.min(), dated.max()]
    statuses = [data["statuses"][i] for i in read_column(data["status"])]
    assert statuses == [zh.say(f"status_{marks.statuses[i]}") for i in marks.status]
    assert (data["title"], data["source"], data["file"]) == ("发现", "来源", "timeline")
    assert data["note"] == ""


@pytest.mark.parametrize("lanes", list(Lanes))
def test_lanes_add_up_to_all_and_undated_to_all_undated(zh: Wording, lanes: Lanes) -> None:
    marks = make_marks(700, units=tuple(NAMES))
    data = build(marks, zh, lanes)
    lane, year = read_column(data["lane"]), read_column(data["year"])
    for number, (_, count, undated) in enumerate(data["lanes"]):
        assert lane.count(number) == count
        assert sum(not y for y, own in zip(year, lane, strict=True) if own == number) == undated
    assert sum(count for _, count, _ in data["lanes"]) == data["total"] == 700
    assert sum(undated for _, _, undated in data["lanes"]) == data["undated"] == marks.undated


def test_the_fullest_lane_is_first_and_what_no_region_owns_is_last(zh: Wording) -> None:
    codes = (gd.NATION, "110000", gd.COARSER, "330000", gd.UNKNOWN)
    marks = in_regions(codes, (9, 2, 5, 4, 1))
    found = list_lanes(marks, Lanes.REGION, gd.Level.CITY, NAMES, zh)
    assert [(lane.label, lane.count) for lane in found] == [
        *(("浙江", 4), ("北京", 2)),
        *(("全国性举措", 9), ("仅记到省级", 5), ("地点代码无法识别", 1)),
    ]


def test_more_regions_than_lanes_are_pooled_and_none_is_lost(zh: Wording) -> None:
    codes = (*(f"{i:06}" for i in range(MOST_LANES + 3)), gd.NATION)
    marks = in_regions(codes, (*(60 - i for i in range(MOST_LANES + 3)), 8))
    found = list_lanes(marks, Lanes.REGION, gd.Level.CITY, NAMES, zh)
    assert len(found) == MOST_LANES + 1
    assert (found[-2].label, len(found[-2].members)) == ("其余 4 个地区", 4)
    assert found[-1].label == "全国性举措"
    assert sum(lane.count for lane in found) == marks.total
    lane = read_column(build(marks, zh, Lanes.REGION)["lane"])
    assert lane.count(MOST_LANES - 1) == 21 + 20 + 19 + 18


def test_exactly_as_many_regions_as_lanes_are_not_pooled(zh: Wording) -> None:
    codes = tuple(f"{i:06}" for i in range(MOST_LANES))
    marks = in_regions(codes, (2,) * MOST_LANES)
    found = list_lanes(marks, Lanes.REGION, gd.Level.CITY, NAMES, zh)
    assert [lane.label for lane in found] == list(codes)


def test_what_is_drawn_of_too_many_is_said(zh: Wording, en: Wording) -> None:
    marks = replace(make_marks(100), total=250_000)
    assert "250,000" in build(marks, zh)["note"]
    assert "100 taken evenly" in build(marks, en)["note"]


def test_nothing_at_all_can_be_packed(zh: Wording) -> None:
    data = build(make_marks(0), zh)
    assert (data["lanes"], data["years"], data["year"], data["row"]) == ([], None, "", [])


def test_a_status_or_theme_that_nobody_knows_keeps_its_own_word(zh: Wording) -> None:
    marks = replace(make_marks(5), statuses=("odd", *make_marks(5).statuses[1:]))
    data = build(marks, zh)
    assert data["statuses"][-1] == "odd"
    assert max(read_column(data["status"])) <= len(STATUSES)
    assert len(data["hues"][0]) == len(data["statuses"]) == 7
    assert pick_theme_hues(["odd"]) == (LIGHT.quiet,)


def test_places_are_named_and_buckets_too(zh: Wording, en: Wording) -> None:
    assert name_place("330000", gd.Level.CITY, NAMES, zh) == "浙江"
    assert name_place("999999", gd.Level.CITY, NAMES, zh) == "999999"
    assert name_place(gd.COARSER, gd.Level.CITY, NAMES, en) == "Known to the province only"
    assert name_place(gd.FINER, gd.Level.CITY, NAMES, en) == "Of lower units"


def test_every_word_is_there_in_both_languages(zh: Wording, en: Wording) -> None:
    for wording in (zh, en):
        words = build(make_marks(3), wording)["words"]
        assert set(words) == set(WORDS)
        assert all(words.values())
        assert len(words["months"].split(" ")) == 12


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("dark", [False, True])
def test_each_kind_has_a_colour_of_its_own_that_stands_out(dark: bool) -> None:
    ground = luminance((DARK if dark else LIGHT).page)
    themes = [str(theme) for theme in gd.Theme]
    for hues in (pick_theme_hues(themes, dark=dark), pick_status_hues(6, dark=dark)):
        assert len(set(hues)) == len(hues)
        for hue in hues:
            low, high = sorted((ground, luminance(hue)))
            assert (high + 0.05) / (low + 0.05) >= 3, hue


def test_shapes_are_for_the_statuses_of_records() -> None:
    assert tuple(str(status) for status in Status) == STATUSES


@pytest.mark.parametrize(
    ("brushed", "brush"),
    [
        ({"first": 2012, "last": 2016}, Brush((2012, 2016))),
        ({"first": 2012, "last": 2012}, Brush((2012, 2012))),
        ({"first": None, "last": None}, Brush(None)),
        ({"first": 2016, "last": 2012}, None),
        ({"first": 1, "last": 2012}, None),
        ({"first": 2012, "last": 10**9}, None),
        ({"first": 2012.0, "last": 2016}, None),
        ({"first": True, "last": 2016}, None),
        ({"first": "2012", "last": "2016"}, None),
        ({"first": None, "last": 2016}, None),
        ({"first": 2012}, None),
        ([2012, 2016], None),
        (None, None),
    ],
)
def test_only_a_span_of_years_is_a_brush(brushed: Any, brush: Brush | None) -> None:
    assert read_brush(SimpleNamespace(brushed=brushed)) == brush


@pytest.mark.parametrize(
    ("chosen", "row"),
    [
        ({"initiative": 0}, 0),
        ({"initiative": 99_999}, 99_999),
        ({"initiative": -1}, None),
        ({"initiative": 2**31}, None),
        ({"initiative": True}, None),
        ({"initiative": "1"}, None),
        ({"initiative": 1.0}, None),
        ({}, None),
        ("1", None),
        (None, None),
    ],
)
def test_only_the_number_of_a_row_is_a_choice(chosen: Any, row: int | None) -> None:
    assert read_mark(SimpleNamespace(chosen=chosen)) == row


def test_no_answer_is_none() -> None:
    assert read_brush(None) is None
    assert read_mark(None) is None


def test_the_loader_hands_over_each_module_of_the_timeline_by_its_word() -> None:
    loader = write_loader("timeline")
    modules = sorted(path.name for path in ASSETS.glob("timeline-*.js"))
    assert len(modules) > 1
    for module in modules:
        word = module.removeprefix("timeline-").removesuffix(".js")
        assert f'{word}: await at("{module}?v=' in loader
    assert '"component/dashboard.static_files.assets/"' in loader
    assert "timeline-" not in write_loader("years")
