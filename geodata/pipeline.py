"""Wires the stages: from sources to readings, their candidates judged, to records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from geodata.assembling import assemble
from geodata.batches import gather
from geodata.corpus.cleaning import clean
from geodata.corpus.heads import find_body, is_source_line
from geodata.corpus.passages import Passage, is_headline, split_documents, split_sentences
from geodata.extract.candidates import Candidate, group_mentions
from geodata.extract.context import Context
from geodata.extract.features import (
    Scene,
    describe_context,
    describe_name,
    describe_owners,
    name_ground,
)
from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Form, Mention
from geodata.extract.records import keep_quotable
from geodata.extract.tokens import Tokens, cut_words
from geodata.extract.years import infer_year
from geodata.model import Basis, DocumentReport, PartialDate, Record, Source
from geodata.places.gazetteer import Gazetteer
from geodata.places.owner import choose_owners
from geodata.places.publisher import locate_publisher
from geodata.places.resolve import find_toponyms
from geodata.places.setting import Placement, Setting
from geodata.reading import Judged, Reading, Tools

# So many characters go through a stage before the next begins: its tables stay at hand meanwhile.
BATCH = 100_000
_NICKNAME = Form.NICKNAME  # an enumeration's members are slow to reach by their class

Extracted = tuple[list[Record], DocumentReport]
"""The records of one document, and its report."""


def extract_sources(sources: Sequence[Source], tools: Tools) -> Iterator[list[Extracted]]:
    """What each source's documents give, in order; many small sources together are faster."""
    split = _split_all(sources)
    found = (
        assemble(reading, judged, tools)
        for batch in _group(split)
        for reading, judged in _judge_all(read_passages(batch, tools), tools)
    )
    for passages in split:
        yield list(islice(found, len(passages)))


def extract_source(source: Source, tools: Tools) -> list[Extracted]:
    """What each document of one source gives, in order."""
    (found,) = extract_sources([source], tools)
    return found


def read_source_passages(source: Source, tools: Tools) -> Iterator[Reading]:
    """What is found in each document of a source, in order, before it is judged."""
    for batch in _group(_split_all([source])):
        yield from read_passages(batch, tools)


def _split_all(sources: Iterable[Source]) -> list[list[Passage]]:
    """Each source's documents."""
    cleaned = [(source, clean(source.text)) for source in sources]
    return [split_documents(source, text) for source, text in cleaned]


def _group(split: Iterable[list[Passage]]) -> Iterator[list[Passage]]:
    """Passages in groups of about `BATCH` characters."""
    return gather(chain.from_iterable(split), lambda passage: len(passage.clean.text), BATCH)


def _judge_all(readings: Sequence[Reading], tools: Tools) -> Iterator[tuple[Reading, list[Judged]]]:
    """Each reading with its candidates judged."""
    judged = [[judge_candidate(c, r, tools, hasty=True) for c in r.candidates] for r in readings]
    return zip(readings, judged, strict=True)


def read_passages(passages: Sequence[Passage], tools: Tools) -> list[Reading]:
    """Find names and places in documents, a stage at a time."""
    texts = [passage.clean.text for passage in passages]
    segmenter, generic = tools.gazetteer.names.segmenter, tools.lexicon.words["generic"]
    tokens = [cut_words(text, segmenter) for text in texts]
    settings = [_settle(p, t, tools) for p, t in zip(passages, tokens, strict=True)]
    unit_names = [list_unit_names(setting, tools.gazetteer) for setting in settings]
    named = [
        tools.names.find(text, t, names, [(place.start, place.end) for place in s.toponyms])
        for text, t, names, s in zip(texts, tokens, unit_names, settings, strict=True)
    ]
    candidates = [
        tuple(group_mentions(keep_quotable(p.clean, _drop_foreign(p, mentions)), names, generic))
        for p, mentions, names in zip(passages, named, unit_names, strict=True)
    ]
    digital = tools.lexicon.words["digital"]
    contexts = [Context.look(text, digital) for text in texts]
    return [
        Reading(
            passage=passage,
            setting=setting,
            scene=Scene(
                text=text,
                title=passage.document.title,
                sentences=tuple(split_sentences(text)),
                context=context,
                lexicon=tools.lexicon,
            ),
            body_start=find_body(text),
            anchor=_date(passage),
            candidates=found,
        )
        for passage, text, setting, context, found in zip(
            passages, texts, settings, contexts, candidates, strict=True
        )
    ]


