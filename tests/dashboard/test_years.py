from __future__ import annotations

from dashboard.wording import Wording
from dashboard.years import build_years, order_themes
from geodata.regions.summaries import YearCount

COUNTS = (
    YearCount(2019, "health", 1),
    YearCount(2020, "gov_services", 2),
    YearCount(2020, "health", 4),
    YearCount(None, "business", 3),
)


def test_every_year_has_a_column_and_the_undated_stand_apart(zh: Wording) -> None:
    table = build_years(COUNTS, (2018, 2020), zh)
    assert (table["first"], table["columns"], table["undated"]) == (2018, 3, "未注明")
    dated = build_years(COUNTS[:3], (2019, 2020), zh)
    assert (dated["first"], dated["columns"], dated["undated"]) == (2019, 2, "")


def test_the_sums_add_up_the_themes(zh: Wording) -> None:
    table = build_years(COUNTS, (2018, 2020), zh)
    assert table["sums"] == ["举措数", [1, 1], [2, 6], [3, 3]]


def test_the_rows_have_a_cell_for_each_year_and_theme_that_occurs(zh: Wording) -> None:
    assert build_years(COUNTS, (2018, 2020), zh)["rows"] == [
        ["医疗健康与疫情防控", [1, 1], [2, 4]],
        ["市场监管与营商环境", [3, 3]],
        ["政务服务", [2, 2]],
    ]


def test_themes_are_ordered_by_their_totals() -> None:
    assert order_themes(COUNTS) == ["health", "business", "gov_services"]


def test_the_undated_alone_are_a_table_of_one_column(zh: Wording) -> None:
    table = build_years(COUNTS[3:], None, zh)
    assert (table["columns"], table["sums"]) == (0, ["举措数", [0, 3]])
