"""Build data/reference/search/names.json: what the page's search box looks names up in.

Not part of the program: needs requirements-dev.txt. Run as `python -m geodata.places.build_search`
after gazetteer.csv, aliases.csv or history.csv was changed.

The file holds, each row on a line of its own:
- `units`: code, full name, short name, pinyin and initials of the short name. A unit's parent
  follows from its code: PPCC00 where there is such a unit, else PP0000.
- `endings`: pinyin and initials of what full names have beyond the short ones.
- `others`: another name and the unit that bears it.
- `english`: an English name and its unit; units without one go by their pinyin.
- `former`: name, its stem, pinyin and initials of the stem, first year in which it no longer held
  (0: not known), the units of today and, where it is not plain pinyin, the name in English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from geodata.catalog import update_entry
from geodata.errors import DataFileError
from geodata.model import NATION, Level, Unit
from geodata.paths import data_folder
from geodata.places.build_latin import romanise, sound_out, spell
from geodata.places.gazetteer import COLUMNS, Gazetteer, read_table
from geodata.places.names import ALIAS_COLUMNS, HISTORY_COLUMNS, derive_aliases

OUT = "reference/search/names.json"
_ENDING = re.compile(r"(?<=..)(?:地区|[省市县区旗盟])$")
MOST_SUCCESSORS = 3
"""Of a unit divided among more, the lowest that holds them all stands for them."""
_OTHER_KINDS = {"short", "nickname", "sign"}
Rows = list[list[Any]]


def build_names(data: Path) -> dict[str, Any]:
    """The table of one data folder.

    Raises:
        DataFileError: If a unit's parent does not follow from its code.
    """
    gazetteer = Gazetteer.load(data)
    units = [unit for unit in gazetteer.units() if unit.level != Level.NATION]
    check_parents(units)
    folder = data / "reference"
    sounds = {row["adcode"]: row for row in read_table(folder / "gazetteer.csv", COLUMNS)}
    rows = list(read_table(folder / "history.csv", HISTORY_COLUMNS))
    aliases = list(read_table(folder / "aliases.csv", ALIAS_COLUMNS))
    units_by_code = {unit.adcode: unit for unit in units}
    former = list_former(rows, aliases, units_by_code)
    english = {unit.adcode: gazetteer.english(unit.adcode) for unit in units}
    names = [(unit.name, unit.short) for unit in units] + [(row[0], row[1]) for row in former]
    return {
        "units": [
            [*(unit.adcode, unit.name, unit.short), row["pinyin"], row["initials"]]
            for unit in units
            for row in (sounds[unit.adcode],)
        ],
        "endings": list_endings(names),
        "others": list_others(aliases, units),
        "english": [
            [name, code]
            for code, name in english.items()
            if name != sounds[code]["pinyin"].capitalize()
        ],
        "former": [[*row, *write_former(row, units_by_code, english)] for row in former],
    }


def check_parents(units: Iterable[Unit]) -> None:
    """Make sure that the page can tell every unit's parent from its code.

    Raises:
        DataFileError: If it cannot.
    """
    codes = {unit.adcode for unit in units}
    for unit in units:
        city, province = f"{unit.adcode[:4]}00", f"{unit.adcode[:2]}0000"
        above = city if city in codes and city != unit.adcode else province
        if unit.parent != (NATION if unit.adcode == province else above):
            raise DataFileError(
                f"gazetteer.csv: {unit.adcode} {unit.name} has parent {unit.parent}, not the unit "
                "that its code says. Give names.json a column for it."
            )


def list_endings(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """区 -> qu, q for everything that follows a short name in a full one."""
    found = {name[len(short) :] for name, short in names if name.startswith(short)}
    sounds = {ending: lazy_pinyin(ending) for ending in sorted(found) if ending}
    return {
        ending: ["".join(syllables), "".join(syllable[0] for syllable in syllables)]
        for ending, syllables in sounds.items()
    }


def list_others(aliases: Iterable[dict[str, str]], units: Iterable[Unit]) -> Rows:
    """粤, 内蒙, 凉山州: names besides the full and the short one, by unit."""
    found = {(text, unit.adcode) for unit in units for text in derive_aliases(unit)}
    for row in aliases:
        if row["kind"] in _OTHER_KINDS:
            found |= {(row["alias"], code) for code in row["adcodes"].split("|")}
    plain = {(name, unit.adcode) for unit in units for name in (unit.name, unit.short)}
    return [list(pair) for pair in sorted(found - plain, key=lambda pair: (pair[1], pair[0]))]


def list_former(
    rows: Iterable[dict[str, str]], aliases: Iterable[dict[str, str]], units: dict[str, Unit]
) -> Rows:
    """Names that no longer hold, but for those that the same unit still bears."""
    found: Rows = []
    for row in rows:
        codes = row["successors"].split("|")
        if len(codes) > MOST_SUCCESSORS:
            codes = [row["adcode"]]
        if [row["name"]] == [units[code].name for code in codes if code in units]:
            continue
        year = 0 if row["until_basis"] == "latest" else int(row["until"])
        stem = _ENDING.sub("", row["name"])
        found.append([row["name"], stem, *sound_out(stem), year, codes])
    stems = {(row[1], code) for row in found for code in row[5]}
    for alias in aliases:
        codes = alias["adcodes"].split("|")
        if alias["kind"] == "former" and not stems & {(alias["alias"], code) for code in codes}:
            name = alias["alias"]
            found.append([name, name, *sound_out(name), 0, codes])
    latest: dict[tuple[str, tuple[str, ...]], list[Any]] = {}
    for former in sorted(found, key=lambda former: int(former[4])):
        latest[str(former[0]), tuple(former[5])] = former
    return [former for _, former in sorted(latest.items())]


def write_former(
    row: list[Any], units: dict[str, Unit], english: Mapping[str, str]
) -> tuple[str, ...]:
    """A former name in English, if it is not plain pinyin: Qamdo (昌都地区), Ji'an (集安县)."""
    _, stem, pinyin, _, _, codes = row
    same = [english[code] for code in codes if code in units and units[code].short == stem]
    name = same[0] if same else romanise(spell(stem))
    return () if name == pinyin.capitalize() else (name,)


