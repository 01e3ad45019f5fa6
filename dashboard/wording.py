"""Every sentence on the page, from data/reference/wording.json, in Chinese or English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geodata as gd

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences."""

    language: str
    sentences: Mapping[str, str]
    themes: Mapping[str, str]
    """Theme code -> label."""
    provinces: Mapping[str, str]
    """Code -> name in this language; empty in Chinese, where units have names of their own."""

    def say(self, key: str, **values: object) -> str:
        """The sentence with its placeholders filled; numbers get thousands separators."""
        shown = {k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()}
        return self.sentences[key].format(**shown)

    def list_names(self, names: list[str]) -> str:
        """Names as an enumeration."""
        if len(names) < 2:
            return "".join(names)
        return self.sentences["list_last"].join(
            (self.sentences["list_between"].join(names[:-1]), names[-1])
        )


def load_wording(language: str, data_folder: Path) -> Wording:
    """Read one language's sentences and theme labels.

    Raises:
        gd.DataFileError: If a file is missing, broken or lacks the language.
    """
    reference = data_folder / "reference"
    table = _read(reference / "wording.json")
    themes = _read(reference / "themes.json")
    try:
        return Wording(
            language,
            table["sentences"][language],
            {code: labels[language] for code, labels in themes.items()},
            table["provinces"].get(language, {}),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise gd.DataFileError(
            f"{reference}: wording.json or themes.json has no entry {error}. Restore both files."
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise gd.DataFileError(f"{path}: cannot be read ({error}). Restore the file.") from error
    return content
