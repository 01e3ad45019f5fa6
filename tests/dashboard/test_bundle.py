from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import streamlit.components.v1 as components

from dashboard.bundle import SCRIPTS, STYLES, write_language, write_script, write_style
from dashboard.static_files import ASSETS, LEAFLET, register_files
from dashboard.style import DARK, LIGHT
from geodata.errors import DataFileError
from geodata.paths import data_folder


def test_the_script_has_leaflet_then_addresses_then_ours(tmp_path: Path) -> None:
    text = write_script(tmp_path, ASSETS, LEAFLET, {"lines": "../b/lines.topojson"}).read_text(
        "utf-8"
    )
    parts = ["Leaflet 1.9.3", '{"lines": "../b/lines.topojson"}']
    parts += [(ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_style_has_the_colours_of_both_grounds(tmp_path: Path) -> None:
    text = write_style(tmp_path, ASSETS, LEAFLET).read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark) {")[:2]
    for part, ground in ((light, LIGHT), (dark, DARK)):
        assert f"--ground: {ground.page};" in part
        for name, pattern in ground.patterns.items():
            assert f"--{name}-ground: {pattern.ground};" in part
            assert f"--{name}-mark: {pattern.mark};" in part


def test_every_colour_that_a_style_asks_for_is_given(tmp_path: Path) -> None:
    text = write_style(tmp_path, ASSETS, LEAFLET).read_text(encoding="utf-8")
    set_by_script = {"--below", "--columns", "--done"}
    asked = set(re.findall(r"var\((--[\w-]+)", text)) - set_by_script
    assert asked <= set(re.findall(r"(--[\w-]+):", text))


def test_nothing_in_the_bundle_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    for name in STYLES:
        assert "url(" not in (ASSETS / name).read_text(encoding="utf-8")
    for name in SCRIPTS:
        words = (
            (ASSETS / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        )
        assert "//" not in re.sub(r"(^|\s)//.*", "", words)


def test_what_a_language_says_is_written_whole(tmp_path: Path) -> None:
    content = {"names": {"330000": "浙江", "110000": "</script>`${x}`"}, "words": {"inset": "南海"}}
    path = write_language(tmp_path, "zh", content)
    assert json.loads(path.read_text(encoding="utf-8")) == content


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"albers\.js: cannot be read"):
        write_script(tmp_path, tmp_path, LEAFLET, {})


def test_files_are_handed_out_under_addresses_that_change_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders: dict[str, Path] = {}
    monkeypatch.setattr(
        components, "declare_component", lambda name, path: folders.update({name: Path(path)})
    )
    one, other = (
        register_files(data_folder(), {"zh": {"names": {"330000": name}}})
        for name in ("浙江", "浙江省")
    )
    assert one != other
    assert one.styles == other.styles
    script = (folders["made"] / "map.js").read_text(encoding="utf-8")
    index = json.loads(re.findall(r"window\.atlas = \{ files: (.*) \};", script)[0])
    assert len(index["county"]) == 34
    for address in (index["city"], index["county"]["33"], index["languages"]["zh"], *other.scripts):
        found = re.fullmatch(
            r"\.\./dashboard\.static_files\.(\w+)/([\w./-]+)\?v=[0-9a-f]{12}", address
        )
        assert found
        assert (folders[found[1]] / found[2]).is_file()


def test_a_data_folder_without_boundaries_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no such folder"):
        register_files(tmp_path)
