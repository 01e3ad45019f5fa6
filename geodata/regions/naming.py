"""Initiatives found by words of their names: how a programme is told that many places have.

Names and what is typed are folded alike: full width to half width, capitals to small letters. A
query is plain text, never a pattern; "|" stands between alternatives, spaces between words that
must all occur, in any order, in one and the same name.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

MAX_QUERY = 200
"""Characters of a query that are read; the rest is passed over."""
KEPT = 32
"""Answers remembered: a page asks for the same name many times over."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class NameBook:
    """Every name and alias of every initiative, folded; safe to ask from several threads."""

    def __init__(
        self,
        names: pa.StringArray,
        name: NDArray[np.int32],
        others: pa.StringArray,
        owner: NDArray[np.int32],
    ) -> None:
        """Fold the names.

        Args:
            names: Every name that lists show.
            name: Of each initiative: position in `names`.
            others: Aliases, and what other records call it.
            owner: Of each of these: its initiative.
        """
        self._names, self._name = fold(names), name
        self._others, self._owner = fold(others), owner
        self._found: dict[tuple[tuple[str, ...], ...], NDArray[np.bool_]] = {}

    def find(self, query: str) -> NDArray[np.bool_]:
        """Whether each initiative has such a name; all have for a query without words.

        The answer is shared and cannot be written to.
        """
        wanted = read_query(query)
        found = self._found.get(wanted)
        if found is None:
            found = self._search(wanted)
            found.setflags(write=False)
            if len(self._found) >= KEPT:
                self._found.clear()
            self._found[wanted] = found
        return found

    def _search(self, wanted: tuple[tuple[str, ...], ...]) -> NDArray[np.bool_]:
        if not wanted:
            return np.ones(self._name.size, np.bool_)
        found: NDArray[np.bool_] = _match(self._names, wanted)[self._name]
        found[self._owner[_match(self._others, wanted)]] = True
        return found


def fold(texts: pa.StringArray) -> pa.StringArray:
    """Texts as they are compared."""
    return pc.utf8_lower(pc.utf8_normalize(texts, "NFKC"))


def read_query(query: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a query, each as the words that must occur; empty for no words."""
    whole = _SURROGATE.sub("\ufffd", query[:MAX_QUERY])  # half of a pair is no character
    [text] = fold(pa.array([whole], pa.string())).to_pylist()
    alternatives = (tuple(dict.fromkeys(part.split())) for part in text.split("|"))
    return tuple(words for words in dict.fromkeys(alternatives) if words)


def _match(texts: pa.StringArray, wanted: tuple[tuple[str, ...], ...]) -> NDArray[np.bool_]:
    found = np.zeros(len(texts), np.bool_)
    for words in wanted:
        every = np.ones(len(texts), np.bool_)
        for word in words:
            every &= pc.match_substring(texts, word).to_numpy(zero_copy_only=False)
        found |= every
    return found
