from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.classes import classify
from dashboard.mapview import MapFiles, MapState
from dashboard.wording import Wording, load_wording
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.summaries import RegionCount
from tests.small_dataset import write_small_dataset


@pytest.fixture(autouse=True)
def _no_browser_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_START", "SHORT_START"):
        monkeypatch.setattr(f"dashboard.shell.{name}", 0.0)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_dataset(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def zh() -> Wording:
    return load_wording("zh", data_folder())


@pytest.fixture(scope="session")
def en() -> Wording:
    return load_wording("en", data_folder())


@pytest.fixture
def files() -> MapFiles:
    return MapFiles(
        scripts=("../a.made/map.js",),
        styles=("../a.made/map.css",),
    )


@pytest.fixture
def state() -> MapState:
    """Zhejiang 5, Guangdong 3, Beijing and Hubei 2; Jiangsu read in vain; Tibet not read."""
    counts = {
        "330000": RegionCount(5, 5, 2016),
        "440000": RegionCount(3, 3, 2014),
        "110000": RegionCount(2, 2, 2003),
        "420000": RegionCount(2, 1, None),
    }
    return MapState(
        level=Level.PROVINCE,
        units=("110000", "320000", "330000", "420000", "440000", "540000", "710000"),
        counts=counts,
        documents={"330000": 6, "440000": 3, "110000": 2, "420000": 1, "320000": 4, "710000": 1},
        classes=classify(count.initiatives for count in counts.values()),
        selected="330000",
    )
