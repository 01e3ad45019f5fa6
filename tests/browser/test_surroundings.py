"""The page where it is not at home: far away, behind another server, enlarged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import APP
from tests.browser.relay import delay, stand_before
from tests.browser.server import serve_page
from tests.browser.test_dashboard import click_middle, open_map, theme, unit
from tests.browser.watch import Watch
from tests.small_dataset import write_small_dataset

HALF_TRIP = 0.15
"""Seconds: 300 ms there and back."""


@pytest.fixture(scope="module")
def behind_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page as nginx hands it on, under a base path."""
    folder = tmp_path_factory.mktemp("nginx")
    records = {"ATLAS_RECORDS": str(write_small_dataset(folder / "records"))}
    with serve_page(APP, folder / "server.log", records, base="atlas/map") as url:
        port = urlsplit(url).port
        assert port
        with stand_before(port, "atlas/map", folder) as front:
            yield f"http://127.0.0.1:{front}/atlas/map/"


def test_behind_nginx_under_a_base_path_all_is_as_at_home(
    page: Page, behind_url: str, watches: list[Watch]
) -> None:
    frame = open_map(page, behind_url)
    click_middle(page, unit(frame, "330000"))
    expect(page.locator("#list")).to_have_text("浙江 · 5 项举措")
    expect(page).to_have_url(re.compile(r"/atlas/map/\?.*within=330000"))
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("combobox", name="查找地区").fill("guangdong")
    expect(page.get_by_role("option").first).to_contain_text("广东")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载当前记录（CSV）").click()
    assert waiting.value.path().stat().st_size > 100
    paths = [urlsplit(url).path for url in watches[0].requests if url.startswith(("http", "ws"))]
    assert {path for path in paths if not path.startswith("/atlas/map/")} == set()


def test_at_home_with_a_long_way_every_event_counts_once(page: Page, small_url: str) -> None:
    home = urlsplit(small_url).port
    assert home
    sent: list[str | bytes] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(frame))

    page.on("websocket", watch)
    with delay(home, HALF_TRIP) as port:
        frame = open_map(page, f"http://127.0.0.1:{port}/")
        page.wait_for_timeout(1_500)
        before = len(sent)
        click_middle(page, unit(frame, "440000"))
        expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
        page.wait_for_timeout(1_000)
        assert len(sent) == before + 1
        theme(page, "政务服务").click()
        theme(page, "数据资源与政务公开").click()  # before the answer to the first
        expect(page).to_have_url(re.compile("theme=gov_services.*theme=data_openness"))
        expect(page.locator("#list")).to_have_text("广东 · 3 项举措")
        page.wait_for_timeout(1_000)
        assert len(sent) == before + 3
        page.goto("about:blank")


def test_enlarged_to_twice_its_size_nothing_is_lost(
    new_page: Callable[..., Page], small_url: str
) -> None:
    page = new_page(width=720, height=450, device_scale_factor=2)
    frame = open_map(page, small_url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    click_middle(page, unit(frame, "330000"))
    expect(page.locator("#list")).to_have_text("浙江 · 5 项举措")
    for name in ("h1.finding", ".st-key-bar", "button[data-region]", "#list"):
        box = page.locator(name).first.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 720
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(theme(page, "政务服务")).to_be_in_viewport()
