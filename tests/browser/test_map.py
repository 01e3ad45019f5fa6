"""Reading and choosing on the map: by mouse, keys and finger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import geodata as gd
from dashboard.classes import classify
from dashboard.mapstate import Panel
from dashboard.style import DARK, LIGHT, pick_colours
from tests.browser.map_harness import MapPage, open_map
from tests.browser.map_states import VALUES, show_provinces, show_units
from tests.browser.watch import Watch, wait_until_still
from tests.small_dataset import HOSTILE

# Whether any two of the elements, or one of them and one of the others, lie on each other.
OVERLAPS = """
([own, others]) => {
  const boxes = (query) => [...document.querySelectorAll(query)]
    .map((e) => e.getBoundingClientRect()).filter((b) => b.width);
  const meet = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const mine = boxes(own);
  const rest = (i) => [...mine.slice(i + 1), ...boxes(others)];
  const pairs = mine.flatMap((a, i) => rest(i).map((b) => [a, b]));
  return pairs.filter(([a, b]) => meet(a, b)).length;
}
"""


@pytest.fixture
def shown(page: Page, map_url: str) -> MapPage:
    found = open_map(page, map_url)
    found.paint(show_provinces())
    return found


def tip_text(shown: MapPage) -> str:
    return shown.frame.locator(".atlas-tip").inner_text()


def test_hovering_tells_name_value_rank_years_and_why(shown: MapPage, watches: list[Watch]) -> None:
    wait_until_still(shown.page)
    asked = len(watches[0].requests)
    shown.hover("330000")
    tip = shown.frame.locator(".atlas-tip")
    expect(tip.locator(".name")).to_have_text("浙江省")
    expect(tip.locator(".value")).to_have_text("5 项举措")
    expect(tip.locator(".rank")).to_have_text("第 1 位，共 4")
    expect(tip.locator(".why")).to_have_text("属“4–5”一档；6 篇报道；读过文献 7 篇")
    assert tip.locator("rect.year").count() == 4
    expect(tip.locator("rect.undated")).to_have_count(1)
    expect(tip.locator("svg")).to_contain_text("未注明 1")
    assert len(watches[0].requests) == asked
    assert shown.answers() == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("320000", "文献提到此地，所选范围内未发现举措"),
        ("540000", "没有文献提到此地"),
        ("710000", "未纳入采集"),
        ("440000", "前一时期举措太少"),
    ],
)
def test_each_kind_of_empty_says_what_it_is(code: str, words: str, shown: MapPage) -> None:
    values = {"330000": 0.5, "110000": -0.25}
    change = Panel("", values, {"440000": "low_base"})
    classes = classify(values.values(), integral=False, diverging=True)
    shown.paint(show_provinces(measure=gd.Measure.CHANGE, panels=(change,), classes=classes))
    shown.hover(code)
    expect(shown.frame.locator(".atlas-tip .empty")).to_contain_text(words)
    expect(shown.frame.locator(".atlas-tip .rank")).to_have_count(0)


def test_no_change_is_told_apart_from_nothing_found(shown: MapPage) -> None:
    values = {"330000": 0.5, "110000": -0.25, "440000": 0.0}
    classes = classify(values.values(), integral=False, diverging=True)
    shown.paint(
        show_provinces(measure=gd.Measure.CHANGE, panels=(Panel("", values),), classes=classes)
    )
    shown.hover("440000")
    expect(shown.frame.locator(".atlas-tip .value")).to_have_text("年均变化 0%")
    expect(shown.frame.locator('.atlas-legend li[data-key="99"] .count')).to_have_text("1 地")


@pytest.mark.parametrize(
    ("right", "down", "found"),
    [(0, 0, "澳门"), (-2, 12, "澳门"), (0, 16, "澳门"), (14, 8, "香港")],
)
def test_units_too_small_to_hit_are_found_near_by(
    right: float, down: float, found: str, shown: MapPage
) -> None:
    shown.hover("820000", right=right, down=down)
    expect(shown.frame.locator(".atlas-tip .name")).to_contain_text(found)


def test_far_from_land_nothing_is_told(shown: MapPage) -> None:
    shown.hover("330000")
    expect(shown.frame.locator(".atlas-tip")).to_be_visible()
    shown.hover("710000", right=90)
    expect(shown.frame.locator(".atlas-tip")).to_be_hidden()


def test_escape_puts_the_box_away_until_another_unit_is_reached(shown: MapPage) -> None:
    tip = shown.frame.locator(".atlas-tip")
    shown.hover("330000")
    expect(tip).to_be_visible()
    shown.frame.locator("body").press("Escape")
    expect(tip).to_be_hidden()
    shown.hover("330000", right=2)
    expect(tip).to_be_hidden()
    shown.hover("420000")
    expect(tip).to_contain_text("湖北省")


def test_the_box_stays_inside_a_narrow_frame(new_page: Callable[..., Page], map_url: str) -> None:
    narrow = open_map(new_page(width=390, height=700), map_url)
    narrow.paint(show_provinces())
    for code in ("230000", "650000", "460000", "330000", "710000", "540000"):
        narrow.hover(code)
        left, right, top, bottom = narrow.frame.locator(".atlas-tip").evaluate(
            "e => { const b = e.getBoundingClientRect();"
            " return [b.left, innerWidth - b.right, b.top, innerHeight - b.bottom]; }"
        )
        assert min(left, right, top, bottom) >= 0, code


def test_keys_move_among_units_choose_and_leave(shown: MapPage) -> None:
    page, tip = shown.page, shown.frame.locator(".atlas-tip")
    page.get_by_role("button", name="before").focus()
    container = shown.frame.locator("#map_div")
    for _ in range(12):
        page.keyboard.press("Tab")
        if container.evaluate("e => document.activeElement === e"):
            break
    expect(container).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tip.locator(".name")).to_have_text("浙江省")
    expect(shown.frame.locator(".atlas-said")).to_contain_text("5 项举措")
    page.keyboard.press("ArrowUp")
    expect(tip.locator(".name")).to_have_text("上海市")
    page.keyboard.press("ArrowLeft")
    expect(tip.locator(".name")).to_have_text("安徽省")
    page.keyboard.press("ArrowDown")
    expect(tip.locator(".name")).to_have_text("江西省")
    page.keyboard.press("Enter")
    assert shown.answers() == [{"adcode": "360000"}]
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    expect(tip.locator(".name")).to_have_text("广东省")
    page.keyboard.press("Shift+Tab")
    expect(tip.locator(".name")).to_have_text("浙江省")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Tab")
    expect(container).not_to_be_focused()
    assert len(shown.answers()) == 1


def test_tab_leaves_the_map_where_nothing_is_read(shown: MapPage) -> None:
    container = shown.frame.locator("#map_div")
    container.focus()
    shown.page.keyboard.press("Tab")
    expect(container).not_to_be_focused()
    expect(shown.frame.locator(".atlas-tip")).to_be_hidden()


def test_a_click_answers_once_and_a_drag_not_at_all(shown: MapPage) -> None:
    shown.page.mouse.click(*shown.middle("440000"))
    assert shown.answers() == [{"adcode": "440000"}]
    x, y = shown.middle("510000")
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + 70, y + 20, steps=6)
    shown.page.wait_for_timeout(300)  # a hand that stops first: the map does not glide on
    shown.page.mouse.up()
    assert shown.answers() == [{"adcode": "440000"}]
    assert shown.middle("510000")[0] == pytest.approx(x + 70, abs=3)


def test_a_finger_chooses_by_a_tap_and_reads_by_holding(phone: Page, map_url: str) -> None:
    shown = open_map(phone, map_url)
    shown.paint(show_provinces())
    x, y = shown.middle("650000")
    phone.touchscreen.tap(x, y)
    expect(shown.frame.locator(".atlas-tip .name")).to_have_text("新疆维吾尔自治区")
    assert shown.answers() == [{"adcode": "650000"}]
    touch = phone.context.new_cdp_session(phone)
    x, y = shown.middle("150000")
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    expect(shown.frame.locator(".atlas-tip .name")).to_have_text("内蒙古自治区")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.wait_for_timeout(100)
    assert len(shown.answers()) == 1


def test_labels_name_the_leaders_and_meet_nothing(shown: MapPage) -> None:
    labels = shown.frame.locator("#map_div .labels text")
    expect(labels.first).to_have_text("浙江5")
    assert labels.count() == len(VALUES)
    others = ".atlas-legend, .atlas-inset, .atlas-buttons"
    assert shown.frame.evaluate(OVERLAPS, [".labels text", others]) == 0
    shown.paint(show_units(gd.Level.CITY))
    assert shown.frame.evaluate(OVERLAPS, [".labels text", others]) == 0


def test_the_legend_counts_what_is_painted(shown: MapPage) -> None:
    fills = list(shown.fills().values())
    for row in shown.frame.locator(".atlas-legend .classes li").all():
        colour = row.locator("rect").get_attribute("fill")
        assert row.locator(".count").inner_text() == f"{fills.count(str(colour))} 地"
    patterns = {"unsearched": 25, "uncollected": 3}
    for name, number in patterns.items():
        assert fills.count(f"url(#state-{name})") == number
        row = shown.frame.locator(f'.atlas-legend rect[fill="url(#state-{name}-legend)"]')
        expect(row).to_be_visible()
        marks = shown.frame.locator(f"#state-{name}-legend path")
        assert marks.get_attribute("d")
    assert fills.count(LIGHT.zero) == 2
    expect(shown.frame.locator(".atlas-legend .states li:visible")).to_have_count(3)


def test_the_four_kinds_of_empty_have_four_marks(shown: MapPage) -> None:
    marks = shown.frame.locator(".atlas-legend pattern path").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('d'))"
    )
    assert len(marks) == len(set(marks)) == 3  # and one without any


def test_hostile_words_are_shown_as_words(shown: MapPage) -> None:
    values = {"340000": 3.0}
    panels = tuple(Panel(HOSTILE, values) for _ in range(2))
    shown.paint(show_provinces(panels=panels), summary=HOSTILE)
    shown.hover("340000")
    expect(shown.frame.locator("#map_div .atlas-title")).to_have_text(HOSTILE)
    expect(shown.frame.locator(".atlas-tip .panel").first).to_have_text(HOSTILE)
    label = shown.frame.locator("#map_div").get_attribute("aria-label")
    assert HOSTILE in str(label)
    shown.paint(show_provinces(), language="en")
    shown.hover("340000")
    expect(shown.frame.locator(".atlas-tip .name")).to_have_text(HOSTILE)
    expect(shown.frame.locator("img, .atlas-tip script")).to_have_count(0)


def test_fifty_paints_change_no_more_than_colours(shown: MapPage, watches: list[Watch]) -> None:
    frame = shown.frame
    shown.paint(show_units(gd.Level.CITY))
    shown.paint(show_provinces())
    shown.page.mouse.dblclick(*shown.middle("510000"))
    shown.page.wait_for_timeout(500)
    frame.evaluate(
        "() => { window.mine = ['#map_div', '#map_div svg', '.atlas-legend', '.atlas-tip',"
        " '.atlas-inset'].map((query) => document.querySelector(query)); window.path ="
        " atlas.view.panels[0].sheet.paths.get('330000'); }"
    )
    at, asked = shown.middle("420000"), len(watches[0].requests)
    answers = len(shown.answers())
    for step in range(50):
        level = gd.Level.CITY if step % 5 == 3 else gd.Level.PROVINCE
        values = {code: value + step % 7 for code, value in VALUES.items()}
        shown.paint(
            show_units(level)
            if level is gd.Level.CITY
            else show_provinces(panels=(Panel("", values),), classes=classify(values.values()))
        )
    assert frame.evaluate("() => window.mine.every((e) => e.isConnected)")
    assert frame.evaluate("() => document.querySelectorAll('#map_div > .leaflet-pane').length") == 1
    assert frame.evaluate("() => window.feature_group.length") <= 1
    assert shown.middle("420000") == pytest.approx(at, abs=0.5)
    assert len(watches[0].requests) == asked
    assert len(shown.answers()) == answers


def test_buttons_move_the_map_and_bring_it_back(shown: MapPage) -> None:
    x, y = shown.middle("420000")
    buttons = shown.frame.locator(".atlas-buttons")
    buttons.get_by_role("button", name="放大").click()
    shown.page.wait_for_timeout(400)
    wide = shown.middle("330000")[0] - shown.middle("650000")[0]
    buttons.get_by_role("button", name="右移").click()
    shown.page.wait_for_timeout(500)
    moved = shown.middle("420000")
    shown.paint(show_provinces(selected="330000"))
    assert shown.middle("420000") == pytest.approx(moved, abs=0.5)
    assert shown.middle("330000")[0] - shown.middle("650000")[0] == pytest.approx(wide, abs=1)
    buttons.get_by_role("button", name="还原视图").click()
    shown.page.wait_for_timeout(500)
    assert shown.middle("420000") == pytest.approx((x, y), abs=1)
    assert {box["width"] >= 24 for box in buttons.locator("button").evaluate_all(
        "all => all.map((e) => ({ width: Math.min(e.offsetWidth, e.offsetHeight) }))"
    )} == {True}  # fmt: skip


def test_a_dark_ground_has_colours_of_its_own(new_page: Callable[..., Page], map_url: str) -> None:
    shown = open_map(new_page(color_scheme="dark"), map_url)
    shown.paint(show_provinces())
    fills = shown.fills()
    assert fills["330000"] == pick_colours(3, dark=True)[-1]
    assert fills["320000"] == DARK.zero
    ink = shown.frame.locator(".atlas-legend h2").evaluate("e => getComputedStyle(e).color")
    assert ink == "rgb(230, 234, 238)"


def test_the_newest_paint_wins(page: Page, map_url: str) -> None:
    shown = open_map(page, map_url)
    shown.send(show_units(gd.Level.COUNTY))
    shown.painted = 0
    shown.paint(show_provinces())
    shown.page.wait_for_timeout(600)
    assert len(shown.fills()) == 34
    assert shown.frame.evaluate("document.body.dataset.painted") == "province"


def test_outlines_that_do_not_come_are_told_of_and_asked_for_again(
    page: Page, map_url: str, watches: list[Watch]
) -> None:
    page.route("**/province.topojson", lambda route: route.abort())
    shown = open_map(page, map_url)
    shown.send(show_provinces())
    expect(shown.frame.locator(".atlas-message")).to_contain_text("地图文件未能载入")
    page.unroute("**/province.topojson")
    shown.paint(show_provinces())
    expect(shown.frame.locator(".atlas-message")).to_have_count(0)
    assert len(shown.fills()) == 34
    assert all("province.topojson" in text for text in watches[0].console_errors)
    watches[0].console_errors.clear()
