"""Colours that tell kinds apart, themes and statuses: each at 3:1 or more to its ground."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.style import NEUTRAL, QUIET

STATUSES = ("planned", "piloted", "launched", "operating", "completed", "issued")
"""In the order in which an initiative goes through them; a document is issued."""
_STATUS_HUES = (
    ("#94731a", "#d3b25a"),
    ("#c2571a", "#f0955c"),
    ("#2e79a2", "#6db5d9"),
    ("#1d3f78", "#a3bdf2"),
    ("#3a7d4d", "#79c48d"),
    ("#7d4d9c", "#c49ae0"),
)
_THEME_HUES = {
    "gov_services": ("#1d6fb8", "#69aee8"),
    "justice_safety": ("#b0413e", "#ef8a86"),
    "community": ("#3f8f4f", "#82cc90"),
    "city_mgmt": ("#c26a12", "#f0a55a"),
    "health": ("#0f8580", "#5cc9c4"),
    "welfare": ("#8e5bb5", "#c79fe6"),
    "business": ("#8f7110", "#d6b84e"),
    "environment": ("#5c8519", "#a5cf5e"),
    "economy": ("#c2478f", "#f090c6"),
    "gov_ops": ("#5c6b7a", "#a8b5c2"),
    "data_openness": ("#3c55c4", "#98a9f5"),
    "infrastructure": ("#8a5a3c", "#cc9d80"),
}
_OTHER = (QUIET, NEUTRAL)


def pick_theme_hues(themes: Iterable[str], *, dark: bool = False) -> tuple[str, ...]:
    """The colour of each theme; themes that are none are grey."""
    return tuple(_THEME_HUES.get(theme, _OTHER)[dark] for theme in themes)


def pick_status_hues(statuses: int, *, dark: bool = False) -> tuple[str, ...]:
    """The colours of the statuses in their order; more than there are get grey."""
    hues = (*_STATUS_HUES, *[_OTHER] * max(statuses - len(_STATUS_HUES), 0))
    return tuple(hue[dark] for hue in hues[:statuses])


def pick_hues(kinds: int) -> tuple[tuple[str, str], ...]:
    """Colours for so many kinds that have none of their own, on a light and on a dark ground."""
    hues = tuple(_THEME_HUES.values())
    order = (0, 3, 2, 8, 4, 5, 6, 1, 7, 10, 11, 9)
    return tuple(hues[order[kind]] if kind < len(order) else _OTHER for kind in range(kinds))


GREYS = (_OTHER, ("#8d98a3", "#66727e"), ("#3f4b57", "#cfd6dd"), ("#b3bcc5", "#4a5560"))
"""Of what is no kind, told apart by lightness."""


def grey(kind: int = 0) -> tuple[str, str]:
    """A colour for what is no kind; several of them differ."""
    return GREYS[kind % len(GREYS)]
