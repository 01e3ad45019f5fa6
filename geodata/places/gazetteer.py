"""The units of GB/T 2260 as of the gazetteer's vintage, and how they nest."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import DataFileError, UsageError
from geodata.model import NATION, Level, Unit

if TYPE_CHECKING:
    from geodata.places.names import NameIndex

COLUMNS = (
    *("adcode", "name", "short", "level", "parent", "lon", "lat"),
    *("pinyin", "initials", "english"),
)
MAX_QUERY = 64
_FOLDED = str.maketrans({" ": "", "-": "", "'": "", "’": "", "ü": "v"})
# Beijing, Tianjin, Shanghai, Chongqing, Taiwan, Hong Kong and Macao have no level of cities.
WITHOUT_CITIES = frozenset(("11", "12", "31", "50", "71", "81", "82"))


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a reference CSV, once its header is what it should be.

    Raises:
        DataFileError: If the file is missing, not UTF-8, or has other columns.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != columns:
                raise DataFileError(
                    f"{path.name}: columns are {reader.fieldnames}, expected {list(columns)}. "
                    "Restore the file from the repository."
                )
            yield from reader
    except FileNotFoundError:
        raise DataFileError(
            f"{path}: no such file. Point ATLAS_DATA at the project's data folder."
        ) from None
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path.name}: not UTF-8 ({error}). Restore the file.") from None


class Gazetteer:
    """Looks up units by code and by name; never changes once loaded."""

    def __init__(self, rows: list[dict[str, str]], folder: Path) -> None:
        self._folder = folder
        self._units = {row["adcode"]: _read_unit(row) for row in rows}
        self._sounds = {row["adcode"]: (row["pinyin"], row["initials"]) for row in rows}
        self._english = {row["adcode"]: row["english"] for row in rows}
        self._ancestors = {adcode: self._climb(unit) for adcode, unit in self._units.items()}
        self._names_above: dict[str, tuple[str, ...]] = {}

    @classmethod
    def load(cls, data_folder: Path) -> Gazetteer:
        """Read the reference tables below a data folder.

        Raises:
            DataFileError: If a table is missing, altered or inconsistent.
        """
        folder = data_folder / "reference"
        return cls(list(read_table(folder / "gazetteer.csv", COLUMNS)), folder)

    @cached_property
    def names(self) -> NameIndex:
        """Every name by which a unit is written, ready for matching; built at first use."""
        from geodata.places.names import NameIndex

        return NameIndex.load(self._folder, self._units)

    @cached_property
    def areas(self) -> Mapping[str, tuple[str, str]]:
        """Each unit's city and province, itself among them; "" where it has none.

        A municipality stands for the city of its districts, as a county under a province has none.
        """
        areas = {}
        for adcode in self._units:
            path = (adcode, *self._ancestors[adcode])
            cities = [code for code in path if self._units[code].level == Level.CITY]
            provinces = [code for code in path if self._units[code].level == Level.PROVINCE]
            province = provinces[0] if provinces else ""
            city = province if province[:2] in WITHOUT_CITIES else ""
            areas[adcode] = (cities[0] if cities else city, province)
        return areas

    @cached_property
    def written_forms(self) -> Mapping[str, frozenset[str]]:
        """Each unit's names as texts write them, old ones too; none that stands for several."""
        from geodata.places.names import Form, list_senses

        forms: dict[str, set[str]] = {adcode: set() for adcode in self._units}
        for text, sense in list_senses(self._folder, self._units):
            if len(sense.adcodes) == 1 and sense.form not in (Form.ZONE, Form.BLOCK):
                forms[sense.adcodes[0]].add(text)
        forms[NATION] |= {self._units[NATION].name}
        return {adcode: frozenset(texts) for adcode, texts in forms.items()}

    @cached_property
    def signs(self) -> Mapping[str, frozenset[str]]:
        """One-character names of each province that has some: 苏 for 320000."""
        from geodata.places.names import list_signs

        signs: dict[str, set[str]] = {}
        for sign, adcode in list_signs(self._folder).items():
            signs.setdefault(adcode, set()).add(sign)
        return {adcode: frozenset(texts) for adcode, texts in signs.items()}

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, Level]]:
        """Each unit's names from the province down (江苏省/南通市), and its level."""
        labels = {}
        for adcode, unit in self._units.items():
            path = [code for code in self._ancestors[adcode] if code != NATION]
            names = [*(self._units[code].name for code in path[::-1]), unit.name]
            labels[adcode] = "/".join(names), unit.level
        return labels

    def _climb(self, unit: Unit) -> tuple[str, ...]:
        above: list[str] = []
        while unit.parent:
            if unit.parent not in self._units or len(above) > len(Level):
                raise DataFileError(
                    f"gazetteer.csv: {unit.adcode} {unit.name} has parent {unit.parent!r}, which "
                    "is no unit above it. Restore the file from the repository."
                )
            unit = self._units[unit.parent]
            above.append(unit.adcode)
        return tuple(above)

    def __contains__(self, adcode: object) -> bool:
        return adcode in self._units

    def unit(self, adcode: str) -> Unit:
        """The unit with this code.

        Raises:
            UsageError: If there is none today.
        """
        try:
            return self._units[adcode]
        except KeyError:
            raise UsageError(
                f"adcode {adcode!r} is not a unit of the gazetteer; six digits such as 320600 "
                "are needed, and the unit must exist today."
            ) from None

    def english(self, adcode: str) -> str:
        """The short name in Latin letters, as usual or official: Nantong, Xi'an, Urumqi.

        Raises:
            UsageError: If there is no such unit today.
        """
        return self._english[self.unit(adcode).adcode]

    def ancestors(self, adcode: str) -> tuple[str, ...]:
        """Codes of the units above, nearest first, the nation last."""
        if adcode not in self._ancestors:
            self.unit(adcode)  # tells that there is none
        return self._ancestors[adcode]

    def names_above(self, adcode: str) -> tuple[str, ...]:
        """Full and short names of a unit and of those above it."""
        names = self._names_above.get(adcode)
        if names is None:
            units = [self.unit(code) for code in (adcode, *self.ancestors(adcode))]
            names = tuple(name for unit in units for name in (unit.name, unit.short))
            self._names_above[adcode] = names
        return names

    def contains(self, outer: str, inner: str) -> bool:
        """Whether `inner` lies in `outer`; a unit contains itself."""
        return outer == inner or outer in self.ancestors(inner)

    def place_name(self, adcode: str) -> str:
        """江苏省/南通市/如皋市: names from the province down; 全国 for the nation."""
        return self.labels[self.unit(adcode).adcode][0]

    def units(self, level: Level | None = None) -> tuple[Unit, ...]:
        """Units of one level, or all, by code."""
        return tuple(
            unit for _, unit in sorted(self._units.items()) if level is None or unit.level == level
        )

    def search(self, query: str, limit: int = 20) -> list[Unit]:
        """Units that a reader may mean by a few typed characters, best first.

        Understands full, short, old, English and other names, pinyin, initials and codes, whole
        or their beginnings; higher units come before lower ones at equal merit.
        """
        wanted = _fold(query.strip())[:MAX_QUERY]
        if not wanted:
            return []
        other_names = set(self.names.codes(wanted))
        ranked = []
        for adcode, unit in self._units.items():
            merit = self._merit(unit, wanted, adcode in other_names)
            if merit is not None:
                ranked.append((merit, list(Level).index(unit.level), adcode))
        return [self._units[adcode] for _, _, adcode in sorted(ranked)[:limit]]

    def _merit(self, unit: Unit, wanted: str, other_name: bool) -> int | None:
        """0 for a whole name or code, growing as the match gets looser; None for no match."""
        pinyin, initials = self._sounds[unit.adcode]
        english = _fold(self._english[unit.adcode])
        if wanted in (unit.adcode, unit.name, unit.short):
            return 0
        if other_name or wanted in (pinyin, english):
            return 1
        if unit.name.startswith(wanted) or wanted == initials:
            return 2
        if any(text.startswith(wanted) for text in (pinyin, english, unit.adcode)):
            return 3
        return 4 if wanted in unit.name else None


def _fold(text: str) -> str:
    """Xi'an and xian alike; ü is typed v."""
    return text.lower().translate(_FOLDED)


def _read_unit(row: dict[str, str]) -> Unit:
    try:
        return Unit(
            adcode=row["adcode"],
            name=row["name"],
            short=row["short"],
            level=Level(row["level"]),
            parent=row["parent"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
        )
    except (ValueError, TypeError) as error:
        raise DataFileError(
            f"gazetteer.csv: row {row.get('adcode')!r} cannot be read ({error}). "
            "Restore the file from the repository."
        ) from None
