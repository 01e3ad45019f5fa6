"""Mentions -> toponyms: decide by evidence which unit is meant, or refuse.

Evidence, strongest first: the path itself (江苏省南通市), a name that only one unit bears, a full
form elsewhere in the text, a city or province named near by, the caller's context in its order.
What none of these decides is returned with its candidates and no code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property

from geodata.model import NATION, Basis, Level, Toponym
from geodata.places.gazetteer import Gazetteer
from geodata.places.mentions import Claim, Mention, build_mentions

NEAR = 150
_SENTENCE_END = re.compile(r"[。！？；\n]")
_RANK = {Level.NATION: 0, Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}


def find_toponyms(
    text: str,
    gazetteer: Gazetteer,
    *,
    year: int | None = None,
    context: Sequence[str] = (),
) -> list[Toponym]:
    """Place names of a clean text, in order, not overlapping.

    Streets, schools, newspapers, companies and words that only look like places are left out.

    Args:
        text: Simplified Chinese; offsets of the result point into it.
        gazetteer: Units and names.
        year: When the text was written: names are read as they stood then. None reads them as
            of today, and old names wherever no unit bears them now.
        context: Codes of units that the text is likely about, likeliest first (date line,
            title, main region, region of the source). They decide what the text leaves open.

    Returns:
        Each with its code, or with None and its candidates where nothing decides. A zone or an
        abolished unit that lies in several of today's has the unit that holds them all as its
        code, and them as its candidates.
    """
    mentions = build_mentions(text, gazetteer, year)
    evidence = Evidence.gather(text, mentions, gazetteer, context)
    toponyms = []
    for mention in mentions:
        decided = decide(mention, evidence)
        if decided is not None or mention.listed:
            toponyms.append(_to_toponym(text, mention, decided, gazetteer))
    return toponyms


def describe_toponyms(
    text: str, gazetteer: Gazetteer, *, year: int | None = None, context: Sequence[str] = ()
) -> list[dict[str, object]]:
    """What `find_toponyms` found, ready for JSON."""
    rows = []
    for toponym in find_toponyms(text, gazetteer, year=year, context=context):
        row = asdict(toponym) | {"candidates": list(toponym.candidates)}
        row["place_precision"], row["place_basis"] = row.pop("precision"), row.pop("basis")
        rows.append(row)
    return rows


def prefer_higher(codes: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The units of the highest level among those that share a bare name."""
    ranks = [_RANK[gazetteer.unit(code).level] for code in codes]
    top = min(ranks, default=0)
    return tuple(code for code, rank in zip(codes, ranks, strict=True) if rank == top)


@dataclass(frozen=True)
class Evidence:
    """What the text and the caller say about where things are."""

    text: str
    gazetteer: Gazetteer
    starts: tuple[int, ...]
    anchors: tuple[str, ...]
    """Codes of the mentions that are sure, in the order of `starts`."""
    context: tuple[str, ...]
    memory: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    """What `overall` found, so that a long text costs no more than a short one."""

    @classmethod
    def gather(
        cls, text: str, mentions: Iterable[Mention], gazetteer: Gazetteer, context: Sequence[str]
    ) -> Evidence:
        """Collect the mentions that need no evidence themselves."""
        sure = []
        for mention in mentions:
            codes = _settle(mention, gazetteer)
            if mention.claim == Claim.SETTLED and (mention.whole or len(codes) == 1):
                sure.append((mention.start, mention.whole or codes[0]))
        hints = tuple(code for code in context if code != NATION and code in gazetteer)
        starts, anchors = zip(*sure, strict=True) if sure else ((), ())
        return cls(text, gazetteer, starts, anchors, hints)

    @cached_property
    def named(self) -> frozenset[str]:
        """The anchors without order."""
        return frozenset(self.anchors)

    @cached_property
    def provinces(self) -> frozenset[str]:
        """First two digits of all codes that the text or the caller names."""
        return frozenset(code[:2] for code in (*self.anchors, *self.context))

    def near(self, start: int) -> list[tuple[str, ...]]:
        """Anchors before `start` in its sentence, shortly before it, and around it."""
        window = self.text[max(0, start - NEAR) : start]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        sentence = start - len(window) + (ends[-1] if ends else 0)
        here = bisect_left(self.starts, start)
        groups = []
        for low in (sentence, start - NEAR):
            groups.append(self.anchors[bisect_left(self.starts, low) : here])
        after = bisect_left(self.starts, start + NEAR)
        groups.append(self.anchors[bisect_left(self.starts, start - NEAR) : after])
        return groups

    def overall(self, codes: tuple[str, ...]) -> str | None:
        """The one candidate that all anchors of the text taken together speak for."""
        if codes not in self.memory:
            anchors = sorted(self.named)
            self.memory[codes] = _match(codes, anchors, self.gazetteer, provinces=True)
        return self.memory[codes]

    def allows(self, adcode: str) -> bool:
        """Whether the text and the caller name this unit's province, or none at all."""
        return not self.provinces or adcode[:2] in self.provinces


