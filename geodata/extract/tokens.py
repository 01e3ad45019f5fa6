"""Words of a clean text with their offsets and part-of-speech tags."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

import rjieba


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words in order; `starts[i]` is the offset of word i, and the last entry is the text's end."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    starts: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Index of the word that covers the character at `offset`."""
        return bisect_right(self.starts, offset) - 1


def tag_words(text: str) -> Tokens:
    """Segment and tag a text; the words joined are the text.

    Tags are those of ICTCLAS as jieba uses them: n noun, v verb, u particle, ns place and so on.
    """
    if not text:
        return Tokens((), (), (0,))
    words, tags = zip(*rjieba.tag(text), strict=True)
    return Tokens(words, tags, (0, *accumulate(map(len, words))))
