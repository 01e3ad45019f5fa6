"""A source to its documents, and a document to its sentences.

A file may hold one report under a heading, a corpus of bodies and titles in turn, or a newspaper
page with several articles whose headlines stand before, after or apart from their text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

from geodata.cleantext import SEGMENTED, CleanText
from geodata.corpus.heads import MAX_TITLE, find_date_line, find_publisher, find_wire_date
from geodata.model import Document, PartialDate, Source, content_id

# Lines of headline above one article, and articles between which and its headline others may lie.
MAX_HEADLINES, MAX_APART = 6, 20
# No newspaper page holds more articles; a longer file is a collection, whose years tell nothing.
MAX_ARTICLES = 40
MAX_SENTENCE = 160
# Marks that may follow the one that ends a sentence.
_MARKS = "。！？；”’）》"
_CLOSED = "。！？；：”’）》」.!?;:)—"
_DATELINE = re.compile(
    r"(?:本报|本网|本刊|新华社|新华网|中新社|中新网|人民网|中国网)"
    r"[^。，,\n]{0,16}?(?:讯|\d{1,2}月\d{1,2}日(?:电|讯))"
)
_BYLINE = re.compile(
    r"(?:□ ?|◎ ?|■ ?)[^。，\n]{2,20}|(?:本报|本网)?(?:特约)?记者[: ：][^。，\n]{2,20}"
)
# Characters of a headline before a byline that stands in the same line.
SHORTEST_INNER, LONGEST_INNER = 4, 50
_INNER_SIGN = re.compile(r"本报(?<![，、；：]本报)(?:特约)?(?:记者|通讯员)(?=[\u4e00-\u9fff])")
_NO_HEADLINE = re.compile(r"[。？！”\n]")
_INNER_BYLINE = re.compile(
    rf"([^。？！”\n]{{{SHORTEST_INNER},{LONGEST_INNER}}}?){_INNER_SIGN.pattern}"
)
_LETTERS = re.compile(r"\w+")
_CREDITS = ("人民视觉", "视觉中国", "新华社发", "资料图片")
_CREDIT = re.compile("|".join(_CREDITS))
_PAGE_END = re.compile(r"本版责编|责任编辑|本版编辑")
# Every article's begin holds one of these, the frequent one first; most texts hold few or none.
_ARTICLE_SIGNS = (
    *("记者", "□", "◎", "■", "本报", "本网", "本刊", "本版", "新华", "中新", "人民网"),
    *("中国网", "责任编辑", *_CREDITS),
)
# What a line begins with, to tell most lines at sight.
_BYLINE_FIRST, _DATELINE_FIRST, _PAGE_END_FIRST = "□◎■本特记", "本新中人", "本责"


@dataclass(frozen=True, slots=True)
class Passage:
    """One document with its clean text."""

    document: Document
    clean: CleanText
    page: str = ""
    """Clean text of the newspaper page that it is an article of."""


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    title: str = ""


def split_documents(source: Source, clean: CleanText) -> list[Passage]:
    """The documents of a source, in order, covering all of its text once."""
    if source.single:
        lone = _Span(0, len(clean.text), _leading_title(clean.text, _lines(clean.text)))
        return [_passage(source, clean, lone, source.dated, alone=True)]
    split = _split_corpus if SEGMENTED in clean.steps else _split_page
    spans = split(clean.text)
    alone = len(spans) == 1
    paged = not alone and SEGMENTED not in clean.steps
    dated = source.dated or (_find_date(clean) if paged else None)
    page = clean.text if paged and len(spans) <= MAX_ARTICLES else ""
    return [_passage(source, clean, span, dated, alone=alone, page=page) for span in spans]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, in order; none longer than about `MAX_SENTENCE` where it has commas.

    A text without punctuation gives windows of that length.
    """
    spans = []
    length = len(text)
    start = end = 0  # of the sentence
    behind = 0  # offset behind the mark that ends a run
    marked = text.replace("！", "。").replace("？", "。").replace("；", "。").replace("\n", "。")
    for run in marked.split("。"):
        behind += len(run) + 1
        if end < behind - 1:
            start, end = end, behind
            if behind >= length:
                end = length
            elif text[behind] in _MARKS:
                end = _behind_marks(text, behind)
            while end - start > MAX_SENTENCE:
                cut = _find_cut(text, start)
                spans.append((start, cut))
                start = cut
            if not text[start].isspace() or not text[start:end].isspace():
                spans.append((start, end))
        elif end < behind:  # nothing between two marks, or only quotes of the sentence before
            end = behind
    return spans


