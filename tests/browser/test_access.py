"""The page for who cannot see it well, or uses no mouse."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.filters import TABS
from tests.browser.test_dashboard import FRAME
from tests.browser.watch import wait_until_still

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")
MOST_STEPS = 150
"""Of the tab key on the way to anything."""
STATES: dict[str, tuple[str, dict[str, Any]]] = {
    **{tab: (f"?tab={tab}", {}) for tab in TABS},
    "dark": ("", {"color_scheme": "dark"}),
    "english": ("?lang=en&region=330000", {}),
    "zoomed": ("?level=city&within=330000&region=330100", {}),
    "counties": ("?level=county&within=330100", {"color_scheme": "dark"}),
    "two": ("?maps=two", {}),
    "many": ("?maps=many&by=theme", {}),
    "play": ("?maps=play", {}),
    "nothing": ("?theme=taxation&level=city", {}),
    "enlarged": ("", {"width": 720, "height": 450, "device_scale_factor": 2}),
    "phone": ("", {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}),
}
FOCUSED = """
() => {
  let active = document.activeElement;
  while (active && active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
  return active ? (active.getAttribute("data-region") || active.innerText || "").trim() : "";
}
"""  # noqa: E501


def open_whole(page: Page, url: str) -> None:
    """Open the page and wait until nothing is added to it any more."""
    page.goto(url)
    expect(page.locator("footer.about")).to_be_visible()
    wait_until_still(page)
    if page.locator(FRAME).count():
        body = page.frame_locator(FRAME).locator("body")
        expect(body).to_have_attribute("data-count", "1")
        expect(page.locator("#atlas-prelude")).to_have_count(0)
    page.wait_for_timeout(700)


def find_faults(page: Page) -> list[str]:
    """What axe-core calls serious or worse, in the page and in its frames."""
    for frame in page.frames:
        frame.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{fault['impact']} {fault['id']}: {node['target']} {node['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_serious_fault(
    state: str, new_page: Callable[..., Page], small_url: str
) -> None:
    query, options = STATES[state]
    page = new_page(**options)
    open_whole(page, f"{small_url}/{query}")
    assert find_faults(page) == []


def test_axe_would_find_one(page: Page) -> None:
    page.set_content("<html lang=en><title>x</title><main><img src='data:,'></main></html>")
    assert [fault.split(":")[0] for fault in find_faults(page)] == ["critical image-alt"]


def go_to(page: Page, wanted: str) -> None:
    """Press the tab key until what it reaches says so."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(wanted):
            return
    pytest.fail(f"the tab key reaches nothing that says {wanted}")


def test_keys_alone_lead_from_filter_to_region_to_sentence_to_download(
    page: Page, small_url: str
) -> None:
    open_whole(page, small_url)
    go_to(page, "政务服务")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_have_text("全部 · 6 项举措")
    go_to(page, "330000")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_have_text("浙江 · 2 项举措")
    expect(page.locator("details.card")).to_have_count(2)
    second = page.locator("details.card").nth(1)
    sentence = second.locator("mark").first
    expect(sentence).not_to_be_visible()
    go_to(page, second.locator("summary").inner_text()[:6])
    page.keyboard.press("Enter")
    expect(sentence).to_be_visible()
    go_to(page, "下载当前记录")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert len(waiting.value.path().read_text(encoding="utf-8-sig").splitlines()) == 1 + 3
