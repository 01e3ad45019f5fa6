"""What others have and a region has not, with their evidence."""

from __future__ import annotations

import geodata as gd
from dashboard.charts.chart import (
    Chart,
    Kind,
    Link,
    Table,
    Value,
)
from dashboard.charts.compare import Comparison
from dashboard.charts.words import capitalize, name_file, state_source
from dashboard.filters import MOST_OPENED, Filters
from dashboard.views import Source


def build_gaps(found: Comparison, source: Source, filters: Filters) -> Chart:
    """What at least half of the others have and a region has not, with the others' evidence."""
    say, wording, names = source.wording.say, source.wording, source.names
    rows: list[tuple[Value, ...]] = []
    for code, gaps in found.gaps.items():
        for gap in gaps.gaps:
            label = (
                wording.themes[gap.key]
                if gap.kind is gd.GapKind.THEME
                else found.programmes[gap.key]
            )
            held = [
                say("gap_holder", name=names[peer], n=count) for peer, count in gap.holders.items()
            ]
            ids = _share_out(gap)
            rows.append(
                (
                    names[code],
                    capitalize(label, wording),
                    say(f"gap_{gap.kind}"),
                    f"{len(gap.holders)}/{len(found.regions) - 1}",
                    Link(say("list_between").join(held), ids),
                )
            )
    unread = [names[code] for code, gaps in found.gaps.items() if not gaps.documents]
    note = [say("gap_note")] if rows else []
    if unread:
        note.append(say("gap_unread", names=wording.list_names(unread)))
    return Chart(
        kind=Kind.TABLE,
        title=_tell_gaps(found, source),
        about=say("gap_about"),
        hint=say("evidence_hint") if rows else "",
        source=state_source(source.dataset, wording),
        file=name_file("compare", "gaps", source.dataset.fingerprint),
        table=Table(
            tuple(say(f"gap_head_{name}") for name in ("region", "what", "kind", "peers", "who")),
            tuple(rows),
        ),
        note=say("sentence_between").join(note),
    )


def _share_out(gap: gd.Gap) -> tuple[str, ...]:
    """Evidence of as many peers as can be opened at once, one of each before a second of any."""
    ranks = max((len(ids) for ids in gap.evidence.values()), default=0)
    order = [ids[i] for i in range(ranks) for ids in gap.evidence.values() if i < len(ids)]
    return tuple(order[:MOST_OPENED])


def _tell_gaps(found: Comparison, source: Source) -> str:
    wording = source.wording
    counts = {code: len(gaps.gaps) for code, gaps in found.gaps.items() if gaps.documents}
    if not counts or not any(profile.initiatives for profile in found.profiles):
        return wording.say("gap_untold")
    most = max(counts.values())
    if not most:
        return wording.say("gap_none")
    leaders = [source.names[code] for code, count in counts.items() if count == most]
    if len(leaders) == len(counts) > 1:
        return wording.say("gap_even", k=len(leaders), n=most)
    return wording.say("gap_title", names=wording.list_names(leaders), n=most)
