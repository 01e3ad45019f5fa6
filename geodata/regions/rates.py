"""What counts can be set against: inhabitants, documents read, and the units one level down.

A rate stands only where its denominator is known. Nothing is estimated, carried over from another
unit, or added up from parts of a unit.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.errors import DataFileError, UsageError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.boundaries import LEVELS, load_units
from geodata.regions.join import Join, assign_units

DENOMINATOR_COLUMNS = ("adcode", "population")
MAX_BYTES = 5_000_000
"""Far more than a line for every unit of the country takes."""
SHOWN = 10
"""So many wrong codes are named; of the rest, the number."""
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


def read_denominators(path: Path, units: pd.DataFrame) -> dict[str, float]:
    """Inhabitants by code from a CSV with the columns adcode and population.

    Units of several levels may stand in one file; other columns are passed over. UTF-8, with or
    without a byte order mark, or GB18030.

    Args:
        path: The file.
        units: All units, as `load_units` gives them.

    Raises:
        UsageError: Naming what is wrong: file, column, line, codes.
    """
    populations: dict[str, float] = {}
    for line, code, cell in _read_rows(path):
        if code in populations:
            raise UsageError(f"{path}, line {line}: adcode {code!r} stands there twice. Keep one.")
        if not _NUMBER.fullmatch(cell) or float(cell) <= 0:
            raise UsageError(
                f"{path}, line {line}: the population of {code!r} is {cell!r}; a number of people "
                "above 0 is needed, in digits alone."
            )
        populations[code] = float(cell)
    unknown = sorted(set(populations) - set(units["adcode"]))
    if unknown:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        raise UsageError(
            f"{path}: no unit has the adcode {', '.join(unknown[:SHOWN])}{more}. Give today's "
            "six-digit codes, or take these lines out."
        )
    return populations


def _read_rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line number, code and population, both as written but for spaces around them."""
    reader = csv.DictReader(io.StringIO(_read_text(path), newline=""))
    missing = [name for name in DENOMINATOR_COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise UsageError(
            f"{path}: the column {' and '.join(missing)} is missing; there is "
            f"{', '.join(reader.fieldnames or ()) or 'nothing'}. The first line must name adcode "
            "and population."
        )
    try:
        for row in reader:
            code, number = ((row[name] or "").strip() for name in DENOMINATOR_COLUMNS)
            yield reader.line_num, code, number
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.line_num}: not CSV ({error}).") from error


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({error.strerror}). Check the path.") from error
    if content is None:
        raise UsageError(f"{path}: larger than {MAX_BYTES:,} bytes. Give a table of units only.")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path}: neither UTF-8 nor GB18030. Save it as UTF-8.")


def load_population(units: pd.DataFrame, data: Path | None = None) -> dict[str, float]:
    """Inhabitants of 31 provinces by the census of 2020, without people in service.

    Raises:
        DataFileError: If the project's own table is missing or altered.
    """
    path = (data or data_folder()) / "reference" / "population.csv"
    try:
        return read_denominators(path, units)
    except UsageError as error:
        raise DataFileError(f"{error} Restore the file from the repository.") from error


def choose_denominators(
    level: Level, units: pd.DataFrame, own: Path | None = None, data: Path | None = None
) -> dict[str, float]:
    """Inhabitants of the units of a level: of the user's file, else of the census for provinces.

    The two are never mixed within a level, as they may be of different years.

    Raises:
        UsageError: If the user's file is wrong.
        DataFileError: If the census is needed and damaged.
    """
    members = set(units.loc[units["level"] == level, "adcode"])
    given = read_denominators(own, units) if own else {}
    chosen = {code: number for code, number in given.items() if code in members}
    return load_population(units, data) if not chosen and level is Level.PROVINCE else chosen


def load_denominators(
    own: Path | None = None, data: Path | None = None
) -> dict[Level, dict[str, float]]:
    """What `choose_denominators` gives for each level; empty where nothing is known.

    Raises:
        UsageError: If the user's file is wrong.
        DataFileError: If the census is needed and damaged.
    """
    units = load_units(data)
    return {level: choose_denominators(level, units, own, data) for level in LEVELS}


