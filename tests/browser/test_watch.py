"""The harness itself: a fault that it let through would make every browser test worthless."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium as preparation
from tests.browser.watch import Watch, is_foreign, watch_context

PATIENCE_STEPS = 200


def wait_for(page: Page, happened: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_STEPS):
        if happened():
            return
        page.wait_for_timeout(50)


@pytest.mark.parametrize(
    ("url", "foreign"),
    [
        pytest.param("http://127.0.0.1:8501/", False, id="own-page"),
        pytest.param("ws://127.0.0.1:8501/_stcore/stream", False, id="own-socket"),
        pytest.param("data:image/png;base64,AA==", False, id="in-the-page"),
        pytest.param("blob:http://127.0.0.1:8501/1", False, id="made-in-the-page"),
        pytest.param("https://cdn.example/leaflet.js", True, id="cdn"),
        pytest.param("wss://cdn.example/", True, id="socket-elsewhere"),
        pytest.param("http://127.0.0.1.example/", True, id="looks-like-ours"),
        pytest.param("http://localhost/", True, id="another-name"),
    ],
)
def test_an_address_is_foreign_unless_on_this_machine(url: str, foreign: bool) -> None:
    assert is_foreign(url) is foreign


def test_a_page_that_misbehaves_is_caught(chromium: Browser) -> None:
    context = chromium.new_context()
    watch = watch_context(context)
    page = context.new_page()
    page.set_content(
        "<img src='https://tiles.example/1.png'>"
        "<script>console.error('said so'); setTimeout(() => { throw new Error('thrown') })</script>"
    )
    wait_for(page, lambda: len(watch.faults()) == 4)
    context.close()
    assert watch.foreign() == ["https://tiles.example/1.png"]
    assert any("said so" in text for text in watch.console_errors)
    assert any("thrown" in text for text in watch.page_errors)
    assert len(watch.faults()) == 4  # the failed picture is an error on the console as well


def test_a_frame_inside_the_page_is_watched_too(chromium: Browser) -> None:
    context = chromium.new_context()
    watch = watch_context(context)
    page = context.new_page()
    page.set_content(
        "<iframe srcdoc=\"<script src='https://d3.example/d3.js'></script>\"></iframe>"
    )
    wait_for(page, lambda: bool(watch.foreign()))
    context.close()
    assert watch.foreign() == ["https://d3.example/d3.js"]


def test_the_browser_reaches_no_other_host(chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    failures: list[str | None] = []
    page.on("requestfailed", lambda request: failures.append(request.failure))
    page.set_content(
        "<script src='http://192.0.2.1/x.js'></script><img src='http://name.example/'>"
    )
    wait_for(page, lambda: len(failures) == 2)
    context.close()
    assert failures == ["net::ERR_NAME_NOT_RESOLVED"] * 2


def test_a_quiet_page_has_no_faults(page: Page, watches: list[Watch]) -> None:
    page.set_content("<p>数字治理地图</p>")
    assert page.inner_text("p") == "数字治理地图"
    assert watches[0].faults() == []


def test_pages_have_the_sizes_that_they_are_named_for(
    page: Page, phone: Page, new_page: Callable[..., Page]
) -> None:
    sizes = [each.viewport_size for each in (page, phone, new_page(width=320, height=640))]
    assert [(size["width"], size["height"]) for size in sizes if size] == [
        (1440, 900),
        (390, 844),
        (320, 640),
    ]


def test_a_named_browser_that_does_not_start_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv(preparation.OVERRIDE, str(broken))
    with pytest.raises(preparation.NotPreparedError, match="not a browser that starts"):
        preparation.prepare_chromium()


def test_a_browser_that_cannot_be_installed_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[str] = []

    def refuse(command: list[str]) -> bool:
        tried.append(" ".join(command))
        return False

    monkeypatch.setattr(preparation, "find_chromium", lambda: None)
    monkeypatch.setattr(preparation, "attempt", refuse)
    monkeypatch.delenv(preparation.OVERRIDE, raising=False)
    assert preparation.main() == 1
    assert "playwright install" in tried[0]
    assert "Install one" in capsys.readouterr().err
