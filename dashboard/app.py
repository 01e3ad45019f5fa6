"""The page. Start it with `python -m geodata serve` or `streamlit run dashboard/app.py`."""

import time

import streamlit as st

import geodata as gd
from dashboard import controls, loaders, sections
from dashboard.classes import classify
from dashboard.faults import shown_as_box
from dashboard.filters import Choices
from dashboard.finding import state_finding
from dashboard.mapview import MapState
from dashboard.sections import View
from dashboard.shell import dress_page, label_drawer


def main() -> None:
    """Draw the whole page for the filters that widgets and address ask for."""
    dress_page()
    with shown_as_box():
        draw_page(loaders.get_dataset(), loaders.get_geography())


def draw_page(dataset: gd.Dataset, geography: loaders.Geography) -> None:
    """Controls, finding, map beside ranking, years, list."""
    choices = Choices(dataset.years, geography.drawn, dataset.fingerprint)
    controls.restore_filters(choices)
    controls.keep_widgets()
    view = build_view(dataset, geography, choices)
    sections.draw_notes(view)
    finding = state_finding(
        view.state, view.totals, dataset.documents, view.filters, view.names, view.wording
    )
    sections.draw_finding(finding)
    with st.container(key="stage"):
        with st.container(key="stage_map"), shown_as_box():
            above = st.container(key="stage_controls")
            sections.draw_map(view, loaders.get_map_files(), finding)
            time.sleep(0.02)  # two ticks of the server's sending loop: the map leaves first
            with above:
                controls.draw_map_controls(choices, view.names, view.wording)
        with st.container(key="stage_ranking"), shown_as_box():
            sections.draw_ranking(view, loaders.get_scripts())
        # The map is what a change of filter is for: all that waits for it comes after.
        controls.draw_sidebar(choices, sections.count_undated(view), view.wording)
        years = st.container(key="stage_years")
    with shown_as_box():
        sections.draw_list(view, loaders.get_scripts())
    sections.draw_about(view)
    label_drawer(view.wording)
    with years, shown_as_box():
        sections.draw_years(view, loaders.get_scripts())
    controls.keep_address(view.filters, dataset.fingerprint)


def build_view(dataset: gd.Dataset, geography: loaders.Geography, choices: Choices) -> View:
    """Ask the dataset once for everything that map, ranking and sentence share."""
    filters = controls.read_widgets()
    counts = gd.count_regions(dataset, filters.selection, filters.level)
    state = MapState(
        level=filters.level,
        units=geography.drawn[filters.level],
        counts=counts,
        documents=gd.count_documents(dataset, filters.level),
        classes=classify(count.initiatives for count in counts.values()),
        selected=filters.region,
    )
    return View(
        dataset=dataset,
        filters=filters,
        choices=choices,
        state=state,
        totals=gd.count_totals(dataset, filters.selection, filters.level),
        names=loaders.get_names(filters.language),
        wording=loaders.get_wording(filters.language),
    )


main()
