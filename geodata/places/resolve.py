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
from operator import attrgetter

from geodata.model import NATION, Basis, Level, Toponym
from geodata.places.gazetteer import Gazetteer
from geodata.places.names import Form, Name, Sense, Trust, unite_codes
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
    former: tuple[str, ...]
    """What it meant under an older division, for a parent just before it to call up."""
    whole: str
    """The unit that holds all of `codes` where these are parts of one thing, else ""."""
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


def build_mentions(text: str, gazetteer: Gazetteer, year: int | None) -> list[Mention]:
    """Chain hits that name a unit inside the one just before them."""
    mentions: list[Mention] = []
    for hit in list_places(text, gazetteer.names):
        if hit.name.form == Form.COMPOUND:
            mentions += _split_compound(hit)
            continue
        mention = _read_hit(hit, _ORGAN.match(text, hit.end) is not None, year)
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
        Mention(
            hit.start + place,
            hit.start + place + 1,
            (code,),
            (),
            "",
            Basis.ALIAS,
            Claim.SETTLED,
            True,
        )
        for place, code in enumerate(codes)
    ]


def _read_hit(hit: Hit, organ: bool, year: int | None) -> Mention:
    """What a hit means by itself, as of `year`."""
    name = hit.name
    old = [sense for sense in name.senses if sense.form == Form.OLD]
    now = [sense for sense in name.senses if sense.form != Form.OLD]
    in_force = [sense for sense in old if year is not None and year < sense.until]
    if not now:
        return _read_former(hit, in_force or old)
    if in_force:
        provinces = {code[:2] for sense in in_force for code in sense.adcodes}
        elsewhere = [sense for sense in now if sense.adcodes[0][:2] not in provinces]
        if not elsewhere:
            return _read_former(hit, in_force)
        now = [*elsewhere, *in_force]
    return _read_current(hit, now, old, organ)


def _read_former(hit: Hit, senses: Sequence[Sense]) -> Mention:
    """What an old name meant: of several units of a province that bore it in turn, the last."""
    last = {
        sense.adcodes[0][:2]: sense for sense in sorted(senses, key=attrgetter("until"))
    }.values()
    codes = unite_codes(tuple(last))
    whole = next(iter(last)).whole if len(last) == 1 else ""
    city = all(code.endswith("00") for code in codes)
    claim = Claim.SETTLED if city or len(hit.name.text) > 2 else Claim.OPEN
    listed = claim == Claim.SETTLED
    return Mention(hit.start, hit.end, codes, (), whole, Basis.HISTORIC, claim, listed)


def _read_current(hit: Hit, now: Sequence[Sense], old: Sequence[Sense], organ: bool) -> Mention:
    name = hit.name
    full, stem = name.form == Form.FULL, is_county_stem(name)
    plain = [sense for sense in now if sense.form in (name.form, Form.OLD)] if full else now
    codes = unite_codes(plain)
    whole = now[0].whole if len(now) == 1 else ""
    claim = _claim(name, organ=organ)
    basis = Basis.EXPLICIT if full or (name.form == Form.SHORT and not stem) else Basis.ALIAS
    ambiguous = len(codes) > 1 and name.trust <= Trust.SURE
    listed = (full and claim == Claim.SETTLED) or ambiguous or not (full or stem)
    return Mention(hit.start, hit.end, codes, unite_codes(old), whole, basis, claim, listed)


def _claim(name: Name, *, organ: bool) -> Claim:
    full, stem = name.form == Form.FULL, is_county_stem(name)
    if name.trust == Trust.KNOWN or (full and len(name.text) > 2):
        return Claim.SETTLED
    if name.trust == Trust.SURE:
        return Claim.PLAUSIBLE if stem and len(name.text) == 2 else Claim.SETTLED
    return Claim.PLAUSIBLE if stem and organ else Claim.OPEN


def _join(above: Mention, below: Mention, gazetteer: Gazetteer) -> Mention | None:
    """The path of two adjacent names if the second can lie in the first."""
    parts = below.whole != ""
    inner = _inside(above.codes, below.codes, gazetteer, equal=parts)
    basis = below.basis if parts or below.basis == Basis.HISTORIC else Basis.EXPLICIT
    if not inner:
        inner = _inside(above.codes, below.former, gazetteer, equal=True)
        basis = Basis.HISTORIC
    if not inner:
        return None
    whole = below.whole if _inside(above.codes, (below.whole,), gazetteer, equal=True) else ""
    if basis == Basis.HISTORIC and not whole and len(above.codes) == 1:
        whole = above.codes[0]
    return Mention(above.start, below.end, inner, (), whole, basis, Claim.SETTLED, True)


def _inside(
    outer: Sequence[str], inner: Sequence[str], gazetteer: Gazetteer, *, equal: bool
) -> tuple[str, ...]:
    """Those of `inner` that lie in one of `outer`."""
    return tuple(
        code
        for code in inner
        if code and any((equal or code != out) and gazetteer.contains(out, code) for out in outer)
    )


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
    named: frozenset[str]
    """The same without order."""
    provinces: frozenset[str]
    """First two digits of all codes that the text or the caller names."""
    context: tuple[str, ...]

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
        anchors = tuple(code for _, code in sure)
        return cls(
            text=text,
            gazetteer=gazetteer,
            starts=tuple(start for start, _ in sure),
            anchors=anchors,
            named=frozenset(anchors),
            provinces=frozenset(code[:2] for code in (*anchors, *hints)),
            context=hints,
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
        return not self.provinces or adcode[:2] in self.provinces


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
    if mention.whole and mention.claim == Claim.SETTLED:
        return mention.whole, mention.basis
    named = [code for code in codes if code in evidence.named]
    if len(named) == 1:
        return named[0], Basis.CONTEXT
    groups = evidence.near(mention.start)
    for anchors in (*groups[: 2 if lone else None], *((code,) for code in evidence.context)):
        chosen = _match(codes, anchors, evidence.gazetteer, provinces=not lone)
        if chosen:
            return chosen, Basis.CONTEXT
    return None


def _match(
    codes: Sequence[str], anchors: Sequence[str], gazetteer: Gazetteer, *, provinces: bool
) -> str | None:
    """The one candidate that is an anchor, shares its city or, if allowed, its province."""
    named = [code for code in codes if code in anchors]
    if len(named) == 1:
        return named[0]
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
        candidates=mention.codes if adcode == mention.whole and len(mention.codes) > 1 else (),
        place_name=gazetteer.place_name(adcode),
        precision=gazetteer.unit(adcode).level,
        basis=basis,
    )
