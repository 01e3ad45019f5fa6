"""Learns what an initiative is: fits and cross-validates the model of `extract.judging`.

Every candidate of every document is an example: positive if a core gold initiative of that
document has its name, left out if only a borderline one has, else negative. The model is a
logistic regression with a quadratic penalty, so that fitting it has one answer. In
cross-validation a document is judged by a model that has seen neither it nor any other document
of its group.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.errors import UsageError
from geodata.extract.judging import Judge
from geodata.model import Record, Source
from geodata.pipeline import Judged, Reading, Tools, assemble, judge_candidate, read_source_passages
from geodata.scoring import similarity

PENALTY = 1.0
FOLDS = 10
ROUNDS = 60
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One document with its judged candidates and their labels (None: leave out)."""

    group: str
    reading: Reading
    judged: tuple[Judged, ...]
    labels: tuple[bool | None, ...]


def make_examples(
    sources: Iterable[Source], gold: Sequence[Mapping[str, Any]], tools: Tools
) -> list[Example]:
    """Examples of all documents of the sources, in order."""
    examples = []
    for source in sources:
        file = Path(source.path).name
        for reading in read_source_passages(source, tools):
            document = reading.passage.document
            entries = [
                entry
                for entry in gold
                if entry["file"] == file
                and entry["start"] < document.end
                and document.start < entry["end"]
            ]
            judged = tuple(judge_candidate(c, reading, tools) for c in reading.candidates)
            labels = tuple(label_name(item.candidate.name, entries) for item in judged)
            examples.append(Example(f"{file}:{document.start}", reading, judged, labels))
    return examples


def label_name(name: str, gold: Sequence[Mapping[str, Any]]) -> bool | None:
    """True for a core initiative's name, None for a borderline one's, False for any other."""
    best: tuple[float, bool] | None = None
    for entry in gold:
        share = max(similarity(n, name) for n in (entry["name"], *entry.get("aliases", ())))
        if share and (best is None or (share, entry.get("core", True)) > best):
            best = (share, entry.get("core", True))
    return False if best is None else (True if best[1] else None)


def fit_weights(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by feature, by Newton's method."""
    rows = [
        (item.features, label)
        for example in examples
        for item, label in zip(example.judged, example.labels, strict=True)
        if label is not None
    ]
    names = sorted({name for features, _ in rows for name in features})
    columns = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for row, (features, _) in enumerate(rows):
        for name, value in features.items():
            matrix[row, columns[name]] = value
    target = np.array([float(label) for _, label in rows])
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-matrix @ weights))
        slope = matrix.T @ (chance - target) + PENALTY * weights
        curve = (matrix * (chance * (1.0 - chance))[:, None]).T @ matrix
        step: Vector = np.linalg.solve(curve + PENALTY * np.eye(len(names)), slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def cross_validate(
    examples: Sequence[Example], tools: Tools, threshold: float, groups: Mapping[str, str]
) -> list[Record]:
    """Records of all documents, each judged by a model fitted without its group.

    Args:
        examples: All documents.
        tools: Their weights are not used.
        threshold: Least probability of a kept candidate.
        groups: File name -> group of documents that tell of the same things; a file that is
            not in it is a group of its own, its documents apart.
    """
    records: list[Record] = []
    order = sorted({_group(example, groups) for example in examples})
    fold_of = {group: index % FOLDS for index, group in enumerate(_shuffle(order))}
    for fold in range(FOLDS):
        inside = [e for e in examples if fold_of[_group(e, groups)] == fold]
        outside = [e for e in examples if fold_of[_group(e, groups)] != fold]
        judge = Judge(fit_weights(outside), threshold)
        fold_tools = replace(tools, judge=judge)
        for example in inside:
            judged = [
                replace(item, probability=judge.probability(item.features))
                for item in example.judged
            ]
            records += assemble(example.reading, judged, fold_tools)[0]
    return records


def read_groups(path: Path) -> dict[str, str]:
    """File name -> group, from a CSV with the columns file and group.

    Raises:
        UsageError: If the file cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {row["file"]: row["group"] for row in csv.DictReader(file)}
    except (OSError, KeyError) as error:
        raise UsageError(f"--groups {path}: not a CSV with file and group ({error}).") from error


def _group(example: Example, groups: Mapping[str, str]) -> str:
    return groups.get(example.group.split(":")[0], example.group)


def _shuffle(groups: list[str]) -> list[str]:
    """A fixed order that does not follow the names."""
    generator = np.random.default_rng(0)
    return [groups[index] for index in generator.permutation(len(groups))]


def write_model(path: Path, weights: Mapping[str, float], threshold: float) -> None:
    """Write the weights as `Judge.load` reads them."""
    content = {"threshold": threshold, "weights": dict(weights)}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
