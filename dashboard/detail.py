"""Initiatives as cards, each opening onto the sentences that it rests on.

All of it is text: the page's component puts it there as text and never as markup. What comes out of
the documents stays in their language, and is marked as such.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import geodata as gd
from dashboard.wording import LANGUAGES, Wording

MAX_RECORDS = 6
"""Records shown of one initiative."""
STEP = " › "
"""Between a unit and the one inside it."""

NamePath = Callable[[str], str]
"""What the page calls a unit and those above it; empty for codes that it does not know."""
Text = str | list[str]
"""In the page's language, or: that, the documents' own words, and that again."""


def build_cards(
    initiatives: Sequence[gd.Initiative],
    evidence: Mapping[str, Sequence[gd.Evidence]],
    wording: Wording,
    name_path: NamePath,
    *,
    first_open: bool,
) -> dict[str, Any]:
    """The list as data for its component; a card opens without asking the server."""
    return {
        "cards": [
            _build_card(initiative, evidence.get(initiative.initiative_id, ()), wording, name_path)
            for initiative in initiatives
        ],
        "open": first_open,
        "language": {"zh": "zh-CN"}.get(wording.language, wording.language),
    }


def _build_card(
    initiative: gd.Initiative,
    records: Sequence[gd.Evidence],
    wording: Wording,
    name_path: NamePath,
) -> dict[str, Any]:
    count = "card_reports_one" if initiative.reports == 1 else "card_reports"
    hidden = len(records) - MAX_RECORDS
    return {
        "year": wording.say("undated") if initiative.year is None else str(initiative.year),
        "dated": initiative.year is not None,
        "name": initiative.name,
        "facts": [
            show_place(initiative.adcode, initiative.place_name, wording, name_path),
            wording.themes.get(initiative.theme, initiative.theme),
            _label("status", initiative.status, wording),
        ],
        "reports": wording.say(count, n=initiative.reports),
        "quotes": [_build_quote(each, wording, name_path) for each in records[:MAX_RECORDS]],
        "more": wording.say("card_more", n=hidden) if hidden > 0 else "",
    }


def _build_quote(record: gd.Evidence, wording: Wording, name_path: NamePath) -> dict[str, Any]:
    published = show_published(record, wording)
    notes = (
        _tell_place(record, wording, name_path),
        wording.say(
            "quote_date",
            date=show_date(record, wording),
            basis=_label("date", record.date_basis, wording),
        ),
        wording.say("quote_status", status=_label("status", record.status, wording)),
        wording.say("quote_confidence", value=f"{record.confidence:.2f}"),
        wording.say("quote_file", file=record.source, start=str(record.start), end=str(record.end)),
    )
    return {
        "text": [record.before, record.sentence, record.after],
        "title": ["", record.title, ""] if record.title else wording.say("no_title"),
        "url": record.url if is_web_address(record.url) else "",
        "credit": ["", record.publisher, f" · {published}"]
        if record.publisher
        else f"{wording.say('no_publisher')} · {published}",
        "notes": notes,
    }


def _tell_place(record: gd.Evidence, wording: Wording, name_path: NamePath) -> Text:
    """The place, on a page in another language with what it is called in the documents."""
    place = show_place(record.adcode, record.place_name, wording, name_path)
    basis = _label("place", record.place_basis, wording)
    original = STEP.join(record.place_name.split("/"))
    if isinstance(place, list) or not original or place == original:
        return wording.say("quote_place", place="".join(place), basis=basis)
    told = wording.say("quote_place_both", place=place, original=original, basis=basis)
    return list(told.partition(original))


def show_place(adcode: str, place_name: str, wording: Wording, name_path: NamePath) -> Text:
    """江苏省/南通市 as 江苏省 › 南通市, or as Jiangsu › Nantong on a page in English."""
    original = STEP.join(place_name.split("/"))
    if not original:
        return wording.say("no_place")
    if wording.language == LANGUAGES[0]:
        return original
    return name_path(adcode) or ["", original, ""]


def show_published(record: gd.Evidence, wording: Wording) -> str:
    """The day of publication, or the year where the record's own year rests on nothing else."""
    if record.published is not None:
        return record.published.isoformat()
    if record.date_basis == "publication" and record.year is not None:
        return str(record.year)
    return wording.say("no_date")


def show_date(record: gd.Evidence, wording: Wording) -> str:
    """The record's date as exactly as it is known: 2019, 2019-05 or 2019-05-07."""
    if record.year is None:
        return wording.say("undated")
    parts = [f"{record.year:04d}"]
    for part in (record.month, record.day):
        if part is None:
            break
        parts.append(f"{part:02d}")
    return "-".join(parts)


def is_web_address(url: str) -> bool:
    """Whether a link to it leads to a page, and not into a script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _label(kind: str, value: str, wording: Wording) -> str:
    return wording.sentences.get(f"{kind}_{value}", value)
