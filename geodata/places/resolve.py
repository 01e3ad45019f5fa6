"""Hits -> toponyms: chain names into paths, then decide by evidence or refuse.

Evidence, strongest first: the path itself (江苏省南通市), a name that only one unit bears, a full
form elsewhere in the text, a city or province named near by, the caller's context in its order.
What none of these decides is returned with its candidates and no code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import IntEnum

from geodata.model import NATION, Basis, Level, Toponym
from geodata.places.gazetteer import Gazetteer
from geodata.places.names import Form, Name, Trust, unite_codes
from geodata.places.spotting import Hit, is_county_stem, list_places

NEAR = 150
_SENTENCE_END = re.compile(r"[。！？；\n]")
# What follows a bare name when its public bodies are meant.
_ORGAN = re.compile(
    "(?:人民)?(?:法院|检察院|政府)|公安|警方|税务|市场监管|市监|城管|交警|供电|移动|联通|电信|人社|民政|财政|住建|"
    "教育局|卫健|医保|政务|行政审批|数据局|大数据|网信|融媒|海关|司法局|经开区|经济(?:技术)?开发区|高新|"
    "开发区|工业园|产业园|模式|经验|全县|全区|全市"
)
_RANK = {Level.NATION: 0, Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}


class Claim(IntEnum):
    """What a mention with a single candidate still needs."""

    SETTLED = 0
    PLAUSIBLE = 1
    """That nothing points to another province."""
    OPEN = 2
    """Evidence."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or path of names, and what it could mean."""

    start: int
    end: int
    codes: tuple[str, ...]
    basis: Basis
    claim: Claim
    listed: bool
    """Whether to report it, refused, when nothing decides; words and stems go unreported."""


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
        Each with its code, or with None and its candidates where nothing decides.
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


def build_mentions(text: str, gazetteer: Gazetteer, year: int | None) -> list[Mention]:
    """Chain hits that name a unit inside the one just before them."""
    mentions: list[Mention] = []
    for hit in list_places(text, gazetteer.names):
        if hit.name.form == Form.COMPOUND:
            mentions += _split_compound(hit)
            continue
        mention = _read_hit(text, hit, year)
        last = mentions[-1] if mentions else None
        path = _join(last, mention, gazetteer) if last and last.end == mention.start else None
        if path is not None:
            mentions[-1] = path
        elif not hit.name.generic:
            mentions.append(mention)
    return mentions


def _split_compound(hit: Hit) -> list[Mention]:
    codes = hit.name.senses[0].adcodes
    return [
        Mention(hit.start + place, hit.start + place + 1, (code,), Basis.ALIAS, Claim.SETTLED, True)
        for place, code in enumerate(codes)
    ]


def _read_hit(text: str, hit: Hit, year: int | None) -> Mention:
    """What a hit means by itself, as of `year`."""
    name = hit.name
    old = [sense for sense in name.senses if sense.form == Form.OLD]
    now = [sense for sense in name.senses if sense.form != Form.OLD]
    if old and (not now or (year is not None and year < max(sense.until for sense in old))):
        in_force = [sense for sense in old if year is None or year < sense.until] or old
        codes = unite_codes(tuple(in_force))
        return Mention(hit.start, hit.end, codes, Basis.HISTORIC, Claim.SETTLED, True)
    full, stem = name.form == Form.FULL, is_county_stem(name)
    plain = [sense for sense in now if sense.form == name.form] if full else now
    codes = unite_codes(tuple(plain))
    claim = _claim(name, organ=_ORGAN.match(text, hit.end) is not None)
    basis = Basis.EXPLICIT if full or (name.form == Form.SHORT and not stem) else Basis.ALIAS
    ambiguous = len(codes) > 1 and name.trust <= Trust.SURE
    listed = (full and claim == Claim.SETTLED) or ambiguous or not (full or stem)
    return Mention(hit.start, hit.end, codes, basis, claim, listed)


def _claim(name: Name, *, organ: bool) -> Claim:
    full, stem = name.form == Form.FULL, is_county_stem(name)
    if name.trust == Trust.KNOWN or (full and len(name.text) > 2):
        return Claim.SETTLED
    if name.trust == Trust.SURE:
        return Claim.PLAUSIBLE if stem and len(name.text) == 2 else Claim.SETTLED
    return Claim.PLAUSIBLE if stem and organ else Claim.OPEN


