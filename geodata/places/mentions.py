"""Hits -> mentions: what a name, or a path of names, could mean by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from operator import attrgetter

from geodata.model import Basis
from geodata.places.gazetteer import Gazetteer
from geodata.places.names import (
    COMPOUND,
    FULL,
    KNOWN,
    OLD,
    SHORT,
    SURE,
    WEAK,
    WORD,
    ZONE,
    Hit,
    Name,
    Sense,
    unite_codes,
)
from geodata.places.spotting import Borders, list_places

# What follows a bare name when its public bodies are meant.
_ORGAN = re.compile(
    "(?:人民)?(?:法院|检察院|政府)|公安|警方|税务|市场监管|市监|城管|交警|供电|移动|联通|电信|人社|民政|财政|住建|"
    "教育局|卫健|医保|政务|行政审批|数据局|大数据|网信|融媒|海关|司法局|经开区|经济(?:技术)?开发区|高新|"
    "开发区|工业园|产业园|模式|经验|全县|全区|全市"
)
# What leads to a place: 台湾青年在平潭创业.
_LED = ("在", "到", "赴")
# Provinces, and the digits of what lay in them until 1997 and 1988: 四川省万县市.
_FORMER_PARENTS = {"510000": "50", "440000": "46"}

_EXPLICIT, _HISTORIC = Basis.EXPLICIT, Basis.HISTORIC


class Claim(IntEnum):
    """What a mention with a single candidate still needs."""

    SETTLED = 0
    PLAUSIBLE = 1
    """That nothing points to another province."""
    OPEN = 2
    """Evidence."""


SETTLED, PLAUSIBLE, OPEN = Claim


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name, or a path of names, could mean."""

    codes: tuple[str, ...]
    former: tuple[str, ...]
    """What it means under another division than that of the text's year, for a name just before or
    behind it to call up."""
    whole: str
    """The unit that holds all of `codes` where these are parts of one thing, else ""."""
    basis: Basis
    claim: Claim
    listed: bool
    """Whether to report it, refused, when nothing decides; words first go unreported."""


Mention = tuple[int, int, Meaning]
"""Start and end of a name or path of names, and what it could mean: a plain tuple, as cheapest."""


def build_mentions(
    text: str, gazetteer: Gazetteer, year: int | None, borders: Borders | None = None
) -> list[Mention]:
    """Chain hits that name a unit inside the one just before them."""
    mentions: list[Mention] = []
    for hit in list_places(text, gazetteer.names, borders):
        start, end, name = hit
        if name.form is COMPOUND:
            mentions += _split_compound(hit)
            continue
        meaning = _read_name(name, year, _is_borne_out(text, hit))
        path = None
        if mentions and mentions[-1][1] == start:
            first, _, above = mentions[-1]
            path = _join(above, meaning, gazetteer)
            if path is not None:
                mentions[-1] = first, end, path
        if path is None and not name.generic:
            mentions.append((start, end, meaning))
    return mentions


def _is_borne_out(text: str, hit: Hit) -> bool:
    """Whether a name is a place's by the word beside it: a public body, or 在 and the like."""
    start, end, name = hit
    if name.county_stem:
        if name.trust is SURE:
            return text[start - 1 : start] in _LED
    elif name.form is not FULL or name.trust is not WORD:
        return False
    return _ORGAN.match(text, end) is not None


def _split_compound(hit: Hit) -> list[Mention]:
    start, _, name = hit
    return [
        (place, place + 1, Meaning((code,), (), "", Basis.ALIAS, SETTLED, True))
        for place, code in enumerate(name.senses[0].adcodes, start)
    ]


@lru_cache(maxsize=50_000)
def _read_name(name: Name, year: int | None, borne_out: bool) -> Meaning:
    """What a name means by itself, as of `year`; remembered, as texts repeat their names."""
    old = [sense for sense in name.senses if sense.form is OLD]
    now = [sense for sense in name.senses if sense.form is not OLD]
    in_force = _list_in_force(old, year)
    if not now:
        return _read_former(name, in_force or old, (), held=bool(in_force))
    if in_force:
        provinces = {code[:2] for sense in in_force for code in sense.adcodes}
        elsewhere = [sense for sense in now if sense.adcodes[0][:2] not in provinces]
        if not elsewhere:
            return _read_former(name, in_force, unite_codes(now), held=True)
        now = [*elsewhere, *in_force]
    return _read_current(name, now, old, borne_out)


