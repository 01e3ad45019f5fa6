"""Where the project's own data files lie. Imports nothing of ours."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder with corpus/, reference/, boundaries/ and catalog.json.

    `ATLAS_DATA` overrides the checkout's own `data/`.
    """
    return Path(os.environ.get("ATLAS_DATA", ROOT / "data"))


def derived_folder() -> Path:
    """The folder that runs write to; git ignores it."""
    return data_folder() / "derived"
