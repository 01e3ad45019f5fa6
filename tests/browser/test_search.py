"""The search box in a real browser: what it finds, how it is worked, and what it lets through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import serve_page
from tests.browser.watch import Watch

TABLE = "names/names.json"
expect.set_options(timeout=30_000)

# Codes that a query must find first, in order; more may follow.
FIRST = {
    "urumqi": ["650100"],
    "wulumuqi": ["650100"],
    "Kowloon City": ["810103"],
    "440000": ["440000"],
    "330106": ["330106"],
    "44": ["440000", "440100", "440200"],
    "3301": ["330100", "330102"],
    "广东": ["440000"],
    "广东省": ["440000"],
    "粤": ["440000"],
    "沪": ["310000"],
    "gd": ["440000"],
    "GD": ["440000"],
    "ｇｄ": ["440000"],
    "guangdong": ["440000"],
    "guang dong": ["440000"],
    "Guǎngdōng": ["440000"],
    "guangdongsheng": ["440000"],
    "guangd": ["440000"],
    "hz": ["330100", "330500", "371700", "441300"],
    "xihuqu": ["210503", "330106", "360103"],
    "xhq": ["130105", "130705"],
    "西湖": ["330106", "360103"],
    "西湖区": ["330106", "360103"],
    "杭州西湖区": ["330106"],
    "浙江省杭州市西湖区": ["330106"],
    "浙江 杭州 西湖": ["330106"],
    "襄樊": ["420600"],
    "襄樊市": ["420600"],
    "xiangfan": ["230110", "420600"],
    "崇文区": ["110101"],
    "崇文": ["110101"],
    "淮阴": ["320804", "320800"],
    "思茅市": ["530800", "530802"],
    "桥东区": ["130702", "130102", "130104", "130502"],
    "吉林": ["220000", "220200"],
    "朝阳": ["211300", "110105"],
    "Inner Mongolia": ["150000"],
    "tibet": ["540000"],
    "shaanxi": ["610000"],
    "hong kong": ["810000"],
    "macao": ["820000"],
    "内蒙": ["150000"],
    "凉山州": ["513400"],
    "三江县": ["450226"],
    "lvliang": ["141100"],
    "lüliang": ["141100"],
    "长沙": ["430100", "430121"],
    "石家庄市": ["130100"],
    "家庄": ["130100"],
}
NOTHING = (
    "",
    "   ",
    "·—",
    "999999",
    "绝无此地",
    "<img src=x>",
    "${1}",
    "qqqqqq",
    "\ud800",
    "100000",
)

WITH_NAMES = """
async given => {
  const from = (path) => new URL("component/dashboard.static_files." + path, document.baseURI);
  const { buildIndex, find, pathOf } = await import(from("assets/search.js"));
  const index = buildIndex(await (await fetch(from("names/names.json"))).json());
  %s
}
"""
FIND = (
    WITH_NAMES
    % """
  return given.map((query) => find(index, query).map(({ unit, former }) =>
    ({ code: unit.code, former: former && former.name, year: former && former.year })));
"""
)
MISSED = (
    WITH_NAMES
    % """
  const firstIs = (query, unit) => find(index, query)[0].unit === unit;
  const wholeName = (unit) => pathOf(unit).map((step) => step.name).join("");
  return [...index.units.values()].filter((unit, i) => i % given === 0)
    .filter((unit) => !firstIs(unit.code, unit) || !firstIs(wholeName(unit), unit))
    .map((unit) => unit.code);
