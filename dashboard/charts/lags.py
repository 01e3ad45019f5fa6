"""How long cities take to follow their provinces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geodata as gd
from dashboard.charts.chart import Chart, Kind, Link, Series, Table, Value
from dashboard.charts.words import name_file, state_source
from dashboard.filters import Filters
from dashboard.hues import grey, pick_hues
from dashboard.views import Source
from dashboard.wording import Wording

LONGEST_LAG = 15
"""Years; longer ones stand together at the ends."""
MINUS = "−"


def build_lags(source: Source, filters: Filters) -> Chart:
    """Cities by how many years they came before or after their province."""
    say = source.wording.say
    units = None
    if filters.within is not None:
        units = source.choices.geography.units(gd.Level.CITY, _find_province(source, filters))
    lags = gd.measure_lags(source.dataset, filters.selection, units)
    columns, series = _count_lags(lags, source.wording)
    names, first = source.names, _find_evidence(lags, source, filters)
    rows: list[tuple[Value, ...]] = [
        (
            names[pair.city],
            names[pair.province],
            Link(str(pair.city_year), first[pair.city]),
            Link(str(pair.province_year), first[pair.province]),
            pair.years,
        )
        for pair in lags.pairs
    ]
    without = [
        say(f"lag_{name}", n=count)
        for name, count in (
            ("undated", lags.undated),
            ("alone", lags.alone),
            ("province_undated", lags.province_undated),
        )
        if count
    ]
    return Chart(
        kind=Kind.BARS,
        title=_tell_lags(lags, source.wording),
        about=say("lag_about"),
        source=state_source(source.dataset, source.wording),
        file=name_file("lag", source.dataset.fingerprint),
        table=Table(
            tuple(
                say(f"lag_{name}")
                for name in ("city", "province", "city_year", "province_year", "years")
            ),
            tuple(rows),
        ),
        columns=columns,
        series=series,
        note=say("sentence_between").join([say("lag_note"), *without]),
        alt=say("lag_alt", before=lags.before, same=lags.same, after=lags.after),
        height=200,
    )


def _find_evidence(
    lags: gd.Lags, source: Source, filters: Filters
) -> Mapping[str, tuple[str, ...]]:
    """Of each city and province: ids of what may have been its first, a province's its own."""
    own = replace(filters.selection, lower=False)
    asked = (
        (gd.Level.CITY, filters.selection, {pair.city for pair in lags.pairs}),
        (gd.Level.PROVINCE, own, {pair.province for pair in lags.pairs}),
    )
    return {
        adoption.region: adoption.initiatives
        for level, selection, units in asked
        for adoption in gd.first_records(source.dataset, selection, level, units).adopted
    }


def _find_province(source: Source, filters: Filters) -> str | None:
    """The province that the map is zoomed to or into."""
    code = filters.within
    while code and code not in source.choices.geography.members[gd.Level.PROVINCE]:
        code = source.choices.geography.parents.get(code)
    return code or None


def _count_lags(lags: gd.Lags, wording: Wording) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """Columns are lags in years, the longest together at the ends."""
    cut = [max(-LONGEST_LAG, min(LONGEST_LAG, pair.years)) for pair in lags.pairs]
    if not cut:
        return (), ()
    span = range(min(*cut, 0), max(*cut, 0) + 1)
    counts = [cut.count(lag) for lag in span]
    early, late = pick_hues(2)[1], pick_hues(2)[0]
    kinds = (("before", early), ("same", grey()), ("after", late))
    signs = [-1 if lag < 0 else 1 if lag > 0 else 0 for lag in span]
    series = tuple(
        Series(
            wording.say(f"lag_{name}", n=getattr(lags, name)),
            hues,
            tuple(n if sign == kind else 0 for n, sign in zip(counts, signs, strict=True)),
        )
        for kind, (name, hues) in zip((-1, 0, 1), kinds, strict=True)
    )
    return tuple(map(write_lag, span)), series


def write_lag(years: int) -> str:
    """+2, 0 or −3; the longest that are told apart with a sign of more."""
    sign = "+" if years > 0 else MINUS if years < 0 else ""
    more = "≥" if years == LONGEST_LAG else "≤" if years == -LONGEST_LAG else ""
    return f"{more}{sign}{abs(years)}"


def _tell_lags(lags: gd.Lags, wording: Wording) -> str:
    if lags.median is None:
        return wording.say("lag_none")
    n = len(lags.pairs)
    if lags.median == 0:
        return wording.say("lag_even", n=n)
    key = "lag_behind" if lags.median > 0 else "lag_ahead"
    return wording.say(key, years=f"{abs(lags.median):g}", n=n)
