"""The build: names cut as people cut them, and the committed tables are what it makes."""

from __future__ import annotations

import csv
from dataclasses import astuple

import pytest

from geodata.model import Level
from geodata.paths import data_folder
from geodata.places.build import Row, level_of, list_rows, shorten_county
from geodata.places.build_stems import RULINGS


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("鼓楼区", "鼓楼"),
        ("赵县", "赵县"),
        ("前郭尔罗斯蒙古族自治县", "前郭尔罗斯"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("长白朝鲜族自治县", "长白"),
        ("彭水苗族土家族自治县", "彭水"),
        ("巴里坤哈萨克自治县", "巴里坤"),
        ("龙胜各族自治县", "龙胜"),
        ("三都水族自治县", "三都"),
        ("鄂温克族自治旗", "鄂温克"),
        ("科尔沁左翼中旗", "科尔沁左翼中旗"),
        ("六枝特区", "六枝"),
        ("井陉矿区", "井陉矿区"),
        ("浦东新区", "浦东"),
    ],
)
def test_shorten_county(name: str, short: str) -> None:
    assert shorten_county(name) == short


@pytest.mark.parametrize(
    ("adcode", "level"),
    [
        ("100000", Level.NATION),
        ("110000", Level.PROVINCE),
        ("320600", Level.CITY),
        ("419001", Level.COUNTY),
    ],
)
def test_level_of(adcode: str, level: Level) -> None:
    assert level_of(adcode) == level


def test_committed_gazetteer_is_what_the_build_makes() -> None:
    path = data_folder() / "reference" / "gazetteer.csv"
    with path.open(encoding="utf-8", newline="") as file:
        committed = {row["adcode"]: Row(**row) for row in csv.DictReader(file)}
    made = {row.adcode: row for row in list_rows()}
    assert made.keys() == committed.keys()
    assert [adcode for adcode in made if astuple(made[adcode]) != astuple(committed[adcode])] == []


def test_stem_rulings_do_not_contradict_each_other() -> None:
    ruled = [stem for text in RULINGS.values() for stem in text.split()]
    assert len(ruled) == len(set(ruled))
