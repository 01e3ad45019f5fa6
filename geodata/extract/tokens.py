"""Words of a clean text with their offsets and, where asked for, part-of-speech tags."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, pairwise
from operator import add
from sys import intern

import rjieba

# Marks at which the segmenter begins anew, and beyond which no name goes on but in a quotation.
_CLAUSE_END = re.compile(r"[，。；！？\n]")
QUOTE_REACH = 24
BLOCK = 1 << 18
"""So many characters are segmented at once: the segmenter's own result is several times larger."""
NEIGHBOURS = 12
"""Words on either side among which a word is segmented as it is in its text."""
REMEMBERED = 50_000
UNKNOWN = "x"
_TAGS: dict[str, str] = {}
_OPENING = {"”": "“", "’": "‘"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words in order; `starts[i]` is the offset of word i, and the last entry is the text's end.

    Every word ends where the next one starts, but for a mark before a stretch that is left out.
    """

    words: Sequence[str]
    starts: Sequence[int]

    def at(self, offset: int) -> int:
        """Index of the word that covers the character at `offset`."""
        return bisect_right(self.starts, offset) - 1

    def begins(self, offset: int) -> bool:
        """Whether a word begins with the character at `offset`."""
        return self.starts[self.at(offset)] == offset

    def ends(self, offset: int) -> bool:
        """Whether a word ends before `offset`."""
        return self.starts[self.at(offset - 1) + 1] == offset

    def tag(self, index: int) -> str:
        """Part of speech of word `index`: of ICTCLAS as jieba uses them, n noun, v verb and so on.

        It is told of few words, and of each as the segmenter's dictionary has it.
        """
        word = self.words[index]
        return _TAGS.get(word) or self._look_up(word, index)

    def _look_up(self, word: str, index: int) -> str:
        """The tag of a word that was not asked for before."""
        tagged = rjieba.tag(word)
        if len(tagged) > 1:  # it is one word only beside others
            around = self.words[max(0, index - NEIGHBOURS) : index + NEIGHBOURS]
            tagged = [pair for pair in rjieba.tag("".join(around)) if pair[0] == word]
        tag = str(tagged[0][1]) if tagged else UNKNOWN
        if len(_TAGS) >= REMEMBERED:
            _TAGS.clear()
        _TAGS[word] = tag
        return tag


def tag_words(text: str, spots: Iterable[int] | None = None) -> Tokens:
    """Segment a text into words with tags.

    Args:
        text: Clean text.
        spots: Offsets whose clauses are wanted, with what is quoted there: the words are those of
            these clauses and of no others. None takes all of the text, which the words make up.
    """
    stretches = [(0, len(text))] if spots is None else _list_stretches(text, spots)
    words = _cut([text[start:end] for start, end in stretches])
    if not words:
        return Tokens((), (len(text),))
    # Each stretch begins a word. The gap before it is added to the word that ends there.
    lengths = list(map(len, words))
    ends = list(accumulate(lengths))
    before = gone = stretches[0][0]
    for (_, last), (start, _) in pairwise(stretches):
        lengths[bisect_left(ends, last - gone)] += start - last
        gone += start - last
    lengths[-1] += len(text) - gone - ends[-1]
    starts = accumulate(lengths, initial=before)
    # A list is read faster, an array is smaller.
    return Tokens(words, array("q", starts) if len(text) > BLOCK else list(starts))


def _cut(parts: Sequence[str]) -> Sequence[str]:
    """Words of texts of which each begins a word; of long ones every word is kept once."""
    words: list[str] = []
    first = length = 0
    for last, part in enumerate(parts, start=1):
        length += len(part)
        if length > BLOCK or last == len(parts):
            found: list[str] = rjieba.cut("".join(parts[first:last]))
            if len(parts) == last and first == 0:
                return found
            words.extend(map(intern, found))
            first, length = last, 0
    return words


def _list_stretches(text: str, spots: Iterable[int]) -> list[tuple[int, int]]:
    """Spans of the clauses that hold a spot, neighbours as one, each with the mark that ends it."""
    lengths = map(len, _CLAUSE_END.split(text))
    ends = list(map(add, accumulate(lengths), count(1)))
    ends[-1] -= 1  # no mark ends the last one
    if len(ends) > 1 and ends[-1] == ends[-2]:
        ends.pop()
    wanted = bytearray(len(ends))
    for spot in spots:
        wanted[bisect_right(ends, spot)] = 1
    _want_quotations(text, ends, wanted)
    stretches: list[tuple[int, int]] = []
    clause = wanted.find(1)
    while clause >= 0:
        behind = wanted.find(0, clause)
        behind = behind if behind >= 0 else len(ends)
        stretches.append((ends[clause - 1] if clause else 0, ends[behind - 1]))
        clause = wanted.find(1, behind)
    return stretches


def _want_quotations(text: str, ends: list[int], wanted: bytearray) -> None:
    """Ask for the clauses of a quotation that ends in a wanted one as well."""
    for mark, opening in _OPENING.items():
        closing = text.rfind(mark)
        while closing >= 0:
            clause = bisect_right(ends, closing)
            if wanted[clause]:
                begin = text.rfind(opening, max(0, closing + 1 - QUOTE_REACH), closing)
                first = bisect_right(ends, begin) if begin >= 0 else clause
                wanted[first:clause] = b"\1" * (clause - first)
            closing = text.rfind(mark, 0, closing)
