"""A model's answer about a passage, held against the passage; pure.

Nothing of an answer is believed that the text does not bear out: a claim stands only where its
name and its evidence are the text's own words, white space, quotation marks and width aside.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from geodata.model import Kind, Status, Theme

MAX_CLAIMS = 60
MAX_EVIDENCE, MIN_NAME, MAX_NAME = 1_200, 2, 60
Code = TypeVar("Code", bound=StrEnum)
# What stands in the text besides letters and is no part of a name.
_QUOTES = frozenset("“”‘’「」『』〝〞《》〈〉﹁﹂\"'`")


class Doubt(StrEnum):
    """Why an answer, or one claim of it, is not believed."""

    BROKEN_JSON = "broken JSON"
    WRONG_SHAPE = "unexpected shape"
    TOO_LONG = "answer too long"
    INVENTED_NAME = "invented name"
    INVENTED_EVIDENCE = "invented evidence"
    APART = "name not in its evidence"


class NoAnswerError(Exception):
    """There is no usable answer about a passage; `reason` is fit for a count by reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claim:
    """One initiative that a model names, found in the text; offsets are those of the clean text."""

    start: int
    end: int
    """The name is `text[start:end]`, inside the evidence."""
    evidence: tuple[int, int]
    kind: Kind | None
    """None, like the next two, where the model gave no code of ours."""
    status: Status | None
    theme: Theme | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The claims that the text bears out, and why the others were not believed."""

    claims: tuple[Claim, ...]
    doubts: tuple[Doubt, ...]


def read_answer(answer: str, text: str, start: int, end: int) -> Answer:
    """Hold an answer against the passage text[start:end] that it is about.

    Raises:
        NoAnswerError: If it is no list of claims at all, or an endless one.
    """
    entries = _list_entries(_parse(answer))
    folded, offsets = _fold(text[start:end], start)
    claims: dict[tuple[int, int], Claim] = {}
    doubts = []
    for entry in entries:
        claim = _check(entry, folded, offsets)
        if isinstance(claim, Claim):
            claims.setdefault((claim.start, claim.end), claim)
        else:
            doubts.append(claim)
    return Answer(tuple(claims[span] for span in sorted(claims)), tuple(doubts))


def _parse(answer: str) -> object:
    """The JSON of an answer, which models wrap in code fences, or put behind their thoughts."""
    body = answer.rpartition("</think>")[2].strip()
    try:
        return json.loads(body)
    except RecursionError as error:
        raise NoAnswerError(Doubt.BROKEN_JSON) from error
    except ValueError:
        pass
    start = min((at for at in map(body.find, "{[") if at >= 0), default=len(body))
    try:
        return json.JSONDecoder().raw_decode(body, start)[0]
    except (ValueError, RecursionError) as error:
        raise NoAnswerError(Doubt.BROKEN_JSON) from error


def _list_entries(content: object) -> list[Any]:
    entries = content.get("records") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        raise NoAnswerError(Doubt.WRONG_SHAPE)
    if len(entries) > MAX_CLAIMS:
        raise NoAnswerError(Doubt.TOO_LONG)
    return entries


def _check(entry: object, folded: str, offsets: list[int]) -> Claim | Doubt:
    if not isinstance(entry, dict):
        return Doubt.WRONG_SHAPE
    name, evidence = entry.get("name"), entry.get("evidence")
    if not isinstance(name, str) or not isinstance(evidence, str):
        return Doubt.WRONG_SHAPE
    if len(name) > 2 * MAX_NAME or len(evidence) > MAX_EVIDENCE:
        return Doubt.TOO_LONG
    name, evidence = _fold(name)[0], _fold(evidence)[0]
    if not MIN_NAME <= len(name) <= MAX_NAME:
        return Doubt.WRONG_SHAPE
    if name not in folded:
        return Doubt.INVENTED_NAME
    at = folded.find(evidence)
    if at < 0 or not evidence:
        return Doubt.INVENTED_EVIDENCE
    inside = evidence.find(name)
    if inside < 0:
        return Doubt.APART
    first = at + inside
    return Claim(
        start=offsets[first],
        end=offsets[first + len(name) - 1] + 1,
        evidence=(offsets[at], offsets[at + len(evidence) - 1] + 1),
        kind=_code(Kind, entry.get("kind")),
        status=_code(Status, entry.get("status")),
        theme=_code(Theme, entry.get("theme")),
    )


def _code(codes: type[Code], value: object) -> Code | None:
    return codes(value) if isinstance(value, str) and value in set(codes) else None


def _fold(text: str, start: int = 0) -> tuple[str, list[int]]:
    """A text without white space and quotation marks, in one width; the offset of each letter."""
    pairs = list(_letters(text, start))
    return "".join(letter for letter, _ in pairs), [offset for _, offset in pairs]


def _letters(text: str, start: int) -> Iterator[tuple[str, int]]:
    for offset, sign in enumerate(text, start):
        for letter in unicodedata.normalize("NFKC", sign):
            unseen = letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf")
            if not unseen and letter not in _QUOTES:
                yield letter, offset
