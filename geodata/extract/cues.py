"""Words that count only near a name: a text's are found in one pass, then asked for by name.

A pattern such as `(?:启动|建成)了?[^，。；]{0,14}$` asks the same, but an engine tries it at every
character, and there are dozens of them for each name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geodata.wordscan import WordScan


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


class Sightings(NamedTuple):
    """A text's words that have a reach, in the order of their ends."""

    words: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]


class CueTable:
    """Finds which meanings stand around a name; build one for each side, once."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """Index the cues by word; those that must touch the name are looked up, not looked for."""
        by_word: dict[str, list[Cue]] = defaultdict(list)
        touching: dict[str, list[str]] = defaultdict(list)
        softened: dict[tuple[str, str], list[str]] = defaultdict(list)
        for cue in cues:
            for word in cue.words.split():
                if cue.reach:
                    by_word[word].append(cue)
                else:
                    touching[word].append(cue.meaning)
                    softened[word, cue.softened].append(cue.meaning)
        self._find = WordScan(list(by_word)).find
        self._cues = tuple(tuple(cue[:1] + cue[2:] for cue in group) for group in by_word.values())
        self._touching = dict(touching)
        self._softened = {pair: meanings for pair, meanings in softened.items() if pair[1]}
        self._softening = frozenset(sign for _, sign in self._softened)
        self._sizes = tuple(sorted(set(map(len, touching))))
        self._reach = 1 + max((cue.reach for group in by_word.values() for cue in group), default=0)
        self._longest = max(map(len, by_word), default=0)

    def look(self, text: str) -> Sightings:
        """Where the words that have a reach stand in a text."""
        found = self._find(text)
        return Sightings(*zip(*found, strict=True)) if found else Sightings((), (), ())

    def before(self, seen: Sightings, text: str, first: int, stop: int) -> dict[str, float]:
        """Meanings of the words before a name that begins at `stop`; each is worth 1.

        Args:
            seen: What `look` saw in the text.
            text: The text.
            first: Where what may speak of the name begins.
            stop: Where it ends.
        """
        found: dict[str, float] = {}
        for size in self._sizes:
            if (word := text[max(first, stop - size) : stop]) in self._touching:
                found.update(dict.fromkeys(self._touching[word], 1.0))
        if stop > first and (sign := text[stop - 1]) in self._softening:
            for size in self._sizes:
                word = text[max(first, stop - size - 1) : stop - 1]
                found.update(dict.fromkeys(self._softened.get((word, sign), ()), 1.0))
        words, starts, ends = seen
        for index in range(bisect_left(ends, stop - self._reach), bisect_right(ends, stop)):
            end = ends[index]
            if starts[index] < first or _parts(text, end, stop):
                continue
            gap = stop - end
            for meaning, reach, of_stops, softened in self._cues[words[index]]:
                if gap > reach and (gap > reach + 1 or text[end] != softened):
                    continue
                if not (of_stops and text.find("的", end, stop) >= 0):
                    found[meaning] = 1.0
        return found

    def after(self, seen: Sightings, text: str, begin: int, last: int) -> dict[str, float]:
        """The same for the words behind a name that ends at `begin`, up to `last`."""
        found: dict[str, float] = {}
        for size in self._sizes:
            if (word := text[begin : min(last, begin + size)]) in self._touching:
                found.update(dict.fromkeys(self._touching[word], 1.0))
        if begin < last and (sign := text[begin]) in self._softening:
            for size in self._sizes:
                word = text[begin + 1 : min(last, begin + 1 + size)]
                found.update(dict.fromkeys(self._softened.get((word, sign), ()), 1.0))
        words, starts, ends = seen
        furthest = min(last, begin + self._reach + self._longest)
        for index in range(bisect_right(ends, begin), bisect_right(ends, furthest)):
            start = starts[index]
            if start < begin or _parts(text, begin, start):
                continue
            gap = start - begin
            for meaning, reach, _, softened in self._cues[words[index]]:
                if gap <= reach or (gap == reach + 1 and text[begin + reach] == softened):
                    found[meaning] = 1.0
        return found


def _parts(text: str, start: int, end: int) -> bool:
    """Whether a clause ends between two offsets."""
    between = text[start:end]
    return "，" in between or "。" in between or "；" in between
