"""Text to words by one dictionary, which every stage shares: a second one costs time and room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import rjieba

from geodata.wordscan import SURROGATE

# As rare as the rarest place names of the segmenter's own dictionary, so that words win.
NAME_FREQUENCY = 3
NEIGHBOURS = 12
"""Words on either side among which a word is tagged that is none by itself."""
REMEMBERED = 50_000
UNKNOWN = "x"


class Segmenter:
    """The segmenter's own dictionary and further place names.

    `has_word(text)` tells whether one of them holds a word.
    """

    def __init__(self, place_names: Iterable[str] = ()) -> None:
        """Load the dictionary, which takes about a second, and add to it the names it lacks."""
        words = rjieba.Jieba()
        for name in place_names:
            if not words.has_word(name):
                words.add_word(name, NAME_FREQUENCY, "ns")
        self.has_word = words.has_word
        self._cut, self._tag = words.cut, words.tag
        self._tags: dict[str, str] = {}

    def cut(self, text: str, *, hmm: bool = True) -> list[str]:
        """The words that make up a text; without `hmm` none that the dictionary lacks."""
        try:
            return self._cut(text, hmm)
        except UnicodeEncodeError:  # half of a pair is no character, and in no word
            return self._cut(SURROGATE.sub("\ufffd", text), hmm)

    def tag(self, words: Sequence[str], index: int) -> str:
        """Part of speech of one of a text's words: of ICTCLAS, n noun, v verb and so on.

        It is told of each word as the dictionary has it, and remembered, as few are asked for.
        """
        return self._tags.get(words[index]) or self._look_up(words, index)

    def _look_up(self, words: Sequence[str], index: int) -> str:
        """The tag of a word that was not asked for before."""
        word = words[index]
        tagged = self._tag(word)
        if len(tagged) > 1:  # it is one word only beside others
            around = words[max(0, index - NEIGHBOURS) : index + NEIGHBOURS]
            tagged = [pair for pair in self._tag("".join(around)) if pair[0] == word]
        tag = str(tagged[0][1]) if tagged else UNKNOWN
        if len(self._tags) >= REMEMBERED:
            self._tags.clear()
        self._tags[word] = tag
        return tag
