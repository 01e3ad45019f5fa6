"""Mentions to candidates: one for each thing that a document names, with all its forms.

Forms are joined when they fold to the same text, when one is the quoted heart of the other, or when
one is the other with a generic word behind or a place before it. Nothing looser: two programmes
under one name would be worse than one under two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from geodata.extract.mentions import Form, Mention
from geodata.model import Kind

_TAILS = frozenset(
    (
        *("平台", "系统", "工程", "项目", "建设", "计划", "网站", "小程序", "公众号", "app"),
        *("服务", "专区", "模式", "改革", "试点", "工作"),
    )
)
"""Generic words behind a name, in lower case, of two or three characters."""
_BEFORE_TAILS = ("管理", "服务", "信息", "综合", "应用", "建设", "试运行")
MIN_STEM = 3
"""Characters of a name that a generic word is taken from."""
# "X"专区 or "X"试点 is another thing than "X"平台, though both are called by X.
_APART = ("专区", "试点", "中心", "服务站", "方案", "规划", "办法", "意见", "细则")
MIN_ENDING = 4
# An enumeration's members are slow to reach by their class.
_QUOTED, _POLICY = Form.QUOTED, Kind.POLICY
_ENDLESS = (Form.TITLE, Form.THEME)
_FORM_RANK = {
    Form.TITLE: 0,
    Form.NICKNAME: 1,
    Form.HEAD: 2,
    Form.QUOTED: 3,
    Form.THEME: 4,
    Form.LAUNCHED: 5,
}


class Candidate(NamedTuple):
    """What may be one initiative: its mentions in order, and its names."""

    mentions: tuple[Mention, ...]
    name: str
    aliases: tuple[str, ...]
    kind: Kind


def group_mentions(
    mentions: Sequence[Mention], place_names: frozenset[str], generic: frozenset[str]
) -> list[Candidate]:
    """Candidates in order of first mention.

    Args:
        mentions: All mentions of one document.
        place_names: Names that may stand before an initiative's own.
        generic: Names that say nothing by themselves, and so join nothing.
    """
    starts = {place[:2] for place in place_names}
    keys = [fold_name(mention[2], place_names, starts) for mention in mentions]
    cores = [fold_name(core, place_names, starts) if (core := m[5]) else "" for m in mentions]
    parents = list(range(len(mentions)))

    def find(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    first_of: dict[str, int] = {}

    def join(index: int, form: str) -> None:
        first = first_of.setdefault(form, index)
        if first != index:
            parents[find(index)] = find(first)

    for index, key in enumerate(keys):
        if first_of.setdefault(key, index) != index:
            join(index, key)
    for index, form in _find_other_forms(mentions, keys, cores):
        join(index, form)
    for index, ending in _find_endings(mentions, keys, generic):
        join(index, ending)
    groups: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        groups.setdefault(index if parent == index else find(index), []).append(index)
    return [
        _name_only(mentions[group[0]])
        if len(group) == 1
        else _candidate([mentions[i] for i in group], [keys[i] for i in group])
        for group in groups.values()
    ]


def _find_other_forms(
    mentions: Sequence[Mention], keys: Sequence[str], cores: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Pairs of a mention and what else it may be known by.

    That is its core, and its name without a generic word behind where that is named as well.
    """
    known = {*keys, *cores}
    for index, key in enumerate(keys):
        core = cores[index]
        tail = 2 if key[-2:] in _TAILS else 3 if key[-3:] in _TAILS else 0
        if not (core or tail) or key.endswith(_APART):
            continue
        if core != key and len(mentions[index].core) >= MIN_STEM:
            yield index, core
        stem = _drop_tail(key, tail) if tail else ""
        if len(stem) >= MIN_STEM and stem in known:
            yield index, stem


def _drop_tail(key: str, size: int) -> str:
    """A name without the generic word at its end, and what is as generic before that."""
    stem = key[:-size]
    if stem.endswith(_BEFORE_TAILS):
        return stem[:-3] if stem.endswith("试运行") else stem[:-2]
    return stem


def _find_endings(
    mentions: Sequence[Mention], keys: Sequence[str], generic: frozenset[str]
) -> list[tuple[int, str]]:
    """Pairs of a mention and the other key that it ends with: a phrase begun too far left.

    Titles of policies are left alone: what they end with is another thing.
    """
    known = {key for key in keys if len(key) >= MIN_ENDING and key not in generic}
    if len(known) < 2:
        return []
    pairs = []
    shared = Counter([key[-MIN_ENDING:] for key in known])
    for index, (mention, key) in enumerate(zip(mentions, keys, strict=True)):
        if shared.get(key[-MIN_ENDING:], 0) < 1 + (key in known) or mention.form in _ENDLESS:
            continue
        for cut in range(1, len(key) - MIN_ENDING + 1):
            if key[cut:] in known:
                pairs.append((index, key[cut:]))
                break
    return pairs


def fold_name(name: str, place_names: frozenset[str], starts: Collection[str] | None = None) -> str:
    """A name without the place before it, in one letter case.

    The place stays where hardly anything would be left. `starts` are the first two characters of
    the places, where they are known.
    """
    folded = (name if name.isalnum() else "".join(name.split())).lower()
    if folded.endswith("园区"):
        folded = folded[:-1]
    if starts is not None and folded[:2] not in starts:
        return folded
    for size in range(min(11, len(folded) - 4), 1, -1):
        # 南通市民… is not 南通市 and 民…, but what 南通 has for its citizens.
        citizens = folded[size - 1 : size + 1] == "市民"
        if folded[:size] in place_names and not citizens:
            return folded[size:]
    return folded


def _name_only(mention: Mention) -> Candidate:
    """The candidate of a lone mention, as most are."""
    _, _, name, kind, _, core = mention
    return Candidate((mention,), name, (core,) if core and core != name else (), kind)


def _candidate(mentions: list[Mention], keys: list[str]) -> Candidate:
    """Name it by its commonest form, the fuller one on a tie; policies by their fullest."""
    policy = any(mention.kind is _POLICY for mention in mentions)
    counts = Counter(keys)

    def place(index: int) -> tuple[int, bool, bool, int, int, int]:
        """Where a mention stands in the order of those to name it by."""
        _, _, name, _, form, core = mentions[index]
        key, rank = keys[index], _FORM_RANK[form]
        return (
            -len(key) if policy else 0,
            name == core and form is _QUOTED,
            rank > 1 and len(key) < 4,
            -counts[key],
            rank,
            -len(name),
        )

    chosen = mentions[min(range(len(mentions)), key=place)]
    others = {m.name: None for m in mentions} | {m.core: None for m in mentions if m.core}
    aliases = tuple([name for name in others if name != chosen.name])
    kinds = Counter([m.kind for m in mentions if m.form is not _QUOTED])
    kind = kinds.most_common(1)[0][0] if kinds else chosen.kind
    return Candidate(tuple(mentions), chosen.name, aliases, kind)
