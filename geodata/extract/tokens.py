"""Words of a clean text with their offsets and part-of-speech tags."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from sys import intern

import rjieba

# Marks at which the segmenter begins anew, and beyond which no name goes on but in a quotation.
_CLAUSE_END = re.compile(r"[，。；！？\n]")
QUOTE_REACH = 24
BLOCK = 1 << 18
"""So many characters are segmented at once: the segmenter's own result is several times larger."""
_OPENING = {"”": "“", "’": "‘"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words in order; `starts[i]` is the offset of word i, and the last entry is the text's end.

    Every word ends where the next one starts, but for a mark before a stretch that is left out.
    """

    words: Sequence[str]
    tags: Sequence[str]
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


def tag_words(text: str, spots: Iterable[int] | None = None) -> Tokens:
    """Segment and tag a text.

    Tags are those of ICTCLAS as jieba uses them: n noun, v verb, u particle, ns place and so on.

    Args:
        text: Clean text.
        spots: Offsets whose clauses are wanted, with what is quoted there: the words are those of
            these clauses and of no others. None takes all of the text, which the words make up.
    """
    stretches = [(0, len(text))] if spots is None else _list_stretches(text, spots)
    words, tags = _tag([text[start:end] for start, end in stretches])
    if not words:
        return Tokens((), (), (len(text),))
    # Each stretch begins a word. The gap before it is added to the word that ends there.
    lengths = list(map(len, words))
    ends = list(accumulate(lengths))
    before = gone = stretches[0][0]
    for (_, last), (start, _) in pairwise(stretches):
        lengths[bisect_left(ends, last - gone)] += start - last
        gone += start - last
    lengths[-1] = len(text) - before - sum(lengths[:-1])
    return Tokens(words, tags, array("q", accumulate(lengths, initial=before)))


def _tag(parts: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Words and tags of texts of which each begins a word; of long ones every word is kept once."""
    words: list[str] = []
    tags: list[str] = []
    first = length = 0
    for last, part in enumerate(parts, start=1):
        length += len(part)
        if length > BLOCK or last == len(parts):
            pairs = rjieba.tag("".join(parts[first:last]))
            if pairs and len(parts) == last and first == 0:
                only_words, only_tags = zip(*pairs, strict=True)
                return only_words, only_tags
            words.extend(intern(word) for word, _ in pairs)
            tags.extend(intern(tag) for _, tag in pairs)
            first, length = last, 0
    return words, tags


def _list_stretches(text: str, spots: Iterable[int]) -> list[tuple[int, int]]:
    """Spans of the clauses that hold a spot, neighbours as one, each with the mark that ends it."""
    ends = [match.end() for match in _CLAUSE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
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
