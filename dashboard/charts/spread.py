"""Who was first, how it spread over the regions, and how long cities take to follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geodata as gd
from dashboard.charts.chart import (
    ACCENT_HUES,
    FIRST_ROWS,
    Chart,
    Kind,
    Link,
    Series,
    Table,
    Value,
)
from dashboard.charts.trends import count_documents, find_doubtful
from dashboard.charts.words import (
    begin,
    name_file,
    state_scope,
    state_source,
    write_day,
    write_percent,
)
from dashboard.filters import Filters
from dashboard.views import Source, label_unit
from dashboard.why import write_ranges
from dashboard.wording import Wording

FEW = 12
"""Regions named of those that are in no order."""
FEW_FIRST = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """How something reached the units shown."""

    adoptions: gd.Adoptions
    curve: tuple[gd.CurvePoint, ...]
    names: Mapping[str, str]
    """Of the first initiatives, by id."""


def find_spread(source: Source, filters: Filters, *, whole: bool = True) -> Spread:
    """Order and curve over the units that the map shows.

    Args:
        source: Where from.
        filters: What is adopted, and by which units.
        whole: Whether all first initiatives are named; else those that are shown at first.
    """
    units = source.choices.units(filters)
    adoptions = gd.first_records(source.dataset, filters.selection, filters.level, units)
    named = adoptions.adopted if whole else adoptions.adopted[: FIRST_ROWS[Kind.TABLE]]
    ids = [adoption.initiatives[0] for adoption in named]
    found = gd.name_initiatives(source.dataset, ids)
    return Spread(
        adoptions,
        gd.adoption_curve(adoptions.adopted, adoptions.units),
        {initiative.initiative_id: initiative.name for initiative in found},
    )


def tell_first(spread: Spread, source: Source, filters: Filters) -> str:
    """The page's finding: who was, or may have been, first, and how many have followed."""
    wording, adopted = source.wording, spread.adoptions.adopted
    scope = state_scope(source, replace(filters, region=None))
    units = spread.adoptions.units
    if not adopted:
        key = "spread_undated" if spread.adoptions.undated else "spread_none"
        told = wording.say(key, n=len(spread.adoptions.undated), m=units)
        return begin(scope, told, wording)
    first = [adoption for adoption in adopted if adoption.place[0] == 1]
    named = wording.list_names([source.names[each.region] for each in first[:FEW_FIRST]])
    # No more exactly than the least exactly known of them.
    day = min((write_day(*each[1:4]) for each in first), key=len)
    key = "spread_first" if len(first) == 1 else "spread_tied"
    if len(first) > FEW_FIRST:
        key = "spread_many"
        day = str(first[0].year)
    told = wording.say(key, names=named, day=day, k=len(first))
    told += wording.say(f"spread_reached_{filters.level}", n=len(adopted), m=units)
    return begin(scope, told, wording)


def build_curve(spread: Spread, source: Source, filters: Filters) -> Chart:
    """Regions that had adopted by the end of each year."""
    say, curve, units = source.wording.say, spread.curve, spread.adoptions.units
    years = [point.year for point in curve]
    breaks = find_doubtful(count_documents(source, replace(filters, region=None)), years)
    adopted = len(spread.adoptions.adopted)
    rows: list[tuple[Value, ...]] = [
        (str(point.year), point.new, point.adopters, write_percent(point.share)) for point in curve
    ]
    undated = len(spread.adoptions.undated)
    if undated:
        rows.append((say("undated_short"), undated, None, None))
    note = [say("spread_note_curve")]
    if undated:
        note.append(say("spread_note_undated", n=undated))
    if breaks:
        note.append(say("trend_note_low", n=len(breaks), years=write_ranges(set(breaks))))
    return Chart(
        kind=Kind.LINES,
        title=_tell_curve(spread, source.wording),
        about=say("spread_curve_about"),
        source=state_source(source.dataset, source.wording),
        file=name_file("adoption", filters.level, source.dataset.fingerprint),
        table=Table(
            (say("chart_year"), say("spread_new"), say("spread_so_far"), say("spread_share")),
            tuple(rows),
        ),
        columns=tuple(map(str, years)),
        series=(
            Series(
                say("spread_so_far"),
                ACCENT_HUES,
                tuple(point.adopters for point in curve),
                strong=True,
            ),
        )
        if curve
        else (),
        note=say("sentence_between").join(note),
        alt=say("spread_alt", n=adopted, m=units),
        breaks=tuple(i for i, year in enumerate(years) if year in breaks),
        step=True,
        height=250,
    )


