"""What each of some regions has: counts, themes, years, first records."""

from __future__ import annotations

from dataclasses import replace

import geodata as gd
from dashboard.charts.chart import (
    ACCENT_HUES,
    Chart,
    Hues,
    Kind,
    Link,
    Series,
    Table,
    Value,
)
from dashboard.charts.compare import LEADERS, Comparison
from dashboard.charts.spread import write_place
from dashboard.charts.trends import count_documents, find_doubtful
from dashboard.charts.words import (
    name_file,
    state_source,
    write_day,
)
from dashboard.filters import MOST_COMPARED, UNDATED, Filters
from dashboard.hues import grey, pick_hues
from dashboard.views import Source


def build_overview(found: Comparison, source: Source, filters: Filters) -> Chart:
    """One row for each region: counts, places as intervals, what was read."""
    say = source.wording.say
    rows: list[tuple[Value, ...]] = []
    for profile, among in zip(found.profiles, found.among, strict=True):
        rows.append(
            (
                source.names[profile.region],
                _link(profile, profile.initiatives),
                write_rank(profile),
                write_rank(among),
                profile.reports,
                profile.documents,
                f"{len(profile.themes)}/{len(gd.Theme)}",
                _link_first(profile),
                _link(profile, profile.years.get(None, 0), UNDATED),
            )
        )
    head = ("region", "initiatives", "rank", "rank_here", "reports", "documents", "themes")
    return Chart(
        kind=Kind.TABLE,
        title=tell_ranks(found, source),
        about=say("compare_overview_about", k=len(found.regions)),
        hint=say("number_hint") if any(each.initiatives for each in found.profiles) else "",
        source=state_source(source.dataset, source.wording),
        file=name_file("compare", filters.level, source.dataset.fingerprint),
        table=Table(
            tuple(say(f"compare_{name}") for name in (*head, "first", "undated")), tuple(rows)
        ),
        note=say("compare_note_rank"),
    )


def _link(profile: gd.Profile, count: int, column: str = "") -> Value:
    """The number, opening what it counts."""
    return Link(count, key=profile.region, column=column) if count else count


def _link_first(profile: gd.Profile) -> Value:
    dated = [year for year in profile.years if year is not None]
    if not dated:
        return None
    year = str(min(dated))
    return Link(year, key=profile.region, column=year)


def tell_ranks(found: Comparison, source: Source) -> str:
    """Who is best placed among all regions of the level, and whose place is the least certain."""
    wording, names = source.wording, source.names
    ranks = {profile.region: profile.rank for profile in found.profiles if profile.rank}
    if not ranks:
        return wording.say("compare_ranks_none")
    best = min(ranks.values())
    leaders = [code for code, rank in ranks.items() if rank == best]
    told = wording.say(
        "compare_ranks",
        names=wording.list_names([names[code] for code in leaders]),
        place=write_place(*best),
        m=found.profiles[0].ranked,
    )
    width = {code: worst - first for code, (first, worst) in ranks.items()}
    widest = [code for code, wide in width.items() if wide == max(width.values())]
    if len(widest) == 1 and widest[0] not in leaders:
        place = write_place(*ranks[widest[0]])
        told += wording.say("compare_ranks_widest", name=names[widest[0]], place=place)
    return told


def write_rank(profile: gd.Profile) -> str | None:
    """2 of 31 as 2/31, or 2–4/31; None without a place."""
    return f"{write_place(*profile.rank)}/{profile.ranked}" if profile.rank else None


def build_themes(found: Comparison, source: Source, filters: Filters) -> Chart:
    """Regions by theme."""
    say, wording = source.wording.say, source.wording
    present = {theme for profile in found.profiles for theme in profile.themes}
    themes = [str(theme) for theme in gd.Theme if theme in present]
    series = tuple(
        Series(
            source.names[profile.region],
            ACCENT_HUES,
            tuple(profile.themes.get(theme, 0) for theme in themes),
            key=profile.region,
        )
        for profile in found.profiles
    )
    labels = tuple(wording.themes[theme] for theme in themes)
    rows = tuple(
        (each.label, *each.values, sum(value or 0 for value in each.values)) for each in series
    )
    return Chart(
        kind=Kind.HEAT,
        title=_tell_themes(found, source),
        about=say("compare_themes_about"),
        hint=say("heat_hint") if present else "",
        source=state_source(source.dataset, wording),
        file=name_file("compare", "themes", source.dataset.fingerprint),
        table=Table((say("head_region"), *labels, say("chart_total")), rows),
        columns=labels,
        keys=tuple(themes),
        series=series,
        opens=True,
        head=say("head_region"),
    )


def _tell_themes(found: Comparison, source: Source) -> str:
    """The themes that all have, and those that one alone has."""
    wording = source.wording
    holders = {
        theme: [profile.region for profile in found.profiles if theme in profile.themes]
        for theme in map(str, gd.Theme)
    }
    shared = [wording.themes[t] for t, codes in holders.items() if len(codes) == len(found.regions)]
    if not any(holders.values()):
        return wording.say("compare_themes_none")
    if len(shared) == len(gd.Theme):
        return wording.say("compare_themes_full", n=len(shared))
    if not shared:
        most = max(len(codes) for codes in holders.values())
        widest = [wording.themes[t] for t, codes in holders.items() if len(codes) == most]
        names = wording.list_names(widest[:LEADERS])
        return wording.say("compare_themes_apart", names=names, n=most)
    alone = sum(len(codes) == 1 for codes in holders.values())
    if len(found.regions) < 2:
        alone = 0
    if len(shared) > LEADERS:
        told = wording.say("compare_themes_many", n=len(shared))
    else:
        told = wording.say("compare_themes_shared", names=wording.list_names(shared))
    return told + wording.say("compare_themes_alone", n=alone) if alone else told


