"""The records and boundaries that both pages draw."""

import hashlib
from pathlib import Path

import geopandas as gpd

from bench import synthetic
from bench.synthetic import write_synthetic
from geodata import store
from geodata.paths import ROOT, data_folder

DECIMALS = 5
"""Of a degree: about a metre, as in our own files."""
SHAPE = hashlib.blake2b(
    Path(synthetic.__file__).read_bytes() + Path(store.__file__).read_bytes(), digest_size=4
).hexdigest()
"""Of what makes the records: another one makes others."""
DONE = "done"


def make_records(records: int) -> Path:
    """A made-up dataset of so many records, kept for the next run."""
    folder = ROOT / "build" / "bench" / f"{records}-{SHAPE}"
    if not (folder / DONE).is_file():
        write_synthetic(folder, records)
        (folder / DONE).touch()
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
