"""Record what a browser page asks for and complains of."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

OWN_HOST = "127.0.0.1"
LOCAL_SCHEMES = frozenset({"about", "blob", "data"})
STEP_MILLISECONDS, STILL_STEPS = 100, 5


@dataclass
class Watch:
    """What happened in one browser context, frames included, in order."""

    requests: list[str] = field(default_factory=list)
    """Addresses asked for, web sockets too."""
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    """Exceptions that no script caught."""

    def foreign(self) -> list[str]:
        """The addresses that are not on this machine: there must be none."""
        return [url for url in self.requests if is_foreign(url)]

    def faults(self) -> list[str]:
        """All that a test must not leave behind, in words."""
        return [
            *(f"request to another host: {url}" for url in self.foreign()),
            *(f"error on the console: {text}" for text in self.console_errors),
            *(f"uncaught exception: {text}" for text in self.page_errors),
        ]


def wait_until_still(page: Page) -> None:
    """Return when the page has asked for nothing new for a while.

    Playwright's "networkidle" waits for ever on what a frame had asked for when it went away.
    """
    asked, still = -1, 0
    while still < STILL_STEPS:
        page.wait_for_timeout(STEP_MILLISECONDS)
        before, asked = asked, page.evaluate("performance.getEntriesByType('resource').length")
        still = still + 1 if asked == before else 0


def is_foreign(url: str) -> bool:
    """Whether asking for it would leave this machine."""
    parts = urlsplit(url)
    return parts.scheme not in LOCAL_SCHEMES and parts.hostname != OWN_HOST


def watch_context(context: BrowserContext) -> Watch:
    """Start recording everything that pages of the context do."""
    watch = Watch()

    def on_request(request: Request) -> None:
        watch.requests.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            watch.console_errors.append(f"{message.text} ({message.location.get('url', '')})")

    def on_error(error: WebError) -> None:
        watch.page_errors.append(str(error.error))

    def on_socket(socket: WebSocket) -> None:
        watch.requests.append(socket.url)

    def on_page(page: Page) -> None:
        page.on("websocket", on_socket)
        page.on("crash", lambda _: watch.page_errors.append(f"the tab crashed: {page.url}"))

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", on_error)
    context.on("page", on_page)
    return watch
