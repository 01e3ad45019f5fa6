"""A model server on this machine, for tests: it answers as told, however badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


def wrap(content: object) -> bytes:
    """A response of the chat-completions kind around what the model says."""
    said = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()


def claim(name: str, evidence: str, **codes: object) -> dict[str, object]:
    return {"name": name, "evidence": evidence, **codes}


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(Request(self.path, dict(self.headers), json.loads(body)))
        with suppress(OSError):  # the other side hangs up on some behaviours
            self.server.behaviour(self)
        self.close_connection = True

    def reply(self, body: bytes, status: int = 200, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def passage(self) -> str:
        """The text between the marks."""
        content: str = self.body["messages"][1]["content"]
        return content.partition("\n")[2].rpartition("\n")[0]


@dataclass
class Server(ThreadingHTTPServer):
    behaviour: Behaviour
    seen: list[Request] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Server]:
    """A server that behaves so, until the block ends."""
    server = Server(behaviour)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def say(content: object) -> Behaviour:
    return lambda handler: handler.reply(wrap(content))


def stay_silent(handler: Handler) -> None:
    handler.server.ended.wait(20)


def trickle(handler: Handler) -> None:
    """A letter now and then: no single wait is long."""
    handler.reply(b"", length=10_000)
    while not handler.server.ended.wait(0.05):
        handler.wfile.write(b" ")


def trickle_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.ended.wait(0.05):
        handler.wfile.write(b"X")


def drop_midway(handler: Handler) -> None:
    handler.reply(wrap({"records": []})[:20], length=500)


def drop_at_once(handler: Handler) -> None:
    handler.close_connection = True


def send_noise(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff\x16\x03 this is no server of that kind\r\n\r\n")


def send_much(handler: Handler) -> None:
    handler.reply(b" " * 1_200_000)


def redirect(handler: Handler) -> None:
    handler.send_response(302)
    handler.send_header("Location", f"{handler.server.url}/elsewhere")
    handler.end_headers()
