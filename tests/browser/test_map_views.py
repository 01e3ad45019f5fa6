"""What the map shows of the country and its parts: zoom, counties, two maps, many maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import geodata as gd
from dashboard.classes import classify
from dashboard.mapstate import Panel
from tests.browser.map_harness import MapPage, open_map
from tests.browser.map_states import load_units, show_panels, show_play, show_provinces, show_units
from tests.browser.watch import Watch

# The box of all units of a panel, and that of the map, in pixels.
EXTENT = """
panel => {
  const { sheet, element } = atlas.view.panels[panel];
  const boxes = [...sheet.paths.values()].map((path) => path.getBoundingClientRect());
  const frame = element.getBoundingClientRect();
  return {
    left: Math.min(...boxes.map((b) => b.left)) - frame.left,
    top: Math.min(...boxes.map((b) => b.top)) - frame.top,
    right: frame.right - Math.max(...boxes.map((b) => b.right)),
    bottom: frame.bottom - Math.max(...boxes.map((b) => b.bottom)),
    width: frame.width, height: frame.height,
  };
}
"""
# How many corners of the outlines lie behind legend, buttons or the box of the South China Sea.
COVERED = """
([panel, codes]) => {
  const boxes = [...document.querySelectorAll(".atlas-legend, .atlas-buttons, .atlas-inset")]
    .map((box) => box.getBoundingClientRect()).filter((box) => box.width);
  const frame = atlas.view.panels[panel].element.getBoundingClientRect();
  const inside = (b, x, y) => x > b.left && x < b.right && y > b.top && y < b.bottom;
  let covered = 0;
  for (const code of codes) {
    const path = atlas.view.panels[panel].sheet.paths.get(code);
    const matrix = path.getScreenCTM();
    for (let at = 0; at < path.getTotalLength(); at += path.getTotalLength() / 400) {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
      covered += inside(frame, x, y) && boxes.some((b) => inside(b, x, y));
    }
  }
  return covered;
}
"""
# Where a unit is in the first frame after so many paints: asked for later, a glide may be over.
FIRST_PLACE = """
([code, paints]) => {
  const look = () => {
    if (Number(document.body.dataset.count) < paints) return requestAnimationFrame(look);
    const { x, y } = atlas.view.panels[0].sheet.middle(code);
    const box = window.frameElement.getBoundingClientRect();
    window.firstPlace = [box.x + x, box.y + y];
  };
  look();
}
"""
ZHEJIANG, HANGZHOU = "330000", "330100"


@pytest.fixture
def shown(page: Page, map_url: str) -> MapPage:
    found = open_map(page, map_url)
    found.paint(show_provinces())
    return found


def paint_still(shown: MapPage, state: Any) -> None:
    """Paint, and wait until the map has arrived where it goes."""
    shown.paint(state)
    shown.page.wait_for_timeout(100)
    shown.frame.wait_for_function("atlas.view.maps.every((panel) => !panel.led)")
    shown.page.wait_for_timeout(100)


def test_a_province_fills_the_map_and_its_surroundings_are_pale(shown: MapPage) -> None:
    paint_still(shown, show_units(gd.Level.CITY, ZHEJIANG))
    assert set(shown.fills()) == set(load_units(gd.Level.CITY, ZHEJIANG))
    extent = shown.frame.evaluate(EXTENT, 0)
    assert extent["height"] - extent["top"] - extent["bottom"] > 0.75 * extent["height"]
    assert min(extent["left"], extent["right"], extent["bottom"]) > 0
    around = shown.frame.locator("#map_div > .leaflet-pane .around path")
    assert around.count() == 375 - len(load_units(gd.Level.CITY, ZHEJIANG))
    assert around.first.evaluate("e => getComputedStyle(e).pointerEvents") == "none"
    for name in ("borders", "outline"):
        line = shown.frame.locator(f"#map_div > .leaflet-pane .sheet > path.{name}")
        assert len(line.get_attribute("d") or "") > 1_000


def test_a_city_shows_its_counties_and_the_country_comes_back(shown: MapPage) -> None:
    at = shown.middle("420000")
    paint_still(shown, show_units(gd.Level.CITY, ZHEJIANG))
    paint_still(shown, show_units(gd.Level.COUNTY, HANGZHOU))
    assert set(shown.fills()) == set(load_units(gd.Level.COUNTY, HANGZHOU))
    assert shown.frame.locator("#map_div > .leaflet-pane .around .base").count() == 34
    extent = shown.frame.evaluate(EXTENT, 0)
    assert min(extent[side] for side in ("left", "right", "top", "bottom")) > 0
    shown.hover("330110")
    expect(shown.frame.locator(".atlas-tip .name")).to_have_text("余杭区")
    expect(shown.frame.locator(".atlas-tip .above")).to_have_text("杭州")
    paint_still(shown, show_provinces())
    assert shown.middle("420000") == pytest.approx(at, abs=1)


@pytest.mark.parametrize("within", ["110000", "810000", "820000", "710000", "500000"])
def test_what_has_no_cities_shows_its_counties(within: str, shown: MapPage) -> None:
    paint_still(shown, show_units(gd.Level.COUNTY, within))
    extent = shown.frame.evaluate(EXTENT, 0)
    assert min(extent[side] for side in ("left", "right", "bottom")) > 0


def test_zoom_and_place_survive_paints_of_the_same_region(shown: MapPage) -> None:
    paint_still(shown, show_units(gd.Level.CITY, ZHEJIANG))
    shown.frame.get_by_role("button", name="放大").click()
    shown.frame.get_by_role("button", name="左移").click()
    shown.page.wait_for_timeout(700)
    at = shown.middle("330700")
    paint_still(shown, show_units(gd.Level.CITY, ZHEJIANG, {"330700": 9.0}))
    assert shown.middle("330700") == pytest.approx(at, abs=0.5)
    paint_still(shown, show_units(gd.Level.COUNTY, ZHEJIANG))
    paint_still(shown, show_units(gd.Level.CITY, ZHEJIANG))
    assert shown.middle("330700") == pytest.approx(at, abs=0.5)


def test_a_change_of_region_glides_unless_motion_is_unwanted(
    new_page: Callable[..., Page], map_url: str
) -> None:
    ends = []
    for motion in ("no-preference", "reduce"):
        shown = open_map(new_page(reduced_motion=motion), map_url)
        shown.paint(show_provinces())
        shown.frame.evaluate(FIRST_PLACE, ["330700", shown.painted + 1])
        shown.paint(show_units(gd.Level.CITY, ZHEJIANG))
        shown.page.wait_for_timeout(600)
        at_once = tuple(shown.frame.evaluate("window.firstPlace"))
        ends.append(shown.middle("330700"))
        assert (at_once == pytest.approx(ends[-1], abs=1)) is (motion == "reduce")
    assert ends[0] == pytest.approx(ends[1], abs=1)


def test_the_nation_by_county_has_every_county_and_strong_province_borders(
    shown: MapPage,
) -> None:
    paint_still(shown, show_units(gd.Level.COUNTY))
    assert len(shown.fills()) == 2_891
    borders, outline = (
        shown.frame.locator(f"#map_div > .leaflet-pane .sheet > path.{name}")
        for name in ("borders", "outline")
    )
    assert not borders.get_attribute("d")
    assert outline.get_attribute("d")
    coarse = len(shown.frame.evaluate("atlas.view.panels[0].sheet.paths.get('650121').outerHTML"))
    shown.hover("420000" if "420000" in shown.fills() else "420102")
    for _ in range(3):
        shown.frame.get_by_role("button", name="放大").click()
        shown.page.wait_for_timeout(400)
    fine = len(shown.frame.evaluate("atlas.view.panels[0].sheet.paths.get('650121').outerHTML"))
    assert fine > 1.5 * coarse
    assert borders.get_attribute("d")


@pytest.mark.parametrize(
    ("level", "within"),
    [("province", None), ("city", None), ("county", None), ("city", ZHEJIANG), ("city", "440000"),
     ("city", "460000"), ("county", "460100"), ("county", HANGZHOU)],
)  # fmt: skip
def test_the_south_china_sea_is_shown_at_every_level_and_never_covered(
    level: str, within: str | None, shown: MapPage
) -> None:
    paint_still(shown, show_units(gd.Level(level), within))
    inset = shown.frame.locator("#map_div .atlas-inset")
    expect(inset).to_be_visible()
    assert (inset.locator("path.dash").get_attribute("d") or "").count("M") == 9
    assert (inset.locator("path.outline").get_attribute("d") or "").count("M") > 50
    islands = [code for code in shown.fills() if code[:2] in ("46", "71") and code != "460300"]
    assert shown.frame.evaluate(COVERED, [0, islands]) == 0
    for name in (".atlas-legend", ".atlas-buttons"):
        box, other = (shown.frame.locator(query).bounding_box() for query in (name, ".atlas-inset"))
        assert box
        assert other
        assert box["x"] + box["width"] < other["x"]


@pytest.mark.parametrize("width", [1440, 760, 390])
@pytest.mark.parametrize("count", [1, 2])
def test_no_width_covers_an_island(
    width: int, count: int, new_page: Callable[..., Page], map_url: str
) -> None:
    shown = open_map(new_page(width=width, height=900), map_url)
    shown.paint(show_panels([str(number) for number in range(count)]))
    shown.page.wait_for_timeout(400)
    for panel in range(count):
        assert shown.frame.evaluate(COVERED, [panel, ["710000", "460000"]]) == 0


def test_sansha_is_seen_whole_without_a_box(shown: MapPage) -> None:
    paint_still(shown, show_units(gd.Level.COUNTY, "460300"))
    expect(shown.frame.locator("#map_div .atlas-inset")).to_be_hidden()
    extent = shown.frame.evaluate(EXTENT, 0)
    assert min(extent[side] for side in ("left", "right", "top", "bottom")) >= 0


def test_two_maps_share_hover_and_zoom_and_show_both_values(shown: MapPage) -> None:
    paint_still(shown, show_panels(["2003–2013", "2014–2024"]))
    tip = shown.frame.locator(".atlas-tip")
    shown.hover(ZHEJIANG, panel=1)
    expect(tip.locator(".panel")).to_have_text(["2003–2013", "2014–2024"])
    expect(tip.locator(".value")).to_have_text(["1 项举措", "2 项举措"])
    hot = shown.frame.locator(".leaflet-pane path.hot")
    assert [bool(path.get_attribute("d")) for path in hot.all()] == [True, True]
    shown.frame.get_by_role("button", name="放大").click()
    shown.page.wait_for_timeout(600)
    x, y = shown.middle(ZHEJIANG, panel=1)
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x - 60, y - 40, steps=5)
    shown.page.wait_for_timeout(300)
    shown.page.mouse.up()
    first, second = (shown.frame.evaluate(EXTENT, panel) for panel in (0, 1))
    assert first == pytest.approx(second, abs=1)
    shown.page.mouse.click(*shown.middle("420000", panel=1))
    assert shown.answers() == [{"adcode": "420000"}]
    counts = shown.frame.locator(".atlas-legend .classes .count").first
    expect(counts).to_have_text("2 · 1 地")


def test_leaving_two_maps_leaves_one_that_works(shown: MapPage) -> None:
    at = shown.middle("420000")
    paint_still(shown, show_panels(["1", "2"]))
    paint_still(shown, show_panels([str(number) for number in range(5)]))
    paint_still(shown, show_provinces())
    expect(shown.frame.locator(".atlas-second")).to_be_hidden()
    expect(shown.frame.locator(".atlas-many")).to_be_hidden()
    assert shown.middle("420000") == pytest.approx(at, abs=2)
    paint_still(shown, show_units(gd.Level.CITY, "460000"))
    assert min(shown.frame.evaluate(EXTENT, 0)["left"], 1) > 0


def test_two_measures_have_two_legends(shown: MapPage) -> None:
    rates = {ZHEJIANG: 0.52, "440000": 1.25}
    panels = (
        Panel("举措数", {ZHEJIANG: 5.0}),
        Panel(
            "每百万人",
            rates,
            {},
            {},
            gd.Measure.PER_MILLION,
            classify(rates.values(), integral=False),
        ),
    )
    paint_still(shown, show_provinces(panels=panels, classes=classify([5.0])))
    expect(shown.frame.locator(".atlas-legend h2")).to_have_text(
        ["举措数（项）", "每百万人举措数（项）"]
    )
    shown.hover(ZHEJIANG)
    expect(shown.frame.locator(".atlas-tip .value")).to_have_text(["5 项举措", "每百万人 0.52 项"])


def test_many_maps_share_outlines_and_a_legend(shown: MapPage, watches: list[Watch]) -> None:
    asked = len(watches[0].requests)
    titles = [f"主题{number}" for number in range(12)]
    paint_still(shown, show_panels(titles))
    cells = shown.frame.locator(".atlas-cell")
    expect(cells).to_have_count(12)
    expect(cells.locator("strong")).to_have_text(titles)
    expect(shown.frame.locator(".atlas-legend h2")).to_have_count(1)
    assert len(watches[0].requests) == asked
    for cell in cells.all():
        box, dash = cell.locator(".ground").bounding_box(), cell.locator(".dash").bounding_box()
        assert box
        assert dash
        assert dash["y"] + dash["height"] <= box["y"] + box["height"]
        assert box["height"] > 150
    shown.hover(ZHEJIANG, panel=7)
    expect(shown.frame.locator(".atlas-tip .panel")).to_have_text("主题7")
    expect(shown.frame.locator(".atlas-tip .value")).to_have_text("8 项举措")
    hot = shown.frame.locator(".atlas-cell path.hot").all()
    assert [bool(path.get_attribute("d")) for path in hot] == [True] * 12
    shown.page.mouse.click(*shown.middle(ZHEJIANG, panel=3))
    assert shown.answers() == [{"adcode": ZHEJIANG}]


@pytest.mark.parametrize("count", [3, 4, 6, 7, 12])
def test_any_number_of_maps_fits_the_frame(count: int, shown: MapPage) -> None:
    paint_still(shown, show_panels([str(number) for number in range(count)], gd.Level.CITY))
    frame = shown.frame.locator(".atlas-many").bounding_box()
    below = shown.frame.locator(".atlas-below").bounding_box()
    assert frame
    assert below
    assert frame["y"] + frame["height"] <= below["y"] + 1
    boxes = [cell.bounding_box() for cell in shown.frame.locator(".atlas-cell:visible").all()]
    assert len(boxes) == count
    assert all(box and box["y"] + box["height"] <= frame["y"] + frame["height"] for box in boxes)


def test_a_phone_stacks_two_maps_and_pairs_many(phone: Page, map_url: str) -> None:
    shown = open_map(phone, map_url)
    shown.paint(show_panels(["一", "二"]))
    phone.wait_for_timeout(400)
    first, second = (
        shown.frame.locator(query).bounding_box() for query in ("#map_div", ".atlas-second")
    )
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"]
    assert min(first["height"], second["height"]) > 230
    assert first["width"] == pytest.approx(second["width"], abs=1)
    shown.paint(show_panels([str(number) for number in range(6)]))
    phone.wait_for_timeout(400)
    boxes = [cell.bounding_box() for cell in shown.frame.locator(".atlas-cell:visible").all()]
    assert len({round(box["x"]) for box in boxes if box}) == 2
    for frame in (phone.main_frame, shown.frame):
        assert frame.evaluate("document.documentElement.scrollWidth") <= 390


def test_playing_makes_the_frame_taller_and_leaves_the_map_as_it_was(shown: MapPage) -> None:
    height = shown.frame.locator("#map_div").bounding_box()
    shown.paint(show_play())
    shown.page.wait_for_timeout(300)
    bar = shown.frame.locator(".atlas-play").bounding_box()
    taller = shown.frame.locator("#map_div").bounding_box()
    assert bar
    assert height
    assert taller
    assert taller["height"] == pytest.approx(height["height"], abs=1)
    shown.paint(show_provinces())
    shown.page.wait_for_timeout(300)
    assert shown.page.locator("iframe").bounding_box()["height"] == 600  # type: ignore[index]
