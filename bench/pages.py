"""The dashboard beside its peer: every promise about the page, as figures."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.dataset import make_records, write_peer_cities
from bench.figures import Figure, Rule
from bench.page import STEADY, Opening, Run, measure_changes, measure_first_paints
from bench.reading import Outlines, measure_hover, measure_outlines, measure_play
from geodata.paths import ROOT
from tests.browser.chromium import launch_arguments, prepare_chromium
from tests.browser.server import serve_page

PEER = "folium.Choropleth"
RECORDS, MANY = 10_000, 1_000_000
OURS, THEIRS = ROOT / "dashboard" / "server.py", ROOT / "bench" / "peer_app.py"
AT_MOST, SHARE = Rule.AT_MOST, Rule.SHARE_AT_MOST
MILLI, KILO = 1000.0, 0.001


def measure_pages() -> list[Figure]:
    """Both pages in one Chromium, on the same records and boundaries; then what only ours has."""
    with (
        tempfile.TemporaryDirectory() as name,
        sync_playwright() as driver,
    ):
        folder = Path(name)
        peer = {"PEER_CITIES": str(write_peer_cities(folder))}
        browser = driver.chromium.launch(
            executable_path=prepare_chromium(), args=launch_arguments()
        )
        few = {"ATLAS_RECORDS": str(make_records(RECORDS)), **peer}
        with (
            serve_page(OURS, folder / "ours.log", few) as ours,
            serve_page(THEIRS, folder / "peer.log", few) as theirs,
        ):
            urls = [f"{ours}/?level=city", theirs]
            figures = paint_figures(*measure_first_paints(browser, urls))
            runs = measure_changes(browser, urls)
            figures += change_figures(*runs)
            play, (hover, asked) = measure_play(browser, ours), measure_hover(browser, ours)
            outlines = measure_outlines(browser, ours)
        many = {"ATLAS_RECORDS": str(make_records(MANY))}
        with serve_page(OURS, folder / "many.log", many) as ours:
            (run,) = measure_changes(browser, [f"{ours}/?level=city"])
        browser.close()
    theirs_drawn = runs[1].middle("drawn") * MILLI
    return [
        *figures,
        seconds_at_most("the same with 1,000,000 records, p95", run.slow("drawn"), 700),
        Figure("playing all counties: a year's step, p95", "ms", play.step, theirs_drawn,
               f"{PEER}, cities", AT_MOST, 100, binding=False),
        Figure("playing all counties: longest frame", "ms", play.frame, 0, "", AT_MOST, 200,
               binding=False),
        Figure("hover to the box on screen, p95", "ms", hover, 0, "", AT_MOST, 50, binding=False),
        Figure("requests while hovering", "requests", asked, 0, "", AT_MOST, 0),
        *outline_figures(outlines),
    ]  # fmt: skip


def seconds_at_most(name: str, ours: float, target: float) -> Figure:
    """A time of ours alone, told and not asserted."""
    return Figure(name, "ms", ours * MILLI, 0, "", AT_MOST, target, binding=False)


def paint_figures(ours: Opening, peer: Opening) -> list[Figure]:
    """How long the map keeps its reader waiting."""
    name = "first map visible, empty browser cache"
    return [
        Figure(name, "s", ours.cold, peer.cold, PEER, AT_MOST, 2.5, binding=False),
        Figure(name, "s", ours.cold, peer.cold, PEER, SHARE, 1 / 2),
        Figure("first map visible, warm browser", "s", ours.warm, peer.warm, PEER),
        Figure("the page's own map, empty browser cache", "s", ours.own, peer.own, PEER),
    ]


def change_figures(ours: Run, peer: Run) -> list[Figure]:
    """What a filter change costs."""

    def compare(name: str, unit: str, cost: str, scale: float, rule: Rule, target: float) -> Figure:
        values = (run.middle(cost) * scale for run in (ours, peer))
        return Figure(name, unit, *values, PEER, rule, target)

    screen = "filter change to new colours on screen, p95"
    slow = ours.slow("drawn") * MILLI, peer.slow("drawn") * MILLI
    return [
        Figure(screen, "ms", *slow, PEER, AT_MOST, 400, binding=False),
        Figure(screen, "ms", *slow, PEER, SHARE, 1 / 8),
        compare("filter change to new map data", "ms", "seconds", MILLI, SHARE, 1 / 20),
        compare("map data sent for a filter change", "kB", "map_bytes", KILO, AT_MOST, 30),
        compare("all that is sent for a filter change", "kB", "all_bytes", KILO, AT_MOST, 30),
        Figure(f"maps made anew over {STEADY} filter changes", "maps", ours.mounts, peer.mounts,
               f"{PEER}, {len(peer.changes) + 1} changes", AT_MOST, 0),
        Figure(f"frames without a whole map over {STEADY} filter changes", "frames", ours.bare,
               peer.bare, f"{PEER}, {len(peer.changes) + 1} changes", AT_MOST, 0),
    ]  # fmt: skip


def outline_figures(outlines: Outlines) -> list[Figure]:
    """What the browser is sent of the boundaries."""

    def at_most(name: str, sent: int, target: float) -> Figure:
        return Figure(f"outlines, {name}", "kB", sent * KILO, 0, "", AT_MOST, target)

    return [
        at_most("provinces, gzipped", outlines.province, 60),
        at_most("cities, gzipped", outlines.city, 250),
        at_most("counties of the largest province, gzipped", outlines.county, 150),
        at_most("sent again at a second visit", outlines.again, 0),
    ]