def _tell_curve(spread: Spread, wording: Wording) -> str:
    curve, units = spread.curve, spread.adoptions.units
    if not curve:
        return wording.say("spread_curve_none")
    last = curve[-1]
    half = gd.reach_share(curve, 0.5)
    if half is not None:
        return wording.say("spread_half", years=half - curve[0].year, year=str(half), m=units)
    # The year in which the most regions adopted, where it stands out.
    most = max(point.new for point in curve)
    wave = [point.year for point in curve if point.new == most]
    told = wording.say(
        "spread_part", year=str(last.year), n=last.adopters, m=units,
        share=write_percent(last.share),
    )  # fmt: skip
    if most > 1 and len(wave) == 1:
        told += wording.say("spread_wave", year=str(wave[0]), n=most)
    return told


def build_order(spread: Spread, source: Source, filters: Filters) -> Chart:
    """The regions in their order, each with the initiative that it rests on."""
    say, adoptions = source.wording.say, spread.adoptions
    rows = tuple(_write_adoption(each, spread, source, filters) for each in adoptions.adopted)
    apart = (("undated", adoptions.undated), ("never", adoptions.never))
    note = [
        say(f"order_{kind}", n=len(units), names=_name_few(units, source))
        for kind, units in apart
        if units
    ]
    if adoptions.unread:
        note.append(say("order_unread", n=len(adoptions.unread)))
    tied = sum(each.tied for each in adoptions.adopted)
    if tied:
        note.insert(0, say("order_tied", n=tied))
    return Chart(
        kind=Kind.TABLE,
        title=_tell_order(adoptions, source.wording),
        about=say("order_about"),
        hint=say("evidence_hint") if rows else "",
        source=state_source(source.dataset, source.wording),
        file=name_file("order", filters.level, source.dataset.fingerprint),
        table=Table(
            tuple(say(f"order_{name}") for name in ("place", "region", "date", "evidence")), rows
        ),
        note=say("sentence_between").join(note),
    )


def _write_adoption(
    adoption: gd.Adoption, spread: Spread, source: Source, filters: Filters
) -> tuple[Value, ...]:
    say, (best, worst) = source.wording.say, adoption.place
    name = spread.names.get(adoption.initiatives[0], "")
    tail = say("order_one_of", n=adoption.candidates) if adoption.candidates > 1 else ""
    return (
        write_place(best, worst),
        label_unit(source, filters, adoption.region),
        write_day(*adoption[1:4]),
        Link(name, adoption.initiatives, name=True, tail=tail),
    )


def write_place(best: int, worst: int) -> str:
    """3, or 3–7."""
    return str(best) if best == worst else f"{best}–{worst}"


def _name_few(units: Sequence[str], source: Source) -> str:
    wording = source.wording
    named = wording.say("list_between").join(source.names[code] for code in units[:FEW])
    return wording.say("and_others", names=named) if len(units) > FEW else named


def _tell_order(adoptions: gd.Adoptions, wording: Wording) -> str:
    adopted = adoptions.adopted
    if not adopted:
        return wording.say("order_none")
    first, last = adopted[0].year, max(each.year for each in adopted)
    key = "order_title" if first < last else "order_title_year"
    return wording.say(key, n=len(adopted), first=str(first), last=str(last))
