"""What the words of the pages mean: each with its formula and an example that a test recomputes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import DataFileError
from geodata.paths import data_folder

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Definition:
    """One word, in one language."""

    code: str
    """The same in every language; fit for an anchor."""
    term: str
    meaning: str
    formula: str
    example: str
    """Worked on thirty records that are known by hand, its figures filled in."""
    figures: Mapping[str, float]
    """The figures of the example, by name."""


def load_definitions(language: str, data: Path | None = None) -> tuple[Definition, ...]:
    """Every definition in the order in which they build on each other.

    Args:
        language: zh or en.
        data: The data folder; the project's own by default.

    Raises:
        DataFileError: If the table is missing, altered, or not in this language.
    """
    path = (data or data_folder()) / "reference" / "definitions.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_read_definition(row["code"], row[language], row["figures"]) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataFileError(
            f"{path}: no definitions in {language!r} ({error!r}). Restore it from the repository."
        ) from error


def _read_definition(
    code: str, words: Mapping[str, str], figures: Mapping[str, float]
) -> Definition:
    return Definition(
        code=code,
        term=words["term"],
        meaning=words["meaning"],
        formula=words["formula"],
        example=words["example"].format_map({key: _write(each) for key, each in figures.items()}),
        figures=figures,
    )


def _write(figure: float) -> str:
    return f"{figure:g}".replace("-", MINUS)
