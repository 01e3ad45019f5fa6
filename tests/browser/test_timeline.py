"""The timeline in a real browser: what it draws, how it is worked, what it sends and saves."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import serve_page
from tests.made_marks import make_marks
from tests.small_dataset import HOSTILE

PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
expect.set_options(timeout=30_000)

# Marks are [year, month, day]; each lane is a list of them.
MODULES = """
async given => {
  const from = (name) => import(
    new URL(`component/dashboard.static_files.assets/timeline-${name}.js`, document.baseURI));
  const kit = {};
  const names = ["data", "bins", "paint", "scene", "panel", "save"];
  for (const name of names) kit[name] = await from(name);
  const sign = (numbers) => String.fromCharCode(...numbers.map((number) => number + 32));
  const all = given.lanes.flatMap((lane, number) => lane.map((date) => [...date, number]));
  const column = (i) => sign(all.map((mark) => mark[i]));
  const dated = all.map((mark) => mark[0]).filter(Boolean);
  const data = {
    lanes: given.lanes.map((lane, i) =>
      [`lane ${i}`, lane.length, lane.filter((date) => !date[0]).length]),
    lane: column(3), year: sign(all.map(([year]) => year && year - 1899)), month: column(1),
    day: column(2), theme: sign(all.map(() => 0)), status: sign(all.map((_, i) => i % 6)),
    place: sign(all.map(() => 0)), row: all.map(() => 1), name: all.map((_, i) => i),
    names: all.map((_, i) => given.names?.[i] ?? `名称${i}`), themes: ["主题"],
    statuses: [..."abcdef"], places: ["浙江"], base: 1899, byTheme: false,
    years: dated.length ? [Math.min(...dated), Math.max(...dated)] : null, span: null,
    hues: [["#111111", "#222222", "#333333", "#444444", "#555555", "#666666"]],
    words: { months: "1 2 3 4 5 6 7 8 9 10 11 12", bin_year: "y {n}", bin_month: "m {n}",
      undated: "undated", precision_none: "none", precision_year: "year" },
  };
  const marks = kit.data.readMarks(data);
  const look = { width: 1000, narrow: false, gutter: 80, left: 160, right: 920, top: 30,
    laneHeight: 56, ground: "#fff", ink: "#000", quiet: "#777", line: "#999", accent: "#00f",
    hues: data.hues[0],
    isFaint: () => false, isFaintBin: () => false };
  const view = { from: marks.from, to: marks.to, ...given.view };
  BODY
}
"""
SCENE = """
  const { targets, ops } = kit.scene.buildScene(kit, marks, view, look);
  return {
    targets: targets.map((target) => ({ ...target, hues: undefined })),
    members: targets.filter((target) => target.kind === "bin")
      .map((target) => kit.data.membersOf(marks, target).length),
    texts: ops.filter((op) => op.kind === "text"),
    marks: ops.filter((op) => op.kind === "shape").length,
  };
"""
DATES = """
  const { dateOf, writeDate } = kit.data;
  return [...marks.start].map((start, i) =>
    [dateOf(start), dateOf(marks.end[i] - 1), marks.precision[i], writeDate(marks, i)]);
"""
SHEET = """
  const text = { kind: "text", x: 1, y: 1, size: 12, fill: "#000", text: given.names[0] };
  const [title] = given.names;
  const sheet = { width: 9, height: 9, ground: "#fff", font: '"A"', title, about: "" };
  return kit.paint.writeSvg([text], sheet);
