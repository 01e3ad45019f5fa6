"""How names of units sound and how they are written in Latin letters.

Not part of the program: needs requirements-dev.txt (pypinyin).

Two tables under data/reference are written by hand: readings.csv has what pypinyin reads with a
commoner, wrong sound, a character (everywhere) or a whole name; english_names.csv has the units
whose customary or official Latin name is not their pinyin (Urumqi, Hohhot, Kowloon City).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

from geodata.errors import DataFileError
from geodata.paths import data_folder
from geodata.places.gazetteer import read_table

READING_COLUMNS = ("written", "pinyin", "source")
ENGLISH_COLUMNS = ("adcode", "name_en", "source")


def load_readings(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """A character or a whole name -> its syllables, without tones, ü as v.

    Raises:
        DataFileError: If the table has not one syllable for each character.
    """
    readings = {}
    for row in read_table(folder / "readings.csv", READING_COLUMNS):
        syllables = tuple(row["pinyin"].split())
        if len(syllables) != len(row["written"]):
            raise DataFileError(
                f"readings.csv: {row['written']} has the syllables {row['pinyin']!r}; give one "
                "for each character, with spaces between."
            )
        readings[row["written"]] = syllables
    return readings


def load_english(folder: Path) -> Mapping[str, str]:
    """Code -> Latin name, of units that do not go by their pinyin."""
    rows = read_table(folder / "english_names.csv", ENGLISH_COLUMNS)
    return {row["adcode"]: row["name_en"] for row in rows}


@cache
def _own_readings() -> Mapping[str, tuple[str, ...]]:
    return load_readings(data_folder() / "reference")


def spell(written: str) -> list[str]:
    """吕梁 -> lv, liang: one syllable for each character, without tones."""
    readings = _own_readings()
    if written in readings:
        return list(readings[written])
    heard = zip(written, lazy_pinyin(written), strict=True)
    return [
        readings[character][0] if character in readings else sound for character, sound in heard
    ]


def sound_out(short: str) -> tuple[str, str]:
    """Pinyin without tones or spaces, and its initials."""
    syllables = spell(short)
    return "".join(syllables), "".join(s[0] for s in syllables)


def romanise(syllables: Sequence[str]) -> str:
    """chang, an -> Chang'an: an apostrophe parts a syllable that begins with a, e or o.

    The rule is Hanyu Pinyin's own (GB/T 16159); ü is written as such, so that 吕 is not 卢.
    """
    first, *rest = syllables
    parted = "".join(f"'{sound}" if sound[0] in "aeo" else sound for sound in rest)
    whole = (first + parted).replace("v", "ü")
    return whole.capitalize()
