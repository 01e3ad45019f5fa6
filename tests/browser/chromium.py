"""Find a Chromium and a Chinese font, or install them; say what is missing otherwise.

`python -m tests.browser.chromium` prepares the machine and prints the browser's path.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OVERRIDE = "ATLAS_CHROMIUM"
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
NO_BROWSER = (
    "No Chromium was found, and none could be installed. Install one (Debian, Ubuntu: "
    "`apt-get install chromium`; Fedora: `dnf install chromium`; macOS: "
    "`brew install --cask google-chrome`; anywhere: `python -m playwright install chromium`), "
    f"or name one: {OVERRIDE}=/path/to/chrome."
)
NO_FONT = (
    "No font with Chinese characters was found, and none could be installed. Install one "
    "(Debian, Ubuntu: `apt-get install fonts-noto-cjk fontconfig`; Fedora: "
    "`dnf install google-noto-sans-cjk-fonts fontconfig`)."
)
DENY_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
INSTALL_SECONDS = 600


class NotPreparedError(Exception):
    """The machine lacks a browser or a font; the message says what to install."""


def launch_arguments() -> list[str]:
    """Switches that cut Chromium off from every host but this one, and keep it quiet."""
    switches = [
        DENY_NETWORK,
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--disable-sync",
        "--no-first-run",
        "--no-proxy-server",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        switches.append("--no-sandbox")
    return switches


def starts(browser: Path) -> bool:
    """Whether it is a browser that runs here: some packages install a mere pointer to a store."""
    if os.name == "nt":
        return browser.is_file()
    try:
        run = subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def candidates() -> list[Path]:
    """Where a browser may be, the one to prefer first."""
    if named := os.environ.get(OVERRIDE):
        return [Path(named)]
    commands = [found for command in COMMANDS if (found := shutil.which(command))]
    applications = [path for path in APPLICATIONS if Path(path).is_file()]
    return [Path(path) for path in [*commands, *applications]]


def playwright_browser() -> Path | None:
    """The browser that Playwright downloaded earlier, if it did."""
    script = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as driver: print(driver.chromium.executable_path)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    path = Path(run.stdout.strip())
    return path if run.returncode == 0 and path.is_file() else None


def find_chromium() -> Path | None:
    """A browser that starts: the one named in the environment, the system's, or Playwright's."""
    for path in candidates():
        if starts(path):
            return path
    downloaded = None if OVERRIDE in os.environ else playwright_browser()
    return downloaded if downloaded and starts(downloaded) else None


def find_font() -> bool:
    """Whether the system can draw Chinese. Windows and macOS come with such fonts."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    if not shutil.which("fc-list"):
        return False
    run = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, timeout=60, check=False)
    return bool(run.stdout.strip())


def attempt(command: Sequence[str]) -> bool:
    """Run a command of an installer, its words on stderr; whether it ended well and in time."""
    print("+", *command, file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env=environment,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def as_root() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo, or None where neither works."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, timeout=60, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def install_packages(*, apt: Sequence[str], dnf: Sequence[str], brew: Sequence[str]) -> bool:
    """Install with the system's package manager, where there is one and it is allowed."""
    if brew and shutil.which("brew"):
        return attempt(["brew", "install", "--cask", *brew])
    root = as_root()
    if root is None:
        return False
    if shutil.which("apt-get"):
        attempt([*root, "apt-get", "update", "-qq"])
        options = ["-y", "-qq", "--no-install-recommends"]
        return attempt([*root, "apt-get", "install", *options, *apt])
    if shutil.which("dnf"):
        return attempt([*root, "dnf", "install", "-y", "-q", *dnf])
    return False


def prepare_chromium() -> Path:
    """Find a browser, or install Playwright's, or else the system's.

    Raises:
        NotPreparedError: If there is none and none can be installed.
    """
    if found := find_chromium():
        return found
    if OVERRIDE in os.environ:
        raise NotPreparedError(f"{OVERRIDE}={os.environ[OVERRIDE]} is not a browser that starts.")
    attempt([sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"])
    if found := find_chromium():
        return found
    install_packages(apt=["chromium"], dnf=["chromium"], brew=["google-chrome"])
    if found := find_chromium():
        return found
    raise NotPreparedError(NO_BROWSER)


def prepare_font() -> None:
    """Make sure that Chinese text is drawn, not boxes.

    Raises:
        NotPreparedError: If there is no such font and none can be installed.
    """
    if find_font():
        return
    install_packages(
        apt=["fonts-noto-cjk", "fontconfig"],
        dnf=["google-noto-sans-cjk-fonts", "fontconfig"],
        brew=[],
    )
    if not find_font():
        raise NotPreparedError(NO_FONT)


def main() -> int:
    """Prepare the machine; 0 when it is ready, 1 with a reason when it is not."""
    try:
        browser = prepare_chromium()
        prepare_font()
    except NotPreparedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Browser for the tests: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
