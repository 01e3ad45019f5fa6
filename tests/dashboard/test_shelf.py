"""What never changes is asked for once, and sent small."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest

from dashboard.shelf import KEPT, Answer, Message, Receive, Scope, Send, Shelf

SCRIPT = "/static/js/index.DormvYxC.js"
OUTLINES = "/component/dashboard.static_files.boundaries/city.topojson"
BODY = b"const answer = 42;\n" * 100


class Source:
    """An application that says how often it was asked, and by which headers."""

    def __init__(self, status: int = 200, kind: bytes = b"application/javascript") -> None:
        self.status, self.kind, self.asked = status, kind, []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(dict(scope["headers"]))
        headers = [(b"content-type", self.kind), (b"cache-control", b"public"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for part in (BODY[:700], BODY[700:]):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})


def get(app: Any, path: str, query: bytes = b"", *, packed: bool = True, **more: Any) -> Answer:
    headers = [(b"accept-encoding", b"gzip, br" if packed else b"identity")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query}
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    asyncio.run(app({**scope, "headers": headers, **more}, receive, send))
    body = b"".join(message.get("body", b"") for message in told[1:])
    return Answer(told[0]["status"], told[0]["headers"], body)


@pytest.mark.parametrize(
    ("path", "query"), [(SCRIPT, b""), (f"/base{SCRIPT}", b""), (OUTLINES, b"v=0123456789ab")]
)
def test_a_file_with_its_hash_in_its_address_is_asked_for_once(path: str, query: bytes) -> None:
    source = Source()
    shelf = Shelf(source)
    first, second = get(shelf, path, query), get(shelf, path, query)
    assert len(source.asked) == 1
    assert first == second
    assert gzip.decompress(first.body) == BODY
    assert len(first.body) < len(BODY) / 10
    assert first.header(b"content-encoding") == b"gzip"
    assert first.header(b"content-length") == str(len(first.body)).encode()
    assert first.header(b"cache-control") == KEPT
    assert first.header(b"vary") == b"Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", b""),
        ("/_stcore/health", b""),
        ("/static/js/index.js", b""),
        (SCRIPT, b"v=0123456789ab"),
        (OUTLINES, b""),
        (OUTLINES, b"v=0123"),
        (OUTLINES, b"v=0123456789ab&x=1"),
        ("/media/0123456789ab.csv", b"v=0123456789ab"),
    ],
)
def test_all_else_is_asked_for_each_time(path: str, query: bytes) -> None:
    source = Source()
    shelf = Shelf(source)
    assert get(shelf, path, query).body == BODY
    assert get(shelf, path, query).header(b"cache-control") == b"public"
    assert len(source.asked) == 2


def test_who_cannot_unpack_gets_it_as_it_is() -> None:
    shelf = Shelf(Source())
    get(shelf, SCRIPT)
    plain = get(shelf, SCRIPT, packed=False)
    assert plain.body == BODY
    assert not plain.header(b"content-encoding")


def test_fonts_are_packed_already() -> None:
    assert get(Shelf(Source(kind=b"font/woff2")), SCRIPT).body == BODY


def test_a_missing_file_is_not_remembered() -> None:
    source = Source(status=404)
    shelf = Shelf(source)
    assert get(shelf, SCRIPT).status == 404
    assert get(shelf, SCRIPT).header(b"cache-control") == b"public"
    assert len(source.asked) == 2


def test_what_one_visitor_asks_for_does_not_shape_the_answer_for_all() -> None:
    source = Source()
    shelf = Shelf(source)
    headers = [(b"range", b"bytes=0-9"), (b"if-none-match", b"x"), (b"host", b"here")]
    assert get(shelf, SCRIPT, headers=headers).body == BODY
    assert source.asked == [{b"host": b"here"}]


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.shelf.MOST_BYTES", len(BODY) + 10)
    source = Source()
    shelf = Shelf(source)
    for number in (1, 2, 1, 2):
        get(shelf, OUTLINES, b"v=%012d" % number, packed=False)
    assert len(source.asked) == 3
