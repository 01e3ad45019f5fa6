"""The map that stands before Streamlit has started, and what comes after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_dashboard import FRAME, NONE_FOUND, click_middle, open_map, unit
from tests.browser.watch import Watch

EARLY = "#atlas-prelude iframe"
LEAST_CHANGE = 2.0
"""Pixels by which nothing may move when the page's own map comes."""
PLACES = """
frame => Object.fromEntries(
  [".finding", ".basis", frame].map((name) => {
    const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
    return [name === frame ? "map" : name, [x, y, width, height]];
  }))
"""


@contextmanager
def streamlit_held(page: Page) -> Iterator[None]:
    """Keep Streamlit's code from the browser while the block lasts."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/static/js/index.*.js", hold)
    yield
    assert held
    page.unroute("**/static/js/index.*.js", hold)  # which lets it go


def open_early(page: Page, url: str, query: str = "") -> None:
    """Go to the page and wait for the map that comes with it."""
    page.goto(f"{url}/{query}", wait_until="commit")
    early = page.frame_locator(EARLY)
    expect(early.locator("body")).to_have_attribute("data-count", "1")


@pytest.fixture
def warm_url(small_url: str, new_page: Callable[..., Page]) -> str:
    """The page after a first visit."""
    open_map(new_page(), small_url)
    return small_url


def test_the_map_is_there_before_streamlit_is(page: Page, warm_url: str) -> None:
    with streamlit_held(page):
        open_early(page, warm_url)
        early = page.frame_locator(EARLY)
        expect(early.locator("path.unit[data-adcode]")).to_have_count(34)
        expect(early.locator('path.unit[data-adcode="320000"]').first).to_have_attribute(
            "fill", NONE_FOUND
        )
        expect(page.locator("#atlas-prelude .finding")).to_have_text(
            "浙江、广东、北京合计占已定位举措的 91%"
        )
        assert page.locator(FRAME).count() == 0
    expect(page.locator("#atlas-prelude")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("浙江、广东、北京")


@pytest.mark.parametrize(
    ("size", "query"),
    [
        ((1440, 900), ""),
        ((1440, 900), "?lang=en"),
        ((1440, 900), "?level=city&within=330000"),
        ((1920, 1080), "?theme=community&measure=first_year"),
        ((390, 844), ""),
    ],
    ids=["wide", "english", "province", "very-wide", "phone"],
)
def test_nothing_moves_when_the_page_s_own_map_comes(
    new_page: Callable[..., Page], warm_url: str, size: tuple[int, int], query: str
) -> None:
    page = new_page(width=size[0], height=size[1])
    with streamlit_held(page):
        open_early(page, warm_url, query)
        early = page.evaluate(PLACES, EARLY)
        province = page.frame_locator(EARLY).locator("path.unit").first.bounding_box()
    expect(page.locator("#atlas-prelude")).to_have_count(0)
    page.wait_for_timeout(500)
    own = page.evaluate(PLACES, FRAME)
    for name, place in early.items():
        assert place == pytest.approx(own[name], abs=LEAST_CHANGE), name
    assert province
    assert page.frame_locator(FRAME).locator("path.unit").first.bounding_box() == pytest.approx(
        province, abs=LEAST_CHANGE
    )


def test_a_click_before_streamlit_is_there_counts(page: Page, warm_url: str) -> None:
    with streamlit_held(page):
        open_early(page, warm_url)
        click_middle(page, page.frame_locator(EARLY).locator('[data-adcode="330000"]').first)
    expect(page.locator("#list")).to_have_text("浙江 · 5 项举措")
    expect(page.locator("#atlas-prelude")).to_have_count(0)


def test_who_uses_the_page_itself_has_it_at_once(page: Page, warm_url: str) -> None:
    with streamlit_held(page):
        open_early(page, warm_url)
        page.locator("#atlas-prelude .tabs").click()
        expect(page.locator("#atlas-prelude")).to_have_count(0)
    frame = page.frame_locator(FRAME)
    expect(frame.locator("body")).to_have_attribute("data-painted", "province")


def test_on_a_dark_ground_it_is_dark(new_page: Callable[..., Page], warm_url: str) -> None:
    page = new_page(color_scheme="dark")
    with streamlit_held(page):
        open_early(page, warm_url)
        ground = page.locator("#atlas-prelude").evaluate("e => getComputedStyle(e).backgroundColor")
        assert ground == "rgb(20, 25, 31)"
        early = unit(page.frame_locator(EARLY), "330000").get_attribute("fill")
    expect(page.locator("#atlas-prelude")).to_have_count(0)
    assert unit(page.frame_locator(FRAME), "330000").get_attribute("fill") == early


def test_where_outlines_are_missing_the_page_says_so_at_once(
    page: Page, warm_url: str, watches: list[Watch]
) -> None:
    page.route("**/province.topojson*", lambda route: route.abort())
    page.goto(warm_url)
    expect(page.locator("#atlas-prelude")).to_have_count(0, timeout=15_000)
    expect(page.frame_locator(FRAME).locator(".atlas-message")).to_be_visible()
    for watch in watches:
        assert all("province.topojson" in text for text in watch.console_errors)
        watch.console_errors.clear()
