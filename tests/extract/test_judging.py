"""The model and the word lists: what they give, and how they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataFileError
from geodata.extract.judging import Judge
from geodata.extract.lexicon import Lexicon
from geodata.extract.tokens import tag_words
from geodata.paths import data_folder
from geodata.pipeline import Tools


def test_the_model_is_logistic() -> None:
    judge = Judge({"bias": 0.0, "a": 2.0, "b": -2.0}, 0.5)
    assert judge.probability({"bias": 1.0}) == 0.5
    assert judge.probability({"a": 1.0}) == pytest.approx(0.8807970779778823)
    assert judge.probability({"a": 1.0, "b": 1.0, "unknown": 9.0}) == 0.5


@given(st.dictionaries(st.sampled_from("abc"), st.floats(-1e300, 1e300)))
def test_a_probability_is_one_whatever_the_features(features: dict[str, float]) -> None:
    judge = Judge({"a": 1e9, "b": -1e9, "c": 1.0}, 0.5)
    assert 0.0 <= judge.probability(features) <= 1.0


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"weights": 1, "threshold": 1}'])
def test_a_faulty_model_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "initiative_model.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"initiative_model\.json: not a model.*geodata check"):
        Judge.load(path)


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"heads": {"no-kind": ["a"]}}'])
def test_a_faulty_lexicon_is_named(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "themes.json").write_text("{}", encoding="utf-8")
    if content is not None:
        (tmp_path / "lexicon.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"lexicon\.json.*: .*Restore"):
        Lexicon.load(tmp_path)


@pytest.mark.parametrize("name", ["macro_regions.json", "themes.json", "gazetteer.csv"])
def test_a_missing_reference_file_is_named(tmp_path: Path, tools: Tools, name: str) -> None:
    reference = tmp_path / "reference"
    reference.mkdir()
    for path in (data_folder() / "reference").iterdir():
        if path.name != name:
            (reference / path.name).write_bytes(path.read_bytes())
    with pytest.raises(DataFileError, match=name.replace(".", r"\.")):
        Tools.load(tmp_path)


@given(st.text(max_size=80))
def test_words_joined_are_the_text(text: str) -> None:
    tokens = tag_words(text)
    assert "".join(tokens.words) == text
    assert len(tokens.words) == len(tokens.tags) == len(tokens.starts) - 1
    assert tokens.starts[-1] == len(text)
    for offset in range(len(text)):
        index = tokens.at(offset)
        assert tokens.starts[index] <= offset < tokens.starts[index + 1]
