"""Judged candidates to records, or to the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geodata.extract.actors import find_actors
from geodata.extract.figures import find_figures
from geodata.extract.judging import explain_rejection
from geodata.extract.mentions import Form
from geodata.extract.records import choose_mention, choose_when, cut_evidence, prefer_body
from geodata.extract.status import find_status
from geodata.extract.themes import is_plan_for
from geodata.model import DocumentReport, Record, text_id
from geodata.places.gazetteer import Gazetteer
from geodata.places.owner import level_of, mentioned_codes, show_names
from geodata.reading import Judged, Reading, Tools

EXTRACTOR = "rules-1"
# Characters on either side of a name that speak of its theme.
THEME_REACH = 50
# The same, where nothing so near speaks of any.
WIDE_REACH = 150
_THEME = Form.THEME  # an enumeration's members are slow to reach by their class


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
        return explain_rejection(item.features, tools.judge, item.probability)
    return None if item.owners else "no place"


def _records(item: Judged, reading: Reading, tools: Tools) -> Iterator[Record]:
    candidate, text = item.candidate, reading.scene.text
    document, clean_text = reading.passage.document, reading.passage.clean
    placed = [(mention, reading.sentence(mention)) for mention in candidate.mentions]
    spans = prefer_body(placed, candidate.name, reading.body_start)
    mention, sentence = choose_mention(spans, candidate, text)
    first, last = sentence
    when = choose_when(text, reading.times, spans, reading.anchor, reading.sections)
    status, _ = find_status(text, (mention.start, mention.end), sentence, candidate.kind)
    around = text[max(first, mention.start - THEME_REACH) : min(last, mention.end + THEME_REACH)]
    whole_town = _is_whole_town(item, tools.gazetteer)
    wide = text[max(0, mention.start - WIDE_REACH) : mention.end + WIDE_REACH]
    themes = tools.themes.rank(
        candidate.name, around, document.title, around=wide, whole_town=whole_town
    )
    extractor = EXTRACTOR
    if item.told is not None:
        extractor, status = item.told.extractor, item.told.status or status
        themes = tuple(dict.fromkeys((item.told.theme or themes[0], *themes)))[:3]
    evidence, (start, end) = cut_evidence(clean_text, mention, sentence)
    quoted = document.text[start - document.start : end - document.start]
    actors = find_actors(text[first:last])
    figures = tuple(find_figures(clean_text, *evidence))
    confidence = round(item.probability, 4)
    for owner in item.owners:
        yield Record(
            record_id=text_id(document.document_id, candidate.name, owner.adcode, extractor),
            initiative_id=tools.namer.identify(candidate.name, candidate.aliases, owner.adcode),
            name=candidate.name,
            aliases=candidate.aliases,
            kind=candidate.kind,
            status=status,
            theme=themes[0],
            themes=themes,
            year=when.year,
            month=when.month,
            day=when.day,
            date_precision=when.precision,
            date_basis=when.basis,
            adcode=owner.adcode,
            place_name=show_names(owner, tools.gazetteer),
            place_precision=level_of(tools.gazetteer, owner.adcode),
            place_basis=owner.basis,
            candidates=owner.candidates,
            actors=actors,
            figures=figures,
            source=document.source,
            document_id=document.document_id,
            title=document.title,
            published=document.published,
            start=start,
            end=end,
            evidence=quoted,
            confidence=confidence,
            extractor=extractor,
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
