"""Which of several units a name means: decided by named evidence, or not at all.

Evidence, strongest first: the path itself (江苏省南通市) or a name that only one unit bears; the
full form elsewhere in the text; a parent near by; the name of a public body; the date line; the
title; the region that the document is mostly about; the region of the source. What none of these
decides stays open. Each is a `Basis`, so that a reader can see what a place rests on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from geodata.model import NATION, Basis, Level
from geodata.places.gazetteer import Gazetteer
from geodata.places.mentions import PLAUSIBLE, SETTLED, Meaning, Mention

NEAR = 150
# A region is what a document is mostly about if it is named so often, and so much oftener than
# any other that bears the name in question.
MANY, TIMES = 3, 3
_SENTENCE_END = re.compile(r"[。！？；\n]")
_RANK = {Level.NATION: 0, Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}
_BODY = re.compile(
    "(?:人民)?(?:政府|法院|检察院|公安|人大|政协)|[省市区县州]?委(?![托屈员派])"
    "|[\u4e00-\u9fff]{1,8}?(?:局(?![面势限])|厅|委员会|办公室|法院|总工会|管委会|服务中心)"
)
_AGENCY = re.compile(r"(?:新华社|中新社|本报|[\u4e00-\u9fff](?:网|日报|晚报))[\s,，]?$")
_WIRED = re.compile(r"\s?(?:\d{0,2}\s?月\s?\d{0,2}\s?日?\s?)?(?:电|讯|消息)|\s?[（(]记者")
AGENCY_REACH, WIRED_REACH = 5, 14


Anchor = tuple[int, int, str]
"""Start, end and unit of a mention that is sure, and so speaks for others."""


@dataclass(frozen=True)
class Evidence:
    """What the text and the caller say about where things are; worked out when asked for."""

    text: str
    gazetteer: Gazetteer
    mentions: Sequence[Mention]
    title: tuple[str, ...]
    source: tuple[str, ...]
    memory: dict[tuple[str, ...], tuple[str, Basis] | None] = field(default_factory=dict)
    """What `overall` found, so that a long text costs no more than a short one."""

    @classmethod
    def gather(
        cls,
        text: str,
        mentions: Sequence[Mention],
        gazetteer: Gazetteer,
        title: Sequence[str],
        source: str | None,
    ) -> Evidence:
        """Keep what can be used: hints that are units below the nation."""
        hints = tuple(code for code in title if code != NATION and code in gazetteer)
        region = (source,) if source and source != NATION and source in gazetteer else ()
        return cls(text, gazetteer, mentions, hints, region)

    @cached_property
    def anchors(self) -> list[Anchor]:
        """The mentions that need no evidence themselves, in order."""
        anchors = []
        for start, end, meaning in self.mentions:
            if meaning.claim is SETTLED:
                codes = (meaning.whole,) if meaning.whole else _settle(meaning, self.gazetteer)
                if len(codes) == 1:
                    anchors.append((start, end, codes[0]))
        return anchors

    @cached_property
    def starts(self) -> list[int]:
        """Offsets of the anchors."""
        return [start for start, _, _ in self.anchors]

    @cached_property
    def named(self) -> frozenset[str]:
        """The anchors' codes."""
        return frozenset([code for _, _, code in self.anchors])

    def role(self, anchor: Anchor) -> Basis:
        """Whether an anchor is that of a date line, of a public body, or just a name near by."""
        start, end, _ = anchor
        behind = self.text[end : end + WIRED_REACH]
        if _WIRED.match(behind):
            ahead = self.text[max(0, start - AGENCY_REACH) : start]
            if _AGENCY.search(ahead):
                return Basis.DATELINE
        return Basis.ORGAN if _BODY.match(behind) else Basis.NEARBY

    @cached_property
    def roles(self) -> dict[Basis, frozenset[str]]:
        """The anchors' codes by role."""
        codes: dict[Basis, set[str]] = defaultdict(set)
        for anchor in self.anchors:
            codes[self.role(anchor)].add(anchor[2])
        return {role: frozenset(group) for role, group in codes.items()}

    @cached_property
    def provinces(self) -> frozenset[str]:
        """First two digits of all codes that the text or the caller names."""
        return frozenset(code[:2] for code in (*self.named, *self.title, *self.source))

    def near(self, start: int) -> Iterator[Sequence[Anchor]]:
        """Anchors before `start` in its sentence, shortly before it, and around it."""
        window = self.text[max(0, start - NEAR) : start]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        sentence = start - len(window) + (ends[-1] if ends else 0)
        here = bisect_left(self.starts, start)
        for low in (sentence, start - NEAR):
            yield self.anchors[bisect_left(self.starts, low) : here]
        after = bisect_left(self.starts, start + NEAR)
        yield self.anchors[bisect_left(self.starts, start - NEAR) : after]

    def overall(self, codes: tuple[str, ...]) -> tuple[str, Basis] | None:
        """What the document as a whole says of candidates, wherever they are named in it."""
        if codes not in self.memory:
            self.memory[codes] = self._weigh(codes)
        return self.memory[codes]

    def _weigh(self, codes: tuple[str, ...]) -> tuple[str, Basis] | None:
        def match(group: Iterable[str]) -> str | None:
            return match_one(codes, tuple(group), self.gazetteer, provinces=True)

        def of_role(role: Basis) -> str | None:
            return match(self.roles.get(role, ()))

        def of_title() -> str | None:
            return next(filter(None, (match((code,)) for code in self.title)), None)

        steps: tuple[tuple[Basis, Callable[[], str | None]], ...] = (
            (Basis.ORGAN, lambda: of_role(Basis.ORGAN)),
            (Basis.DATELINE, lambda: of_role(Basis.DATELINE)),
            (Basis.TITLE, of_title),
            (Basis.DOMINANT, lambda: match(sorted(self.named)) or self._dominant(codes)),
            (Basis.SOURCE, lambda: match(self.source)),
        )
        answers = ((step(), basis) for basis, step in steps)
        return next(((code, basis) for code, basis in answers if code), None)

    def _dominant(self, codes: tuple[str, ...]) -> str | None:
        """The candidate whose city is named far more often than the cities of the others."""
        areas = self.gazetteer.areas
        mine = {areas[code][0]: code for code in codes if areas[code][0]}
        cities = (areas[code][0] for _, _, code in self.anchors)
        counts = Counter(city for city in cities if city in mine).most_common(2)
        if not counts or counts[0][1] < MANY:
            return None
        city, first = counts[0]
        second = counts[1][1] if len(counts) > 1 else 0
        alone = sum(areas[code][0] == city for code in codes) == 1
        return mine[city] if alone and first >= TIMES * second else None

    def allows(self, adcode: str) -> bool:
        """Whether the text and the caller name this unit's province, or none at all."""
        return not self.provinces or adcode[:2] in self.provinces


