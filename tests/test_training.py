"""What the model learns from, and what it makes of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geodata.extract.judging import Judge
from geodata.model import Source
from geodata.paths import data_folder
from geodata.pipeline import read_source_passages
from geodata.places.gazetteer import Gazetteer
from geodata.reading import Judged, Tools
from geodata.scoring import read_gold
from geodata.training import (
    COLLECTIONS,
    Example,
    fit_weights,
    judge_folds,
    label_name,
    load_own_examples,
    make_examples,
)

TRAINING = data_folder() / "training"
GOLD = read_gold(TRAINING / "gold.jsonl")
FILES = sorted(TRAINING.glob("*.txt"))


@pytest.fixture(scope="module")
def blank(tools: Tools) -> Example:
    """A document with one candidate."""
    (reading,) = read_source_passages(Source("a.txt", "南通市建成智慧城管平台。"), tools)
    candidate = reading.candidates[0]
    return Example("a.txt:0", reading, (Judged(candidate, (), {}, 0.0),), (True,))


def make(blank: Example, collection: str, features: dict[str, float], *, label: bool) -> Example:
    judged = (blank.judged[0]._replace(features={"bias": 1.0, **features}),)
    return replace(blank, judged=judged, labels=(label,), collection=collection)


def test_a_collection_s_base_rate_is_not_the_model_s(blank: Example) -> None:
    """Of the texts in question a tenth of the names are initiatives, of the others nine tenths."""
    mine = [make(blank, "", {}, label=number < 20) for number in range(200)]
    others = [make(blank, "training", {}, label=number < 900) for number in range(1000)]
    weights = fit_weights([*mine, *others])
    assert set(weights) == {"bias"}
    assert Judge(weights, 0.5).probability({"bias": 1.0}) == pytest.approx(0.1, abs=0.01)


def test_what_speaks_for_one_is_learnt_from_all(blank: Example) -> None:
    mine = [make(blank, "", {}, label=number < 20) for number in range(200)]
    for sign in (True, False):
        mine += [make(blank, "corpus", {"quoted": float(sign)}, label=sign)] * 50
    weights = fit_weights(mine)
    assert weights["quoted"] > 2
    assert Judge(weights, 0.5).probability({"bias": 1.0}) < 0.2


def test_the_texts_in_question_count_twice(blank: Example) -> None:
    """They say that it speaks for an initiative, as many others say the contrary."""
    examples = [
        make(blank, collection, {"a": float(sign)}, label=sign is not bool(collection))
        for collection in ("", "corpus")
        for sign in (True, False)
        for _ in range(50)
    ]
    weights = fit_weights(examples)
    assert 0.3 < weights["a"] < 2


def test_candidates_without_a_label_teach_nothing(blank: Example) -> None:
    left_out = replace(make(blank, "", {"odd": 1.0}, label=True), labels=(None,))
    assert "odd" not in fit_weights([make(blank, "", {}, label=True), left_out])


def test_a_document_is_judged_without_those_that_name_its_initiatives(blank: Example) -> None:
    """What gives the answer away in another collection is left out when that is tested."""
    tested = [
        replace(
            make(blank, "", {"give_away": 1.0}, label=True),
            group=f"{number}.txt:0",
            names=frozenset({"智慧城管"}),
        )
        for number in range(20)
    ]
    negative = [
        replace(make(blank, "", {}, label=False), group=f"n{number}.txt:0") for number in range(20)
    ]
    twin = replace(
        make(blank, "corpus", {"give_away": 1.0}, label=True), names=frozenset({"智慧城管"})
    )
    groups = {f"{number}.txt": "one group" for number in range(20)}
    plain = [make(blank, "corpus", {}, label=False)] * 50
    chances = judge_folds([*tested, *negative], groups, [*plain, *[twin] * 50])
    assert all(chance < 0.1 for (chance,) in chances[:20])
    twin = replace(twin, names=frozenset())
    chances = judge_folds([*tested, *negative], groups, [*plain, *[twin] * 50])
    assert all(chance > 0.5 for (chance,) in chances[:20])


@pytest.mark.parametrize(
    ("name", "label"),
    [("智慧城管平台", True), ("防汛系统", None), ("停车系统", False), ("城管平台", True)],
)
def test_labels_by_hand(name: str, label: bool | None) -> None:
    gold = [
        {"name": "智慧城管平台", "aliases": ["城管平台"], "core": True},
        {"name": "防汛系统", "aliases": [], "core": False},
    ]
    assert label_name(name, gold) is label


def test_the_project_s_own_collections_are_marked(tools: Tools, tmp_path: Path) -> None:
    for folder, gold in COLLECTIONS:
        text = "南通市建成智慧城管平台。"
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text, encoding="utf-8")
        entry = {"file": "a.txt", "start": 0, "end": len(text), "name": "智慧城管平台"}
        entry |= {"aliases": [], "adcode": ["320600"], "year": None, "theme": "city_mgmt"}
        path = tmp_path / gold
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(entry, ensure_ascii=False) + "\n", encoding="utf-8")
    examples = load_own_examples(tools, tmp_path)
    assert [example.collection for example in examples] == [name for name, _ in COLLECTIONS]
    assert all(example.labels == (True,) for example in examples)
    (plain,) = make_examples([Source("b.txt", text)], [], tools)
    assert (plain.collection, plain.labels) == ("", (False,))


# --- the training texts ------------------------------------------------------------------------


def test_every_training_text_has_its_annotation() -> None:
    named = {entry["file"] for entry in GOLD}
    files = {path.name for path in FILES}
    assert named <= files
    assert len(files) == 77
    assert len(files - named) <= 3  # of a few texts nothing is to be listed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_initiatives_of_a_training_text_stand_in_it(
    path: Path, real_gazetteer: Gazetteer
) -> None:
    text = path.read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = [entry for entry in GOLD if entry["file"] == path.name]
    for entry in entries:
        span = bare(text[entry["start"] : entry["end"]])
        for name in (entry["name"], *entry["aliases"]):
            assert bare(name) in span, name
        assert all(
            real_gazetteer.unit(code).adcode == code
            for code in entry["adcode"]
            if int(code) != 100000
        )


def bare(text: str) -> str:
    return re.sub(r"[\s“”‘’《》\"'‘’]", "", text)
