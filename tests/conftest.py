"""What tests of the extraction half share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from geodata.model import DocumentReport, PartialDate, Record, Source
from geodata.paths import data_folder
from geodata.pipeline import extract_source
from geodata.places.gazetteer import Gazetteer
from geodata.reading import Tools

# A busy machine is no fault of what is tested.
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")

Extract = Callable[..., list[tuple[list[Record], DocumentReport]]]


@pytest.fixture(scope="session")
def tools() -> Tools:
    return Tools.load(data_folder())


@pytest.fixture(scope="session")
def real_gazetteer(tools: Tools) -> Gazetteer:
    return tools.gazetteer


@pytest.fixture(scope="session")
def extract(tools: Tools) -> Extract:
    """Raw text to the rows of its documents."""

    def run(
        raw: str, *, path: str = "report.txt", dated: PartialDate | None = None
    ) -> list[tuple[list[Record], DocumentReport]]:
        return extract_source(Source(path, raw, dated=dated), tools)

    return run
