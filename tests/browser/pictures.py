"""`python -m tests.browser.pictures`: pictures of the page's states for the documentation.

The first shows the sample corpus, the others the made-up records of `bench.synthetic`, so that
every level has something to show. They are to be looked at before they are committed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Frame, Page, sync_playwright

from bench.synthetic import write_synthetic
from geodata.paths import ROOT, data_folder
from tests.browser.chromium import launch_arguments, prepare_chromium, prepare_font
from tests.browser.conftest import APP
from tests.browser.server import serve_page
from tests.browser.watch import wait_until_still

FOLDER = ROOT / "docs" / "pictures"
RECORDS = 3000
MOST_BYTES = 200_000
COLOURS = (256, 128, 64, 32)
"""Of the palette: the first that makes a picture small enough is taken."""
MADE_UP, CORPUS, NONE = "made-up", "corpus", "none"
DESK = {"width": 1440, "height": 1000}


@dataclass(frozen=True)
class State:
    """One picture."""

    query: str
    level: str = "province"
    size: Mapping[str, int] = field(default_factory=lambda: DESK)
    options: Mapping[str, Any] = field(default_factory=dict)
    hover: str | None = None
    """A unit that the mouse points at."""
    blocked: str | None = None
    """Files that do not arrive."""
    records: str = MADE_UP
    """Which dataset."""


STATES = {
    "page": State("?region=330000", records=CORPUS),
    "province": State("?region=330000"),
    "city": State("?level=city", "city"),
    "county": State("?level=county", "county"),
    "province-cities": State("?level=city&within=330000", "city", hover="330300"),
    "city-counties": State("?level=county&within=500000", "county"),
    "two-maps": State("?maps=two"),
    "many-maps": State("?maps=many&by=theme"),
    "play": State("?maps=play&year=2016&level=city", "city", hover="510100"),
    "empty": State("?level=city&measure=change", "city"),
    "english": State("?lang=en&measure=first_year"),
    "phone": State(
        "", size={"width": 390, "height": 844}, options={"is_mobile": True, "has_touch": True}
    ),
    "dark": State("?measure=per_million", options={"color_scheme": "dark"}),
    "error": State("", blocked="**/province.topojson*"),
    "no-data": State("", records=NONE),
}


def find_map(page: Page) -> Frame | None:
    """The map's frame, where there is one."""
    return next((frame for frame in page.frames[1:] if "st_folium" in frame.url), None)


def take(browser: Browser, url: str, state: State) -> bytes:
    """The state as PNG, once nothing moves any more."""
    context = browser.new_context(viewport=dict(state.size), **state.options)  # type: ignore[arg-type]
    page = context.new_page()
    if state.blocked:
        page.route(state.blocked, lambda route: route.abort())
    page.goto(f"{url}/{state.query}")
    page.wait_for_selector(".fault, .about", timeout=60_000)
    wait_until_still(page)
    page.wait_for_selector("#atlas-prelude", state="detached", timeout=60_000)
    frame = find_map(page)
    if frame and not state.blocked:
        frame.wait_for_selector(f'body[data-painted="{state.level}"]', timeout=60_000)
    page.wait_for_timeout(2500)
    if frame and state.hover:
        at = frame.evaluate("code => atlas.view.panels[0].sheet.middle(code)", state.hover)
        box = page.locator("iframe").first.bounding_box()
        assert box
        page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
        page.wait_for_timeout(400)
    picture = page.screenshot()
    context.close()
    return picture


def shrink(picture: bytes) -> bytes:
    """The same with as many colours as fit into MOST_BYTES.

    Raises:
        ValueError: If even the fewest do not.
    """
    image = Image.open(BytesIO(picture)).convert("RGB")
    for colours in COLOURS:
        out = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"The picture has {out.tell():,} bytes; at most {MOST_BYTES:,} are wanted.")


def make_records(folder: Path) -> None:
    """All datasets but the one that is missing, each in a folder of its name."""
    write_synthetic(folder / MADE_UP, RECORDS)
    corpus = data_folder() / "corpus"
    command = [sys.executable, "-m", "geodata", "extract", str(corpus), "-o", str(folder / CORPUS)]
    subprocess.run([*command, "--metadata", str(corpus / "sources.csv")], cwd=ROOT, check=True)


def main() -> None:
    """All pictures, or those that are named."""
    wanted = sys.argv[1:] or list(STATES)
    prepare_font()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        make_records(folder)
        browser = driver.chromium.launch(
            executable_path=prepare_chromium(), args=launch_arguments()
        )
        for records in (CORPUS, MADE_UP, NONE):
            environment = {"ATLAS_RECORDS": str(folder / records)}
            with serve_page(APP, folder / "server.log", environment) as url:
                for each in wanted:
                    if STATES[each].records == records:
                        picture = shrink(take(browser, url, STATES[each]))
                        (FOLDER / f"{each}.png").write_bytes(picture)
                        print(f"{each}: {len(picture):,} bytes")
        browser.close()


if __name__ == "__main__":
    main()
