"""Themes of an initiative by weighted keywords: its name first, then its sentence and title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from geodata.extract.lexicon import Lexicon
from geodata.model import Theme
from geodata.wordscan import WordScan

# Whole numbers, so that what is equal stays so however it is added up.
NAME_WEIGHT, SENTENCE_WEIGHT, TITLE_WEIGHT = 20, 3, 3
WHOLE_TOWN = 45
# A second theme is named when its score, so many times over, is at least the first one's.
SECOND_TIMES = 2
_WHOLE = ("数字", "智慧", "信息")
_PLAN = re.compile(
    "(?:建设|总体|专项|发展|提升)*(?:战略|规划|计划|工程|方案|纲要|行动|项目|三年|五年)"
)

_THEMES = tuple(Theme)
_CITY_MGMT = _THEMES.index(Theme.CITY_MGMT)
REMEMBERED_TITLES = 16


class ThemeScorer:
    """Scores texts against the keywords of all themes in one pass."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the keywords."""
        weights: dict[str, list[tuple[int, int]]] = {}
        for number, theme in enumerate(_THEMES):
            for word, weight in lexicon.theme_keywords.get(theme, {}).items():
                weights.setdefault(word, []).append((number, weight))
        self._weights = tuple(map(tuple, weights.values()))
        self._keywords = WordScan(list(weights))
        # All records of a document share its title.
        self._score_title = lru_cache(REMEMBERED_TITLES)(self._score)

    def _score(self, title: str) -> Mapping[int, int]:
        """What a title adds to each theme's score."""
        found = self._keywords.find(title)
        return self._add_up({word: TITLE_WEIGHT for word, _, _ in found}, {})

    def _add_up(self, merits: Mapping[int, int], scores: dict[int, int]) -> dict[int, int]:
        """Add keywords to the scores of their themes, each with the merit of where it stands."""
        for word, merit in merits.items():
            for theme, weight in self._weights[word]:
                scores[theme] = scores.get(theme, 0) + merit * weight
        return scores

    def rank(
        self, name: str, sentence: str, title: str, *, around: str = "", whole_town: bool = False
    ) -> tuple[Theme, ...]:
        """Themes, best first; never empty.

        Args:
            name: What the initiative is called.
            sentence: What is said of it.
            title: Of its document.
            around: What stands farther off; it counts only where none of these has a sign.
                Without any the theme is informatisation at large, filed under economy.
            whole_town: The name is 数字 or 智慧 and a town's: the town's running at large.
        """
        scores = dict(self._score_title(title))
        if whole_town:
            scores[_CITY_MGMT] = scores.get(_CITY_MGMT, 0) + WHOLE_TOWN
        self._add_up(self._find_merits(name, sentence), scores)
        if not scores:
            self._add_up({word: 1 for word, _, _ in self._keywords.find(around)}, scores)
        if not scores:
            return (Theme.ECONOMY,)
        best = max(scores.values())
        order = [(-score, t) for t, score in scores.items() if SECOND_TIMES * score >= best]
        order.sort()
        return tuple([_THEMES[theme] for _, theme in order[:3]])

    def _find_merits(self, name: str, sentence: str) -> dict[int, int]:
        """Keywords of a name and of its sentence, with the merit of where each stands.

        One search finds them all where the sentence holds the name.
        """
        begin = sentence.find(name)
        stop = begin + len(name)
        merits: dict[int, int] = {}
        for word, start, end in self._keywords.find(sentence):
            if begin <= start and end <= stop and begin >= 0:
                merits[word] = NAME_WEIGHT + SENTENCE_WEIGHT
            elif word not in merits:
                merits[word] = SENTENCE_WEIGHT
        if begin < 0:
            for word in {word for word, _, _ in self._keywords.find(name)}:
                merits[word] = merits.get(word, 0) + NAME_WEIGHT
        return merits


def is_plan_for(name: str, town: str) -> bool:
    """Whether a name is that of the plan for a town's 数字 or 智慧 as a whole."""
    start = name.find(town)
    while start >= 0:
        if name.endswith(_WHOLE, 0, start) and _PLAN.match(name, start + len(town)):
            return True
        start = name.find(town, start + 1)
    return False
