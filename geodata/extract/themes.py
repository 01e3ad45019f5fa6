"""Themes of an initiative by weighted keywords: its name first, then its sentence and title."""

from __future__ import annotations

from geodata.extract.lexicon import Lexicon
from geodata.model import Theme
from geodata.wordscan import WordScan

NAME_WEIGHT, SENTENCE_WEIGHT, TITLE_WEIGHT = 4.0, 0.6, 0.6
WHOLE_TOWN = 9.0
# A second theme is named when it has at least this share of the first one's score.
SECOND_SHARE = 0.5


class ThemeScorer:
    """Scores texts against the keywords of all themes in one pass."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the keywords."""
        weights: dict[str, list[tuple[Theme, int]]] = {}
        for theme, keywords in lexicon.theme_keywords.items():
            for word, weight in keywords.items():
                weights.setdefault(word, []).append((theme, weight))
        self._weights = tuple(tuple(pairs) for pairs in weights.values())
        self._keywords = WordScan(list(weights))

    def score(self, text: str) -> dict[Theme, float]:
        """Sum of the weights of the keywords in the text, each keyword counted once."""
        scores: dict[Theme, float] = {}
        for word in dict.fromkeys(word for word, _, _ in self._keywords.find(text)):
            for theme, weight in self._weights[word]:
                scores[theme] = scores.get(theme, 0.0) + weight
        return scores

    def rank(
        self, name: str, sentence: str, title: str, *, whole_town: bool = False
    ) -> tuple[Theme, ...]:
        """Themes, best first; never empty.

        Without any sign the theme is informatisation at large, filed under economy. With
        `whole_town` the name is 数字 or 智慧 and a town's: the town's running at large.
        """
        total: dict[Theme, float] = {Theme.CITY_MGMT: WHOLE_TOWN} if whole_town else {}
        for text, weight in (
            (name, NAME_WEIGHT),
            (sentence, SENTENCE_WEIGHT),
            (title, TITLE_WEIGHT),
        ):
            for theme, score in self.score(text).items():
                total[theme] = total.get(theme, 0.0) + weight * score
        if not total:
            return (Theme.ECONOMY,)
        order = sorted(total, key=lambda theme: (-total[theme], list(Theme).index(theme)))
        best = total[order[0]]
        return tuple(theme for theme in order if total[theme] >= SECOND_SHARE * best)[:3]
