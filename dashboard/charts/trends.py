"""Years stacked by theme, region or status: what began when, and which years to doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geodata as gd
from dashboard.charts.chart import (
    Chart,
    Hues,
    Kind,
    Series,
    Strip,
    Table,
    Value,
)
from dashboard.charts.words import (
    begin,
    name_code,
    name_file,
    name_unit,
    state_scope,
    state_source,
    write_amount,
    write_percent,
)
from dashboard.filters import Filters
from dashboard.hues import STATUSES, grey, pick_hues, pick_status_hues, pick_theme_hues
from dashboard.views import Source
from dashboard.why import write_ranges
from dashboard.wording import Wording

BUCKETS = (gd.NATION, gd.COARSER, gd.FINER, gd.UNKNOWN, gd.OTHER, gd.SEVERAL)
CUT = 1.3
"""So many times the highest year the undated may be; beyond, their bar is cut off."""
FEW_YEARS = 3
"""At most so many years are named where they tie."""
Counts = Mapping[str, tuple[int, ...]]


def build_trend(source: Source, filters: Filters) -> Chart:
    """The chart of the tab: bars by year, split and summed up as the filters say."""
    trend = gd.trend_years(
        source.dataset,
        filters.selection,
        filters.level,
        filters.region,
        within=filters.within,
        by=filters.split,
        unit=filters.counted,
    )
    say = source.wording.say
    coverage = count_documents(source, filters)
    breaks = find_doubtful(coverage, trend.years)
    counts: Counts = gd.cumulate(trend) if filters.running else trend.counts
    sums = tuple(map(sum, zip(*counts.values(), strict=True)))
    undated = sum(trend.undated.values())
    series = tuple(
        Series(
            label,
            hues,
            divide(counts[key], sums) if filters.share else counts[key],
            trend.undated[key] / undated
            if filters.share and undated
            else (0 if filters.share else trend.undated[key]),
            open_key(key, trend),
        )
        for key, label, hues in label_keys(trend, filters.level, source.names, source.wording)
    )
    unit = name_unit(trend.counted, source.wording)
    cut = not filters.share and undated > CUT * max(sums, default=0) > 0
    note = tell_doubts(trend, undated, breaks, source.wording)
    if cut:
        note = say("sentence_between").join((note, say("trend_note_cut")))
    opens = trend.counted is gd.Counted.INITIATIVES and trend.total > 0
    about = say(
        "trend_about_share" if filters.share else "trend_about",
        unit=unit,
        way=say("trend_running" if filters.running else "trend_yearly"),
        by=say(f"by_split_{trend.split}"),
    )
    return Chart(
        kind=Kind.BARS,
        title=tell_trend(trend, filters, source),
        about=about,
        source=state_source(source.dataset, source.wording),
        file=name_file("trend", trend.counted, trend.split, source.dataset.fingerprint),
        table=tabulate(trend, counts, coverage, source, filters),
        columns=tuple(map(str, trend.years)),
        series=series,
        note=note,
        cut=cut,
        alt=say("trend_alt", about=about, n=trend.total, undated=undated),
        apart=say("undated_short") if undated else "",
        breaks=tuple(i for i, year in enumerate(trend.years) if year in breaks),
        strip=Strip(say("chart_documents"), tuple(coverage.get(y, 0) for y in trend.years)),
        share=filters.share,
        sums=(*sums, undated) if filters.share else (),
        titled=False,
        hint=say("trend_hint") if opens else "",
        opens=opens,
        height=340,
    )


def count_documents(source: Source, filters: Filters) -> Mapping[int | None, int]:
    """Documents read by year of publication: of the region, else of the one zoomed to."""
    level, place = filters.level, filters.region
    if place not in source.choices.geography.members[level]:
        place = filters.within
        if place is not None:
            level = source.choices.geography.level_of(place)
    return gd.count_coverage(source.dataset, level, place)


def find_doubtful(coverage: Mapping[int | None, int], years: Sequence[int]) -> Mapping[int, int]:
    """The years with too few documents, and how many each has; none where no year is known."""
    if not any(count for year, count in coverage.items() if year is not None):
        return {}
    return gd.find_breaks(coverage, years)


def divide(counts: Sequence[int], sums: Sequence[int]) -> tuple[float | None, ...]:
    """Each as a share of its year's sum; None in years that have nothing."""
    return tuple(
        count / whole if whole else None for count, whole in zip(counts, sums, strict=True)
    )


