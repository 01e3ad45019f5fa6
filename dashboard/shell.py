"""The page's frame: title, icon and style sheet."""

from __future__ import annotations

import json

import streamlit as st

from dashboard.static_files import ASSETS
from dashboard.wording import Wording

TITLE = "数字治理地图 · Digital Governance Atlas"


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
