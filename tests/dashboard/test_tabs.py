"""The tabs without a browser: what each shows, and where a click in it leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import geodata as gd
from dashboard.filters import TABS
from dashboard.packing import unpack
from geodata.paths import ROOT
from tests.dashboard.test_app import part, query_of, words
from tests.golden import write_golden
from tests.small_dataset import HOSTILE, write_small_dataset

SECONDS = 60
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def golden_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_golden(tmp_path_factory.mktemp("golden-page"))


@pytest.fixture
def open_tab(golden_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    def run(tab: str, folder: Path = golden_folder, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("ATLAS_RECORDS", str(folder))
        page = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=SECONDS)
        page.query_params["tab"] = tab
        for name, value in query.items():
            page.query_params[name] = value
        return page.run()

    return run


def charts(page: AppTest) -> list[dict[str, Any]]:
    """What all charts of the page are given."""
    assert not page.exception
    found = []
    for element in page.get("bidi_component"):
        if element.proto.component_name.endswith("atlas_chart"):
            content = unpack(element.proto.bytes)
            assert isinstance(content, dict)
            found.append(content)
    return found


def cards(page: AppTest) -> list[str]:
    return [card["name"] for card in part(page, "cards")["cards"]]


def test_every_tab_opens_by_its_address(open_tab: Open) -> None:
    assert "浙江、广东" in words(open_tab("map"))
    assert "一半截至 2016 年" in words(open_tab("timeline"))
    assert "2020 年举措最多，8 项" in words(open_tab("trends"))
    assert "最早有据可查的是北京（2004-10）" in words(open_tab("spread"))
    assert "4 个地区中浙江、广东最多（6 项）" in words(open_tab("compare"))
    assert "医疗健康与疫情防控的举措最多，9 项" in words(open_tab("heat"))
    assert "30 条记录出自 25 份文献" in words(open_tab("definitions"))


@pytest.mark.parametrize(
    ("tab", "count"), [("trends", 1), ("heat", 1), ("spread", 3), ("compare", 5), ("timeline", 0)]
)
def test_every_chart_has_a_finding_a_source_and_its_data(
    open_tab: Open, tab: str, count: int
) -> None:
    for language in ("zh", "en"):
        found = charts(open_tab(tab, lang=language))
        assert len(found) == count
        for chart in found:
            assert chart["title"]
            assert chart["source"]
            assert chart["table"]["all"]
        assert len({chart["title"] for chart in found}) == count


def test_the_row_of_tabs_leads_everywhere_and_keeps_the_filters(open_tab: Open) -> None:
    page = open_tab("map", theme="health")
    for tab in TABS[1:]:
        page.segmented_control(key="tab").set_value(tab).run()
        assert not page.exception
        assert query_of(page) == {"tab": [tab], "theme": ["health"]}
    page.segmented_control(key="tab").set_value("map").run()
    assert query_of(page) == {"theme": ["health"]}


def test_the_ways_of_a_trend_stand_in_the_address(open_tab: Open) -> None:
    page = open_tab("trends")
    page.segmented_control(key="split").set_value(gd.Split.REGION).run()
    page.segmented_control(key="counted").set_value(gd.Counted.REPORTS).run()
    page.segmented_control(key="running").set_value(True).run()
    page.segmented_control(key="share").set_value(True).run()
    assert query_of(page) == {
        "tab": ["trends"],
        "split": ["region"],
        "count": ["reports"],
        "running": ["1"],
        "share": ["1"],
    }
    (chart,) = charts(page)
    assert (chart["unit"], chart["about"]) == ("share", "报道占比，逐年累计，按地区")


def test_a_cell_lists_its_initiatives(open_tab: Open) -> None:
    page = open_tab("heat", split="region", cell="330000..2020")
    assert heading_of(page) == "浙江 · 2020 · 3 项举措"
    assert sorted(cards(page)) == ["健康码", "杭州健康码", "浙江健康码"]
    page.button(key="close_opened").click().run()
    assert query_of(page) == {"tab": ["heat"], "split": ["region"]}
    undated = open_tab("heat", cell=".data_openness.undated")
    assert heading_of(undated) == "数据资源与政务公开 · 未注明年份 · 2 项举措"


def test_initiatives_are_opened_by_their_ids(open_tab: Open) -> None:
    page = open_tab("compare", open=["zj5", "gd6", "no-such-id"])
    assert "打开的举措 · 2 项" in words(page)
    assert cards(page) == ["海曙网格化管理", "广东省网格化管理办法"]
    page.segmented_control(key="tab").set_value("trends").run()
    assert query_of(page) == {"tab": ["trends"]}


def test_a_programme_is_chosen_by_name_or_typed(open_tab: Open) -> None:
    page = open_tab("spread")
    page.selectbox(key="programme").set_value("网格").run()
    assert query_of(page) == {"tab": ["spread"], "name": ["网格"]}
    assert "网格化管理：最早有据可查的是北京（2004-10）" in words(page)
    page.text_input(key="name").set_value(" 数字  城管 ").run()
    assert query_of(page) == {"tab": ["spread"], "name": ["数字 城管"]}
    page.segmented_control(key="tab").set_value("map").run()
    assert "“名称含“数字 城管””" in words(page)


def test_regions_and_peers_are_chosen(open_tab: Open) -> None:
    page = open_tab("compare")
    page.multiselect(key="compared").set_value(["460000", "330000"]).run()
    assert query_of(page) == {"tab": ["compare"], "compare": ["460000", "330000"]}
    assert "2 个地区中浙江最多（6 项），海南最少（1 项）" in words(page)
    page.segmented_control(key="peers").set_value(gd.Kinship.NEIGHBOURS).run()
    assert "海南没有陆上接壤的地区" in words(page)
    page.segmented_control(key="level").set_value(gd.Level.CITY).run()
    assert query_of(page) == {"tab": ["compare"], "level": ["city"], "peers": ["neighbours"]}


def test_a_selected_region_narrows_the_tabs_and_can_be_left(open_tab: Open) -> None:
    page = open_tab("trends", region="330000")
    assert "浙江：2020 年举措最多，3 项" in words(page)
    assert heading_of(page) == "浙江 · 6 项举措"
    page.button(key="back").click().run()
    assert "浙江：" not in words(page)


@pytest.mark.parametrize("tab", TABS)
def test_a_dataset_without_records_is_shown_as_empty(
    open_tab: Open, tmp_path: Path, tab: str
) -> None:
    said = words(open_tab(tab, write_small_dataset(tmp_path, rows=())))
    assert 'class="fault"' not in said


@pytest.mark.parametrize("tab", TABS)
def test_hostile_names_are_never_markup(open_tab: Open, tmp_path: Path, tab: str) -> None:
    page = open_tab(tab, write_small_dataset(tmp_path), name=HOSTILE[:30])
    assert "<img" not in words(page)
    assert HOSTILE[:30] not in words(page)


def heading_of(page: AppTest) -> str:
    """Of the list at the foot of a tab."""
    titles = words(page).split('<h2 class="part">')[1:]
    return titles[-1].split("</h2>")[0]
