"""The page's logic without a browser: move a widget, read what is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.address import Stamp, write_query
from dashboard.filters import By, Filters, Layout
from dashboard.packing import unpack
from geodata.model import NATION, Level
from geodata.paths import ROOT
from tests.small_dataset import HOSTILE, ROWS, write_small_dataset

SECONDS = 60
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    def run(folder: Path = small_folder, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("ATLAS_RECORDS", str(folder))
        page = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=SECONDS)
        for name, value in query.items():
            page.query_params[name] = value
        return page.run()

    return run


def words(page: AppTest) -> str:
    """All text on the page that is HTML of ours."""
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def part(page: AppTest, name: str) -> dict[str, Any]:
    """What one of the page's own components is given."""
    assert not page.exception
    (found,) = (
        element.proto
        for element in page.get("bidi_component")
        if element.proto.component_name.endswith(f"atlas_{name}")
    )
    content = unpack(found.bytes)
    assert isinstance(content, dict)
    return content


def sentences(page: AppTest) -> list[str]:
    """The marked sentences of all cards."""
    cards = part(page, "cards")["cards"]
    return [quote["text"][1] for card in cards for quote in card["quotes"]]


def heading(page: AppTest) -> str:
    found = re.search(r'id="list">(.*?)</h2>', words(page))
    assert found
    return found[1]


def go(page: AppTest, **query: str | list[str]) -> AppTest:
    """Type another address, as the browser's back and forward do."""
    page.query_params.clear()
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def query_of(page: AppTest) -> dict[str, list[str]]:
    """The address without its fingerprint; each value as a list."""
    return {
        name: [values] if isinstance(values, str) else list(values)
        for name, values in page.query_params.items()
        if name != "data"
    }


def test_the_first_view_is_the_whole_country(open_page: Open) -> None:
    page = open_page()
    said = words(page)
    assert "浙江、广东、北京合计占已定位举措的 91%" in said  # 10 of 11
    assert "共 14 项举措，见于 13 篇报道（已阅读文献 14 篇）" in said
    assert heading(page) == "全部 · 14 项举措"
    assert query_of(page) == {}


def test_a_theme_narrows_map_list_and_address(open_page: Open) -> None:
    page = open_page()
    page.pills(key="themes").set_value(["community"]).run()
    assert "“基层与社区治理”主题中" in words(page)
    assert heading(page) == "全部 · 3 项举措"
    assert query_of(page) == {"theme": ["community"]}


def test_years_and_undated_are_separate(open_page: Open) -> None:
    page = open_page()
    page.slider(key="years").set_value((2016, 2018)).run()
    assert heading(page) == "全部 · 7 项举措"
    page.checkbox(key="undated").uncheck().run()
    assert heading(page) == "全部 · 4 项举措"
    assert query_of(page) == {"years": ["2016-2018"], "undated": ["0"]}


def test_a_region_shows_its_sentences(open_page: Open) -> None:
    page = open_page(region="330000")
    assert heading(page) == "浙江 · 5 项举措"
    assert "2018，平台z4上线。" in sentences(page)
    assert query_of(page) == {"region": ["330000"]}
    page.button(key="back").click().run()
    assert heading(page) == "全部 · 14 项举措"


@pytest.mark.parametrize(
    ("address", "last"),
    [
        pytest.param({}, {"theme": ["community"]}, id="plain"),
        pytest.param(
            {"region": "330000"}, {"theme": ["community"], "region": ["330000"]}, id="address"
        ),
    ],
)
def test_a_choice_made_while_the_page_is_still_being_drawn_counts(
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    address: dict[str, str],
    last: dict[str, list[str]],
) -> None:
    with monkeypatch.context() as patch:  # a run that ends before it has written the address
        patch.setattr("dashboard.controls.keep_address", lambda filters, stamp: st.stop())
        page = open_page(**address)
    page.pills(key="themes").set_value(["community"]).run()
    assert query_of(page) == last


def test_a_region_that_the_new_level_lacks_is_let_go(open_page: Open) -> None:
    page = open_page(region="330000")
    page.segmented_control(key="level").set_value(Level.CITY).run()
    assert heading(page) == "全部 · 14 项举措"
    assert query_of(page) == {"level": ["city"]}


