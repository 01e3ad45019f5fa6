"""Keys of names, and the short forms that aliases prove."""

from __future__ import annotations

from functools import cache

import pytest

from geodata.extract.endings import is_nickname, is_slogan, names_carrier
from geodata.extract.lexicon import Lexicon
from geodata.extract.ownership import Owner, own_prefix
from geodata.extract.variants import NameReader
from geodata.paths import data_folder

NANJING = Owner(
    name="南京市",
    own=frozenset({"南京市", "南京", "金陵"}),
    above=frozenset({"江苏省", "江苏", "全国"}),
    signs=frozenset("苏"),
)


@cache
def reader() -> NameReader:
    return NameReader.build(Lexicon.load(data_folder() / "reference"))


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("南京市政务云", "南京市"),
        ("江苏省南京市政务云", "江苏省南京市"),
        ("江苏南京政务云", "江苏南京"),
        ("江苏政务云", ""),
        ("金陵政务云", "金陵"),
        ("南京市民云", "南京"),
        ("南京市市民云", "南京市"),
        ("南京市政设施系统", "南京"),
        ("南京市政务系统", "南京市"),
        ("南京市级政务云", "南京市级"),
        ("市政务云", "市"),
        ("市级政务云", "市级"),
        ("全市政务云", "全市"),
        ("本市政务云", "本市"),
        ("市长热线", ""),
        ("市场监管系统", ""),
        ("市区停车系统", ""),
        ("省政务云", ""),
        ("区块链平台", ""),
        ("政务云南京节点", ""),
        ("", ""),
    ],
)
def test_words_that_say_whose_it_is(text: str, prefix: str) -> None:
    assert own_prefix(text, NANJING) == prefix


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("南京市平台", "南京市平台"),
        ("南京平台", "南京市平台"),
        ("南京信息平台", "南京市信息平台"),
        ("政务云服务平台", "政务云"),
        ("苏服通微信小程序", "苏服通"),
        ("网上审批小程序", "网上审批小程序"),
        ("智慧停车系统", "智慧停车系统"),
        ("2019年雪亮工程", "雪亮#2019"),
        ("智慧城管二期", "智慧城管#2期"),
        ("三年行动计划", "三年行动计划"),
        ("2.0版政务云", "政务云"),
        ("数字南京2.0", "数字南京2.0"),
        ("工业4.0示范平台", "工业4.0示范平台"),
        ("推进政务公开的意见", "推进政务公开意见"),
    ],
)
def test_keys(name: str, key: str) -> None:
    assert reader().key(name, NANJING) == key


def test_a_key_is_its_own_key() -> None:
    for name in ("南京市政务云服务平台", "“一窗受理”服务改革", "12345市民热线", "苏康码小程序"):
        key = reader().key(name, NANJING)
        assert reader().key(key, NANJING) in (key, f"健{key}")


@pytest.mark.parametrize(
    ("name", "alias", "found"),
    [
        ("企业好易办平台", "好易办", {("好易办", "企业")}),
        ("好易办平台", "好易办", {("好易办", "")}),
        ("明白账南京平台", "明白账", {("明白账", "")}),
        ("云上南京平台", "云上南京", {("云上南京", "")}),
        ("云上生活平台", "云上生活", set()),
        ("天眼系统", "天眼", set()),
        ("数据共享平台", "数据共享", set()),
        ("一窗受理平台", "一窗受理", set()),
        ("好易办健康专区", "好易办", set()),
        ("好易办管理办法", "好易办", set()),
        ("好易办平台二期", "好易办", set()),
        ("长者版好易办平台", "好易办", set()),
        ("织补工程信息系统", "织补工程", set()),
        ("南京市信息平台", "信息平台", set()),
        ("动漫软件产业基地", "软件产业基地", set()),
        ("好易办平台", "明白账", set()),
        ("好易办平台", "", set()),
    ],
)
def test_short_forms(name: str, alias: str, found: set[tuple[str, str]]) -> None:
    forms = reader().short_forms(name, [alias], NANJING)
    assert {(form.key, form.before) for form in forms} == found


def test_a_short_form_that_the_document_also_calls_a_platform_holds_in_a_longer_name() -> None:
    name, aliases = "好易办企业物流平台", ("好易办", "好易办平台")
    assert not reader().short_forms(name, aliases[:1], NANJING)
    assert [form.key for form in reader().short_forms(name, aliases, NANJING)] == ["好易办"]
    assert not reader().short_forms("好易办健康专区", aliases, NANJING)


@pytest.mark.parametrize("name", ["苏服通", "苏服办", "苏企码", "宁企通", "医保码", "津里办"])
def test_names_of_services(name: str) -> None:
    assert is_nickname(name, NANJING)


@pytest.mark.parametrize("name", ["智慧交通", "互联互通", "验证密码", "粤服办", "平台", "通", ""])
def test_words_that_only_end_like_services(name: str) -> None:
    assert not is_nickname(name, NANJING)


@pytest.mark.parametrize("text", ["最多跑一次", "一窗受理", "不见面审批", "零材料办理"])
def test_slogans(text: str) -> None:
    assert is_slogan(text)


@pytest.mark.parametrize("text", ["一体化平台", "三农信息", "二维码支付", "无线城市", "三级平台"])
def test_numbers_that_make_no_slogan(text: str) -> None:
    assert not is_slogan(text)


@pytest.mark.parametrize(
    ("text", "empty"),
    [("", True), ("平台", True), ("综合服务平台", True), ("App", False), ("app", True),
     ("建设工程", True), ("专区", False), ("管理平台", False), ("管理办法", False)],
)  # fmt: skip
def test_words_behind_a_proper_name(text: str, empty: bool) -> None:
    assert names_carrier(text) is empty
