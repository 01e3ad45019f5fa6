"""The built boundaries, checked at the door, and areas on the ground."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.errors import DataFileError, UsageError
from geodata.model import NATION, Level
from geodata.paths import data_folder

CRS = "EPSG:4326"
LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY)
"""The levels that have boundaries, coarsest first."""
UNIT_COLUMNS = ["adcode", "name", "level", "parent"]
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +x_0=0 +y_0=0 +ellps=GRS80 +units=m"
"""Equal-area projection in metres, with the parallels that are usual for maps of China."""


def load_boundaries(level: Level, data: Path | None = None) -> gpd.GeoDataFrame:
    """One level's units with adcode, name, level, parent and geometry, in EPSG:4326, by adcode.

    `parent` is the code of the unit above; a unit that is its own city or province, such as
    110000 among the cities or 419001 among the counties, has its own code there.

    Args:
        level: Province, city or county.
        data: Folder that holds boundaries/; the project's own by default.

    Raises:
        UsageError: If the level has no boundaries.
        DataFileError: If the file is missing, damaged, or in another CRS.
    """
    path = _path(level, data)
    try:
        boundaries = gpd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    _check_columns(boundaries, path)
    check_crs(boundaries, str(path))
    if not boundaries["adcode"].is_unique:
        repeated = boundaries.loc[boundaries["adcode"].duplicated(), "adcode"].iloc[0]
        raise DataFileError(f"{path}: adcode {repeated!r} appears more than once. {_REBUILD}")
    return boundaries


def load_units(data: Path | None = None) -> pd.DataFrame:
    """All units of all levels without their outlines: adcode, name, level, parent.

    A code stands once for each level that it is a unit of: 110000 is a province and a city,
    419001 a city and a county, 820000 all three.

    Raises:
        DataFileError: If a boundary file is missing or damaged.
    """
    frames = []
    for level in LEVELS:
        path = _path(level, data)
        try:
            frames.append(pd.read_parquet(path, columns=UNIT_COLUMNS))
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error
    return pd.concat(frames, ignore_index=True)


def load_dash_line(data: Path | None = None) -> shapely.MultiLineString:
    """The dash line in the South China Sea, in EPSG:4326: one part a segment.

    Raises:
        DataFileError: If its file is missing, damaged or without it.
    """
    path = (data or data_folder()) / "boundaries" / "lines.topojson"
    try:
        lines = gpd.read_file(path, layer="lines").set_index("id")
        dash: shapely.MultiLineString = lines.geometry["dash"]
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise _unreadable(path, error) from error
    return dash


def check_crs(frame: gpd.GeoDataFrame, name: str) -> None:
    """Refuse geometry that is not in EPSG:4326.

    Args:
        frame: What to look at.
        name: What to call it in the message.

    Raises:
        DataFileError: Naming both systems and the remedy.
    """
    if frame.crs is None:
        raise DataFileError(
            f"{name}: there is no CRS; {CRS} is needed. If its coordinates are degrees, "
            f"longitude first, say so with set_crs({CRS!r})."
        )
    if frame.crs != CRS:
        raise DataFileError(
            f"{name}: the CRS is {frame.crs.to_string()}; {CRS} is needed. Convert it with "
            f"to_crs({CRS!r})."
        )


def region_areas(boundaries: gpd.GeoDataFrame) -> pd.Series[float]:
    """Areas in square kilometres by adcode, measured in an equal-area projection.

    Raises:
        DataFileError: If the boundaries are not in EPSG:4326.
    """
    check_crs(boundaries, "The boundaries")
    areas = boundaries.geometry.to_crs(ALBERS).area / 1e6
    return pd.Series(areas.to_numpy(), index=boundaries["adcode"].to_numpy(), name="area_km2")


_REBUILD = "Restore it, or run `python -m geodata boundaries build`."


def _path(level: Level, data: Path | None) -> Path:
    if level not in LEVELS:
        allowed = ", ".join(LEVELS)
        raise UsageError(f"No boundaries for the level {str(level)!r}; there are {allowed}.")
    return (data or data_folder()) / "boundaries" / f"{level}.parquet"


def _unreadable(path: Path, error: Exception) -> DataFileError:
    if isinstance(error, FileNotFoundError):
        return DataFileError(f"{path} is missing. {_REBUILD}")
    return DataFileError(f"{path} is not a file of boundaries ({error}). {_REBUILD}")


def _check_columns(boundaries: gpd.GeoDataFrame, path: Path) -> None:
    missing = [name for name in UNIT_COLUMNS if name not in boundaries.columns]
    if missing:
        raise DataFileError(f"{path} lacks the columns {', '.join(missing)}. {_REBUILD}")


def unit_mismatches(names: Mapping[str, str], data: Path | None = None) -> list[str]:
    """Where a gazetteer and the boundaries disagree, one sentence each; empty when nowhere.

    Args:
        names: Full names of the gazetteer's units by adcode; the nation's entry is passed over.
        data: Folder that holds boundaries/; the project's own by default.

    Raises:
        DataFileError: If a boundary file is missing or damaged.
    """
    units = load_units(data)
    drawn = dict(zip(units["adcode"], units["name"], strict=True))
    listed = {code: name for code, name in names.items() if code != NATION}
    problems = [f"{code} {listed[code]} has no outline." for code in listed.keys() - drawn.keys()]
    problems += [
        f"{code} {drawn[code]} is not in the gazetteer." for code in drawn.keys() - listed.keys()
    ]
    problems += [
        f"{code} is {listed[code]} in the gazetteer and {drawn[code]} in the boundaries."
        for code in drawn.keys() & listed.keys()
        if drawn[code] != listed[code]
    ]
    return sorted(problems)
