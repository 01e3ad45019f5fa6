"""Which tab is drawn."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import loaders, mapbar
from dashboard.faults import shown_as_box
from dashboard.mapview import MapFiles
from dashboard.tabs import compare, definitions, heat, spread, timeline, trends
from dashboard.views import View


def draw_tab(view: View, scripts: Mapping[str, str], files: MapFiles) -> None:
    """The tab that the filters name, under the path to the region shown; not the map."""
    tab, wording = view.filters.tab, view.source.wording
    if tab == "definitions":
        definitions.draw_tab(loaders.get_definitions(wording.language), wording)
        return
    with st.container(key="tab_path"), shown_as_box():
        mapbar.draw_path(view, loaders.get_names_table(), scripts)
    with shown_as_box():
        if tab == "spread":
            spread.draw_tab(view, scripts, files)
        else:
            draw = {"timeline": timeline, "trends": trends, "compare": compare, "heat": heat}
            draw[tab].draw_tab(view, scripts)