def _settle(meaning: Meaning, gazetteer: Gazetteer) -> tuple[str, ...]:
    """A bare name shared by units of several levels means the highest, if it is safe at sight."""
    codes = meaning.codes
    if len(codes) > 1 and meaning.claim is SETTLED and meaning.basis is Basis.EXPLICIT:
        return prefer_higher(codes, gazetteer)
    return codes


def prefer_higher(codes: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The units of the highest level among those that share a bare name."""
    ranks = [_RANK[gazetteer.unit(code).level] for code in codes]
    top = min(ranks, default=0)
    return tuple(code for code, rank in zip(codes, ranks, strict=True) if rank == top)


def decide(mention: Mention, evidence: Evidence) -> tuple[str, Basis] | None:
    """The unit meant and on what ground, or None."""
    start, _, meaning = mention
    codes = _settle(meaning, evidence.gazetteer)
    lone = len(codes) == 1
    if lone and meaning.claim is SETTLED:
        return codes[0], meaning.basis
    if lone and meaning.claim is PLAUSIBLE and evidence.allows(codes[0]):
        return codes[0], meaning.basis
    if meaning.whole and meaning.claim is SETTLED:
        return meaning.whole, meaning.basis
    named = [code for code in codes if code in evidence.named]
    if len(named) == 1:
        return named[0], Basis.PATH
    decided = _decide_near(codes, start, evidence)
    if decided is None:
        decided = _decide_doubt(codes, evidence) if lone else evidence.overall(codes)
    return decided


def _decide_near(
    codes: tuple[str, ...], start: int, evidence: Evidence
) -> tuple[str, Basis] | None:
    lone = len(codes) == 1
    # A county without a city (海南's 东方) has no nearer parent than its province.
    wide = not lone or not evidence.gazetteer.areas[codes[0]][0]
    for number, anchors in enumerate(evidence.near(start)):
        if lone and number == 2:
            break
        group = tuple([code for _, _, code in anchors])
        chosen = match_one(codes, group, evidence.gazetteer, provinces=wide)
        if chosen:
            return chosen, _name_ground(chosen, anchors, evidence)
    return None


def _name_ground(chosen: str, anchors: Iterable[Anchor], evidence: Evidence) -> Basis:
    """The strongest role among the anchors that speak for the chosen unit."""
    areas = evidence.gazetteer.areas
    city, province = areas[chosen]
    kin = [anchor for anchor in anchors if areas[anchor[2]][1] == province]
    close = [anchor for anchor in kin if city and areas[anchor[2]][0] == city]
    order = (Basis.NEARBY, Basis.ORGAN, Basis.DATELINE)
    return min((evidence.role(anchor) for anchor in close or kin), key=order.index)


def _decide_doubt(codes: tuple[str, ...], evidence: Evidence) -> tuple[str, Basis] | None:
    """A word that could be one place is that place if the title or the source is of its city."""
    for hints, basis in ((evidence.title, Basis.TITLE), (evidence.source, Basis.SOURCE)):
        for hint in hints:
            chosen = match_one(codes, (hint,), evidence.gazetteer, provinces=False)
            if chosen:
                return chosen, basis
    return None


def match_one(
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
