from __future__ import annotations

from typing import Any

import altair as alt
import pytest

from dashboard.timechart import (
    GAP,
    Chart,
    build_bars,
    build_matrix,
    list_periods,
    order_themes,
    tabulate_counts,
)
from dashboard.wording import Wording
from geodata.regions.summaries import YearCount

COUNTS = (
    YearCount(2019, "health", 1),
    YearCount(2020, "gov_services", 2),
    YearCount(2020, "health", 4),
    YearCount(None, "business", 3),
)


def rows_of(chart: Chart) -> list[dict[str, Any]]:
    return list(chart.rows.to_pylist())


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


def test_the_rows_of_the_matrix_are_in_the_order_of_their_themes(en: Wording) -> None:
    chart = build_matrix(COUNTS, (2018, 2020), en, dark=False)
    assert list(dict.fromkeys(row["theme"] for row in rows_of(chart))) == order_themes(COUNTS, en)
    assert chart.spec["encoding"]["y"]["sort"] is None


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("build", "kind"), [(build_bars, alt.LayerChart), (build_matrix, alt.Chart)]
)
def test_every_chart_is_valid_vega_lite(build: Any, kind: Any, dark: bool, zh: Wording) -> None:
    spec = build(COUNTS, (2018, 2020), zh, dark=dark).spec
    kind.from_dict({**spec, "data": {"name": "rows"}}, validate=True)


@pytest.mark.parametrize("build", [build_bars, build_matrix])
def test_a_chart_names_only_columns_that_it_has(build: Any, zh: Wording) -> None:
    chart = build(COUNTS, (2018, 2020), zh, dark=False)
    assert fields_in(chart.spec) == set(chart.rows.column_names)


@pytest.mark.parametrize("build", [build_bars, build_matrix])
def test_no_chart_fetches_anything(build: Any, zh: Wording) -> None:
    spec = build(COUNTS, (2018, 2020), zh, dark=False).spec
    assert "data" not in spec
    assert "url" not in str(spec)
    assert len(tabulate_counts((), zh)) == 0


def fields_in(spec: Any) -> set[str]:
    if isinstance(spec, list):
        return set().union(*map(fields_in, spec))
    if not isinstance(spec, dict):
        return set()
    own = {spec["field"]} if "field" in spec else set()
    return own.union(*map(fields_in, spec.values()))
