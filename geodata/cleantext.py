"""A cleaned text with its way back to the raw one, and the names of the clean-up steps.

`corpus.cleaning` makes it; every later stage reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SEGMENTED, HARD_WRAPPED = "segmented words joined", "hard line breaks joined"
FOLDED, STRAY = "width folded", "stray spaces removed"
DAMAGED_DIGITS, NO_DIGITS = "damaged digits flagged", "stripped digits flagged"
REPAIRED = "plus signs repaired"


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text; `raw_offsets[i]` is the raw offset of clean character i.

    They are a range or a memoryview, of which a single one is read and a part is cut off quickly.
    """

    text: str
    raw_offsets: Sequence[int]
    steps: tuple[str, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the non-empty clean span [start, end)."""
        offsets = self.raw_offsets
        return offsets[start], offsets[end - 1] + 1

    def slice(self, start: int, end: int) -> CleanText:
        """The same map for a part of the text."""
        return CleanText(self.text[start:end], self.raw_offsets[start:end], self.steps)

    @property
    def digits_reliable(self) -> bool:
        """False where digits may stand for other digits, or are missing."""
        return DAMAGED_DIGITS not in self.steps and NO_DIGITS not in self.steps
