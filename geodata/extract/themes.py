"""Themes of an initiative by weighted keywords: its name first, then its sentence and title."""

from __future__ import annotations

import re
from functools import lru_cache

from geodata.extract.lexicon import Lexicon
from geodata.model import Theme
from geodata.wordscan import WordScan

NAME_WEIGHT, SENTENCE_WEIGHT, TITLE_WEIGHT = 4.0, 0.6, 0.6
WHOLE_TOWN = 9.0
# A second theme is named when it has at least this share of the first one's score.
SECOND_SHARE = 0.5


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

    def _score(self, text: str) -> list[int]:
        """For each theme the sum of the weights of its keywords, each keyword counted once."""
        scores = [0] * len(_THEMES)
        for word in {word for word, _, _ in self._keywords.find(text)}:
            for theme, weight in self._weights[word]:
                scores[theme] += weight
        return scores

    def rank(
        self, name: str, sentence: str, title: str, *, whole_town: bool = False
    ) -> tuple[Theme, ...]:
        """Themes, best first; never empty.

        Without any sign the theme is informatisation at large, filed under economy. With
        `whole_town` the name is 数字 or 智慧 and a town's: the town's running at large.
        """
        parts = zip(self._score(name), self._score(sentence), self._score_title(title), strict=True)
        total = [
            NAME_WEIGHT * by_name + SENTENCE_WEIGHT * by_sentence + TITLE_WEIGHT * by_title
            for by_name, by_sentence, by_title in parts
        ]
        if whole_town:
            total[_CITY_MGMT] += WHOLE_TOWN
        best = max(total)
        if best <= 0:
            return (Theme.ECONOMY,)
        order = sorted(range(len(total)), key=total.__getitem__, reverse=True)
        least = SECOND_SHARE * best
        return tuple([_THEMES[theme] for theme in order[:3] if total[theme] >= least])


def is_plan_for(name: str, town: str) -> bool:
    """Whether a name is that of the plan for a town's 数字 or 智慧 as a whole."""
    if town not in name:
        return False
    plan = "(?:建设|总体|专项|发展|提升)*(?:战略|规划|计划|工程|方案|纲要|行动|项目|三年|五年)"
    return re.search(f"(?:数字|智慧|信息){re.escape(town)}{plan}", name) is not None
