"""Occurrences of names: their forms, and which to keep where they overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from geodata.model import Kind

_SIGNS = "“”‘’《》\"' \n"
_QUOTES = str.maketrans("", "", _SIGNS)
_INNER = re.compile(r"[“‘]([^“”‘’]{2,20})[”’]")


class Form(StrEnum):
    """How a name stands in the text."""

    TITLE = "title"
    QUOTED = "quoted"
    NICKNAME = "nickname"
    THEME = "theme"
    HEAD = "head"
    LAUNCHED = "launched"


class Mention(NamedTuple):
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
    return name if name.isalnum() else name.translate(_QUOTES)


def quoted_part(name: str) -> str:
    """What stands in quotation marks inside a name; "" where nothing does."""
    match = None if name.isalnum() else _INNER.search(name)
    return plain_name(match.group(1)) if match else ""


_HEAD = Form.HEAD
_RANKS = dict.fromkeys(Form, 2) | {Form.TITLE: 0, _HEAD: 3, Form.THEME: 4, Form.LAUNCHED: 5}


def drop_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep, of mentions that overlap, the longer noun phrase around a quotation, else the first.

    The result is in the order of the text.
    """
    kept: list[Mention] = []
    cluster: list[Mention] = []
    reach = 0
    for mention in sorted(mentions, key=itemgetter(0)):
        start, end = mention[:2]
        if start >= reach and cluster:
            kept += _choose(cluster) if len(cluster) > 1 else cluster
            cluster = []
        cluster.append(mention)
        reach = end if end > reach else reach
    return kept + (_choose(cluster) if len(cluster) > 1 else cluster)


def _choose(cluster: list[Mention]) -> list[Mention]:
    """Those of overlapping mentions that are kept; `cluster` is in the order of the text."""
    kept: list[Mention] = []
    first = cluster[0].start
    taken = bytearray(max(mention.end for mention in cluster) - first)
    for mention in sorted(cluster, key=_order):
        start, end = mention.start - first, mention.end - first
        if taken.find(1, start, end) < 0:
            kept.append(mention)
            taken[start:end] = b"\1" * (end - start)
    return sorted(kept, key=itemgetter(0))


def _order(mention: Mention) -> tuple[int, int]:
    start, end, _, _, form, core = mention
    return (1 if core and form is _HEAD else _RANKS[form]), start - end
