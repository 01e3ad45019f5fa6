"""The nouns of the atlas: immutable records, their enumerations, and ids made from content.

Offsets are code points, start inclusive and end exclusive, into the raw file's decoded text
wherever a class says "raw". An *initiative* is one programme at one place; a *record* is one
document's account of it; a *report* is a document that gave at least one record.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

NATION = "100000"


class Level(StrEnum):
    """Administrative level of a GB/T 2260 unit."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Basis(StrEnum):
    """What a place was decided on: by its own words, else by evidence, strongest first."""

    EXPLICIT = "explicit"
    """Written out: a full path (江苏省南京市鼓楼区), or a name that one unit alone bears."""
    ALIAS = "alias"
    """A short or other name that one unit alone bears."""
    ZONE = "zone"
    """A development zone or new area, by the unit that it lies in."""
    HISTORIC = "historic"
    """A former name, or the name of a unit that is no more."""
    PATH = "path"
    """A shared name that the text writes out in full elsewhere."""
    NEARBY = "nearby"
    """A parent, or another unit of the same parent, near by."""
    ORGAN = "organ"
    """The name of a public body."""
    DATELINE = "dateline"
    """The date line: 新华社南京5月6日电."""
    TITLE = "title"
    """The document's title."""
    DOMINANT = "dominant"
    """The region that the document is mostly about."""
    SOURCE = "source"
    """The region of the source, from its metadata."""

    @property
    def inferred(self) -> bool:
        """Whether the place was read from what stands around it, not from its own words."""
        return self not in _OWN_WORDS


_OWN_WORDS = frozenset({Basis.EXPLICIT, Basis.ALIAS, Basis.ZONE, Basis.HISTORIC})


class Kind(StrEnum):
    """What sort of thing an initiative is."""

    PLATFORM = "platform"
    PROGRAMME = "programme"
    POLICY = "policy"
    PILOT = "pilot"
    INFRASTRUCTURE = "infrastructure"
    SERVICE = "service"


class Status(StrEnum):
    """How far an initiative had come when its document was written."""

    PLANNED = "planned"
    PILOTED = "piloted"
    LAUNCHED = "launched"
    OPERATING = "operating"
    COMPLETED = "completed"
    ISSUED = "issued"


class Theme(StrEnum):
    """The twelve themes; labels are in data/reference/themes.json."""

    GOV_SERVICES = "gov_services"
    JUSTICE_SAFETY = "justice_safety"
    COMMUNITY = "community"
    CITY_MGMT = "city_mgmt"
    HEALTH = "health"
    WELFARE = "welfare"
    BUSINESS = "business"
    ENVIRONMENT = "environment"
    ECONOMY = "economy"
    GOV_OPS = "gov_ops"
    DATA_OPENNESS = "data_openness"
    INFRASTRUCTURE = "infrastructure"


class DatePrecision(StrEnum):
    """The finest part of a date that the document fixes."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


class DateBasis(StrEnum):
    """How the year was found: in words, from words like "last year", or from the publication."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    PUBLICATION = "publication"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit as of the gazetteer's vintage."""

    adcode: str
    """Six digits: 100000, PP0000, PPCC00 or PPCCDD."""
    name: str
    """Full name without its parents: 江苏省, 南通市, 鼓楼区."""
    short: str
    """Name without its generic ending: 江苏, 南通, 鼓楼."""
    level: Level
    parent: str
    """The unit above: its city where there is one, else its province; "" for the nation."""
    lon: float
    """Degrees east of a point inside the unit."""
    lat: float
    """Degrees north of the same point."""


class Toponym(NamedTuple):
    """A place name found in a text, and the unit that it means, or why none."""

    text: str
    start: int
    end: int
    adcode: str | None
    """None when the words could mean several units and nothing decides between them."""
    candidates: tuple[str, ...]
    """All units that the words could mean, by code; empty when sure."""
    place_name: str
    """江苏省/南通市; "" when refused."""
    precision: Level | None
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: `month` is None when `day` could only be guessed."""

    year: int
    month: int | None = None
    day: int | None = None

    def as_date(self) -> date | None:
        """The calendar date, or None unless all three parts are known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one input file or of one row of a table, with what is known of it.

    `text` is what all raw offsets point into: of a text file its decoded characters, of any other
    the text that its format's reader gives, which is the same at every reading.
    """

    path: str
    """The file, as given on the command line."""
    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    dated: PartialDate | None = None
    row: int | None = None
    """Number of the table's row, from 1; None for a file that is no table."""
    single: bool = False
    """Whether it is one document for sure; else its text tells how many it holds."""
    notes: tuple[str, ...] = ()
    """What the file holds and the text does not, in words for the user."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a source: most files hold one, some hold many."""

    document_id: str
    source: str
    title: str
    publisher: str
    url: str
    dated: PartialDate | None
    """When it was published, as far as its date line or the metadata say."""
    start: int
    """Raw offset of its first character; `text == raw[start:end]`."""
    end: int
    text: str

    @property
    def published(self) -> date | None:
        """The day of publication, or None unless it is fully known."""
        return self.dated.as_date() if self.dated else None


class Figure(NamedTuple):
    """A number tied to an initiative; offsets are raw."""

    value: float
    unit: str
    label: str
    start: int
    end: int


class Record(NamedTuple):
    """One initiative at one place in one document: a row of the records table."""

    record_id: str
    initiative_id: str
    name: str
    aliases: tuple[str, ...]
    kind: Kind
    status: Status
    theme: Theme
    themes: tuple[Theme, ...]
    year: int | None
    month: int | None
    day: int | None
    date_precision: DatePrecision
    date_basis: DateBasis
    adcode: str
    place_name: str
    place_precision: Level
    place_basis: Basis
    candidates: tuple[str, ...]
    actors: tuple[str, ...]
    figures: tuple[Figure, ...]
    source: str
    document_id: str
    title: str
    published: date | None
    start: int
    """Raw offset of the evidence; `evidence == raw[start:end]`."""
    end: int
    evidence: str
    confidence: float
    extractor: str


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document: a row of the documents table."""

    document: Document
    characters: int
    cleaning: tuple[str, ...]
    """Names of the clean-up steps that changed something, in order."""
    places: tuple[str, ...]
    """Codes of the units that it mentions, each once, by code."""
    records: int
    rejected: dict[str, int] = field(default_factory=dict)
    """Reason -> number of candidates. With the kept ones these are all that were found; one kept
    candidate gives as many records as it has owners."""


def content_id(*parts: object) -> str:
    """A 16-character id that depends on the parts' text only."""
    return text_id(*map(str, parts))


def text_id(*parts: str) -> str:
    """The same of parts that are texts already."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
