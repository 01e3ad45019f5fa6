"""Folders that the page's own server hands out, so that no file comes from elsewhere.

Streamlit serves the folder of every declared component; the map's frame is a component itself and
finds its neighbours by a relative address, under whatever base path the page is mounted.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import streamlit.components.v1 as components
import xstatic.pkg.leaflet

import geodata as gd
from dashboard.mapview import MapFiles

ASSETS = Path(__file__).resolve().parent / "assets"
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
MAP_SCRIPTS = ("albers.js", "topology.js", "map.js")


def register_files(data_folder: Path) -> MapFiles:
    """Let the server hand out Leaflet, our scripts and the boundaries.

    Raises:
        gd.DataFileError: If one of the files is missing.
    """
    boundaries = data_folder / "boundaries"
    for name, folder in (("leaflet", LEAFLET), ("assets", ASSETS), ("boundaries", boundaries)):
        if not folder.is_dir():
            raise gd.DataFileError(f"{folder}: no such folder. Restore it from the repository.")
        components.declare_component(name, path=str(folder))
    return MapFiles(
        scripts=(
            _address("leaflet", LEAFLET / "leaflet.js"),
            *(_address("assets", ASSETS / name) for name in MAP_SCRIPTS),
        ),
        styles=(
            _address("leaflet", LEAFLET / "leaflet.css"),
            _address("assets", ASSETS / "map.css"),
        ),
        levels={
            level: _address("boundaries", boundaries / f"{level}.topojson")
            for level in (gd.Level.PROVINCE, gd.Level.CITY)
        },
        lines=_address("boundaries", boundaries / "lines.topojson"),
    )


def register_names(data_folder: Path) -> str:
    """Let the server hand out the search box's table; its address, relative to the page.

    Raises:
        gd.DataFileError: If it is missing.
    """
    folder = data_folder / "reference" / "search"
    address = _address("names", folder / "names.json")
    components.declare_component("names", path=str(folder))
    return address.replace("..", "component", 1)


def write_loader(name: str) -> str:
    """A module that draws with the asset's own code and style sheet.

    A component's code goes with each of its messages; this way it is fetched once. The addresses
    are relative to the page. Code without a line break would be taken for a file's name.
    """
    tools, script, style = (
        _address("assets", ASSETS / file).replace("..", "component", 1)
        for file in ("parts.js", f"{name}.js", f"{name}.css")
    )
    return (
        "const at = (path) => import(new URL(path, document.baseURI));\nexport default async "
        f'(c) => (await at("{script}")).default(c, await at("{tools}"), "{style}");'
    )


def _address(component: str, path: Path) -> str:
    """Relative to the map's frame; the hash lets a browser keep a file until it changes."""
    try:
        digest = hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
    except OSError as error:
        raise gd.DataFileError(
            f"{path}: cannot be read. Restore it from the repository."
        ) from error
    return f"../{__name__}.{component}/{path.name}?v={digest}"
