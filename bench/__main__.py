"""`python -m bench`: measure, print, and say whether every target is met."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.dataset import make_records, write_peer_cities
from bench.extraction import measure_extraction
from bench.figures import Figure, Rule, table
from bench.page import Change, measure_changes, measure_first_paints
from bench.places import measure_places
from bench.timeline import measure_timeline
from geodata.paths import ROOT
from tests.browser.chromium import launch_arguments, prepare_chromium
from tests.browser.server import serve_page

REPORT = ROOT / "docs" / "benchmarks.md"
START_MARK = "<!-- figures: `make bench ARGS=--write` writes what follows -->\n"
PAGE_PEER = "folium.Choropleth"
PARTS = ("pages", "extraction", "places", "timeline")


def page_figures(ours: Change, peer: Change) -> list[Figure]:
    """What a filter change costs."""
    milliseconds, kilobytes = 1000.0, 0.001
    return [
        Figure(
            name="filter change to new map data",
            unit="ms",
            ours=ours.seconds * milliseconds,
            peer=peer.seconds * milliseconds,
            peer_name=PAGE_PEER,
            rule=Rule.SHARE_AT_MOST,
            target=1 / 20,
        ),
        Figure(
            name="map data sent for a filter change",
            unit="kB",
            ours=ours.map_bytes * kilobytes,
            peer=peer.map_bytes * kilobytes,
            peer_name=PAGE_PEER,
            rule=Rule.AT_MOST,
            target=30,
        ),
        Figure(
            name="all that is sent for a filter change",
            unit="kB",
            ours=ours.all_bytes * kilobytes,
            peer=peer.all_bytes * kilobytes,
            peer_name=PAGE_PEER,
            rule=Rule.AT_MOST,
            target=30,
        ),
    ]


def paint_figures(ours: tuple[float, float], peer: tuple[float, float]) -> list[Figure]:
    """How long the map keeps its reader waiting; each pair: empty cache, warm cache."""
    cold, warm = zip(ours, peer, strict=True)
    return [
        Figure("first map visible, warm browser", "s", *warm, PAGE_PEER, Rule.AT_MOST, 2.5),
        Figure(
            "first map visible, empty browser cache",
            "s",
            *cold,
            PAGE_PEER,
        ),
    ]


def measure_pages(folder: Path) -> list[Figure]:
    """Both pages in one Chromium, on the same records and boundaries."""
    records = make_records(folder)
    environment = {"ATLAS_RECORDS": str(records), "PEER_CITIES": str(write_peer_cities(folder))}
    ours = ROOT / "dashboard" / "app.py"
    peer = ROOT / "bench" / "peer_app.py"
    with (
        serve_page(ours, folder / "ours.log", environment) as ours_root,
        serve_page(peer, folder / "peer.log", environment) as peer_url,
        sync_playwright() as driver,
    ):
        ours_url = f"{ours_root}/?level=city"
        browser = driver.chromium.launch(
            executable_path=prepare_chromium(), args=launch_arguments()
        )
        paints = measure_first_paints(browser, [ours_url, peer_url])
        changes = measure_changes(browser, [ours_url, peer_url])
        browser.close()
    return [*page_figures(*changes), *paint_figures(*paints)]


def machine() -> str:
    """What the figures were measured on."""
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} cores, {platform.machine()}, "
        f"{platform.system()}, Python {platform.python_version()}, "
        f"{os.getloadavg()[0]:.1f} processes wanting a core before the start"
    )


def write_report(text: str) -> None:
    """Put the figures into the page of documentation, after its words."""
    words = REPORT.read_text(encoding="utf-8").split(START_MARK)[0]
    REPORT.write_text(f"{words}{START_MARK}\n{text}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 when every target is met, 1 when one is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    parser.add_argument("--only", choices=PARTS, help="measure one part only")
    options = parser.parse_args(arguments)
    figures: list[Figure] = []
    measured_on = machine()
    parts = {options.only} if options.only else set(PARTS)
    if "pages" in parts:
        with tempfile.TemporaryDirectory() as folder:
            figures += measure_pages(Path(folder))
    if "extraction" in parts:
        figures += measure_extraction()
    if "places" in parts:
        figures += measure_places()
    if "timeline" in parts:
        figures += measure_timeline()
    text = f"Measured {measured_on}.\n\n{table(figures)}"
    print(text)
    if options.write:
        write_report(text)
    missed = [figure.name for figure in figures if not figure.is_met]
    if missed:
        print(f"Missed: {', '.join(missed)}.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
