"""The thirty records by hand, as the page has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import geodata as gd
from dashboard.filters import Choices
from dashboard.geography import LEVELS
from dashboard.views import Source
from dashboard.wording import Wording
from tests.dashboard.by_hand import real_geography, real_names
from tests.golden import write_golden

MakeSource = Callable[[Wording], Source]


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[gd.Dataset]:
    geography = real_geography()
    folder = write_golden(tmp_path_factory.mktemp("golden"))
    opened = gd.open_dataset(folder, geography.parents, geography.drawn)
    yield opened
    opened.connection.close()


@pytest.fixture(scope="session")
def make_source(golden: gd.Dataset) -> MakeSource:
    people = gd.load_denominators()
    measures = {level: gd.list_measures(level, people[level]) for level in LEVELS}
    choices = Choices(golden.years, real_geography(), measures)
    names, programmes = real_names(), gd.load_programmes()
    return lambda wording: Source(golden, choices, people, names, wording, programmes)


@pytest.fixture(scope="session")
def source(make_source: MakeSource, zh: Wording) -> Source:
    return make_source(zh)


@pytest.fixture(scope="session")
def english(make_source: MakeSource, en: Wording) -> Source:
    return make_source(en)
