from __future__ import annotations

from typing import Any

import pytest

from dashboard.timechart import (
    GAP,
    build_bars,
    build_matrix,
    count_frame,
    list_periods,
    order_themes,
)
from dashboard.wording import Wording
from geodata.regions.summaries import YearCount

COUNTS = (
    YearCount(2019, "health", 1),
    YearCount(2020, "gov_services", 2),
    YearCount(2020, "health", 4),
    YearCount(None, "business", 3),
)


def rows_of(chart: Any) -> list[dict[str, Any]]:
    spec = chart.to_dict()
    return [row for rows in spec["datasets"].values() for row in rows]


def test_every_year_has_a_column_and_the_undated_stand_apart(zh: Wording) -> None:
    assert list_periods(COUNTS, (2018, 2020), zh) == ["2018", "2019", "2020", GAP, "未注明"]
    assert list_periods(COUNTS[:3], (2019, 2020), zh) == ["2019", "2020"]


def test_bars_add_up_to_the_counts(zh: Wording) -> None:
    rows = rows_of(build_bars(COUNTS, (2018, 2020), zh, dark=False))
    assert {row["period"]: row["initiatives"] for row in rows} == {
        "2019": 1,
        "2020": 6,
        "未注明": 3,
    }


def test_the_matrix_has_a_cell_for_each_year_and_theme(zh: Wording) -> None:
    rows = rows_of(build_matrix(COUNTS, (2018, 2020), zh, dark=True))
    assert len(rows) == len(COUNTS)
    assert sum(row["initiatives"] for row in rows) == 10
    assert {"period": "2020", "theme": "医疗健康与疫情防控", "initiatives": 4} in rows


def test_themes_are_ordered_by_their_totals(en: Wording) -> None:
    assert order_themes(COUNTS, en) == [
        "Health and epidemic control",
        "Market regulation and business climate",
        "Government services",
    ]


@pytest.mark.parametrize("build", [build_bars, build_matrix])
def test_no_chart_fetches_anything(build: Any, zh: Wording) -> None:
    spec = build(COUNTS, (2018, 2020), zh, dark=False).to_dict()
    assert "url" not in str(spec["data"])
    assert len(count_frame((), zh)) == 0
