"""Made-up datasets of any size, for measuring: the same size and seed give the same tables.

Places are real units, some regions with far more than others; a fifth has no year, a tenth is told
of by two documents or more, and every third document mentions a unit that it holds nothing of.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.model import NATION, Kind, Level, Status, Theme
from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.store import DOCUMENTS, DOCUMENTS_FILE, RECORDS, RECORDS_FILE, ROWS_PER_GROUP

SHARES = {Level.NATION: 0.05, Level.PROVINCE: 0.2, Level.CITY: 0.4, Level.COUNTY: 0.35}
"""Of the records, by the level that their place is known to."""
APART = ("71", "81", "82")
"""Provinces that are not collected in."""
UNDATED, AGAIN, SILENT = 0.2, 0.1, 0.3
YEARS = (2003, 2024)
NAMES = (
    "政务服务一网通办平台", "智慧社区综合服务平台", "城市大脑", "健康码管理系统", "政务云",
    "公共数据开放平台", "网格化管理信息系统", "电子税务局", "智慧停车平台", "惠企政策兑现平台",
    "生态环境监测平台", "移动办公系统",
)  # fmt: skip
OPENING = "近年来，当地持续推进政务信息化建设，部门之间的数据壁垒逐步打通。"
CLOSING = "下一步，将继续扩大覆盖范围，完善运行机制，提升服务水平。"


def write_synthetic(folder: Path, records: int, seed: int = 5) -> Path:
    """Write a dataset of so many records, each in a document of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        pq.ParquetWriter(folder / RECORDS_FILE, RECORDS, compression="zstd") as told,
        pq.ParquetWriter(folder / DOCUMENTS_FILE, DOCUMENTS, compression="zstd") as read,
    ):
        for rows in _draw_rows(records, seed):
            told.write_table(pa.Table.from_pylist([row for row, _ in rows], RECORDS))
            read.write_table(pa.Table.from_pylist([document for _, document in rows], DOCUMENTS))
    return folder


def _draw_rows(records: int, seed: int) -> Iterator[list[tuple[dict, dict]]]:
    random, gazetteer = np.random.default_rng(seed), Gazetteer.load(data_folder())
    units = {
        level: [unit.adcode for unit in gazetteer.units(level) if unit.adcode[:2] not in APART]
        for level in SHARES
    }
    # A few units of each level have most of it, as in the news.
    weights = {
        level: random.permutation(1 / np.arange(1, len(codes) + 1) ** 0.7)
        for level, codes in units.items()
    }
    places = np.concatenate(
        [
            random.choice(
                codes, round(records * SHARES[level]), p=weights[level] / weights[level].sum()
            )
            for level, codes in units.items()
        ]
    )
    places = random.permutation(np.append(places, [NATION] * max(records - len(places), 0)))
    everywhere = [code for codes in units.values() for code in codes if code != NATION]
    previous: dict = {}
    for start in range(0, records, ROWS_PER_GROUP):
        rows = []
        for number in range(start, min(start + ROWS_PER_GROUP, records)):
            if not previous or random.random() >= AGAIN:
                previous = _draw_initiative(random, gazetteer, str(places[number]), number)
            aside = everywhere[int(random.integers(len(everywhere)))]
            named = aside if random.random() < SILENT else None
            rows.append(_tell(random, gazetteer, previous, number, named))
        yield rows


def _draw_initiative(
    random: np.random.Generator, gazetteer: Gazetteer, place: str, number: int
) -> dict:
    unit, kind = gazetteer.unit(place), int(random.integers(len(NAMES)))
    dated = random.random() >= UNDATED
    year = int(random.triangular(YEARS[0], 2019, YEARS[1] + 1)) if dated else None
    return {
        "initiative_id": f"i{number:015d}",
        "name": ("" if place == NATION else unit.short) + NAMES[kind],
        "kind": str(list(Kind)[kind % len(Kind)]),
        "theme": str(list(Theme)[kind]),
        "themes": [str(list(Theme)[kind])],
        "year": year,
        "month": int(random.integers(1, 13)) if dated and random.random() < 0.5 else None,
        "adcode": place,
        "place_name": gazetteer.place_name(place),
        "place_precision": str(unit.level),
        "actors": [f"{unit.name}政务服务局"],
    }


def _tell(
    random: np.random.Generator,
    gazetteer: Gazetteer,
    initiative: dict,
    number: int,
    named: str | None,
) -> tuple[dict, dict]:
    """The initiative in one document, which may mention another unit."""
    evidence = f"{initiative['year'] or '去'}年，{initiative['name']}上线运行。"
    aside = f"{gazetteer.unit(named).name}派人学习。" if named else ""
    text = OPENING + evidence + aside + CLOSING
    published = date(initiative["year"] or 2020, int(random.integers(1, 13)), 1)
    shared = {
        "document_id": f"d{number:015d}",
        "source": f"news/{number // 1000:04d}/{number}.txt",
        "title": f"{initiative['name']}上线",
        "published": published,
    }
    start, end = len(OPENING), len(OPENING) + len(evidence)
    record = initiative | shared | {
        "record_id": f"r{number:015d}",
        "aliases": [],
        "status": str(list(Status)[int(random.integers(len(Status)))]),
        "day": None,
        "date_precision": "none" if initiative["year"] is None else "year",
        "date_basis": "none" if initiative["year"] is None else "explicit",
        "place_basis": "explicit",
        "candidates": [],
        "figures": [],
        "start": start,
        "end": end,
        "evidence": evidence,
        "confidence": round(float(random.uniform(0.5, 0.98)), 2),
        "extractor": "synthetic",
    }  # fmt: skip
    document = shared | {
        "publisher": "样例日报",
        "url": "",
        "start": 0,
        "end": len(text),
        "characters": len(text),
        "cleaning": [],
        "places": [initiative["adcode"], *([named] if named else [])],
        "records": 1,
        "rejected": [],
        "text": text,
    }
    return record, document


def main() -> None:
    """`python -m bench.synthetic RECORDS FOLDER`."""
    parser = argparse.ArgumentParser(prog="python -m bench.synthetic", description=__doc__)
    parser.add_argument("records", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    write_synthetic(options.folder, options.records)


if __name__ == "__main__":
    main()
