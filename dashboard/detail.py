"""Initiatives as cards, each opening onto the sentences that it rests on.

Everything from the data is escaped here; nothing of it is ever markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

import geodata as gd
from dashboard.wording import Wording

MAX_RECORDS = 6
"""Records shown of one initiative."""


def build_cards(
    initiatives: Sequence[gd.Initiative],
    evidence: Mapping[str, Sequence[gd.Evidence]],
    wording: Wording,
    *,
    first_open: bool,
) -> str:
    """The list as HTML; a card opens without asking the server."""
    cards = [
        _build_card(
            initiative,
            evidence.get(initiative.initiative_id, ()),
            wording,
            is_open=first_open and place == 0,
        )
        for place, initiative in enumerate(initiatives)
    ]
    return f'<div class="cards">{"".join(cards)}</div>'


def _build_card(
    initiative: gd.Initiative, records: Sequence[gd.Evidence], wording: Wording, *, is_open: bool
) -> str:
    year = wording.say("undated") if initiative.year is None else str(initiative.year)
    facts = (
        ("place", show_place(initiative.place_name, wording)),
        ("theme", wording.themes.get(initiative.theme, initiative.theme)),
        ("status", _label("status", initiative.status, wording)),
    )
    shown = "".join(f'<span class="{name}">{escape(value)}</span>' for name, value in facts)
    count = "card_reports_one" if initiative.reports == 1 else "card_reports"
    reports = wording.say(count, n=initiative.reports)
    quotes = "".join(_build_quote(record, wording) for record in records[:MAX_RECORDS])
    hidden = len(records) - MAX_RECORDS
    if hidden > 0:
        quotes += f'<p class="more">{escape(wording.say("card_more", n=hidden))}</p>'
    return (
        f'<details class="card"{" open" if is_open else ""}><summary>'
        f'<span class="year{" none" if initiative.year is None else ""}">{escape(year)}</span>'
        f'<span class="what"><strong>{escape(initiative.name)}</strong>'
        f'<span class="facts">{shown}</span></span>'
        f'<span class="reports">{escape(reports)}</span></summary>{quotes}</details>'
    )


def _build_quote(record: gd.Evidence, wording: Wording) -> str:
    published = record.published.isoformat() if record.published else wording.say("no_date")
    credit = escape(" · ".join((record.publisher or wording.say("no_publisher"), published)))
    title = escape(record.title or wording.say("no_title"))
    if is_web_address(record.url):
        title = f'<a href="{escape(record.url)}" target="_blank" rel="noopener">{title}</a>'
    notes = (
        wording.say(
            "quote_place",
            place=show_place(record.place_name, wording),
            basis=_label("place", record.place_basis, wording),
        ),
        wording.say(
            "quote_date",
            date=show_date(record, wording),
            basis=_label("date", record.date_basis, wording),
        ),
        wording.say("quote_status", status=_label("status", record.status, wording)),
        wording.say("quote_confidence", value=f"{record.confidence:.2f}"),
        wording.say("quote_file", file=record.source, start=str(record.start), end=str(record.end)),
    )
    small = "".join(f"<span>{escape(note)}</span>" for note in notes)
    return (
        f'<figure class="quote"><blockquote>{escape(record.before)}'
        f"<mark>{escape(record.sentence)}</mark>{escape(record.after)}</blockquote>"
        f"<figcaption><cite>{title}</cite><span>{credit}</span>"
        f"<small>{small}</small></figcaption></figure>"
    )


def show_place(place_name: str, wording: Wording) -> str:
    """江苏省/南通市 as 江苏省 › 南通市."""
    return " › ".join(place_name.split("/")) or wording.say("no_place")


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
