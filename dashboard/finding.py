"""What the map says, in one sentence made from the data, and what it can't say, in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import geodata as gd
from dashboard.filters import Layout
from dashboard.mapstate import Panel
from dashboard.measures import show_value
from dashboard.views import Facet, View, call_name, find_periods, tell_state, write_span

LEADERS = 3
"""At most so many regions are named."""
LONG = 120
"""Bytes from which a finding is set smaller: 40 Chinese characters, or 120 letters."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The two sentences over the map."""

    headline: str
    basis: str

    @property
    def style(self) -> str:
        """Its classes in the style sheet."""
        return "finding long" if len(self.headline.encode()) > LONG else "finding"


def state_finding(view: View) -> Finding:
    """Name what stands out, in the measure and the region shown, and what that rests on."""
    headline = _scope(view) + _tell(view)
    if view.source.wording.language == "en":
        headline = headline[:1].upper() + headline[1:]
    return Finding(headline, "".join(_basis(view)))


def list_foot(view: View, finding: Finding) -> tuple[str, ...]:
    """What a map rests on, where it is shown without the page; its source comes behind that."""
    say, dataset = view.source.wording.say, view.source.dataset
    return (
        finding.basis,
        explain_measure(view),
        say("about_data", fingerprint=dataset.fingerprint, documents=dataset.documents),
    )


def explain_measure(view: View) -> str:
    """What the measure counts, and what it can't tell."""
    return view.source.wording.say(f"about_{view.filters.measure}", base=gd.LOW_BASE)


def find_leaders(values: Mapping[str, float]) -> tuple[str, ...]:
    """The top regions, most first: as many as LEADERS, fewer where a tie would cut some off."""
    ordered = sorted(values, key=lambda code: (-values[code], code))
    for size in range(min(LEADERS, len(ordered)), 0, -1):
        if size == len(ordered) or values[ordered[size - 1]] > values[ordered[size]]:
            return tuple(ordered[:size])
    return ()


def name_scope(view: View) -> str:
    """The region that the map is zoomed to, empty for the country."""
    return view.source.names[view.filters.within] if view.filters.within else ""


def _scope(view: View) -> str:
    filters, say = view.filters, view.source.wording.say
    parts = []
    playing = filters.layout is Layout.PLAY
    selection = view.selection
    if playing and filters.width is None:
        parts.append(say("scope_until", year=str(selection.last_year)))
    elif (playing or filters.years) and not _titled_by_years(view):
        key = "scope_year" if selection.first_year == selection.last_year else "scope_years"
        first, last = str(selection.first_year), str(selection.last_year)
        parts.append(say(key, first=first, last=last))
    if filters.name:
        named = call_name(view.source, filters.name)
        parts.append(say("scope_theme", theme=named))
    if len(selection.themes) == 1 and filters.layout is not Layout.TWO:
        theme = view.source.wording.themes[selection.themes[0]]
        parts.append(say("scope_theme", theme=theme))
    elif len(filters.themes) > 1:
        parts.append(say("scope_themes", n=len(filters.themes)))
    if filters.within:
        parts.append(say("scope_within", name=name_scope(view)))
    return "".join(parts)


def _titled_by_years(view: View) -> bool:
    return view.filters.compares_periods and view.filters.second is None


def _tell(view: View) -> str:
    if view.filters.layout is Layout.MANY:
        return _tell_many(view)
    if view.filters.layout is Layout.TWO:
        return _tell_two(view)
    if not view.measured.values:
        return view.source.wording.say(
            "finding_untold" if view.measured.missing else "finding_none"
        )
    if view.filters.measure is gd.Measure.INITIATIVES:
        return _share_out(view)
    if view.filters.measure is gd.Measure.CHANGE:
        return _tell_change(view)
    told = _name_top(view, view.facets[0], view.measured.values)
    if view.filters.measure is gd.Measure.FIRST_YEAR:
        told += view.source.wording.say(
            "finding_reached", n=len(view.measured.values), m=len(view.units)
        )
    return told


def _tell_two(view: View) -> str:
    """What stands out on each map; a measure names itself, all else is named first."""
    say = view.source.wording.say
    sides = []
    for facet, values in zip(view.facets, (view.measured.values, view.beside or {}), strict=True):
        text = _name_top(view, facet, values)
        named = view.filters.second is None or not values
        sides.append(say("finding_panel", title=facet.title, text=text) if named else text)
    return say("finding_between").join(sides)


