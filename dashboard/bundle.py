"""The map's code and style sheet, each as one file.

streamlit-folium loads a map's files one after the other, each a round trip; and it sends their
addresses with every change, so that those of the outlines are better kept in the code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geodata as gd
from dashboard.style import DARK, LIGHT, Ground

SCRIPTS = (
    "albers.js",
    "map-shapes.js",
    "map-geometry.js",
    "map-data.js",
    "map-sheet.js",
    "map-panel.js",
    "map-legend.js",
    "map-labels.js",
    "map-tip.js",
    "map-hover.js",
    "map-picture.js",
    "map-save.js",
    "map-play.js",
    "map-main.js",
)
"""In the order in which they need each other."""
STYLES = ("map.css", "map-play.css")


def write_script(out: Path, assets: Path, leaflet: Path, addresses: Mapping[str, Any]) -> Path:
    """Write the code: Leaflet, where the outlines and names are, then ours.

    Args:
        out: Folder to write to.
        assets: Folder of our own code.
        leaflet: Folder of Leaflet's.
        addresses: `atlas.files`, as map-geometry.js uses it.

    Raises:
        gd.DataFileError: If a file is missing.
    """
    index = f"window.atlas = {{ files: {json.dumps(addresses)} }};\n"
    files = (assets / name for name in SCRIPTS)
    text = "\n".join((read_asset(leaflet / "leaflet.js"), index, *map(read_asset, files)))
    return _write(out / "map.js", text)


def write_style(out: Path, assets: Path, leaflet: Path) -> Path:
    """Write the style sheet: Leaflet's, the colours of both grounds, then ours.

    Raises:
        gd.DataFileError: If a file is missing.
    """
    dark = f"@media (prefers-color-scheme: dark) {{\n{_write_ground(DARK)}}}\n"
    files = (assets / name for name in STYLES)
    text = "\n".join(
        (read_asset(leaflet / "leaflet.css"), _write_ground(LIGHT), dark, *map(read_asset, files))
    )
    return _write(out / "map.css", text)


def write_language(out: Path, language: str, content: Mapping[str, Any]) -> Path:
    """Write what the map says in one language: `names` of all units, and `words` of its own."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _write(out / f"language-{language}.json", text)


def _write_ground(ground: Ground) -> str:
    colours = {
        "ground": ground.page,
        "ink": ground.ink,
        "quiet": ground.quiet,
        "border": ground.coast,
        "unit-edge": ground.border,
        "chosen": ground.selection,
        "halo": ground.halo,
    }
    for name, pattern in ground.patterns.items():
        colours |= {f"{name}-ground": pattern.ground, f"{name}-mark": pattern.mark}
    return ":root {\n" + "".join(_write_lines(colours)) + "}\n"


def _write_lines(colours: Mapping[str, str]) -> Iterable[str]:
    return (f"  --{name}: {colour};\n" for name, colour in colours.items())


def read_asset(path: Path) -> str:
    """The text of a file of the page's code.

    Raises:
        gd.DataFileError: If it is missing.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise gd.DataFileError(
            f"{path}: cannot be read. Restore it from the repository."
        ) from error


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
