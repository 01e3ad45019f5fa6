"""The page's server: `streamlit run dashboard/server.py`, which `python -m geodata serve` does.

It is Streamlit's own, made faster to open: files are kept in memory (`dashboard.shelf`), the
browser is told early what the map needs (`dashboard.hints`), the first map comes with the page
itself (`dashboard.prelude`), and what is sent leaves at once.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

import geodata as gd
from dashboard import loaders
from dashboard.hints import Hints, find_modules, list_data, write_files, write_modules
from dashboard.prelude import build_prelude, read_filters
from dashboard.shelf import Shelf
from dashboard.static_files import ASSETS, find_files

LOG = logging.getLogger(__name__)
STATIC = Path(st.__file__).parent / "static"
PARTS = ("Html", "ComponentInstance")
"""Streamlit's modules that the map waits for."""


@asynccontextmanager
async def prepare(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Let small answers leave at once."""
    loop = asyncio.get_running_loop()
    loop.create_server = partial(  # type: ignore[method-assign]
        create_prompt_server, loop.create_server
    )
    yield {}


async def create_prompt_server(
    create: Callable[..., Awaitable[asyncio.Server]],
    *args: Any,
    sock: socket.socket | None = None,
    **options: Any,
) -> asyncio.Server:
    """As `loop.create_server`, whose connections never hold back a small packet.

    asyncio does so by itself, but not for Streamlit's socket, which does not name its protocol:
    then the second of two small packets waits for the browser's word on the first, 40 ms.
    """
    if sock is not None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return await create(*args, sock=sock, **options)


def write_hint(modules: str, asked: Mapping[str, Sequence[str]]) -> str:
    """Tags for what the first map of an address needs, as far as it is known by now."""
    files = find_files()
    if files is None:
        return modules
    wanted = list_data(files.data, {name: values[-1] for name, values in asked.items()})
    return write_files({"script": files.scripts, "style": files.styles, "fetch": wanted}) + modules


def write_prelude(asked: Mapping[str, Sequence[str]]) -> str:
    """Tags that show the first map of an address; empty where there is none, or not yet.

    What is wrong with the data the page itself says, in a box.
    """
    files = find_files()
    if files is None:
        return ""
    try:
        source = loaders.get_source()
        filters = read_filters(asked, source)
        if filters is None:
            return ""
        source = loaders.translate(source, filters.language)
        return build_prelude(source, filters, files, ASSETS)
    except gd.AtlasError:
        return ""
    except Exception:
        LOG.exception("the first map could not be drawn in advance")
        return ""


def write_module_hint() -> str:
    """Tags for Streamlit's modules; they are the same for every address."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    return write_modules(find_modules(STATIC / "static" / "js", PARTS), page)


app = st.App(
    Path(__file__).with_name("app.py"),
    middleware=[
        Middleware(Shelf),
        Middleware(Hints, partial(write_hint, write_module_hint()), write_prelude),
    ],
    lifespan=prepare,
)
