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

    def _score(self, text: str) -> Mapping[int, int]:
        """The sum of the weights of each theme's keywords, each keyword counted once."""
        scores: dict[int, int] = {}
        for word in {word for word, _, _ in self._keywords.find(text)}:
            for theme, weight in self._weights[word]:
                scores[theme] = scores.get(theme, 0) + weight
        return scores

    def rank(
        self, name: str, sentence: str, title: str, *, whole_town: bool = False
    ) -> tuple[Theme, ...]:
        """Themes, best first; never empty.

        Without any sign the theme is informatisation at large, filed under economy. With
        `whole_town` the name is 数字 or 智慧 and a town's: the town's running at large.
        """
        total = {_CITY_MGMT: WHOLE_TOWN} if whole_town else {}
        for scores, weight in (
            (self._score(name), NAME_WEIGHT),
            (self._score(sentence), SENTENCE_WEIGHT),
            (self._score_title(title), TITLE_WEIGHT),
        ):
            for theme, score in scores.items():
                total[theme] = total.get(theme, 0) + weight * score
        if not total:
            return (Theme.ECONOMY,)
        order = sorted(total, key=lambda theme: (-total[theme], theme))
        best = total[order[0]]
        return tuple([_THEMES[t] for t in order[:3] if SECOND_TIMES * total[t] >= best])


def is_plan_for(name: str, town: str) -> bool:
    """Whether a name is that of the plan for a town's 数字 or 智慧 as a whole."""
    if town not in name:
        return False
    plan = "(?:建设|总体|专项|发展|提升)*(?:战略|规划|计划|工程|方案|纲要|行动|项目|三年|五年)"
    return re.search(f"(?:数字|智慧|信息){re.escape(town)}{plan}", name) is not None
