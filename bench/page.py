"""Drive a page's year filter and its first paint in Chromium, and time both."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from bench.traffic import Traffic, has_begun, record, settle

CHANGES = 20
"""Filter changes that are timed, after one that is not."""
STEADY = 50
"""Filter changes over which nothing may flicker, those that are timed among them."""
LOADS = 5
DRAWING = 50
"""Tenths of a second in which a page at rest may still draw."""
PATIENCE_MILLISECONDS = 60_000
VIEWPORT = ViewportSize(width=1440, height=900)
PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
PERCENTILE = 0.95


@dataclass(frozen=True, slots=True)
class Change:
    """What one filter change cost; from the browser's message with the new filter."""

    seconds: float
    """Until the answer with the new map data is there."""
    drawn: float
    """Until the new colours are on the screen, in seconds."""
    map_bytes: int
    """Of the messages with map data, until the page is at rest again."""
    all_bytes: int
    """Of everything that was sent to the browser until then."""


@dataclass(frozen=True, slots=True)
class Run:
    """All changes of one page, and what a reader saw flicker meanwhile."""

    changes: tuple[Change, ...]
    mounts: int
    """Frames that were made anew."""
    bare: int
    """Animation frames in which the map was not there, not whole, or faded."""

    def middle(self, cost: str) -> float:
        """The median of one of the costs."""
        return float(median(getattr(change, cost) for change in self.changes))

    def slow(self, cost: str) -> float:
        """What 95 of 100 changes do not exceed."""
        return rank([getattr(change, cost) for change in self.changes], PERCENTILE)


def rank(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def make_page(context: BrowserContext) -> Page:
    """A page that notes what is drawn when."""
    page = context.new_page()
    page.add_init_script(PROBE)
    return page


def first_paint(page: Page, url: str) -> float:
    """Open the page; seconds from the start of the navigation until the map is on the screen."""
    page.goto(url, wait_until="commit")
    page.wait_for_function("probe.drawn.length", timeout=PATIENCE_MILLISECONDS, polling=100)
    return float(page.evaluate("probe.drawn[0] - performance.timeOrigin")) / 1000


def own_paint(page: Page) -> float:
    """Of an opened page: seconds until the map of its own script is on the screen."""
    page.wait_for_function("probe.own", timeout=PATIENCE_MILLISECONDS, polling=100)
    return float(page.evaluate("probe.own - performance.timeOrigin")) / 1000


def open_at_rest(context: BrowserContext, url: str) -> tuple[Page, Traffic]:
    """Open the page and wait until its own map is drawn and the server is silent."""
    page = make_page(context)
    traffic = record(page)
    first_paint(page, url)
    own_paint(page)
    settle(page, traffic)
    return page, traffic


def take_year(page: Page, *, last: bool) -> None:
    """Take one year off the end of the year filter, or off its start."""
    end = page.locator('[data-testid="stSidebar"] input[type="range"]').nth(int(last))
    end.press("ArrowLeft" if last else "ArrowRight")


def give_year(page: Page) -> None:
    """Add one year to the end of the year filter."""
    page.locator('[data-testid="stSidebar"] input[type="range"]').nth(1).press("ArrowRight")


def measure_change(page: Page, traffic: Traffic, act: Callable[[Page], None]) -> Change | None:
    """Change a filter once and follow what comes of it; None when the map stayed as it was."""
    sent, received, http = len(traffic.sent), len(traffic.received), traffic.http_bytes
    before = page.evaluate("probe.sent.length")
    act(page)
    settle(page, traffic, lambda: has_begun(traffic.received[received:]))
    answer = traffic.received[received:]
    left = page.evaluate("at => probe.sent[at]", before)
    if not any(frame.is_map for frame in answer):
        return None
    drawn = wait_until_drawn(page, left)
    if drawn is None:
        return None
    arrived = next(frame.seconds for frame in answer if frame.is_map)
    return Change(
        seconds=arrived - traffic.sent[sent].seconds,
        drawn=(drawn - left) / 1000,
        map_bytes=sum(frame.size for frame in answer if frame.is_map),
        all_bytes=sum(frame.size for frame in answer) + traffic.http_bytes - http,
    )


def wait_until_drawn(page: Page, since: float) -> float | None:
    """When the map first had other colours; None when it has the same for DRAWING."""
    drawn = "since => probe.drawn.find(time => time > since)"
    for _ in range(DRAWING):
        if found := page.evaluate(drawn, since):
            return float(found)
        page.wait_for_timeout(100)
    return None


def measure_changes(browser: Browser, urls: Sequence[str]) -> list[Run]:
    """What a filter change costs on each page, the pages taking turns.

    Raises:
        ValueError: If a page's map did not change with its filter.
    """
    contexts = [browser.new_context(viewport=VIEWPORT) for _ in urls]
    opened = [open_at_rest(context, url) for context, url in zip(contexts, urls, strict=True)]
    began = [page.evaluate("({ ...probe })") for page, _ in opened]
    changes: list[list[Change]] = [[] for _ in urls]
    for number in range(CHANGES + 1):
        act = partial(take_year, last=number <= CHANGES // 2)
        for (page, traffic), own in zip(opened, changes, strict=True):
            change = measure_change(page, traffic, act)
            own += [change] if change else []
    for url, own in zip(urls, changes, strict=True):
        if len(own) < CHANGES * 3 // 4:  # streamlit-folium takes some changes of a map for none
            raise ValueError(f"{url}: the map changed {len(own)} times in {CHANGES + 1} tries.")
    shake(*opened[0])
    ended = [page.evaluate("({ ...probe })") for page, _ in opened]
    for context in contexts:
        context.close()
    return [
        Run(tuple(own[-CHANGES:]), end["mounts"] - start["mounts"], end["bare"] - start["bare"])
        for own, start, end in zip(changes, began, ended, strict=True)
    ]


def shake(page: Page, traffic: Traffic) -> None:
    """Change the filter as fast as a hand can, to the number of STEADY."""
    for number in range(STEADY - CHANGES - 1):
        give_year(page) if number % 20 < 10 else take_year(page, last=True)
        page.wait_for_timeout(150)
    settle(page, traffic)


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds until a page's map is visible."""

    cold: float
    """With an empty browser cache."""
    own: float
    """Until it is the one that the page's script draws, with an empty cache."""
    warm: float
    """With what a visit before has left in the cache."""


def measure_first_paints(browser: Browser, urls: Sequence[str]) -> list[Opening]:
    """How long each page's map keeps its reader waiting: medians, the pages taking turns."""
    openings: list[list[Opening]] = [[] for _ in urls]
    for round_number in range(LOADS + 1):
        for url, own in zip(urls, openings, strict=True):
            context = browser.new_context(viewport=VIEWPORT)
            page = make_page(context)
            cold = first_paint(page, url)
            opening = Opening(cold, own_paint(page), first_paint(make_page(context), url))
            if round_number:  # the first warms the server
                own.append(opening)
            context.close()
    return [
        Opening(*(median(getattr(o, name) for o in own) for name in ("cold", "own", "warm")))
        for own in openings
    ]
