"""The model and the word lists: what they give, and how they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataFileError
from geodata.extract.judging import Judge, explain_rejection
from geodata.extract.lexicon import Lexicon
from geodata.model import Source
from geodata.paths import data_folder
from geodata.pipeline import extract_source, judge_candidate, read_source_passages
from geodata.reading import Tools


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
    for path in (data_folder() / "reference").glob("*.*"):
        if path.name != name:
            (reference / path.name).write_bytes(path.read_bytes())
    with pytest.raises(DataFileError, match=name.replace(".", r"\.")):
        Tools.load(tmp_path)


@pytest.mark.parametrize(
    ("features", "reason"),
    [
        pytest.param({"of_foreign": 1.0, "of_company": 1.0}, "foreign", id="another-country's"),
        pytest.param({"of_company": 1.0}, "company's own", id="a-company's"),
        pytest.param({"digital": 1.0, "digital_stem": 1.0}, "no place", id="would-pass-anywhere"),
        pytest.param({}, "not digital", id="would-pass-if-digital"),
        pytest.param({"digital": 1.0}, "weak evidence", id="digital-but-weak"),
        pytest.param({"plan_before": 1.0}, "weak evidence", id="weak-even-if-digital"),
    ],
)
def test_a_rejection_has_its_reason(features: dict[str, float], reason: str) -> None:
    judge = Judge({"bias": -2.0, "digital": 1.0, "digital_stem": 1.5, "plan_before": -3.0}, 0.5)
    assert explain_rejection({"bias": 1.0, **features}, judge) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("美国政府推出出行信息系统。", "foreign", id="foreign"),
        pytest.param("某汽车公司上线了财务管理系统。", "company's own", id="company"),
    ],
)
def test_whose_it_is_decides(tools: Tools, text: str, reason: str) -> None:
    ((records, report),) = extract_source(Source("news.txt", text), tools)
    assert not records
    assert report.rejected == {reason: 1}


def test_words_that_most_names_share_are_not_a_name_s_own(tools: Tools) -> None:
    assert tools.lexicon.count_own("政务信息综合管理系统") == 0
    assert tools.lexicon.count_own("粮食调运管理系统") == 4


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        pytest.param("市粮食局用上粮食调运系统。", "organ", id="a-body-before-it"),
        pytest.param("粮食调运系统累计发货三万车。", "in_use", id="it-is-used"),
        pytest.param("粮食调运系统的图纸。", None, id="neither"),
    ],
)
def test_who_acts_and_what_comes_of_it_are_signs(tools: Tools, text: str, sign: str | None) -> None:
    (reading,) = read_source_passages(Source("news.txt", text), tools)
    (candidate,) = reading.candidates
    features = judge_candidate(candidate, reading, tools).features
    assert {"organ", "in_use"} & set(features) == ({sign} if sign else set())
