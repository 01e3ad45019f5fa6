"""The tabs as a visitor has them: figures, keys, what opens, what is saved; no network."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.synthetic import write_synthetic
from bench.traffic import record, settle
from tests.browser.test_dashboard import FRAME
from tests.golden import write_golden
from tests.small_dataset import HOSTILE, write_small_dataset

PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 30_000
"""Sent for a change of filter."""
RECORDS = 10_000
TABS = ("timeline", "trends", "spread", "compare", "heat", "definitions")
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def golden_url(
    serve_records: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    return serve_records(write_golden(tmp_path_factory.mktemp("golden-browser")))


@pytest.fixture(scope="session")
def large_url(
    serve_records: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    return serve_records(write_synthetic(tmp_path_factory.mktemp("large"), RECORDS))


def open_tab(page: Page, url: str, tab: str, query: str = "") -> None:
    page.goto(f"{url}/?tab={tab}{query}")
    expect(page.locator("footer.about")).to_be_visible()


def chart(page: Page, name: str) -> Locator:
    """One chart, by its key."""
    return page.locator(f".st-key-chart_{name}")


def finding(page: Page) -> Locator:
    return page.locator("h1.finding")


def list_title(page: Page) -> Locator:
    return page.locator("h2.part").last


def save(page: Page, part: Locator, kind: str) -> tuple[str, bytes]:
    with page.expect_download() as saved:
        part.get_by_role("button", name=re.compile(rf"{kind}：|{kind}:")).click()
    return saved.value.suggested_filename, Path(saved.value.path()).read_bytes()


def focused(page: Page) -> str | None:
    """The label of what has the focus, in whatever component."""
    found = page.evaluate(
        "() => { let e = document.activeElement;"
        " while (e.shadowRoot) e = e.shadowRoot.activeElement;"
        " return e.getAttribute('aria-label'); }"
    )
    assert found is None or isinstance(found, str)
    return found


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_every_tab_opens_by_its_address_and_shows_its_figures(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "timeline")
    expect(finding(page)).to_have_text("注明年份的 22 项举措中，一半截至 2016 年已经出现")
    expect(page.locator(".timeline canvas").first).to_be_visible()
    open_tab(page, golden_url, "trends")
    expect(finding(page)).to_contain_text("2020 年举措最多，8 项")
    expect(chart(page, "trend").locator(".stage svg text", has_text="未注明")).to_be_visible()
    open_tab(page, golden_url, "compare", "&compare=460000&compare=330000")
    expect(chart(page, "overview").locator("tbody tr").first).to_contain_text("海南16/62/2")
    expect(chart(page, "gaps").locator("tbody tr").first).to_contain_text("1/1")
    open_tab(page, golden_url, "definitions")
    expect(page.locator("#def-initiative")).to_contain_text("30 − 4 = 26 项举措")


def test_the_spread_has_a_map_of_first_years_a_curve_and_an_order(
    page: Page, golden_url: str
) -> None:
    open_tab(page, golden_url, "spread", "&theme=community")
    frame = page.frame_locator(FRAME)
    expect(frame.locator("body")).to_have_attribute("data-painted", "province")
    beijing = frame.locator('#map_div path.unit[data-adcode="110000"]').first
    expect(beijing).to_have_attribute("fill", "#0c4570")  # the earliest is the darkest
    rows = chart(page, "order").locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(1)).to_contain_text("广东2005")
    expect(chart(page, "curve").locator("h3")).to_contain_text("4 个地区已有，占 34 个的 12%")
    rows.nth(1).get_by_role("button").click()
    expect(list_title(page)).to_have_text("打开的举措 · 2 项")
    expect(page.locator(".cards .card")).to_have_count(2)
    expect(page).to_have_url(re.compile("open=gd6&open=gd5"))


def test_a_chart_is_walked_and_opened_by_keys(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "trends")
    stage = chart(page, "trend").locator(".stage")
    expect(stage.locator("svg")).to_be_visible()
    stage.focus()
    page.keyboard.press("End")
    said = chart(page, "trend").get_by_role("status")
    expect(said).to_contain_text("未注明: 医疗健康与疫情防控 1")
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("2021: 政务服务 1")
    expect(said).to_contain_text("该年文献很少")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(list_title(page)).to_have_text("2020 · 8 项举措")
    expect(page).to_have_url(re.compile(r"cell=\.\.2020"))


def test_a_part_of_a_bar_opens_what_it_holds(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "trends", "&split=status")
    part = chart(page, "trend")
    stage = part.locator(".stage")
    expect(stage.locator("svg")).to_be_visible()
    stage.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(part.get_by_role("status").last).to_have_text("2020: 已启动 6")
    page.keyboard.press("Enter")
    expect(list_title(page)).to_have_text("已启动 · 2020 · 6 项举措")
    expect(page).to_have_url(re.compile(r"cell=\.\.2020\.launched"))
    # The same with the pointer: the part above the largest one of those launched.
    launched = stage.locator('svg rect[fill="#2e79a2"]').evaluate_all(
        "all => all.map((each) => ['x', 'y', 'width', 'height'].map((n) => +each.getAttribute(n)))"
    )
    x, y, width, _ = max(launched, key=lambda box: box[3])
    stage.click(position={"x": x + width / 2, "y": y - 6})
    expect(list_title(page)).to_have_text("运行中 · 2020 · 1 项举措")
    expect(part.locator(".tip li.on")).to_have_text("运行中1")
    expect(page).to_have_url(re.compile(r"cell=\.\.2020\.operating"))
    page.reload()
    expect(list_title(page)).to_have_text("运行中 · 2020 · 1 项举措")
    expect(page.locator(".cards .card")).to_have_count(1)
    # Beside its parts a bar is a year; one of sums holds all years before it too.
    open_tab(page, golden_url, "trends", "&split=region&running=1")
    stage.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(list_title(page)).to_have_text("截至 2005 年 · 3 项举措")


def test_numbers_lines_and_first_records_of_regions_open(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "compare", "&compare=330000&compare=440000")
    firsts = chart(page, "firsts")
    firsts.get_by_role("button", name=re.compile("2020-02-01")).click()
    expect(list_title(page)).to_have_text("打开的举措 · 2 项")
    expect(page).to_have_url(re.compile("open=gd4&open=gd3"))
    chart(page, "overview").get_by_role("button", name="6", exact=True).first.click()
    expect(list_title(page)).to_have_text("浙江 · 6 项举措")
    stage = chart(page, "years").locator(".stage")
    stage.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(list_title(page)).to_have_text("广东 · 截至 2005 年 · 2 项举措")
    expect(page).to_have_url(re.compile(r"cell=440000\.\.-2005"))


@pytest.mark.parametrize("name", ["overview", "gaps", "firsts"])
def test_a_table_is_saved_as_a_picture_too(page: Page, golden_url: str, name: str) -> None:
    open_tab(page, golden_url, "compare", "&compare=460000&compare=330000&compare=440000")
    part = chart(page, name)
    expect(part.locator("tbody tr").first).to_be_visible()
    _, picture = save(page, part, "PNG")
    assert picture.startswith(PNG)
    _, drawing = save(page, part, "SVG")
    root = ElementTree.fromstring(drawing)
    title = part.locator("h3").inner_text()
    assert root.findtext(f"{SVG}title") == title
    words = "".join(node.text or "" for node in root.iter(f"{SVG}text"))
    _, table = save(page, part, "CSV")
    rows = read_csv(table)
    assert len(rows) > 2
    for cell in {cell for row in rows for cell in row if cell}:
        assert cell.replace(" ", "") in words.replace(" ", ""), cell
    assert "来源" in words


def test_a_long_table_comes_in_parts_and_is_saved_whole(page: Page, large_url: str) -> None:
    open_tab(page, large_url, "heat", "&split=region&level=county")
    part = chart(page, "heat")
    rows = part.locator("tbody tr")
    expect(rows).to_have_count(32)  # thirty counties, and what stands in none
    # By another year the first ones are others: all are fetched to tell.
    part.get_by_role("button", name="2024", exact=True).click()
    expect(part.locator('th[aria-sort="descending"]')).to_have_text("2024")
    expect(rows.first.locator("td").nth(21)).to_have_text("2")
    assert focused_column(page) == "21"
    _, table = save(page, part, "CSV")
    saved = read_csv(table)
    assert len(saved) > 1_000
    assert sum(int(row[-1]) for row in saved[1:-1]) == int(saved[-1][-1]) > 9_000
    open_tab(page, large_url, "spread", "&level=county")
    order = chart(page, "order")
    expect(order.locator("tbody tr")).to_have_count(12)
    _, table = save(page, order, "CSV")
    saved = read_csv(table)
    assert len(saved) > 1_000
    assert all(row[-1] for row in saved)
    order.get_by_role("button", name=re.compile("显示全部")).click()
    expect(order.locator("tbody tr")).to_have_count(len(saved) - 1)


def focused_column(page: Page) -> str | None:
    found = page.evaluate(
        "() => { let e = document.activeElement;"
        " while (e.shadowRoot) e = e.shadowRoot.activeElement;"
        " return e.dataset.column; }"
    )
    assert found is None or isinstance(found, str)
    return found


@pytest.mark.parametrize("query", ["heat&split=region", "spread", "compare", "trends&split=region"])
def test_few_bytes_are_sent_for_a_change_of_filter(page: Page, large_url: str, query: str) -> None:
    traffic = record(page)
    open_tab(page, large_url, query, "&level=county")
    settle(page, traffic)
    before = len(traffic.received)
    page.locator(".stSidebar").get_by_role("button", name="医疗健康与疫情防控").click()
    settle(page, traffic, lambda: len(traffic.received) > before)
    sent = sum(frame.size for frame in traffic.received[before:])
    assert 2_000 < sent <= MOST_BYTES


def test_an_english_page_names_places_in_english(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "heat", "&lang=en&split=region&cell=330000..2014")
    card = page.locator(".cards .card")
    expect(card.locator(".facts")).to_have_text("Zhejiang" + "Government services" + "Launched")
    expect(card.locator(".note").first).to_contain_text("Place: Zhejiang (地点330000; ")
    expect(card.locator(".note").first.locator('[lang="zh-CN"]')).to_have_text("地点330000")
    expect(card.locator("strong")).to_have_attribute("lang", "zh-CN")
    expect(card.locator("blockquote").first).to_have_attribute("lang", "zh-CN")
    # All Chinese on the page is the documents' own, but for the language's and an example's.
    mixed = page.evaluate(
        """() => {
          const found = [];
          const walk = (node, own) => {
            if (node.nodeType === 3) {
              if (!own && /[\u4e00-\u9fff]/.test(node.data)) found.push(node.data.trim());
              return;
            }
            if (["STYLE", "SCRIPT"].includes(node.tagName)) return;
            const zh = own || (node.lang || "").startsWith("zh");
            for (const child of node.childNodes) walk(child, zh);
            if (node.shadowRoot) walk(node.shadowRoot, zh);
          };
          walk(document.body, false);
          return found;
        }"""
    )
    assert set(mixed) <= {"语言 Language", "中文"}


def test_the_row_of_tabs_is_walked_by_keys(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "definitions")
    page.get_by_role("radio", name="口径").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="年表")).to_be_checked()
    expect(page.locator(".heat table")).to_be_visible()
    expect(page).to_have_url(re.compile("tab=heat"))


def test_a_chart_is_saved_with_what_it_says(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "trends")
    part = chart(page, "trend")
    expect(part.locator(".stage svg")).to_be_visible()
    name, picture = save(page, part, "PNG")
    assert name.startswith("trend-initiatives-theme-")
    assert picture.startswith(PNG)
    assert len(picture) > 20_000
    _, drawing = save(page, part, "SVG")
    root = ElementTree.fromstring(drawing)
    words = [node.text or "" for node in root.iter(f"{SVG}text")]
    assert root.findtext(f"{SVG}title") == finding(page).inner_text()
    assert {"2004", "2021", "未注明", "医疗健康与疫情防控", "该年文献很少"} <= set(words)
    assert any("来源" in word for word in words)
    assert b"href" not in drawing
    assert not any("点按" in word for word in words)
    name, table = save(page, part, "CSV")
    assert name.endswith(".csv")
    rows = read_csv(table)
    assert rows[0] == [
        *("年份", "医疗健康与疫情防控", "基层与社区治理", "数据资源与政务公开", "政务服务"),
        *("城市管理与交通", "合计", "当年发表的文献"),
    ]
    assert rows[9] == ["2012", "0", "1", "1", "0", "1", "3", "3"]
    assert rows[-2:] == [
        ["未注明", "1", "0", "2", "1", "0", "4", "3"],
        ["合计", "9", "5", "5", "5", "2", "26", "27"],
    ]


def test_the_data_are_a_table_on_demand(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "trends")
    part = chart(page, "trend")
    expect(part.locator("table")).to_have_count(0)
    part.get_by_text("数据表").click()
    expect(part.locator("tbody tr")).to_have_count(20)
    expect(part.locator("tbody tr").last).to_contain_text("合计9555226")


def test_the_year_table_sorts_walks_and_opens(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "heat", "&split=region")
    part = chart(page, "heat")
    names = part.locator("tbody th")
    expect(names.first).to_have_text("浙江")
    part.get_by_role("button", name="2012", exact=True).click()
    expect(part.locator('th[aria-sort="descending"]')).to_have_text("2012")
    top = set(names.all_inner_texts()[:3])
    assert top == {"江苏", "北京", "湖北"}
    part.get_by_role("button", name="2012", exact=True).click()
    # What is in no region stays last, however the regions are sorted.
    assert set(names.all_inner_texts()[-5:-2]) == top
    assert set(names.all_inner_texts()[-2:]) == {"全国性举措", "地点代码无法识别"}
    cell = part.get_by_role("button", name="浙江 · 2008 · 1")
    cell.focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "浙江 · 2014 · 1"
    page.keyboard.press("Enter")
    expect(list_title(page)).to_have_text("浙江 · 2014 · 1 项举措")
    expect(page.locator(".cards .card")).to_have_count(1)
    assert focused(page) == "浙江 · 2014 · 1"  # what was opened does not take the place away
    assert set(names.all_inner_texts()[-5:-2]) == top
    expect(page.locator(".cards .card")).to_contain_text("浙江政务服务网")
    _, table = save(page, part, "CSV")
    assert read_csv(table)[-1][-2:] == ["4", "26"]
    _, drawing = save(page, part, "SVG")
    words = [node.text for node in ElementTree.fromstring(drawing).iter(f"{SVG}text")]
    assert {"浙江", "全国性举措", "2020", "合计"} <= set(words)


def test_gaps_open_the_evidence_of_the_others(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "compare", "&compare=460000&compare=330000")
    chart(page, "gaps").get_by_role("button", name="浙江 3 项").first.click()
    expect(list_title(page)).to_have_text("打开的举措 · 3 项")
    page.get_by_role("button", name="关闭，看全部").click()
    expect(list_title(page)).to_have_text("全部 · 26 项举措")


def test_years_typed_on_the_timeline_filter_the_page(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "timeline")
    first = page.get_by_role("spinbutton", name="起始年")
    first.fill("2019")
    first.press("Enter")
    expect(page).to_have_url(re.compile("years=2019-2021"))
    expect(finding(page)).to_contain_text("2019–2021 年：注明年份的 10 项举措中")
    expect(list_title(page)).to_have_text("全部 · 14 项举措")  # with the four undated
    expect(page.locator(".timeline #about")).to_contain_text("2019–2021 年")  # it has them, too
    stage = page.locator(".timeline .stage")
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(list_title(page)).to_have_text("打开的举措 · 1 项")


@pytest.mark.parametrize("tab", TABS)
def test_a_phone_needs_no_scrolling_sideways(phone: Page, golden_url: str, tab: str) -> None:
    open_tab(phone, golden_url, tab)
    if tab not in ("definitions", "timeline"):
        expect(phone.locator(".chart figure").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    tabs = phone.get_by_role("radio", name="口径").bounding_box()
    assert tabs
    assert tabs["x"] + tabs["width"] <= 390
    assert tabs["height"] >= 24


def test_hostile_names_are_text_on_every_tab(
    page: Page, serve_records: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = serve_records(write_small_dataset(tmp_path_factory.mktemp("hostile-tabs")))
    for tab in ("timeline", "trends", "spread", "compare", "heat"):
        open_tab(page, url, tab, "&level=city&within=330000")
        expect(page.locator(".cards .card").first).to_be_visible()
    open_tab(page, url, "spread", f"&name={HOSTILE[1:12]}")
    expect(finding(page)).to_be_visible()
    assert page.evaluate("document.querySelectorAll('[onerror], h1 img').length") == 0


def test_what_is_saved_in_the_dark_is_for_paper(
    new_page: Callable[..., Page], golden_url: str
) -> None:
    page = new_page(color_scheme="dark")
    open_tab(page, golden_url, "trends", "&lang=en")
    part = chart(page, "trend")
    bars = part.locator(".stage svg rect[stroke]").first
    expect(bars).to_have_attribute("stroke", "#14191f")
    with page.expect_download() as saved:
        part.get_by_role("button", name="Save as SVG").click()
    root = ElementTree.fromstring(Path(saved.value.path()).read_bytes())
    ground = next(root.iter(f"{SVG}rect"))
    assert ground.get("fill") == "#ffffff"


def test_on_paper_all_is_dark_on_white_and_says_what_is_left_out(
    new_page: Callable[..., Page], large_url: str
) -> None:
    page = new_page(color_scheme="dark")
    open_tab(page, large_url, "spread", "&level=county")
    order = chart(page, "order")
    expect(order.locator("tbody tr")).to_have_count(12)
    page.emulate_media(media="print", color_scheme="dark")
    expect(order.get_by_text(re.compile(r"另有 1,\d+ 行，见 CSV"))).to_be_visible()
    expect(order.locator("tbody th").first).to_have_css("color", "rgb(27, 39, 51)")
    expect(order.locator("thead th").first).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(finding(page)).to_have_css("color", "rgb(27, 39, 51)")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".st-key-tab_bar")).to_be_hidden()


def test_axes_and_texts_of_charts(page: Page, golden_url: str) -> None:
    open_tab(page, golden_url, "definitions")
    found = page.evaluate(
        """
        async (highest) => {
          const from = (name) => import(new URL(
            `component/dashboard.static_files.assets/chart-${name}.js`, document.baseURI));
          const [plot, svg, save] = [await from("plot"), await from("svg"), await from("save")];
          return {
            counts: highest.map((most) => plot.listTicks(most, true)),
            shares: plot.listTicks(1, false),
            clean: svg.clean("a\\u0000\\ud800b\\ud83d\\ude00"),
            lines: save.wrap({ plot }, "一二三四五六七八九十", 10, 45),
            csv: save.writeCsv({ head: ["a"], rows: [["=1+1"], [-3], ['x,"y"'], [null],
              [{ text: "@b", ids: [] }]] }),
          };
        }
        """,
        [0, 1, 3, 4, 7, 26, 99, 100, 184, 1_000_000],
    )
    for most, ticks in zip(
        (0, 1, 3, 4, 7, 26, 99, 100, 184, 1_000_000), found["counts"], strict=True
    ):
        steps = {after - before for before, after in pairwise(ticks)}
        assert ticks[0] == 0
        assert len(steps) == 1
        assert all(float(tick).is_integer() for tick in ticks)
        assert most <= ticks[-1] <= max(1, 2 * most)
        assert len(ticks) <= 7
    assert found["shares"] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert found["clean"] == "ab😀"
    assert found["lines"] == ["一二三四", "五六七八", "九十"]
    assert found["csv"].split("\r\n") == ["a", "'=1+1", "-3", '"x,""y"""', "", "'@b"]
