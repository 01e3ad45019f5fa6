"""Playing through the years: every step is in the page already, and none asks the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

import geodata as gd
from dashboard.classes import classify
from dashboard.mapstate import Frames, MapState, Panel
from dashboard.style import LIGHT, pick_colours
from tests.browser.map_harness import MapPage, open_map
from tests.browser.map_states import FRAMES, YEARS, load_units, show_play, show_provinces
from tests.browser.watch import Watch, wait_until_still

ONE, TWO, THREE, FOUR = pick_colours(4)
STEPS = {
    2016: {"330000": ONE, "440000": LIGHT.zero, "110000": TWO},
    2017: {"330000": ONE, "440000": THREE, "110000": TWO},
    2018: {"330000": THREE, "440000": THREE, "110000": TWO},
    2019: {"330000": FOUR, "440000": THREE, "110000": TWO},
}


@pytest.fixture
def shown(page: Page, map_url: str) -> MapPage:
    found = open_map(page, map_url)
    found.paint(show_play())
    return found


def year(shown: MapPage) -> str:
    return shown.frame.locator("#map_div .atlas-year b").inner_text()


def press(shown: MapPage, name: str) -> None:
    shown.frame.locator(".atlas-play").get_by_role("button", name=name, exact=True).click()


def test_every_step_shows_the_classes_of_its_year(shown: MapPage) -> None:
    assert year(shown) == "2019"
    labels = shown.frame.locator(".atlas-legend .classes").all_inner_texts()
    for at, (number, expected) in enumerate(STEPS.items()):
        shown.frame.locator(".atlas-play input[type=range]").fill(str(at))
        fills = shown.fills()
        assert {code: fills[code] for code in expected} == expected
        assert fills["540000"] == "url(#state-unsearched)"
        assert year(shown) == str(number)
    spoken = shown.frame.locator(".atlas-legend .classes li > span:nth-child(2)").all_inner_texts()
    assert spoken == ["1", "2", "3", "4"]
    assert labels == shown.frame.locator(".atlas-legend .classes").all_inner_texts()


def test_the_legend_counts_the_units_of_the_year(shown: MapPage) -> None:
    shown.frame.locator(".atlas-play input[type=range]").fill("0")
    counts = shown.frame.locator(".atlas-legend .classes .count").all_inner_texts()
    assert counts == ["1 地", "1 地", "0 地", "0 地"]


def test_playing_runs_to_the_end_and_tells_the_year_once(
    shown: MapPage, watches: list[Watch]
) -> None:
    wait_until_still(shown.page)
    asked = len(watches[0].requests)
    shown.frame.locator(".atlas-play select").select_option("3")
    shown.frame.evaluate(
        "() => { window.seen = []; new MutationObserver(() => window.seen.push(["
        "document.body.dataset.year, window.answers.length]))"
        ".observe(document.body, { attributeFilter: ['data-year'] }); }"
    )
    press(shown, "播放")
    expect(shown.frame.locator("body")).to_have_class("playing")
    expect(shown.frame.locator("body")).not_to_have_class("playing")
    seen = shown.frame.evaluate("window.seen")
    assert [number for number, _ in seen] == [str(number) for number in YEARS]
    assert {told for _, told in seen[:-1]} == {0}
    assert shown.answers() == [{"year": 2019}]
    assert len(watches[0].requests) == asked


def test_pause_stops_and_tells_the_year(shown: MapPage) -> None:
    press(shown, "播放")
    expect(shown.frame.locator("body")).to_have_attribute("data-year", "2017")
    press(shown, "暂停")
    stopped = year(shown)
    assert shown.answers() == [{"year": int(stopped)}]
    shown.page.wait_for_timeout(1_500)
    assert year(shown) == stopped


def test_play_pauses_when_the_frame_loses_the_focus(shown: MapPage) -> None:
    press(shown, "播放")
    expect(shown.frame.locator("body")).to_have_class("playing")
    shown.page.get_by_role("button", name="after").focus()
    expect(shown.frame.locator("body")).not_to_have_class("playing")


@pytest.mark.parametrize(
    ("typed", "found"), [("2017", "2017"), ("1990", "2016"), ("2050", "2019"), ("", "2019")]
)
def test_a_year_can_be_typed(typed: str, found: str, shown: MapPage) -> None:
    field = shown.frame.get_by_role("spinbutton", name="输入年份")
    field.fill(typed)
    field.press("Enter")
    field.blur()
    assert year(shown) == found
    expect(field).to_have_value(found)


def test_keys_and_buttons_go_step_by_step(shown: MapPage) -> None:
    press(shown, "上一年")
    assert year(shown) == "2018"
    slider = shown.frame.get_by_role("slider", name="年份")
    slider.press("ArrowLeft")
    assert year(shown) == "2017"
    expect(slider).to_have_attribute("aria-valuetext", "2017")
    slider.press("Home")
    assert year(shown) == "2016"
    expect(shown.frame.get_by_role("button", name="上一年")).to_be_disabled()
    press(shown, "下一年")
    assert year(shown) == "2017"
    assert [answer["year"] for answer in shown.answers()] == [2018, 2017, 2016, 2017]


def test_what_is_read_follows_the_year(shown: MapPage) -> None:
    shown.hover("330000")
    value = shown.frame.locator(".atlas-tip .value")
    expect(value).to_have_text("4 项举措")
    shown.frame.evaluate("atlas.view.player.set(0)")
    expect(value).to_have_text("1 项举措")
    expect(shown.frame.locator(".atlas-tip .rank")).to_have_text("第 2 位，共 2")
    assert shown.frame.locator(".atlas-tip rect.later").count() == 3
    expect(shown.frame.locator(".labels text").first).to_have_text("北京2")


def test_a_paint_leaves_the_year_where_the_visitor_put_it(shown: MapPage) -> None:
    shown.frame.locator(".atlas-play input[type=range]").fill("1")
    shown.paint(show_play(frames=replace(FRAMES, year=2017), selected="330000"))
    assert year(shown) == "2017"
    shown.paint(show_play(frames=replace(FRAMES, year=2016)))
    assert year(shown) == "2016"


def test_a_paint_does_not_stop_play(shown: MapPage) -> None:
    press(shown, "播放")
    expect(shown.frame.locator("body")).to_have_class("playing")
    shown.paint(show_play(frames=replace(FRAMES, year=2019), selected="330000"))
    expect(shown.frame.locator("body")).to_have_class("playing")
    assert int(year(shown)) < 2019
    shown.paint(show_provinces())
    expect(shown.frame.locator(".atlas-play")).to_be_hidden()
    expect(shown.frame.locator("body")).not_to_have_class("playing")
    assert shown.fills()["330000"] == pick_colours(3)[-1]


@pytest.mark.parametrize(("motion", "seconds"), [("no-preference", "0.15s"), ("reduce", "0s")])
def test_steps_glide_only_where_motion_is_wanted(
    motion: str, seconds: str, new_page: Callable[..., Page], map_url: str
) -> None:
    shown = open_map(new_page(reduced_motion=motion), map_url)
    shown.paint(show_play())
    expect(shown.frame.locator("body")).not_to_have_class("playing")
    shown.frame.locator(".atlas-play button.play").click()
    path = shown.frame.locator('path.unit[data-adcode="330000"]').first
    assert path.evaluate("e => getComputedStyle(e).transitionDuration") == seconds


def play_counties() -> MapState:
    """A new county in each of five years."""
    units, years = load_units(gd.Level.COUNTY), tuple(range(2016, 2021))
    rows = {units[at]: tuple(float(at <= step) for step in range(5)) for at in range(5)}
    return MapState(
        level=gd.Level.COUNTY,
        units=units,
        documents=dict.fromkeys(units, 1),
        classes=classify([1.0]),
        panels=(Panel("", {code: row[-1] for code, row in rows.items()}),),
        frames=Frames(years, rows, year=2016),
    )


def test_a_step_touches_only_the_units_that_change(page: Page, map_url: str) -> None:
    shown = open_map(page, map_url)
    shown.paint(play_counties())
    shown.frame.evaluate(
        "() => { window.touched = 0;"
        " const observer = new MutationObserver((all) => { window.touched += all.length; });"
        " observer.observe(document.querySelector('#map_div .units'),"
        " { subtree: true, attributeFilter: ['fill'] }); }"
    )
    for at in range(1, 5):
        shown.frame.locator(".atlas-play input[type=range]").fill(str(at))
    assert shown.frame.evaluate("window.touched") == 4
    found = [code for code, fill in shown.fills().items() if fill == pick_colours(1)[0]]
    assert found == list(load_units(gd.Level.COUNTY)[:5])


def test_the_bar_fits_a_phone(phone: Page, map_url: str) -> None:
    shown = open_map(phone, map_url)
    shown.paint(show_play())
    phone.wait_for_timeout(300)
    bar = shown.frame.locator(".atlas-play")
    for part in bar.locator("> *").all():
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        if part.evaluate("e => e.tagName") != "SPAN":
            assert box["height"] >= 24
    ground, below = (
        shown.frame.locator(query).bounding_box() for query in ("#map_div", ".atlas-below")
    )
    assert ground
    assert below
    assert ground["y"] + ground["height"] <= below["y"] + 1
    assert ground["height"] > 230
