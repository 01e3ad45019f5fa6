"""Noun phrases that end in one of the lexicon's head nouns: where each begins.

From its head a phrase is followed leftwards, word by word, to the verb, particle, mark or other
name before it (`borders`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geodata.extract.borders import Borders, is_phase
from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Form, Mention, plain_name, quoted_part
from geodata.extract.tokens import Tokens
from geodata.model import Kind
from geodata.wordscan import WordScan

MAX_NAME = 40
_ABOUT = re.compile(r"关于[^，。；！？\n“”]{2,36}$")
# A head directly followed by one of these is part of another word.
_NOT_BEFORE = {
    "码": "头者洋表农", "卡": "口点车通片号拉塔", "云": "计端南集雾技上课服数",
    "网": "络站上民友页吧格购银速点约红店易课箱球内中线路端校办际通", "库": "存区房容伦尔车里中",
    "谷": "物类雨歌底地丰仓米口氨",
    "平台": "化型商期", "系统": "性化地论集", "计划": "生单经", "工程": "师院学机技建款质项",
    "规划": "建设局院师", "体系": "化", "标准": "化地", "规范": "化有管运", "意见": "建箱反",
    "方案": "设", "试点": "城单", "改革": "开创发", "清单": "式", "协议": "书", "战略": "合性机",
    "措施": "得落", "通知": "书", "办法": "解", "大脑": "皮", "网站": "群", "热线": "电",
    "专区": "域", "结点": "", "标识": "解",
}  # fmt: skip
# A head directly behind one of these is the end of another word.
_NOT_BEHIND = {"网": "联域电路管气水丝渔上全入触铁力球法情蛛因局广当淘", "库": "仓水车金国武书宝"}
_LOOSE_LEFT = " 暨以中群在为向将把从与于至及并其由等的和就对、，+-~·"
# Particles that the segmenter takes for the second half of a word it doesn't know.
_STUCK = frozenset("对已将在把被")
# Words that swallow a head and what is done with it.
_SWALLOWED = ("升级", "管理", "建设", "开发")
# An enumeration's members are slow to reach by their class.
_POLICY, _HEAD = Kind.POLICY, Form.HEAD


class Head(NamedTuple):
    """A head noun, and what follows from it."""

    noun: str
    kind: Kind
    not_before: str
    """Characters that make a part of another word of it."""
    not_behind: str


@dataclass(frozen=True, slots=True)
class PhraseFinder:
    """Finds noun phrases; build one per lexicon."""

    lexicon: Lexicon
    heads: tuple[Head, ...]
    """The head nouns, as `inner` and `endings` number them."""
    inner: WordScan
    endings: WordScan
    """Finds of overlapping heads the longest."""
    borders: Borders

    @classmethod
    def build(cls, lexicon: Lexicon) -> PhraseFinder:
        """Compile the lexicon's heads."""
        nouns = tuple(lexicon.heads)
        heads = tuple(
            Head(noun, kind, _NOT_BEFORE.get(noun, ""), _NOT_BEHIND.get(noun, ""))
            for noun, kind in lexicon.heads.items()
        )
        inner, endings = WordScan(nouns), WordScan(nouns, longest=True)
        return cls(lexicon, heads, inner, endings, Borders.build(lexicon))

    def find(
        self, text: str, tokens: Tokens, places: Sequence[tuple[int, int]]
    ) -> Iterable[Mention]:
        """Noun phrases of a text, in the order of their heads.

        Args:
            text: Clean text.
            tokens: Its words.
            places: Spans of its place names, in order.
        """
        place_starts = [start for start, _ in places]
        end_of = dict(places)
        start_of = {end: start for start, end in places}
        words, starts = tokens.words, tokens.starts
        for number, head_start, end in self.endings.find(text):
            noun, kind, not_before, not_behind = self.heads[number]
            last = bisect_left(starts, end) - 1
            part_of_another = (not_before and end < len(text) and text[end] in not_before) or (
                not_behind and head_start and text[head_start - 1] in not_behind
            )
            if part_of_another or not _ends_word(words[last], starts[last + 1] - end, noun):
                continue
            about = _ABOUT.search(text, max(0, end - 40), end) if kind is _POLICY else None
            if about:
                start = about.start()
            else:
                holds = last if starts[last] <= head_start else tokens.at(head_start)
                start = self.borders.find(text, tokens, holds, kind, start_of)
                before = bisect_left(place_starts, head_start)
                if before and place_starts[before - 1] > start:
                    start = _start_at_place(text, start, places, before - 1)
            if start < head_start:
                start = self._strip_left(tokens, start, head_start)
            bare = start == head_start or end_of.get(start) == head_start
            if bare or end - start > MAX_NAME:
                continue
            name = text[start:end]
            plain = plain_name(name)
            if not self._is_bare(plain, noun):
                yield Mention(start, end, plain, kind, _HEAD, quoted_part(name))

    def _strip_left(self, tokens: Tokens, start: int, head_start: int) -> int:
        """Offset behind the words that are no part of a name: 全市, 统一, 以; never half a word."""
        strips, words, starts = self.lexicon.words["left_strip"], tokens.words, tokens.starts
        index = tokens.at(start)
        while start < head_start:
            word = words[index][start - starts[index] :]
            if word in strips or (len(word) == 1 and word in _LOOSE_LEFT):
                index += 1
            elif word + words[index + 1] in strips:
                index += 2
            else:
                break
            start = starts[index]
        return min(start, head_start)

    def _is_bare(self, name: str, head: str) -> bool:
        """Whether nothing but a generic noun is left."""
        stem = len(name) - len(head)
        if len(head) < 5 and (stem < 2 or len(name) < 4 - (len(head) == 1)):
            return True
        generic = name in self.lexicon.words["generic"] or name in self.lexicon.heads
        return generic or is_phase(name[:stem])


def _ends_word(word: str, rest: int, head: str) -> bool:
    """Whether a word ends with the head, or holds it and what is done with it (系统升级).

    A head of one character must not be half of another word (白云). `rest` is the number of
    characters behind the head.
    """
    if rest == 0:
        return len(head) > 1 or len(word) != 2
    return word.startswith(head) and (word[-rest:] in _SWALLOWED or word[-rest:] in _STUCK)


def _first_sign(places: Sequence[tuple[int, int]], index: int, start: int) -> int:
    """Index of the first of several signs of places written as one word, as in 京津冀."""
    while index and places[index][1] - places[index][0] == 1:
        before = places[index - 1]
        if before[1] != places[index][0] or before[1] - before[0] > 1 or before[0] < start:
            break
        index -= 1
    return index


def _start_at_place(text: str, start: int, places: Sequence[tuple[int, int]], index: int) -> int:
    """A phrase that runs through a place name begins there; 数字 + place stays whole.

    `index` is the last place before the phrase's head.
    """
    while index >= 0 and places[index][0] > start:
        index = _first_sign(places, index, start)
        place = places[index][0]
        before = text[start:place]
        if before.endswith("·"):
            return start
        if before not in ("数字", "智慧", "云上", "无线", "平安", "信息", "中国") and not (
            before.isascii() and before.isalnum()
        ):
            return place
        index -= 1
    return start