def rate_regions(
    join: Join,
    records: pd.DataFrame,
    units: pd.DataFrame,
    *,
    denominators: Mapping[str, float],
    places: pd.DataFrame | None = None,
) -> Join:
    """The join with rates, missing where their denominator is.

    Columns added, each only where the level can have it:
        population, per_million: inhabitants, and initiatives per million of them.
        documents_read, per_100_documents: documents that mention the region or a unit inside, and
            initiatives per hundred of them; missing where there are none.
        share_of_lower_units: of the units one level down, the share with at least one record in
            them or below, whether or not the join counts lower levels. A unit that stands one
            level down once more under its own code, as Beijing does among the cities, is passed
            over for the units inside it.

    Args:
        join: What `join_records` made.
        records: The records that it was made of.
        units: All units, as `load_units` gives them.
        denominators: Inhabitants by code, from `choose_denominators`; empty for none.
        places: Documents read, with the columns document_id and places (codes mentioned).
    """
    regions = join.regions.copy()
    codes = regions["adcode"]
    if denominators:
        people = codes.map(denominators).astype("Float64")
        # Written without a point where it can be: 21893095, not 21893095.0.
        regions["population"] = people.astype("Int64") if (people % 1 == 0).all() else people
        regions["per_million"] = regions["initiatives"] / regions["population"] * 1e6
    if places is not None:
        read = count_documents_read(places, records, join.level, units)
        regions["documents_read"] = codes.map(read).fillna(0).astype("int64")
        some = regions["documents_read"].astype("Float64").mask(regions["documents_read"].eq(0))
        regions["per_100_documents"] = regions["initiatives"] / some * 100
    if join.level is not Level.COUNTY:
        shares = share_lower_units(records["adcode"], join.level, units)
        regions["share_of_lower_units"] = codes.map(shares).astype("Float64")
    names = [name for name in regions.columns if name != "geometry"]
    return replace(join, regions=gpd.GeoDataFrame(regions[[*names, "geometry"]], crs=regions.crs))


def count_documents_read(
    places: pd.DataFrame, records: pd.DataFrame, level: Level, units: pd.DataFrame
) -> dict[str, int]:
    """Documents that mention a unit of the level, or one inside it, by code.

    A document that gave a record mentions the record's unit, whatever `places` says.
    """
    named = places[["document_id", "places"]].explode("places").rename(columns={"places": "adcode"})
    told = records[["document_id", "adcode"]]
    mentions = pd.concat([named, told], ignore_index=True).dropna().drop_duplicates()
    decided = assign_units(mentions["adcode"], level, units)
    mentions["unit"] = [decided[code][0] for code in mentions["adcode"]]
    inside = mentions[mentions["unit"].ne("")]
    return {str(c): int(n) for c, n in inside.groupby("unit")["document_id"].nunique().items()}


def share_lower_units(codes: pd.Series[str], level: Level, units: pd.DataFrame) -> dict[str, float]:
    """Share of the units below that hold at least one of the codes, by code; none below, none."""
    held = {
        step: {unit for unit, _ in assign_units(codes, step, units).values() if unit}
        for step in LEVELS[LEVELS.index(level) + 1 :]
    }
    below = list_lower_units(level, units)
    return {
        code: sum(unit in held[step] for unit in members) / len(members)
        for code, (step, members) in below.items()
    }


def list_lower_units(level: Level, units: pd.DataFrame) -> dict[str, tuple[Level, list[str]]]:
    """The units next below each unit of a level, and their level; units without any are left out.

    Beijing's are its districts, as the city inside the province is Beijing itself.
    """
    below: dict[str, tuple[Level, list[str]]] = {}
    for step in reversed(LEVELS[LEVELS.index(level) + 1 :]):
        rows = units[(units["level"] == step) & (units["adcode"] != units["parent"])]
        for parent, group in rows.groupby("parent"):
            below[str(parent)] = (step, sorted(group["adcode"]))
    members = set(units.loc[units["level"] == level, "adcode"])
    return {code: found for code, found in below.items() if code in members}
