"""Drive a page's year filter and its first paint in Chromium, and time both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from bench.traffic import Traffic, has_begun, record, settle

CHANGES = 7
"""Filter changes that are timed, after one that is not."""
MOST_YEARS = 20
"""So often is a year taken off: a year without initiatives leaves the map as it was."""
LOADS = 3
SHAPES = 300
"""So many filled shapes are a drawn map: there are 375 cities."""
PATIENCE_MILLISECONDS = 60_000
VIEWPORT = ViewportSize(width=1440, height=900)

WHEN_DRAWN = """
least => {
  const shapes = document.querySelectorAll(".leaflet-pane path:not([fill='none'])");
  if (shapes.length < least) return null;
  const seen = Array.from(shapes).filter(shape => shape.getBoundingClientRect().width > 0);
  if (seen.length < least) return null;
  return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
    () => done(Date.now()))));
}
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What one filter change cost."""

    seconds: float
    """From the browser's message with the new filter to the answer with the new map data."""
    map_bytes: int
    """Of the messages with map data, until the page is at rest again."""
    all_bytes: int
    """Of everything that was sent to the browser until then."""


def first_paint(page: Page, url: str) -> float:
    """Open the page; seconds from the start of the navigation until the map is on the screen."""
    page.goto(url, wait_until="commit")
    began = page.evaluate("performance.timeOrigin")
    page.wait_for_selector("iframe", timeout=PATIENCE_MILLISECONDS, state="attached")
    deadline_steps = PATIENCE_MILLISECONDS // 20
    for _ in range(deadline_steps):
        for frame in page.frames[1:]:
            drawn = frame.evaluate(WHEN_DRAWN, SHAPES)
            if drawn is not None:
                return float(drawn - began) / 1000
        page.wait_for_timeout(20)
    raise TimeoutError(f"{url} drew no map of {SHAPES} shapes or more.")


def open_at_rest(context: BrowserContext, url: str) -> tuple[Page, Traffic]:
    """Open the page and wait until the map is drawn and the server is silent."""
    page = context.new_page()
    traffic = record(page)
    first_paint(page, url)
    settle(page, traffic)
    return page, traffic


def move_last_year(page: Page) -> None:
    """Take one year off the end of the year filter."""
    page.locator('[data-testid="stSidebar"] input[type="range"]').nth(1).press("ArrowLeft")


def measure_change(page: Page, traffic: Traffic, act: Callable[[Page], None]) -> Change | None:
    """Change a filter once and follow what comes of it; None when the map stayed as it was."""
    sent, received, http = len(traffic.sent), len(traffic.received), traffic.http_bytes
    act(page)
    settle(page, traffic, lambda: has_begun(traffic.received[received:]))
    answer = traffic.received[received:]
    if not any(frame.is_map for frame in answer):
        return None
    arrived = next(frame.seconds for frame in answer if frame.is_map)
    return Change(
        seconds=arrived - traffic.sent[sent].seconds,
        map_bytes=sum(frame.size for frame in answer if frame.is_map),
        all_bytes=sum(frame.size for frame in answer) + traffic.http_bytes - http,
    )


def middle(changes: Sequence[Change]) -> Change:
    """The median of each of their costs."""
    return Change(
        seconds=median(change.seconds for change in changes),
        map_bytes=round(median(change.map_bytes for change in changes)),
        all_bytes=round(median(change.all_bytes for change in changes)),
    )


def measure_changes(browser: Browser, urls: Sequence[str]) -> list[Change]:
    """What a filter change costs on each page: medians, the pages taking turns."""
    contexts = [browser.new_context(viewport=VIEWPORT) for _ in urls]
    opened = [open_at_rest(context, url) for context, url in zip(contexts, urls, strict=True)]
    changes: list[list[Change]] = [[] for _ in urls]
    for _ in range(MOST_YEARS):
        for (page, traffic), own in zip(opened, changes, strict=True):
            change = measure_change(page, traffic, move_last_year)
            own += [change] if change else []
        if min(map(len, changes)) > CHANGES:
            break
    for context in contexts:
        context.close()
    for url, own in zip(urls, changes, strict=True):
        if len(own) <= CHANGES:
            raise ValueError(f"{url}: the map changed {len(own)} times, not {CHANGES + 1}.")
    return [middle(own[1:]) for own in changes]


def measure_first_paints(browser: Browser, urls: Sequence[str]) -> list[tuple[float, float]]:
    """Seconds until each page's map is visible: with an empty browser cache, and with a warm one.

    Medians, the pages taking turns.
    """
    paints: list[list[tuple[float, float]]] = [[] for _ in urls]
    for _ in range(LOADS):
        for url, own in zip(urls, paints, strict=True):
            context = browser.new_context(viewport=VIEWPORT)
            own.append((first_paint(context.new_page(), url), first_paint(context.new_page(), url)))
            context.close()
    return [
        (median(cold), median(warm)) for cold, warm in (zip(*own, strict=True) for own in paints)
    ]
