"""The map alone, in a frame as streamlit-folium makes it, fed with paints by the test.

There is no Streamlit: what a test says arrives at once, and what the map answers is on record.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page
from streamlit_folium import _get_feature_group_string, _get_map_string

from dashboard.bundle import write_language, write_script, write_style
from dashboard.mapview import MapFiles, MapState, build_map, build_paint
from dashboard.painting import describe_words
from dashboard.static_files import ASSETS, LEAFLET
from dashboard.wording import load_wording
from geodata.paths import data_folder

FILES = MapFiles(("../made/map.js",), ("../made/map.css",))
PAGE = """<!doctype html><html lang="zh-CN"><title>map</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<style>body { margin: 0; padding: 8px; }
@media (prefers-color-scheme: dark) { body { background: #14191f; } }
iframe { display: block; border: 0; width: 100%; height: 600px; }
@media (max-width: 640px) { iframe { height: 404px; } }
</style><button>before</button><iframe title="map" src="frame/index.html"></iframe>
<button>after</button></html>"""
FRAME = """<!doctype html><html lang="en"><head><meta charset="UTF-8"><style>
.single > :nth-child(2) { display: none; } #map_div { position: relative; }
</style><link rel="stylesheet" href="../made/map.css"></head><body>
<div id="root"><div id="parent" class="single">
<div class="float-child"><div id="map_div"></div></div>
<div class="float-child"><div id="map_div2"></div></div></div></div><span>&nbsp;</span>
<script>
window.answers = [];
window.Streamlit = { setComponentValue: (value) => window.answers.push(value.last_active_drawing) };
window.__GLOBAL_DATA__ = {};
</script><script src="../made/map.js"></script><script>%s</script></body></html>"""


@dataclass
class MapPage:
    """A page with the map on it."""

    page: Page
    frame: Frame
    painted: int = 0

    def send(
        self,
        state: MapState,
        summary: str = "摘要",
        language: str = "zh",
        foot: Sequence[str] = (),
    ) -> str:
        """Let a state arrive; its script, which is what streamlit-folium would send."""
        wording = load_wording(language, data_folder())
        group = build_paint(state, summary, wording, foot)
        script = str(_get_feature_group_string(group, build_map(FILES)))
        self.frame.evaluate("script => { (0, eval)(script); }", script)
        return script

    def paint(self, state: MapState, summary: str = "摘要", language: str = "zh") -> str:
        """Send a state and wait until it is drawn."""
        self.painted += 1
        script = self.send(state, summary, language)
        self.frame.wait_for_selector(f'body[data-count="{self.painted}"]', state="attached")
        return script

    def answers(self) -> list[dict[str, Any]]:
        """What the map has told the page, without what makes each message new."""
        told: list[dict[str, Any]] = self.frame.evaluate("window.answers")
        return [{key: value for key, value in answer.items() if key != "n"} for answer in told]

    def fills(self, panel: int = 0) -> dict[str, str]:
        """The fill of every unit of a panel."""
        found: dict[str, str] = self.frame.evaluate(
            "panel => Object.fromEntries([...atlas.view.panels[panel].sheet.paths]"
            ".map(([code, path]) => [code, path.getAttribute('fill')]))",
            panel,
        )
        return found

    def middle(self, code: str, panel: int = 0) -> tuple[float, float]:
        """Where a unit is on the page, in pixels."""
        x, y = self.frame.evaluate(
            "([panel, code]) => { const at = atlas.view.panels[panel].sheet.middle(code);"
            " const box = window.frameElement.getBoundingClientRect();"
            " return [box.x + at.x, box.y + at.y]; }",
            [panel, code],
        )
        return x, y

    def hover(self, code: str, panel: int = 0, right: float = 0, down: float = 0) -> None:
        """Move the mouse to the middle of a unit, or so many pixels beside it."""
        x, y = self.middle(code, panel)
        self.page.mouse.move(x + right, y + down)


def write_site(folder: Path, names: dict[str, dict[str, str]]) -> None:
    """Lay out the page, the frame and the map's files."""
    made = folder / "made"
    made.mkdir(parents=True)
    boundaries = "../boundaries"
    provinces = sorted(
        path.stem for path in (data_folder() / "boundaries/county").glob("*.topojson")
    )
    addresses = {
        **{name: f"{boundaries}/{name}.topojson" for name in ("province", "city", "lines")},
        "county": {code: f"{boundaries}/county/{code}.topojson" for code in provinces},
        "languages": {language: f"../made/language-{language}.json" for language in names},
    }
    for language, table in names.items():
        words = describe_words(load_wording(language, data_folder()))
        write_language(made, language, {"names": table, "words": words})
    write_script(made, ASSETS, LEAFLET, addresses)
    write_style(made, ASSETS, LEAFLET)
    (folder / "boundaries").symlink_to(data_folder() / "boundaries")
    (folder / "frame").mkdir()
    (folder / "frame" / "index.html").write_text(
        FRAME % _get_map_string(build_map(FILES)), encoding="utf-8"
    )
    (folder / "index.html").write_text(PAGE, encoding="utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Hand out a folder while the block lasts; its address, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def open_map(page: Page, url: str) -> MapPage:
    """The page with a map that is mounted and not painted yet."""
    page.goto(url)
    frame = page.frames[-1]
    frame.wait_for_function("window.atlas && atlas.view.map")
    return MapPage(page, frame)
