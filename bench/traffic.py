"""What goes over the wire between a Streamlit page and its server, seen from inside Chromium."""

import base64
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import DecodeError
from playwright.sync_api import CDPSession, Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MAP_COMPONENT = "st_folium"
RUN_BEGINS = "new_session"
RUN_ENDS = "script_finished"
QUIET_SECONDS = 1.0
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of the web socket."""

    seconds: float
    """Chromium's own monotonic clock when the whole frame had come or gone."""
    size: int
    """Bytes of the payload; the project's settings do not compress it."""
    is_map: bool
    """Whether it carries the map's new data."""
    kind: str
    """Streamlit's name of the message; RUN_BEGINS and RUN_ENDS frame a run of the page's script."""


@dataclass
class Traffic:
    """All that has come and gone since the recording began, in order."""

    sent: list[Frame] = field(default_factory=list)
    received: list[Frame] = field(default_factory=list)
    http_bytes: int = 0
    """Bytes of HTTP answers, headers included; what the cache answered counts nothing."""

    def is_at_rest(self) -> bool:
        """Whether the latest run of the page's script has ended.

        A run that another one overtakes may never say that it ended.
        """
        runs = [frame.kind for frame in self.received if frame.kind in (RUN_BEGINS, RUN_ENDS)]
        return runs[-1:] == [RUN_ENDS]


def is_map_message(message: ForwardMsg) -> bool:
    """Whether the message puts a map on the page, or replaces it."""
    element = message.delta.new_element
    if element.WhichOneof("type") != "component_instance":
        return False
    return bool(element.component_instance.component_name.endswith(MAP_COMPONENT))


def read_frame(event: dict[str, Any]) -> Frame:
    """Make sense of one event of Chromium's Network domain."""
    response = event["response"]
    text = response["payloadData"]
    payload = base64.b64decode(text) if response["opcode"] == 2 else text.encode()
    try:
        message = ForwardMsg.FromString(payload)
    except DecodeError:
        message = ForwardMsg()
    return Frame(
        seconds=event["timestamp"],
        size=len(payload),
        is_map=is_map_message(message),
        kind=message.WhichOneof("type") or "",
    )


def record(page: Page) -> Traffic:
    """Start recording what the page sends and receives, its frames' requests included."""
    traffic = Traffic()

    def on_finished(event: dict[str, Any]) -> None:
        traffic.http_bytes += int(event["encodedDataLength"])

    session: CDPSession = page.context.new_cdp_session(page)
    session.on("Network.webSocketFrameSent", lambda event: traffic.sent.append(sent_frame(event)))
    session.on(
        "Network.webSocketFrameReceived", lambda event: traffic.received.append(read_frame(event))
    )
    session.on("Network.loadingFinished", on_finished)
    session.send("Network.enable")
    return traffic


def sent_frame(event: dict[str, Any]) -> Frame:
    """A message from the page to the server: only its time and size matter."""
    size = len(event["response"]["payloadData"])
    return Frame(seconds=event["timestamp"], size=size, is_map=False, kind="")


def has_begun(frames: Sequence[Frame]) -> bool:
    """Whether a run of the page's script began among these messages."""
    return any(frame.kind == RUN_BEGINS for frame in frames)


def settle(page: Page, traffic: Traffic, done: Callable[[], bool] = lambda: True) -> None:
    """Wait until `done` and the server is at rest, and then until nothing has come for a while.

    Raises:
        TimeoutError: If that does not happen in time.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    seen, since = -1, time.monotonic()
    while time.monotonic() < deadline:
        count = len(traffic.received) + len(traffic.sent)
        if count != seen or not traffic.is_at_rest() or not done():
            seen, since = count, time.monotonic()
        elif time.monotonic() - since > QUIET_SECONDS:
            return
        page.wait_for_timeout(20)
    raise TimeoutError(f"{page.url} did not come to rest within {PATIENCE_SECONDS:.0f} s.")
