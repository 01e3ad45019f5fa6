"""How the extractor does on documents that no model was fitted on, and no rule made for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geodata.corpus.reader import read_source
from geodata.pipeline import extract_source
from geodata.reading import Tools
from geodata.scoring import Score, score_records

FOLDER = Path(__file__).parent / "data" / "unseen"


@pytest.fixture(scope="module")
def score(tools: Tools) -> Score:
    """Agreement of the shipped model's records with the annotation."""
    gold = [json.loads(line) for line in (FOLDER / "gold.jsonl").read_text("utf-8").splitlines()]
    records = [
        record._asdict()
        for path in sorted(FOLDER.glob("*.txt"))
        for found, _ in extract_source(read_source(path), tools)
        for record in found
    ]
    return score_records(gold, records)


def test_most_of_what_is_found_is_an_initiative(score: Score) -> None:
    assert score.precision >= 0.80


def test_many_initiatives_are_found(score: Score) -> None:
    """Most misses are short names without a head noun; see docs/extraction.md."""
    assert score.recall >= 0.37
    assert score.f1 >= 0.51
    assert score.all_right >= 0.24


def test_what_is_found_has_its_place_and_theme(score: Score) -> None:
    assert score.place >= 0.87
    assert score.province >= 0.93
    assert score.theme >= 0.83
    assert score.year >= 0.77
