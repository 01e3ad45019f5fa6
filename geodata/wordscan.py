"""Many words found in a text at one pass, whatever their number; every stage may use it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

# The automaton keeps eight bytes for each byte of what it searches: long texts go in parts.
STEP = 1 << 20
FEW = 3_000
SURROGATE = re.compile("[\ud800-\udfff]")

_LOOKAROUND = re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
_CLASS = re.compile(r"\[([^\]]*)\]")
_WORD = re.compile("[\u4e00-\u9fff]+")


class WordScan:
    """Finds words of a fixed list; offsets are characters, the end is exclusive."""

    def __init__(self, words: Sequence[str], *, longest: bool = False) -> None:
        """Build the automaton.

        Args:
            words: What to look for; a result gives a word by its index here.
            longest: Whether to give the leftmost, longest words that do not overlap, instead of
                all that there are.
        """
        kind = MatchKind.LeftmostLongest if longest else MatchKind.Standard
        # The fastest automaton grows too large for many words.
        form = Implementation.DFA if len(words) <= FEW else None
        automaton = AhoCorasick(words, implementation=form, matchkind=kind, store_patterns=False)
        self._scan = automaton.find_matches_as_indexes
        self._overlapping = not longest
        self._reach = max(map(len, words), default=0)

    def find(self, text: str) -> Sequence[tuple[int, int, int]]:
        """Index of the word, start and end of each occurrence, in order of the ends."""
        try:
            if len(text) <= STEP:
                return self._scan(text, self._overlapping)
            return sorted(self._find_by_parts(text), key=itemgetter(2))
        except UnicodeEncodeError:  # half of a pair is no character, and in no word
            return self.find(SURROGATE.sub("\ufffd", text))

    def _find_by_parts(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The same as in one go: a part reaches as far as a word that begins in it."""
        begin = 0
        while begin < len(text):
            end = next_begin = begin + STEP
            part = text[begin : end + self._reach]
            for word, start, stop in self._scan(part, self._overlapping):
                if begin + start < end:
                    yield word, begin + start, begin + stop
                    if not self._overlapping:
                        next_begin = max(end, begin + stop)
            begin = next_begin


def list_beginnings(pattern: str) -> frozenset[str]:
    """The characters that a match of a pattern may begin with, and some that none does.

    To look whether one of them is next costs a small part of a try at the pattern. Each way to
    match must begin with a Chinese character, written out or in a class that lists them.
    """
    bare = _LOOKAROUND.sub("|", pattern)
    words = _WORD.findall(_CLASS.sub("|", bare))
    return frozenset("".join(_CLASS.findall(bare))).union(word[0] for word in words)
