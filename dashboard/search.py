"""The search box for places: what its component is given, and what it answers.

Names are matched in the browser, against a table that it fetches once; see assets/search.js.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dashboard.sections import draw_part
from dashboard.wording import Wording

SEARCH_KEY = "part_search"
_ADCODE = re.compile("[0-9]{6}")
_WORDS = ("label", "hint", "loading", "failed", "none", "found", "chosen", "former", "undated")


def build_search(table: str, wording: Wording) -> dict[str, Any]:
    """What the component is given.

    Args:
        table: Address of the table of names, relative to the page.
        wording: The page's language.
    """
    return {
        "table": table,
        "language": wording.language,
        "words": {name: wording.sentences[f"search_{name}"] for name in _WORDS},
    }


def read_choice(answer: Any) -> str | None:
    """The code of the unit that was chosen; None for whatever else the browser sends."""
    chosen = getattr(answer, "chosen", None)
    adcode = chosen.get("adcode") if isinstance(chosen, Mapping) else None
    return adcode if isinstance(adcode, str) and _ADCODE.fullmatch(adcode) else None


def draw_search(
    table: str, wording: Wording, scripts: Mapping[str, str], on_choose: Callable[[], None]
) -> None:
    """The box; `on_choose` runs before the page does, and reads the choice under SEARCH_KEY."""
    draw_part("search", build_search(table, wording), scripts, on_chosen_change=on_choose)
