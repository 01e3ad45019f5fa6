"""Folders that the page's own server hands out, so that no file comes from elsewhere.

Streamlit serves the folder of every declared component; the map's frame is a component itself and
finds its neighbours by a relative address, under whatever base path the page is mounted.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import streamlit.components.v1 as components
import xstatic.pkg.leaflet

import geodata as gd
from dashboard.bundle import write_language, write_script, write_style
from dashboard.mapview import MapFiles

ASSETS = Path(__file__).resolve().parent / "assets"
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
_registered: list[MapFiles] = []


def register_files(
    data_folder: Path, languages: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> MapFiles:
    """Let the server hand out the map's code, its words, the names of units and the boundaries.

    Args:
        data_folder: Where `boundaries/` is.
        languages: Language -> `names` of units by code, and `words` of the map (see
            `dashboard.painting.describe_words`); without names, a unit has the one that its
            outline carries.

    Raises:
        gd.DataFileError: If one of the files is missing.
    """
    boundaries, made = data_folder / "boundaries", _make_folder()
    for name, folder in (("assets", ASSETS), ("boundaries", boundaries), ("made", made)):
        if not folder.is_dir():
            raise gd.DataFileError(f"{folder}: no such folder. Restore it from the repository.")
        components.declare_component(name, path=str(folder))
    counties = sorted((boundaries / "county").glob("*.topojson"))
    addresses = {
        **{
            name: _address("boundaries", boundaries / f"{name}.topojson")
            for name in ("province", "city", "lines")
        },
        "county": {path.stem: _address("boundaries", path, "county/") for path in counties},
        "languages": {
            language: _address("made", write_language(made, language, content))
            for language, content in languages.items()
        },
    }
    files = MapFiles(
        scripts=(_address("made", write_script(made, ASSETS, LEAFLET, addresses)),),
        styles=(_address("made", write_style(made, ASSETS, LEAFLET)),),
        data=addresses,
    )
    _registered.append(files)
    return files


def find_files() -> MapFiles | None:
    """The map's files, once `register_files` has run: at the first visit."""
    return _registered[-1] if _registered else None


def _make_folder() -> Path:
    """A folder for files that are made at the start, gone when the server ends."""
    folder = tempfile.mkdtemp(prefix="atlas-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


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
    are relative to the page. Code without a line break would be taken for a file's name. What is
    in files of the asset's name and one more word is handed over by that word.
    """
    parts = sorted(ASSETS.glob(f"{name}-*.js"))
    files = (ASSETS / "parts.js", ASSETS / f"{name}.js", ASSETS / f"{name}.css", *parts)
    folder = f"component/{__name__}.assets/"
    tools, script, style, *more = (
        _address("assets", file).removeprefix(f"../{__name__}.assets/") for file in files
    )
    words = [part.stem.removeprefix(f"{name}-") for part in parts]
    kit = ", ".join(f'{word}: await at("{file}")' for word, file in zip(words, more, strict=True))
    return (
        f'const all = "{folder}", at = (file) => import(new URL(all + file, document.baseURI));\n'
        f'export default async (c) => (await at("{script}")).default(c, await at("{tools}"), '
        f'all + "{style}", {{ {kit} }});'
    )


def _address(component: str, path: Path, folder: str = "") -> str:
    """Relative to the map's frame; the hash lets a browser keep a file until it changes."""
    try:
        digest = hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
    except OSError as error:
        raise gd.DataFileError(
            f"{path}: cannot be read. Restore it from the repository."
        ) from error
    return f"../{__name__}.{component}/{folder}{path.name}?v={digest}"
