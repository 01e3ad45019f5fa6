"""`places` as others call it: one answer a text, as lines or as JSON."""

from __future__ import annotations

import io
import json

import pytest

from geodata.cli import DONE, WRONG
from tests.test_cli import run

KEYS = [
    *("text", "start", "end", "adcode", "candidates"),
    *("place_name", "place_precision", "place_basis"),
]


def ask(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[list[dict[str, object]]]:
    code, said, complaints = run(capsys, "places", "--json", *arguments)
    assert (code, complaints) == (DONE, "")
    return [json.loads(line) for line in said.splitlines()]


def test_json_has_exactly_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    [[known, refused]] = ask(capsys, "江苏省南通市，朝阳区推行网格化")
    assert list(known) == list(refused) == KEYS
    assert known == {
        "text": "江苏省南通市",
        "start": 0,
        "end": 6,
        "adcode": "320600",
        "candidates": [],
        "place_name": "江苏省/南通市",
        "place_precision": "city",
        "place_basis": "explicit",
    }
    assert refused == {
        "text": "朝阳区",
        "start": 7,
        "end": 10,
        "adcode": None,
        "candidates": ["110105", "220104"],
        "place_name": "",
        "place_precision": None,
        "place_basis": None,
    }


def test_several_texts_give_a_list_each_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "南通", "没有地名", "杭州和宁波")
    assert [[place["text"] for place in places] for places in found] == [
        ["南通"],
        [],
        ["杭州", "宁波"],
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_dash_reads_a_text_from_each_line_of_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    lines = ending.join(["南通市", "", "  杭州市", "整合资源"]) + ending
    monkeypatch.setattr("sys.stdin", io.StringIO(lines, newline=""))
    found = ask(capsys, "上海", "-", "北京")
    codes = [[place["adcode"] for place in places] for places in found]
    assert codes == [["310000"], ["320600"], [], ["330100"], [], ["110000"]]
    assert found[3][0]["start"] == 2


def test_no_lines_no_lists(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert ask(capsys, "-") == []


def test_names_are_read_as_of_the_year(capsys: pytest.CaptureFixture[str]) -> None:
    [[then]] = ask(capsys, "--date", "2005", "莱芜市召开会议")
    assert (then["adcode"], then["place_basis"]) == ("370100", "historic")
    assert then["candidates"] == ["370116", "370117"]
    [[now]] = ask(capsys, "上虞区召开会议")
    assert (now["adcode"], now["place_basis"]) == ("330604", "explicit")
    [[old]] = ask(capsys, "上虞市召开会议")
    assert (old["adcode"], old["place_basis"]) == ("330604", "historic")


@pytest.mark.parametrize(
    ("name", "adcode"),
    [
        pytest.param("上虞市", "330604", id="city-to-district"),
        pytest.param("巢湖市", "340000", id="divided-prefecture"),
        pytest.param("襄樊", "420600", id="renamed-short"),
        pytest.param("襄樊市", "420600", id="renamed"),
        pytest.param("思茅", "530800", id="renamed-then"),
        pytest.param("崇文区", "110101", id="merged-dongcheng"),
        pytest.param("雨花台区", "320114", id="still-there"),
        pytest.param("卢湾区", "310101", id="merged-huangpu"),
        pytest.param("莱芜市", "370100", id="merged-jinan"),
        pytest.param("粤", "440000", id="sign-guangdong"),
        pytest.param("渝", "500000", id="sign-chongqing"),
        pytest.param("沪", "310000", id="sign-shanghai"),
        pytest.param("江北新区", "320100", id="zone-in-a-city"),
        pytest.param("两江新区", "500000", id="zone-in-a-municipality"),
        pytest.param("滨海新区", "120116", id="new-area-that-is-a-district"),
        pytest.param("浦东新区", "310115", id="another"),
        pytest.param("苏州工业园区", "320500", id="park"),
    ],
)
def test_names_that_news_uses(capsys: pytest.CaptureFixture[str], name: str, adcode: str) -> None:
    [[place]] = ask(capsys, "--date", "2006", name)
    assert (place["text"], place["adcode"]) == (name, adcode)


def test_zones_say_the_unit_they_lie_in(capsys: pytest.CaptureFixture[str]) -> None:
    [[zone]] = ask(capsys, "雄安新区启动建设")
    assert zone["text"] == "雄安新区"
    assert (zone["adcode"], zone["place_name"]) == ("130600", "河北省/保定市")
    assert zone["place_basis"] == "zone"
    assert zone["candidates"] == ["130638", "130629", "130632"]
    [[path]] = ask(capsys, "江苏苏州工业园区")
    assert (path["adcode"], path["place_basis"]) == ("320500", "zone")
    [[district]] = ask(capsys, "浦东新区")
    assert (district["adcode"], district["place_basis"]) == ("310115", "explicit")


def test_lines_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "places", "南京市鼓楼区", "鼓楼区", "整合资源")
    assert code == DONE
    sure, refused = said.splitlines()
    assert sure == "南京市鼓楼区\t320106\t江苏省/南京市/鼓楼区\tcounty\texplicit"
    assert refused.startswith("鼓楼区\trefused\t320106 320302 350102 410204")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--date", "soon", "南通"], "'soon' is no year from 1900 to 2099"),
        (["--date", "20091", "南通"], "'20091' is no year"),
        (["--date", "-5", "南通"], "--date"),
        (["--date", "２００９", "南通"], "is no year"),
        ([], "required: TEXT"),
    ],
)
def test_wrong_calls(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    code, said, complaints = run(capsys, "places", *arguments)
    assert (code, said) == (WRONG, "")
    assert says in complaints
