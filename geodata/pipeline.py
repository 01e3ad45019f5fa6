"""Wires the stages: from a source to its readings, their candidates judged, to its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geodata.assembling import assemble
from geodata.cleantext import SEGMENTED
from geodata.corpus.cleaning import clean
from geodata.corpus.heads import find_body, is_source_line
from geodata.corpus.passages import Passage, is_headline, split_documents, split_sentences
from geodata.extract.candidates import Candidate, group_mentions
from geodata.extract.context import Context
from geodata.extract.dates import infer_year
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
from geodata.extract.tokens import cut_words
from geodata.model import Basis, DocumentReport, PartialDate, Record, Source
from geodata.places.gazetteer import Gazetteer
from geodata.places.owner import choose_owners
from geodata.places.publisher import locate_publisher
from geodata.places.resolve import find_toponyms
from geodata.places.setting import Placement, Setting
from geodata.reading import Judged, Reading, Tools

# No newspaper page holds more articles; a longer file is a collection, whose years tell nothing.
MAX_ARTICLES = 40
_NICKNAME = Form.NICKNAME  # an enumeration's members are slow to reach by their class


def extract_source(source: Source, tools: Tools) -> Iterator[tuple[list[Record], DocumentReport]]:
    """Records and report of each document of a source, in order."""
    for reading in read_source_passages(source, tools):
        judged = [judge_candidate(c, reading, tools, hasty=True) for c in reading.candidates]
        yield assemble(reading, judged, tools)


def read_source_passages(source: Source, tools: Tools) -> Iterator[Reading]:
    """What is found in each document of a source, in order, before it is judged."""
    cleaned = clean(source.text)
    passages = split_documents(source, cleaned)
    paged = SEGMENTED not in cleaned.steps and 1 < len(passages) <= MAX_ARTICLES
    page = cleaned.text if paged else ""
    for passage in passages:
        yield read_passage(passage, tools, page)


def read_passage(passage: Passage, tools: Tools, page: str = "") -> Reading:
    """Find names, places and times of one document; `page` is the newspaper page around it."""
    document, text = passage.document, passage.clean.text
    year = document.dated.year if document.dated else None
    in_title = find_toponyms(document.title, tools.gazetteer, year=year)
    title_codes = tuple(t.adcode for t in in_title if t.adcode is not None)
    region = locate_publisher(document.publisher, tools.gazetteer)
    tokens = cut_words(text, tools.gazetteer.names.segmenter)
    toponyms = tuple(
        find_toponyms(
            text,
            tools.gazetteer,
            year=year,
            title=title_codes[::-1],
            source=region,
            borders=tokens.borders,
        )
    )
    setting = Setting(text, toponyms, title_codes, tools.gazetteer, tools.regions, region)
    anchor = document.dated
    if anchor is None and passage.clean.digits_reliable:
        inferred = infer_year(text, document.title, page)
        anchor = PartialDate(inferred) if inferred else None
    place_names = list_unit_names(setting, tools.gazetteer)
    places = [(t.start, t.end) for t in toponyms]
    named = tools.names.find(text, tokens, place_names, places)
    own = _drop_foreign(text, named, document.title, page=bool(page))
    mentions = keep_quotable(passage.clean, own)
    scene = Scene(
        text=text,
        title=document.title,
        sentences=tuple(split_sentences(text)),
        context=Context.look(text, tools.lexicon.words["digital"]),
        lexicon=tools.lexicon,
    )
    return Reading(
        passage=passage,
        setting=setting,
        scene=scene,
        body_start=find_body(text),
        anchor=anchor,
        candidates=tuple(group_mentions(mentions, place_names, tools.lexicon.words["generic"])),
    )


def _drop_foreign(
    text: str, mentions: Iterable[Mention], title: str, *, page: bool
) -> Iterator[Mention]:
    """Those of a document's mentions, in order, that are its own.

    One in a line that names the source is not. On a newspaper page headlines lie apart from their
    articles, often in another one's column, so only the document's own headline counts there.
    """
    start, end, own = 0, -1, False
    for mention in mentions:
        if mention.end > end or mention.start < start:  # each line is looked at once
            start, end = text.rfind("\n", 0, mention.start) + 1, text.find("\n", mention.end)
            end = end if end >= 0 else len(text)
            line = text[start:end].strip()
            lies_apart = page and is_headline(line) and line != title
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
