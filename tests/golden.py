"""Thirty records by hand, in data/golden_records.jsonl: every figure on the pages is known.

They are 26 initiatives in 25 documents: zj1, js3, bj2 and hn1 are told of twice. Two more documents
hold nothing. Zhejiang has zj1 to zj6, Jiangsu js1 to js4, Guangdong gd1 to gd6, Hubei hb1 to hb3,
Beijing bj1 to bj3, Hainan hn1; the nation has na1 and na2, and un1 is nowhere.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from geodata.model import Status, Theme
from tests.small_dataset import Row, Silent, write_small_dataset

RECORDS = Path(__file__).parent / "data" / "golden_records.jsonl"
SILENT = (Silent("d26", "540000", date(2015, 5, 5)), Silent("d27", "460100", None))
INITIATIVES, REPORTS, DOCUMENTS, UNDATED = 26, 25, 27, 4


def read_golden() -> tuple[Row, ...]:
    """The records in the order of the file."""
    lines = RECORDS.read_text(encoding="utf-8").splitlines()
    return tuple(_read_row(json.loads(line)) for line in lines)


def _read_row(told: dict) -> Row:
    published = told.pop("published")
    return Row(
        **told
        | {
            "theme": Theme(told["theme"]),
            "status": Status(told["status"]),
            "aliases": tuple(told["aliases"]),
            "published": date.fromisoformat(published) if published else None,
        }
    )


def write_golden(folder: Path, rows: tuple[Row, ...] | None = None) -> Path:
    """The dataset; the rows may be given in another order."""
    return write_small_dataset(folder, rows or read_golden(), SILENT)
