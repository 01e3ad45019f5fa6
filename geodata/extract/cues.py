"""Words that count only near a name: a text's are found in one pass, then asked for by name.

A pattern such as `(?:启动|建成)了?[^，。；]{0,14}$` asks the same, but an engine tries it at every
character, and there are dozens of them for each name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from sys import maxsize
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


Reaching = tuple[str, int, bool, str]
"""A cue without its words."""
_NOTHING: Mapping[str, float] = {}


class Sightings(NamedTuple):
    """A text's words that have a reach, by their numbers, in the order of their ends.

    One more end, beyond any text, closes them.
    """

    words: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]


class CueTable:
    """Finds what is said around a name; build one for cues of a kind, once."""

    def __init__(self, before: Sequence[Cue], after: Sequence[Cue]) -> None:
        """Index the cues of either side of a name by word.

        Those that must touch it are looked up by their character next to it, not looked for.
        """
        reaching = [cue for cue in (*before, *after) if cue.reach]
        words = list(dict.fromkeys(word for cue in reaching for word in cue.words.split()))
        self._find = WordScan(words).find
        self._before, self._after = (_list_reaching(words, cues) for cues in (before, after))
        self._touching_before, self._sizes_before = _index_touching(before, next_to_name=-1)
        self._touching_after, self._sizes_after = _index_touching(after, next_to_name=0)
        self._reach = 1 + max(cue.reach for cue in reaching)
        self._longest = max(map(len, words))

    def look(self, text: str) -> Sightings:
        """Where the words that have a reach stand in a text."""
        found = self._find(text)
        if not found:
            return Sightings((), (), (maxsize,))
        words, starts, ends = zip(*found, strict=True)
        return Sightings(words, starts, (*ends, maxsize))

    def around(
        self, seen: Sightings, text: str, first: int, start: int, end: int, last: int
    ) -> dict[str, float]:
        """Meanings of the words around a name; each is worth 1.

        Args:
            seen: What `look` saw in the text.
            text: The text.
            first: Where the part of it begins that may speak of the name.
            start: Where the name begins.
            end: Where the name ends.
            last: Where that part ends.
        """
        found = self._touch(text, first, start, end, last)
        words, starts, ends = seen
        furthest = min(last, end + self._reach + self._longest)
        index = bisect_left(ends, start - self._reach)
        while (stop := ends[index]) <= furthest:
            begin, word = starts[index], words[index]
            if stop <= start:
                if begin >= first and (cues := self._before[word]):
                    _add(found, cues, text[stop:start], towards=0)
            elif begin >= end and (cues := self._after[word]):
                _add(found, cues, text[end:begin], towards=-1)
            index += 1
        return found

    def _touch(self, text: str, first: int, start: int, end: int, last: int) -> dict[str, float]:
        """Meanings of the words that touch a name."""
        found: dict[str, float] = {}
        if start > first:
            for size in self._sizes_before.get(text[start - 1], ()):
                if start - size >= first:
                    word = text[start - size : start]
                    found.update(self._touching_before.get(word, _NOTHING))
        if end < last:
            for size in self._sizes_after.get(text[end], ()):
                if end + size <= last:
                    found.update(self._touching_after.get(text[end : end + size], _NOTHING))
        return found


def _add(found: dict[str, float], cues: Iterable[Reaching], between: str, *, towards: int) -> None:
    """Add what a word says from a distance.

    Args:
        found: Meanings so far.
        cues: The word's.
        between: What stands between it and the name.
        towards: Index there of the character next to the word.
    """
    if "，" in between or "。" in between or "；" in between:
        return
    gap = len(between)
    for meaning, reach, of_stops, softened in cues:
        near = gap <= reach or (gap == reach + 1 and between[towards] == softened)
        if near and not (of_stops and "的" in between):
            found[meaning] = 1.0


class SignTable:
    """Words of several meanings, wherever they stand; of overlapping ones the longest counts."""

    def __init__(self, signs: Mapping[str, Iterable[str]], passed_over: Iterable[str]) -> None:
        """Compile the words.

        Args:
            signs: Meaning -> its words.
            passed_over: Words that mean nothing, but keep a shorter one from being read into them.
        """
        listed = {word: meaning for meaning, words in signs.items() for word in words}
        listed |= dict.fromkeys(passed_over, "")
        self._find = WordScan(list(listed), longest=True).find
        self._meanings = tuple(listed.values())

    def look(self, text: str) -> dict[str, list[int]]:
        """Offsets at which the words of each meaning begin, in order."""
        starts: dict[str, list[int]] = defaultdict(list)
        for word, start, _ in self._find(text):
            starts[self._meanings[word]].append(start)
        starts.pop("", None)
        return dict(starts)


def _list_reaching(words: Sequence[str], cues: Sequence[Cue]) -> tuple[tuple[Reaching, ...], ...]:
    """For each word, its cues that have a reach."""
    by_word: dict[str, list[Reaching]] = {word: [] for word in words}
    for meaning, listed, reach, of_stops, softened in cues:
        for word in listed.split() if reach else ():
            by_word[word].append((meaning, reach, of_stops, softened))
    return tuple(map(tuple, by_word.values()))


def _index_touching(
    cues: Sequence[Cue], *, next_to_name: int
) -> tuple[dict[str, dict[str, float]], dict[str, tuple[int, ...]]]:
    """Meanings by word, softened ones included, and sizes by the character next to the name.

    `next_to_name` is that character's index in a word.
    """
    meanings: dict[str, dict[str, float]] = defaultdict(dict)
    for cue in cues:
        for word in cue.words.split() if not cue.reach else ():
            meanings[word][cue.meaning] = 1.0
            softened = cue.softened + word if next_to_name == 0 else word + cue.softened
            meanings[softened][cue.meaning] = 1.0
    sizes: dict[str, set[int]] = defaultdict(set)
    for word in meanings:
        sizes[word[next_to_name]].add(len(word))
    return dict(meanings), {sign: tuple(sorted(group)) for sign, group in sizes.items()}
