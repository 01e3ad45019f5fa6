"""Wires the stages, from a source to its records; the only module that knows them all."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from geodata.cleantext import SEGMENTED
from geodata.corpus.cleaning import clean
from geodata.corpus.passages import (
    Passage,
    find_body,
    is_headline,
    is_source_line,
    split_documents,
    split_sentences,
)
from geodata.errors import DataFileError
from geodata.extract.actors import find_actors
from geodata.extract.candidates import Candidate, group_mentions
from geodata.extract.context import Context
from geodata.extract.dates import TimeMention, find_times, infer_year
from geodata.extract.features import (
    Scene,
    describe_context,
    describe_name,
    describe_owners,
    name_ground,
)
from geodata.extract.figures import find_figures
from geodata.extract.judging import Judge, explain_rejection
from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Form, Mention
from geodata.extract.names import NameFinder
from geodata.extract.records import (
    choose_mention,
    choose_when,
    cut_evidence,
    keep_quotable,
    prefer_body,
)
from geodata.extract.status import find_status
from geodata.extract.themes import ThemeScorer, is_plan_for
from geodata.extract.tokens import cut_words
from geodata.linking import Namer
from geodata.model import (
    Basis,
    DocumentReport,
    PartialDate,
    Record,
    Source,
    Status,
    Theme,
    text_id,
)
from geodata.places.gazetteer import Gazetteer
from geodata.places.owner import (
    Placement,
    Setting,
    choose_owners,
    level_of,
    mentioned_codes,
    show_names,
)
from geodata.places.publisher import locate_publisher
from geodata.places.resolve import find_toponyms

EXTRACTOR = "rules-1"
# Characters on either side of a name that speak of its theme.
THEME_REACH = 50
# No newspaper page holds more articles; a longer file is a collection, whose years tell nothing.
MAX_ARTICLES = 40
# An enumeration's members are slow to reach by their class.
_NICKNAME, _THEME = Form.NICKNAME, Form.THEME


@dataclass(frozen=True)
class Tools:
    """What extraction needs besides the text; load once, use for all documents."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    names: NameFinder
    themes: ThemeScorer
    judge: Judge
    namer: Namer
    regions: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, data: Path) -> Tools:
        """Read the reference files of the data folder.

        Raises:
            DataFileError: If one is missing or malformed.
        """
        reference = data / "reference"
        lexicon, gazetteer = Lexicon.load(reference), Gazetteer.load(data)
        try:
            regions = json.loads((reference / "macro_regions.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DataFileError(
                f"{reference / 'macro_regions.json'}: cannot be read ({error}). "
                "Restore it, or run `python -m geodata check`."
            ) from error
        return cls(
            gazetteer=gazetteer,
            lexicon=lexicon,
            names=NameFinder.build(lexicon),
            themes=ThemeScorer(lexicon),
            judge=Judge.load(reference / "initiative_model.json"),
            namer=Namer(gazetteer, lexicon),
            regions={name: tuple(codes) for name, codes in regions.items()},
        )


@dataclass(frozen=True)
class Reading:
    """Everything found in one document before any of it is judged."""

    passage: Passage
    setting: Setting
    scene: Scene
    anchor: PartialDate | None
    """When it was written, as far as that is known."""
    candidates: tuple[Candidate, ...]
    body_start: int
    """Offset behind the headline, date line and source line, where there are such."""
    evidence: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Start of a name -> span that a model gave as evidence; it counts as one sentence."""

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """Its time expressions, which are asked for only where something is recorded."""
        reliable = self.passage.clean.digits_reliable
        return tuple(find_times(self.scene.text, self.anchor, digits_reliable=reliable))

    def sentence(self, mention: Mention) -> tuple[int, int]:
        """Span of the sentence that the mention begins in, and of all the evidence given for it."""
        start, scene = mention[0], self.scene
        index = bisect_right(scene.starts, start) - 1
        span = scene.sentences[index] if index >= 0 else (start, start)
        if start >= span[1]:
            span = start, mention[1]
        if self.evidence and start in self.evidence:
            given = self.evidence[start]
            return min(span[0], given[0]), max(span[1], given[1])
        return span


@dataclass(frozen=True, slots=True)
class Told:
    """What a model says of an initiative besides its name; None where our rules decide."""

    extractor: str
    status: Status | None
    theme: Theme | None


class Judged(NamedTuple):
    """A candidate with its owners, features and probability."""

    candidate: Candidate
    owners: tuple[Placement, ...]
    features: Mapping[str, float]
    probability: float
    told: Told | None = None
    """Set where a model named it: then the probability decides nothing."""


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


def assemble(
    reading: Reading, judged: Iterable[Judged], tools: Tools
) -> tuple[list[Record], DocumentReport]:
    """Records of the candidates that are kept, and the count of the others by reason."""
    records: list[Record] = []
    rejected: dict[str, int] = {}
    for item in judged:
        reason = _reject(item, tools)
        if reason:
            rejected[reason] = rejected.get(reason, 0) + 1
        else:
            records += _records(item, reading, tools)
    document = reading.passage.document
    report = DocumentReport(
        document=document,
        characters=len(document.text),
        cleaning=reading.passage.clean.steps,
        places=mentioned_codes(reading.setting.toponyms),
        records=len(records),
        rejected=rejected,
    )
    return records, report


def _reject(item: Judged, tools: Tools) -> str | None:
    name, lexicon = item.candidate.name, tools.lexicon
    if name in lexicon.words["generic"]:
        return "generic name"
    if name.endswith(lexicon.other_endings.get(name[-1:], ())):
        return "not digital"
    if item.told is None and (item.probability < tools.judge.threshold or not item.owners):
        features = item.features
        if item.probability or "of_foreign" in features or "of_company" in features:
            return explain_rejection(features, tools.judge, item.probability)
        return "weak evidence"  # in haste it was found that even a digital name would not pass
    return None if item.owners else "no place"


def _records(item: Judged, reading: Reading, tools: Tools) -> Iterator[Record]:
    candidate, text = item.candidate, reading.scene.text
    document, clean_text = reading.passage.document, reading.passage.clean
    placed = [(mention, reading.sentence(mention)) for mention in candidate.mentions]
    spans = prefer_body(placed, candidate.name, reading.body_start)
    mention, sentence = choose_mention(spans, candidate, text)
    first, last = sentence
    when = choose_when(text, reading.times, spans, reading.anchor)
    status, _ = find_status(text, (mention.start, mention.end), sentence, candidate.kind)
    around = text[max(first, mention.start - THEME_REACH) : min(last, mention.end + THEME_REACH)]
    whole_town = _is_whole_town(item, tools.gazetteer)
    themes = tools.themes.rank(candidate.name, around, document.title, whole_town=whole_town)
    extractor = EXTRACTOR
    if item.told is not None:
        extractor, status = item.told.extractor, item.told.status or status
        themes = tuple(dict.fromkeys((item.told.theme or themes[0], *themes)))[:3]
    evidence, (start, end) = cut_evidence(clean_text, mention, sentence)
    quoted = document.text[start - document.start : end - document.start]
    published = document.published
    actors = find_actors(text[first:last])
    figures = tuple(find_figures(clean_text, *evidence))
    confidence = round(item.probability, 4)
    for owner in item.owners:
        # In the order of the fields: by keyword it would take as long again.
        yield Record(
            text_id(document.document_id, candidate.name, owner.adcode, extractor),
            tools.namer.identify(candidate.name, candidate.aliases, owner.adcode),
            candidate.name,
            candidate.aliases,
            candidate.kind,
            status,
            themes[0],
            themes,
            when.year,
            when.month,
            when.day,
            when.precision,
            when.basis,
            owner.adcode,
            show_names(owner, tools.gazetteer),
            level_of(tools.gazetteer, owner.adcode),
            owner.basis,
            owner.candidates,
            actors,
            figures,
            document.source,
            document.document_id,
            document.title,
            published,
            start,
            end,
            quoted,
            confidence,
            extractor,
        )


def _is_whole_town(item: Judged, gazetteer: Gazetteer) -> bool:
    """Whether a name is 数字 or 智慧 and a town's, or that of the plan for it."""
    towns = [owner.adcode for owner in item.owners if not owner.adcode.endswith("0000")]
    if not towns:
        return False
    if any(mention.form is _THEME and mention.core for mention in item.candidate.mentions):
        return True
    name = item.candidate.name
    return any(is_plan_for(name, gazetteer.unit(town).short) for town in towns)
