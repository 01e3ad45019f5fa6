"""Which records tell of the same initiative: its id, alone and beside all records of a run.

A record by itself has the id of its name's key, or of the proper name inside its name by which the
document calls it too. Beside other records of its owner one more thing is known: which of these
short forms are shared. Keys that share one become one initiative, named by the shortest of them;
unless that would join what cannot be one: a pilot or a policy with something else, or two things
of which each has words of its own before the shared name (企业“好易通”, 社保“好易通”). Then none of
them is joined.

Ids depend on names, aliases, kinds and owners only, never on the order of records, and no
initiative has two owners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geodata.extract.lexicon import Lexicon
from geodata.extract.ownership import Owner
from geodata.extract.variants import NameReader, ShortForm
from geodata.model import Kind, Record, text_id
from geodata.places.gazetteer import Gazetteer

MAX_REMEMBERED = 20_000
# Kinds that are never one with any other; the rest are faces of one thing.
_THING = "thing"
_KINDS = {kind: frozenset({kind}) for kind in (_THING, Kind.POLICY, Kind.PILOT)}


class Namer:
    """Gives records their ids, each by itself."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._gazetteer = gazetteer
        self._reader = NameReader.build(lexicon)
        self._owner = lru_cache(MAX_REMEMBERED)(self._describe)
        self._known = lru_cache(MAX_REMEMBERED)(self._read)

    @classmethod
    def load(cls, data: Path) -> Namer:
        """Read the gazetteer and the word lists of a data folder.

        Raises:
            DataFileError: If one is missing or malformed.
        """
        return cls(Gazetteer.load(data), Lexicon.load(data / "reference"))

    def identify(self, name: str, aliases: Collection[str], adcode: str) -> str:
        """The initiative's id as far as one record tells it.

        Raises:
            UsageError: If there is no unit `adcode` today.
        """
        key, forms = self._known(name, tuple(aliases), adcode)
        chosen = _common_key((key,), forms) if forms else key
        return text_id(chosen or key, adcode)

    def read(
        self, name: str, aliases: Collection[str], adcode: str
    ) -> tuple[str, frozenset[ShortForm]]:
        """The key of a name, and the short forms that its aliases prove."""
        return self._known(name, tuple(aliases), adcode)

    def _read(
        self, name: str, aliases: tuple[str, ...], adcode: str
    ) -> tuple[str, frozenset[ShortForm]]:
        owner = self._owner(adcode)
        key = self._reader.key(name, owner)
        forms = self._reader.short_forms(name, aliases, owner)
        return key, frozenset(form for form in forms if form.key != key)

    def _describe(self, adcode: str) -> Owner:
        gazetteer = self._gazetteer
        above = gazetteer.ancestors(adcode)
        return Owner(
            name=gazetteer.unit(adcode).name,
            own=gazetteer.written_forms[adcode],
            above=frozenset(text for code in above for text in gazetteer.written_forms[code]),
            signs=gazetteer.signs.get(f"{adcode[:2]}0000", frozenset()),
        )


@dataclass(slots=True)
class _Group:
    """All records of one owner whose names have one key; there may be millions, so it is small."""

    names: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    forms: frozenset[ShortForm] = frozenset()
    alone: str | None = None
    """What the ids of all its records are made of, each by itself; "" where they differ."""


class Linker:
    """Gathers names of a run's records, and tells which of their ids should be another.

    It holds each name once for each owner, and no texts.
    """

    def __init__(self, namer: Namer) -> None:
        self._namer = namer
        self._owners: dict[str, dict[str, _Group]] = defaultdict(lambda: defaultdict(_Group))

    def add(self, records: Iterable[Record]) -> None:
        """Note the names of some records."""
        for record in records:
            key, forms = self._namer.read(record.name, record.aliases, record.adcode)
            group = self._owners[record.adcode][key]
            if record.name not in group.names:
                group.names = (*group.names, record.name)
            kind = record.kind if record.kind in _KINDS else _THING
            if kind not in group.kinds:
                group.kinds = group.kinds | _KINDS[kind] if group.kinds else _KINDS[kind]
            group.forms |= forms
            alone = _common_key((key,), forms) or key
            group.alone = alone if group.alone in (None, alone) else ""

    def ids(self) -> dict[tuple[str, str], str]:
        """Ids by owner and name, of those names of which some record has another id by itself."""
        changed: dict[tuple[str, str], str] = {}
        for adcode, groups in self._owners.items():
            for key, chosen in _link_owner(groups).items():
                if chosen != groups[key].alone:
                    identity = text_id(chosen, adcode)
                    changed.update(((adcode, name), identity) for name in groups[key].names)
        return changed


def _link_owner(groups: Mapping[str, _Group]) -> dict[str, str]:
    """For each key that a short form reaches the one that its initiative is known by."""
    chosen: dict[str, str] = {}
    for keys in _join_keys(groups):
        common = None
        if frozenset.intersection(*(groups[key].kinds for key in keys)):
            common = _common_key(keys, {form for key in keys for form in groups[key].forms})
        chosen.update((key, common or key) for key in keys)
    return chosen


def _common_key(keys: Iterable[str], forms: Collection[ShortForm]) -> str | None:
    """The shortest of some keys and of the short forms that join them; None where these do not fit.

    They fit if at most one phrase stands before the shortest form in the names that hold it.
    """
    if forms:
        heart = min((form.key for form in forms), key=_by_length)
        if len({form.before for form in forms if form.key == heart and form.before}) > 1:
            return None
    return min((*keys, *(form.key for form in forms)), key=_by_length)


def _by_length(key: str) -> tuple[int, str]:
    return len(key), key


def _join_keys(groups: Mapping[str, _Group]) -> Iterator[list[str]]:
    """Keys that short forms hold together, in order."""
    parents: dict[str, str] = {}

    def find(key: str) -> str:
        while parents.setdefault(key, key) != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for key, group in groups.items():
        for form in group.forms:
            parents[find(key)] = find(form.key)
    joined: dict[str, list[str]] = defaultdict(list)
    for key in sorted(parents):
        if key in groups:
            joined[find(key)].append(key)
    yield from joined.values()
