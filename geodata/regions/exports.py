"""Joined regions as files for maps and tables, with their papers inside.

A file with outlines is a map that others will draw: it holds the dash line beside the regions, and
source, vintage, licence and notes travel in it. None is written that breaks the map rules.

    .geojson  members source, vintage, licence and notes of the collection; the dash line is the
              last feature, with level "line" and no adcode
    .gpkg     the same words as metadata of the file; the dash line is the layer "lines"
    .parquet  the same words as metadata of the schema; the dash line as in .geojson
    .csv      no outlines; the same words in a file beside it, with ".txt" after its name
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import shapely

from geodata.catalog import load_catalog
from geodata.errors import DataFileError, UsageError
from geodata.model import NATION, Level
from geodata.regions.boundaries import CRS
from geodata.regions.join import Join
from geodata.regions.mapcheck import ALWAYS_DRAWN, MapSpecification, refuse_unless_fit

DASH_NAME = "九段线"
LINE = "line"
"""What stands as the level of a row that is no region."""
LINES_LAYER = "lines"
NOTES = (
    "地图向社会公开前须依法送审，取得审图号；本数据没有审图号。"
    "A map needs review (审图号) before it is shown to the public in China; this one has none.",
    "南海断续线依数据来源为九段；现行标准地图另有台湾以东一段，此处未绘。"
    "The dash line has the nine segments of its source; the tenth of today's standard maps is not "
    "in it.",
    "边界经简化，仅供示意，不作划界依据。Simplified for display; no ground for any claim.",
)
"""What every map made of the project's boundaries says."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Where the boundaries come from, and what must be said of a map made of them."""

    source: str
    vintage: str
    licence: str
    notes: tuple[str, ...] = NOTES

    @property
    def words(self) -> str:
        """All of it as text, a line each."""
        head = (f"Source: {self.source}", f"Vintage: {self.vintage}", f"Licence: {self.licence}")
        return "\n".join((*head, *self.notes)) + "\n"


def load_papers(level: Level, data: Path | None = None) -> Papers:
    """The papers of a level's boundaries, from the catalog.

    Raises:
        DataFileError: If the catalog is missing, damaged or without them.
    """
    path = f"boundaries/{level}.parquet"
    entry = next((entry for entry in load_catalog(data) if entry.path == path), None)
    if entry is None:
        raise DataFileError(
            f"{path} is not in the catalog. Restore the catalog from the project's repository."
        )
    return Papers(f"{entry.producer}, {entry.url}", entry.vintage, entry.licence)


def write_join(join: Join, out: Path, papers: Papers, dash: shapely.MultiLineString) -> None:
    """Write the regions as .geojson, .gpkg, .parquet (with outlines) or .csv (without).

    CSV begins with a byte order mark, so that spreadsheets read the Chinese names.

    Args:
        join: The regions.
        out: The file; folders above it are made.
        papers: The words to go with it.
        dash: The dash line in the South China Sea, from `load_dash_line`.

    Raises:
        UsageError: If the suffix is another one, the map breaks a rule, or the file cannot be
            written.
    """
    writers: dict[str, Callable[[], None]] = {
        ".geojson": lambda: _write_geojson(join, out, papers, dash),
        ".gpkg": lambda: _write_geopackage(join, out, papers, dash),
        ".parquet": lambda: _write_parquet(join, out, papers, dash),
        ".csv": lambda: _write_csv(join, out, papers),
    }
    suffix = out.suffix.lower()
    if suffix not in writers:
        raise UsageError(
            f"Cannot write {out.name!r}: the suffix {out.suffix!r} is not one of "
            f"{', '.join(writers)}."
        )
    if suffix != ".csv":
        refuse_unless_fit(specify_export(join.regions, papers, dash))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        writers[suffix]()
    except (OSError, RuntimeError) as error:  # GDAL's errors are RuntimeErrors
        raise UsageError(f"Cannot write {out}: {error}. Choose another place.") from error


def specify_export(
    regions: gpd.GeoDataFrame, papers: Papers, dash: shapely.MultiLineString
) -> MapSpecification:
    """The map that a file with outlines amounts to.

    Below the level of provinces a file names none; there the code speaks for the name.
    """
    names = dict(zip(regions["adcode"], regions["name"], strict=True))
    provinces = sorted({f"{code[:2]}0000" for code in names})
    labels = {code: names.get(code, ALWAYS_DRAWN.get(code, code)) for code in provinces}
    west, south, east, north = (float(value) for value in regions.total_bounds)
    if not dash.is_empty:
        south = min(south, dash.bounds[1])
    return MapSpecification(
        scope=NATION if len(provinces) != 1 else provinces[0],
        crs=CRS,
        frame=(west, south, east, north),
        inset=None,
        overlays=(),
        dash_segments=len(shapely.get_parts(dash)),
        labels=labels,
        words=papers.words,
        source=papers.source,
    )


def _with_dash(regions: gpd.GeoDataFrame, dash: shapely.MultiLineString) -> gpd.GeoDataFrame:
    """The regions and a last row for the dash line, whose numbers are missing, not 0."""
    counts = regions.select_dtypes("int64").columns
    whole = regions.astype(dict.fromkeys(counts, "Int64"))
    row = {name: [None] for name in regions.columns}
    line = gpd.GeoDataFrame(
        row | {"name": [DASH_NAME], "level": [LINE], "geometry": [dash]}, crs=regions.crs
    ).astype(whole.dtypes.to_dict())
    return gpd.GeoDataFrame(pd.concat([whole, line], ignore_index=True), crs=regions.crs)


def _write_geojson(join: Join, out: Path, papers: Papers, dash: shapely.MultiLineString) -> None:
    _with_dash(join.regions, dash).to_file(out, driver="GeoJSON", COORDINATE_PRECISION=6)
    text = out.read_text(encoding="utf-8")
    head = '"type": "FeatureCollection",'
    members = json.dumps(asdict(papers), ensure_ascii=False)[1:-1]
    out.write_text(text.replace(head, f"{head}\n{members},", 1), encoding="utf-8", newline="\n")


def _write_geopackage(join: Join, out: Path, papers: Papers, dash: shapely.MultiLineString) -> None:
    line = gpd.GeoDataFrame({"name": [DASH_NAME]}, geometry=[dash], crs=CRS)
    words = {name: "\n".join(value) if name == "notes" else value for name, value in _items(papers)}
    layer = str(join.level)
    join.regions.to_file(out, driver="GPKG", layer=layer, dataset_metadata=words)
    line.to_file(out, driver="GPKG", layer=LINES_LAYER, mode="a")


def _write_parquet(join: Join, out: Path, papers: Papers, dash: shapely.MultiLineString) -> None:
    _with_dash(join.regions, dash).to_parquet(out, index=False)
    table = pq.read_table(out)
    words = {
        name: json.dumps(value, ensure_ascii=False) if name == "notes" else value
        for name, value in _items(papers)
    }
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, **words}), out)


def _write_csv(join: Join, out: Path, papers: Papers) -> None:
    join.regions.drop(columns="geometry").to_csv(out, index=False, encoding="utf-8-sig")
    out.with_name(f"{out.name}.txt").write_text(papers.words, encoding="utf-8", newline="\n")


def _items(papers: Papers) -> list[tuple[str, str | list[str]]]:
    return list(asdict(papers).items())
