"""A page with nothing but the search box, and what was chosen in it."""

import streamlit as st

from dashboard.search import SEARCH_KEY, draw_search, read_choice
from dashboard.static_files import register_files, register_names, write_loader
from dashboard.wording import load_wording
from geodata.paths import data_folder

register_files(data_folder())


def take() -> None:
    """Keep what was chosen, in order."""
    st.session_state["taken"] += [read_choice(st.session_state[SEARCH_KEY])]


st.session_state.setdefault("taken", [])
draw_search(
    register_names(data_folder()),
    load_wording(st.query_params.get("lang", "zh"), data_folder()),
    {"search": write_loader("search")},
    take,
)
st.text("taken: " + " ".join(map(str, st.session_state["taken"])))
for line in range(30):
    st.text(f"line {line}")
