"""Words where they are asked for are the words of the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract import tokens
from geodata.extract.tokens import Tokens, tag_words

PIECES = (
    "南通市",
    "建成",
    "“智慧",
    "城管”",
    "平台",
    "，",
    "。",
    "\n",
    "的",
    "App",
    "2018年",
    " ",
    "、",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def spans(words: Tokens) -> list[tuple[int, str, str]]:
    """Where each word starts, the word, and its tag."""
    tags = map(words.tag, range(len(words.words)))
    return list(zip(words.starts, words.words, tags, strict=False))


@given(TEXTS, st.data())
def test_the_words_of_a_clause_are_those_of_the_whole_text(text: str, data: st.DataObject) -> None:
    spots = data.draw(st.lists(st.integers(0, max(len(text) - 1, 0)), max_size=4))
    whole, part = spans(tag_words(text)), spans(tag_words(text, spots if text else ()))
    assert set(part) <= set(whole)
    known = {offset for start, word, _ in part for offset in range(start, start + len(word))}
    assert text == "" or known >= set(spots)


@given(TEXTS)
def test_all_spots_give_all_words(text: str) -> None:
    assert spans(tag_words(text, range(len(text)))) == spans(tag_words(text))


def test_a_quotation_comes_with_the_clause_that_it_ends_in() -> None:
    text = "此前，市里的“一网，通办”平台上线。此后，无事。"
    words = tag_words(text, [text.index("平台")])
    assert "".join(words.words) == "市里的“一网，通办”平台上线。"
    assert words.begins(text.index("平台"))
    assert words.ends(text.index("上线"))


@pytest.mark.parametrize("block", [1, 5, 30])
@given(text=TEXTS)
def test_a_long_text_in_blocks_has_the_same_words(block: int, text: str) -> None:
    spots = range(0, len(text), 2)
    at_once = spans(tag_words(text, spots))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "BLOCK", block)
        assert spans(tag_words(text, spots)) == at_once
