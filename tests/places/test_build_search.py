"""The search box's table: what it holds, and that it is the one that the tables give."""

from __future__ import annotations

import gzip
import json

import pytest

from geodata.errors import DataFileError
from geodata.model import Level, Unit
from geodata.paths import data_folder
from geodata.places.build_search import (
    OUT,
    build_names,
    check_parents,
    list_endings,
    list_former,
    list_others,
    write_former,
    write_names,
)

COMMITTED = (data_folder() / OUT).read_text(encoding="utf-8")


def unit(adcode: str, name: str, short: str, parent: str = "") -> Unit:
    level = Level.COUNTY if adcode[4:] != "00" else Level.CITY
    return Unit(adcode, name, short, level, parent, 0.0, 0.0)


def test_the_file_is_what_the_tables_give() -> None:
    assert write_names(build_names(data_folder())) == COMMITTED, (
        "run `python -m geodata.places.build_search`"
    )


def test_the_file_is_small_on_its_way() -> None:
    assert len(gzip.compress(COMMITTED.encode())) <= 120_000


def test_every_code_in_it_is_a_unit_of_today() -> None:
    table = json.loads(COMMITTED)
    codes = {row[0] for row in table["units"]}
    assert len(codes) == len(table["units"]) > 3_000
    assert {code for _, code in table["others"] + table["english"]} <= codes
    assert {code for row in table["former"] for code in row[5]} <= codes


def test_only_names_that_are_not_plain_pinyin_are_in_the_english_list() -> None:
    table = json.loads(COMMITTED)
    plain = {row[0]: row[3].capitalize() for row in table["units"]}
    english = {code: name for name, code in table["english"]}
    assert len(english) == len(table["english"]) > 300
    assert not [name for code, name in english.items() if name == plain[code]]
    assert english["650100"] == "Urumqi"
    assert "320600" not in english


def test_former_names_have_english_ones() -> None:
    units = {"540300": unit("540300", "昌都市", "昌都")}
    english = {"540300": "Qamdo"}
    row = ["昌都地区", "昌都", "changdu", "cd", 2014, ["540300"]]
    assert write_former(row, units, english) == ("Qamdo",)
    row = ["洮安县", "洮安", "taoan", "ta", 1987, ["540300"]]
    assert write_former(row, units, english) == ("Tao'an",)
    assert write_former(["襄樊市", "襄樊", "xiangfan", "xf", 2010, ["1"]], units, english) == ()


def test_former_names_lead_to_today() -> None:
    rows = [
        {"name": "襄樊市", "until": "2010", "until_basis": "table", "adcode": "420600"},
        {"name": "桥东区", "until": "2015", "until_basis": "hand", "adcode": "130100"},
        {"name": "偃师市", "until": "2025", "until_basis": "latest", "adcode": "410307"},
        {"name": "襄阳市", "until": "2001", "until_basis": "table", "adcode": "420600"},
        {"name": "万县市", "until": "1997", "until_basis": "table", "adcode": "500000"},
    ]
    successors = ["420600", "130102|130104", "410307", "420600", "1|2|3|4"]
    for row, codes in zip(rows, successors, strict=True):
        row["successors"] = codes
    aliases = [
        {"alias": "襄樊", "kind": "former", "adcodes": "420600"},
        {"alias": "戚墅堰", "kind": "former", "adcodes": "320412"},
        {"alias": "粤", "kind": "sign", "adcodes": "440000"},
    ]
    units = {"420600": unit("420600", "襄阳市", "襄阳")}
    assert list_former(rows, aliases, units) == [
        ["万县市", "万县", "wanxian", "wx", 1997, ["500000"]],
        ["偃师市", "偃师", "yanshi", "ys", 0, ["410307"]],
        ["戚墅堰", "戚墅堰", "qishuyan", "qsy", 0, ["320412"]],
        ["桥东区", "桥东", "qiaodong", "qd", 2015, ["130102", "130104"]],
        ["襄樊市", "襄樊", "xiangfan", "xf", 2010, ["420600"]],
    ]


def test_other_names_leave_out_what_is_no_name_of_a_unit() -> None:
    aliases = [
        {"alias": "粤", "kind": "sign", "adcodes": "440000"},
        {"alias": "西南", "kind": "not_a_place", "adcodes": ""},
        {"alias": "京津冀", "kind": "compound", "adcodes": "110000|120000|130000"},
        {"alias": "襄樊", "kind": "former", "adcodes": "420600"},
        {"alias": "凉山", "kind": "short", "adcodes": "513400"},
    ]
    units = [unit("513400", "凉山彝族自治州", "凉山")]
    assert list_others(aliases, units) == [["粤", "440000"], ["凉山州", "513400"]]


def test_endings_are_sounded_out() -> None:
    names = [
        ("西湖区", "西湖"),
        ("三江侗族自治县", "三江"),
        ("山丹马场", "军马场"),
        ("巢县", "巢县"),
    ]
    assert list_endings(names) == {
        "侗族自治县": ["dongzuzizhixian", "dzzzx"],
        "区": ["qu", "q"],
    }


def test_a_parent_that_the_code_does_not_tell_is_refused() -> None:
    units = [unit("330100", "杭州市", "杭州", "330000"), unit("330106", "西湖区", "西湖", "330000")]
    with pytest.raises(DataFileError, match=r"330106 西湖区 has parent 330000.*column"):
        check_parents(units)


def test_a_table_is_written_with_a_row_on_each_line() -> None:
    text = write_names({"units": [["1", "甲"], ["2", "乙"]], "endings": {"区": ["qu", "q"]}})
    assert text == '{"units":[\n["1","甲"],\n["2","乙"]\n],\n"endings":{\n"区":["qu","q"]\n}}\n'
    assert json.loads(text)["endings"] == {"区": ["qu", "q"]}