def test_a_municipality_is_both_province_and_city(open_page: Open) -> None:
    page = open_page(region="110000")
    assert heading(page) == "北京 · 2 项举措"
    page.segmented_control(key="level").set_value(Level.CITY).run()
    assert heading(page) == "北京 · 2 项举措"


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        pytest.param(NATION, "全国性举措 · 2 项举措", id="national"),
        pytest.param("coarser", "仅记到省级 · 2 项举措", id="province-only"),
        pytest.param("unknown", "地点代码无法识别 · 1 项举措", id="unknown"),
        pytest.param("320600", "南通 · 0 项举措", id="searched-in-vain"),
        pytest.param("540100", "拉萨 · 0 项举措", id="never-searched"),
    ],
)
def test_what_is_not_on_the_map_is_listed_apart(
    open_page: Open, region: str, expected: str
) -> None:
    assert heading(open_page(level="city", region=region)) == expected


def test_an_empty_region_says_why(open_page: Open) -> None:
    assert "有 1 篇文献提到此地" in words(open_page(region="320000"))
    assert "不表示“没有”" in words(open_page(region="540000"))
    assert "此地未纳入采集" in words(open_page(region="710000"))


def test_a_link_opens_the_view_that_it_was_made_from(open_page: Open) -> None:
    filters = Filters(
        themes=("community", "health"),
        years=(2010, 2020),
        undated=False,
        level=Level.CITY,
        region="330100",
        language="en",
    )
    page = open_page(**write_query(filters))  # type: ignore[arg-type]
    assert heading(page) == "Hangzhou · 2 initiatives"
    assert page.pills(key="themes").value == ["community", "health"]
    assert page.slider(key="years").value == (2010, 2020)
    assert query_of(page) == write_query(filters)


def test_a_wrong_link_is_named_and_the_page_shows_all(open_page: Open) -> None:
    page = open_page(years="x", region="<b>", level="town")
    assert "已忽略：years, level, region" in words(page)
    assert heading(page) == "全部 · 14 项举措"


def test_a_link_to_older_data_says_so(open_page: Open) -> None:
    said = words(open_page(region="330000", data="0" * 12))
    assert "数据已经更新" in said
    assert "此视图当时为" not in said


def test_a_link_to_older_data_says_what_changed_in_number(open_page: Open) -> None:
    stamp = Stamp("0" * 12, 4, 9)
    page = open_page(**write_query(Filters(themes=("community",)), stamp))  # type: ignore[arg-type]
    assert "此视图当时为 4 项举措、9 篇报道，现在为 3 项（−1）、3 篇。" in words(page)
    page.checkbox(key="undated").uncheck().run()
    assert "此视图当时为" not in words(page)


def test_a_link_to_this_data_says_nothing_of_it(open_page: Open) -> None:
    made = open_page(theme="community").query_params["data"]
    assert 'class="notice"' not in words(open_page(theme="community", data=made))


def test_going_back_in_the_browser_brings_the_former_view(open_page: Open) -> None:
    page = go(open_page(region="330000"), region="440000")
    assert heading(page) == "广东 · 3 项举措"
    assert heading(go(page, region="330000")) == "浙江 · 5 项举措"


def test_a_widget_wins_over_an_address_that_is_still_on_its_way(open_page: Open) -> None:
    page = open_page()
    page.pills(key="themes").set_value(["community"]).run()
    page.query_params.clear()  # as if the browser had not yet got the new address
    page.checkbox(key="undated").uncheck().run()
    assert heading(page) == "全部 · 2 项举措"
    assert query_of(page) == {"theme": ["community"], "undated": ["0"]}


def test_the_filters_can_be_cleared(open_page: Open) -> None:
    page = open_page(theme="health", undated="0", years="2012-2020", lang="en", confidence="0.9")
    page.button(key="reset").click().run()
    assert heading(page) == "Everywhere · 14 initiatives"
    assert query_of(page) == {"lang": ["en"]}


def test_nothing_found_is_a_view_of_its_own(open_page: Open) -> None:
    page = open_page(theme="welfare")
    assert "没有可以落到地图上的举措" in words(page)
    assert "当前筛选下没有举措" in words(page)
    assert heading(page) == "全部 · 0 项举措"


def test_a_long_list_grows_on_demand(open_page: Open) -> None:
    page = open_page()
    assert len(part(page, "cards")["cards"]) == 5
    page.button(key="more").click().run()
    assert len(part(page, "cards")["cards"]) == 10
    page.pills(key="themes").set_value(["community"]).run()
    page.pills(key="themes").set_value([]).run()
    assert len(part(page, "cards")["cards"]) == 5


def test_hostile_text_is_never_markup(open_page: Open) -> None:
    page = open_page(region="330000")
    assert HOSTILE not in words(page)
    assert "<img" not in words(page)
    assert HOSTILE in [card["name"] for card in part(page, "cards")["cards"]]


