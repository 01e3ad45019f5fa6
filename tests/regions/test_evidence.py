from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Level
from geodata.regions.dataset import Dataset
from geodata.regions.evidence import (
    CONTEXT,
    ENOUGH,
    list_evidence,
    select_records,
    trim_after,
    trim_before,
)
from geodata.regions.selection import Selection
from geodata.store import RECORDS
from tests.small_dataset import AFTER, BEFORE, HOSTILE, open_small_dataset, write_small_dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    opened = open_small_dataset(write_small_dataset(tmp_path_factory.mktemp("small")))
    yield opened
    opened.connection.close()


def test_the_sentence_stands_in_its_paragraph(dataset: Dataset) -> None:
    [record] = list_evidence(dataset, ["z4"])["z4"]
    assert (record.before, record.sentence, record.after) == (
        BEFORE,
        "2018，平台z4上线。",
        AFTER,
    )
    assert (record.title, record.publisher, str(record.published)) == (
        "标题d04",
        "样例日报",
        "2021-05-07",
    )


def test_two_sentences_of_one_document_each_have_the_other_beside_them(dataset: Dataset) -> None:
    found = list_evidence(dataset, ["z2", "z3"])
    assert found["z2"][0].after.startswith("2019，平台z3上线。")
    assert found["z3"][0].before == f"{BEFORE}2020，{HOSTILE}上线。"


def test_the_surest_record_comes_first(dataset: Dataset) -> None:
    records = list_evidence(dataset, ["z1"])["z1"]
    assert [(r.year, r.confidence) for r in records] == [(2016, 0.9), (2017, 0.7)]


def test_an_id_that_is_nobodys_has_no_evidence(dataset: Dataset) -> None:
    assert list_evidence(dataset, ["' OR 1=1 --"]) == {"' OR 1=1 --": ()}


def test_the_download_has_the_records_of_the_view_in_their_columns(dataset: Dataset) -> None:
    table = select_records(dataset, Selection(), Level.CITY, "330100")
    assert table.schema == RECORDS
    assert table.column("record_id").to_pylist() == ["z1-d01", "z1-d02", "z2-d03", "z3-d03"]
    assert select_records(dataset, Selection(("welfare",)), Level.CITY).num_rows == 0


@pytest.mark.parametrize(
    ("text", "cut", "shown"),
    [
        pytest.param("短", False, "短", id="from-the-start"),
        pytest.param("短", True, "…短", id="cut"),
        pytest.param("上一段\n" + "字" * ENOUGH, True, "字" * ENOUGH, id="long-enough-line"),
        pytest.param("上一行\n下一行", False, "上一行\n下一行", id="short-lines-are-no-paragraphs"),
    ],
)
def test_text_in_front_begins_at_its_paragraph(text: str, cut: bool, shown: str) -> None:
    assert trim_before(text, cut=cut) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("短", "短", id="to-the-end"),
        pytest.param("字" * (CONTEXT + 1), "字" * CONTEXT + "…", id="cut"),
        pytest.param("字" * ENOUGH + "\n下一段", "字" * ENOUGH, id="long-enough-line"),
        pytest.param("一行\n又一行", "一行\n又一行", id="short-lines-are-no-paragraphs"),
    ],
)
def test_text_behind_ends_at_its_paragraph(text: str, shown: str) -> None:
    assert trim_after(text) == shown


@given(text=st.text("字。\n ", max_size=CONTEXT + 1))
def test_trimming_only_cuts(text: str) -> None:
    assert text.endswith(trim_before(text, cut=False))
    assert text.startswith(trim_after(text).removesuffix("…"))
