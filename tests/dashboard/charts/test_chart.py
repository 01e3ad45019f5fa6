from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

import geodata as gd
from dashboard.charts.chart import Chart, Kind, Link, Opening, Table, read_opening, write_chart
from dashboard.charts.heat import build_heat
from dashboard.charts.trends import build_trend
from dashboard.charts.words import name_file, write_day, write_percent
from dashboard.filters import Filters
from dashboard.packing import pack, unpack
from dashboard.views import Source
from dashboard.wording import Wording
from tests.small_dataset import HOSTILE


@pytest.mark.parametrize("split", tuple(gd.Split))
def test_what_is_sent_survives_the_way(source: Source, split: gd.Split) -> None:
    for chart in (
        build_trend(source, Filters(tab="trends", split=split)),
        build_heat(source, Filters(tab="heat", split=split)),
    ):
        sent = write_chart(chart, source.wording)
        assert unpack(pack(sent)) == json.loads(json.dumps(sent))
        assert len(sent["keys"]) == len(chart.columns)
        assert {len(each["values"]) for each in sent["series"]} == {len(chart.columns)}
        assert all(len(row) == len(sent["table"]["head"]) for row in sent["table"]["rows"])


def test_a_chart_says_where_it_is_from(source: Source) -> None:
    chart = build_trend(source, Filters(tab="trends"))
    assert source.dataset.fingerprint in chart.source
    assert "27 篇" in chart.source
    assert chart.file == f"trend-initiatives-theme-{source.dataset.fingerprint}"


def test_cells_that_open_go_as_text_and_ids(zh: Wording) -> None:
    table = Table(("a", "b"), ((HOSTILE, Link(HOSTILE, ("zj1",))),))
    sent = write_chart(Chart(Kind.TABLE, HOSTILE, "", "", "x", table), zh)
    assert sent["table"]["rows"] == [[HOSTILE, {"text": HOSTILE, "name": False, "ids": ("zj1",)}]]
    assert sent["title"] == HOSTILE


@pytest.mark.parametrize(
    ("opened", "read"),
    [
        pytest.param({"key": "330000", "column": "2020"}, Opening("330000", "2020"), id="a-cell"),
        pytest.param({"key": "", "column": "undated"}, Opening("", "undated"), id="a-column"),
        pytest.param({"ids": ["zj1"]}, Opening(ids=("zj1",)), id="initiatives"),
        pytest.param({"key": "", "column": ""}, None, id="nothing"),
        pytest.param({"key": 1, "column": "2020"}, None, id="a-number"),
        pytest.param({"ids": []}, None, id="no-ids"),
        pytest.param({"ids": [{}]}, None, id="ids-that-are-none"),
        pytest.param("2020", None, id="text"),
        pytest.param(None, None, id="none"),
    ],
)
def test_what_the_browser_answers_is_read_with_care(opened: Any, read: Opening | None) -> None:
    assert read_opening(SimpleNamespace(opened=opened)) == read


def test_an_answer_without_its_field_is_none() -> None:
    assert read_opening(None) is None


def test_names_of_files_are_plain() -> None:
    assert name_file("trend", "../../<b>", "健康", "abc") == "trend-b-abc"


def test_figures_in_words() -> None:
    assert write_day(2019, None, None) == "2019"
    assert write_day(2019, 5, 7) == "2019-05-07"
    assert [write_percent(share) for share in (0, 0.001, 0.125, 1)] == ["0%", "<1%", "12%", "100%"]
