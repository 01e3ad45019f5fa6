"""Names of initiatives in a clean text: where each begins and ends.

Five forms are looked for: titles in 《》, quoted names, nicknames built on a province's sign
(sign + 政/事/… + 通/办/…), theme word + place (数字 + town), and noun phrases that end in one of
the lexicon's head nouns. A noun phrase is followed leftwards, word by word, to the verb, particle
or mark before it. Whether a mention is an initiative at all is decided later, from its context.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick

from geodata.extract.lexicon import Lexicon, any_of
from geodata.extract.mentions import Form, Mention, drop_overlaps, plain_name, quoted_part
from geodata.extract.tokens import Tokens
from geodata.model import Kind

MAX_NAME = 40
MAX_WORDS = 14
_TITLE = re.compile(r"《([^《》]{4,60})》")
_QUOTED = re.compile(r"“([^“”，。；\n]{2,20})”|‘([^‘’，。；\n]{2,20})’")
_AFTER_QUOTE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+]{1,14}")
_ISSUE_VERBS = frozenset(
    word
    for line in (
        "制定 出台 印发 发布 颁布 编制 起草 下发 通过 修订 转发 贯彻 落实 按照 根据 结合 执行",
        "签署 签订 公布 推出 提交 提出 草拟 拟定 施行 获得 负责 创造 组建 纳入 认真 以及 先后",
        "以下 简称 意义",
    )
    for word in line.split()
)
_ISSUE_ENDINGS = tuple(_ISSUE_VERBS)
_ABOUT = re.compile(r"关于[^，。；！？\n“”]{2,36}$")
# A head directly followed by one of these is part of another word.
_NOT_BEFORE = {
    "码": "头者洋表农", "卡": "口点车通片号拉塔", "云": "计端南集雾技上课服数",
    "平台": "化型商期", "系统": "性化地论集", "计划": "生单经", "工程": "师院学机技建款质项",
    "规划": "建设局院师", "体系": "化", "标准": "化地", "规范": "化有管运", "意见": "建箱反",
    "方案": "设", "试点": "城单", "改革": "开创发", "清单": "式", "协议": "书", "战略": "合性机",
    "措施": "得落", "通知": "书", "办法": "解", "大脑": "皮", "网站": "群", "热线": "电",
    "专区": "域", "结点": "", "标识": "解",
}  # fmt: skip
_EDGE = frozenset("、， 的和与及+-~·")
_STOP_TAGS = frozenset("uprdyeotw")
_LINKS = ("和", "与", "及")
_LOOSE_LEFT = " 以中群在为向将把从与于至及并其由等的和就对、，+-~·"
_BREAKS = frozenset("的和在是等将与了为")
_BUILDING = frozenset({"建设", "推进", "促进", "发展", "整合", "创新", "升级", "改造"})
_MACHINES = (Kind.PLATFORM, Kind.SERVICE, Kind.INFRASTRUCTURE)
_NICK_ENDS = frozenset({"通", "宝", "码", "贷", "办"})
# Heads that as often stand amid a name (标准化, 项目管理系统).
_INNER_HEADS = frozenset(
    {"项目", "计划", "标准", "规范", "改革", "体系", "战略", "规划", "方案", "意见"}
)
# Words that swallow a head and what is done with it.
_SWALLOWED = ("升级", "管理", "建设", "开发")


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds mentions; build one per lexicon, it holds the compiled patterns."""

    lexicon: Lexicon
    heads: ahocorasick.Automaton
    theme: re.Pattern[str]
    nickname: re.Pattern[str]
    border_heads: tuple[str, ...]
    """Heads that end another name where they stand before a head."""

    @classmethod
    def build(cls, lexicon: Lexicon) -> NameFinder:
        """Compile the lexicon's patterns."""
        heads = ahocorasick.Automaton()
        for word in lexicon.heads:
            heads.add_word(word, word)
        heads.make_automaton()
        themes = any_of(lexicon.words["theme_words"], before="(?<![a-zA-Z])").pattern
        signs = f"[{''.join(lexicon.province_signs)}]"
        return cls(
            lexicon=lexicon,
            heads=heads,
            border_heads=tuple(
                head for head in lexicon.heads if len(head) > 1 and head not in _INNER_HEADS
            ),
            theme=re.compile(themes + r"(?=[\u4e00-\u9fff]{2})"),
            nickname=re.compile(
                signs + r"[里政服事企务心快易汇速好康税医商惠省智信祥]{1,2}"
                r"(?:通办|通|办|码|贷|事|宝|易|钉)(?![发函字〔\[])"
            ),
        )

    def find(
        self,
        text: str,
        tokens: Tokens,
        place_names: frozenset[str],
        places: Sequence[tuple[int, int]],
    ) -> list[Mention]:
        """Mentions in order; where two overlap, the more certain form is kept.

        Args:
            text: Clean text.
            tokens: Its words.
            place_names: Full and short names of the places that the document mentions.
            places: Spans of its place names, in order.
        """
        found: list[Mention] = []
        found += self._titles(text)
        found += self._quoted(text)
        found += self._nicknames(text, tokens)
        found += self._themes(text, tokens, place_names)
        found += self._noun_phrases(text, tokens, places)
        return drop_overlaps(found)

    def _titles(self, text: str) -> Iterable[Mention]:
        for match in _TITLE.finditer(text):
            name = match.group(1)
            kind = self.kind_of(re.sub(r"[（(][^（）()]{1,12}[）)]$", "", name))
            if kind is not None:
                yield Mention(*match.span(1), plain_name(name), kind, Form.TITLE, "")

    def _quoted(self, text: str) -> Iterable[Mention]:
        for match in _QUOTED.finditer(text):
            inside = match.group(1) or match.group(2)
            start, end = match.span()
            tail = _AFTER_QUOTE.match(text, end)
            after, kind = self._head_after(tail.group() if tail else "")
            if kind is not None:
                name = text[start + 1 : end + after]
                yield Mention(
                    start + 1, end + after, plain_name(name), kind, Form.QUOTED, plain_name(inside)
                )
            else:
                kind = self.kind_of(inside) or Kind.SERVICE
                yield Mention(
                    start + 1, end - 1, plain_name(inside), kind, Form.QUOTED, plain_name(inside)
                )

    def _head_after(self, tail: str) -> tuple[int, Kind | None]:
        """Length and kind of "…平台" right behind a quotation; (0, None) where there is none."""
        for end, head in self.heads.iter(tail):
            word = tail[: end + 1]
            if (
                len(head) > 1
                and len(word) <= len(head) + 8
                and not self._breaks(word[: -len(head)])
            ):
                longer = next(
                    (e for e, h in self.heads.iter(tail) if e > end and e - len(h) < end), end
                )
                return longer + 1, self.lexicon.heads[tail[: longer + 1][-len(head) :]] if (
                    tail[: longer + 1][-len(head) :] in self.lexicon.heads
                ) else self.lexicon.heads[head]
        return 0, None

    def _breaks(self, words: str) -> bool:
        return not _BREAKS.isdisjoint(words)

    def _nicknames(self, text: str, tokens: Tokens) -> Iterable[Mention]:
        for match in self.nickname.finditer(text):
            start, end = match.span()
            if (
                tokens.starts[tokens.at(start)] == start
                and tokens.starts[tokens.at(end - 1) + 1] == end
            ):
                yield Mention(start, end, match.group(), Kind.SERVICE, Form.NICKNAME, match.group())
        for index in range(1, len(tokens.words)):
            if tokens.words[index] in _NICK_ENDS:
                stem, tag = tokens.words[index - 1], tokens.tags[index - 1]
                if tag[0] in "na" and tag != "ns" and len(stem) == 2 and stem[0] != stem[1]:
                    start, end = tokens.starts[index - 1], tokens.starts[index + 1]
                    yield Mention(start, end, text[start:end], Kind.SERVICE, Form.NICKNAME, "")

    def _themes(self, text: str, tokens: Tokens, place_names: frozenset[str]) -> Iterable[Mention]:
        covered = self.lexicon.words["coverage_words"]
        for match in self.theme.finditer(text):
            start, middle = match.span()
            for size in range(min(6, len(text) - middle), 1, -1):
                following = text[middle : middle + size]
                if following in place_names:
                    name = text[start : middle + size]
                    yield Mention(start, middle + size, name, Kind.PROGRAMME, Form.THEME, name)
                    break
                if (
                    following in covered
                    and tokens.starts[tokens.at(middle + size - 1) + 1] == middle + size
                ):
                    name = text[start : middle + size]
                    yield Mention(start, middle + size, name, Kind.PROGRAMME, Form.THEME, "")
                    break

    def _noun_phrases(
        self, text: str, tokens: Tokens, places: Sequence[tuple[int, int]]
    ) -> Iterable[Mention]:
        place_starts = [start for start, _ in places]
        end_of = dict(places)
        for end_index, head in self.heads.iter_long(text):
            end = end_index + 1
            if not _ends_word(tokens, end_index, head):
                continue
            if text[end : end + 1] and text[end] in _NOT_BEFORE.get(head, ""):
                continue
            kind = self.lexicon.heads[head]
            head_start = end - len(head)
            about = _ABOUT.search(text, max(0, end - 40), end) if kind is Kind.POLICY else None
            if about:
                start = about.start()
            else:
                start = self._left_border(text, tokens, head_start, kind)
                start = _start_at_place(text, start, head_start, places, place_starts)
            start = self._strip_left(tokens, start, head_start)
            name = text[start:end]
            plain = plain_name(name)
            if (
                end_of.get(start) != head_start
                and not self._is_bare(plain, head)
                and len(name) <= MAX_NAME
            ):
                yield Mention(start, end, plain, kind, Form.HEAD, quoted_part(name))

    def _left_border(self, text: str, tokens: Tokens, head_start: int, kind: Kind) -> int:
        """Offset where the noun phrase begins whose head noun starts at `head_start`."""
        index = tokens.at(head_start)
        start = min(tokens.starts[index], head_start)
        for _ in range(MAX_WORDS):
            index -= 1
            if index < 0:
                break
            word, tag = tokens.words[index], tokens.tags[index]
            if word in "”’":
                opening = text.rfind("“" if word == "”" else "‘", max(0, start - 24), start)
                if opening < 0:
                    break
                start, index = opening, tokens.at(opening)
                continue
            if self._stops(word, tag, kind, tokens, index):
                break
            start = tokens.starts[index]
        return start

    def _stops(self, word: str, tag: str, kind: Kind, tokens: Tokens, index: int) -> bool:
        if word in _LINKS:
            return not self._links(tokens, index)
        if self._is_border(word, kind, tokens, index):
            return True
        if tag in ("x", "eng"):
            return not (word in "·+-~" or (word.isascii() and word.isalnum()))
        if tag[0] in "mq":
            return not (kind is Kind.POLICY or _is_number_name(word))
        if tag[0] == "v":
            return self._verb_stops(word, kind, tokens.words[index - 1] if index else "")
        return (tag[0] in _STOP_TAGS and word != "现代") or tag[0] == "c"

    def _is_border(self, word: str, kind: Kind, tokens: Tokens, index: int) -> bool:
        """Whether a word belongs to what goes before: another name's head, 记者, 上线."""
        words = self.lexicon.words
        if word in words["boundary_nouns"]:
            return True
        if kind is Kind.POLICY or len(word) < 2:
            return word == "为" or word.endswith(_ISSUE_ENDINGS)
        if word in words["boundary_verbs"] and word not in words["name_verbs"]:
            return True
        return word.endswith(self.border_heads) and not self._next_is_head(tokens, index)

    def _next_is_head(self, tokens: Tokens, index: int) -> bool:
        following = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
        return following.startswith(("平台", "系统", "网站", "工程", "项目"))

    def _verb_stops(self, word: str, kind: Kind, previous: str) -> bool:
        if kind is Kind.POLICY:
            return word == "为" or word in _ISSUE_VERBS
        if word in _BUILDING:
            return kind in _MACHINES
        if word == "利用":  # 开发利用平台, but "… | 利用 | 云平台"
            return not previous.endswith("开发")
        return word not in self.lexicon.words["name_verbs"]

    def _links(self, tokens: Tokens, index: int) -> bool:
        """Whether 和/与 at `index` joins two parts of one name rather than two names."""
        if index == 0:
            return False
        left, tag = tokens.words[index - 1], tokens.tags[index - 1]
        return left not in self.lexicon.heads and len(left) > 1 and tag[0] in "nvs"

    def _strip_left(self, tokens: Tokens, start: int, head_start: int) -> int:
        """Offset behind the words that are no part of a name: 全市, 统一, 以; never half a word."""
        strips = self.lexicon.words["left_strip"]
        while start < head_start:
            index = tokens.at(start)
            word = tokens.words[index][start - tokens.starts[index] :]
            pair = word + "".join(tokens.words[index + 1 : index + 2])
            if word in strips or (len(word) == 1 and word in _LOOSE_LEFT):
                step = len(word)
            elif pair in strips:
                step = len(pair)
            else:
                break
            start = min(start + step, head_start)
        return start

    def _is_bare(self, name: str, head: str) -> bool:
        """Whether nothing but a generic noun is left."""
        if name in self.lexicon.words["generic"] or name in self.lexicon.heads:
            return True
        if len(head) >= 5:
            return False
        return len(name) - len(head) < 2 or len(name) < 4 - (len(head) == 1)

    def kind_of(self, name: str) -> Kind | None:
        """The kind that a name's ending makes it, or None."""
        for size in range(min(8, len(name)), 0, -1):
            kind = self.lexicon.heads.get(name[-size:])
            if kind is not None:
                return kind
        return None


