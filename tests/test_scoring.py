"""The scorer: names that agree, pairs one to one, figures by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import SchemaError, UsageError
from geodata.scoring import fold, match_gold, read_gold, score_records, similarity


def gold(name: str, **changes: Any) -> dict[str, Any]:
    entry = {"file": "a.txt", "start": 0, "end": 100, "name": name, "adcode": ["320600"]}
    return {**entry, "year": 2018, "theme": "health", **changes}


def record(name: str, **changes: Any) -> dict[str, Any]:
    row = {"source": "in/a.txt", "start": 10, "name": name, "adcode": "320600"}
    return {**row, "year": 2018, "theme": "health", **changes}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("健康信息平台", "健康信息平台", 1.0),
        ("“健康 信息”平台", "健康信息平台", 1.0),
        ("ＡPP服务", "app服务", 1.0),
        ("健康信息平台", "居民健康信息平台", 0.75),
        ("健康信息", "居民健康信息平台", 0.0),
        ("南通健康信息平台", "苏州健康信息平台", 0.75),
        ("健康信息平台", "智慧城管系统", 0.0),
        ("", "平台", 0.0),
        ("“”", "“”", 0.0),
    ],
)
def test_similarity_by_hand(first: str, second: str, expected: float) -> None:
    assert similarity(first, second) == pytest.approx(expected)
    assert similarity(second, first) == pytest.approx(expected)


@given(st.text(max_size=12), st.text(max_size=12))
def test_similarity_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    share = similarity(first, second)
    assert 0.0 <= share <= 1.0
    assert share == similarity(second, first)
    assert similarity(first, first) == (1.0 if fold(first) else 0.0)


def test_pairs_are_one_to_one_and_the_place_decides() -> None:
    wanted = [gold("健康信息平台", adcode=["320500"]), gold("健康信息平台")]
    found = [record("健康信息平台"), record("健康信息平台", adcode="320500")]
    assert match_gold(wanted, found) == {0: 1, 1: 0}


def test_core_gold_goes_before_borderline_gold() -> None:
    wanted = [gold("健康信息平台", core=False), gold("健康信息平台", core=True)]
    assert match_gold(wanted, [record("健康信息平台")]) == {1: 0}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(record("健康信息平台", source="in/b.txt"), id="other-file"),
        pytest.param(record("健康信息平台", start=100), id="behind-its-document"),
        pytest.param(record("智慧城管"), id="other-name"),
    ],
)
def test_no_pair(row: dict[str, Any]) -> None:
    assert match_gold([gold("健康信息平台")], [row]) == {}


def test_aliases_match_too() -> None:
    assert match_gold([gold("健康信息平台", aliases=["苏康码"])], [record("苏康码")]) == {0: 0}


def test_figures_by_hand() -> None:
    wanted = [
        gold("甲平台系统"),
        gold("乙平台系统", year=None),
        gold("丙网络工程", theme_alt=["welfare"], year_alt=[2017]),
        gold("丁门户网站"),
        gold("戊服务热线", core=False),
    ]
    found = [
        record("甲平台系统"),
        record("乙平台系统", year=2018),
        record("丙网络工程", theme="welfare", year=2017, adcode="320500"),
        record("戊服务热线"),
        record("无关事项"),
    ]
    score = score_records(wanted, found)
    assert (score.gold, score.records, score.matched) == (4, 5, 3)
    assert score.recall == pytest.approx(3 / 4)
    assert score.precision == pytest.approx(3 / 4)
    assert score.f1 == pytest.approx(3 / 4)
    assert score.place == pytest.approx(2 / 3)
    assert score.province == pytest.approx(1.0)
    assert score.year == pytest.approx(2 / 3)
    assert score.theme == pytest.approx(1.0)
    assert score.all_right == pytest.approx(1 / 4)


def test_a_second_record_of_one_initiative_counts_as_wrong() -> None:
    score = score_records([gold("甲平台系统")], [record("甲平台系统"), record("甲平台系统")])
    assert (score.recall, score.precision) == (1.0, 0.5)


@pytest.mark.parametrize("missing", [None, pd.NA, float("nan")])
def test_an_unknown_year_agrees_with_unknown_only(missing: object) -> None:
    assert (
        score_records([gold("甲平台系统", year=None)], [record("甲平台系统", year=missing)]).year
        == 1
    )
    assert score_records([gold("甲平台系统")], [record("甲平台系统", year=missing)]).year == 0


def test_nothing_scores_nothing() -> None:
    assert score_records([], []).f1 == 0.0
    assert score_records([gold("甲平台系统")], []).f1 == 0.0


def test_gold_files_are_checked_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    with pytest.raises(UsageError, match=r"gold\.jsonl: no such gold file\. Check"):
        read_gold(path)
    path.write_text('\n{"file": "a.txt"}\n', encoding="utf-8")
    with pytest.raises(SchemaError, match=r"line 2: adcode, end, name.* missing"):
        read_gold(path)
    path.write_text("[1]\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="line 1: adcode"):
        read_gold(path)
    path.write_text("not json\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"line 1: not JSON.*one JSON object a line"):
        read_gold(path)
