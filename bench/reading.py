"""Time what the map does by itself, without its server: playing and hovering; and its outlines."""

import gzip
import urllib.request
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Browser, Frame, Page

from bench.page import PATIENCE_MILLISECONDS, PERCENTILE, VIEWPORT, rank
from tests.browser.watch import wait_until_still

WATCH_PLAY = """
() => {
  const { player } = atlas.view;
  const step = player.onStep;
  window.seen = { steps: [], frames: [] };
  player.onStep = (at) => {
    const began = performance.now();
    step(at);
    requestAnimationFrame(() => requestAnimationFrame(
      () => window.seen.steps.push(performance.now() - began)));
  };
  let last = null;
  (function tick(now) {
    if (last !== null && now) window.seen.frames.push(now - last);
    last = now || null;
    if (!window.seen.done) requestAnimationFrame(tick);
  })();
}
"""
WATCH_HOVER = """
() => {
  window.hovers = [];
  let moved = 0;
  window.addEventListener("pointermove", (event) => { moved = event.timeStamp; }, true);
  new MutationObserver(() => {
    const began = moved;
    requestAnimationFrame(() => requestAnimationFrame(
      () => window.hovers.push(performance.now() - began)));
  }).observe(document.querySelector(".atlas-tip"), { childList: true });
}
"""
OWN = 'iframe[title="streamlit_folium.st_folium"]'
FASTEST = "3"
HOVERS = 40


@dataclass(frozen=True, slots=True)
class Play:
    """Milliseconds while the years of all counties played."""

    step: float
    """From a step's start until it is on the screen: 95 of 100 are no longer."""
    frame: float
    """Of the longest animation frame."""


def open_map(page: Page, url: str, level: str) -> Frame:
    """The frame of the page's own map, once it is painted and nothing lies over it."""
    page.goto(url)
    element = page.wait_for_selector(OWN, timeout=PATIENCE_MILLISECONDS, state="attached")
    frame = element.content_frame() if element else None
    assert frame
    frame.wait_for_selector(f'body[data-painted="{level}"]', timeout=PATIENCE_MILLISECONDS)
    page.wait_for_selector("#atlas-prelude", timeout=PATIENCE_MILLISECONDS, state="detached")
    wait_until_still(page)
    page.wait_for_timeout(1500)
    return frame


def measure_play(browser: Browser, url: str) -> Play:
    """Play all years of all counties at the fastest speed."""
    page = browser.new_page(viewport=VIEWPORT)
    frame = open_map(page, f"{url}/?level=county&maps=play", "county")
    frame.evaluate(WATCH_PLAY)
    frame.locator(".atlas-play select").select_option(FASTEST)
    frame.locator(".atlas-play button.play").click()
    frame.wait_for_selector("body.playing")
    frame.wait_for_selector("body:not(.playing)", timeout=PATIENCE_MILLISECONDS)
    seen = frame.evaluate("() => { window.seen.done = true; return window.seen; }")
    page.close()
    return Play(step=rank(seen["steps"], PERCENTILE), frame=max(seen["frames"]))


def measure_hover(browser: Browser, url: str) -> tuple[float, int]:
    """Milliseconds from the mouse's move until the box beside it is on the screen, of 95 of 100.

    Returns:
        That, and how often a server was asked for anything.
    """
    page = browser.new_page(viewport=VIEWPORT)
    frame = open_map(page, f"{url}/?level=city", "city")
    frame.evaluate(WATCH_HOVER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.locator(OWN).bounding_box()
    assert box
    for number in range(HOVERS):
        across = 0.45 + 0.4 * (number % 8) / 8
        down = 0.35 + 0.35 * (number // 8) / 5
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.wait_for_timeout(60)
    seen = frame.evaluate("window.hovers")
    page.close()
    if len(seen) < HOVERS // 4:
        raise ValueError(f"{url}: the box beside the mouse changed {len(seen)} times.")
    return rank(seen, PERCENTILE), len(asked)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Bytes of outlines as they are sent."""

    province: int
    city: int
    county: int
    """Of the province with the most."""
    again: int
    """Sent to a browser that has them already."""


def measure_outlines(browser: Browser, url: str) -> Outlines:
    """What each level's outlines weigh on the way, and whether a second visit pays again."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    frame = open_map(page, f"{url}/?level=city", "city")
    files, base = frame.evaluate("atlas.files"), frame.url
    page.close()
    page, again = context.new_page(), []
    session = context.new_cdp_session(page)
    names: dict[str, str] = {}
    session.on(
        "Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda e: again.append((names.get(e["requestId"], ""), int(e["encodedDataLength"]))),
    )
    session.send("Network.enable")
    open_map(page, f"{url}/?level=city", "city")
    context.close()

    def weigh(address: str) -> int:
        return len(fetch_packed(urljoin(base, address)))

    return Outlines(
        province=weigh(files["province"]),
        city=weigh(files["city"]),
        county=max(map(weigh, files["county"].values())),
        again=sum(size for name, size in again if ".topojson" in name),
    )


def fetch_packed(url: str) -> bytes:
    """A file as the server sends it to a browser that can unpack."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        body: bytes = answer.read()
    gzip.decompress(body)  # or it was not packed
    return body
