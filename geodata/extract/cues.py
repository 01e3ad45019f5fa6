"""Words that count only near a name: all those before it, or behind it, in one pass.

A pattern such as `(?:启动|建成)了?[^，。；]{0,14}$` asks the same, but an engine tries it at every
character, and there are dozens of them for each name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from geodata.wordscan import WordScan

_CLAUSE_END = re.compile("[，。；]")


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
        """Index the cues by word."""
        by_word: dict[str, list[Cue]] = defaultdict(list)
        for cue in cues:
            for word in cue.words.split():
                by_word[word].append(cue)
        self._find = WordScan(list(by_word)).find
        self._cues = tuple(tuple(cue[:1] + cue[2:] for cue in group) for group in by_word.values())

    def before(self, text: str) -> set[str]:
        """Meanings of the words within reach at the end of a text, which stands before the name."""
        clause = text[max(text.rfind("，"), text.rfind("。"), text.rfind("；")) + 1 :]
        length = len(clause)
        found: set[str] = set()
        for word, _, end in self._find(clause):
            gap = length - end
            for meaning, reach, of_stops, softened in self._cues[word]:
                if gap > reach and (gap > reach + 1 or clause[end] != softened):
                    continue
                if not (of_stops and clause.find("的", end) >= 0):
                    found.add(meaning)
        return found

    def after(self, text: str) -> set[str]:
        """Meanings of the words within reach at the start of a text that stands behind the name."""
        clause = _CLAUSE_END.split(text, maxsplit=1)[0]
        found: set[str] = set()
        for word, start, _ in self._find(clause):
            for meaning, reach, _, softened in self._cues[word]:
                if start <= reach or (start == reach + 1 and clause[reach] == softened):
                    found.add(meaning)
        return found
