"""Toponyms: hand-made cases, and laws that hold for any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Level
from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.places.resolve import describe_toponyms, find_toponyms

TABLE = Path(__file__).parent.parent / "data" / "toponyms.jsonl"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in map(json.loads, TABLE.read_text(encoding="utf-8").splitlines())
}
PIECES = (
    "江苏省",
    "南通市",
    "鼓楼区",
    "朝阳",
    "长兴",
    "京津冀",
    "公安",
    "、",
    "。",
    "的",
    "\n",
    "a",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(data_folder())


# What no rule settles yet: a word that is refused as if it were a district (双流合一), districts
# refused though no other bears their name (河西区, 南岸区, 高明), a city inside a word that the
# segmenter knows as one (成都双流), a wish without its words, and goods, clubs, old towns, parks
# and stations named after places.
WRONG = frozenset(
    (
        *("later-shuangliu", "later-hexi", "later-two-gaoming-place", "later-two-words-x"),
        *("fresh-near-shuangliu", "fresh-only-gaoming", "fresh-two-ref-jiangbei2"),
        *("fresh-word-fuyang", "fresh-word-football", "fresh-word-metro", "fresh-word-he"),
        *("fresh-word-park", "fresh-word-xuanhua", "fresh-two-w5", "fresh-two-w28"),
    )
)


def is_right(gazetteer: Gazetteer, case: dict[str, Any]) -> bool:
    found = find_toponyms(
        str(case["text"]),
        gazetteer,
        year=case.get("year"),
        title=tuple(case.get("title", ())),
        source=case.get("source"),
    )
    return [[toponym.text, toponym.adcode] for toponym in found] == case["toponyms"]


@pytest.mark.parametrize("name", CASES)
def test_case(gazetteer: Gazetteer, name: str) -> None:
    assert is_right(gazetteer, CASES[name]) == (name not in WRONG)


def test_at_least_95_in_100_cases_are_right_and_none_that_must_be_refused_is_guessed() -> None:
    assert len(CASES) >= 250
    assert set(CASES) >= WRONG
    assert len(WRONG) <= 0.05 * len(CASES)
    refused = {name for name, case in CASES.items() if any(None in p for p in case["toponyms"])}
    assert len(refused) >= 20
    assert not refused & WRONG


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_offsets_are_exact_ordered_and_apart(gazetteer: Gazetteer, text: str) -> None:
    reached = 0
    for toponym in find_toponyms(text, gazetteer):
        assert toponym.start >= reached
        assert text[toponym.start : toponym.end] == toponym.text != ""
        reached = toponym.end


@given(st.text(max_size=80))
def test_any_text_is_answered_or_refused_with_reasons(gazetteer: Gazetteer, text: str) -> None:
    for toponym in find_toponyms(text, gazetteer):
        assert (toponym.adcode is None) == bool(toponym.candidates)
        assert (toponym.adcode is None) == (toponym.basis is None)


def test_descriptions_are_plain_json(gazetteer: Gazetteer) -> None:
    rows = describe_toponyms("江苏省南通市和朝阳区", gazetteer)
    assert json.loads(json.dumps(rows)) == rows
    assert rows[0]["place_name"] == "江苏省/南通市"
    assert rows[0]["place_precision"] == "city"
    assert rows[1]["adcode"] is None
    assert rows[1]["candidates"] == ["110105", "220104"]


def test_every_unit_is_found_by_its_path(gazetteer: Gazetteer) -> None:
    wrong = []
    for unit in gazetteer.units():
        path = gazetteer.place_name(unit.adcode).replace("/", "")
        found = find_toponyms(f"在{path}推进改革", gazetteer)
        if unit.level != Level.NATION and [each.adcode for each in found] != [unit.adcode]:
            wrong.append((path, found))
    assert wrong == []


def test_no_full_name_alone_is_taken_for_another_unit(gazetteer: Gazetteer) -> None:
    for unit in gazetteer.units():
        for toponym in find_toponyms(f"在{unit.name}推进改革", gazetteer):
            named = {toponym.adcode, *toponym.candidates} - {None}
            assert unit.adcode in named, (unit.name, toponym)
