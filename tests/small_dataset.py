"""A dataset small enough to count by hand.

14 initiatives in 15 records of 13 documents, and one document without any:

- Zhejiang: z1 z2 z3 (Hangzhou, z3 in its district Yuhang), z4 (the province), z5 (Ningbo)
- Guangdong: g1 g2 (Shenzhen), g3 (the province)
- Beijing: b1 (the municipality), b2 (its district Haidian)
- Hubei: h1 (Xiantao, a county directly under the province)
- nowhere: n1 n2 (the nation), u1 (a code that no unit has)

z1 is told of twice: in 2017, and surer in d02 in 2016. d14 mentions Nantong and holds nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geodata.model import (
    Basis,
    DateBasis,
    DatePrecision,
    Document,
    DocumentReport,
    Kind,
    Level,
    PartialDate,
    Record,
    Status,
    Theme,
)
from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.regions.dataset import Dataset, open_dataset
from geodata.regions.divisions import load_drawn
from geodata.store import DatasetWriter

HOSTILE = "健康码`${alert(1)}`</script><img src=x onerror=alert(2)>\"'{{ 'x' }}_2023"
BEFORE, AFTER = "此前，当地已有基础。", "此后，服务范围扩大。"
PUBLISHED = date(2021, 5, 7)


@dataclass(frozen=True)
class Row:
    """One record, as far as it matters here."""

    initiative: str
    document: str
    adcode: str
    theme: Theme
    year: int | None
    name: str = ""
    confidence: float = 0.8
    month: int | None = None
    status: Status = Status.LAUNCHED
    day: int | None = None
    aliases: tuple[str, ...] = ()
    published: date | None = PUBLISHED
    """Of the document: its first row tells."""


@dataclass(frozen=True)
class Silent:
    """A document that mentions a unit and holds nothing."""

    document: str
    adcode: str
    published: date | None = PUBLISHED


ROWS = (
    Row("z1", "d01", "330100", Theme.GOV_SERVICES, 2017, confidence=0.7),
    Row("z1", "d02", "330100", Theme.GOV_SERVICES, 2016, confidence=0.9),
    Row("z2", "d03", "330100", Theme.HEALTH, 2020, HOSTILE),
    Row("z3", "d03", "330110", Theme.COMMUNITY, 2019),
    Row("z4", "d04", "330000", Theme.GOV_SERVICES, 2018),
    Row("z5", "d05", "330200", Theme.CITY_MGMT, None),
    Row("g1", "d06", "440300", Theme.GOV_SERVICES, 2014),
    Row("g2", "d07", "440300", Theme.DATA_OPENNESS, 2016),
    Row("g3", "d08", "440000", Theme.GOV_SERVICES, 2018),
    Row("b1", "d09", "110000", Theme.GOV_SERVICES, 2003),
    Row("b2", "d10", "110108", Theme.COMMUNITY, None),
    Row("h1", "d11", "429004", Theme.COMMUNITY, 2012),
    Row("n1", "d12", "100000", Theme.DATA_OPENNESS, 2015),
    Row("n2", "d12", "100000", Theme.GOV_SERVICES, None),
    Row("u1", "d13", "999999", Theme.ECONOMY, 2010),
)
SILENT = (Silent("d14", "320600"),)


def write_small_dataset(
    folder: Path, rows: tuple[Row, ...] = ROWS, silent: tuple[Silent, ...] = SILENT
) -> Path:
    """Write both tables into the folder."""
    with DatasetWriter(folder) as writer:
        for key in dict.fromkeys(row.document for row in rows):
            told = [row for row in rows if row.document == key]
            writer.add(*_build_document(key, told, told[0].published))
        for each in silent:
            writer.add(*_build_document(each.document, [], each.published, each.adcode))
    return folder


def open_small_dataset(folder: Path) -> Dataset:
    """Open it with the real gazetteer and the real levels."""
    gazetteer = Gazetteer.load(data_folder())
    parents = {unit.adcode: unit.parent for unit in gazetteer.units()}
    return open_dataset(folder, parents, load_drawn())


def read_drawn(level: str) -> frozenset[str]:
    """The codes that the boundary file of a level draws."""
    path = data_folder() / "boundaries" / f"{level}.topojson"
    units = json.loads(path.read_text(encoding="utf-8"))["objects"]["units"]["geometries"]
    return frozenset(unit["id"] for unit in units)


def _build_document(
    key: str, told: list[Row], published: date | None, place: str | None = None
) -> tuple[list[Record], list[DocumentReport]]:
    title = f"标题{key}" if not any(row.name for row in told) else f"标题{HOSTILE}"
    text, spans = BEFORE, []
    for row in told:
        sentence = f"{row.year or '当年'}，{_name(row)}上线。"
        spans.append((len(text), sentence))
        text += sentence
    text += AFTER
    document = Document(
        document_id=key,
        source=f"news/{key}.txt",
        title=title,
        publisher="样例日报",
        url="https://example.org/news" if key == "d01" else "javascript:alert(3)",
        dated=PartialDate(published.year, published.month, published.day) if published else None,
        start=0,
        end=len(text),
        text=text,
    )
    records = [_build_record(row, document, *span) for row, span in zip(told, spans, strict=True)]
    places = tuple(sorted({row.adcode for row in told} | ({place} if place else set())))
    return records, [DocumentReport(document, len(text), (), places, len(records), {})]


def _name(row: Row) -> str:
    return row.name or f"平台{row.initiative}"


def _build_record(row: Row, document: Document, start: int, sentence: str) -> Record:
    return Record(
        record_id=f"{row.initiative}-{row.document}",
        initiative_id=row.initiative,
        name=_name(row),
        aliases=row.aliases,
        kind=Kind.PLATFORM,
        status=row.status,
        theme=row.theme,
        themes=(row.theme,),
        year=row.year,
        month=row.month,
        day=row.day,
        date_precision=DatePrecision.YEAR if row.year else DatePrecision.NONE,
        date_basis=DateBasis.EXPLICIT if row.year else DateBasis.NONE,
        adcode=row.adcode,
        place_name=f"地点{row.adcode}",
        place_precision=Level.COUNTY,
        place_basis=Basis.EXPLICIT,
        candidates=(),
        actors=("某局",),
        figures=(),
        source=document.source,
        document_id=document.document_id,
        title=document.title,
        published=document.published,
        start=start,
        end=start + len(sentence),
        evidence=sentence,
        confidence=row.confidence,
        extractor="by hand",
    )