def build_years(found: Comparison, source: Source, filters: Filters) -> Chart:
    """What each region had by the end of each year."""
    say = source.wording.say
    known = [year for profile in found.profiles for year in profile.years if year is not None]
    years = range(min(known), max(known) + 1) if known else range(0)
    series = []
    for profile, hues in zip(found.profiles, _pick_lines(found), strict=True):
        sofar, values = 0, list[float | None]()
        for year in years:
            sofar += profile.years.get(year, 0)
            values.append(sofar or None)  # a line begins where there is something
        series.append(
            Series(
                source.names[profile.region],
                hues,
                tuple(values),
                profile.years.get(None, 0),
                profile.region,
                hues != grey(),
            )
        )
    coverage = count_documents(source, replace(filters, region=None))
    breaks = find_doubtful(coverage, tuple(years))
    undated = int(sum(each.apart for each in series))
    rows: list[tuple[Value, ...]] = [
        (str(year), *(each.values[i] for each in series)) for i, year in enumerate(years)
    ]
    if undated:
        rows.append((say("undated_short"), *(each.apart for each in series)))
    return Chart(
        kind=Kind.LINES,
        title=_tell_years(found, years, source),
        about=say("compare_years_about"),
        hint=say("line_hint") if known else "",
        source=state_source(source.dataset, source.wording),
        file=name_file("compare", "years", source.dataset.fingerprint),
        table=Table((say("chart_year"), *(each.label for each in series)), tuple(rows)),
        columns=tuple(map(str, years)),
        series=tuple(series),
        note=say("compare_note_undated", n=undated) if undated else "",
        alt=say("compare_alt", k=len(found.regions)),
        breaks=tuple(i for i, year in enumerate(years) if year in breaks),
        step=True,
        opens=True,
    )


def _pick_lines(found: Comparison) -> tuple[Hues, ...]:
    """A colour for each; of many peers only the first region has one."""
    count = len(found.regions)
    if count > MOST_COMPARED:
        return (ACCENT_HUES, *[grey()] * (count - 1))
    return pick_hues(count)


def _tell_years(found: Comparison, years: range, source: Source) -> str:
    """Who began first, and who has come furthest."""
    wording, names = source.wording, source.names
    if not years:
        return wording.say("compare_years_none")
    began = {
        profile.region: min(year for year in profile.years if year is not None)
        for profile in found.profiles
        if any(year is not None for year in profile.years)
    }
    first = min(began.values())
    leaders = [names[code] for code, year in began.items() if year == first]
    key = "compare_began" if len(leaders) <= LEADERS else "compare_began_many"
    named = wording.list_names(leaders)
    return wording.say(key, names=named, year=str(first), n=len(leaders))


def build_firsts(found: Comparison, source: Source, filters: Filters) -> Chart:
    """Each theme's first year in each region, and its place among all of the level."""
    say, wording = source.wording.say, source.wording
    shown = found.profiles[:MOST_COMPARED]
    rows: list[tuple[Value, ...]] = []
    for theme in map(str, gd.Theme):
        firsts = [profile.firsts.get(theme) for profile in shown]
        if any(firsts):
            rows.append((wording.themes[theme], *(_write_first(each, source) for each in firsts)))
    names = tuple(source.names[profile.region] for profile in shown)
    more = len(found.profiles) - len(shown)
    return Chart(
        kind=Kind.TABLE,
        title=_tell_firsts(found, source),
        about=say("firsts_about"),
        hint=say("evidence_hint") if rows else "",
        source=state_source(source.dataset, wording),
        file=name_file("compare", "firsts", source.dataset.fingerprint),
        table=Table((say("head_theme"), *names), tuple(rows)),
        note=say("firsts_more", n=more) if more else "",
    )


def _write_first(first: gd.ThemeFirst | None, source: Source) -> Link | None:
    """When, and at which place of how many; opens what may have been the first."""
    if first is None:
        return None
    place = write_place(*first.place)
    tail = source.wording.say("firsts_cell", place=place, m=first.regions)
    return Link(write_day(*first[:3]), first.initiatives, tail=tail)


def _tell_firsts(found: Comparison, source: Source) -> str:
    """How often each region may have been the first of the whole level."""
    wording = source.wording
    ahead = {
        profile.region: sum(first.place[0] == 1 for first in profile.firsts.values())
        for profile in found.profiles[:MOST_COMPARED]
    }
    if not any(profile.firsts for profile in found.profiles):
        return wording.say("firsts_empty")
    most = max(ahead.values(), default=0)
    if not most:
        return wording.say("firsts_none")
    leaders = [source.names[code] for code, count in ahead.items() if count == most]
    return wording.say("firsts_title", names=wording.list_names(leaders[:LEADERS]), n=most)