def write_names(table: dict[str, Any]) -> str:
    """The table as JSON, a row on each line, equal for equal tables."""
    parts = []
    for key, rows in table.items():
        items = rows.items() if isinstance(rows, dict) else ((None, row) for row in rows)
        opening, closing = "{}" if isinstance(rows, dict) else "[]"
        lines = ",\n".join(_write_row(name, row) for name, row in items)
        parts.append(f"{json.dumps(key)}:{opening}\n{lines}\n{closing}")
    return "{" + ",\n".join(parts) + "}\n"


def _write_row(name: str | None, row: list[Any]) -> str:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return text if name is None else f"{json.dumps(name, ensure_ascii=False)}:{text}"


def build_search(data: Path) -> Path:
    """Write the file and enter it into the catalog."""
    table = build_names(data)
    path = data / OUT
    path.parent.mkdir(exist_ok=True)
    path.write_text(write_names(table), encoding="utf-8", newline="\n")
    update_entry(
        OUT,
        title="Names, old names, English names and pinyin of all units, for the search box",
        producer="made from gazetteer.csv, aliases.csv and history.csv",
        licence="that of the files it is made from",
        vintage="2025",
        accessed="2026-11-21",
        rows=sum(len(rows) for rows in table.values()),
        edits=(
            "made by `python -m geodata.places.build_search`",
            "Pinyin of endings and of old names from pypinyin 0.55, put right by readings.csv.",
        ),
        data=data,
    )
    return path


if __name__ == "__main__":
    build_search(data_folder())
