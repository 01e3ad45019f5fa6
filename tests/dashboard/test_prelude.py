"""What the server sends along with the page: the first map, before Streamlit has started."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboard import loaders, server
from dashboard.finding import list_foot, state_finding
from dashboard.mapview import MapFiles, build_paint
from dashboard.prelude import build_prelude, read_filters
from dashboard.static_files import ASSETS
from dashboard.views import Source, build_view
from geodata.errors import UsageError
from tests.small_dataset import HOSTILE

OLD, HERE = "0" * 12, "here"


@pytest.fixture
def source(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setenv("ATLAS_RECORDS", str(small_folder))
    return loaders.get_source()


class Page(HTMLParser):
    """The tags of a document with their attributes, and the text of its paragraphs and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self._name = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        self._name = found.get("class", tag)

    def handle_data(self, data: str) -> None:
        self.texts[self._name] = self.texts.get(self._name, "") + data

    def frame(self) -> Page:
        """The document of its frame."""
        (source,) = (attributes["srcdoc"] for tag, attributes in self.tags if tag == "iframe")
        return Page(source)


def build(source: Source, files: MapFiles, **asked: list[str]) -> Page:
    filters = read_filters(asked, source)
    assert filters
    source = loaders.translate(source, filters.language)
    return Page(build_prelude(source, filters, files, ASSETS))


def paint_of(page: Page) -> object:
    """What the frame's script draws."""
    call = page.frame().texts["script"].rsplit("\ndraw(", 1)[1].removesuffix(");")
    decoder = json.JSONDecoder()
    _, end = decoder.raw_decode(call)
    return decoder.raw_decode(call[end:].lstrip(", "))[0]


def test_finding_and_map_are_those_of_the_page(source: Source, files: MapFiles) -> None:
    page = build(source, files)
    assert page.texts["finding"] == "浙江、广东、北京合计占已定位举措的 91%"
    assert page.texts["basis"].startswith("共 14 项举措，见于 13 篇报道")
    assert page.texts["measure"] == source.wording.say("about_initiatives")
    assert page.texts["source"] == source.wording.say("map_source")
    filters = read_filters({}, source)
    assert filters
    view = build_view(source, filters)
    finding = state_finding(view)
    group = build_paint(view.state, finding.headline, source.wording, list_foot(view, finding))
    (script,) = group._children.values()
    assert paint_of(page) == json.loads(json.dumps(script._argument))  # type: ignore[attr-defined]


def test_an_address_decides_level_theme_and_language(source: Source, files: MapFiles) -> None:
    page = build(source, files, level=["city"], theme=["community"], lang=["en"])
    assert page.texts["finding"].startswith("Community and grassroots: all 3 placed")
    paint = paint_of(page)
    assert isinstance(paint, dict)
    assert (paint["level"], paint["language"]) == ("city", "en")
    prelude = next(attributes for _, attributes in page.tags if "lang" in attributes)
    assert prelude["lang"] == "en"


def test_files_of_the_frame_are_found_from_a_component_s_folder(
    source: Source, files: MapFiles
) -> None:
    tags = build(source, files).frame().tags
    assert ("base", {"href": "./component/map/"}) in tags
    assert ("script", {"src": files.scripts[0]}) in tags
    assert ("link", {"rel": "stylesheet", "href": files.styles[0]}) in tags


def test_hostile_words_of_an_address_stay_words(source: Source, files: MapFiles) -> None:
    page = build(source, files, name=[HOSTILE])
    assert "<img src=x" in page.texts["finding long"]
    assert not [tag for tag, _ in (*page.tags, *page.frame().tags) if tag == "img"]
    paint = paint_of(page)
    assert isinstance(paint, dict)
    assert "<img src=x" in paint["texts"]["summary"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, True),
        ({"level": ["county"], "within": ["330000"]}, True),
        ({"region": ["330000"], "data": [f"{HERE}.11.11"]}, True),
        ({"region": ["330000"], "data": [f"{OLD}.11.11"]}, False),
        ({"tab": ["trends"]}, False),
        ({"level": ["county"]}, False),
        ({"years": ["x"]}, False),
    ],
    ids=["plain", "counties", "same-data", "old-data", "other-tab", "all-counties", "wrong"],
)
def test_only_a_map_in_its_usual_place_is_drawn_in_advance(
    source: Source, query: dict[str, list[str]], expected: bool
) -> None:
    fingerprint = source.dataset.fingerprint
    asked = {name: [v.replace(HERE, fingerprint) for v in values] for name, values in query.items()}
    assert (read_filters(asked, source) is not None) is expected


def test_before_the_first_visit_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.server.find_files", lambda: None)
    assert server.write_prelude({}) == ""


@pytest.mark.parametrize("error", [UsageError("no dataset"), RuntimeError("a fault of ours")])
def test_the_page_opens_without_it_where_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, files: MapFiles, error: Exception
) -> None:
    def fail() -> Source:
        raise error

    monkeypatch.setattr("dashboard.server.find_files", lambda: files)
    monkeypatch.setattr("dashboard.loaders.get_source", fail)
    assert server.write_prelude({}) == ""
