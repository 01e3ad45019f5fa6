"""What the map says, in one sentence made from the data, and what it can't say, in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geodata as gd
from dashboard.filters import Filters
from dashboard.mapview import MapState, state_of
from dashboard.wording import Wording

LEADERS = 3
"""At most so many regions are named."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The two sentences over the map."""

    headline: str
    basis: str


def state_finding(
    state: MapState,
    totals: gd.Totals,
    documents: int,
    filters: Filters,
    names: Mapping[str, str],
    wording: Wording,
) -> Finding:
    """Name the leading regions and their share, and say what the counts rest on."""
    headline = _scope(filters, wording) + _leading(state, names, wording)
    if wording.language == "en":
        headline = headline[:1].upper() + headline[1:]
    return Finding(headline, _basis(state, totals, documents, wording))


def find_leaders(counts: dict[str, int]) -> tuple[str, ...]:
    """The top regions, most first: as many as LEADERS, fewer where a tie would cut some off."""
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    for size in range(min(LEADERS, len(ordered)), 0, -1):
        if size == len(ordered) or counts[ordered[size - 1]] > counts[ordered[size]]:
            return tuple(ordered[:size])
    return ()


def _scope(filters: Filters, wording: Wording) -> str:
    parts = []
    if filters.years:
        first, last = filters.years
        key = "scope_year" if first == last else "scope_years"
        parts.append(wording.say(key, first=str(first), last=str(last)))
    if len(filters.themes) == 1:
        parts.append(wording.say("scope_theme", theme=wording.themes[filters.themes[0]]))
    elif filters.themes:
        parts.append(wording.say("scope_themes", n=len(filters.themes)))
    return "".join(parts)


def _leading(state: MapState, names: Mapping[str, str], wording: Wording) -> str:
    counts = {code: count.initiatives for code, count in state.counts.items()}
    total = sum(counts.values())
    if not total:
        return wording.say("finding_none")
    leaders = find_leaders(counts)
    most = max(counts.values())
    if not leaders:
        tied = sum(count == most for count in counts.values())
        return wording.say("finding_tied", n=tied, most=most)
    listed = wording.list_names([names[code] for code in leaders])
    if len(counts) == len(leaders):
        return wording.say("finding_only", names=listed, n=total)
    share = round(100 * sum(counts[code] for code in leaders) / total)
    key = "finding_leader" if len(leaders) == 1 else "finding_leaders"
    return wording.say(key, names=listed, k=len(leaders), share=share, total=total)


def _basis(state: MapState, totals: gd.Totals, documents: int, wording: Wording) -> str:
    unsearched = sum(state_of(state, code) == "unsearched" for code in state.units)
    parts = [
        wording.say(
            "basis_counts", n=totals.initiatives, reports=totals.reports, documents=documents
        )
    ]
    if totals.undated:
        parts.append(wording.say("basis_undated", n=totals.undated))
    if unsearched:
        parts.append(wording.say(f"basis_unsearched_{state.level}", n=unsearched))
    return "".join(parts)
