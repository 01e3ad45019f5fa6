"""The atlas as a library: text to placed records, records to regions."""

from geodata.errors import AtlasError, DataFileError, SchemaError, UsageError
from geodata.model import NATION, Level, Theme, Unit
from geodata.paths import data_folder, derived_folder
from geodata.places.gazetteer import Gazetteer
from geodata.regions.dataset import Dataset, open_dataset
from geodata.regions.evidence import (
    Evidence,
    Initiative,
    list_evidence,
    list_initiatives,
    select_records,
)
from geodata.regions.summaries import (
    COARSER,
    UNKNOWN,
    RegionCount,
    Selection,
    Totals,
    YearCount,
    count_documents,
    count_regions,
    count_totals,
    count_years,
)

__all__ = [
    "COARSER",
    "NATION",
    "UNKNOWN",
    "AtlasError",
    "DataFileError",
    "Dataset",
    "Evidence",
    "Gazetteer",
    "Initiative",
    "Level",
    "RegionCount",
    "SchemaError",
    "Selection",
    "Theme",
    "Totals",
    "Unit",
    "UsageError",
    "YearCount",
    "count_documents",
    "count_regions",
    "count_totals",
    "count_years",
    "data_folder",
    "derived_folder",
    "list_evidence",
    "list_initiatives",
    "open_dataset",
    "select_records",
]