def _ends_word(tokens: Tokens, end_index: int, head: str) -> bool:
    """Whether a word ends with the head, or holds it and what is done with it (系统升级).

    A head of one character must not be half of another word (白云).
    """
    index = tokens.at(end_index)
    word, rest = tokens.words[index], tokens.starts[index + 1] - end_index - 1
    if rest == 0:
        return len(head) > 1 or len(word) != 2
    return word.startswith(head) and word[-rest:] in _SWALLOWED


def _is_number_name(word: str) -> bool:
    """Numbers that names begin with: 96345, 12345, 三, 一; not counts like 60%."""
    return word in ("一", "三", "双") or (word.isdigit() and word.isascii() and len(word) >= 4)


def _start_at_place(
    text: str,
    start: int,
    head_start: int,
    places: Sequence[tuple[int, int]],
    place_starts: Sequence[int],
) -> int:
    """A phrase that runs through a place name begins there; 数字 + place stays whole."""
    index = bisect_left(place_starts, head_start) - 1
    while index >= 0 and places[index][0] > start:
        place = places[index][0]
        before = text[start:place]
        if before not in ("数字", "智慧", "云上", "无线", "平安", "信息", "中国") and not (
            before.isascii() and before.isalnum()
        ):
            return place
        index -= 1
    return start
