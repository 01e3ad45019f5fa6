"""Records counted by region, true to the level that each record speaks of.

A record counts where its code stands among the units of the level asked for, or in the unit of
that level which holds it. It is never spread over smaller units. Because municipalities, Taiwan,
Hong Kong and Macao stand among the cities with their own codes, a record at 110000 counts in
Beijing at city level, while one at 320000 does not count in any city of Jiangsu.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geodata.errors import DataFileError, SchemaError, UsageError
from geodata.model import NATION, Level, Theme
from geodata.regions.boundaries import LEVELS, check_crs

RECORD_COLUMNS = ("adcode", "document_id", "initiative_id", "theme", "year")
"""What is read of a table of records."""
NATIONAL = "national"
NO_PLACE = "no place"
NO_UNIT = "no such unit"
OUTSIDE = "outside the boundaries"


@dataclass(frozen=True, slots=True)
class Join:
    """Regions with what is known of them, and the records that no region could take."""

    level: Level
    regions: gpd.GeoDataFrame
    """One row a region, by adcode: adcode, name, level, parent, records, initiatives and reports
    (distinct), undated (records without a year), first_year, last_year (missing when there is
    none), themes (codes by number of initiatives, joined by ";"), what `rate_regions` adds,
    geometry."""
    placed: int
    unplaced: Mapping[str, int]
    """Reason -> records: "national", "coarser than city", "finer than city", "no place", "no such
    unit", "outside the boundaries"; reasons with none are left out."""

    @property
    def total(self) -> int:
        """All records that came in."""
        return self.placed + sum(self.unplaced.values())


def join_records(
    records: pd.DataFrame,
    level: Level,
    boundaries: gpd.GeoDataFrame,
    units: pd.DataFrame,
    *,
    lower: bool = True,
) -> Join:
    """Count records by region; a region without any has zeros.

    Args:
        records: Columns of `Record`, of which `RECORD_COLUMNS` are read.
        level: Province, city or county.
        boundaries: The regions, as `load_boundaries` gives them for this level, or some of them.
        units: All units, as `load_units` gives them: they say which unit lies in which.
        lower: Whether records of units within a region count for it; else they are unplaced.

    Returns:
        The join; every record is either placed once or unplaced for one reason.

    Raises:
        SchemaError: If the records lack a column or hold an unknown theme.
        UsageError: If the boundaries are of another level.
        DataFileError: If the boundaries are not in EPSG:4326.
    """
    _check_records(records)
    _check_boundaries(boundaries, level)
    decided = assign_units(records["adcode"], level, units, lower=lower)
    unit = records["adcode"].map(lambda code: decided[_text(code)][0])
    reason = records["adcode"].map(lambda code: decided[_text(code)][1])
    outside = unit.ne("") & ~unit.isin(boundaries["adcode"])
    reason = reason.mask(outside, OUTSIDE)
    inside = reason.eq("")
    counted = _count(records[inside].assign(adcode=unit[inside]))
    regions = boundaries.merge(counted, on="adcode", how="left").sort_values(
        "adcode", ignore_index=True
    )
    return Join(
        level=level,
        regions=_fill(regions),
        placed=int(inside.sum()),
        unplaced={str(key): int(n) for key, n in reason[~inside].value_counts().items()},
    )


def assign_units(
    codes: pd.Series[str], level: Level, units: pd.DataFrame, *, lower: bool = True
) -> dict[str, tuple[str, str]]:
    """The unit of one level for every code that occurs.

    Returns:
        Code -> (unit, "") or ("", reason); a missing code is the code "".
    """
    parents = {
        step: dict(zip(part["adcode"], part["parent"], strict=True))
        for step, part in units.groupby("level")
    }
    ladder = [parents.get(step, {}) for step in LEVELS]
    depth = LEVELS.index(level)
    distinct = {_text(code) for code in codes}
    return {code: _assign(code, depth, ladder, lower) for code in sorted(distinct)}


def _text(code: object) -> str:
    return code if isinstance(code, str) else ""


def _assign(code: str, depth: int, ladder: list[dict[str, str]], lower: bool) -> tuple[str, str]:
    """The unit at one rung of the ladder (provinces first), or why none."""
    if code in ("", NATION):
        return "", NATIONAL if code else NO_PLACE
    if code in ladder[depth]:
        return code, ""
    finer = next((rung for rung in range(depth + 1, len(ladder)) if code in ladder[rung]), None)
    if finer is None:
        coarser = any(code in rung for rung in ladder[:depth])
        return "", f"coarser than {LEVELS[depth]}" if coarser else NO_UNIT
    if not lower:
        return "", f"finer than {LEVELS[depth]}"
    unit = code
    for rung in range(finer, depth, -1):
        if unit not in ladder[rung]:
            raise DataFileError(
                f"The units are incomplete: {unit!r}, above {code!r}, is no unit of the level "
                f"{LEVELS[rung]}. Run `python -m geodata boundaries build`."
            )
        unit = ladder[rung][unit]
    return unit, ""


def _count(placed: pd.DataFrame) -> pd.DataFrame:
    """Counts by adcode of records that all have a region."""
    years = _years(placed["year"])
    groups = placed.assign(year=years, undated=years.isna()).groupby("adcode")
    counted = groups.agg(
        records=("adcode", "size"),
        initiatives=("initiative_id", "nunique"),
        reports=("document_id", "nunique"),
        undated=("undated", "sum"),
        first_year=("year", "min"),
        last_year=("year", "max"),
    )
    return counted.join(_themes(placed)).reset_index()


def _years(years: pd.Series[int]) -> pd.Series[int]:
    try:
        return pd.to_numeric(years).astype("Int64")
    except (ValueError, TypeError) as error:
        raise SchemaError(
            f"The records hold a year that is not a whole number ({error}). "
            "Give a table that `python -m geodata extract` wrote."
        ) from error


def _themes(placed: pd.DataFrame) -> pd.Series[str]:
    """Theme codes by adcode, those with most initiatives first, then by code."""
    counts = placed.groupby(["adcode", "theme"])["initiative_id"].nunique().reset_index(name="n")
    ordered = counts.sort_values(["adcode", "n", "theme"], ascending=[True, False, True])
    return ordered.groupby("adcode")["theme"].agg(";".join).rename("themes")


def _fill(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    counts = ["records", "initiatives", "reports", "undated"]
    years = ["first_year", "last_year"]
    regions[counts] = regions[counts].fillna(0).astype("int64")
    regions[years] = regions[years].astype("Int64")
    regions["themes"] = regions["themes"].fillna("").astype(str)
    names = [name for name in regions.columns if name != "geometry"]
    return regions[[*names, "geometry"]]


def _check_records(records: pd.DataFrame) -> None:
    missing = [name for name in RECORD_COLUMNS if name not in records.columns]
    if missing:
        raise SchemaError(
            f"The records lack the columns {', '.join(missing)}. "
            "Give a table that `python -m geodata extract` wrote."
        )
    strange = sorted(set(records["theme"].astype(str)) - set(Theme))
    if strange:
        raise SchemaError(
            f"The records hold the unknown theme {strange[0]!r}; known are {', '.join(Theme)}. "
            "Give a table that `python -m geodata extract` wrote."
        )


def _check_boundaries(boundaries: gpd.GeoDataFrame, level: Level) -> None:
    check_crs(boundaries, "The boundaries")
    levels = sorted(set(boundaries["level"]))
    if levels != [level]:
        raise UsageError(
            f"The boundaries are of the level {', '.join(levels) or 'none'}, asked for is "
            f"{level!s}. Load them with load_boundaries({str(level)!r})."
        )
