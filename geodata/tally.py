"""Counts of a run: what was read, what was not and why, in words for the user."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from geodata.engine import FileResult
from geodata.extract.answers import Doubt
from geodata.llm import ANSWERED

MAX_NAMED = 10
"""Faulty or empty rows of one table that are named one by one."""


class Tally:
    """Adds up results; every file is read or unreadable, every row is a document or accounted for.

    Attributes:
        counts: files, unreadable, documents, characters, records, empty, faulty.
        rejected: Candidates by the reason why they are no records.
        asked: Passages that a model was to be asked about, by what came of them.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self._faulty = 0
        self._empty: list[int] = []

    @property
    def partly(self) -> bool:
        """Whether some input, or a part of one, could not be read."""
        return bool(self.counts["unreadable"] or self.counts["faulty"])

    @property
    def whole(self) -> bool:
        """Whether another run could find no more: everything was read, and every question heard."""
        return not self.partly and self.asked.keys() <= {ANSWERED, *Doubt}

    def add(self, result: FileResult) -> list[str]:
        """Count a result; returns what the user should be told of it."""
        self.counts["files"] += result.last
        if result.error:
            self.counts["unreadable"] += 1
            return [result.error]
        self.counts["documents"] += len(result.reports)
        self.counts["characters"] += sum(report.characters for report in result.reports)
        self.counts["records"] += len(result.records)
        for report in result.reports:
            self.rejected.update(report.rejected)
        said = [f"{result.path}: {note}." for note in result.notes]
        said += self._warn(result)
        said += result.faults[: max(MAX_NAMED - self._faulty, 0)]
        self._faulty += len(result.faults)
        self._empty += result.empty
        return [*said, *self._close(result.path)] if result.last else said

    def _warn(self, result: FileResult) -> list[str]:
        """A line for each way, new in this run, in which a model's answer failed."""
        new = [reason for reason in result.asked if reason not in self.asked | {ANSWERED: 1}]
        self.asked.update(result.asked)
        return [
            f"--llm: {reason}, first in {result.path}. What the rules find stands there; "
            "more of this kind are counted at the end."
            for reason in new
        ]

    def _close(self, path: str) -> list[str]:
        """The rest of a table, once its last rows are in."""
        said = []
        if self._faulty > MAX_NAMED:
            said.append(f"{path}: {self._faulty - MAX_NAMED} more row(s) like these.")
        if self._empty:
            rest = len(self._empty) - MAX_NAMED
            named = ", ".join(map(str, self._empty[:MAX_NAMED]))
            more = f" and {rest} more" if rest > 0 else ""
            said.append(f"{path}: {len(self._empty)} row(s) without text skipped: {named}{more}.")
        self.counts["faulty"] += self._faulty
        self.counts["empty"] += len(self._empty)
        self._faulty, self._empty = 0, []
        return said

    def summary(self, out: Path, seconds: float) -> str:
        """One line with all counts."""
        counts = self.counts
        reasons = ", ".join(f"{reason} {number}" for reason, number in self.rejected.most_common())
        names = {"empty": "row(s) without text", "faulty": "row(s) unreadable"}
        rows = [f"{counts[key]} {name}" for key, name in names.items() if counts[key]]
        rows += self._sum_asked()
        return (
            f"{counts['files']} file(s) = {counts['files'] - counts['unreadable']} read + "
            f"{counts['unreadable']} unreadable; {counts['documents']} document(s), "
            f"{counts['characters']:,} characters -> {counts['records']} record(s) in {out}; "
            f"{self.rejected.total()} candidate(s) rejected{f' ({reasons})' if reasons else ''}; "
            f"{''.join(f'{part}; ' for part in rows)}{seconds:.1f} s"
        )

    def _sum_asked(self) -> list[str]:
        failed = Counter({reason: n for reason, n in self.asked.items() if reason != ANSWERED})
        reasons = ", ".join(f"{reason} {number}" for reason, number in failed.most_common())
        told = (
            f"{self.asked.total()} passage(s) = {self.asked[ANSWERED]} answered by the model + "
            f"{failed.total()} not or not wholly{f' ({reasons})' if reasons else ''}"
        )
        return [told] if self.asked else []
