"""Every written form of every unit, in one Aho-Corasick automaton."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from geodata.errors import DataFileError
from geodata.model import Level, Unit
from geodata.places.gazetteer import read_table
from geodata.places.zone_spellings import spell_zone
from geodata.segmenter import Segmenter
from geodata.wordscan import WordScan

NO_YEAR = 9999


class Form(IntEnum):
    """How a name stands to the unit, plainest first."""

    FULL = 0
    SHORT = 1
    ALIAS = 2
    ZONE = 3
    OLD = 4
    COMPOUND = 5
    """京津冀: one unit for each character."""
    BLOCK = 6
    """Not a place at all: there only to keep a shorter name from being read into it."""


# For what is asked at every name: a member reached through its class costs a call.
FULL, SHORT, ALIAS, ZONE, OLD, COMPOUND, BLOCK = Form


class Trust(IntEnum):
    """How safely a name at sight is a place."""

    KNOWN = 0
    """Read as the place whatever else the text names."""
    SURE = 1
    """Read as the place unless the text points to another province."""
    WEAK = 2
    """May be a word or a person: needs evidence."""
    WORD = 3
    """A word first: not read as a place by itself."""


KNOWN, SURE, WEAK, WORD = Trust


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name can mean."""

    adcodes: tuple[str, ...]
    """Today's unit; several when a zone lies in several, or an abolished unit was divided."""
    form: Form
    until: int = NO_YEAR
    """First year in which the name no longer held."""
    whole: str = ""
    """The lowest unit that holds all of `adcodes`."""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A written form with all its senses, and what follows from them."""

    text: str
    senses: tuple[Sense, ...]
    trust: Trust
    generic: bool
    """城区, 新城区: a phrase as often as a name, so only a parent just before it makes it one."""
    length: int = field(init=False)
    """Characters of `text`."""
    form: Form = field(init=False)
    """The plainest of its senses' forms."""
    passed_over: bool = field(init=False)
    """Whether it is never a place by itself."""
    full: bool = field(init=False)
    """Whether it is written in full, and of more than two characters."""
    safe: bool = field(init=False)
    """Whether it is a place wherever it stands: full, sure, and not the tail of a phrase as 海城市
    is in 沿海城市 and 名山区 in 著名山区."""
    county_stem: bool = field(init=False)
    """Whether it is a bare name, and all that it can mean are counties."""
    weight: int = field(init=False)
    """What it is worth where matches overlap: long, full and safe names win, and bare names of
    cities over those of counties: 北京, not 台北, in 电视台北京站."""

    def __post_init__(self) -> None:
        """Settle once what every text would ask for again."""
        form = min(sense.form for sense in self.senses)
        cities = any(code.endswith("00") for sense in self.senses for code in sense.adcodes)
        word = form == Form.SHORT and self.trust == Trust.WORD and len(self.text) > 1
        full = form in (Form.FULL, Form.ZONE, Form.OLD) and len(self.text) > 2
        tail = self.text.endswith(_WORDLIKE) or form == Form.OLD
        safe = full and self.trust <= Trust.SURE and not tail
        worth = (12 if safe else 9) if full else _WORTH[self.trust]
        for name, value in (
            ("length", len(self.text)),
            ("form", form),
            ("passed_over", form == Form.BLOCK or word),
            ("full", full),
            ("safe", safe),
            ("county_stem", form == Form.SHORT and not cities),
            ("weight", worth * len(self.text) - (form == Form.SHORT and not cities)),
        ):
            object.__setattr__(self, name, value)


_NUMERALS = " 一两三四五六七八"
COUNTED = frozenset(numeral + unit for numeral in _NUMERALS[2:] for unit in "省市地")
"""三省 and the like: no names, but after signs in a row they make these one."""
_COUNTED = re.compile("(?:[一两三四五六七八][省市地])+")


Hit = tuple[int, int, Name]
"""Start and end of a name in the text, and the name: a plain tuple, as it costs least."""

