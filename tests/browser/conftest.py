"""A real Chromium, cut off from the network, against a running dashboard.

- `page`, `phone`: a browser page at 1440x900, at 390x844; not yet at any address.
- `new_page`: makes more of them, at any size (`new_page(width=320, height=640)`); further
  options go to Playwright's `new_context` (`color_scheme="dark"`).
- `watches`: what was recorded (`watches[0].requests`), one for each page made.
- `map_url`: the map alone, for `tests.browser.map_harness.open_map`.
- `dashboard_url`: the page on the sample corpus. `small_url`: on a dataset counted by hand.
  `serve_records(folder)`: on any dataset.

Each test that uses a page fails at its end if the page asked any host but its own for anything,
wrote an error to the console, or let an exception through. A test that provokes such a thing on
purpose takes what it expects out of the `watches`.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

import geodata as gd
from geodata.paths import ROOT, data_folder
from tests.browser.chromium import launch_arguments, prepare_chromium, prepare_font
from tests.browser.map_harness import serve_folder, write_site
from tests.browser.server import serve_page
from tests.browser.watch import Watch, watch_context
from tests.small_dataset import HOSTILE, write_small_dataset

HERE = Path(__file__).parent
APP = ROOT / "dashboard" / "server.py"
STEP_MILLISECONDS = 30_000
"""How long Playwright waits for anything: the machine may be slow, the answer may not be wrong."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser, for this package only: its event loop must be gone when other tests run."""
    path = prepare_chromium()
    prepare_font()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=launch_arguments())
        yield browser
        browser.close()


@pytest.fixture
def watches() -> list[Watch]:
    """One record per browser context of the test, in the order of their making."""
    return []


@pytest.fixture
def new_page(chromium: Browser, watches: list[Watch]) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1440, height: int = 900, **options: Any) -> Page:
        viewport = ViewportSize(width=width, height=height)
        context = chromium.new_context(viewport=viewport, **options)
        context.set_default_timeout(STEP_MILLISECONDS)
        contexts.append(context)
        watches.append(watch_context(context))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults()] == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page(width=1440, height=900)


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(width=390, height=844, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def map_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The map without Streamlit; the name of Anhui is hostile."""
    units = gd.Gazetteer.load(data_folder()).units()
    names = {unit.adcode: unit.short for unit in units} | {"340000": HOSTILE}
    folder = tmp_path_factory.mktemp("map") / "site"
    write_site(folder, {"zh": names, "en": names})
    with serve_folder(folder) as url:
        yield url


@pytest.fixture(scope="session")
def sample_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as a dataset; `ATLAS_RECORDS` names one that exists already."""
    if given := os.environ.get("ATLAS_RECORDS"):
        return Path(given)
    folder = tmp_path_factory.mktemp("sample-records")
    corpus = data_folder() / "corpus"
    command = [sys.executable, "-m", "geodata", "extract", str(corpus), "-o", str(folder)]
    command += ["--metadata", str(corpus / "sources.csv")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return folder


@pytest.fixture(scope="session")
def serve_records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Start the dashboard on a dataset folder, once for each, until the session ends."""
    addresses: dict[Path, str] = {}
    logs: list[Path] = []
    with ExitStack() as running:

        def serve(records: Path) -> str:
            if records not in addresses:
                log = tmp_path_factory.mktemp("dashboard") / "server.log"
                logs.append(log)
                environment = {"ATLAS_RECORDS": str(records)}
                addresses[records] = running.enter_context(serve_page(APP, log, environment))
            return addresses[records]

        yield serve
    said = "".join(log.read_text(encoding="utf-8", errors="replace") for log in logs)
    assert "Traceback" not in said, said[-4000:]


@pytest.fixture(scope="session")
def dashboard_url(serve_records: Callable[[Path], str], sample_records: Path) -> str:
    return serve_records(sample_records)


@pytest.fixture(scope="session")
def small_url(
    serve_records: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The page on a dataset counted by hand."""
    return serve_records(write_small_dataset(tmp_path_factory.mktemp("small-page")))
