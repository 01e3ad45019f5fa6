"""Words of a clean text with their offsets and, where asked for, part-of-speech tags."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from sys import intern

from geodata.segmenter import Segmenter

# No word reaches over one of these, so a long text may be parted behind it.
_CLAUSE_END = re.compile(r"[，。；！？\n]")
BLOCK = 1 << 18
"""So many characters are segmented at once: the segmenter's own result is several times larger."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words that make up a text, in order; `starts[i]` is the offset of word i.

    The last of the starts is the text's end.
    """

    words: Sequence[str]
    starts: Sequence[int]
    segmenter: Segmenter

    def at(self, offset: int) -> int:
        """Index of the word that covers the character at `offset`."""
        return bisect_right(self.starts, offset) - 1

    def begins(self, offset: int) -> bool:
        """Whether a word begins with the character at `offset`, or the text ends there."""
        return self.starts[bisect_right(self.starts, offset) - 1] == offset

    ends = begins
    """Whether a word ends before `offset`: the next begins there, as they leave no gap."""

    def borders(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether a word begins with the character at `start`, and one ends before `end`."""
        starts = self.starts
        return starts[bisect_left(starts, start)] == start, starts[bisect_left(starts, end)] == end

    def tag(self, index: int) -> str:
        """Part of speech of word `index`: n noun, v verb and so on."""
        return self.segmenter.tag(self.words, index)


def cut_words(text: str, segmenter: Segmenter) -> Tokens:
    """Segment a clean text into words."""
    if len(text) <= BLOCK:
        words = segmenter.cut(text)
        return Tokens(words, list(accumulate(map(len, words), initial=0)), segmenter)
    # Of a long text every word is kept once, and its offsets in little room.
    words = [intern(word) for part in _list_blocks(text) for word in segmenter.cut(part)]
    return Tokens(words, array("q", accumulate(map(len, words), initial=0)), segmenter)


def _list_blocks(text: str) -> Iterator[str]:
    """Parts of a text, each with the mark that ends it."""
    start = 0
    while start < len(text):
        mark = _CLAUSE_END.search(text, start + BLOCK)
        end = mark.end() if mark else len(text)
        yield text[start:end]
        start = end
