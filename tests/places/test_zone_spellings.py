"""Zones under their other spellings."""

from __future__ import annotations

import pytest

from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.places.zone_spellings import spell_zone


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(data_folder())


@pytest.mark.parametrize(
    ("zone", "city", "some"),
    [
        ("广州经济技术开发区", "440100", {"广州经开区", "广州市经济技术开发区"}),
        ("苏州高新区", "320500", {"苏州国家高新技术产业开发区", "苏州市国家高新区"}),
        ("东湖高新区", None, {"东湖高新技术产业开发区"}),
    ],
)
def test_spellings(gazetteer: Gazetteer, zone: str, city: str | None, some: set[str]) -> None:
    spelt = set(spell_zone(zone, gazetteer.unit(city) if city else None))
    assert some <= spelt
    assert zone not in spelt


@pytest.mark.parametrize("zone", ["高新区", "雄安新区", "经济技术开发区"])
def test_no_spelling_without_a_name_or_a_known_ending(zone: str) -> None:
    assert list(spell_zone(zone, None)) == []


def test_spellings_mean_what_the_zone_means(gazetteer: Gazetteer) -> None:
    codes = gazetteer.names.codes
    assert codes("昆山经开区") == codes("昆山经济技术开发区") == ("320583",)
