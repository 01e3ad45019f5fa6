"""Under which forms one initiative goes at one place: the key of a name, and trusted short forms.

A key is what is left of a name once its owner's name, its spelling and the words that name no other
thing are gone: 南通市“雪亮”工程 and 雪亮工程 of 南通市 have one, so have “浙里办”App and 浙里办.
Nothing is compared loosely, so keys never meet by likeness. These always stay apart:

- names of different editions (`editions`), and a name with one and the same name without;
- a thing and the policy on it, and policies on one thing (办法, 细则, 意见);
- a pilot, a centre or a section (专区) named after a thing, and the thing itself;
- a slogan's reform and its platform (“一窗受理”改革, “一窗受理”平台);
- 智慧 or 数字 + field, and the platform or app for it (智慧停车, 智慧停车平台);
- whatever differs by one word of content (政务服务平台, 政务公开平台).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from geodata.extract.editions import split_editions, unify_spelling
from geodata.extract.endings import (
    CARRIER,
    MACHINE,
    PILOT,
    PROJECT,
    REFORM,
    SITE,
    THINGS,
    VERSION,
    WHOLES,
    WORKS,
    is_nickname,
    is_slogan,
    last_nickname,
    names_carrier,
    read_health_code,
    read_hotline,
)
from geodata.extract.lexicon import Lexicon
from geodata.extract.ownership import Owner, own_prefix
from geodata.model import Kind

MIN_REST, MIN_SHORT, MAX_BEFORE = 3, 3, 8

_ORGAN = "(?:政府|办公厅|办公室|委员会|中央|党组|[委厅局部院])"
_ISSUING = re.compile(
    "(?:关于)?(?:印发|转发|发布|公布|下发|批转)(.{4,}?)的?(?:通知|通告|公告|函|决定)$"
)
_ISSUER = re.compile(rf"^.{{1,40}}?{_ORGAN}(?=关于|印发|转发|发布|公布|下发|批转)")
_OF = re.compile(r"的(?=.{2,6}$)")
_LINKS = re.compile(r"(?<=.)[和与及](?=.)")
# 电子政务外网 and 政务外网 are one; a hall on the net is not the hall in the street.
_ONLINE = re.compile(r"(?:电子|在线)(?=政务(?!大厅|中心))")


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A proper name inside a longer one by which others may know the same initiative."""

    key: str
    before: str
    """The words before it in the longer name: 企业 in 企业“好易通”平台; "" where none."""