def _settle(mention: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """A bare name shared by units of several levels means the highest, if it is safe at sight."""
    several = len(mention.codes) > 1
    if several and mention.claim == Claim.SETTLED and mention.basis == Basis.EXPLICIT:
        return prefer_higher(mention.codes, gazetteer)
    return mention.codes


def decide(mention: Mention, evidence: Evidence) -> tuple[str, Basis] | None:
    """The unit meant and on what ground, or None."""
    codes = _settle(mention, evidence.gazetteer)
    lone = len(codes) == 1
    if lone and mention.claim == Claim.SETTLED:
        return codes[0], mention.basis
    if lone and mention.claim == Claim.PLAUSIBLE and evidence.allows(codes[0]):
        return codes[0], mention.basis
    if mention.whole and mention.claim == Claim.SETTLED:
        return mention.whole, mention.basis
    named = [code for code in codes if code in evidence.named]
    if len(named) == 1:
        return named[0], Basis.CONTEXT
    chosen = _decide_near(codes, mention.start, evidence)
    if chosen is None and not lone:
        chosen = evidence.overall(codes)
    hints = ((code,) for code in evidence.context)
    while chosen is None and (hint := next(hints, None)):
        chosen = _match(codes, hint, evidence.gazetteer, provinces=not lone)
    return None if chosen is None else (chosen, Basis.CONTEXT)


def _decide_near(codes: tuple[str, ...], start: int, evidence: Evidence) -> str | None:
    lone = len(codes) == 1
    for anchors in evidence.near(start)[: 2 if lone else None]:
        chosen = _match(codes, anchors, evidence.gazetteer, provinces=not lone)
        if chosen:
            return chosen
    return None


def _match(
    codes: Sequence[str], anchors: Sequence[str], gazetteer: Gazetteer, *, provinces: bool
) -> str | None:
    """The one candidate that is an anchor, shares its city or, if allowed, its province."""
    named = [code for code in codes if code in anchors]
    if len(named) == 1:
        return named[0]
    for level in (0, 1) if provinces else (0,):
        wanted = {gazetteer.areas[anchor][level] for anchor in anchors} - {""}
        fitting = [code for code in codes if gazetteer.areas[code][level] in wanted]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _to_toponym(
    text: str, mention: Mention, decided: tuple[str, Basis] | None, gazetteer: Gazetteer
) -> Toponym:
    name = text[mention.start : mention.end]
    if decided is None:
        return Toponym(name, mention.start, mention.end, None, mention.codes, "", None, None)
    adcode, basis = decided
    parts = mention.codes if adcode == mention.whole and len(mention.codes) > 1 else ()
    path, level = gazetteer.place_name(adcode), gazetteer.unit(adcode).level
    return Toponym(name, mention.start, mention.end, adcode, parts, path, level, basis)
