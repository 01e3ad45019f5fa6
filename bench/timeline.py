"""Time how long the timeline takes to draw itself anew, from far to near."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure, Rule
from geodata.paths import ROOT
from tests.browser.chromium import launch_arguments, prepare_chromium
from tests.browser.server import serve_page

APP = ROOT / "tests" / "browser" / "timeline_app.py"
MARKS = 100_000
STEPS = 14
"""Zoom steps that are timed; after so many, two weeks are in sight."""
TARGET_MILLISECONDS = 500
PATIENCE_MILLISECONDS = 120_000
# The drawing itself and what the browser does until it is on the screen.
REDRAW = """
name => new Promise((done) => {
  const shadow = [...document.querySelectorAll("*")].map((each) => each.shadowRoot).find(
    (root) => root && root.querySelector(".timeline"));
  const began = performance.now();
  (shadow || document).querySelector(`.tools .${name}`).click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})
"""


def measure_timeline() -> list[Figure]:
    """The slowest redraw at 100,000 marks, beside that at 1,000."""
    slowest = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        log, environment = Path(folder) / "server.log", {"PYTHONPATH": str(ROOT)}
        browser = driver.chromium.launch(
            executable_path=prepare_chromium(), args=launch_arguments()
        )
        with serve_page(APP, log, environment) as url:
            for number in (1000, MARKS):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                slowest[number] = max(time_redraws(page, f"{url}/?n={number}"))
                page.close()
        browser.close()
    return [
        Figure(
            name="slowest redraw of the timeline at 100,000 marks",
            unit="ms",
            ours=slowest[MARKS],
            peer=slowest[1000],
            peer_name="itself at 1,000",
            rule=Rule.AT_MOST,
            target=TARGET_MILLISECONDS,
        )
    ]


def time_redraws(page: Page, url: str) -> list[float]:
    """Milliseconds of each step of zooming in, and of going back to all years."""
    page.goto(url)
    page.wait_for_selector(".timeline .key", timeout=PATIENCE_MILLISECONDS)
    page.wait_for_timeout(1000)
    return [float(page.evaluate(REDRAW, name)) for name in (*["in"] * STEPS, "all")]