def test_a_missing_dataset_is_explained(open_page: Open, tmp_path: Path) -> None:
    said = words(open_page(tmp_path / "nowhere"))
    assert "还没有可显示的数据" in said
    assert "python -m geodata extract" in said


def test_a_damaged_dataset_is_explained_and_mended_by_a_reload(
    open_page: Open, tmp_path: Path
) -> None:
    write_small_dataset(tmp_path)
    good = (tmp_path / "records.parquet").read_bytes()
    (tmp_path / "records.parquet").write_bytes(b"<script>")
    page = open_page(tmp_path)
    assert "数据文件无法读取" in words(page)
    (tmp_path / "records.parquet").write_bytes(good)
    assert heading(page.run()) == "全部 · 14 项举措"


def test_an_unexpected_fault_leaves_the_rest_of_the_page() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard.faults import shown_as_box

        with shown_as_box():
            raise RuntimeError("<b>odd</b>")
        st.write("the rest")

    page = AppTest.from_function(script, default_timeout=SECONDS).run()
    assert "这一部分出错了" in words(page)
    assert "RuntimeError: &lt;b&gt;odd&lt;/b&gt;" in words(page)
    assert page.markdown[0].value == "the rest"


def test_a_dataset_without_records_is_shown_as_empty(open_page: Open, tmp_path: Path) -> None:
    page = open_page(write_small_dataset(tmp_path, rows=()))
    assert heading(page) == "全部 · 0 项举措"
    assert "33 个省级地区" not in words(page)
    assert "years" not in [slider.key for slider in page.slider]


def test_a_dataset_of_undated_initiatives_only_is_shown(open_page: Open, tmp_path: Path) -> None:
    undated = tuple(row for row in ROWS if row.year is None)
    page = open_page(write_small_dataset(tmp_path, rows=undated))
    assert heading(page) == "全部 · 3 项举措"


def test_a_zoomed_region_shows_its_units_its_path_and_its_sentences(open_page: Open) -> None:
    page = open_page(level="city", within="330000")
    assert heading(page) == "浙江 · 5 项举措"
    rows = part(page, "ranking")["rows"]
    assert [(row[1], row[2]) for row in rows] == [("杭州", "3"), ("宁波", "1")]
    assert part(page, "ranking")["apart"] == [["coarser", "仅记到省级", 1]]
    assert "浙江内，已定位的 4 项举措都在杭州、宁波" in words(page)
    assert len(sentences(page)) == 6  # z1 is told of twice
    page.button(key="path_0").click().run()
    assert heading(page) == "全部 · 14 项举措"
    assert query_of(page) == {}


def test_the_path_leads_back_step_by_step(open_page: Open) -> None:
    page = open_page(level="county", within="330100")
    assert heading(page) == "杭州 · 3 项举措"
    page.button(key="path_1").click().run()
    assert query_of(page) == {"level": ["city"], "within": ["330000"]}


def test_another_level_keeps_the_zoom_as_far_as_it_can(open_page: Open) -> None:
    page = open_page(level="county", within="330100")
    page.segmented_control(key="level").set_value(Level.CITY).run()
    assert query_of(page) == {"level": ["city"], "within": ["330000"]}
    page.segmented_control(key="level").set_value(Level.PROVINCE).run()
    assert query_of(page) == {}


def test_filters_keep_zoom_and_selection(open_page: Open) -> None:
    page = open_page(level="city", within="330000", region="330100")
    page.pills(key="themes").set_value(["community"]).run()
    assert heading(page) == "杭州 · 1 项举措"
    assert query_of(page) == {
        "theme": ["community"],
        "level": ["city"],
        "within": ["330000"],
        "region": ["330100"],
    }


def test_the_colour_of_a_region_is_explained(open_page: Open) -> None:
    said = words(open_page(level="city", within="330000", region="330100"))
    assert "为什么杭州是这个颜色？" in said
    assert "<dd>3 项，在 2 个有数值的地区中居第 1 位" in said
    assert "<dd>3 项举措，见于 3 篇报道</dd>" in said
    assert "湖州（未检索）" in said
    above = words(open_page(level="city", within="330000"))
    assert "为什么浙江是这个颜色？" in above
    assert "<dd>5 项，在 4 个有数值的地区中居第 1 位" in above


