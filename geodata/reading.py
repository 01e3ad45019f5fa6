"""What extraction works with, and what it has found of a document before any of it is recorded."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from geodata.corpus.passages import Passage
from geodata.errors import DataFileError
from geodata.extract.candidates import Candidate
from geodata.extract.dates import TimeMention, find_times
from geodata.extract.features import Scene
from geodata.extract.judging import Judge
from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Mention
from geodata.extract.names import NameFinder
from geodata.extract.themes import ThemeScorer
from geodata.extract.years import find_sections
from geodata.linking import Namer
from geodata.model import PartialDate, Status, Theme
from geodata.places.gazetteer import Gazetteer
from geodata.places.setting import Placement, Setting


@dataclass(frozen=True)
class Tools:
    """What extraction needs besides the text; load once, use for all documents."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    names: NameFinder
    themes: ThemeScorer
    judge: Judge
    namer: Namer
    regions: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, data: Path) -> Tools:
        """Read the reference files of the data folder.

        Raises:
            DataFileError: If one is missing or malformed.
        """
        reference = data / "reference"
        lexicon, gazetteer = Lexicon.load(reference), Gazetteer.load(data)
        try:
            regions = json.loads((reference / "macro_regions.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DataFileError(
                f"{reference / 'macro_regions.json'}: cannot be read ({error}). "
                "Restore it, or run `python -m geodata check`."
            ) from error
        return cls(
            gazetteer=gazetteer,
            lexicon=lexicon,
            names=NameFinder.build(lexicon),
            themes=ThemeScorer(lexicon),
            judge=Judge.load(reference / "initiative_model.json"),
            namer=Namer(gazetteer, lexicon),
            regions={name: tuple(codes) for name, codes in regions.items()},
        )


@dataclass(frozen=True)
class Reading:
    """Everything found in one document before any of it is judged."""

    passage: Passage
    setting: Setting
    scene: Scene
    anchor: PartialDate | None
    """When it was written, as far as that is known."""
    candidates: tuple[Candidate, ...]
    body_start: int
    """Offset behind the headline, date line and source line, where there are such."""
    evidence: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Start of a name -> span that a model gave as evidence; it counts as one sentence."""

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """Its time expressions, which are asked for only where something is recorded."""
        reliable = self.passage.clean.digits_reliable
        return tuple(find_times(self.scene.text, self.anchor, digits_reliable=reliable))

    @cached_property
    def sections(self) -> tuple[tuple[int, int], ...]:
        """Offset and year of its headings that say of which year's work is told."""
        clean = self.passage.clean
        return tuple(find_sections(clean.text)) if clean.digits_reliable else ()

    def sentence(self, mention: Mention) -> tuple[int, int]:
        """Span of the sentence that the mention begins in, and of all the evidence given for it."""
        start, scene = mention[0], self.scene
        index = bisect_right(scene.starts, start) - 1
        span = scene.sentences[index] if index >= 0 else (start, start)
        if start >= span[1]:
            span = start, mention[1]
        if self.evidence and start in self.evidence:
            given = self.evidence[start]
            return min(span[0], given[0]), max(span[1], given[1])
        return span


@dataclass(frozen=True, slots=True)
class Told:
    """What a model says of an initiative besides its name; None where our rules decide."""

    extractor: str
    status: Status | None
    theme: Theme | None


class Judged(NamedTuple):
    """A candidate with its owners, features and probability."""

    candidate: Candidate
    owners: tuple[Placement, ...]
    features: Mapping[str, float]
    probability: float
    told: Told | None = None
    """Set where a model named it: then the probability decides nothing."""
