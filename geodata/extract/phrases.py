"""Noun phrases that end in one of the lexicon's head nouns: where each begins.

From its head a phrase is followed leftwards, word by word, to the verb, particle, mark or other
name before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Form, Mention, plain_name, quoted_part
from geodata.extract.tokens import Tokens
from geodata.model import Kind
from geodata.wordscan import WordScan

MAX_NAME = 40
MAX_WORDS = 14
MAX_VERDICTS = 100_000
QUOTE_REACH = 24
_ISSUE_VERBS = frozenset(
    word
    for line in (
        "制定 出台 印发 发布 颁布 编制 起草 下发 通过 修订 转发 贯彻 落实 按照 根据 结合 执行",
        "签署 签订 公布 推出 提交 提出 草拟 拟定 施行 获得 负责 创造 组建 纳入 认真 以及 先后",
        "以下 简称 意义",
    )
    for word in line.split()
)
_NOT_IN_POLICIES = frozenset(
    word
    for line in (
        "提供 承担 违反 符合 包括 成为 拥有 具有 属于 需要 没有 可以 能够 进入 借助 参观 考察 了解",
        "打开 点击 下载 登录 举办 依托 有关 缺乏 存在 采用 采取 享受",
    )
    for word in line.split()
)
_ISSUE_ENDINGS = tuple(_ISSUE_VERBS)
_ABOUT = re.compile(r"关于[^，。；！？\n“”]{2,36}$")
# A head directly followed by one of these is part of another word.
_NOT_BEFORE = {
    "码": "头者洋表农", "卡": "口点车通片号拉塔", "云": "计端南集雾技上课服数",
    "谷": "物类雨歌底地丰仓米口氨",
    "平台": "化型商期", "系统": "性化地论集", "计划": "生单经", "工程": "师院学机技建款质项",
    "规划": "建设局院师", "体系": "化", "标准": "化地", "规范": "化有管运", "意见": "建箱反",
    "方案": "设", "试点": "城单", "改革": "开创发", "清单": "式", "协议": "书", "战略": "合性机",
    "措施": "得落", "通知": "书", "办法": "解", "大脑": "皮", "网站": "群", "热线": "电",
    "专区": "域", "结点": "", "标识": "解",
}  # fmt: skip
_STOP_TAGS = frozenset("uprdyeotw")
_LINKS = ("和", "与", "及")
_NOUN_TAGS = frozenset("nbj")
# Verbs that plans for the better are named by: 网点提升工程.
_BETTERING = frozenset({"提升", "支持", "延伸", "改造", "普及", "扶持"})
# Second halves of verbs that tell what became of it: 喂给, 编进, 建成.
_RESULTS = frozenset("给进到为出成起完入有上至在")
# How a thing is made, where the next two characters say that it is: 合作开发.
_TOGETHER = frozenset({"合作", "联合", "共同", "自主", "自行", "独立", "组织", "牵头"})
_BROUGHT_INTO = frozenset({"农村", "社区", "校园", "企业", "家庭", "乡村", "园区", "万家"})
_LOOKING = frozenset((*_LINKS, "利用", "接入", "一", "三"))
_LOOSE_LEFT = " 以中群在为向将把从与于至及并其由等的和就对、，+-~·"
# Particles that the segmenter takes for the first half of a word it doesn't know.
_GLUED = frozenset("以对将把向")
_BUILDING = frozenset({"建设", "推进", "促进", "发展", "整合", "创新", "升级", "改造"})
# An enumeration's members are slow to reach by their class.
_POLICY, _HEAD = Kind.POLICY, Form.HEAD
_MACHINES = (Kind.PLATFORM, Kind.SERVICE, Kind.INFRASTRUCTURE)
# Heads that as often stand amid a name (标准化, 项目管理系统).
_INNER_HEADS = frozenset(
    {"项目", "计划", "标准", "规范", "改革", "体系", "战略", "规划", "方案", "意见"}
)
# Particles that the segmenter takes for the second half of a word it doesn't know.
_STUCK = frozenset("对已将在把被")
# Words that swallow a head and what is done with it.
_SWALLOWED = ("升级", "管理", "建设", "开发")


class Head(NamedTuple):
    """A head noun, and what follows from it."""

    noun: str
    kind: Kind
    not_before: str
    """Characters that make a part of another word of it."""
    verdicts: dict[str, bool]
    """What `_stops` said, for its kind, of words that no neighbour changes: the same few words make
    up most texts."""


@dataclass(frozen=True, slots=True)
class PhraseFinder:
    """Finds noun phrases; build one per lexicon."""

    lexicon: Lexicon
    heads: tuple[Head, ...]
    """The head nouns, as `inner` and `endings` number them."""
    inner: WordScan
    endings: WordScan
    """Finds of overlapping heads the longest."""
    border_heads: tuple[str, ...]
    """Heads that end another name where they stand before a head."""

    @classmethod
    def build(cls, lexicon: Lexicon) -> PhraseFinder:
        """Compile the lexicon's heads."""
        nouns = tuple(lexicon.heads)
        ending = (head for head in nouns if len(head) > 1 and head not in _INNER_HEADS)
        policies, machines, others = (dict[str, bool]() for _ in range(3))
        heads = (
            Head(
                noun,
                kind,
                _NOT_BEFORE.get(noun, ""),
                policies if kind is _POLICY else machines if kind in _MACHINES else others,
            )
            for noun, kind in lexicon.heads.items()
        )
        inner, endings = WordScan(nouns), WordScan(nouns, longest=True)
        return cls(lexicon, tuple(heads), inner, endings, tuple(ending))

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
        words, starts = tokens.words, tokens.starts
        for number, head_start, end in self.endings.find(text):
            head = self.heads[number]
            noun, kind, not_before, _ = head
            last = bisect_left(starts, end) - 1
            part_of_another = not_before and end < len(text) and text[end] in not_before
            if part_of_another or not _ends_word(words[last], starts[last + 1] - end, noun):
                continue
            about = _ABOUT.search(text, max(0, end - 40), end) if kind is _POLICY else None
            if about:
                start = about.start()
            else:
                holds = last if starts[last] <= head_start else tokens.at(head_start)
                start = self._left_border(text, tokens, holds, head)
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

    def _left_border(self, text: str, tokens: Tokens, index: int, head: Head) -> int:
        """Offset where the noun phrase begins whose head noun begins in word `index`."""
        words, starts = tokens.words, tokens.starts
        kind, verdicts = head.kind, head.verdicts
        start = starts[index]
        for step in range(MAX_WORDS):
            index -= 1
            if index < 0:
                break
            word = words[index]
            stops = verdicts.get(word)
            if stops is None:
                if word in "”’":
                    opening = "“" if word == "”" else "‘"
                    quoted = text.rfind(opening, max(0, start - QUOTE_REACH), start)
                    if quoted < 0:
                        break
                    start, index = quoted, tokens.at(quoted)
                    continue
                stops = self._stops(word, tokens.tag(index), kind, tokens, index)
                if len(verdicts) < MAX_VERDICTS and not self._looks_around(word):
                    verdicts[word] = stops
            if (
                stops
                and (step or not self._modifies(tokens, index, kind))
                and not (word == "进" and _leads_into(tokens, index))
            ):
                break
            start = starts[index]
            if len(word) == 2 and word[0] in _GLUED and tokens.tag(index) in ("n", "h", "nr"):
                start += 1
                break
            if word == "新一代":
                break
        return start

    def _looks_around(self, word: str) -> bool:
        """Whether `_stops` asks for the neighbours of a word."""
        return word in _LOOKING or word.endswith(self.border_heads)

    def _stops(self, word: str, tag: str, kind: Kind, tokens: Tokens, index: int) -> bool:
        if word in _LINKS:
            return not self._links(tokens, index)
        if self._is_border(word, kind, tokens, index):
            return True
        if word in self.lexicon.words["name_words"]:
            return False
        if tag in ("x", "eng"):
            return not (word in "·+-~" or (word.isascii() and word.isalnum()))
        if tag[0] in "mq":
            return not (
                kind is _POLICY
                or _is_number_name(word)
                or _is_phase(word)
                or _is_one_for_all(word, tokens.words[index + 1])
            )
        if tag[0] == "v":
            return self._verb_stops(word, kind)
        return tag[0] in _STOP_TAGS or tag[0] == "c"

    def _is_border(self, word: str, kind: Kind, tokens: Tokens, index: int) -> bool:
        """Whether a word belongs to what goes before: another name's head, 记者, 上线."""
        words = self.lexicon.words
        if word in words["boundary_nouns"]:
            return True
        if word == "利用" and index and not tokens.words[index - 1].endswith("开发"):
            return True
        if word == "接入" and not self._next_is_head(tokens, index):
            return True
        if kind is _POLICY or len(word) < 2:
            return word == "为" or word.endswith(_ISSUE_ENDINGS) or word in _NOT_IN_POLICIES
        if word in words["boundary_verbs"] and word not in words["name_verbs"]:
            return True
        if len(word) > 3 and word[-2:] in words["boundary_verbs"]:
            return word[-2:] not in words["name_verbs"] or word[:2] in _TOGETHER
        return word.endswith(self.border_heads) and not self._next_is_head(tokens, index)

    def _next_is_head(self, tokens: Tokens, index: int) -> bool:
        following = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
        return following.startswith(("平台", "系统", "网站", "工程", "项目"))

    def _verb_stops(self, word: str, kind: Kind) -> bool:
        if kind is _POLICY:
            return word == "为" or word in _ISSUE_VERBS
        if word in _BUILDING:
            return kind in _MACHINES
        return word not in self.lexicon.words["name_verbs"]

    def _modifies(self, tokens: Tokens, index: int, kind: Kind) -> bool:
        """Whether a verb right before the head says what the thing does: 费用核对系统.

        It does behind a noun; else it more likely says what is done: 建起网站.
        """
        word, words = tokens.words[index], self.lexicon.words
        if not index or tokens.tag(index - 1)[0] not in _NOUN_TAGS:
            return False
        if word in _BETTERING:
            return True
        if len(word) != 2 or word[1] in _RESULTS or kind not in _MACHINES:
            return False
        acts = word in words["boundary_verbs"] or word in _NOT_IN_POLICIES
        return tokens.tag(index)[0] == "v" and not acts

    def _links(self, tokens: Tokens, index: int) -> bool:
        """Whether 和/与 at `index` joins two parts of one name rather than two names."""
        if index == 0:
            return False
        left, tag = tokens.words[index - 1], tokens.tag(index - 1)
        return left not in self.lexicon.heads and len(left) > 1 and tag[0] in "nvs"

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
        return generic or _is_phase(name[:stem])


