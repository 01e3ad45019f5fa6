"""Words of a text, and their borders, in whatever parts it is segmented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract import tokens
from geodata.extract.tokens import Tokens, cut_words
from geodata.segmenter import Segmenter

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
SEGMENTER = Segmenter(("南通市",))


def spans(words: Tokens) -> list[tuple[int, str, str]]:
    """Where each word starts, the word, and its tag."""
    tags = map(words.tag, range(len(words.words)))
    return list(zip(words.starts, words.words, tags, strict=False))


@given(st.text(st.characters(codec=None), max_size=80) | TEXTS)
def test_words_joined_are_the_text(text: str) -> None:
    words = cut_words(text, SEGMENTER)
    lengths = list(map(len, words.words))
    assert sum(lengths) == words.starts[-1] == len(text)
    assert len(words.words) == len(words.starts) - 1
    for offset in range(len(text)):
        index = words.at(offset)
        assert words.starts[index] <= offset < words.starts[index + 1]
        assert words.begins(offset) == words.ends(offset) == (words.starts[index] == offset)
    assert words.borders(0, len(text)) == (True, True)
    if text.isprintable():
        assert "".join(words.words) == text


@pytest.mark.parametrize("block", [1, 5, 30])
@given(text=TEXTS)
def test_a_long_text_in_blocks_has_the_same_words(block: int, text: str) -> None:
    at_once = spans(cut_words(text, SEGMENTER))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "BLOCK", block)
        assert spans(cut_words(text, SEGMENTER)) == at_once


def test_half_of_a_pair_is_a_word_of_none() -> None:
    words = cut_words("平台\ud800上线", SEGMENTER)
    assert list(words.starts) == [0, 2, 3, 5]


def test_a_place_name_that_the_dictionary_lacks_is_a_word() -> None:
    assert cut_words("南通市建成平台", SEGMENTER).words[0] == "南通市"
    assert cut_words("南通市建成平台", SEGMENTER).tag(0) == "ns"