def _list_in_force(old: Sequence[Sense], year: int | None) -> list[Sense]:
    """Of the units of each province that bore a name in turn, the one that did so in a year."""
    held = [sense for sense in old if year is not None and year < sense.until]
    held.sort(key=attrgetter("until"), reverse=True)
    return list({sense.adcodes[0][:2]: sense for sense in held}.values())


def _read_former(
    name: Name, senses: Sequence[Sense], other: tuple[str, ...], *, held: bool
) -> Meaning:
    """What an old name meant: of several units of a province that bore it in turn, the last.

    One of two characters (开县) is a place at sight only while it `held`. `other` is what bears
    the name today.
    """
    last = {
        sense.adcodes[0][:2]: sense for sense in sorted(senses, key=attrgetter("until"))
    }.values()
    codes = unite_codes(tuple(last))
    whole = next(iter(last)).whole if len(last) == 1 else ""
    city = all(code.endswith("00") for code in codes)
    brief = PLAUSIBLE if held else OPEN
    claim = SETTLED if city or len(name.text) > 2 else brief
    return Meaning(codes, other, whole, Basis.HISTORIC, claim, claim is SETTLED)


def _read_current(
    name: Name, now: Sequence[Sense], old: Sequence[Sense], borne_out: bool
) -> Meaning:
    full, stem = name.form is FULL, name.county_stem
    plain = [sense for sense in now if sense.form in (name.form, OLD)] if full else now
    codes = unite_codes(plain)
    whole = now[0].whole if len(now) == 1 else ""
    claim = _claim(name, borne_out=borne_out)
    basis = Basis.EXPLICIT if full or (name.form is SHORT and not stem) else Basis.ALIAS
    basis = Basis.ZONE if name.form is ZONE else basis
    doubtful = name.trust <= WEAK and (len(codes) > 1 or claim is OPEN)
    named = full and (len(name.text) > 2 or claim is SETTLED)
    listed = named or (stem and doubtful) or not (full or stem)
    return Meaning(codes, unite_codes(old), whole, basis, claim, listed)


def _claim(name: Name, *, borne_out: bool) -> Claim:
    full, stem = name.form is FULL, name.county_stem
    doubt = PLAUSIBLE if borne_out else OPEN
    if full and len(name.text) > 2:
        return doubt if name.trust is WORD else SETTLED
    if name.trust is KNOWN:
        return SETTLED
    if name.trust is SURE:
        brief = stem and len(name.text) == 2 and not borne_out
        return PLAUSIBLE if brief else SETTLED
    return doubt if stem else OPEN


def _join(above: Meaning, below: Meaning, gazetteer: Gazetteer) -> Meaning | None:
    """The path of two adjacent names if the second can lie in the first."""
    historic = below.basis is _HISTORIC
    if historic:
        heir = _FORMER_PARENTS.get(above.codes[0], "-")
        if all(code.startswith(heir) for code in below.codes):
            return below
    parts = below.whole != "" or above.basis is _HISTORIC
    basis = below.basis if parts or historic else _EXPLICIT
    inner = _inside(above.codes, below.codes, gazetteer, equal=parts)
    if not inner:
        inner = _inside(above.codes, below.former, gazetteer, equal=True)
        basis = _HISTORIC
    if not inner:
        inner = _inside(above.former, below.codes, gazetteer, equal=False)
        basis = _EXPLICIT
    if not inner:
        return None
    whole = below.whole
    if whole and not _inside(above.codes, (whole,), gazetteer, equal=True):
        whole = ""
    if basis is _HISTORIC and not whole and len(above.codes) == 1:
        whole = above.codes[0]
    return Meaning(inner, (), whole, basis, SETTLED, True)


def _inside(
    outer: Sequence[str], inner: Sequence[str], gazetteer: Gazetteer, *, equal: bool
) -> tuple[str, ...]:
    """Those of `inner` that lie in one of `outer`, or where `equal` are one of them."""
    inside = []
    for code in inner:
        above = gazetteer.ancestors(code)
        for out in outer:
            if out in above or (equal and out == code):
                inside.append(code)
                break
    return tuple(inside)
