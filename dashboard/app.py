"""The page. Start it with `python -m geodata serve` or `streamlit run dashboard/app.py`."""

from collections.abc import Mapping

import streamlit as st

from dashboard import controls, loaders, mapbar, sections
from dashboard.address import Stamp
from dashboard.faults import shown_as_box
from dashboard.finding import state_finding
from dashboard.mapview import MapFiles
from dashboard.shell import dress_page, label_drawer, let_map_lead
from dashboard.tabs.frame import draw_tabs
from dashboard.tabs.page import draw_tab
from dashboard.views import Source, View, build_view


def main() -> None:
    """Draw the whole page for the filters that widgets and address ask for."""
    dress_page()
    with shown_as_box():
        source = loaders.get_source()
        controls.restore_filters(source.choices)
        draw_page(loaders.translate(source, controls.read_filters().language))


def draw_page(source: Source) -> None:
    """The row of tabs, the one that is open, and what all of them share."""
    view, scripts = build_view(source, controls.read_filters()), loaders.get_scripts()
    files = loaders.get_map_files()  # before any part: it hands out the code of all of them
    sections.draw_notes(view)
    draw_tabs(view)
    if view.filters.tab == "map":
        draw_map_tab(view, scripts, files)
    else:
        draw_tab(view, scripts, files)
        controls.draw_sidebar(source.choices, sections.count_undated(view), source.wording)
    sections.draw_about(view)
    label_drawer(source.wording)
    stamp = Stamp(source.dataset.fingerprint, view.totals.initiatives, view.totals.reports)
    controls.keep_address(view.filters, stamp)


def draw_map_tab(view: View, scripts: Mapping[str, str], files: MapFiles) -> None:
    """Finding, map beside ranking, years, list."""
    finding = state_finding(view)
    sections.draw_finding(finding)
    with st.container(key="stage"):
        path, above = st.container(key="stage_path"), st.container(key="stage_controls")
        with st.container(key="stage_map"), shown_as_box():
            sections.draw_map(view, files, finding)
        let_map_lead()
        with path, shown_as_box():
            mapbar.draw_path(view, loaders.get_names_table(), scripts)
        with above, shown_as_box():
            mapbar.draw_bar(view)
        # The map is what a change of filter is for: all that waits for it comes after.
        intervals = sections.rank_shown(view)
        with st.container(key="stage_ranking"), shown_as_box():
            sections.draw_ranking(view, intervals, scripts)
        undated = sections.count_undated(view)
        controls.draw_sidebar(view.source.choices, undated, view.source.wording)
        years = st.container(key="stage_years")
    with shown_as_box():
        sections.draw_list(view, intervals, scripts)
    with years, shown_as_box():
        sections.draw_years(view, scripts)


main()
