from __future__ import annotations

from dataclasses import replace

from dashboard.classes import classify
from dashboard.mapview import MapState, describe_paint
from dashboard.ranking import MAX_ROWS, build_ranking
from dashboard.wording import Wording
from geodata.model import NATION
from geodata.regions.selection import COARSER
from geodata.regions.summaries import RegionCount, Totals

NAMES = {"330000": "浙江", "440000": "广东", "110000": "北京", "420000": "湖北"}


def test_the_ranking_has_the_counts_and_colours_of_the_map(state: MapState, zh: Wording) -> None:
    ranking = build_ranking(state, Totals(14, 13, 12, 2, 0, 0, 3), NAMES, zh)
    rows = [(rank, name, count) for _, name, count, rank, _ in ranking["rows"]]
    assert rows == [(1, "浙江", 5), (2, "广东", 3), (3, "北京", 2), (3, "湖北", 2)]
    paint = describe_paint(state, "", {}, zh)
    assert ranking["colors"] == paint["colors"]
    for code, _, count, rank, level in ranking["rows"]:
        found, initiatives, _, place = paint["units"][code]
        assert (level, count, rank) == (found, initiatives, place)
    assert (ranking["most"], ranking["selected"], ranking["more"]) == (5, "330000", "")


def test_what_no_region_owns_stands_apart(state: MapState, zh: Wording) -> None:
    ranking = build_ranking(state, Totals(14, 13, 8, 2, 4, 0, 3), NAMES, zh)
    assert [(code, count) for code, _, count in ranking["apart"]] == [(NATION, 2), (COARSER, 4)]


def test_a_long_ranking_says_how_many_it_leaves_out(state: MapState, zh: Wording) -> None:
    counts = {f"{i:06d}": RegionCount(500 - i, 1, None) for i in range(MAX_ROWS + 5)}
    names = {code: code for code in counts}
    many = replace(state, counts=counts, classes=classify(c.initiatives for c in counts.values()))
    ranking = build_ranking(many, Totals(0, 0, 0, 0, 0, 0, 0), names, zh)
    assert len(ranking["rows"]) == MAX_ROWS
    assert ranking["more"].startswith("另有 5 个地区")


def test_an_empty_ranking_draws(state: MapState, zh: Wording) -> None:
    empty = replace(state, counts={}, classes=classify([]))
    ranking = build_ranking(empty, Totals(0, 0, 0, 0, 0, 0, 0), NAMES, zh)
    assert (ranking["rows"], ranking["apart"], ranking["most"]) == ([], [], 1)
    assert ranking["more"] == "当前筛选下没有地区可排名。"
