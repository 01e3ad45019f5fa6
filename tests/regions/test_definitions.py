"""The worked examples of the definitions, recomputed from the records that they speak of."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest

from geodata.errors import DataFileError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.compare import compare_regions
from geodata.regions.crosstab import Counted
from geodata.regions.dataset import Dataset
from geodata.regions.definitions import load_definitions
from geodata.regions.gaps import find_gaps
from geodata.regions.lags import measure_lags
from geodata.regions.selection import Selection
from geodata.regions.spread import adoption_curve, first_records
from geodata.regions.summaries import count_regions, count_totals
from geodata.regions.trends import (
    LOW_COVERAGE,
    count_coverage,
    find_breaks,
    share_years,
    trend_years,
)

ALL, HEALTH = Selection(), Selection(themes=("health",))
COMMUNITY = Selection(themes=("community",))
PROVINCE = Level.PROVINCE
ZHEJIANG, JIANGSU, GUANGDONG, HUBEI, HAINAN = "330000", "320000", "440000", "420000", "460000"
Figures = dict[str, float]


def recompute(dataset: Dataset) -> dict[str, Figures]:
    """The figures of every example, from the functions that draw the pages."""
    [(records,)] = dataset.ask("SELECT count(*) FROM records")
    totals = count_totals(dataset, ALL, PROVINCE)
    trend = trend_years(dataset, ALL, PROVINCE)
    reported = trend_years(dataset, ALL, PROVINCE, unit=Counted.REPORTS)
    assert reported.total == totals.reports
    return {
        "report": {"reports": totals.reports, "records": records},
        "initiative": {
            "records": records,
            "initiatives": totals.initiatives,
            "again": records - totals.initiatives,
        },
        "year": {
            "initiatives": trend.total,
            "dated": sum(trend.totals),
            "undated": sum(trend.undated.values()),
        },
        "first": recompute_first(dataset),
        "adoption": recompute_adoption(dataset),
        "lag": recompute_lag(dataset),
        "share": recompute_share(dataset),
        "coverage": recompute_coverage(dataset),
        "gap": recompute_gap(dataset),
        "rank": recompute_rank(dataset),
    }


def recompute_first(dataset: Dataset) -> Figures:
    found = first_records(dataset, HEALTH, PROVINCE)
    (jiangsu,) = (adoption for adoption in found.adopted if adoption.region == JIANGSU)
    best, worst = jiangsu.place
    return {"adopted": len(found.adopted), "best": best, "worst": worst}


def recompute_adoption(dataset: Dataset) -> Figures:
    found = first_records(dataset, COMMUNITY, PROVINCE)
    last = adoption_curve(found.adopted, found.units)[-1]
    return {
        "adopters": last.adopters,
        "regions": found.units,
        "share_percent": round(last.share * 100, 1),
        "until": last.year,
    }


def recompute_lag(dataset: Dataset) -> Figures:
    found = measure_lags(dataset, ALL)
    (nantong,) = (pair for pair in found.pairs if pair.city == "320600")
    assert found.median is not None
    return {
        "city_year": nantong.city_year,
        "province_year": nantong.province_year,
        "lag": nantong.years,
        "pairs": len(found.pairs),
        "median": found.median,
    }


def recompute_share(dataset: Dataset) -> Figures:
    trend = trend_years(dataset, ALL, PROVINCE)
    at = trend.years.index(2012)
    share = share_years(trend.counts)["community"][at]
    assert share is not None
    return {
        "part": trend.counts["community"][at],
        "whole": trend.totals[at],
        "percent": round(share * 100, 1),
        "in_year": 2012,
    }


def recompute_coverage(dataset: Dataset) -> Figures:
    coverage = count_coverage(dataset)
    around = median(coverage.get(year, 0) for year in (2019, 2020))
    documents, reports = sum(coverage.values()), count_totals(dataset, ALL, PROVINCE).reports
    return {
        "documents": documents,
        "silent": documents - reports,
        "reports": reports,
        "low_year": 2021,
        "low_documents": find_breaks(coverage, [2021])[2021],
        "neighbours_median": around,
        "third": around * LOW_COVERAGE,
    }


def recompute_gap(dataset: Dataset) -> Figures:
    peers = [ZHEJIANG, JIANGSU, GUANGDONG, HUBEI]
    found = find_gaps(dataset, ALL, PROVINCE, HAINAN, peers)
    (gap,) = (gap for gap in found.gaps if gap.key == "community")
    holders = len(gap.holders)
    return {"holders": holders, "peers": len(peers), "percent": 100 * holders / len(peers)}


def recompute_rank(dataset: Dataset) -> Figures:
    zhejiang, guangdong = compare_regions(dataset, ALL, PROVINCE, [ZHEJIANG, GUANGDONG])
    assert zhejiang.rank is not None
    assert zhejiang.initiatives == guangdong.initiatives
    sure = count_regions(dataset, Selection(confidence=0.8), PROVINCE)
    return {
        "best": zhejiang.rank[0],
        "worst": zhejiang.rank[1],
        "at_all": zhejiang.initiatives,
        "at_sure": sure[ZHEJIANG].initiatives,
        "other_sure": sure[GUANGDONG].initiatives,
        "sure": 0.8,
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_is_recomputed(golden: Dataset, language: str) -> None:
    figures = recompute(golden)
    definitions = load_definitions(language)
    assert [definition.code for definition in definitions] == list(figures)
    for definition in definitions:
        assert definition.figures == pytest.approx(figures[definition.code]), definition.code


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_stands_in_its_example(language: str) -> None:
    for definition in load_definitions(language):
        assert "{" not in definition.example
        written = re.findall(r"[−\d.]*\d", definition.example)
        for name, figure in definition.figures.items():
            assert f"{figure:g}".replace("-", "−") in written, (definition.code, name)
        assert all((definition.term, definition.meaning, definition.formula))


def test_a_damaged_table_of_definitions_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no definitions in 'fr'"):
        load_definitions("fr")
    folder = tmp_path / "reference"
    folder.mkdir()
    whole = (data_folder() / "reference" / "definitions.json").read_text(encoding="utf-8")
    (folder / "definitions.json").write_text(whole.replace('"reports"', '"other"', 1))
    with pytest.raises(DataFileError, match=r"definitions\.json: no definitions in 'zh'"):
        load_definitions("zh", tmp_path)