def open_key(key: str, trend: gd.Trend) -> str:
    """The key, where what has it can be listed by itself."""
    return "" if key in (gd.OTHER, gd.SEVERAL) else key


def label_keys(
    trend: gd.Trend, level: gd.Level, names: Mapping[str, str], wording: Wording
) -> tuple[tuple[str, str, Hues], ...]:
    """Key, name and colour of each stack; what is no kind is grey."""
    own = [key for key in trend.keys if key not in BUCKETS]
    apart = [key for key in trend.keys if key in BUCKETS]
    hues = dict(zip(own, pick_hues(len(own)), strict=True))
    if trend.split is gd.Split.THEME:
        pairs = (pick_theme_hues(own, dark=dark) for dark in (False, True))
        hues = dict(zip(own, zip(*pairs, strict=True), strict=True))
    elif trend.split is gd.Split.STATUS:
        order = (*STATUSES, *(key for key in own if key not in STATUSES))
        pairs = (pick_status_hues(len(order), dark=dark) for dark in (False, True))
        hues = dict(zip(order, zip(*pairs, strict=True), strict=True))
    # One theme is grey itself.
    first = 1 if trend.split is gd.Split.THEME else 0
    hues |= {key: grey(kind + first) for kind, key in enumerate(apart)}
    return tuple(
        (key, name_key(key, trend, level, names, wording), hues[key]) for key in trend.keys
    )


def name_key(
    key: str, trend: gd.Trend, level: gd.Level, names: Mapping[str, str], wording: Wording
) -> str:
    """What the page calls a theme, status, unit or what is put together."""
    if key == gd.OTHER:
        return wording.say(f"trend_other_{trend.split}", n=len(trend.others))
    if key == gd.SEVERAL:
        return wording.say("trend_several")
    if trend.split is gd.Split.THEME:
        return wording.themes.get(key, key)
    if trend.split is gd.Split.STATUS:
        return wording.sentences.get(f"status_{key}", key)
    return name_code(key, level, names, wording)


def tell_trend(trend: gd.Trend, filters: Filters, source: Source) -> str:
    """The finding: where the most is, in the way that the chart shows it."""
    wording = source.wording
    scope = state_scope(source, filters)
    unit = name_unit(trend.counted, source.wording)
    if not trend.total:
        return begin(scope, wording.say("trend_none", unit=unit), wording)
    dated = sum(trend.totals)

    def amount(number: int) -> str:
        return write_amount(trend.counted, number, wording)

    if not dated:
        return begin(scope, wording.say("trend_undated", unit=unit, n=amount(trend.total)), wording)
    if filters.share:
        told = _tell_largest(trend, dated, source, filters)
    elif filters.running:
        half = next(
            year
            for year, sofar in zip(trend.years, _add(trend.totals), strict=True)
            if 2 * sofar >= dated
        )
        told = wording.say(
            "trend_half", unit=unit, n=amount(dated), last=str(trend.years[-1]), half=str(half)
        )
    else:
        told = _tell_peak(trend, dated, source, filters)
    return begin(scope, told, wording)


def _add(totals: Sequence[int]) -> list[int]:
    return [sum(totals[: i + 1]) for i in range(len(totals))]


