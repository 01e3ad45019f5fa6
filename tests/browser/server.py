"""Start a Streamlit page on a port of its own and stop it again."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from geodata.paths import ROOT

START_SECONDS = 90.0
STOP_SECONDS = 10.0


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(url: str) -> bool:
    """Whether the server answers that it is ready."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server is ready.

    Raises:
        RuntimeError: If it ends early or does not answer in time; with the end of its log.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if is_healthy(url):
            return
        time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"The page at {url} did not start within {START_SECONDS:.0f} s:\n{said}")


@contextmanager
def serve_page(
    script: Path, log: Path, environment: Mapping[str, str], base: str = ""
) -> Iterator[str]:
    """Run a Streamlit script while the block lasts, with the project's own settings.

    Args:
        script: The page's Python file.
        log: Where the server's words go.
        environment: Variables to add to this process's own.
        base: Path that the page is mounted under, such as "atlas".

    Yields:
        The page's address, without a slash at its end.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}{'/' if base else ''}{base}"
    options = [f"--server.port={port}", "--server.headless=true", f"--server.baseUrlPath={base}"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(url, process, log)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
