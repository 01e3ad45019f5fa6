"""Regions side by side: what each has, since when, and what others have and it has not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geodata as gd
from dashboard.charts.spread import write_place
from dashboard.charts.words import (
    begin,
    state_scope,
)
from dashboard.filters import Filters
from dashboard.views import Source

LEADERS = 4
"""Regions compared before any is chosen."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The regions, the first of which is the one that peers are of."""

    regions: tuple[str, ...]
    peers: gd.Peers | None
    """None where the regions were chosen one by one."""
    profiles: tuple[gd.Profile, ...]
    among: tuple[gd.Profile, ...]
    """The same, their places among each other."""
    programmes: Mapping[str, str]
    """Labels of named programmes, by code."""
    gaps: Mapping[str, gd.Gaps]
    """Of each region that is held against the others."""


def pick_regions(source: Source, filters: Filters) -> tuple[str, ...]:
    """The regions chosen; else those shown with the most initiatives, a selected one first."""
    if filters.compared:
        return filters.compared
    units = source.choices.units(filters)
    counts = gd.count_regions(source.dataset, filters.selection, filters.level)
    have = {code: counts[code].initiatives if code in counts else 0 for code in units}
    order = sorted(units, key=lambda code: (-have[code], code))
    if filters.region in have:
        order.sort(key=lambda code: code != filters.region)
    return tuple(order[:LEADERS])


def compare(source: Source, filters: Filters, programmes: tuple[gd.Programme, ...]) -> Comparison:
    """Profiles and gaps of the regions chosen, or of the first of them and its peers."""
    regions, peers = pick_regions(source, filters), None
    geography, level = source.choices.geography, filters.level
    if filters.kinship is not None and regions:
        geography.neighbours(regions[0], level)
        peers = gd.find_peers(
            regions[0],
            level,
            filters.kinship,
            parents=geography.parents,
            drawn=geography.drawn,
            neighbours={regions[0]: geography.neighbours(regions[0], level)},
            denominators=source.denominators[level],
        )
        regions = (regions[0], *peers.units)
    dataset, selection = source.dataset, filters.selection
    held = regions if peers is None else regions[:1]
    return Comparison(
        regions=regions,
        peers=peers,
        profiles=gd.compare_regions(dataset, selection, level, regions),
        among=gd.compare_regions(dataset, selection, level, regions, among=regions),
        programmes={each.code: each.labels[source.wording.language] for each in programmes},
        gaps={
            code: gd.find_gaps(
                dataset,
                selection,
                level,
                code,
                tuple(other for other in regions if other != code),
                programmes,
            )
            for code in held
        }
        if len(regions) > 1
        else {},
    )


def tell_comparison(found: Comparison, source: Source, filters: Filters) -> str:
    """The page's finding: the one against its peers, or who has the most and the fewest."""
    wording, names = source.wording, source.names
    scope = state_scope(source, replace(filters, region=None))
    if len(found.regions) < 2:
        return begin(scope, wording.say("compare_alone"), wording)
    counts = {profile.region: profile.initiatives for profile in found.profiles}
    if found.peers is not None:
        base = found.among[0]
        place = write_place(*base.rank) if base.rank else ""
        key = "compare_peers" if base.rank else "compare_peers_none"
        told = wording.say(
            key,
            name=names[base.region],
            n=base.initiatives,
            place=place,
            k=len(found.regions),
            kin=wording.say(f"kin_{found.peers.kinship}"),
        )
        return begin(scope, told, wording)
    most, fewest = max(counts.values()), min(counts.values())
    top, bottom = (
        wording.list_names([names[code] for code in found.regions if counts[code] == value])
        for value in (most, fewest)
    )
    if not most:
        return begin(scope, wording.say("compare_none", k=len(counts)), wording)
    key = "compare_even" if most == fewest else "compare_most"
    told = wording.say(key, k=len(counts), top=top, most=most, bottom=bottom, fewest=fewest)
    return begin(scope, told, wording)


def tell_no_peers(found: Comparison, source: Source) -> str:
    """Why a region has no peers; empty where it has some."""
    if found.peers is None or found.peers.lacking is None:
        return ""
    name = source.names[found.regions[0]]
    return source.wording.say(f"peers_{found.peers.lacking}", name=name)
