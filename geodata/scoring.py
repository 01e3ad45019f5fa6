"""How well records agree with a gold set.

A record matches a gold initiative of the same file, within its document's span, when their names
agree: equal after folding, one inside the other with at least 60 % of its length, or a common run
of at least 70 % of the longer. Pairs are one to one, best first: a pair whose places agree goes
before one whose places do not, a core initiative before a borderline one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import SchemaError, UsageError

INSIDE_SHARE, RUN_SHARE = 0.6, 0.7
_IGNORED = re.compile(r"[\s\"'“”‘’《》〈〉「」『』【】()（）·•—\-+＋,，。、:：;；!！?？/]")
GOLD_KEYS = frozenset({"file", "start", "end", "name", "adcode", "year", "theme"})


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and shares; every share but precision and F1 is over what its name says."""

    gold: int
    records: int
    matched: int
    recall: float
    precision: float
    f1: float
    place: float
    province: float
    year: float
    theme: float
    all_right: float
    """Matched core initiatives with place, year and theme all right, over all core gold."""


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Gold initiatives, one JSON object a line.

    Raises:
        UsageError: If the file does not exist.
        SchemaError: If a line is not JSON or lacks a key.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such gold file. Check the path.")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SchemaError(
                f"{path}, line {number}: not JSON ({error}). Give one JSON object a line."
            ) from error
        missing = GOLD_KEYS - set(row) if isinstance(row, dict) else GOLD_KEYS
        if missing:
            raise SchemaError(
                f"{path}, line {number}: {', '.join(sorted(missing))} missing. Add what is missing."
            )
        rows.append(row)
    return rows


def fold(name: str) -> str:
    """A name without white space, quotes and dashes, in one width and letter case."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name)).lower()


def similarity(first: str, second: str) -> float:
    """0 to 1: how well two names agree; 0 where they would not be taken for one."""
    short, long = sorted((fold(first), fold(second)), key=len)
    if not short:
        return 0.0
    if short == long:
        return 1.0
    if short in long:
        share = len(short) / len(long)
        return share if share >= INSIDE_SHARE else 0.0
    share = _longest_run(short, long) / len(long)
    return share if share >= RUN_SHARE else 0.0


def _longest_run(first: str, second: str) -> int:
    best, row = 0, [0] * (len(second) + 1)
    for a in first:
        diagonal = 0
        for column, b in enumerate(second, 1):
            diagonal, row[column] = row[column], diagonal + 1 if a == b else 0
            best = max(best, row[column])
    return best


def match_gold(
    gold: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]
) -> dict[int, int]:
    """Index of gold -> index of record, one to one, best first."""
    by_file: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        by_file[Path(str(record["source"])).name].append(index)
    pairs = []
    for wanted, entry in enumerate(gold):
        for index in by_file[entry["file"]]:
            record = records[index]
            if not entry["start"] <= record["start"] < entry["end"]:
                continue
            names = (entry["name"], *entry.get("aliases", ()))
            share = max(similarity(name, record["name"]) for name in names)
            if share:
                placed = record["adcode"] in entry["adcode"]
                pairs.append((placed, entry.get("core", True), share, -wanted, -index))
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, _, _, wanted, index in sorted(pairs, reverse=True):
        if -wanted not in matched and -index not in used:
            matched[-wanted] = -index
            used.add(-index)
    return matched


def score_records(gold: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]) -> Score:
    """Agreement of records with gold; a second record of a matched initiative counts as wrong."""
    pairs = match_gold(gold, records)
    core = [index for index, entry in enumerate(gold) if entry.get("core", True)]
    hits = [index for index in core if index in pairs]
    right = {"place": 0, "province": 0, "year": 0, "theme": 0, "all": 0}
    for index in hits:
        verdict = judge_pair(gold[index], records[pairs[index]])
        for key, value in verdict.items():
            right[key] += value
        right["all"] += verdict["place"] and verdict["year"] and verdict["theme"]
    borderline = len(pairs) - len(hits)
    recall = len(hits) / max(len(core), 1)
    precision = len(hits) / max(len(records) - borderline, 1)
    found = max(len(hits), 1)
    return Score(
        gold=len(core),
        records=len(records),
        matched=len(hits),
        recall=recall,
        precision=precision,
        f1=2 * recall * precision / max(recall + precision, 1e-9),
        place=right["place"] / found,
        province=right["province"] / found,
        year=right["year"] / found,
        theme=right["theme"] / found,
        all_right=right["all"] / max(len(core), 1),
    )


def judge_pair(entry: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, bool]:
    """Which fields of a matched record are right; null years agree with null only."""
    year = None if pd.isna(record["year"]) else int(record["year"])
    return {
        "place": record["adcode"] in entry["adcode"],
        "province": record["adcode"][:2] in {code[:2] for code in entry["adcode"]},
        "year": year in (entry["year"], *entry.get("year_alt", ())),
        "theme": record["theme"] in (entry["theme"], *entry.get("theme_alt", ())),
    }
