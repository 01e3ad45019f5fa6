"""Text -> toponyms: the unit that each place name means, or a refusal with its candidates."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.model import Basis, Toponym
from geodata.places.evidence import Evidence, decide
from geodata.places.gazetteer import Gazetteer
from geodata.places.mentions import SETTLED, Mention, build_mentions
from geodata.places.spotting import Borders


def find_toponyms(
    text: str,
    gazetteer: Gazetteer,
    *,
    year: int | None = None,
    title: Sequence[str] = (),
    source: str | None = None,
    borders: Borders | None = None,
) -> list[Toponym]:
    """Place names of a clean text, in order, not overlapping.

    Streets, schools, newspapers, companies and words that only look like places are left out.

    Args:
        text: Simplified Chinese; offsets of the result point into it.
        gazetteer: Units and names.
        year: When the text was written: names are read as they stood then. None reads them as
            of today, and old names wherever no unit bears them now.
        title: Codes of the units that the document's title names, likeliest first.
        source: Code of the unit that the source is of, from its metadata.
        borders: Tells the borders of the text's words, where it is in words already.

    Returns:
        Each with its code, or with None and its candidates where nothing decides. A zone or an
        abolished unit that lies in several of today's has the unit that holds them all as its
        code, and them as its candidates.
    """
    mentions = build_mentions(text, gazetteer, year, borders)
    evidence: Evidence | None = None
    toponyms = []
    for mention in mentions:
        meaning = mention[2]
        decided: tuple[str, Basis] | None
        if meaning.claim is SETTLED and len(meaning.codes) == 1:  # as most do, it needs no evidence
            decided = meaning.codes[0], meaning.basis
        else:
            evidence = evidence or Evidence.gather(text, mentions, gazetteer, title, source)
            decided = decide(mention, evidence)
        if decided is not None or meaning.listed:
            toponyms.append(_to_toponym(text, mention, decided, gazetteer))
    return toponyms


def describe_toponyms(
    text: str, gazetteer: Gazetteer, *, year: int | None = None
) -> list[dict[str, object]]:
    """What `find_toponyms` found, ready for JSON."""
    rows = []
    for toponym in find_toponyms(text, gazetteer, year=year):
        row = toponym._asdict() | {"candidates": list(toponym.candidates)}
        row["place_precision"], row["place_basis"] = row.pop("precision"), row.pop("basis")
        rows.append(row)
    return rows


def _to_toponym(
    text: str, mention: Mention, decided: tuple[str, Basis] | None, gazetteer: Gazetteer
) -> Toponym:
    start, end, meaning = mention
    name, codes = text[start:end], meaning.codes
    if decided is None:
        return Toponym(name, start, end, None, codes, "", None, None)
    adcode, basis = decided
    parts = codes if adcode == meaning.whole and len(codes) > 1 else ()
    path, level = gazetteer.labels[adcode]
    return Toponym(name, start, end, adcode, parts, path, level, basis)
