"""Ids made from content, and dates known in part."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Document, PartialDate, Theme, content_id
from geodata.paths import data_folder, derived_folder


@given(st.lists(st.text(max_size=8), max_size=4))
def test_ids_are_the_same_for_the_same_content(parts: list[str]) -> None:
    assert content_id(*parts) == content_id(*parts)
    assert re.fullmatch("[0-9a-f]{16}", content_id(*parts))


@pytest.mark.parametrize(
    ("first", "second"),
    [(("ab", "c"), ("a", "bc")), (("a",), ("a", "")), (("a", "b"), ("b", "a")), ((), ("a",))],
)
def test_ids_differ_where_the_parts_do(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    assert content_id(*first) != content_id(*second)


def test_an_id_stays_what_it_was() -> None:
    assert content_id("a", 1) == "8181c16b4ad83cc1"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (PartialDate(2018, 8, 3), date(2018, 8, 3)),
        (PartialDate(2018, 8), None),
        (PartialDate(2018), None),
        (PartialDate(2018, None, 3), None),
    ],
)
def test_a_date_is_one_only_when_fully_known(known: PartialDate, expected: date | None) -> None:
    assert known.as_date() == expected
    document = Document("d", "a.txt", "", "", "", known, 0, 0, "")
    assert document.published == expected


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        PartialDate(2018).year = 2019  # type: ignore[misc]


def test_there_are_twelve_themes() -> None:
    assert len(Theme) == 12


def test_the_data_folder_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_DATA", "/elsewhere")
    assert str(data_folder()) == "/elsewhere"
    assert str(derived_folder()) == "/elsewhere/derived"
