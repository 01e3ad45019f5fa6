"""What may stand between a page and its reader: a slow line, and another web server.

`python -m tests.browser.relay` prepares the machine and prints the path of nginx.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from tests.browser.chromium import NotPreparedError, install_packages
from tests.browser.server import free_port

Result = TypeVar("Result")
PIECE = 65536
START_SECONDS = 20.0
NO_NGINX = (
    "No nginx was found, and none could be installed. Install one (Debian, Ubuntu: "
    "`apt-get install nginx-light`; Fedora: `dnf install nginx`; macOS: `brew install nginx`)."
)
CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{port};
    location /{base}/ {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 1h;
    }}
  }}
}}
"""


@contextmanager
def delay(port: int, seconds: float) -> Iterator[int]:
    """A port that leads to another, each way so many seconds long."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def lead(near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, on = await asyncio.open_connection("127.0.0.1", port)
        with suppress(asyncio.CancelledError):  # or asyncio logs it as a fault
            await asyncio.gather(_carry(near, on, seconds), _carry(far, back, seconds))

    async def stop(server: asyncio.Server) -> None:
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def run(work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    server = run(asyncio.start_server(lead, "127.0.0.1", 0))
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        run(stop(server))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _carry(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, seconds: float
) -> None:
    """Hand over what comes, each piece so much later, until either side has had enough."""
    line: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def take() -> None:
        piece = b"first"
        while piece:
            piece = await source.read(PIECE)
            line.put_nowait((time.monotonic() + seconds, piece))

    taking = asyncio.create_task(take())
    try:
        with suppress(OSError):
            while True:
                due, piece = await line.get()
                await asyncio.sleep(due - time.monotonic())
                if not piece:
                    break
                target.write(piece)
                await target.drain()
    finally:
        taking.cancel()
        target.close()


def prepare_nginx() -> str:
    """Find nginx, or install it.

    Raises:
        NotPreparedError: If there is none and none can be installed.
    """
    path = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
    for _ in range(2):
        if found := shutil.which("nginx") or shutil.which("nginx", path=path):
            return found
        install_packages(apt=["nginx-light"], dnf=["nginx"], brew=[])
    raise NotPreparedError(NO_NGINX)


@contextmanager
def stand_before(behind: int, base: str, folder: Path) -> Iterator[int]:
    """nginx on a port of its own, which hands `/base/` on to another."""
    port = free_port()
    configuration = folder / "nginx.conf"
    words = CONFIGURATION.format(folder=folder, port=port, base=base, behind=behind)
    configuration.write_text(words, encoding="utf-8")
    command = [prepare_nginx(), "-p", str(folder), "-c", str(configuration)]
    with subprocess.Popen([*command, "-e", str(folder / "start.log")]) as process:
        try:
            _wait_for(port, process, folder)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    said = "".join(log.read_text(encoding="utf-8") for log in sorted(folder.glob("*.log")))
    raise RuntimeError(f"nginx did not start: {said}")


def main() -> int:
    """Prepare the machine; 0 when it is ready, 1 with a reason when it is not."""
    try:
        print(f"nginx for the tests: {prepare_nginx()}")
    except NotPreparedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