_PHRASE_ENDINGS = ("郊区", "市区", "城区", "矿区", "新区")
_WORDLIKE = ("城市", "城区", "山区", "地区")
_WORTH = {Trust.KNOWN: 10, Trust.SURE: 10, Trust.WEAK: 7, Trust.WORD: 4}
GENERIC = frozenset(
    (
        *("城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "中西区", "离岛区"),
        *("新城区", "老城区", "城中区", "城东区", "城西区", "城北区", "新市区"),
    )
)
HISTORY_COLUMNS = (
    *("name", "old_adcode", "level", "until", "until_basis"),
    *("adcode", "successors", "rule"),
)
ALIAS_COLUMNS = ("alias", "adcodes", "kind")
SIGN = "sign"
_ALIAS_FORMS = {
    "short": Form.ALIAS,
    "compound": Form.COMPOUND,
    "former": Form.OLD,
    "not_a_place": Form.BLOCK,
}


class NameIndex:
    """The names, their automaton, and the segmenter that vetoes bare stems."""

    def __init__(self, names: Mapping[str, Name], signs: Mapping[str, str]) -> None:
        """Build the automaton.

        Args:
            names: Every written form that may stand in a text.
            signs: One-character names of provinces (粤) and their codes, which are looked up but
                not looked for: within a text they stand for a province only beside each other.
        """
        self._names = names
        self._signs = signs
        self._list = tuple(names.values())
        self._find = WordScan(list(names)).find
        self.segmenter = Segmenter(
            text
            for text, name in names.items()
            if name.trust <= Trust.SURE and name.form != Form.BLOCK
        )

    @classmethod
    def load(cls, folder: Path, units: Mapping[str, Unit]) -> NameIndex:
        """Gather names from the units and from the tables beside gazetteer.csv.

        Raises:
            DataFileError: If a table is missing, has other columns, or holds what it may not.
        """
        senses: dict[str, list[Sense]] = defaultdict(list)
        try:
            trusts = {
                row["stem"]: Trust[row["trust"].upper()]
                for row in read_table(folder / "stems.csv", ("stem", "trust"))
            }
            for text, sense in list_senses(folder, units):
                if sense not in senses[text]:
                    senses[text].append(sense)
            for text in COUNTED - senses.keys():
                senses[text].append(Sense((), Form.BLOCK))
            signs = list_signs(folder)
        except (KeyError, ValueError) as error:
            raise DataFileError(
                f"{folder.name}: a table of names holds {error}, which is not allowed there. "
                "Restore stems.csv, aliases.csv, zones.csv and history.csv from the repository."
            ) from None
        return cls(
            {
                text: Name(
                    text, tuple(group), judge_name(text, group, trusts), is_generic(group, text)
                )
                for text, group in senses.items()
            },
            signs,
        )

    def scan(self, text: str) -> list[Hit]:
        """Every name in a text, overlapping ones too, in the order of their ends."""
        names = self._list
        return [(start, end, names[number]) for number, start, end in self._find(text)]

    def read_run(self, text: str, end: int) -> Name | None:
        """Signs in a row before `end` that are counted behind it, as in 苏浙皖三省, as one name."""
        counted = _COUNTED.match(text, end)
        number = sum(map(_NUMERALS.index, counted.group()[::2])) if counted else 0
        run = text[max(0, end - number) : end]
        codes = tuple(dict.fromkeys(self._signs.get(sign, "") for sign in run))
        if number < 2 or len(codes) != number or not all(codes):
            return None
        return _name_signs(run, codes, Form.COMPOUND)

    def read_sign(self, text: str) -> Name | None:
        """A province's sign that is all there is of a text."""
        code = self._signs.get(text)
        return _name_signs(text, (code,), Form.ALIAS) if code else None

    def codes(self, text: str) -> tuple[str, ...]:
        """Codes of all units that a name can mean."""
        name = self._names.get(text)
        if name is None:
            return (self._signs[text],) if text in self._signs else ()
        return unite_codes(name.senses)

    def has_word(self, text: str) -> bool:
        """Whether the segmenter's dictionary, or one of the names, is this word."""
        return self.segmenter.has_word(text)

    def stands_alone(self, text: str, start: int, end: int) -> tuple[bool, bool]:
        """Whether a segmenter puts word borders at `start` and at `end`."""
        if not _is_han(text[start - 1 : start]) and not _is_han(text[end : end + 1]):
            return True, True
        # No word reaches over a mark, so nothing beyond one need be cut.
        border = start if _is_mark(text[start - 1 : start]) else max(0, start - 8)
        reach = end if _is_mark(text[end : end + 1]) else end + 8
        left = border == start
        for word in self.segmenter.cut(text[border:reach], hmm=False):
            border += len(word)
            if border == start:
                left = True
            elif border >= end:
                break
        return left, border == end


@lru_cache(maxsize=1000)
def _name_signs(text: str, codes: tuple[str, ...], form: Form) -> Name:
    return Name(text, (Sense(codes, form),), Trust.SURE, generic=False)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_mark(character: str) -> bool:
    return not character.isalnum()


def unite_codes(senses: Sequence[Sense]) -> tuple[str, ...]:
    """The senses' codes, each once, in order."""
    return tuple(dict.fromkeys(code for sense in senses for code in sense.adcodes))


def is_generic(senses: Sequence[Sense], text: str) -> bool:
    """Whether a name is a phrase first: 城区, or 东郊区 now that no unit bears it."""
    former = all(sense.form == Form.OLD for sense in senses)
    return text in GENERIC or (former and text.endswith(_PHRASE_ENDINGS))


def judge_name(text: str, senses: Sequence[Sense], trusts: Mapping[str, Trust]) -> Trust:
    """A full name is as safe as its stem, and 县 or 市 makes even a word a name; 区 does not."""
    if text in trusts:
        return trusts[text]
    if min(sense.form for sense in senses) in (Form.FULL, Form.OLD) and len(text) > 2:
        stem = max(Trust.SURE, trusts.get(text[:-1], Trust.SURE))
        return stem if text.endswith("区") else min(Trust.WEAK, stem)
    return Trust.WEAK if all(sense.form == Form.OLD for sense in senses) else Trust.SURE


def list_senses(folder: Path, units: Mapping[str, Unit]) -> Iterator[tuple[str, Sense]]:
    """All (written form, sense) pairs, today's first."""
    for unit in units.values():
        if unit.level == Level.NATION:
            continue
        yield unit.name, Sense((unit.adcode,), Form.FULL)
        if unit.short != unit.name:
            yield unit.short, Sense((unit.adcode,), Form.SHORT)
        for text in derive_aliases(unit):
            yield text, Sense((unit.adcode,), Form.FULL)
    yield from _list_aliases(folder)
    yield from _list_zones(folder, units)
    yield from _list_former(folder, units)


def list_signs(folder: Path) -> dict[str, str]:
    """One-character names of provinces and their codes."""
    return {
        row["alias"]: row["adcodes"]
        for row in read_table(folder / "aliases.csv", ALIAS_COLUMNS)
        if row["kind"] == SIGN
    }


def derive_aliases(unit: Unit) -> Iterator[str]:
    """三江县 for 三江侗族自治县, 凉山州 for 凉山彝族自治州."""
    for ending, brief in (("自治县", "县"), ("自治州", "州")):
        if unit.name.endswith(ending) and len(unit.short) > 1:
            yield unit.short + brief
    for ending in ("林区", "特区", "矿区"):
        if unit.name.endswith(ending) and unit.short != unit.name:
            yield unit.short


def _list_aliases(folder: Path) -> Iterator[tuple[str, Sense]]:
    for row in read_table(folder / "aliases.csv", ALIAS_COLUMNS):
        if row["kind"] == SIGN:
            continue
        codes = tuple(row["adcodes"].split("|")) if row["adcodes"] else ()
        if row["kind"] == "nickname":
            yield from ((row["alias"], Sense((code,), Form.ALIAS)) for code in codes)
        else:
            yield row["alias"], Sense(codes, _ALIAS_FORMS[row["kind"]])


def _list_zones(folder: Path, units: Mapping[str, Unit]) -> Iterator[tuple[str, Sense]]:
    columns = ("zone", "adcode", "precision", "lies_in", "source")
    rows = list(read_table(folder / "zones.csv", columns))
    listed = {row["zone"] for row in rows}
    for row in rows:
        sense = Sense(tuple(row["lies_in"].split("|")), Form.ZONE, whole=row["adcode"])
        yield row["zone"], sense
        begins = (units.get(code) for code in (row["adcode"], f"{row['adcode'][:4]}00"))
        city = next((unit for unit in begins if unit and row["zone"].startswith(unit.short)), None)
        for spelling in spell_zone(row["zone"], city):
            if spelling not in listed:
                yield spelling, sense


def _list_former(folder: Path, units: Mapping[str, Unit]) -> Iterator[tuple[str, Sense]]:
    """Old names, but for those that still name the same unit, such as a county raised to a city."""
    for row in read_table(folder / "history.csv", HISTORY_COLUMNS):
        unit = units.get(row["adcode"])
        if unit is not None and unit.name == row["name"]:
            continue
        codes = tuple(row["successors"].split("|"))
        sense = Sense(codes, Form.OLD, int(row["until"]), row["adcode"])
        yield row["name"], sense
        stem = row["name"].removesuffix("市")
        # A city that only took another name was called by its bare name, too: 思茅 to 2007.
        if row["rule"] == "recoded" and row["level"] == "city" and len(stem) == 2:
            yield stem, sense
