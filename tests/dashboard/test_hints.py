"""The page's first bytes name what the map will ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit

from dashboard.hints import Hints, add_tags, find_modules, list_data, write_files, write_modules
from dashboard.server import PARTS, STATIC, write_hint
from dashboard.shelf import Answer, Receive, Scope, Send
from tests.dashboard.test_shelf import get

PAGE = b"<html><head><title>x</title></head><body></body></html>"
DATA: dict[str, Any] = {
    "province": "../b/province.topojson?v=1",
    "city": "../b/city.topojson?v=2",
    "lines": "../b/lines.topojson?v=3",
    "county": {"33": "../b/county/33.topojson?v=4"},
    "languages": {"zh": "../m/language-zh.json?v=5", "en": "../m/language-en.json?v=6"},
}


def answer(body: bytes, kind: bytes = b"text/html; charset=utf-8", status: int = 200) -> Answer:
    length = str(len(body)).encode()
    return Answer(status, [(b"content-type", kind), (b"content-length", length)], body)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, ["lines", "province", "language-zh"]),
        ({"level": "city", "lang": "en"}, ["lines", "city", "language-en"]),
        ({"level": "county", "within": "330100"}, ["lines", "33", "province", "language-zh"]),
        ({"level": "county"}, ["lines", "language-zh"]),
        ({"level": "county", "within": "990000"}, ["lines", "language-zh"]),
        ({"level": "<script>", "lang": "xx", "within": "'"}, ["lines", "province", "language-zh"]),
    ],
)
def test_an_address_tells_which_outlines_its_map_needs(
    asked: dict[str, str], wanted: list[str]
) -> None:
    found = [address.split("/")[-1].split(".")[0] for address in list_data(DATA, asked)]
    assert found == wanted


def test_tags_stand_first_in_the_head_and_last_in_the_body_and_the_length_is_right() -> None:
    found = add_tags(answer(PAGE), "<link>", "<p>图</p>")
    wanted = PAGE.replace(b"<head>", b"<head><link>")
    assert found.body == wanted.replace(b"</body>", "<p>图</p></body>".encode())
    assert found.header(b"content-length") == str(len(found.body)).encode()


@pytest.mark.parametrize(
    "other",
    [answer(PAGE, b"text/plain"), answer(PAGE, status=404), answer(b"no head here")],
)
def test_other_answers_stay_as_they_are(other: Answer) -> None:
    assert add_tags(other, "<link>") == other


def test_addresses_are_the_page_s_and_escaped() -> None:
    tags = write_files({"script": ['../m/map.js?v="1"'], "fetch": ["../b/city.topojson?v=2"]})
    assert tags == (
        '<link rel="preload" as="script" href="./component/m/map.js?v=&quot;1&quot;">'
        '<link rel="preload" as="fetch" href="./component/b/city.topojson?v=2" crossorigin>'
    )


def test_modules_are_found_with_all_they_import(tmp_path: Path) -> None:
    texts = {
        "Map.12345678.js": 'import{a}from"./deep.12345678.js";import"./gone.12345678.js";',
        "deep.12345678.js": 'import{b}from"./Map.12345678.js";const x="./text.js"',
        "text.js": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    found = find_modules(tmp_path, ["Map", "Unknown"])
    assert found == ("Map.12345678.js", "deep.12345678.js")
    tags = write_modules(found, '<script src="./static/js/Map.12345678.js">')
    assert tags == '<link rel="modulepreload" crossorigin href="./static/js/deep.12345678.js">'


def test_streamlit_still_has_the_modules_that_are_named() -> None:
    found = find_modules(Path(streamlit.__file__).parent / "static" / "static" / "js", PARTS)
    assert {name.split(".")[0] for name in found} >= set(PARTS)
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    assert page.count("<head>") == page.count("</body>") == 1


def test_the_page_is_answered_with_the_hint_for_its_address() -> None:
    async def source(scope: Scope, receive: Receive, send: Send) -> None:
        told = answer(PAGE)
        await send({"type": "http.response.start", "status": 200, "headers": told.headers})
        await send({"type": "http.response.body", "body": told.body})

    hints = Hints(source, lambda asked: f"<i>{asked.get('level')}</i>", lambda asked: "<b></b>")
    found = get(hints, "/base/", b"level=city").body
    assert b"<head><i>['city']</i>" in found
    assert b"<b></b></body>" in found
    assert get(hints, "/component/x/index.html", b"level=city").body == PAGE


def test_nothing_is_worked_out_for_an_answer_that_is_no_page() -> None:
    async def source(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": PAGE})

    def fail(asked: object) -> str:
        raise AssertionError("asked for tags")

    assert get(Hints(source, fail, fail), "/nowhere/").status == 404


def test_before_the_first_visit_only_modules_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.server.find_files", lambda: None)
    assert write_hint("<link>", {"level": ["city"]}) == "<link>"
