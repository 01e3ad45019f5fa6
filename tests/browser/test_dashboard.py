"""The page as a visitor has it: a real browser, no network, a dataset counted by hand.

Every test also fails on a request to another host and on an error in the console.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, Route, expect

from tests.browser.watch import Watch, wait_until_still
from tests.small_dataset import HOSTILE

FRAME = 'iframe[title="streamlit_folium.st_folium"]'
DARKEST = "#0c4570"
NONE_FOUND = "#f7f4ec"
expect.set_options(timeout=30_000)


# How many corners of an outline lie behind the box of the South China Sea.
POINTS_IN_BOX = """
path => {
  const box = document.querySelector(".atlas-inset").getBoundingClientRect();
  const matrix = path.getScreenCTM();
  const numbers = path.getAttribute("d").match(/-?[0-9.]+/g).map(Number);
  let inside = 0;
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const { x, y } = new DOMPoint(numbers[i], numbers[i + 1]).matrixTransform(matrix);
    inside += x > box.left && x < box.right && y > box.top && y < box.bottom;
  }
  return inside;
}
"""


def open_map(page: Page, url: str, level: str = "province") -> FrameLocator:
    page.goto(url)
    frame = page.frame_locator(FRAME)
    expect(frame.locator("body")).to_have_attribute("data-painted", level)
    expect(page.locator("#atlas-prelude")).to_have_count(0)  # the page's own map has its place
    return frame


def unit(frame: FrameLocator, adcode: str) -> Locator:
    return frame.locator(f'#map_div path.unit[data-adcode="{adcode}"]').first


def click_middle(page: Page, shape: Locator) -> None:
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def theme(page: Page, label: str) -> Locator:
    return page.locator('[data-testid="stSidebar"]').get_by_role("button", name=label, exact=True)


def test_the_first_view_is_a_painted_map_with_everything_on_it(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    expect(unit(frame, "330000")).to_have_attribute("fill", DARKEST)
    expect(unit(frame, "320000")).to_have_attribute("fill", NONE_FOUND)
    expect(unit(frame, "540000")).to_have_attribute("fill", "url(#state-unsearched)")
    expect(unit(frame, "710000")).to_have_attribute("fill", "url(#state-uncollected)")
    expect(frame.locator("#map_div path.unit")).to_have_count(34)
    expect(frame.locator(".atlas-legend")).to_contain_text("已检索，未发现")
    expect(frame.locator(".leaflet-control-attribution")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "浙江、广东、北京合计占已定位举措的 91%"
    )


def test_the_south_china_sea_is_drawn_and_nothing_covers_it(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    inset = frame.locator(".atlas-inset")
    expect(inset).to_be_visible()
    lines = inset.locator("path.dash")
    expect(lines).to_have_count(1)
    dashes = lines.get_attribute("d") or ""
    assert dashes.count("M") == 9
    drawn, sea, name = (
        shape.bounding_box() for shape in (lines, inset.locator(".ground"), inset.locator("span"))
    )
    assert drawn
    assert sea
    assert name
    assert sea["y"] <= drawn["y"]
    assert drawn["y"] + drawn["height"] <= sea["y"] + sea["height"] <= name["y"] + 1
    for adcode in ("710000", "460000", "440000"):
        assert unit(frame, adcode).evaluate(POINTS_IN_BOX) == 0
    for name in (".atlas-legend", ".atlas-buttons"):
        other = frame.locator(name).bounding_box()
        assert other
        assert other["x"] + other["width"] < unit(frame, "460000").bounding_box()["x"]  # type: ignore[index]


def test_a_filter_repaints_the_same_map(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    frame.locator("body").evaluate("body => { body.dataset.mark = 'the same frame'; }")
    theme(page, "基层与社区治理").click()
    expect(unit(frame, "440000")).to_have_attribute("fill", NONE_FOUND)
    expect(unit(frame, "110000")).not_to_have_attribute("fill", NONE_FOUND)
    page.get_by_role("radio", name="地级").or_(page.get_by_role("button", name="地级")).click()
    expect(frame.locator("body")).to_have_attribute("data-painted", "city")
    expect(frame.locator("#map_div path.unit")).to_have_count(375)
    expect(frame.locator("body")).to_have_attribute("data-mark", "the same frame")
    expect(page).to_have_url(re.compile("theme=community.*level=city"))


def test_a_click_zooms_in_and_leads_to_the_sentence(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    click_middle(page, unit(frame, "440000"))
    expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
    expect(page.locator("mark").first).to_have_text("2018，平台g3上线。")
    second = page.locator("details.card").nth(1)
    expect(second.locator("mark")).not_to_be_visible()
    second.locator("summary").click()
    expect(second.locator("mark")).to_have_text("2016，平台g2上线。")
    expect(second.locator("figcaption")).to_contain_text("样例日报 · 2021-05-07")
    expect(page).to_have_url(re.compile("level=city.*within=440000"))
    expect(frame.locator("body")).to_have_attribute("data-painted", "city")
    page.get_by_role("button", name="全国", exact=True).click()
    expect(page.locator("#list")).to_have_text("全部 · 14 项举措")
    expect(frame.locator("body")).to_have_attribute("data-painted", "province")


def test_a_late_style_sheet_brings_no_old_list_back(page: Page, small_url: str) -> None:
    held: list[Route] = []
    page.route("**/cards.css*", lambda route: held.append(route))
    frame = open_map(page, small_url)
    click_middle(page, unit(frame, "440000"))
    expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
    expect(page.locator("details.card")).to_have_count(3)
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    expect(page.locator("mark").first).to_have_text("2018，平台g3上线。")


def test_a_county_is_reached_by_three_clicks_and_left_by_the_path(
    page: Page, small_url: str
) -> None:
    frame = open_map(page, f"{small_url}/?level=city&within=330000", level="city")
    click_middle(page, unit(frame, "330100"))
    expect(frame.locator("body")).to_have_attribute("data-painted", "county")
    expect(page.locator("#list")).to_have_text("杭州 · 3 项举措")
    click_middle(page, unit(frame, "330110"))
    expect(page.locator("#list")).to_have_text("余杭 · 1 项举措")
    expect(page).to_have_url(re.compile("level=county.*within=330100.*region=330110"))
    theme(page, "基层与社区治理").click()
    expect(page).to_have_url(re.compile("theme=community.*region=330110"))
    expect(page.locator("#list")).to_have_text("余杭 · 1 项举措")
    page.get_by_role("button", name="浙江", exact=True).click()
    expect(page.locator("#list")).to_have_text("浙江 · 1 项举措")


def test_dragging_the_map_selects_nothing(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    box = unit(frame, "330000").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y - 40, steps=5)
    page.wait_for_timeout(400)  # a hand that stops first: the map does not glide on
    page.mouse.up()
    moved = unit(frame, "330000").bounding_box()
    assert moved
    assert moved["x"] < box["x"] - 40
    theme(page, "基层与社区治理").click()
    expect(page.locator("#list")).to_have_text("全部 · 3 项举措")
    expect(page).not_to_have_url(re.compile("region="))
    kept = unit(frame, "330000").bounding_box()
    assert kept
    assert abs(kept["x"] - moved["x"]) < 2


def test_hovering_tells_without_asking_the_server(
    page: Page, small_url: str, watches: list[Watch]
) -> None:
    frame = open_map(page, small_url)
    wait_until_still(page)
    asked = len(watches[0].requests)
    unit(frame, "330000").hover(force=True)
    tip = frame.locator(".atlas-tip")
    expect(tip).to_contain_text("浙江省")
    expect(tip).to_contain_text("5 项举措")
    expect(tip).to_contain_text("5 篇报道")
    expect(tip).to_contain_text("第 1 位")
    unit(frame, "540000").hover(force=True)
    expect(tip).to_contain_text("没有文献提到此地")
    assert len(watches[0].requests) == asked


def test_the_ranking_is_worked_by_keyboard(page: Page, small_url: str) -> None:
    open_map(page, small_url)
    row = page.locator('button[data-region="440000"]')
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(row).to_be_focused()
    page.locator(f'button[data-region="{100000}"]').click()
    expect(page.locator("#list")).to_have_text("全国性举措 · 2 项举措")


def test_the_ranking_zooms_in_by_keyboard_too(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    page.locator('button[data-into="330000"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_have_text("浙江 · 5 项举措")
    expect(page.locator("button[data-region]")).to_have_count(3)  # two cities, one bucket
    expect(frame.locator("body")).to_have_attribute("data-painted", "city")
    page.get_by_role("button", name="全国", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_have_text("全部 · 14 项举措")


def test_why_a_region_has_its_colour_is_told_by_keyboard(page: Page, small_url: str) -> None:
    open_map(page, f"{small_url}/?region=330000")
    summary = page.locator("details.why summary")
    answer = page.locator("details.why dd").first
    expect(answer).not_to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(answer).to_have_text(re.compile("5 项，在 4 个有数值的地区中居第 1 位"))


def test_a_place_is_found_by_its_pinyin(page: Page, small_url: str) -> None:
    open_map(page, small_url)
    box = page.get_by_role("combobox", name="查找地区")
    box.fill("yuhang")
    expect(page.get_by_role("option").first).to_contain_text("余杭")
    box.press("Enter")
    expect(page.locator("#list")).to_have_text("余杭 · 1 项举措")
    expect(page).to_have_url(re.compile("level=county.*within=330100.*region=330110"))
    box.fill("guangdong")
    expect(page.get_by_role("option").first).to_contain_text("广东")
    box.press("Enter")
    expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
    expect(page).to_have_url(re.compile("level=city.*within=440000"))


def test_measure_classes_and_maps_are_chosen_above_the_map(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    page.get_by_role("combobox", name="指标").click()
    page.get_by_role("option", name="首次出现年份").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("最早的是北京（2003 年）")
    expect(frame.locator(".atlas-legend")).to_contain_text("2003")
    page.get_by_role("button", name="分级").click()
    page.get_by_text("自定界限").click()
    page.get_by_role("textbox", name="各级上限").fill("2010")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("measure=first_year.*scheme=own.*breaks=2010"))
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="双图").or_(page.get_by_role("button", name="双图")).click()
    expect(page).to_have_url(re.compile("maps=two"))
    expect(page.locator(".ranking .sides")).to_have_text("2003–2011 / 2012–2020")


def test_the_year_at_which_playing_stops_is_what_the_page_tells_of(
    page: Page, small_url: str
) -> None:
    frame = open_map(page, f"{small_url}/?maps=play")
    expect(page.get_by_role("heading", level=1)).to_contain_text("截至 2020 年")
    slider = frame.get_by_role("slider")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_contain_text("截至 2016 年")
    expect(page).to_have_url(re.compile("maps=play.*year=2016"))


def test_a_phone_has_the_settings_of_the_map_in_a_drawer(phone: Page, small_url: str) -> None:
    open_map(phone, small_url)
    level = phone.get_by_text("县级", exact=True)
    expect(level).not_to_be_visible()
    phone.get_by_text("地图设置").tap()
    expect(level).to_be_visible()
    box = phone.locator(".st-key-stage_controls").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 845
    level.tap()
    expect(phone).to_have_url(re.compile("level=county"))
    phone.get_by_text("地图设置").tap()
    expect(level).not_to_be_visible()


def test_reloading_gives_the_same_view(page: Page, small_url: str) -> None:
    open_map(page, small_url)
    theme(page, "政务服务").click()
    expect(page.locator("#list")).to_have_text("全部 · 6 项举措")
    page.locator('button[data-region="330000"]').click()
    expect(page.locator("#list")).to_have_text("浙江 · 2 项举措")
    expect(page).to_have_url(re.compile("theme=gov_services.*region=330000"))
    frame = open_map(page, page.url)
    expect(page.locator("#list")).to_have_text("浙江 · 2 项举措")
    expect(unit(frame, "420000")).to_have_attribute("fill", NONE_FOUND)


def test_going_back_undoes_a_choice(page: Page, small_url: str) -> None:
    open_map(page, small_url)
    page.locator('button[data-region="330000"]').click()
    expect(page.locator("#list")).to_have_text("浙江 · 5 项举措")
    page.locator('button[data-region="440000"]').click()
    expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
    expect(page).to_have_url(re.compile("region=440000"))
    page.go_back()
    expect(page.locator("#list")).to_have_text("浙江 · 5 项举措")


def test_hostile_text_is_shown_as_text(page: Page, small_url: str) -> None:
    open_map(page, f"{small_url}/?level=city&region=330100", level="city")
    expect(page.locator("details.card strong").first).to_have_text(HOSTILE)
    expect(page.locator("details.card cite").first).to_have_text(f"标题{HOSTILE}")
    expect(page.locator("details.card mark").first).to_contain_text(HOSTILE)
    expect(page.locator("details.card img, details.card script")).to_have_count(0)


def test_english_is_a_click_away(page: Page, small_url: str) -> None:
    frame = open_map(page, small_url)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Zhejiang, Guangdong and Beijing hold 91% of all placed initiatives"
    )
    expect(frame.locator(".atlas-legend")).to_contain_text("Searched, none found")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_map_without_its_outlines_says_so_and_the_list_works(
    page: Page, small_url: str, watches: list[Watch]
) -> None:
    page.route("**/province.topojson*", lambda route: route.abort())
    page.goto(small_url)
    message = page.frame_locator(FRAME).locator(".atlas-message")
    expect(message).to_contain_text("地图文件未能载入")
    page.locator('button[data-region="440000"]').click()
    expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
    expect(message).to_have_count(2)  # the new paint asks for the outlines again
    assert all("province.topojson" in text for text in watches[0].console_errors)
    watches[0].console_errors.clear()


def test_records_can_be_taken_away(page: Page, small_url: str) -> None:
    open_map(page, f"{small_url}/?region=440000")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载当前记录（CSV）").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 1 + 3
    assert "2018，平台g3上线。" in text


def test_a_phone_shows_finding_map_years_and_list_in_this_order(
    phone: Page, small_url: str
) -> None:
    frame = open_map(phone, small_url)
    parts = [
        phone.locator("h1.finding"),
        phone.locator(FRAME),
        phone.locator("table"),
        phone.locator('button[data-region="330000"]'),
        phone.locator("#list"),
    ]
    boxes = [part.bounding_box() for part in parts]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == len(parts)
    assert tops == sorted(tops)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes if box)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    unit(frame, "330000").tap(force=True)
    expect(phone.locator("#list")).to_have_text("浙江 · 5 项举措")
    phone.get_by_test_id("stExpandSidebarButton").tap()
    expect(theme(phone, "政务服务")).to_be_visible()


def test_a_page_without_data_says_what_to_do(
    page: Page, serve_records: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    page.goto(serve_records(tmp_path_factory.mktemp("nothing")))
    box = page.get_by_role("alert")
    expect(box).to_contain_text("还没有可显示的数据")
    expect(box).to_contain_text("python -m geodata extract")


def test_the_sample_corpus_opens(page: Page, dashboard_url: str) -> None:
    frame = open_map(page, dashboard_url)
    expect(frame.locator(".atlas-legend .classes li").first).to_be_visible()
    expect(page.locator("details.card").first).to_be_visible()


def test_a_dark_page_can_be_read(new_page: Callable[..., Page], small_url: str) -> None:
    dark = new_page(width=1440, height=900, color_scheme="dark")
    frame = open_map(dark, small_url)
    ground = dark.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    ink = frame.locator(".atlas-legend h2").evaluate("e => getComputedStyle(e).color")
    assert ground == "rgb(20, 25, 31)"
    assert ink == "rgb(230, 234, 238)"
