"""The atlas as a library: text to placed records, records to regions."""

from geodata.errors import AtlasError, DataFileError, SchemaError, UsageError
from geodata.model import NATION, Level, Theme, Unit
from geodata.paths import data_folder, derived_folder
from geodata.places.gazetteer import Gazetteer
from geodata.regions.compare import Profile, ThemeFirst, compare_regions
from geodata.regions.crosstab import SEVERAL, Counted, Split
from geodata.regions.dataset import Dataset, open_dataset
from geodata.regions.definitions import Definition, load_definitions
from geodata.regions.divisions import Division, divide_units, load_drawn, units_within
from geodata.regions.evidence import (
    Evidence,
    Initiative,
    list_evidence,
    list_initiatives,
    name_initiatives,
    select_records,
)
from geodata.regions.gaps import (
    GAP_SHARE,
    Gap,
    GapKind,
    Gaps,
    Programme,
    find_gaps,
    load_programmes,
)
from geodata.regions.lags import Lag, Lags, measure_lags
from geodata.regions.marks import MOST_MARKS, Marks, find_initiatives, list_marks
from geodata.regions.measures import (
    LOW_BASE,
    Measured,
    Reason,
    list_measures,
    measure_regions,
    split_years,
)
from geodata.regions.neighbours import load_neighbours
from geodata.regions.peers import Kinship, NoPeers, Peers, find_peers
from geodata.regions.ranks import THRESHOLDS, rank_intervals, rank_units
from geodata.regions.rates import load_denominators
from geodata.regions.selection import COARSER, FINER, UNKNOWN, Selection
from geodata.regions.spread import (
    Adoption,
    Adoptions,
    CurvePoint,
    adoption_curve,
    first_records,
    reach_share,
)
from geodata.regions.summaries import (
    RegionCount,
    Totals,
    YearCount,
    count_documents,
    count_regions,
    count_totals,
    count_years,
)
from geodata.regions.tables import Measure
from geodata.regions.trends import (
    LOW_COVERAGE,
    OTHER,
    Trend,
    count_coverage,
    cumulate,
    find_breaks,
    heat_table,
    share_years,
    trend_years,
)
from geodata.regions.years import PLAYABLE, YearTable, count_by_year, measure_years

__all__ = [
    "COARSER",
    "FINER",
    "GAP_SHARE",
    "LOW_BASE",
    "LOW_COVERAGE",
    "MOST_MARKS",
    "NATION",
    "OTHER",
    "PLAYABLE",
    "SEVERAL",
    "THRESHOLDS",
    "UNKNOWN",
    "Adoption",
    "Adoptions",
    "AtlasError",
    "Counted",
    "CurvePoint",
    "DataFileError",
    "Dataset",
    "Definition",
    "Division",
    "Evidence",
    "Gap",
    "GapKind",
    "Gaps",
    "Gazetteer",
    "Initiative",
    "Kinship",
    "Lag",
    "Lags",
    "Level",
    "Marks",
    "Measure",
    "Measured",
    "NoPeers",
    "Peers",
    "Profile",
    "Programme",
    "Reason",
    "RegionCount",
    "SchemaError",
    "Selection",
    "Split",
    "Theme",
    "ThemeFirst",
    "Totals",
    "Trend",
    "Unit",
    "UsageError",
    "YearCount",
    "YearTable",
    "adoption_curve",
    "compare_regions",
    "count_by_year",
    "count_coverage",
    "count_documents",
    "count_regions",
    "count_totals",
    "count_years",
    "cumulate",
    "data_folder",
    "derived_folder",
    "divide_units",
    "find_breaks",
    "find_gaps",
    "find_initiatives",
    "find_peers",
    "first_records",
    "heat_table",
    "list_evidence",
    "list_initiatives",
    "list_marks",
    "list_measures",
    "load_definitions",
    "load_denominators",
    "load_drawn",
    "load_neighbours",
    "load_programmes",
    "measure_lags",
    "measure_regions",
    "measure_years",
    "name_initiatives",
    "open_dataset",
    "rank_intervals",
    "rank_units",
    "reach_share",
    "select_records",
    "share_years",
    "split_years",
    "trend_years",
    "units_within",
]
