"""Names of initiatives in a clean text: where each begins and ends.

Six forms are looked for: titles in 《》, quoted names, nicknames (built on a province's sign, a
town's short name or a single e), theme word + place (数字 + town), noun phrases that end in one of
the lexicon's head nouns, and the few words behind 推出 or 取名. Whether a mention is an initiative
at all is decided later, from its context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Form, Mention, drop_overlaps, plain_name
from geodata.extract.phrases import PhraseFinder
from geodata.extract.tokens import Tokens
from geodata.model import Kind
from geodata.wordscan import WordScan

MAX_LAUNCHED = 3
"""Words of a launched name without a head noun."""
LAUNCHED_LENGTHS = range(3, 8)
MAX_GAP = 8
"""Characters between a quotation and the head noun behind it."""
_TITLE = re.compile(r"《([^《》]{4,60})》")
_QUOTED = re.compile(r"“([^“”，。；\n]{2,20})”|‘([^‘’，。；\n]{2,20})’")
_AFTER_QUOTE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+]{1,14}")
_BREAKS = frozenset("的和在是等将与了为")
_NICK_ENDS = ("通", "宝", "码", "贷", "办")
_LAUNCHES = (
    *("推出", "上线", "开通", "启用", "首创", "研发", "推行", "打造"),
    "试行",
)
_NAMINGS = (
    *("名为", "取名", "起名", "命名为", "称为", "叫", "叫做", "叫作", "名叫", "定名", "定名为"),
    *("称作", "唤作", "改称", "更名为", "改名为", "称其为", "名字叫", "名称改为", "名称定为"),
)
_NO_LAUNCH = ("呼叫", "叫停", "叫好", "叫号", "叫苦", "叫卖")
_AFTER_LAUNCH = re.compile(r"[了出]?(?:的|一款|一个|一种|一套|首个|全新|全国首个)?")
_AFTER_NAMING = re.compile(r"[它其]?(?:为|是)?")
_NAMING_TAGS = frozenset("nabjlivzg")
_CALLING_TAGS = _NAMING_TAGS | frozenset("mqfst")
# An enumeration's members are slow to reach by their class.
_SERVICE, _QUOTE, _NICKNAME = Kind.SERVICE, Form.QUOTED, Form.NICKNAME
_PLACE_ENDS = tuple("通码办云网")
_UNIT_ENDS = frozenset("省市县区旗")


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds mentions; build one per lexicon, it holds the compiled patterns."""

    lexicon: Lexicon
    phrases: PhraseFinder
    nickname: re.Pattern[str]
    leads: WordScan
    """Finds the words that lead to a name: those of themes, which begin it, then of launches."""
    themes: int
    """How many are those of themes."""

    @classmethod
    def build(cls, lexicon: Lexicon) -> NameFinder:
        """Compile the lexicon's patterns."""
        themes = sorted(lexicon.words["theme_words"])
        signs = f"[{''.join(lexicon.province_signs)}]"
        return cls(
            lexicon=lexicon,
            phrases=PhraseFinder.build(lexicon),
            nickname=re.compile(
                signs + r"[里政服事企务心快易汇速好康税医商惠省智信祥]{1,2}"
                r"(?:通办|通|办|码|贷|事|宝|易|钉)(?![发函字〔\[])"
            ),
            leads=WordScan([*themes, *_LAUNCHES, *_NAMINGS, *_NO_LAUNCH], longest=True),
            themes=len(themes),
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
        found += self._signed(text, tokens)
        found += self._nicknames(text, tokens)
        themes, launches = self._find_leads(text)
        found += self._themes(text, tokens, themes, place_names)
        found += self._launched(text, tokens, launches)
        found += _with_latin(text, tokens)
        found += _of_places(text, tokens, places)
        found += self.phrases.find(text, tokens, places)
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
            after, kind = self._head_after(tail.group()) if tail else (0, None)
            core = plain_name(inside)
            if kind is not None:
                name = plain_name(text[start + 1 : end + after])
                yield Mention(start + 1, end + after, name, kind, _QUOTE, core)
            else:
                kind = self.kind_of(inside) or _SERVICE
                yield Mention(start + 1, end - 1, core, kind, _QUOTE, core)

    def _head_after(self, tail: str) -> tuple[int, Kind | None]:
        """Length and kind of "…平台" right behind a quotation; (0, None) where there is none."""
        found = [
            (start, end, self.phrases.heads[number])
            for number, start, end in self.phrases.inner.find(tail)
        ]
        for start, end, head in found:
            if len(head.noun) > 1 and start <= MAX_GAP and _BREAKS.isdisjoint(tail[:start]):
                overlapping = (pair for pair in found if pair[0] < end < pair[1])
                _, end, head = next(overlapping, (start, end, head))
                return end, head.kind
        return 0, None

    def _signed(self, text: str, tokens: Tokens) -> Iterable[Mention]:
        for match in self.nickname.finditer(text):
            name, (start, end) = match.group(), match.span()
            if tokens.begins(start) and tokens.ends(end):
                yield Mention(start, end, name, _SERVICE, _NICKNAME, name)

    def _nicknames(self, text: str, tokens: Tokens) -> Iterable[Mention]:
        for last in _find_signs(text, _NICK_ENDS):
            index = tokens.at(last)
            if index > 0 and tokens.words[index] in _NICK_ENDS:
                stem, tag = tokens.words[index - 1], tokens.tag(index - 1)
                if (
                    tag[0] in "na"
                    and tag != "ns"
                    and stem != "全部"
                    and len(stem) == 2
                    and stem[0] != stem[1]
                ):
                    start, end = tokens.starts[index - 1], tokens.starts[index + 1]
                    yield Mention(start, end, text[start:end], _SERVICE, _NICKNAME, "")

    def _find_leads(self, text: str) -> tuple[list[tuple[int, int]], list[tuple[int, bool]]]:
        """Spans of words for themes; where a launch may begin, and whether it is a naming."""
        themes, launches = [], []
        namings = self.themes + len(_LAUNCHES)
        for number, start, end in self.leads.find(text):
            if number < self.themes:
                themes.append((start, end))
            elif number < namings + len(_NAMINGS):
                named = number >= namings
                lead = (_AFTER_NAMING if named else _AFTER_LAUNCH).match(text, end)
                launches.append((lead.end() if lead else end, named))
        return themes, launches

    def _launched(
        self, text: str, tokens: Tokens, launches: Iterable[tuple[int, bool]]
    ) -> Iterable[Mention]:
        """What is launched or called by a few words that end in no head noun."""
        for start, named in launches:
            if start == len(text) or not tokens.begins(start):
                continue
            first = index = tokens.at(start)
            beyond = min(first + MAX_LAUNCHED + 1, len(tokens.words))
            while index < beyond and self._names(tokens, index, loose=named):
                index += 1
            end = tokens.starts[index]
            few = index - first <= MAX_LAUNCHED and end - start in LAUNCHED_LENGTHS
            if few and text[start:end] not in self.lexicon.words["generic"]:
                yield Mention(start, end, text[start:end], _SERVICE, Form.LAUNCHED, "")

    def _names(self, tokens: Tokens, index: int, *, loose: bool) -> bool:
        """Whether a word may be part of what is launched, or of what something is called."""
        word, words = tokens.words[index], self.lexicon.words
        if word in words["boundary_verbs"] or word in words["boundary_nouns"] or word in "有是将为":
            return False
        tag = tokens.tag(index)
        if loose and (tag[0] in _CALLING_TAGS or (tag == "d" and len(word) > 1)):
            return True
        return tag[0] in _NAMING_TAGS or tag == "eng"

    def _themes(
        self,
        text: str,
        tokens: Tokens,
        themes: Iterable[tuple[int, int]],
        place_names: frozenset[str],
    ) -> Iterable[Mention]:
        covered, covered_starts = self.lexicon.words["coverage_words"], self.lexicon.covered_starts
        place_starts = {place[:2] for place in place_names}
        for start, middle in themes:
            begin = text[middle : middle + 2]
            if begin not in covered_starts and begin not in place_starts:
                continue
            if start and text[start - 1].isascii() and text[start - 1].isalpha():
                continue
            for size in range(min(6, len(text) - middle), 1, -1):
                following = text[middle : middle + size]
                if following in place_names:
                    name = text[start : middle + size]
                    yield Mention(start, middle + size, name, Kind.PROGRAMME, Form.THEME, name)
                    break
                if following in covered and tokens.ends(middle + size):
                    name = text[start : middle + size]
                    yield Mention(start, middle + size, name, Kind.PROGRAMME, Form.THEME, "")
                    break

    def kind_of(self, name: str) -> Kind | None:
        """The kind that a name's ending makes it, or None."""
        for size in range(min(8, len(name)), 0, -1):
            kind = self.lexicon.heads.get(name[-size:])
            if kind is not None:
                return kind
        return None


def _find_signs(text: str, signs: Iterable[str]) -> Iterator[int]:
    """Offsets of single characters: much faster than by a pattern, where they are few."""
    for sign in signs:
        offset = text.find(sign)
        while offset >= 0:
            yield offset
            offset = text.find(sign, offset + 1)


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _with_latin(text: str, tokens: Tokens) -> Iterable[Mention]:
    """Names around a single e: 社区e通."""
    for offset in _find_signs(text, "eE"):
        if not (_is_han(text[offset - 1 : offset]) and _is_han(text[offset + 1 : offset + 2])):
            continue
        index = tokens.at(offset)
        if 0 < index < len(tokens.words) - 1 and len(tokens.words[index]) == 1:
            before, after = tokens.words[index - 1], tokens.words[index + 1]
            if len(before) <= 3 and len(after) <= 2:
                start, end = tokens.starts[index - 1], tokens.starts[index + 2]
                yield Mention(start, end, text[start:end], _SERVICE, _NICKNAME, "")


def _of_places(text: str, tokens: Tokens, places: Iterable[tuple[int, int]]) -> Iterable[Mention]:
    """Nicknames made of a place's short name: 泰州通."""
    for start, end in places:
        short = end - start in (2, 3) and text[end - 1] not in _UNIT_ENDS
        if short and text[end : end + 1] in _PLACE_ENDS and tokens.ends(end + 1):
            yield Mention(start, end + 1, text[start : end + 1], _SERVICE, _NICKNAME, "")
