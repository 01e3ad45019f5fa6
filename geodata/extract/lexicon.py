"""The words that extraction looks for, from data/reference/lexicon.json and themes.json."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from geodata.errors import DataFileError
from geodata.model import Kind, Theme


@dataclass(frozen=True)
class Lexicon:
    """Word classes by name; see `data/README.md` for what each holds."""

    heads: dict[str, Kind]
    """Head noun of an initiative's name -> the kind that it makes of it."""
    words: dict[str, frozenset[str]]
    province_signs: dict[str, str]
    """One-character sign of a province -> its code."""
    theme_keywords: dict[Theme, dict[str, int]]

    @classmethod
    def load(cls, reference: Path) -> Lexicon:
        """Read the two files of `reference`.

        Raises:
            DataFileError: If one is missing or malformed.
        """
        words = _read(reference / "lexicon.json")
        themes = _read(reference / "themes.json")
        try:
            # One of a thing for all ends as many names as there are things.
            for_all = {f"一{thing}通": Kind.SERVICE for thing in words["one_for_all"]}
            return cls(
                heads=for_all
                | {word: Kind(kind) for kind, group in words["heads"].items() for word in group},
                words={
                    key: frozenset(value) for key, value in words.items() if isinstance(value, list)
                },
                province_signs=words["province_signs"],
                theme_keywords={Theme(code): entry["keywords"] for code, entry in themes.items()},
            )
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise DataFileError(
                f"{reference / 'lexicon.json'} or themes.json: not word lists ({error!r}). "
                "Restore them, or run `python -m geodata check`."
            ) from error

    def find_digital(self, text: str) -> int:
        """End of the first word of the digital domain in a text; -1 where there is none."""
        match = self._digital.search(text)
        return match.end() if match else -1

    def count_own(self, name: str) -> int:
        """How many characters of a name are left without the words that most names share."""
        return len(self._common.sub("", name))

    @cached_property
    def covered_starts(self) -> frozenset[str]:
        """The first two characters of words for what a theme covers."""
        return frozenset(word[:2] for word in self.words["coverage_words"])

    @cached_property
    def other_endings(self) -> Mapping[str, tuple[str, ...]]:
        """What names end in that are of no initiative, by the last character."""
        by_last: dict[str, tuple[str, ...]] = {}
        for ending in self.words["not_initiative"]:
            by_last[ending[-1:]] = (*by_last.get(ending[-1:], ()), ending)
        return by_last

    @cached_property
    def _common(self) -> re.Pattern[str]:
        return any_of(self.words["common"])

    @cached_property
    def _digital(self) -> re.Pattern[str]:
        return any_of(self.words["digital"])


def any_of(words: frozenset[str]) -> re.Pattern[str]:
    """A pattern for any of the words, longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)))


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataFileError(
            f"{path}: cannot be read ({error}). Restore it, or run `python -m geodata check`."
        ) from error
    if not isinstance(content, dict):
        raise DataFileError(f"{path}: not a JSON object. Restore it from the repository.")
    return content
