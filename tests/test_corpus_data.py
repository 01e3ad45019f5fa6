"""The sample corpus: what it must cover, and what the extractor must find in it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from geodata.corpus.metadata import read_metadata
from geodata.corpus.reader import read_source
from geodata.model import NATION, DocumentReport, Level, Record, Theme
from geodata.paths import ROOT, data_folder
from geodata.pipeline import extract_source
from geodata.places.gazetteer import Gazetteer
from geodata.reading import Tools
from geodata.scoring import read_gold, score_records
from geodata.store import record_row

CORPUS = data_folder() / "corpus"
FILES = sorted(CORPUS.glob("*.txt"))
GOLD = read_gold(ROOT / "data" / "reference" / "corpus_gold.jsonl")
WITHOUT = {path.name for path in FILES} - {entry["file"] for entry in GOLD}
DATE = r"发布日期：(?:未注明|(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
SHAPE = re.compile(rf"(?P<title>[^\n]{{6,60}})\n{DATE}\n来源：[^\n]{{2,40}}\n\n(?P<body>.+)", re.S)
by_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


@pytest.fixture(scope="module")
def found(tools: Tools) -> list[tuple[list[Record], DocumentReport, str]]:
    """Rows of every document, with the raw text of its file."""
    metadata = read_metadata(CORPUS / "sources.csv")
    rows = []
    for path in FILES:
        source = read_source(path, metadata.get(path.name))
        rows += [(*result, source.text) for result in extract_source(source, tools)]
    return rows


@pytest.fixture(scope="module")
def owners() -> set[str]:
    return {code for entry in GOLD for code in entry["adcode"]}


def test_there_are_enough_reports() -> None:
    assert len(FILES) >= 60


@by_file
def test_a_report_has_title_date_source_and_a_body_of_fair_length(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    shape = SHAPE.fullmatch(text)
    assert shape is not None
    assert 150 <= len(re.sub(r"\s", "", shape["body"])) <= 600


def test_no_two_reports_have_one_title() -> None:
    titles = [path.read_text(encoding="utf-8").splitlines()[0] for path in FILES]
    assert len(set(titles)) == len(titles)


def test_the_corpus_covers_the_country(owners: set[str], real_gazetteer: Gazetteer) -> None:
    chains = {code: (code, *real_gazetteer.ancestors(code)) for code in owners}
    units = {
        level: {
            unit
            for chain in chains.values()
            for unit in chain
            if unit != NATION and real_gazetteer.unit(unit).level is level
        }
        for level in (Level.PROVINCE, Level.CITY, Level.COUNTY)
    }
    assert len(units[Level.PROVINCE]) >= 20
    assert len(units[Level.CITY]) >= 35
    assert len(units[Level.COUNTY]) >= 10


def test_the_corpus_covers_themes_and_years() -> None:
    assert {entry["theme"] for entry in GOLD} == set(Theme)
    years = {entry["year"] for entry in GOLD if entry["year"] is not None}
    assert years >= {2003, 2024}
    assert len(years & set(range(2003, 2025))) >= 18
    assert sum(1 for entry in GOLD if entry["year"] is None) >= 20


def test_some_reports_are_undated_and_some_without_initiative() -> None:
    undated = [p for p in FILES if "发布日期：未注明" in p.read_text(encoding="utf-8")]
    assert len(undated) >= 8
    assert len(WITHOUT) >= 8


def test_every_report_has_its_source_and_fact() -> None:
    with (CORPUS / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [path.name for path in FILES]
    for row in rows:
        first, *_ = (CORPUS / row["file"]).read_text(encoding="utf-8").splitlines()
        assert row["title"] == first
        assert row["publisher"]
        assert len(row["fact"]) > 10
        assert re.fullmatch(r"|(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", row["published"])
        assert re.fullmatch(r"|https?://\S+(?: (?:; )?https?://\S+)*", row["url"])


@pytest.mark.parametrize("number", range(len(GOLD)))
def test_gold_names_stand_in_their_report(number: int, real_gazetteer: Gazetteer) -> None:
    entry: dict[str, Any] = GOLD[number]
    text = (CORPUS / entry["file"]).read_text(encoding="utf-8")
    assert (entry["start"], entry["end"]) == (0, len(text))
    for name in (entry["name"], *entry["aliases"]):
        assert name.strip("“”《》") in text or _quoteless(name) in _quoteless(text)
    assert all(real_gazetteer.unit(code).adcode == code for code in entry["adcode"])
    assert entry["status"] in {"planned", "piloted", "launched", "operating", "completed", "issued"}


def _quoteless(text: str) -> str:
    return re.sub(r"[“”‘’《》\s]", "", text)


# Floors under what was measured, so that a later change cannot lose ground unseen.
F1_FLOOR, ALL_RIGHT_FLOOR = 0.66, 0.41
FALSE_RECORDS_CEILING = 3


def test_the_extractor_stays_above_its_floors(
    found: list[tuple[list[Record], DocumentReport, str]],
) -> None:
    rows = [record_row(record) for records, _, _ in found for record in records]
    score = score_records(GOLD, rows)
    assert score.f1 >= F1_FLOOR
    assert score.all_right >= ALL_RIGHT_FLOOR


def test_every_record_is_grounded(
    found: list[tuple[list[Record], DocumentReport, str]],
) -> None:
    for records, _, raw in found:
        for record in records:
            assert record.evidence == raw[record.start : record.end]
            assert _quoteless(record.name) in _quoteless(record.evidence)


def test_reports_without_an_initiative_give_hardly_a_record(
    found: list[tuple[list[Record], DocumentReport, str]],
) -> None:
    false = [
        record.name
        for records, _, _ in found
        for record in records
        if Path(record.source).name in WITHOUT
    ]
    assert len(false) <= FALSE_RECORDS_CEILING


def test_ids_are_unique_over_the_corpus(
    found: list[tuple[list[Record], DocumentReport, str]],
) -> None:
    records = [record.record_id for rows, _, _ in found for record in rows]
    documents = [report.document.document_id for _, report, _ in found]
    assert len(set(records)) == len(records)
    assert len(set(documents)) == len(documents)


def test_the_gold_set_is_one_object_a_line() -> None:
    lines = (ROOT / "data/reference/corpus_gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["name"] for line in lines] == [entry["name"] for entry in GOLD]
