"""Answers that never change, kept in memory and deflated once.

Streamlit reads its own scripts from disk for each visitor and sends them as they are, and deflates
a map's outlines anew each time. What has its hash in its address can be kept instead: by the server
from then on, and by the browser for as long as it likes.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

HASHED_NAME = re.compile(r"/static/(?:js|css|media)/[^/]+\.[\w-]{8}\.\w{2,5}$")
HASHED_QUERY = re.compile(rb"v=[0-9a-f]{12}")
MOST_BYTES = 64 * 2**20
"""Of all answers together; Streamlit's scripts and all outlines are less than half of it."""
LEAST_BYTES = 500
"""Smaller bodies are sent as they are."""
KEPT = b"public, max-age=31536000, immutable"
PACKED_ALREADY = (b"font/", b"image/png", b"image/jpeg", b"application/gzip")
DROPPED = (b"content-length", b"content-encoding", b"cache-control", b"accept-ranges", b"vary")
CONDITIONS = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since", b"if-range")
"""Headers of one visitor's request that the answer for all must not depend on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: bytes) -> bytes:
        """The header's value; empty without one."""
        return dict(self.headers).get(name, b"")

    async def send_by(self, send: Send) -> None:
        """Send it as it is."""
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.body})


class Shelf:
    """Middleware: answers from memory what never changes."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._kept: dict[tuple[str, bytes, bool], Answer] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not is_lasting(scope):
            await self._app(scope, receive, send)
            return
        packed = b"gzip" in dict(scope["headers"]).get(b"accept-encoding", b"")
        key = (scope["path"], scope["query_string"], packed)
        answer = self._kept.get(key)
        if answer is None:
            answer = await ask(self._app, scope, receive)
            if answer.status == 200:
                answer = await asyncio.to_thread(make_lasting, answer, packed=packed)
                self._keep(key, answer)
        await answer.send_by(send)

    def _keep(self, key: tuple[str, bytes, bool], answer: Answer) -> None:
        size = len(answer.body)
        if key not in self._kept and self._bytes + size <= MOST_BYTES:
            self._kept[key] = answer
            self._bytes += size


def is_lasting(scope: Scope) -> bool:
    """Whether the request is for a file that has its hash in its address."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path, query = scope["path"], scope["query_string"]
    if not query:
        return bool(HASHED_NAME.search(path))
    return "/component/" in path and bool(HASHED_QUERY.fullmatch(query))


async def ask(app: Application, scope: Scope, receive: Receive) -> Answer:
    """The application's whole answer, neither packed nor in parts."""
    headers = [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
    start: Message = {}
    body: list[bytes] = []

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            body.append(message.get("body", b""))

    await app({**scope, "headers": headers}, receive, take)
    return Answer(start["status"], list(start["headers"]), b"".join(body))


def make_lasting(answer: Answer, *, packed: bool) -> Answer:
    """The answer as it is kept: with a body as small as it gets, and leave to keep it."""
    body, headers = answer.body, [pair for pair in answer.headers if pair[0] not in DROPPED]
    if not answer.header(b"content-type").startswith(PACKED_ALREADY):
        headers.append((b"vary", b"Accept-Encoding"))
        if packed and len(body) >= LEAST_BYTES:
            body = gzip.compress(body, 9, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
    headers += [(b"cache-control", KEPT), (b"content-length", str(len(body)).encode())]
    return Answer(answer.status, headers, body)
