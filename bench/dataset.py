"""The records and boundaries that both pages draw."""

import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd

from geodata.paths import ROOT, data_folder

DECIMALS = 5
"""Of a degree: about a metre, as in our own files."""


def make_records(folder: Path) -> Path:
    """The sample corpus as a dataset; `ATLAS_RECORDS` names one that exists already."""
    if given := os.environ.get("ATLAS_RECORDS"):
        return Path(given)
    corpus = data_folder() / "corpus"
    command = [sys.executable, "-m", "geodata", "extract", str(corpus), "-o", str(folder)]
    subprocess.run([*command, "--metadata", str(corpus / "sources.csv")], cwd=ROOT, check=True)
    return folder


def write_peer_cities(folder: Path) -> Path:
    """Our own city boundaries as plain GeoJSON, which is what `folium.Choropleth` takes."""
    cities = gpd.read_file(data_folder() / "boundaries" / "city.topojson", layer="units")
    named = cities.rename(columns={"id": "adcode"})[["adcode", "name", "geometry"]]
    path = folder / "cities.geojson"
    named.set_crs("EPSG:4326", allow_override=True).to_file(
        path, driver="GeoJSON", COORDINATE_PRECISION=DECIMALS
    )
    return path
