"""The page's frame: title, icon and style sheet."""

from __future__ import annotations

import streamlit as st

from dashboard.static_files import ASSETS

TITLE = "数字治理地图 · Digital Governance Atlas"


def dress_page() -> None:
    """Set the page up before anything is drawn."""
    st.set_page_config(
        page_title=TITLE,
        page_icon=str(ASSETS / "icon.svg"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(f"<style>{(ASSETS / 'page.css').read_text(encoding='utf-8')}</style>")