def _tell_peak(trend: gd.Trend, dated: int, source: Source, filters: Filters) -> str:
    wording = source.wording
    unit, most = name_unit(trend.counted, source.wording), max(trend.totals)
    years = [year for year, n in zip(trend.years, trend.totals, strict=True) if n == most]
    amount = write_amount(trend.counted, most, wording)
    if len(years) > FEW_YEARS:
        return wording.say("trend_flat", unit=unit, n=amount, k=len(years))
    share = write_percent(len(years) * most / dated)
    named = wording.list_names([str(year) for year in years])
    if len(trend.years) == 1:
        told = wording.say("trend_single", unit=unit, year=named, n=amount)
    else:
        key = "trend_peak" if len(years) == 1 else "trend_peaks"
        told = wording.say(key, unit=unit, years=named, n=amount, share=share)
    column = trend.years.index(years[0])
    inside = {key: trend.counts[key][column] for key in trend.keys if key not in BUCKETS}
    best = max(inside, key=lambda key: inside[key], default="")
    # One that has more than half of the peak is what the peak is made of.
    if len(years) == 1 and len(inside) > 1 and best and 2 * inside[best] > most:
        name = name_key(best, trend, filters.level, source.names, wording)
        told += wording.say(
            "trend_made_of", name=name, n=write_amount(trend.counted, inside[best], wording)
        )
    return told


def _tell_largest(trend: gd.Trend, dated: int, source: Source, filters: Filters) -> str:
    """The largest key, and how its share in the later half of the years is to the earlier."""
    wording = source.wording
    keys = [key for key in trend.keys if key not in BUCKETS] or list(trend.keys)
    best = max(keys, key=lambda key: sum(trend.counts[key]))
    name = name_key(best, trend, filters.level, source.names, wording)
    unit = name_unit(trend.counted, source.wording)
    share = write_percent(sum(trend.counts[best]) / dated)
    told = wording.say("trend_largest", name=name, share=share, unit=unit)
    half = len(trend.years) // 2
    parts = [
        (sum(trend.counts[best][part]), sum(trend.totals[part]))
        for part in (slice(None, half), slice(half, None))
    ]
    if all(whole for _, whole in parts):
        told += wording.say(
            "trend_shift",
            before=write_percent(parts[0][0] / parts[0][1]),
            after=write_percent(parts[1][0] / parts[1][1]),
            year=str(trend.years[half]),
        )
    return told


def tell_doubts(trend: gd.Trend, undated: int, breaks: Mapping[int, int], wording: Wording) -> str:
    """What the bars do not show: the undated, and years in which little was read."""
    parts = []
    if undated:
        parts.append(wording.say(f"trend_note_undated_{trend.counted}", n=undated))
    if breaks:
        parts.append(wording.say("trend_note_low", n=len(breaks), years=write_ranges(set(breaks))))
    if trend.counted is gd.Counted.REPORTS:
        parts.append(wording.say("trend_note_reports"))
    if trend.others:
        parts.append(wording.say(f"trend_note_other_{trend.split}", n=len(trend.others)))
    return wording.say("sentence_between").join(parts)


def tabulate(
    trend: gd.Trend,
    counts: Counts,
    coverage: Mapping[int | None, int],
    source: Source,
    filters: Filters,
) -> Table:
    """Counts of each year and key, even where shares are drawn; at the end undated and sums."""
    say = source.wording.say
    labels = [
        label for _, label, _ in label_keys(trend, filters.level, source.names, source.wording)
    ]
    rows: list[tuple[Value, ...]] = []
    for i, year in enumerate(trend.years):
        row = [counts[key][i] for key in trend.keys]
        rows.append((str(year), *row, sum(row), coverage.get(year, 0)))
    without = [trend.undated[key] for key in trend.keys]
    if any(without):
        rows.append((say("undated_short"), *without, sum(without), coverage.get(None, 0)))
    if not filters.running:
        all_of = [sum(trend.counts[key]) + trend.undated[key] for key in trend.keys]
        rows.append((say("chart_total"), *all_of, sum(all_of), sum(coverage.values())))
    return Table(
        (say("chart_year"), *labels, say("chart_total"), say("chart_documents")), tuple(rows)
    )
