"""The page's frame: title, icon and style sheet."""

from __future__ import annotations

import json
import time

import streamlit as st

from dashboard.static_files import ASSETS
from dashboard.wording import Wording

TITLE = "数字治理地图 · Digital Governance Atlas"
HEAD_START = 0.35
"""Seconds that a browser needs to draw the map of a new visit when it has nothing else to do."""
SHORT_START = 0.12
"""Seconds that it needs for other colours: to read them, to set them, and to draw two frames."""


def label_drawer(wording: Wording) -> None:
    """Name the button that opens the filters where they are hidden, as on a phone."""
    words = json.dumps(wording.say("open_filters"), ensure_ascii=False)
    st.html(f'<style>[data-testid="stExpandSidebarButton"]::after {{ content: {words}; }}</style>')


def dress_page() -> None:
    """Set the page up before anything is drawn."""
    st.set_page_config(
        page_title=TITLE,
        page_icon=str(ASSETS / "icon.svg"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(f"<style>{(ASSETS / 'page.css').read_text(encoding='utf-8')}</style>")


def let_map_lead() -> None:
    """Hold back what is drawn from now on, so that the map need not wait for it.

    Page and map share one thread of the browser.
    """
    later = st.session_state.setdefault("map_has_led", False)
    st.session_state["map_has_led"] = True
    time.sleep(SHORT_START if later else HEAD_START)
