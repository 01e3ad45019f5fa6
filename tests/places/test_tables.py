"""The reference tables hold together: codes exist, parts lie in their wholes, rules are written."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from geodata.model import Level
from geodata.paths import data_folder
from geodata.places import build_history
from geodata.places.gazetteer import Gazetteer

REFERENCE = data_folder() / "reference"
NEW_AREAS = (
    *("浦东新区", "滨海新区", "两江新区", "舟山群岛新区", "兰州新区", "南沙新区", "西咸新区"),
    *("贵安新区", "西海岸新区", "金普新区", "天府新区", "湘江新区", "江北新区", "福州新区"),
    *("滇中新区", "哈尔滨新区", "长春新区", "赣江新区", "雄安新区"),
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(data_folder())


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("table", "parts"), [("history.csv", "successors"), ("zones.csv", "lies_in")]
)
def test_parts_lie_in_their_whole(gazetteer: Gazetteer, table: str, parts: str) -> None:
    for row in read(table):
        codes = row[parts].split("|")
        assert all(gazetteer.contains(row["adcode"], code) for code in codes), row
        assert len(codes) > 1 or codes == [row["adcode"]], row


def test_history_has_changes_enough_and_all_dated() -> None:
    rows = read("history.csv")
    assert len({(row["name"], row["old_adcode"]) for row in rows}) == len(rows) >= 400
    assert all(1980 < int(row["until"]) <= build_history.VINTAGE for row in rows)


def test_every_rule_of_the_table_is_written_down() -> None:
    written = build_history.__doc__ or ""
    assert all(f" {rule} " in written for rule in {row["rule"] for row in read("history.csv")})


def test_what_is_settled_is_not_open() -> None:
    settled = {(row["name"], row["old_adcode"]) for row in read("history.csv")}
    still_open = {(row["name"], row["old_adcode"]) for row in read("history_open.csv")}
    assert not settled & still_open


@pytest.mark.parametrize(
    ("name", "old_adcode", "until", "successors"),
    [
        ("上虞市", "330682", "2013", "330604"),
        ("巢湖市", "341400", "2011", "340100|340200|340500"),
        ("襄樊市", "420600", "2010", "420600"),
        ("思茅地区", "532700", "2003", "530800"),
        ("崇文区", "110103", "2010", "110101"),
        ("卢湾区", "310103", "2011", "310101"),
        ("莱芜市", "371200", "2019", "370116|370117"),
        ("江干区", "330104", "2021", "330102|330114"),
        ("蓟县", "120225", "2016", "120119"),
        ("开封县", "410224", "2014", "410212"),
        ("哈密市", "652201", "2016", "650502"),
        ("锡山市", "320283", "2000", "320205|320206"),
        ("涪陵地区", "512300", "1995", "500102|500119|500156|500230|500231"),
    ],
)
def test_known_changes(name: str, old_adcode: str, until: str, successors: str) -> None:
    found = {(row["name"], row["old_adcode"]): row for row in read("history.csv")}
    row = found[name, old_adcode]
    assert (row["until"], row["successors"]) == (until, successors)


def test_all_national_new_areas_are_known(gazetteer: Gazetteer) -> None:
    assert all(gazetteer.names.codes(name) for name in NEW_AREAS)
    assert len(NEW_AREAS) == 19
    assert len(read("zones.csv")) >= 79


def test_aliases_have_as_many_codes_as_their_kind_needs(gazetteer: Gazetteer) -> None:
    for row in read("aliases.csv"):
        codes = row["adcodes"].split("|") if row["adcodes"] else []
        assert all(code in gazetteer for code in codes), row
        if row["kind"] == "compound":
            assert len(codes) == len(row["alias"]), row
        else:
            assert bool(codes) == (row["kind"] != "not_a_place"), row


def test_every_province_has_a_sign_of_one_character(gazetteer: Gazetteer) -> None:
    signs = [row for row in read("aliases.csv") if row["kind"] == "sign"]
    provinces = {unit.adcode for unit in gazetteer.units(Level.PROVINCE)}
    assert {row["adcodes"] for row in signs} == provinces
    assert all(gazetteer.names.codes(row["alias"]) == (row["adcodes"],) for row in signs)
    assert {len(row["alias"]) for row in signs} == {1}


def test_names_are_listed_once() -> None:
    for table, column in (("aliases.csv", "alias"), ("zones.csv", "zone"), ("stems.csv", "stem")):
        counts = Counter(row[column] for row in read(table))
        assert [name for name, count in counts.items() if count > 1] == []
