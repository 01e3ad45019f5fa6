"""The map as a picture: what it shows, what stands on it, and that it keeps the rules for maps."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import geopandas as gpd
import pytest
import shapely
from PIL import Image
from playwright.sync_api import Page

import geodata as gd
from dashboard.style import LIGHT
from dashboard.wording import load_wording
from geodata.paths import data_folder
from geodata.regions.boundaries import ALBERS, CRS
from geodata.regions.mapcheck import Inset, MapSpecification, Overlay, check_map
from tests.browser.map_harness import MapPage, open_map
from tests.browser.map_states import show_provinces, show_units
from tests.browser.test_dashboard import open_map as open_page
from tests.dashboard.test_map_rules import corners
from tests.small_dataset import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
FOOT = ("共 12 项举措。",)
MOST_BYTES = 1_500_000
LABELS = ("浙江", "广东", "北京", "湖北")
"""What is written on the regions themselves."""
# The picture in the page, so that the browser tells where things are.
SHOWN = """
() => {
  const { text } = atlas.composePicture(atlas.view);
  const box = document.createElement("div");
  box.innerHTML = text;
  document.body.append(box);
  const svg = box.firstChild;
  const origin = svg.getBoundingClientRect();
  const place = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x - origin.x, y - origin.y, width, height];
  };
  const corner = (lat, lng) => {
    const [x, y] = atlas.placePoint(lat, lng);
    const sheet = svg.querySelector(".sheet");
    const at = new DOMPoint(x, y).matrixTransform(sheet.getScreenCTM());
    return [at.x - origin.x, at.y - origin.y];
  };
  const frame = svg.querySelector("clipPath rect");
  const rects = [...svg.children].filter((e) => e.nodeName === "rect");
  const texts = [...svg.children].filter((e) => e.nodeName === "text");
  const found = {
    width: svg.width.baseVal.value, height: svg.height.baseVal.value,
    frame: ["x", "y", "width", "height"].map((name) => Number(frame.getAttribute(name))),
    rects: rects.slice(1).map(place),
    texts: texts.map((e) => [e.textContent, ...place(e)]),
    south: corner(18, 105), north: corner(50, 105),
  };
  box.remove();
  return found;
}
"""
# What of shapes and words lies under the buttons.
COVERED = """
() => {
  const own = document.querySelector(".atlas-save").getBoundingClientRect();
  const meets = (box) => box.width && box.left < own.right && own.left < box.right
    && box.top < own.bottom && own.top < box.bottom;
  const words = ".atlas-buttons, .atlas-legend li:not([hidden]) *, .atlas-legend h2,"
    + " .atlas-cell strong, .atlas-title, .atlas-inset";
  const seen = [...document.querySelectorAll(words)]
    .filter((e) => meets(e.getBoundingClientRect()));
  const shapes = [...document.querySelectorAll("path.unit")].filter((path) => {
    if (!meets(path.getBoundingClientRect())) return false;
    const back = path.getScreenCTM().inverse();
    for (let x = own.left; x <= own.right; x += 4) for (let y = own.top; y <= own.bottom; y += 4) {
      if (path.isPointInFill(new DOMPoint(x, y).matrixTransform(back))) return true;
    }
    return false;
  });
  return [...seen.map((e) => e.className), ...shapes.map((e) => e.dataset.adcode)];
}
"""


@pytest.fixture
def shown(page: Page, map_url: str) -> MapPage:
    found = open_map(page, map_url)
    found.paint(show_provinces())
    return found


def compose(shown: MapPage) -> ET.Element:
    text = shown.frame.evaluate("atlas.composePicture(atlas.view).text")
    assert len(text) < MOST_BYTES
    return ET.fromstring(text)


def fills(picture: ET.Element) -> dict[str, str]:
    return {
        path.get("data-adcode", ""): path.get("fill", "")
        for path in picture.iter(f"{SVG}path")
        if path.get("class", "").startswith("unit")
    }


def words(picture: ET.Element) -> str:
    return "".join("".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


def test_the_picture_has_the_map_its_legend_and_what_it_rests_on(shown: MapPage) -> None:
    shown.send(show_provinces(), "浙江最多", foot=FOOT)
    shown.frame.wait_for_selector('body[data-count="2"]', state="attached")
    picture = compose(shown)
    assert fills(picture)["330000"] == LIGHT.ramp[-1] == shown.fills()["330000"]
    assert fills(picture)["320000"] == LIGHT.zero
    assert fills(picture)["710000"].startswith("url(#state-uncollected")
    said = words(picture)
    for part in (
        "浙江最多",
        "举措数",
        "已检索，未发现",
        "南海诸岛",
        "浙江",
        "共 12 项举措。",
        "审图号",
    ):
        assert part in said
    dashes = [p for p in picture.iter(f"{SVG}path") if p.get("class") == "dash"]
    assert [path.get("d", "").count("M") for path in dashes] == [9, 9]
    assert all(path.get("stroke") for path in dashes)


def test_every_pattern_that_is_used_is_in_the_picture(shown: MapPage) -> None:
    text = shown.frame.evaluate("atlas.composePicture(atlas.view).text")
    used = set(re.findall(r"url\(#([\w-]+)\)", text))
    assert used
    assert used <= set(re.findall(r'id="([\w-]+)"', text))


def test_the_picture_keeps_the_rules_for_maps(shown: MapPage) -> None:
    spec = specify(shown.frame.evaluate(SHOWN))
    assert check_map(spec) == []
    assert len(spec.overlays) > 12
    east = Overlay("legend", (spec.frame[2] - 1.5e6, *spec.frame[1:3], spec.frame[3]))
    assert "台湾岛" in "".join(check_map(replace(spec, overlays=(east,))))


def test_a_visitor_s_move_leaves_the_picture_as_it_is(shown: MapPage) -> None:
    taken = []
    for move in ("", "atlas.view.map.setView([30, 120], 13, { animate: false });"):
        text = shown.frame.evaluate(
            f"() => {{ {move} return atlas.composePicture(atlas.view).text }}"
        )
        taken.append(re.sub(r"(state-[a-z]+)-\d+", r"\1", text))  # patterns are numbered on
    assert taken[0] == taken[1]


def specify(found: dict[str, Any]) -> MapSpecification:
    """What a picture shows, in metres of the equal-area projection."""
    degrees = gpd.GeoSeries([shapely.Point(105, 18), shapely.Point(105, 50)], crs=CRS)
    south, north = degrees.to_crs(ALBERS)
    metres = (north.y - south.y) / (found["south"][1] - found["north"][1])
    west = south.x - found["south"][0] * metres
    top = south.y + found["south"][1] * metres

    def box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        return (
            west + x * metres, top - (y + height) * metres, west + (x + width) * metres,
            top - y * metres,
        )  # fmt: skip

    over = {f"swatch {i}": rect for i, rect in enumerate(found["rects"])}
    over |= {f"words {i}: {text[0]}": text[1:] for i, text in enumerate(found["texts"])}
    bottom = found["frame"][1] + found["frame"][3]
    lying = {
        name: place
        for name, place in over.items()
        if name.split(": ")[-1][:2] not in LABELS and place[1] < bottom
    }
    lats, lons = zip(*corners("SOUTH_SEA"), strict=True)
    wording = load_wording("zh", data_folder())
    units = gd.Gazetteer.load(data_folder()).units(gd.Level.PROVINCE)
    return MapSpecification(
        scope=gd.NATION,
        crs=ALBERS,
        frame=box(*found["frame"]),
        inset=Inset((min(lons), min(lats), max(lons), max(lats)), dash_line=True),
        overlays=tuple(Overlay(name, box(*place)) for name, place in lying.items()),
        dash_segments=9,
        labels={unit.adcode: unit.name for unit in units},
        words=wording.say("map_source"),
        source="天地图",
    )


def test_on_a_dark_ground_too_the_picture_is_light(
    new_page: Callable[..., Page], map_url: str
) -> None:
    shown = open_map(new_page(color_scheme="dark"), map_url)
    shown.paint(show_provinces())
    assert shown.fills()["330000"] != LIGHT.ramp[-1]
    picture = compose(shown)
    assert fills(picture)["330000"] == LIGHT.ramp[-1]
    ground = picture.find(f"{SVG}rect")
    assert ground is not None
    assert ground.get("fill") == LIGHT.page


def test_a_region_is_shown_with_what_lies_around_it_and_nothing_farther(shown: MapPage) -> None:
    shown.paint(show_units(gd.Level.CITY, "330000"))
    picture = compose(shown)
    assert len(fills(picture)) == 11
    near = [p for p in picture.iter(f"{SVG}path") if p.get("class") == "near"]
    assert 10 < len(near) < 120  # of 364


def test_hostile_names_and_findings_stay_words(shown: MapPage) -> None:
    shown.send(show_provinces(), HOSTILE, foot=(HOSTILE,))
    shown.frame.wait_for_selector('body[data-count="2"]', state="attached")
    picture = compose(shown)
    assert words(picture).replace(" ", "").count("<imgsrc=xonerror=alert(2)>") >= 2
    assert {element.tag for element in picture.iter()} <= {
        f"{SVG}{name}"
        for name in (
            "svg",
            "title",
            "desc",
            "rect",
            "text",
            "path",
            "g",
            "defs",
            "pattern",
            "clipPath",
        )
    }


def test_both_kinds_of_file_are_handed_over(page: Page, small_url: str) -> None:
    frame = open_page(page, f"{small_url}/?level=city&within=330000", level="city")
    with page.expect_download() as waiting:
        frame.get_by_role("button", name="将地图存为图片（PNG）").click()
    assert waiting.value.suggested_filename == "map-city-330000.png"
    picture = Image.open(BytesIO(waiting.value.path().read_bytes())).convert("RGB")
    assert picture.width == 2400
    assert len(picture.resize((120, 100)).getcolors(120 * 100) or ()) > 50
    with page.expect_download() as waiting:
        frame.get_by_role("button", name="将地图存为矢量图（SVG）").click()
    drawn = ET.fromstring(waiting.value.path().read_bytes())
    said = words(drawn)
    assert "浙江内，" in said
    assert "数据版本" in said
    assert "within=330000" in said


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
@pytest.mark.parametrize("query", ["", "?maps=two", "?maps=many&by=theme"])
def test_its_buttons_lie_on_no_map_and_no_words(
    new_page: Callable[..., Page], small_url: str, query: str, size: tuple[int, int]
) -> None:
    frame = open_page(new_page(width=size[0], height=size[1]), f"{small_url}/{query}")
    found = frame.locator("body").evaluate(COVERED)
    assert found == []


def test_two_maps_and_many_are_one_picture(page: Page, small_url: str) -> None:
    for query, count in (("maps=two", 2), ("maps=many&by=theme", 12)):
        frame = open_page(page, f"{small_url}/?{query}")
        text = frame.locator("body").evaluate("() => atlas.composePicture(atlas.view).text")
        picture = ET.fromstring(text)
        sheets = [g for g in picture.iter(f"{SVG}g") if g.get("class") == "sheet"]
        assert len(sheets) == count
