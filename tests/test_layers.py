"""Who may import what; how long a module may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import geodata
from geodata.paths import ROOT

STAGES = ("corpus", "extract", "places", "regions")
# Modules that know no stage: data types, files on disk, the way to them.
GROUND = {
    "errors",
    "paths",
    "model",
    "cleantext",
    "wordscan",
    "segmenter",
    "catalog",
    "sinks",
    "store",
}
BUILDERS = ("build", "build_history", "build_stems", "training")
MAX_LINES = 400
MODULES = sorted(
    path for folder in ("geodata", "dashboard", "bench") for path in (ROOT / folder).rglob("*.py")
)


def imports(path: Path) -> Iterator[str]:
    """Full names of the modules and members that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def within(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).with_suffix("").parts


def ids(paths: list[Path]) -> list[str]:
    return ["/".join(within(path)) for path in paths]


def in_geodata(path: Path) -> bool:
    return within(path)[0] == "geodata"


LIBRARY = [path for path in MODULES if in_geodata(path)]
IN_STAGES = [path for path in LIBRARY if within(path)[1] in STAGES]
IN_GROUND = [path for path in LIBRARY if within(path)[1] in GROUND]
PAGE = [path for path in MODULES if within(path)[0] == "dashboard"]


def test_there_is_something_to_check() -> None:
    assert {within(path)[1] for path in IN_STAGES} == set(STAGES)
    assert {within(path)[1] for path in IN_GROUND} == GROUND
    assert len(PAGE) > 5


@pytest.mark.parametrize("path", IN_STAGES, ids=ids(IN_STAGES))
def test_stages_do_not_import_each_other(path: Path) -> None:
    own = within(path)[1]
    allowed = {own, *GROUND}
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("geodata.")}
    assert ours <= allowed


@pytest.mark.parametrize("path", IN_GROUND, ids=ids(IN_GROUND))
def test_the_ground_imports_no_stage(path: Path) -> None:
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("geodata.")}
    assert ours <= GROUND


@pytest.mark.parametrize("name", ["errors", "paths", "model"])
def test_the_nouns_need_nothing_but_the_standard_library(name: str) -> None:
    path = ROOT / "geodata" / f"{name}.py"
    foreign = {full.split(".")[0] for full in imports(path)}
    assert foreign <= {
        "__future__",
        "hashlib",
        "dataclasses",
        "datetime",
        "enum",
        "os",
        "pathlib",
        "typing",
    }


@pytest.mark.parametrize("path", LIBRARY, ids=ids(LIBRARY))
def test_the_library_knows_no_page(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path)}
    assert tops.isdisjoint({"streamlit", "folium", "streamlit_folium", "branca", "dashboard"})


@pytest.mark.parametrize("path", LIBRARY, ids=ids(LIBRARY))
def test_geometry_stays_in_regions(path: Path) -> None:
    if within(path)[1] != "regions" and path.stem not in BUILDERS:
        tops = {name.split(".")[0] for name in imports(path)}
        assert tops.isdisjoint({"geopandas", "shapely", "topojson", "frykit"})


@pytest.mark.parametrize("path", LIBRARY, ids=ids(LIBRARY))
def test_only_the_command_line_prints_and_builds(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    if within(path)[1:] != ("cli",):
        assert "print" not in calls
        assert not any(name.startswith(("geodata.cli", "argparse")) for name in imports(path)) or (
            path.stem == "__main__" or path.stem in BUILDERS
        )


@pytest.mark.parametrize("path", PAGE, ids=ids(PAGE))
def test_the_page_uses_public_names_only(path: Path) -> None:
    ours = [name for name in imports(path) if name.split(".")[0] == "geodata"]
    assert set(ours) <= {"geodata"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("gd", "geodata")
    }
    assert used <= set(geodata.__all__)


def test_public_names_are_there_and_in_order() -> None:
    names = geodata.__all__
    assert all(hasattr(geodata, name) for name in names)
    constants, classes, functions = (
        [name for name in names if name.isupper()],
        [name for name in names if name[0].isupper() and not name.isupper()],
        [name for name in names if name[0].islower()],
    )
    assert names == [*sorted(constants), *sorted(classes), *sorted(functions)]


@pytest.mark.parametrize("path", MODULES, ids=ids(MODULES))
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", MODULES, ids=ids(MODULES))
def test_modules_are_named_for_what_they_hold(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc", "data2", "process", "handle"}