@dataclass(frozen=True)
class NameReader:
    """Reads names; build one per lexicon."""

    policies: tuple[str, ...]
    themes: tuple[str, ...]
    domain: frozenset[str]
    """Words of the field, of two characters or more."""
    empty: frozenset[str]
    """Names that say nothing by themselves."""
    longest: int

    @classmethod
    def build(cls, lexicon: Lexicon) -> NameReader:
        """Take from the lexicon what tells a proper name from words of the field."""
        words: Mapping[str, Iterable[str]] = lexicon.words
        sets = ("digital", "name_verbs", "coverage_words", "theme_words", "generic", "left_strip")
        domain = {word.lower() for name in sets for word in words[name] if len(word) > 1}
        heads = (word for word, kind in lexicon.heads.items() if kind is not Kind.SERVICE)
        empty = {word.lower() for word in (*words["generic"], *heads)}
        return cls(
            policies=tuple(head for head, kind in lexicon.heads.items() if kind is Kind.POLICY),
            themes=tuple(sorted(word for word in words["theme_words"] if len(word) > 1)),
            domain=frozenset(domain),
            empty=frozenset(empty),
            longest=max(map(len, domain)),
        )

    def key(self, name: str, owner: Owner) -> str:
        """What all variants of a name have in common at one owner, editions and all.

        A name that is nothing but a generic noun keeps its owner before it.
        """
        stem, editions, dated = self._read(name, owner)
        if not stem.endswith(self.policies):
            short = self._shed(_ONLINE.sub("", stem), owner)
            if dated and (self._is_thing(short, owner) or is_slogan(short)):
                editions = ()
            stem = short
        return _join(stem, editions)

    def short_forms(
        self, name: str, aliases: Collection[str], owner: Owner
    ) -> frozenset[ShortForm]:
        """Those of a record's aliases that are proper names and stand inside its name.

        Behind them the name may have only a word for a platform, an app or a project. An alias of
        one or two characters, of words of the field, or made of a slogan proves nothing.
        """
        if not aliases:
            return frozenset()
        whole, editions, _ = self._read(name, owner)
        if editions or whole.endswith(self.policies):
            return frozenset()
        read = [(proper, marks) for proper, marks, _ in (self._read(a, owner) for a in aliases)]
        called = {proper for proper, _ in read}
        found = set()
        for proper, marks in read:
            if marks or proper not in whole or not self._is_proper(proper, owner):
                continue
            before, _, behind = whole.partition(proper)
            behind = behind.removeprefix(own_prefix(behind, owner))
            if before and not behind and not is_nickname(proper, owner):
                continue  # 软件产业基地 of 通信软件产业基地 is but its last words
            if len(before) > MAX_BEFORE or before.endswith("版"):
                continue
            if names_carrier(behind) or (MACHINE.search(behind, 2) and proper + "平台" in called):
                found.add(ShortForm(self._shed(proper, owner), before))
        return frozenset(found)

    def _read(self, name: str, owner: Owner) -> tuple[str, tuple[str, ...], bool]:
        """A name without owner, editions and issuing words; and if it only begins with a year."""
        spelt = unify_spelling(name)
        text, editions = split_editions(spelt)
        if not text:
            return spelt, (), False
        if text.endswith(self.policies):
            text = self._read_policy(text, owner)
        text = self._drop_owner(text, owner)
        text = SITE.sub("网站", PILOT.sub("试点", text))
        dated = len(editions) == 1 and editions[0].isdigit() and spelt.startswith(editions[0])
        return _LINKS.sub("", text), editions, dated

    def _read_policy(self, text: str, owner: Owner) -> str:
        """The policy itself: without who issued it, 关于, and the notice around it."""
        text = self._drop_owner(text, owner)
        text = _ISSUER.sub("", text)
        inner = _ISSUING.fullmatch(text)
        if inner and inner.group(1).endswith(self.policies):
            text = inner.group(1)
        text = self._drop_owner(text.removeprefix("关于"), owner)
        ending = _OF.search(text)
        if ending and text[ending.end() :] in self.policies:
            return text[: ending.start()] + text[ending.end() :]
        return text

    def _drop_owner(self, text: str, owner: Owner) -> str:
        """A name without the place before it if that is its owner's, alone or below its parents.

        A parent's name alone stays: 江苏算力云 need not be 南京's.
        """
        rest = text.removeprefix(own_prefix(text, owner))
        if len(rest) >= MIN_REST and rest not in self.empty:
            return rest
        return text if rest == text else owner.name + rest

    def _shed(self, text: str, owner: Owner) -> str:
        """A name without the words behind it that name no other thing."""
        hotline = read_hotline(text)
        if hotline:
            return hotline
        while True:
            shorter = self._shed_once(text, owner)
            if shorter == text:
                break
            text = shorter
        return read_health_code(text, owner) or last_nickname(text, owner)

    def _shed_once(self, text: str, owner: Owner) -> str:
        for pattern, allowed in (
            (VERSION, self._is_content),
            (CARRIER, self._is_content),
            (MACHINE, self._is_thing),
            (PROJECT, self._is_thing),
            (WORKS, self._is_programme),
            (REFORM, lambda rest, _: is_slogan(rest)),
        ):
            rest = pattern.sub("", text, count=1)
            if rest != text and rest not in self.empty and allowed(rest, owner):
                return rest
        return text

    def _is_thing(self, text: str, owner: Owner) -> bool:
        """Whether it is a system's, service's or card's own name: 平台 behind adds nothing."""
        if len(text) < MIN_SHORT or text in self.empty:
            return False
        return text.endswith(THINGS) or is_nickname(text, owner)

    def _is_content(self, text: str, owner: Owner) -> bool:
        """Whether a name says more than its field; 智慧城管 App is not 智慧城管."""
        if self._is_thing(text, owner):
            return True
        known = self._count_known(text)
        return len(text) >= MIN_SHORT and known < len(text) and not text.startswith(self.themes)

    def _is_programme(self, text: str, owner: Owner) -> bool:
        """Whether 工程 or 计划 behind a name adds nothing: 雪亮, 平安城市; not 人才数据."""
        if text.startswith(self.themes):
            return len(text) > MIN_SHORT
        return self._is_thing(text, owner) or 2 * self._count_known(text) < len(text)

    def _is_proper(self, text: str, owner: Owner) -> bool:
        """Whether an alias is a name of its own and not words of the field."""
        if len(text) < MIN_SHORT or text in self.empty or text.endswith(WHOLES):
            return False
        if is_nickname(text, owner):
            return True
        if text.startswith(self.themes):
            return any(text == theme + place for theme in self.themes for place in owner.own)
        return not is_slogan(text) and 2 * self._count_known(text) < len(text)

    def _count_known(self, text: str) -> int:
        """How many characters are words of the field, longest words first."""
        known = start = 0
        while start < len(text):
            for size in range(min(self.longest, len(text) - start), 1, -1):
                if text[start : start + size] in self.domain:
                    known += size
                    start += size
                    break
            else:
                start += 1
        return known


def _join(stem: str, editions: Iterable[str]) -> str:
    return "#".join((stem, *editions))
