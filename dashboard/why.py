"""Why a region has its colour: value, class, what was read and counted, and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import geodata as gd
from dashboard.classes import Classes
from dashboard.filters import Layout
from dashboard.measures import show_value, write_value
from dashboard.views import View, tell_state
from dashboard.wording import Wording

MOST_NEIGHBOURS = 12

Row = tuple[str, str]


def explain_colour(
    view: View, code: str, years: Sequence[gd.YearCount], interval: tuple[int, int] | None
) -> tuple[Row, ...]:
    """Label and text of each reason.

    Args:
        view: What the map shows.
        code: One of its units.
        years: The unit's initiatives by year and theme.
        interval: Its best and worst rank.
    """
    say = view.source.wording.say
    count = view.counts.get(code)
    initiatives, reports = (count.initiatives, count.reports) if count else (0, 0)
    documents = view.state.documents.get(code, 0)
    rows = [
        (say("why_value"), _tell_value(view, code, interval)),
        (say("why_class"), _tell_class(view, code)),
        (say("why_read"), say("why_read_n", n=documents)),
        (say("why_counted"), say("why_counted_n", n=initiatives, reports=reports)),
        (say("why_years"), _tell_years(view, years)),
        (say("why_neighbours"), _tell_neighbours(view, code)),
    ]
    return tuple((label, text) for label, text in rows if text)


def build_box(name: str, rows: Sequence[Row], wording: Wording) -> str:
    """The reasons as HTML that opens without asking the server; every text is escaped."""
    listed = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in rows)
    title = escape(wording.say("why_title", name=name))
    return f'<details class="why"><summary>{title}</summary><dl>{listed}</dl></details>'


def _tell_value(view: View, code: str, interval: tuple[int, int] | None) -> str:
    wording, measure, values = view.source.wording, view.filters.measure, view.measured.values
    if code not in values:
        if code in view.measured.missing:
            return explain_missing(view.measured.missing[code], wording)
        return wording.say(f"tip_{tell_state(view, code)}")
    rank = gd.rank_units(values, measure)[code]
    told = wording.say(
        "why_ranked", value=show_value(measure, values[code], wording), k=rank, m=len(values)
    )
    if interval and interval[0] < interval[1]:
        told += wording.say("why_interval", best=interval[0], worst=interval[1])
    return told


def explain_missing(reason: str, wording: Wording) -> str:
    """Why a measure can't be told of a region."""
    return wording.say(f"missing_{reason}", base=gd.LOW_BASE)


def _tell_class(view: View, code: str) -> str:
    """The class and the rule that made it; nothing where several maps have several classes."""
    wording, classes = view.source.wording, view.state.classes
    panel = view.state.panels[0]
    if len(view.state.panels) > 2 or code not in panel.values:
        return ""
    place = classes.class_of(panel.values[code])
    if not 0 <= place < len(classes.upper):
        return wording.say("why_no_class")
    pool = "why_pool_shown"
    if view.filters.layout is Layout.PLAY:
        pool = "why_pool_years"
    elif view.filters.layout is Layout.TWO and view.filters.second is None:
        pool = "why_pool_maps"
    return wording.say(
        f"why_scheme_{classes.scheme}",
        bounds=label_classes(view)[place],
        place=place + 1,
        k=len(classes.upper),
        pool=wording.say(pool),
    )


def label_classes(view: View) -> tuple[str, ...]:
    """The classes in figures, as the legend has them."""
    classes: Classes = view.state.classes
    return classes.labels(lambda value: write_value(view.filters.measure, value))


def _tell_years(view: View, years: Sequence[gd.YearCount]) -> str:
    wording = view.source.wording
    dated = {count.year for count in years if count.year is not None}
    undated = sum(count.initiatives for count in years if count.year is None)
    span = view.source.choices.span(view.filters)
    told = ""
    if dated:
        told = wording.say("why_dated", years=write_ranges(dated))
        missing = set(range(span[0], span[1] + 1)) - dated if span else set()
        if missing:
            told += wording.say("why_missing", years=write_ranges(missing))
    if undated:
        told += wording.say("why_undated", n=undated)
    return told


def write_ranges(years: set[int]) -> str:
    """2003, 2005–2007, 2010."""
    ranges: list[list[int]] = []
    for year in sorted(years):
        if ranges and year == ranges[-1][1] + 1:
            ranges[-1][1] = year
        else:
            ranges.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges)


def _tell_neighbours(view: View, code: str) -> str:
    wording, values = view.source.wording, view.measured.values
    found = view.source.choices.geography.neighbours(code, view.filters.level)
    told = []
    for other in found[:MOST_NEIGHBOURS]:
        if other in values:
            text = write_value(view.filters.measure, values[other])
        elif other in view.units:
            text = wording.say(f"short_{tell_state(view, other)}")
        else:
            continue
        told.append(wording.say("name_value", name=view.source.names[other], value=text))
    return wording.say("list_between").join(told)