def _behind_marks(text: str, end: int) -> int:
    """End of a sentence with all its marks and quotes, of which the first mark is before `end`."""
    if text[end - 1] == "\n":
        return end
    while end < len(text) and text[end] in "。！？；":
        end += 1
    while end < len(text) and text[end] in "”’）》":
        end += 1
    return end


def _find_cut(text: str, start: int) -> int:
    """Where to cut a sentence that is too long: behind its last comma or space within bounds."""
    window = text[start + 60 : start + MAX_SENTENCE]
    cut = max(window.rfind("，"), window.rfind(","), window.rfind(" "), window.rfind("、"))
    return start + 60 + cut + 1 if cut >= 0 else start + MAX_SENTENCE


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of lines that hold text, without their line ends."""
    spans = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            spans.append((start, end))
        start = end + 1
    return spans


def _split_corpus(text: str) -> list[_Span]:
    """Lines of a segmented corpus: body and title in turn, title and body, or one each."""
    lines = _lines(text)
    if len(lines) < 2:
        return [_Span(0, len(text))]
    sizes = [end - start for start, end in lines]
    odd, even = median(sizes[1::2]), median(sizes[::2])
    if len(lines) % 2 == 0 and max(odd, even) > 3 * min(odd, even):
        title_first = even < odd
        spans = []
        for index in range(0, len(lines), 2):
            title, body = lines[index + (not title_first)], lines[index + title_first]
            start, end = min(title[0], body[0]), max(title[1], body[1])
            spans.append(_Span(start, end, text[slice(*title)].strip()))
        return spans
    return [_Span(start, end) for start, end in lines]


def _split_page(text: str) -> list[_Span]:
    lines = _lines(text)
    starts = _article_starts(text, lines)
    if len(starts) < 2:
        return [_Span(0, len(text), _leading_title(text, lines))]
    borders = [0, *starts[1:], len(text)]
    spans = [_Span(a, b) for a, b in pairwise(borders)]
    return _entitle(text, lines, spans)


def _article_starts(text: str, lines: list[tuple[int, int]]) -> list[int]:
    """Offsets at which an article begins, headlines directly above it included."""
    starts: list[int] = []
    if not any(sign in text for sign in _ARTICLE_SIGNS):
        return starts
    credited = any(credit in text for credit in _CREDITS)
    previous_byline = after_page = False
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        byline = line[0] in _BYLINE_FIRST and bool(_BYLINE.fullmatch(line))
        dated = line[0] in _DATELINE_FIRST and bool(_DATELINE.match(line))
        if dated or (byline and not previous_byline) or after_page:
            starts.append(_above_headlines(text, lines, number, after_marks=line[0] in "□◎■"))
        if credited or "本报" in line:
            starts += [start + offset for offset in _inner_starts(line)]
        previous_byline = byline
        after_page = line[0] in _PAGE_END_FIRST and bool(_PAGE_END.match(line))
    return sorted(set(starts))


def _above_headlines(
    text: str, lines: list[tuple[int, int]], number: int, *, after_marks: bool
) -> int:
    """Start of the headlines above line `number`; a marked byline opens the text by itself."""
    first = number
    lowest = number if after_marks else max(0, number - MAX_HEADLINES)
    while first > lowest and is_headline(text[slice(*lines[first - 1])]):
        first -= 1
    return lines[first][0]


def is_headline(line: str) -> bool:
    """Whether a line is short and has no closing mark, as headlines and headings are."""
    return 4 <= len(line) <= 45 and line[-1] not in _CLOSED and not _PAGE_END.match(line)


def _inner_starts(line: str) -> list[int]:
    """Where reports run together in one line: at a headline before "本报记者", after a credit."""
    inner = list(_find_inner(line)) if "本报" in line else []
    if not inner and not any(credit in line for credit in _CREDITS):
        return []
    if len(inner) < 2:
        inner = [start for start in inner if start > 0]
    credits = [m.end() for m in _CREDIT.finditer(line) if m.end() < len(line) - 20]
    # A credit directly before a headline marks the same border.
    kept = [c for c in credits if not any(c < i <= c + 50 for i in _next(inner, c + 1))]
    moved = [next((c for c in _next(credits, i) if c <= i + 10), i) for i in inner]
    return kept + moved


def _find_inner(line: str) -> Iterator[int]:
    """Where the headlines begin that a byline follows: what `_INNER_BYLINE` would find, sooner."""
    behind = 0
    for sign in _INNER_SIGN.finditer(line):
        start = max(behind, sign.start() - LONGEST_INNER)
        for stop in _NO_HEADLINE.finditer(line, start, sign.start()):
            start = stop.end()
        if sign.start() - start >= SHORTEST_INNER:
            yield start
            behind = sign.end()


def _next(numbers: list[int], least: int) -> list[int]:
    """The first of the sorted numbers that is not below `least`, if any."""
    index = bisect_left(numbers, least)
    return numbers[index : index + 1]


def _entitle(text: str, lines: list[tuple[int, int]], spans: list[_Span]) -> list[_Span]:
    """Give each article the headline that shares most with its text; headlines may lie anywhere.

    A short line amid an article's own text is a heading within it, not its headline.
    """
    best: dict[int, tuple[float, str]] = {}
    starts = [span.start for span in spans]

    @lru_cache(4 * MAX_APART)  # lines come in order, so a long page needs only a few at a time
    def pairs(index: int) -> set[int]:
        return _pairs(text[spans[index].start : spans[index].end])

    for start, end in lines:
        line = text[start:end].strip()
        if not is_headline(line) or len(line) < 8 or _BYLINE.fullmatch(line):
            continue
        wanted = _pairs(line)
        home = bisect_right(starts, start) - 1
        for index in range(max(0, home - MAX_APART), min(len(spans), home + MAX_APART + 1)):
            if index == home:
                span = spans[index]
                if start - span.start > 90 and span.end - end > 90:
                    continue
                body = text[span.start : span.end].replace(text[start:end], "", 1)
                shared = _find_pairs(wanted, body)
            else:
                shared = wanted & pairs(index)
            share = len(shared) / len(wanted)
            if share > best.get(index, (0.5, ""))[0]:
                best[index] = (share, line)
    return [
        _Span(span.start, span.end, best.get(i, (0.0, ""))[1] or _inner_title(text, span))
        for i, span in enumerate(spans)
    ]


def _inner_title(text: str, span: _Span) -> str:
    match = _INNER_BYLINE.match(text, span.start, span.end)
    return match.group(1).strip() if match else ""


def _pairs(text: str) -> set[int]:
    """All pairs of neighbouring letters, each as one number; the lone letter of a text, else 0."""
    codes = "".join(_LETTERS.findall(text)).encode("utf-32-le", "surrogatepass")
    pairs = {*_read_pairs(codes), *_read_pairs(codes[4:])}
    return pairs or {int.from_bytes(codes, "little")}


def _read_pairs(codes: bytes) -> list[int]:
    """The first two letters of four bytes each as one number, the next two, and so on."""
    return memoryview(codes)[: len(codes) // 8 * 8].cast("Q").tolist()


def _find_pairs(wanted: set[int], text: str) -> set[int]:
    """The same as `wanted & _pairs(text)`, for a text that is asked only once."""
    letters = "".join(_LETTERS.findall(text))
    if len(letters) < 2:
        return wanted & _pairs(text)
    return {pair for pair in wanted if _write_pair(pair) in letters}


def _write_pair(pair: int) -> str:
    return chr(pair & 0xFFFFFFFF) + chr(pair >> 32)


def _leading_title(text: str, lines: list[tuple[int, int]]) -> str:
    if len(lines) < 2:
        return ""
    first = text[slice(*lines[0])].strip()
    return first if len(first) <= MAX_TITLE and not first.endswith("。") else ""


def _passage(
    source: Source,
    clean: CleanText,
    span: _Span,
    page_date: PartialDate | None,
    *,
    alone: bool,
    page: str = "",
) -> Passage:
    part = clean.slice(span.start, span.end)
    start, end = (0, len(source.text)) if alone else clean.raw_span(span.start, span.end)
    text = source.text[start:end]
    return Passage(
        Document(
            document_id=content_id(*_place(source), start, text),
            source=source.path,
            title=source.title or span.title,
            publisher=source.publisher or find_publisher(part.text[:300]),
            url=source.url,
            dated=source.dated or _find_date(part) or page_date,
            start=start,
            end=end,
            text=text,
        ),
        part,
        page,
    )


def _place(source: Source) -> tuple[object, ...]:
    """What tells a source from others of the same text."""
    name = source.path.rsplit("/", 1)[-1]
    return (name,) if source.row is None else (name, source.row)


def _find_date(clean: CleanText) -> PartialDate | None:
    """The date that a text bears; a report's opening is read only where digits can be trusted."""
    dated = find_date_line(clean.text)
    return dated or (find_wire_date(clean.text) if clean.digits_reliable else None)