"""
)
ENTER_OF_AN_INPUT_METHOD = """
field => field.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true })
)
"""


@pytest.fixture(scope="module")
def search_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("search") / "server.log"
    with serve_page(Path(__file__).with_name("search_app.py"), log, {}) as url:
        yield url
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


def box(page: Page) -> Locator:
    return page.get_by_role("combobox")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def open_page(page: Page, url: str) -> Locator:
    page.goto(url)
    expect(box(page)).to_be_visible()
    return box(page)


def ask(page: Page, queries: list[str]) -> list[list[dict[str, Any]]]:
    answer: list[list[dict[str, Any]]] = page.evaluate(FIND, queries)
    return answer


def test_every_kind_of_name_finds_its_place(page: Page, search_url: str) -> None:
    open_page(page, search_url)
    found = dict(zip(FIRST, ask(page, list(FIRST)), strict=True))
    heads = {query: [hit["code"] for hit in found[query]][: len(FIRST[query])] for query in FIRST}
    assert heads == FIRST
    assert all(len(hits) <= 12 for hits in found.values())
    assert {len({hit["code"] for hit in hits}) - len(hits) for hits in found.values()} == {0}
    assert [hit["former"] for hit in found["襄樊"]] == ["襄樊市"]
    assert found["襄樊"][0]["year"] == 2010
    assert [hit["former"] for hit in found["淮阴"][:2]] == [None, "淮阴市"]


def test_what_is_no_name_finds_nothing(page: Page, search_url: str) -> None:
    open_page(page, search_url)
    assert ask(page, list(NOTHING)) == [[] for _ in NOTHING]


def test_a_query_of_any_length_is_answered(page: Page, search_url: str) -> None:
    open_page(page, search_url)
    assert ask(page, ["西" * 100_000, "a" * 100_000]) == [[], []]


def test_every_unit_is_found_by_its_code_and_by_its_whole_path(page: Page, search_url: str) -> None:
    open_page(page, search_url)
    missed = page.evaluate(MISSED, 7)
    assert missed == []


def test_typing_and_enter_choose_a_place(page: Page, search_url: str) -> None:
    field = open_page(page, search_url)
    field.press_sequentially("西湖区")
    expect(options(page)).to_have_count(3)
    expect(options(page).first).to_have_text(re.compile("浙江省›杭州市›西湖区"))
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    for key, lit in (("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 2), ("ArrowDown", 0)):
        field.press(key)
        expect(field).to_have_attribute("aria-activedescendant", f"hit{lit}")
    field.press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    expect(options(page).first).to_have_attribute("aria-selected", "false")
    field.press("Enter")
    expect(page.get_by_text("taken: 360103")).to_be_visible()
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("status").filter(has_text="已选择西湖区")).to_have_count(1)


def test_the_same_place_can_be_chosen_again(page: Page, search_url: str) -> None:
    field = open_page(page, search_url)
    for count in (1, 2):
        field.fill("粤")
        expect(options(page)).not_to_have_count(0)
        field.press("Enter")
        expect(page.get_by_text("taken:" + " 440000" * count, exact=True)).to_be_visible()


def test_a_press_on_a_row_chooses_it(page: Page, search_url: str) -> None:
    field = open_page(page, search_url)
    field.fill("襄樊")
    row = options(page).first
    expect(row).to_contain_text("湖北省›襄阳市")
    expect(row).to_contain_text("襄樊市 → 襄阳市，2010 年")
    row.click()
    expect(page.get_by_text("taken: 420600")).to_be_visible()


def test_escape_closes_and_then_empties(page: Page, search_url: str) -> None:
    field = open_page(page, search_url)
    field.fill("hz")
    expect(options(page)).to_have_count(12)
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("hz")
    field.press("ArrowDown")
    expect(options(page)).to_have_count(12)
    field.press("Escape")
    field.press("Escape")
    expect(field).to_have_value("")
    field.fill("hz")
    field.blur()
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_enter_that_ends_a_word_of_an_input_method_chooses_nothing(
    page: Page, search_url: str
) -> None:
    field = open_page(page, search_url)
    field.fill("hz")
    expect(options(page)).to_have_count(12)
    field.evaluate(ENTER_OF_AN_INPUT_METHOD)
    expect(options(page)).to_have_count(12)
    expect(page.get_by_text("taken:", exact=True)).to_be_visible()


def test_names_come_at_the_first_focus_and_once(
    page: Page, search_url: str, watches: list[Watch]
) -> None:
    field = open_page(page, search_url)
    assert not [url for url in watches[0].requests if TABLE in url]
    for query in ("hz", "gd", "襄樊"):
        field.fill(query)
        expect(options(page)).not_to_have_count(0)
        field.press("Enter")
        expect(field).to_have_value("")
    asked = [url for url in watches[0].requests if TABLE in url]
    assert len(asked) == 1
    assert "?v=" in asked[0]


def test_names_that_do_not_come_are_told_and_asked_for_again(
    page: Page, search_url: str, watches: list[Watch]
) -> None:
    field = open_page(page, search_url)
    page.route(f"**/*{TABLE}*", lambda route: route.abort())
    field.fill("hz")
    expect(page.get_by_role("listbox")).to_contain_text("地名表未能载入")
    page.unroute(f"**/*{TABLE}*")
    field.fill("gd")
    expect(options(page).first).to_contain_text("广东省")
    assert all("ERR_FAILED" in text for text in watches[0].console_errors)
    watches[0].console_errors.clear()


@pytest.mark.parametrize("typed", ["<img src=x onerror=alert(1)>", "`${alert(1)}`", "{query}{n}"])
def test_what_is_typed_stays_text(page: Page, search_url: str, typed: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail("a script of the query ran"))
    field = open_page(page, search_url)
    field.fill(typed)
    expect(page.get_by_role("listbox")).to_have_text(f"没有找到“{typed}”")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox").locator("img")).to_have_count(0)
    field.press("Enter")
    expect(page.get_by_text("taken:", exact=True)).to_be_visible()


def test_in_english_places_go_by_their_english_names(page: Page, search_url: str) -> None:
    field = open_page(page, search_url + "/?lang=en")
    expect(field).to_have_attribute("aria-label", "Find a place")
    field.fill("xiangfan")
    row = options(page).filter(has_text="Xiangyang")
    expect(row).to_contain_text("Hubei›Xiangyang襄阳市")
    expect(row).to_contain_text("Xiangfan 襄樊市 → Xiangyang, 2010")
    field.fill("xi'an")
    expect(options(page).first).to_contain_text("Shaanxi›Xi'an西安市")
    field.fill("hohhot")
    expect(options(page).first).to_contain_text("Inner Mongolia›Hohhot呼和浩特市")
    field.fill("昌都地区")
    expect(options(page).first).to_contain_text("Qamdo 昌都地区 → Qamdo, 2014")
    field.fill("zzzz")
    expect(page.get_by_role("listbox")).to_have_text("Nothing found for “zzzz”")


def test_a_phone_shows_every_row_whole(phone: Page, search_url: str) -> None:
    field = open_page(phone, search_url)
    field.fill("zizhixian")
    expect(options(phone)).to_have_count(12)
    for row in options(phone).all():
        shape = row.bounding_box()
        assert shape
        assert shape["x"] >= 0
        assert shape["x"] + shape["width"] <= 390
        assert shape["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    options(phone).nth(1).tap()
    expect(phone.get_by_text(re.compile(r"taken: \d{6}"))).to_be_visible()