def _settle(passage: Passage, tokens: Tokens, tools: Tools) -> Setting:
    """A document with the places that it names."""
    document, text, gazetteer = passage.document, passage.clean.text, tools.gazetteer
    year = document.dated.year if document.dated else None
    in_title = find_toponyms(document.title, gazetteer, year=year)
    title_codes = tuple(t.adcode for t in in_title if t.adcode is not None)
    region = locate_publisher(document.publisher, gazetteer)
    toponyms = find_toponyms(
        text,
        gazetteer,
        year=year,
        title=title_codes[::-1],
        source=region,
        borders=tokens.borders,
    )
    return Setting(text, tuple(toponyms), title_codes, gazetteer, tools.regions, region)


def _date(passage: Passage) -> PartialDate | None:
    """When a document was written, or the year that its own dates tell."""
    document, clean_text = passage.document, passage.clean
    if document.dated is not None or not clean_text.digits_reliable:
        return document.dated
    inferred = infer_year(clean_text.text, document.title, passage.page)
    return PartialDate(inferred) if inferred else None


def _drop_foreign(passage: Passage, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Those of a document's mentions, in order, that are its own.

    One in a line that names the source is not. On a newspaper page headlines lie apart from their
    articles, often in another one's column, so only the document's own headline counts there.
    """
    text, title = passage.clean.text, passage.document.title
    start, end, own = 0, -1, False
    for mention in mentions:
        if mention.end > end or mention.start < start:  # each line is looked at once
            start, end = text.rfind("\n", 0, mention.start) + 1, text.find("\n", mention.end)
            end = end if end >= 0 else len(text)
            line = text[start:end].strip()
            lies_apart = passage.page and is_headline(line) and line != title
            own = not lies_apart and not is_source_line(line)
        if own:
            yield mention


def list_unit_names(setting: Setting, gazetteer: Gazetteer) -> frozenset[str]:
    """Ways to write the units that the document names, and those above them."""
    named = set(setting.codes).union(*[t.candidates for t in setting.toponyms])
    names = {t.text for t in setting.toponyms}
    names.update(*map(gazetteer.names_above, named))
    return frozenset([name for name in names if len(name) > 1])


def judge_candidate(
    candidate: Candidate, reading: Reading, tools: Tools, *, hasty: bool = False
) -> Judged:
    """Place a candidate and tell how likely it is an initiative.

    In haste, one that no owner could save is left without owner, its features and chance.
    """
    setting, mentions, attached = reading.setting, candidate.mentions, False
    spans = []
    for mention in mentions:
        spans.append(reading.sentence(mention))
        attached = attached or setting.touches(mention[0], mention[1])
    features = describe_name(candidate, reading.scene, place_in_name=attached)
    features |= describe_context(candidate, reading.scene, spans)
    total = tools.judge.weigh(features)
    if hasty and tools.judge.is_hopeless(features, total):
        return Judged(candidate, (), features, 0.0)
    owners: list[Placement] = []
    where = "none"
    for mention, span in zip(mentions, spans, strict=True):
        found = choose_owners(setting, mention[0], mention[1], span)
        if found and (not owners or (where == "context" and not found[0].basis.inferred)):
            owners, where = found, name_ground(found[0].basis)
        if owners and where != "context":
            break
    if where == "context" and setting.title_codes:
        where = "title"
    of_owners = describe_owners(where)
    chance = tools.judge.probability(of_owners, total)
    placed = _by_sign(candidate, tools.lexicon) or tuple(owners)
    features |= of_owners
    return Judged(candidate, placed, features, chance)


def _by_sign(candidate: Candidate, lexicon: Lexicon) -> tuple[Placement, ...]:
    """The province whose sign a service's nickname begins with (皖 in 皖事通)."""
    for mention in candidate.mentions:
        if mention.form is _NICKNAME and mention.core:
            return (Placement(lexicon.province_signs[mention.core[0]], Basis.ALIAS),)
    return ()
