"""Units: what nests in what, what they are called, and how a table that lies is refused."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataFileError, UsageError
from geodata.model import NATION, Level
from geodata.paths import data_folder
from geodata.places.gazetteer import COLUMNS, Gazetteer

ROWS = {
    "100000": "100000,全国,全国,nation,,105,35,quanguo,qg",
    "320000": "320000,江苏省,江苏,province,100000,120,33,jiangsu,js",
    "320100": "320100,南京市,南京,city,320000,119,32,nanjing,nj",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(data_folder())


def write_gazetteer(folder: Path, *rows: str, header: str = ",".join(COLUMNS)) -> Path:
    (folder / "reference").mkdir()
    table = folder / "reference" / "gazetteer.csv"
    table.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("level", "count"),
    [(Level.NATION, 1), (Level.PROVINCE, 34), (Level.CITY, 333 + 3), (Level.COUNTY, 2883)],
)
# Three forest and ranch areas of Gansu have codes of prefectures (6297 to 6299) besides the 333.
def test_counts_by_level(gazetteer: Gazetteer, level: Level, count: int) -> None:
    assert len(gazetteer.units(level)) == count


@pytest.mark.parametrize(
    ("adcode", "name"),
    [
        pytest.param("100000", "全国", id="nation"),
        pytest.param("320000", "江苏省", id="province"),
        pytest.param("320600", "江苏省/南通市", id="city"),
        pytest.param("320682", "江苏省/南通市/如皋市", id="county"),
        pytest.param("110108", "北京市/海淀区", id="district-of-municipality"),
        pytest.param("419001", "河南省/济源市", id="county-under-province"),
        pytest.param("441900", "广东省/东莞市", id="city-without-counties"),
    ],
)
def test_place_name(gazetteer: Gazetteer, adcode: str, name: str) -> None:
    assert gazetteer.place_name(adcode) == name


def test_ancestors_go_up_to_the_nation(gazetteer: Gazetteer) -> None:
    assert gazetteer.ancestors("320682") == ("320600", "320000", NATION)
    assert gazetteer.ancestors("110108") == ("110000", NATION)
    assert gazetteer.ancestors(NATION) == ()


def test_contains(gazetteer: Gazetteer) -> None:
    assert gazetteer.contains("320000", "320682")
    assert gazetteer.contains("320682", "320682")
    assert not gazetteer.contains("320682", "320000")
    assert not gazetteer.contains("330000", "320682")


def test_every_unit_but_the_nation_lies_in_a_province(gazetteer: Gazetteer) -> None:
    for unit in gazetteer.units():
        path = (*gazetteer.ancestors(unit.adcode), unit.adcode)
        provinces = [code for code in path if gazetteer.unit(code).level == Level.PROVINCE]
        assert provinces == ([] if unit.adcode == NATION else [unit.adcode[:2] + "0000"])
        assert 73 < unit.lon < 136
        assert 3 < unit.lat < 54


@pytest.mark.parametrize(
    ("short", "adcode"),
    [
        ("广西", "450000"),
        ("内蒙古", "150000"),
        ("宁夏", "640000"),
        ("凉山", "513400"),
        ("延边", "222400"),
        ("长白", "220623"),
        ("融水", "450225"),
        ("东乡", "622926"),
        ("浦东", "310115"),
        ("克孜勒苏", "653000"),
        ("盂县", "140322"),
    ],
)
def test_short_names(gazetteer: Gazetteer, short: str, adcode: str) -> None:
    assert gazetteer.unit(adcode).short == short


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("南通", "320600", id="stem"),
        pytest.param("南通市", "320600", id="full"),
        pytest.param("nantong", "320600", id="pinyin"),
        pytest.param("NanTong", "320600", id="case"),
        pytest.param("nan tong", "320600", id="spaces"),
        pytest.param("320682", "320682", id="code"),
        pytest.param("襄樊市", "420600", id="old-name"),
        pytest.param("蓉城", "510100", id="nickname"),
        pytest.param("两江新区", "500105", id="zone"),
        pytest.param("粤", "440000", id="sign"),
        pytest.param("渝", "500000", id="sign-of-a-municipality"),
        pytest.param("luan", "341500", id="sound-of-六安"),
        pytest.param("Lu'an", "341500", id="apostrophe"),
        pytest.param("urumqi", "650100", id="english"),
        pytest.param("wulumuqi", "650100", id="pinyin-beside-english"),
        pytest.param("hoh", "150100", id="beginning-of-an-english-name"),
        pytest.param("Shangri-La", "533401", id="hyphen"),
        pytest.param("lüliang", "141100", id="umlaut"),
        pytest.param("chongqing", "500000", id="sound-of-重庆"),
    ],
)
def test_search(gazetteer: Gazetteer, query: str, first: str) -> None:
    assert gazetteer.search(query)[0].adcode == first


def test_search_by_initials_and_shared_names(gazetteer: Gazetteer) -> None:
    assert "320600" in [unit.adcode for unit in gazetteer.search("nt")]
    shared = [unit.adcode for unit in gazetteer.search("鼓楼区")]
    assert shared[:4] == ["320106", "320302", "350102", "410204"]


@given(st.text(max_size=100))
def test_search_is_bounded_and_never_fails(gazetteer: Gazetteer, query: str) -> None:
    found = gazetteer.search(query, limit=5)
    assert len(found) <= 5
    assert len({unit.adcode for unit in found}) == len(found)


def test_unknown_code_is_named(gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="'330104' is not a unit"):
        gazetteer.unit("330104")
    assert "330104" not in gazetteer


def test_missing_table(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no such file"):
        Gazetteer.load(tmp_path)


def test_other_columns(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"gazetteer\.csv: columns are \['a', 'b'\]"):
        Gazetteer.load(write_gazetteer(tmp_path, "1,2", header="a,b"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROWS["320100"].replace("city", "town"), "row '320100' cannot be read"),
        (ROWS["320100"].replace("119", "east"), "row '320100' cannot be read"),
        (ROWS["320100"].replace("320000,119", "990000,119"), "has parent '990000'"),
        (ROWS["320100"].replace("320000,119", "320100,119"), "has parent '320100'"),
    ],
)
def test_broken_rows(tmp_path: Path, row: str, message: str) -> None:
    folder = write_gazetteer(tmp_path, ROWS["100000"], ROWS["320000"], row)
    with pytest.raises(DataFileError, match=message):
        Gazetteer.load(folder)


def test_table_of_another_encoding(tmp_path: Path) -> None:
    folder = write_gazetteer(tmp_path, ROWS["100000"])
    table = folder / "reference" / "gazetteer.csv"
    table.write_bytes(table.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(DataFileError, match="not UTF-8"):
        Gazetteer.load(folder)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        pytest.param("stems.csv", "某某,maybe", id="unknown-trust"),
        pytest.param("aliases.csv", "某某,320600,whim", id="unknown-kind"),
        pytest.param(
            "history.csv", "某县,320699,county,soon,table,320600,320600,hand", id="no-year"
        ),
    ],
)
def test_tables_of_names_that_hold_nonsense(tmp_path: Path, table: str, row: str) -> None:
    copytree(data_folder() / "reference", tmp_path / "reference")
    with (tmp_path / "reference" / table).open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(DataFileError, match="not allowed there"):
        Gazetteer.load(tmp_path).search("南通")


@pytest.mark.parametrize(
    ("adcode", "some", "none"),
    [
        ("320100", {"南京市", "南京", "金陵"}, {"江苏", "南京江北新区"}),
        ("420600", {"襄阳市", "襄樊市", "襄樊"}, {"湖北"}),
        ("222400", {"延边朝鲜族自治州", "延边州", "延边"}, {"吉林"}),
        ("320000", {"江苏省", "江苏"}, {"江浙", "长三角", "苏"}),
        ("100000", {"全国"}, {"中国共产党"}),
    ],
)
def test_a_unit_knows_how_texts_write_it(
    gazetteer: Gazetteer, adcode: str, some: set[str], none: set[str]
) -> None:
    forms = gazetteer.written_forms[adcode]
    assert some <= forms
    assert forms.isdisjoint(none)


def test_only_provinces_have_signs(gazetteer: Gazetteer) -> None:
    assert gazetteer.signs["320000"] == {"苏"}
    assert gazetteer.signs["310000"] == {"沪", "申"}
    assert {code[2:] for code in gazetteer.signs} == {"0000"}
