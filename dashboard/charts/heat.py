"""Regions or themes by year, as a table whose cells open their initiatives."""

from __future__ import annotations

import geodata as gd
from dashboard.charts.chart import (
    ACCENT_HUES,
    Chart,
    Kind,
    Series,
    Table,
    Value,
)
from dashboard.charts.trends import (
    BUCKETS,
    count_documents,
    find_doubtful,
    name_key,
    open_key,
    tell_doubts,
)
from dashboard.charts.words import (
    begin,
    name_file,
    name_unit,
    state_scope,
    state_source,
    write_amount,
)
from dashboard.filters import Filters
from dashboard.views import Source, label_unit
from dashboard.wording import Wording


def build_heat(source: Source, filters: Filters) -> Chart:
    """The table of the tab, its rows and unit as the filters say."""
    table = gd.heat_table(
        source.dataset,
        filters.selection,
        filters.level,
        filters.region,
        within=filters.within,
        rows=filters.split,
        unit=filters.counted,
    )
    wording, say = source.wording, source.wording.say
    breaks = find_doubtful(count_documents(source, filters), table.years)
    names = {key: name_key(key, table, filters.level, source.names, wording) for key in table.keys}
    labels = names
    if table.split is gd.Split.REGION:
        own = {key: label_unit(source, filters, key) for key in table.keys if key not in BUCKETS}
        labels = names | own
    series = tuple(
        Series(
            labels[key],
            ACCENT_HUES,
            table.counts[key],
            table.undated[key],
            open_key(key, table),
            key not in BUCKETS,
        )
        for key in table.keys
    )
    undated = sum(table.undated.values())
    unit = name_unit(table.counted, wording)
    return Chart(
        kind=Kind.HEAT,
        title=tell_heat(table, names, source, filters),
        about=say("heat_about", unit=unit, rows=say(f"by_split_{table.split}")),
        source=state_source(source.dataset, wording),
        file=name_file("table", table.counted, table.split, source.dataset.fingerprint),
        table=tabulate_heat(table, labels, source),
        columns=tuple(map(str, table.years)),
        series=series,
        note=tell_doubts(table, undated, breaks, wording),
        apart=say("undated_short") if undated else "",
        breaks=tuple(i for i, year in enumerate(table.years) if year in breaks),
        titled=False,
        hint=_hint(table, wording),
        opens=table.counted is gd.Counted.INITIATIVES,
        head=say(f"head_{table.split}"),
    )


def _hint(table: gd.Trend, wording: Wording) -> str:
    if not table.keys:
        return ""
    opens = table.counted is gd.Counted.INITIATIVES
    return wording.say("heat_hint" if opens else "chart_sort")


def tell_heat(table: gd.Trend, names: dict[str, str], source: Source, filters: Filters) -> str:
    """The fullest row, and the fullest cell of all."""
    wording = source.wording
    scope = state_scope(source, filters)
    unit = name_unit(table.counted, wording)

    def amount(number: int) -> str:
        return write_amount(table.counted, number, wording)

    own = [key for key in table.keys if key not in BUCKETS]
    sums = {key: sum(table.counts[key]) + table.undated[key] for key in own}
    if not sums:
        return begin(scope, wording.say("trend_none", unit=unit), wording)
    most = max(sums.values())
    best = [key for key in own if sums[key] == most]
    if len(best) > 1:
        told = wording.say("heat_tied", k=len(best), unit=unit, n=amount(most))
    else:
        share = most / table.total
        told = wording.say(
            "heat_best", name=names[best[0]], unit=unit, n=amount(most), share=f"{100 * share:.0f}%"
        )
    cells = [
        (count, names[key], year)
        for key in own
        for year, count in zip(table.years, table.counts[key], strict=True)
    ]
    if cells:
        count = max(count for count, _, _ in cells)
        top = [(name, year) for n, name, year in cells if n == count]
        if len(top) == 1:
            told += wording.say("heat_cell", name=top[0][0], year=str(top[0][1]), n=amount(count))
    return begin(scope, told, wording)


def tabulate_heat(table: gd.Trend, names: dict[str, str], source: Source) -> Table:
    """Every row with its sum, and the sums of the columns."""
    say = source.wording.say
    rows: list[tuple[Value, ...]] = []
    for key in table.keys:
        counts = (*table.counts[key], table.undated[key])
        rows.append((names[key], *counts, sum(counts)))
    sums = (*table.totals, sum(table.undated.values()))
    if table.keys:
        rows.append((say("chart_total"), *sums, sum(sums)))
    years = map(str, table.years)
    head = (say(f"head_{table.split}"), *years, say("undated_short"), say("chart_total"))
    return Table(head, tuple(rows))
