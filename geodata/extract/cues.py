"""Words that count only near a name: all those before it, or behind it, in one pass.

A pattern such as `(?:启动|建成)了?[^，。；]{0,14}$` asks the same, but an engine tries it at every
character, and there are dozens of them for each name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from geodata.wordscan import WordScan

_CLAUSE_END = "，。；"


class Cue(NamedTuple):
    """Words of one meaning, and how far from the name they have it."""

    meaning: str
    words: str
    """Parted by spaces."""
    reach: int = 0
    """Characters that may stand between the word and the name; none of them ends the clause."""
    of_stops: bool = False
    """Whether none of them may be 的, either."""
    softened: str = ""
    """One more character that may stand next to the word, towards the name: 了 in 启动了."""


class CueTable:
    """Finds which meanings stand around a name; build one for each side, once."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """Index the cues by word; those that must touch the name are looked up, not looked for."""
        by_word: dict[str, list[Cue]] = defaultdict(list)
        touching: dict[str, set[str]] = defaultdict(set)
        softened: dict[tuple[str, str], set[str]] = defaultdict(set)
        for cue in cues:
            for word in cue.words.split():
                if cue.reach:
                    by_word[word].append(cue)
                else:
                    touching[word].add(cue.meaning)
                    softened[word, cue.softened].add(cue.meaning)
        self._find = WordScan(list(by_word)).find
        self._cues = tuple(tuple(cue[:1] + cue[2:] for cue in group) for group in by_word.values())
        self._touching = {word: frozenset(meanings) for word, meanings in touching.items()}
        self._softened = {pair: frozenset(m) for pair, m in softened.items() if pair[1]}
        self._softening = frozenset(sign for _, sign in self._softened)
        self._sizes = tuple(sorted(set(map(len, touching))))
        reaches = (cue.reach + 1 + len(word) for word, group in by_word.items() for cue in group)
        self._window = max(reaches, default=0)

    def before(self, text: str) -> set[str]:
        """Meanings of the words within reach at the end of a text, which stands before the name."""
        clause = text[max(text.rfind("，"), text.rfind("。"), text.rfind("；")) + 1 :]
        found: set[str] = set()
        for size in self._sizes:
            if (word := clause[-size:]) in self._touching:
                found |= self._touching[word]
        if (sign := clause[-1:]) in self._softening:
            for size in self._sizes:
                found |= self._softened.get((clause[-size - 1 : -1], sign), frozenset())
        clause = clause[-self._window :]
        length = len(clause)
        for word_number, _, end in self._find(clause):
            gap = length - end
            for meaning, reach, of_stops, softened in self._cues[word_number]:
                if gap > reach and (gap > reach + 1 or clause[end] != softened):
                    continue
                if not (of_stops and clause.find("的", end) >= 0):
                    found.add(meaning)
        return found

    def after(self, text: str) -> set[str]:
        """Meanings of the words within reach at the start of a text that stands behind the name."""
        clause = text[: self._window]
        for mark in _CLAUSE_END:
            clause = clause.partition(mark)[0]
        found: set[str] = set()
        for size in self._sizes:
            if (word := clause[:size]) in self._touching:
                found |= self._touching[word]
        if (sign := clause[:1]) in self._softening:
            for size in self._sizes:
                found |= self._softened.get((clause[1 : size + 1], sign), frozenset())
        for word_number, start, _ in self._find(clause):
            for meaning, reach, _, softened in self._cues[word_number]:
                if start <= reach or (start == reach + 1 and clause[reach] == softened):
                    found.add(meaning)
        return found
