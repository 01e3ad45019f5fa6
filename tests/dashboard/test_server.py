"""The server that the page is opened from."""

from __future__ import annotations

import asyncio
import socket

import streamlit as st

from dashboard.server import app, create_prompt_server, prepare


def is_prompt(listener: socket.socket) -> int:
    """Whether what is accepted sends small packets at once."""
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
        return accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def listen() -> socket.socket:
    """A socket as Streamlit makes it."""
    listener = socket.socket(socket.AF_INET)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


def test_no_small_packet_is_held_back() -> None:
    async def serve(listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        options = {"sock": listener, "start_serving": False}
        server = await create_prompt_server(loop.create_server, asyncio.Protocol, **options)
        server.close()

    with listen() as listener:
        assert not is_prompt(listener)
        kept = listener.dup()
        asyncio.run(serve(listener))
    with kept:
        assert is_prompt(kept)


def test_the_loop_that_runs_the_server_makes_it_prompt() -> None:
    async def run(listener: socket.socket) -> None:
        async with prepare(app):
            loop = asyncio.get_running_loop()
            server = await loop.create_server(asyncio.Protocol, sock=listener, start_serving=False)
            server.close()

    with listen() as listener:
        kept = listener.dup()
        asyncio.run(run(listener))
    with kept:
        assert is_prompt(kept)


def test_streamlit_finds_the_page() -> None:
    assert isinstance(app, st.App)
    assert app.script_path.name == "app.py"
    assert app.script_path.is_file()
