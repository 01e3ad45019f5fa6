"""Asks a model server on the user's own network about a passage; off unless called for.

One request per passage, to one address and nowhere else: no proxy, no redirect. Sizes, times and
tries are bounded, and every failure has a name by which it is counted. What an answer says is
held against the text by `extract.answers`.
"""

from __future__ import annotations

import json
import os
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from socket import SHUT_RDWR, socket
from urllib.parse import quote, urlsplit

from geodata.errors import DataFileError, UsageError
from geodata.extract.answers import Doubt, NoAnswerError
from geodata.model import content_id

EXTRACTOR = "llm-1"
KEY_VARIABLE = "ATLAS_LLM_KEY"
PROMPT_FILE = "reference/llm_prompt.txt"
MARK = "{mark}"
# Characters of a response, and words (as servers count them) that a model may answer with.
MAX_RESPONSE, MAX_TOKENS = 1_000_000, 4_096
MAX_TIMEOUT = 3_600.0
# Seconds before the one retry, and failures in a row after which the server counts as dead.
PAUSE, GIVE_UP_AFTER = 0.2, 5

ANSWERED, NOT_ASKED = "answered", "not asked, server given up"
NO_CONNECTION, NO_TRUST = "no connection", "no secure connection"
BROKEN, TIMED_OUT = "connection broken", "timed out"
_RETRIED = {NO_CONNECTION, BROKEN, *(f"HTTP {code}" for code in (429, 500, 502, 503, 504))}
# What the next passage would meet as well: the server is away, the key or the address is wrong.
_HOPELESS = {NO_CONNECTION, NO_TRUST, BROKEN, TIMED_OUT, "HTTP 401", "HTTP 403", "HTTP 404"}


@dataclass(frozen=True, slots=True)
class Service:
    """Which server and model to ask, and how; holds no key."""

    secure: bool
    host: str
    port: int | None
    path: str
    model: str
    prompt: str
    timeout: float
    """Seconds for one answer, from the request to its last byte."""

    @property
    def extractor(self) -> str:
        """The mark of the records that this model's answers lead to."""
        return f"{EXTRACTOR}:{self.model}"


def make_service(url: str, model: str, timeout: float, data: Path) -> Service:
    """Check what the user gives.

    Args:
        url: Address of the server, its API (…/v1) or the very endpoint (…/chat/completions).
        model: Name by which the server knows the model.
        timeout: Seconds for one answer.
        data: The data folder, for the prompt.

    Raises:
        UsageError: If the address, the name, the timeout or the key cannot be used.
        DataFileError: If the prompt is missing, or lacks its mark.
    """
    if not 0 < timeout <= MAX_TIMEOUT:
        raise UsageError(f"--llm-timeout {timeout:g}: give seconds, up to {MAX_TIMEOUT:g}.")
    if not model.isprintable() or not 0 < len(model.strip()) <= 200:
        raise UsageError(f"--llm-model {model[:40]!r}: give the name that the server knows it by.")
    _read_key()
    secure, host, port, path = _split_url(url)
    return Service(secure, host, port, path, model, _read_prompt(data), timeout)


def _split_url(url: str) -> tuple[bool, str, int | None, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError):
        raise UsageError("--llm: not an address. Give one like http://server:8000/v1.") from None
    if parts.username is not None or parts.query or parts.fragment:
        raise UsageError(
            f"--llm: give the address without user, ? or #; a key goes into {KEY_VARIABLE}."
        )
    if parts.scheme not in ("http", "https") or not host or not host.isprintable() or " " in host:
        raise UsageError(f"--llm {url[:80]!r}: give an address like http://server:8000/v1.")
    path = quote(parts.path.rstrip("/") or "/v1", safe="/%:@!$&'()*+,;=~")
    ending = "/chat/completions"
    return parts.scheme == "https", host, port, path.removesuffix(ending) + ending


def _read_key() -> str:
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError(
            f"{KEY_VARIABLE} holds a sign that no request can carry (its value is not shown here). "
            "Set it anew."
        )
    return key


def _read_prompt(data: Path) -> str:
    path = data / PROMPT_FILE
    try:
        prompt = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise DataFileError(
            f"{path}: cannot be read ({error}). Restore it, or run `python -m geodata check`."
        ) from error
    if MARK not in prompt:
        raise DataFileError(f"{path}: lacks {MARK}, which sets the text apart. Restore it.")
    return prompt