"""
CELLS = "return kit.save.writeRows(kit, marks);"
INK = """
canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const solid = [...data.keys()].filter((i) => i % 4 === 0 && data[i + 3] > 200);
  const sum = solid.reduce((total, i) => total + data[i] + data[i + 1] + data[i + 2], 0);
  return sum / (3 * solid.length);
}
"""


@pytest.fixture(scope="module")
def timeline_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("timeline") / "server.log"
    here = Path(__file__)
    environment = {"PYTHONPATH": str(here.parents[2])}
    with serve_page(here.with_name("timeline_app.py"), log, environment) as url:
        yield url
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


def open_page(page: Page, url: str, query: str = "") -> Locator:
    page.goto(f"{url}/?{query}")
    expect(page.locator(".timeline .key").first).to_be_visible()
    stage = page.get_by_role("application")
    expect(stage.locator("canvas")).to_have_attribute("style", re.compile("height"))
    return stage


def told(page: Page) -> Locator:
    return page.get_by_text(re.compile("^told:"))


def ask(page: Page, script: str, **given: Any) -> Any:
    return page.evaluate(MODULES.replace("BODY", script), given)


def save(page: Page, kind: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"存为 {kind}").click()
    return Path(waiting.value.path()).read_bytes()


def test_a_date_lasts_as_long_as_it_is_uncertain(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url)
    lane = [[2019, 0, 0], [2020, 2, 0], [2020, 12, 0], [2019, 5, 7], [2019, 2, 31], [0, 0, 0]]
    dates = ask(page, DATES, lanes=[lane])

    def day(year: int, month: int, number: int) -> dict[str, int]:
        return {"year": year, "month": month - 1, "day": number}

    assert dates[:5] == [
        [day(2019, 1, 1), day(2019, 12, 31), 1, "2019"],
        [day(2020, 2, 1), day(2020, 2, 29), 2, "2020-02"],
        [day(2020, 12, 1), day(2020, 12, 31), 2, "2020-12"],
        [day(2019, 5, 7), day(2019, 5, 7), 3, "2019-05-07"],
        # No calendar has it: it stays in its month.
        [day(2019, 2, 28), day(2019, 2, 28), 3, "2019-02-31"],
    ]
    assert dates[5][2:] == [0, ""]


def overlapping(targets: list[dict[str, Any]], slack: float) -> list[tuple[Any, Any]]:
    """Pairs that cover each other by more than the slack in both directions."""
    found = []
    ordered = sorted(targets, key=lambda target: target["x"])
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other["x"] > one["x"] + one["w"] - slack:
                break
            apart = abs(one["y"] + one["h"] / 2 - other["y"] - other["h"] / 2)
            if apart < (one["h"] + other["h"]) / 2 - slack:
                found.append((one, other))
    return found


@pytest.mark.parametrize("number", [10, 500, 5000])
@pytest.mark.parametrize("years", [None, (2015, 2017), (2016, 2016)])
def test_nothing_overlaps_and_everything_in_sight_is_drawn_once(
    page: Page, timeline_url: str, number: int, years: tuple[int, int] | None
) -> None:
    open_page(page, timeline_url)
    marks = make_marks(number)
    lanes: list[list[list[int]]] = [[] for _ in marks.themes]
    columns = zip(marks.theme, marks.year, marks.month, marks.day, strict=True)
    for theme, *date in ([int(value) for value in row] for row in columns):
        lanes[theme].append(date)
    lanes = [lane for lane in lanes if lane]
    view: dict[str, int] = {}
    if years:
        days = "([a, b]) => [a, b + 1].map((year) => Date.UTC(year, 0, 1) / 86400000)"
        view["from"], view["to"] = page.evaluate(days, list(years))
    scene = ask(page, SCENE, lanes=lanes, view=view)
    targets = scene["targets"]
    assert overlapping(targets, slack=4.5) == []
    shown = [target for target in targets if target["kind"] == "mark"]
    bins = [target for target in targets if target["kind"] == "bin"]
    assert len(shown) == scene["marks"] == len({target["i"] for target in shown})
    assert [target["count"] for target in bins] == scene["members"]
    in_sight = sum(
        bool(date[0]) and (years is None or years[0] <= date[0] <= years[1])
        for lane in lanes
        for date in lane
    )
    assert len(shown) + sum(scene["members"]) == in_sight
    undated = sum(not date[0] for lane in lanes for date in lane)
    boxes = [text["text"] for text in scene["texts"] if text["size"] == 11.5]
    assert sum(int(text.replace(",", "")) for text in boxes) == undated
    assert {target["kind"] for target in targets} >= ({"mark"} if number < 5000 else {"bin"})


def test_names_are_drawn_near_and_never_into_each_other(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url)
    dates = [[2015 + i % 5, 1 + i % 12, 1 + i % 28] for i in range(12)]
    scene = ask(page, SCENE, lanes=[dates], names=["很长的名称" * 30] * 12)
    names = [text for text in scene["texts"] if "很长的名称" in text["text"]]
    assert len(names) >= 6
    boxes = []
    for text in names:
        width = 11 * len(text["text"])
        left = text["x"] if text.get("anchor") == "start" else text["x"] - width
        assert left >= 160
        assert left + width <= 921
        boxes.append({"x": left, "w": width, "y": text["y"], "h": 11})
    assert overlapping(boxes, slack=1) == []


def test_what_is_known_to_the_year_stands_apart_from_months(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url)
    crowd = [[2016, 0, 0]] * 300 + [[2016, 3, 0]] * 200 + [[2017, 8, 9]]
    bins = [t for t in ask(page, SCENE, lanes=[crowd])["targets"] if t["kind"] == "bin"]
    found = {(target["unit"], tuple(target["precisions"]), target["count"]) for target in bins}
    assert found == {("month", (2, 3), 200), ("month", (2, 3), 1), ("year", (1,), 300)}


def test_keys_walk_the_marks_and_enter_chooses(page: Page, timeline_url: str) -> None:
    stage = open_page(page, timeline_url)
    tip, said = page.locator(".tip"), page.locator(".timeline [role=status]")
    stage.focus()
    page.keyboard.press("ArrowRight")
    expect(tip).to_be_visible()
    expect(said).to_have_text(re.compile(r"第 1 项，共 \d+ 项"))
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile("第 2 项"))
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(re.compile(r"2014-\d\d · 只知到月.*政务服务 · 运行中.*第 1 项"))
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(re.compile("司法与公共安全"))
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text(re.compile("政务服务"))
    page.keyboard.press("End")
    expect(said).to_have_text(re.compile(r"第 (\d+) 项，共 \1 项"))
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text(re.compile(r"told: row \d+$"))
    expect(stage).to_be_focused()


def test_keys_and_buttons_zoom_and_the_view_outlasts_an_answer(
    page: Page, timeline_url: str
) -> None:
    stage = open_page(page, timeline_url, "n=500")
    near, far = (page.get_by_role("button", name=name, exact=True) for name in ("放大", "缩小"))
    expect(far).to_be_disabled()
    near.click()
    expect(far).to_be_enabled()
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text(re.compile("row"))
    expect(far).to_be_enabled()
    stage.focus()
    page.keyboard.press("0")
    expect(far).to_be_disabled()
    for _ in range(20):
        page.keyboard.press("+")
    expect(near).to_be_disabled()
    for _ in range(20):
        page.keyboard.press("-")
    expect(far).to_be_disabled()


def test_the_wheel_scrolls_the_page_until_the_timeline_has_the_focus(
    page: Page, timeline_url: str
) -> None:
    stage = open_page(page, timeline_url, "n=500")
    far = page.get_by_role("button", name="缩小", exact=True)
    stage.hover(position={"x": 600, "y": 30})
    page.mouse.wheel(0, -120)
    expect(far).to_be_disabled()
    stage.focus()
    page.mouse.wheel(0, -120)
    expect(far).to_be_enabled()


def test_a_span_is_typed_and_cleared(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url, "n=500")
    first, last = page.get_by_role("spinbutton").all()
    first.fill("2014")
    first.press("Enter")
    expect(told(page)).to_have_text("told: years (2014, 2022)")
    last.fill("2016")
    last.press("Enter")
    expect(told(page)).to_have_text(re.compile(r"; years \(2014, 2016\)$"))
    expect(page.locator(".said")).to_have_text("2014–2016 年")
    last.fill("1950")
    last.press("Enter")
    expect(told(page)).to_have_text(re.compile(r"; years \(2008, 2008\)$"))
    page.get_by_role("button", name="清除年份").click()
    expect(told(page)).to_have_text(re.compile("; years None$"))
    expect(page.get_by_role("button", name="清除年份")).to_be_hidden()


def test_a_span_is_moved_by_its_handles(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url, "n=500")
    first, last = page.get_by_role("slider").all()
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(told(page)).to_have_text("told: years (2009, 2022)")
    last.focus()
    page.keyboard.press("Home")
    expect(told(page)).to_have_text(re.compile(r"; years \(2009, 2009\)$"))
    expect(last).to_have_attribute("aria-valuetext", "2009")


def test_a_span_is_dragged(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url, "n=500")
    strip = page.locator(".strip")
    box = strip.bounding_box()
    assert box is not None
    year = box["width"] / 15  # 2008 to 2022
    page.mouse.move(box["x"] + 4.5 * year, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 8.5 * year, box["y"] + 20, steps=4)
    expect(page.locator(".said")).to_have_text("2012–2016 年")
    expect(told(page)).to_have_text("told:")
    page.mouse.up()
    expect(told(page)).to_have_text("told: years (2012, 2016)")


def test_a_touch_brushes_and_opens(phone: Page, timeline_url: str) -> None:
    stage = open_page(phone, timeline_url, "n=500")
    strip = phone.locator(".strip")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + 4.5 * box["width"] / 15, box["y"] + 20)
    expect(told(phone)).to_have_text("told: years (2012, 2012)")
    expect(phone.locator(".said")).to_have_text("2012 年")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] - 30, box["y"] + 70)
    rows = phone.locator(".drawer li button")
    expect(rows.first).to_be_visible()
    rows.first.click()
    expect(told(phone)).to_have_text(re.compile(r"; row \d+$"))
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_a_bin_lists_what_it_holds(page: Page, timeline_url: str) -> None:
    stage = open_page(page, timeline_url, "n=5000")
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    drawer = page.locator(".drawer")
    expect(drawer).to_be_visible()
    expect(drawer.locator("li button").first).to_be_focused()
    expect(drawer.get_by_role("button", name="放大到这一段")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(stage).to_be_focused()


def test_a_kind_is_looked_for_by_its_colour(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url, "n=500&lanes=region")
    expect(page.locator(".key .swatch")).to_have_count(12)
    key = page.get_by_role("button", name="医疗健康与疫情防控")
    key.click()
    expect(key).to_have_attribute("aria-pressed", "true")
    expect(key).to_be_focused()
    page.keyboard.press("Enter")
    expect(key).to_have_attribute("aria-pressed", "false")
    expect(key).to_be_focused()


def test_the_files_hold_title_source_and_every_mark(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url)
    marks = make_marks(10)
    assert save(page, "PNG").startswith(PNG)
    drawing = ElementTree.fromstring(save(page, "SVG"))
    texts = [element.text or "" for element in drawing.iter(f"{SVG}text")]
    assert texts[0] == "政务服务类举措自 2012 年起领先：<b>&amp;</b> 截至 2024 年占三成"
    assert texts[-1] == "来源：样例语料 13 篇；2026-11-21"
    assert "政务服务" in texts
    titles = [element.text or "" for element in drawing.iter(f"{SVG}path") for element in element]
    assert len(titles) == 10 - marks.undated
    assert any(title.startswith(HOSTILE) for title in titles)
    tags = {element.tag.removeprefix(SVG) for element in drawing.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "text", "path"}
    rows = list(csv.reader(io.StringIO(save(page, "CSV").decode("utf-8-sig"))))
    assert rows[0] == ["名称", "地点", "日期", "日期精度", "主题", "状态", "所在行"]
    assert [row[0] for row in rows[1:]] == [marks.names[i] for i in marks.name]
    years = [int(row[2][:4] or 0) for row in rows[1:]]
    assert years == marks.year.tolist()


def test_no_cell_starts_a_formula(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url)
    names = ["=1+1", "+1", "-1", "@x", "\tx", 'a,"b"\n', "plain"]
    text = ask(page, CELLS, lanes=[[[0, 0, 0]] * 7], names=names)
    cells = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert cells == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", 'a,"b"\n', "plain"]


def test_a_drawing_is_xml_whatever_the_name(page: Page, timeline_url: str) -> None:
    open_page(page, timeline_url)
    name = "a\x00b\x0bc\x1f\ufffe]]>&lt;<script>'\"\u2028"
    drawing = ElementTree.fromstring(ask(page, SHEET, lanes=[[[2019, 0, 0]]], names=[name]))
    texts = [element.text for element in drawing.iter() if element.text and element.text.strip()]
    assert texts == ["abc]]>&lt;<script>'\"\u2028"] * 2


def test_hostile_names_are_text(page: Page, timeline_url: str) -> None:
    stage = open_page(page, timeline_url)
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".tip b")).to_have_text(HOSTILE)
    expect(page.locator(".timeline img, .timeline script")).to_have_count(0)


def test_everything_has_a_name_and_a_text_in_place_of_the_drawing(
    page: Page, timeline_url: str
) -> None:
    stage = open_page(page, timeline_url, "n=500&lang=en")
    expect(stage).to_have_accessible_name("Timeline: every initiative is a mark")
    expect(stage).to_have_accessible_description(re.compile("^政务服务类举措自 2012 年起领先"))
    for button in page.locator(".timeline button:visible").all():
        expect(button).to_have_accessible_name(re.compile(r"\S"))
    expect(page.get_by_role("slider", name="First year")).to_be_visible()
    expect(page.get_by_role("button", name="Save as PNG")).to_be_visible()


def test_an_empty_timeline_says_so(page: Page, timeline_url: str) -> None:
    page.goto(f"{timeline_url}/?n=0")
    expect(page.get_by_text("当前筛选下没有注明年份的举措。")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ground_follows_the_page_and_paper_is_white(
    new_page: Callable[..., Page], timeline_url: str, scheme: str
) -> None:
    page = new_page(width=1000, height=800, color_scheme=scheme)
    open_page(page, timeline_url)
    canvas = page.locator(".stage canvas")
    assert (canvas.evaluate(INK) > 128) == (scheme == "dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert canvas.evaluate(INK) < 128
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (canvas.evaluate(INK) > 128) == (scheme == "dark")
