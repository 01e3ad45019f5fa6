"""Learns what an initiative is: fits and cross-validates the model of `extract.judging`.

Every candidate of every document is an example: positive if a core gold initiative of that
document has its name, left out if only a borderline one has, else negative. The model is a
logistic regression with a quadratic penalty, so that fitting it has one answer. Besides the texts
in question it learns from the project's own: there far more of the names are initiatives, so each
such collection has an intercept of its own, which is not part of the model. In cross-validation a
document is judged by a model that has seen neither it nor any other document of its group.
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

from geodata.assembling import assemble
from geodata.corpus.reader import load_sources
from geodata.errors import UsageError
from geodata.extract.judging import Judge
from geodata.model import Record, Source
from geodata.pipeline import judge_candidate, read_source_passages
from geodata.reading import Judged, Reading, Tools
from geodata.scoring import fold, read_gold, similarity

PENALTY = 0.2
# How often a document of the texts in question counts; one of a collection counts once.
ASKED_WEIGHT = 2.0
# An intercept's column is so large that the penalty hardly touches it.
INTERCEPT = 3.0
# The project's own collections: a folder of texts, and what is to be found in them.
COLLECTIONS = (("corpus", "reference/corpus_gold.jsonl"), ("training", "training/gold.jsonl"))
THRESHOLD = 0.31
"""From which probability on a candidate is kept, where nothing else is said."""
FOLDS = 10
ROUNDS = 60
_COLLECTION = "collection="
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One document with its judged candidates and their labels (None: leave out)."""

    group: str
    reading: Reading
    judged: tuple[Judged, ...]
    labels: tuple[bool | None, ...]
    names: frozenset[str] = frozenset()
    """What the gold set's initiatives in it are called, folded."""
    collection: str = ""
    """Which of the project's collections it is from; "" for the texts in question."""


def make_examples(
    sources: Iterable[Source],
    gold: Sequence[Mapping[str, Any]],
    tools: Tools,
    collection: str = "",
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
            names = frozenset(fold(name) for e in entries for name in (e["name"], *e["aliases"]))
            group = f"{file}:{document.start}"
            examples.append(Example(group, reading, judged, labels, names, collection))
    return examples


def load_own_examples(tools: Tools, data: Path) -> list[Example]:
    """The sample corpus and the training texts, from which every model learns, too."""
    return [
        example
        for folder, gold in COLLECTIONS
        for example in make_examples(
            load_sources([str(data / folder)]), read_gold(data / gold), tools, folder
        )
    ]


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
        (_add_intercept(item.features, example.collection), label, example.collection)
        for example in examples
        for item, label in zip(example.judged, example.labels, strict=True)
        if label is not None
    ]
    names = sorted({name for features, _, _ in rows for name in features})
    columns = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for row, (features, _, _) in enumerate(rows):
        for name, value in features.items():
            matrix[row, columns[name]] = value
    target = np.array([float(label) for _, label, _ in rows])
    counted = np.array([1.0 if collection else ASKED_WEIGHT for _, _, collection in rows])
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-matrix @ weights))
        slope = matrix.T @ (counted * (chance - target)) + PENALTY * weights
        curve = (matrix * (counted * chance * (1.0 - chance))[:, None]).T @ matrix
        step: Vector = np.linalg.solve(curve + PENALTY * np.eye(len(names)), slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {
        name: round(float(weight), 4)
        for name, weight in zip(names, weights, strict=True)
        if not name.startswith(_COLLECTION)
    }


def _add_intercept(features: Mapping[str, float], collection: str) -> Mapping[str, float]:
    return {**features, _COLLECTION + collection: INTERCEPT} if collection else features


def judge_folds(
    examples: Sequence[Example], groups: Mapping[str, str], others: Sequence[Example] = ()
) -> list[tuple[float, ...]]:
    """Probabilities of each document's candidates by a model fitted without its group.

    Args:
        examples: All documents.
        groups: File name -> group of documents that tell of the same things; a file that is
            not in it is a group of its own, its documents apart.
        others: Documents to learn from only. One that names an initiative of a tested document
            is left out when that is tested.
    """
    order = sorted({_group(example, groups) for example in examples})
    fold_of = {group: index % FOLDS for index, group in enumerate(_shuffle(order))}
    folds = [fold_of[_group(example, groups)] for example in examples]
    judges = []
    for tested in range(FOLDS):
        known = [e for e, part in zip(examples, folds, strict=True) if part != tested]
        names = {
            n for e, part in zip(examples, folds, strict=True) if part == tested for n in e.names
        }
        known += [other for other in others if names.isdisjoint(other.names)]
        judges.append(Judge(fit_weights(known), 0.0))
    return [judge_all(example, judges[part]) for example, part in zip(examples, folds, strict=True)]


def judge_all(example: Example, judge: Judge) -> tuple[float, ...]:
    """Probabilities of one document's candidates."""
    return tuple(judge.probability(item.features) for item in example.judged)


def keep_records(
    examples: Sequence[Example],
    probabilities: Sequence[tuple[float, ...]],
    tools: Tools,
    threshold: float,
) -> list[Record]:
    """Records of all documents, with these probabilities in place of the tools' own."""
    kept = replace(tools, judge=Judge({}, threshold))
    records: list[Record] = []
    for example, chances in zip(examples, probabilities, strict=True):
        judged = [
            item._replace(probability=chance)
            for item, chance in zip(example.judged, chances, strict=True)
        ]
        records += assemble(example.reading, judged, kept)[0]
    return records


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities can be taken at their word."""

    bins: tuple[tuple[float, float, int], ...]
    """(mean probability, share that are initiatives, candidates), from 0 to 1 in tenths."""
    brier: float
    """Mean squared error of the probabilities; always saying the base rate gives its variance."""
    calibration_error: float
    """Mean distance of share and probability over the bins, weighted by candidates."""


def measure_reliability(
    examples: Sequence[Example], probabilities: Sequence[tuple[float, ...]]
) -> Reliability:
    """Compare probabilities with labels; borderline candidates are left out."""
    pairs = [
        (chance, float(label))
        for example, chances in zip(examples, probabilities, strict=True)
        for chance, label in zip(chances, example.labels, strict=True)
        if label is not None
    ]
    bins = []
    for tenth in range(10):
        inside = [pair for pair in pairs if min(int(pair[0] * 10), 9) == tenth]
        if inside:
            chance, share = (sum(part) / len(inside) for part in zip(*inside, strict=True))
            bins.append((chance, share, len(inside)))
    total = max(len(pairs), 1)
    return Reliability(
        bins=tuple(bins),
        brier=sum((chance - label) ** 2 for chance, label in pairs) / total,
        calibration_error=sum(abs(c - share) * number for c, share, number in bins) / total,
    )


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
