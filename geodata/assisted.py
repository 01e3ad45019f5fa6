"""Extraction with a model's help: it names initiatives, and the same code as ever does the rest.

A document is asked about in passages. Where an answer holds, its claims stand in the place of what
the rules find there; where it fails the rules' result stands; where a part of it was invented both
stand, the claims that the text bears out before the rules' own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from geodata.assembling import assemble
from geodata.extract.answers import Answer, Claim, Doubt, NoAnswerError, read_answer
from geodata.extract.candidates import Candidate, fold_name, group_mentions
from geodata.extract.mentions import Form, Mention, plain_name
from geodata.extract.records import is_quotable
from geodata.llm import ANSWERED, Client
from geodata.model import DocumentReport, Kind, Record, Source
from geodata.pipeline import judge_candidate, list_unit_names, read_source_passages
from geodata.reading import Judged, Reading, Told, Tools

# Characters of a document in one request.
MAX_PASSAGE = 2_000


def extract_with_model(
    source: Source, tools: Tools, client: Client
) -> Iterator[tuple[list[Record], DocumentReport]]:
    """Records and report of each document of a source, in order; the client counts the outcomes."""
    for reading in read_source_passages(source, tools):
        yield assemble(*_judge(reading, tools, client), tools)


def cut_passages(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that cover a text, each of at most `MAX_PASSAGE` characters and of whole sentences.

    Only a sentence longer than that is parted.
    """
    ends = [end for _, end in sentences]
    spans, start = [], 0
    while len(text) - start > MAX_PASSAGE:
        index = bisect_right(ends, start + MAX_PASSAGE) - 1
        end = ends[index] if index >= 0 and ends[index] > start else start + MAX_PASSAGE
        spans.append((start, end))
        start = end
    return [*spans, (start, len(text))]


def _judge(reading: Reading, tools: Tools, client: Client) -> tuple[Reading, list[Judged]]:
    """The model's candidates and those of the rules that stand, placed; and the reading of them."""
    claims: list[Claim] = []
    open_spans = []
    for span in cut_passages(reading.scene.text, reading.scene.sentences):
        answer = _ask(reading, span, client)
        claims += answer.claims if answer else ()
        if answer is None or answer.doubts:
            open_spans.append(span)
    unit_names = list_unit_names(reading.setting, tools.gazetteer)
    by_start = {claim.start: claim for claim in claims}
    mentions = _list_mentions(by_start.values(), reading, tools)
    told = group_mentions(mentions, unit_names, tools.lexicon.words["generic"])
    by_rules = _keep_open(reading.candidates, told, open_spans, unit_names)
    given = {start: claim.evidence for start, claim in by_start.items()}
    widened = replace(reading, evidence=given)
    judged = [
        judge_candidate(c, widened, tools)._replace(told=_tell(c, by_start, client)) for c in told
    ]
    judged += [judge_candidate(c, widened, tools) for c in by_rules]
    return widened, judged


def _ask(reading: Reading, span: tuple[int, int], client: Client) -> Answer | None:
    """What the text bears out of the answer about a passage; None where there is none."""
    text = reading.scene.text
    if not text[slice(*span)].strip():
        return Answer((), ())
    try:
        answer = read_answer(client.ask(text[slice(*span)]), text, *span)
    except NoAnswerError as error:
        client.outcomes[error.reason] += 1
        return None
    clean = reading.passage.clean
    fit = tuple(c for c in answer.claims if is_quotable(clean, c.start, c.end))
    torn = len(answer.claims) - len(fit)
    answer = Answer(fit, (*answer.doubts, *[Doubt.TOO_LONG] * torn))
    client.outcomes[answer.doubts[0] if answer.doubts else ANSWERED] += 1
    return answer


def _list_mentions(claims: Iterable[Claim], reading: Reading, tools: Tools) -> list[Mention]:
    """The claimed names as mentions: the rules' own where they found the same one."""
    found = {(m.start, m.end): m for c in reading.candidates for m in c.mentions}
    mentions = []
    for claim in sorted(claims, key=lambda claim: claim.start):
        mention = found.get((claim.start, claim.end)) or _mention(claim, reading.scene.text, tools)
        mentions.append(mention._replace(kind=claim.kind or mention.kind))
    return mentions


def _mention(claim: Claim, text: str, tools: Tools) -> Mention:
    name = plain_name(text[claim.start : claim.end])
    before = text[max(0, claim.start - 1) : claim.start]
    form = {"《": Form.TITLE, "“": Form.QUOTED}.get(before, Form.HEAD)
    kind = claim.kind or tools.names.kind_of(name) or Kind.PROGRAMME
    return Mention(
        claim.start, claim.end, name, kind, form, core=name if form is Form.QUOTED else ""
    )


def _keep_open(
    candidates: Iterable[Candidate],
    told: Sequence[Candidate],
    spans: Sequence[tuple[int, int]],
    unit_names: frozenset[str],
) -> Iterator[Candidate]:
    """Candidates of the rules that a passage without a sound answer names, and no claim does."""
    known = {fold_name(name, unit_names) for c in told for name in (c.name, *c.aliases)}
    starts = [start for start, _ in spans]
    taken = {offset for c in told for m in c.mentions for offset in range(m.start, m.end)}
    for candidate in candidates:
        names = {fold_name(name, unit_names) for name in (candidate.name, *candidate.aliases)}
        apart = all(taken.isdisjoint(range(m.start, m.end)) for m in candidate.mentions)
        if apart and known.isdisjoint(names) and _within(candidate.mentions, spans, starts):
            yield candidate


def _within(
    mentions: Iterable[Mention], spans: Sequence[tuple[int, int]], starts: Sequence[int]
) -> bool:
    for mention in mentions:
        index = bisect_right(starts, mention.start) - 1
        if index >= 0 and mention.start < spans[index][1]:
            return True
    return False


def _tell(candidate: Candidate, claims: Mapping[int, Claim], client: Client) -> Told:
    """Status and theme, from the claim that gives the candidate its name where that has them."""
    own = sorted(candidate.mentions, key=lambda m: (m.name != candidate.name, m.start))
    given = [claims[mention.start] for mention in own]
    return Told(
        extractor=client.service.extractor,
        status=next((claim.status for claim in given if claim.status), None),
        theme=next((claim.theme for claim in given if claim.theme), None),
    )
