"""Colours, and the CSS that takes the page from Streamlit's defaults to its own look."""

from __future__ import annotations

INK = "#1b2733"
QUIET = "#5f6b77"
HAIRLINE = "#dde2e7"
ACCENT = "#1d4f91"
ZERO = "#f7f4ec"
"""Searched, none found: a warm ground that is no shade of the classes' hue."""
SEQUENTIAL = ("#d3e6ee", "#9fcadb", "#5ea5c4", "#2a769f", "#0c4570")
"""One hue, lightness falling evenly, so that it reads the same with any colour vision."""
NEUTRAL = "#9aa5b0"
"""The undated: no year, no shade."""
DARK_INK = "#dbe1e7"
"""INK on a dark ground."""
FONTS = (
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", '
    "system-ui, sans-serif"
)
MAP_HEIGHT = 600
"""Pixels on a wide screen; the style sheet makes it lower on narrow ones."""


def pick_colours(classes: int) -> tuple[str, ...]:
    """Colours for so many classes, light to dark; few classes are spread over the whole range."""
    if classes <= 1:
        return (SEQUENTIAL[3],) * classes
    last = len(SEQUENTIAL) - 1
    return tuple(SEQUENTIAL[round(i * last / (classes - 1))] for i in range(classes))