class Client:
    """Asks one service; make one per process and run.

    Attributes:
        service: Whom it asks.
        outcomes: Passages by what came of them; `ANSWERED` or a reason.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.outcomes: Counter[str] = Counter()
        self._key = _read_key()
        self._failures = 0

    def ask(self, passage: str) -> str:
        """What the model says about a passage.

        Raises:
            NoAnswerError: If it says nothing usable; after `GIVE_UP_AFTER` failures in a row that
                the next passage would meet as well, the server is no longer asked.
        """
        if self._failures >= GIVE_UP_AFTER:
            raise NoAnswerError(NOT_ASKED)
        body = _write_request(self.service, passage)
        try:
            answer = self._try_twice(body)
        except NoAnswerError as error:
            self._failures = self._failures + 1 if error.reason in _HOPELESS else 0
            raise
        self._failures = 0
        return answer

    def take_outcomes(self) -> dict[str, int]:
        """The outcomes since the last call."""
        taken = dict(self.outcomes)
        self.outcomes.clear()
        return taken

    def _try_twice(self, body: bytes) -> str:
        try:
            return _read_message(_post(self.service, self._key, body))
        except NoAnswerError as error:
            if error.reason not in _RETRIED:
                raise
        time.sleep(PAUSE)
        return _read_message(_post(self.service, self._key, body))


def _write_request(service: Service, passage: str) -> bytes:
    """The text stands between marks made from itself, which it therefore cannot hold."""
    mark = content_id(passage)
    messages = [
        {"role": "system", "content": service.prompt.replace(MARK, mark)},
        {"role": "user", "content": f"<文本-{mark}>\n{passage}\n</文本-{mark}>"},
    ]
    request = {
        "model": service.model,
        "messages": messages,
        "temperature": 0,
        "max_tokens": MAX_TOKENS,
        "stream": False,
    }
    return json.dumps(request).encode("ascii")


def _read_message(response: bytes) -> str:
    try:
        content = json.loads(response)
    except (ValueError, RecursionError) as error:
        raise NoAnswerError(Doubt.BROKEN_JSON) from error
    try:
        message = content["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise NoAnswerError(Doubt.WRONG_SHAPE) from error
    if not isinstance(message, str):
        raise NoAnswerError(Doubt.WRONG_SHAPE)
    return message


def _post(service: Service, key: str, body: bytes) -> bytes:
    connection = _connect(service)
    line = connection.sock
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        _hang_up(line)

    # A socket's own timeout starts anew with every byte; this one ends a trickle, too.
    watch = threading.Timer(service.timeout, expire)
    watch.daemon = True
    watch.start()
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        connection.request("POST", service.path, body, headers)
        response = _read_response(connection.getresponse())
    except (OSError, HTTPException, ValueError) as error:
        late = expired.is_set() or isinstance(error, TimeoutError)
        raise NoAnswerError(TIMED_OUT if late else BROKEN) from error
    except NoAnswerError as error:
        raise NoAnswerError(TIMED_OUT if expired.is_set() else error.reason) from error
    finally:
        watch.cancel()
        watch.join()
        connection.close()
    if expired.is_set():  # what came may be a part
        raise NoAnswerError(TIMED_OUT)
    return response


def _connect(service: Service) -> HTTPConnection:
    kind = HTTPSConnection if service.secure else HTTPConnection
    connection = kind(service.host, service.port, timeout=service.timeout)
    try:
        connection.connect()
    except OSError as error:
        connection.close()
        if isinstance(error, TimeoutError):
            raise NoAnswerError(TIMED_OUT) from error
        trust = isinstance(error, ssl.SSLError)
        raise NoAnswerError(NO_TRUST if trust else NO_CONNECTION) from error
    return connection


def _hang_up(line: socket) -> None:
    """End a connection under whoever reads from it."""
    try:
        # The plain socket's: a secure one would be unwrapped amid another thread's reading.
        socket.shutdown(line, SHUT_RDWR)
    except OSError:
        return


def _read_response(response: HTTPResponse) -> bytes:
    if response.status != 200:
        raise NoAnswerError(f"HTTP {response.status}")
    content = response.read(MAX_RESPONSE + 1)
    if len(content) > MAX_RESPONSE:
        raise NoAnswerError(Doubt.TOO_LONG)
    if response.length:  # a short read is no error to the library
        raise NoAnswerError(BROKEN)
    return content