def test_each_measure_is_ranked_and_explained(open_page: Open) -> None:
    page = open_page()
    for measure in page.selectbox(key="measure").options:
        assert measure
    page.selectbox(key="measure").set_value("first_year").run()
    rows = part(page, "ranking")["rows"]
    assert [(row[1], row[2]) for row in rows] == [
        ("北京", "2003"),
        ("湖北", "2012"),
        ("广东", "2014"),
        ("浙江", "2016"),
    ]
    assert "有据可查的最早年份" in words(page)
    assert query_of(page) == {"measure": ["first_year"]}


def test_confidence_narrows_what_counts(open_page: Open) -> None:
    page = open_page()
    page.select_slider(key="confidence").set_value(0.9).run()
    assert heading(page) == "全部 · 1 项举措"
    assert query_of(page) == {"confidence": ["0.9"]}


def test_lower_units_can_be_left_out(open_page: Open) -> None:
    page = open_page()
    page.toggle(key="lower").set_value(False).run()
    rows = part(page, "ranking")["rows"]
    assert {row[1]: row[2] for row in rows} == {"浙江": "1", "广东": "1", "北京": "1"}
    assert ["finer", "属于下级地区", 8] in part(page, "ranking")["apart"]
    assert query_of(page) == {"lower": ["0"]}


def test_own_breaks_are_read_or_their_fault_is_named(open_page: Open) -> None:
    page = open_page(scheme="own")
    page.text_input(key="breaks").set_value("2，4 ，9").run()
    assert query_of(page) == {"scheme": ["own"], "breaks": ["2,4,9"]}
    page.text_input(key="breaks").set_value("2, x").run()
    assert "“x”不能作为界限" in words(page)
    assert page.text_input(key="breaks").value == "2, x"
    assert query_of(page) == {"scheme": ["own"], "breaks": ["2,4,9"]}
    page.text_input(key="breaks").set_value("1, 2, 3, 4, 5, 6, 7, 8").run()
    assert "“8”不能作为界限" in words(page)
    page.text_input(key="breaks").set_value("3").run()
    assert "不能作为界限" not in words(page)
    assert query_of(page) == {"scheme": ["own"], "breaks": ["3"]}


def test_classes_that_are_not_as_asked_for_say_why(open_page: Open) -> None:
    assert "只有 4 级：不同的数值不够分成 7 级。" in words(open_page(classes="7"))
    assert "没有可用的自定界限，暂按分位数分级。" in words(open_page(scheme="own"))


def test_what_is_played_is_what_the_page_tells_of(open_page: Open) -> None:
    page = open_page(maps="play", year="2016")
    assert "截至 2016 年，" in words(page)
    assert heading(page) == "全部 · 7 项举措"
    page.segmented_control(key="mode").set_value(3).run()
    assert "2014–2016 年，" in words(page)
    assert query_of(page) == {"maps": ["play"], "window": ["3"], "year": ["2016"]}
    page.segmented_control(key="layout").set_value(Layout.ONE).run()
    assert heading(page) == "全部 · 14 项举措"


def test_two_themes_are_compared(open_page: Open) -> None:
    page = open_page(maps="two")
    page.segmented_control(key="by").set_value(By.THEME).run()
    page.selectbox(key="pair_left").set_value("community").run()
    page.selectbox(key="pair_right").set_value("health").run()
    assert query_of(page) == {
        "maps": ["two"],
        "by": ["theme"],
        "pair": ["community", "health"],
    }
    assert heading(page) == "全部 · 4 项举措"
    assert part(page, "ranking")["sides"] == ["基层与社区治理", "医疗健康与疫情防控"]


def test_two_periods_are_compared(open_page: Open) -> None:
    page = open_page(maps="two")
    assert part(page, "ranking")["sides"] == ["2003–2011", "2012–2020"]
    page.slider(key="period_earlier").set_value((2003, 2005)).run()
    assert part(page, "ranking")["sides"] == ["2003–2005", "2012–2020"]
    assert query_of(page) == {"maps": ["two"], "period": ["2003-2005", "2012-2020"]}


def test_two_measures_are_compared(open_page: Open) -> None:
    page = open_page(maps="two", by="measure")
    page.selectbox(key="second").set_value("first_year").run()
    ranking = part(page, "ranking")
    assert ranking["sides"] == ["举措数", "首次出现年份"]
    assert ranking["rows"][0][2:3] + ranking["rows"][0][8:] == ["5", "2016"]


@pytest.mark.parametrize("by", ["year", "theme"])
def test_small_multiples_draw(open_page: Open, by: str) -> None:
    page = open_page(maps="many", by=by)
    assert "12 幅图中" in words(page) or "9 幅图中" in words(page)
    assert heading(page) == "全部 · 14 项举措"