def _join(above: Mention, below: Mention, gazetteer: Gazetteer) -> Mention | None:
    """The path of two adjacent names if the second can lie in the first."""
    inner = tuple(
        code
        for code in below.codes
        if any(code != outer and gazetteer.contains(outer, code) for outer in above.codes)
    )
    if not inner:
        return None
    basis = below.basis if below.basis == Basis.HISTORIC else Basis.EXPLICIT
    return Mention(above.start, below.end, inner, basis, Claim.SETTLED, True)


def prefer_higher(codes: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The units of the highest level among those that share a bare name."""
    ranks = [_RANK[gazetteer.unit(code).level] for code in codes]
    top = min(ranks, default=0)
    return tuple(code for code, rank in zip(codes, ranks, strict=True) if rank == top)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the text and the caller say about where things are."""

    text: str
    gazetteer: Gazetteer
    starts: tuple[int, ...]
    anchors: tuple[str, ...]
    """Codes of the mentions that are sure, in the order of `starts`."""
    context: tuple[str, ...]

    @classmethod
    def gather(
        cls, text: str, mentions: Iterable[Mention], gazetteer: Gazetteer, context: Sequence[str]
    ) -> Evidence:
        """Collect the mentions that need no evidence themselves."""
        sure = []
        for mention in mentions:
            codes = _settle(mention, gazetteer)
            if mention.claim == Claim.SETTLED and len(codes) == 1:
                sure.append((mention.start, codes[0]))
        return cls(
            text,
            gazetteer,
            tuple(start for start, _ in sure),
            tuple(code for _, code in sure),
            tuple(code for code in context if code != NATION and code in gazetteer),
        )

    def near(self, start: int) -> list[tuple[str, ...]]:
        """Anchors before `start` in its sentence, before it, around it, and in the whole text."""
        window = self.text[max(0, start - NEAR) : start]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        sentence = start - len(window) + (ends[-1] if ends else 0)
        here = bisect_left(self.starts, start)
        groups = []
        for low in (sentence, start - NEAR):
            groups.append(self.anchors[bisect_left(self.starts, low) : here])
        after = bisect_left(self.starts, start + NEAR)
        groups.append(self.anchors[bisect_left(self.starts, start - NEAR) : after])
        return [*groups, self.anchors]

    def allows(self, adcode: str) -> bool:
        """Whether the text and the caller name this unit's province, or none at all."""
        named = {code[:2] for code in (*self.anchors, *self.context)}
        return not named or adcode[:2] in named


def _settle(mention: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """A bare name shared by units of several levels means the highest, if it is safe at sight."""
    settled = mention.claim == Claim.SETTLED
    if settled and len(mention.codes) > 1 and mention.basis == Basis.EXPLICIT:
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
    named = set(codes) & set(evidence.anchors)
    if len(named) == 1:
        return named.pop(), Basis.CONTEXT
    groups = evidence.near(mention.start)
    for anchors in (*groups[: 2 if lone else None], *((code,) for code in evidence.context)):
        chosen = _match(codes, anchors, evidence.gazetteer, provinces=not lone)
        if chosen:
            return chosen, Basis.CONTEXT
    return None


def _match(
    codes: Sequence[str], anchors: Sequence[str], gazetteer: Gazetteer, *, provinces: bool
) -> str | None:
    """The one candidate that shares a city with an anchor, or else a province if allowed."""
    for width in (4, 2) if provinces else (4,):
        wanted = {_area(anchor, width, gazetteer) for anchor in anchors} - {None}
        fitting = [code for code in codes if _area(code, width, gazetteer) in wanted]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return None
    return None


def _area(adcode: str, width: int, gazetteer: Gazetteer) -> str | None:
    """The city (4) or province (2) that a unit is or lies in; a province has no city."""
    path = (adcode, *gazetteer.ancestors(adcode))
    wanted = Level.CITY if width == 4 else Level.PROVINCE
    for code in path:
        if gazetteer.unit(code).level == wanted:
            return code
    if width == 4 and adcode[:2] in ("11", "12", "31", "50", "71", "81", "82"):
        return adcode[:2] + "0000"
    return None


def _to_toponym(
    text: str, mention: Mention, decided: tuple[str, Basis] | None, gazetteer: Gazetteer
) -> Toponym:
    refused = Toponym(
        text=text[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
        adcode=None,
        candidates=mention.codes,
        place_name="",
        precision=None,
        basis=None,
    )
    if decided is None:
        return refused
    adcode, basis = decided
    return replace(
        refused,
        adcode=adcode,
        candidates=(),
        place_name=gazetteer.place_name(adcode),
        precision=gazetteer.unit(adcode).level,
        basis=basis,
    )
