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


def test_zones_say_the_unit_they_lie_in(capsys: pytest.CaptureFixture[str]) -> None:
    [[zone]] = ask(capsys, "雄安新区启动建设")
    assert zone["text"] == "雄安新区"
    assert str(zone["adcode"]).startswith("13")


def test_lines_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "places", "南京市鼓楼区", "鼓楼区", "整合资源")
    assert code == DONE
    sure, refused = said.splitlines()
    assert sure == "南京市鼓楼区\t320106\t江苏省/南京市/鼓楼区\tcounty\texplicit"
    assert refused.startswith("鼓楼区\trefused\t320106 320302 350102 410204")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--date", "soon", "南通"], "invalid int value: 'soon'"), ([], "required: TEXT")],
)
def test_wrong_calls(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    code, said, complaints = run(capsys, "places", *arguments)
    assert (code, said) == (WRONG, "")
    assert says in complaints