def _share_out(view: View) -> str:
    """The leaders' share of all initiatives that the map places."""
    say, values = view.source.wording.say, view.measured.values
    total, most = int(sum(values.values())), int(max(values.values()))
    leaders = find_leaders(values)
    if not leaders:
        return say("finding_tied", n=sum(count == most for count in values.values()), most=most)
    listed = _list_names(view, leaders)
    if len(values) == len(leaders):
        return say("finding_only", names=listed, n=total)
    share = round(100 * sum(values[code] for code in leaders) / total)
    key = "finding_leader" if len(leaders) == 1 else "finding_leaders"
    return say(key, names=listed, k=len(leaders), share=share, total=total)


def _name_top(view: View, facet: Facet, values: Mapping[str, float]) -> str:
    """The regions with the highest values, each with its own, of years the earliest."""
    wording = view.source.wording
    if not values:
        return wording.say("finding_none_here")
    sign = -1 if facet.measure is gd.Measure.FIRST_YEAR else 1
    worth = {code: sign * value for code, value in values.items()}
    leaders = find_leaders(worth)
    best = sign * max(worth.values())
    if not leaders:
        tied = sum(value == best for value in values.values())
        return wording.say(
            f"tied_{facet.measure}", n=tied, value=show_value(facet.measure, best, wording)
        )
    named = [
        wording.say(
            "name_value",
            name=view.source.names[code],
            value=show_value(facet.measure, values[code], wording),
        )
        for code in leaders
    ]
    return wording.say(f"top_{facet.measure}", names=wording.list_names(named))


def _tell_change(view: View) -> str:
    wording, values = view.source.wording, view.measured.values
    periods = find_periods(view.filters, view.source.choices)
    earlier, later = map(write_span, periods or ())
    grown = sum(value > 0 for value in values.values())
    shrunk = sum(value < 0 for value in values.values())
    told = wording.say("change_counts", earlier=earlier, later=later, n=grown, m=shrunk)
    leaders = find_leaders(values) if grown else ()
    if leaders:
        named = [
            wording.say(
                "name_value",
                name=view.source.names[code],
                value=show_value(gd.Measure.CHANGE, values[code], wording),
            )
            for code in leaders[:1]
        ]
        told += wording.say("change_most", names=wording.list_names(named))
    return told


def _tell_many(view: View) -> str:
    """Which regions are ahead on how many of the maps."""
    ahead = Counter(
        code for panel in view.state.panels for code in _lead(panel, view.filters.measure)
    )
    if not ahead:
        return view.source.wording.say("finding_none")
    most = max(ahead.values())
    leaders = sorted(code for code, count in ahead.items() if count == most)
    maps = len(view.state.panels)
    if len(leaders) > LEADERS:
        return view.source.wording.say("many_tied", n=len(leaders), k=most, m=maps)
    listed = _list_names(view, leaders)
    return view.source.wording.say("many_ahead", names=listed, k=most, m=maps)


def _lead(panel: Panel, measure: gd.Measure) -> Collection[str]:
    if not panel.values:
        return ()
    best = (min if measure is gd.Measure.FIRST_YEAR else max)(panel.values.values())
    return [code for code, value in panel.values.items() if value == best]


def _list_names(view: View, codes: Collection[str]) -> str:
    return view.source.wording.list_names([view.source.names[code] for code in codes])


def _basis(view: View) -> list[str]:
    filters, totals, say = view.filters, view.totals, view.source.wording.say
    documents = view.source.dataset.documents
    parts = [say("basis_counts", n=totals.initiatives, reports=totals.reports, documents=documents)]
    if totals.undated:
        parts.append(say("basis_undated", n=totals.undated))
    if filters.confidence:
        parts.append(say("basis_confidence", value=f"{filters.confidence:.1f}"))
    if not filters.lower:
        parts.append(say("basis_own"))
    parts += _explain_missing(view)
    states = [tell_state(view, code) for code in view.units]
    unsearched = states.count("unsearched")
    if unsearched:
        parts.append(say(f"basis_unsearched_{view.state.level}", n=unsearched))
    return parts


def _explain_missing(view: View) -> list[str]:
    reasons = Counter(str(reason) for reason in view.measured.missing.values())
    return [
        view.source.wording.say(f"lacking_{reason}", n=count, base=gd.LOW_BASE)
        for reason, count in sorted(reasons.items())
    ]
