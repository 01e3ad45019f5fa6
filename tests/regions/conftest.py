from __future__ import annotations

from collections.abc import Iterator

import pytest

from geodata.regions.dataset import Dataset
from tests.golden import write_golden
from tests.small_dataset import open_small_dataset


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    opened = open_small_dataset(write_golden(tmp_path_factory.mktemp("golden")))
    yield opened
    opened.connection.close()
