"""Tells the browser with the page's first bytes what the map will need.

Streamlit's page finds out file by file: its scripts ask for those of its parts, these make the
map's frame, the frame asks for the map's code, and that for the outlines.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from dashboard.shelf import Answer, Application, Receive, Scope, Send, ask

HEAD, END_OF_BODY = b"<head>", b"</body>"
IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
Hint = Callable[[Mapping[str, Sequence[str]]], str]
"""The parameters of the page's address -> tags."""


class Hints:
    """Middleware: adds tags to the page, at the start of its head and at the end of its body."""

    def __init__(self, app: Application, head: Hint, body: Hint) -> None:
        self._app = app
        self._head = head
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].endswith("/"):
            await self._app(scope, receive, send)
            return
        answer = await ask(self._app, scope, receive)
        if not is_page(answer):
            await answer.send_by(send)
            return
        asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=200)
        head, body = await asyncio.to_thread(lambda: (self._head(asked), self._body(asked)))
        await add_tags(answer, head, body).send_by(send)


def is_page(answer: Answer) -> bool:
    """Whether it is a page that tags can be added to."""
    kind = answer.header(b"content-type")
    return answer.status == 200 and kind.startswith(b"text/html") and HEAD in answer.body


def add_tags(answer: Answer, head: str, body: str = "") -> Answer:
    """The page with tags in its head, before all others, and behind its content.

    Any other answer stays as it is.
    """
    if not is_page(answer):
        return answer
    page = answer.body.replace(HEAD, HEAD + head.encode(), 1)
    page = page.replace(END_OF_BODY, body.encode() + END_OF_BODY, 1)
    headers = [pair for pair in answer.headers if pair[0] not in (b"content-length", b"etag")]
    return Answer(answer.status, [*headers, (b"content-length", str(len(page)).encode())], page)


def find_modules(scripts: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Files of the modules and of all that they import, those first that others wait for.

    Args:
        scripts: Streamlit's folder of them.
        names: What the files are called before their hash; unknown ones are left out.
    """
    found: dict[str, None] = {}
    waiting = [path.name for name in names for path in sorted(scripts.glob(f"{name}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name not in found and (scripts / name).is_file():
            found[name] = None
            waiting += IMPORTED.findall((scripts / name).read_text(encoding="utf-8"))
    return tuple(found)


def write_modules(names: Iterable[str], page: str) -> str:
    """Tags for modules that the page does not name itself."""
    return "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{escape(name)}">'
        for name in names
        if name not in page
    )


def list_data(data: Mapping[str, Any], asked: Mapping[str, str]) -> list[str]:
    """Addresses of what the map of a page address draws; see `dashboard.mapview.MapFiles.data`.

    The counties of the whole country are too many files to name.
    """
    level, within = asked.get("level", ""), asked.get("within", "")
    if level == "county":
        county = data["county"].get(within[:2])
        outlines = [county, data["province"]] if county else []
    else:
        outlines = [data.get(level) if level == "city" else data["province"]]
    languages = data["languages"]
    spoken = languages.get(asked.get("lang"), next(iter(languages.values())))
    return [data["lines"], *outlines, spoken]


def write_files(files: Mapping[str, Iterable[str]]) -> str:
    """Tags for files by what they are used as: script, style or fetch.

    Addresses are relative to the map's frame, as in `MapFiles`.
    """
    return "".join(
        f'<link rel="preload" as="{use}" href="{escape(address.replace("..", "./component", 1))}"'
        f"{' crossorigin' if use == 'fetch' else ''}>"
        for use, addresses in files.items()
        for address in addresses
    )
