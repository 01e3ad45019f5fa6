"""Occurrences of names: their forms, and which to keep where they overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from geodata.model import Kind

_QUOTES = str.maketrans("", "", "“”‘’《》\"' \n")


class Form(StrEnum):
    """How a name stands in the text."""

    TITLE = "title"
    QUOTED = "quoted"
    NICKNAME = "nickname"
    THEME = "theme"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name; `name == text[start:end]` without quotation marks."""

    start: int
    end: int
    name: str
    kind: Kind
    form: Form
    core: str
    """The quoted or distinctive part by which others may call it; "" where there is none."""


def plain_name(name: str) -> str:
    """A name without quotation marks and white space."""
    return name.translate(_QUOTES)


def quoted_part(name: str) -> str:
    """What stands in quotation marks inside a name; "" where nothing does."""
    match = re.search(r"[“‘]([^“”‘’]{2,20})[”’]", name)
    return plain_name(match.group(1)) if match else ""


def drop_overlaps(mentions: Sequence[Mention]) -> list[Mention]:
    """Keep, of mentions that overlap, the longer noun phrase around a quotation, else the first."""
    rank = {Form.TITLE: 0, Form.NICKNAME: 2, Form.THEME: 4}

    def order(mention: Mention) -> tuple[int, int]:
        if mention.form is Form.HEAD:
            return (1 if mention.core else 3, -(mention.end - mention.start))
        return (rank.get(mention.form, 2), -(mention.end - mention.start))

    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(mentions, key=order):
        span = range(mention.start, mention.end)
        if taken.isdisjoint(span):
            kept.append(mention)
            taken.update(span)
    return sorted(kept, key=lambda mention: mention.start)