def _leads_into(tokens: Tokens, index: int) -> bool:
    """Whether a 进 tells, in a name, where a thing is brought: 电子商务进农村."""
    return (
        index > 0
        and tokens.tag(index - 1)[0] in _NOUN_TAGS
        and tokens.words[index + 1] in _BROUGHT_INTO
    )


def _ends_word(word: str, rest: int, head: str) -> bool:
    """Whether a word ends with the head, or holds it and what is done with it (系统升级).

    A head of one character must not be half of another word (白云). `rest` is the number of
    characters behind the head.
    """
    if rest == 0:
        return len(head) > 1 or len(word) != 2
    return word.startswith(head) and (word[-rest:] in _SWALLOWED or word[-rest:] in _STUCK)


def _is_phase(word: str) -> bool:
    """第五期, 二期: one stage of a programme."""
    return word.endswith("期") and len(word) in (2, 3, 4) and word != "长期"


def _is_number_name(word: str) -> bool:
    """Numbers that names begin with: 12345; not counts like 60%."""
    return word == "双" or (word.isdigit() and word.isascii() and len(word) >= 4)


def _is_one_for_all(word: str, following: str) -> bool:
    """The 一 of 一网通办 and the 三 of 三农, not those that number a list."""
    return (word == "一" and following[:1] in set("网窗码卡键站号门图屏端件证体机库张表云")) or (
        word == "三" and following[:1] in set("农级维资医")
    )


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
