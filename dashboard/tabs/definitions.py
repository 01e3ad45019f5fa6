"""The tab of definitions: what the words on the other tabs mean, with formulas and examples."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

import geodata as gd
from dashboard.wording import Wording


def draw_tab(definitions: Sequence[gd.Definition], wording: Wording) -> None:
    """All definitions, in the order in which they build on each other."""
    st.html(build_page(definitions, wording))


def build_page(definitions: Sequence[gd.Definition], wording: Wording) -> str:
    """The page as HTML; every text is escaped."""
    listed = "".join(
        f'<section id="def-{escape(each.code)}"><h2>{escape(each.term)}</h2>'
        f"<p>{escape(each.meaning)}</p>"
        f'<p class="formula"><span>{escape(wording.say("definition_formula"))}</span>'
        f"{escape(each.formula)}</p>"
        f'<p class="example"><span>{escape(wording.say("definition_example"))}</span>'
        f"{escape(each.example)}</p></section>"
        for each in definitions
    )
    title, about = wording.say("definitions_title"), wording.say("definitions_about")
    return (
        f'<h1 class="finding">{escape(title)}</h1><p class="basis">{escape(about)}</p>'
        f'<div class="definitions">{listed}</div>'
    )
