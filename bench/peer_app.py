"""The peer: choropleth and filters as the examples of folium and streamlit-folium write them.

Tables and boundaries are cached; `folium.Choropleth` is built anew on each change, which is how
its colours change at all. It is spared what a closed network would cost it: no tiles, Leaflet
from this machine, and no colour bar (which would need d3 from two other hosts).
"""

import json
import os
from pathlib import Path
from typing import Any

import folium
import pandas as pd
import streamlit as st
import streamlit.components.v1 as components
import xstatic.pkg.leaflet as leaflet_files
from streamlit_folium import st_folium

CITIES = Path(os.environ["PEER_CITIES"])
RECORDS = Path(os.environ["ATLAS_RECORDS"]) / "records.parquet"


@st.cache_data
def load_cities() -> dict[str, Any]:
    cities: dict[str, Any] = json.loads(CITIES.read_text(encoding="utf-8"))
    return cities


@st.cache_data
def load_records() -> pd.DataFrame:
    columns = ["initiative_id", "adcode", "place_precision", "theme", "year"]
    return pd.read_parquet(RECORDS, columns=columns)


def choose(records: pd.DataFrame) -> pd.DataFrame:
    """The records that the sidebar's filters let through."""
    years = records["year"].dropna()
    low, high = int(years.min()), int(years.max())
    themes = st.sidebar.multiselect("Theme", sorted(records["theme"].unique()))
    first, last = st.sidebar.slider("Year", low, high, (low, high))
    chosen = records[records["year"].between(first, last)]
    return chosen[chosen["theme"].isin(themes)] if themes else chosen


def count_by_city(records: pd.DataFrame) -> pd.DataFrame:
    """Initiatives per city; those of a county count for its city."""
    placed = records[records["place_precision"].isin(["city", "county"])]
    cities = placed["adcode"].str[:4] + "00"
    counts = placed.groupby(cities)["initiative_id"].nunique()
    return counts.rename("initiatives").rename_axis("adcode").reset_index()


def draw(counts: pd.DataFrame) -> folium.Map:
    china = folium.Map(location=[36, 104], zoom_start=4, tiles=None)
    choropleth = folium.Choropleth(
        geo_data=load_cities(),
        data=counts,
        columns=["adcode", "initiatives"],
        key_on="feature.properties.adcode",
        fill_color="YlGnBu",
        nan_fill_color="#eeeeee",
        line_weight=0.5,
        legend_name="Initiatives",
    )
    for name in [name for name in choropleth._children if name.startswith("color_map")]:
        del choropleth._children[name]
    choropleth.add_to(china)
    return china


def serve_leaflet() -> None:
    component = components.declare_component("leaflet", path=leaflet_files.BASE_DIR)
    folder = f"../{component.name}"
    folium.Map.default_js = [("leaflet", f"{folder}/leaflet.js")]
    folium.Map.default_css = [("leaflet_css", f"{folder}/leaflet.css")]


st.set_page_config(layout="wide")
serve_leaflet()
st.title("Initiatives by city")
st_folium(draw(count_by_city(choose(load_records()))), height=600, use_container_width=True)
