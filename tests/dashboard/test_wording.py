from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from dashboard.wording import LANGUAGES, Wording, load_wording
from geodata.errors import DataFileError
from geodata.model import Basis as PlaceBasis
from geodata.model import DateBasis, Status, Theme
from geodata.paths import ROOT, data_folder

CHINESE = re.compile("[\u4e00-\u9fff]")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_say_the_same_things_of_the_same_values(zh: Wording, en: Wording) -> None:
    assert zh.sentences.keys() == en.sentences.keys()
    for key in zh.sentences:
        assert placeholders(zh.sentences[key]) == placeholders(en.sentences[key]), key


def test_english_sentences_are_english(en: Wording) -> None:
    allowed = {"filter_language", "filter_name_example", "map_source"}
    assert {k for k, v in en.sentences.items() if CHINESE.search(v)} == allowed


def test_every_value_that_a_record_can_have_has_a_label(zh: Wording, en: Wording) -> None:
    for wording in (zh, en):
        assert set(wording.themes) == {str(theme) for theme in Theme}
        for kind, values in (("status", Status), ("place", PlaceBasis), ("date", DateBasis)):
            assert all(f"{kind}_{value}" in wording.sentences for value in values)


def test_the_page_holds_no_sentence_of_its_own() -> None:
    """Only the title, the names of the languages and the last resort are in the code."""
    literal = re.compile(r"^(?!.*(TITLE =|LANGUAGE_LABELS|江苏省|程序自带)).*[\u4e00-\u9fff]")
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted((ROOT / "dashboard").rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if literal.match(line)
    ]
    assert found == []


def test_every_sentence_asked_for_exists_and_none_is_left_over(zh: Wording) -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "dashboard").rglob("*.py"))
    quoted = set(re.findall(r"[\"']([a-z_]+)[\"']", code))
    families = set(re.findall(r'f"([a-z_]+_)\{', code)) | {"status_", "place_", "date_"}
    unused = {
        key for key in zh.sentences if key not in quoted and not key.startswith(tuple(families))
    }
    assert unused == set()
    asked = set(re.findall(r'say\(\s*"([a-z_]+)"', code))
    assert asked <= zh.sentences.keys()


@pytest.mark.parametrize(
    ("names", "listed"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_enumerated(en: Wording, names: list[str], listed: str) -> None:
    assert en.list_names(names) == listed


def test_text_that_looks_like_a_placeholder_stays_as_it_is(zh: Wording) -> None:
    said = zh.say("list_title", region="{region}{0.__class__}", n=12_345)
    assert said == "{region}{0.__class__} · 12,345 项举措"


@pytest.mark.parametrize("broken", ["{", "[]", '{"sentences": {"zh": {}}}'])
def test_a_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    reference = tmp_path / "reference"
    reference.mkdir()
    for name in ("wording.json", "themes.json"):
        (reference / name).write_bytes((data_folder() / "reference" / name).read_bytes())
    (reference / "wording.json").write_text(broken)
    with pytest.raises(DataFileError, match=r"wording\.json.*[Rr]estore"):
        load_wording("en", tmp_path)


def test_the_file_has_the_two_languages_of_the_page() -> None:
    table = json.loads((data_folder() / "reference" / "wording.json").read_text(encoding="utf-8"))
    assert tuple(table["sentences"]) == LANGUAGES
