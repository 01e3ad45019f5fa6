"""How charts call things and begin their sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping

import geodata as gd
from dashboard.filters import Filters
from dashboard.views import Source, call_name, write_span
from dashboard.wording import Wording

_FILE = re.compile(r"[^A-Za-z0-9_-]+")


def state_source(dataset: gd.Dataset, wording: Wording) -> str:
    """Where a chart's figures are from."""
    return wording.say("chart_source", fingerprint=dataset.fingerprint, documents=dataset.documents)


def state_scope(source: Source, filters: Filters) -> str:
    """What the figures are of, as the beginning of a sentence; empty for everything."""
    wording, parts = source.wording, []
    place = filters.region or filters.within
    if place:
        parts.append(name_code(place, filters.level, source.names, wording))
    if filters.name:
        parts.append(call_name(source, filters.name))
    if len(filters.themes) == 1:
        parts.append(wording.themes[filters.themes[0]])
    elif filters.themes:
        parts.append(wording.say("scope_some_themes", n=len(filters.themes)))
    if filters.years:
        parts.append(wording.say("scope_span", span=write_span(filters.years)))
    if filters.confidence:
        parts.append(wording.say("scope_confidence", value=f"{filters.confidence:.1f}"))
    return wording.say("scope_between").join(parts)


def begin(scope: str, sentence: str, wording: Wording) -> str:
    """The sentence behind what it is about."""
    told = wording.say("scope_begin", scope=scope, text=sentence) if scope else sentence
    return capitalize(told, wording)


def capitalize(text: str, wording: Wording) -> str:
    """With a capital where the language begins with one."""
    return text[:1].upper() + text[1:] if wording.language == "en" else text


def write_amount(counted: gd.Counted, number: int, wording: Wording) -> str:
    """The number with its measure word, where the language has one."""
    return wording.say(f"unit_{counted}", n=number)


def name_unit(counted: gd.Counted, wording: Wording) -> str:
    """What is counted, inside a sentence."""
    return wording.say(f"plural_{counted}")


def name_code(code: str, level: gd.Level, names: Mapping[str, str], wording: Wording) -> str:
    """What the page calls a unit or bucket."""
    if code == gd.COARSER:
        return wording.say(f"bucket_coarser_{level}")
    buckets = {gd.NATION: "national", gd.FINER: "finer", gd.UNKNOWN: "unknown"}
    return wording.say(f"bucket_{buckets[code]}") if code in buckets else names.get(code, code)


def name_file(*parts: object) -> str:
    """A name for files: plain letters, digits and dashes."""
    return "-".join(filter(None, (_FILE.sub("-", str(part)).strip("-") for part in parts)))[:80]


def write_day(year: int, month: int | None, day: int | None) -> str:
    """As exactly as it is known: 2019, 2019-05 or 2019-05-07."""
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return "-".join(parts)


def write_percent(share: float) -> str:
    """A share as whole percent; what is not nothing is not 0."""
    percent = round(100 * share)
    return "<1%" if share > 0 and not percent else f"{percent}%"
