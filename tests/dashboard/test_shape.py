"""What the page may lean on: the library's public names, and Streamlit only where it must."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import geodata
from geodata.paths import ROOT

MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
WITH_STREAMLIT = {
    *("app", "controls", "faults", "loaders", "mapbar", "sections", "server", "shell"),
    "static_files",
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_module_takes_only_public_names_of_the_library(path: Path) -> None:
    assert not {name for name in imported(path) if name.startswith("geodata.")}
    used = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "gd"
    }
    assert used <= set(geodata.__all__)


def test_builders_know_nothing_of_streamlit() -> None:
    found = {
        path.stem
        for path in MODULES
        if path.parent.name != "tabs"
        and any(name.split(".")[0].startswith("streamlit") for name in imported(path))
    }
    assert found == WITH_STREAMLIT


def test_the_page_itself_is_short() -> None:
    app = (ROOT / "dashboard" / "app.py").read_text(encoding="utf-8")
    assert len(app.splitlines()) <= 80


def test_no_asset_names_another_host() -> None:
    for path in sorted((ROOT / "dashboard" / "assets").iterdir()):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, path.name
