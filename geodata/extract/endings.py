"""Words behind a name that make no other thing of it, and what names are built like.

Whether such a word may go depends on what it stands behind; `variants` decides that.
"""

from __future__ import annotations

import re

from geodata.extract.ownership import Owner

VERSION = re.compile(
    r"^v?\d{1,2}\.\d{1,2}版?本?(?=.)|^版本|(?<=.)v?\d{1,2}\.\d{1,2}版?本?$|^新版|升级版$"
)
CARRIER = re.compile(
    r"(?<=.)(?:移动|手机|微信|支付宝|官方)*(?:app|客户端|小程序|公众号|服务号|移动端|手机端)$"
)
MACHINE = re.compile(
    r"(?<=..)(?:综合|政务|公共|信息化?|服务|应用|便民|线上|网上|政企|一体化)*(?:平台|系统|网站)$"
)
WORKS = re.compile(
    r"(?<=..)(?:建设)?(?:工程|(?<!行动)(?<!工作)(?<!发展)(?<!实施)(?<!年度)计划)$|(?<=...)建设$"
)
PROJECT = re.compile(r"(?<=..)(?:建设)?项目$")
REFORM = re.compile(r"(?<=..)(?:改革|模式|机制|服务|工作|制度|行动)$")
PILOT = re.compile(r"(?:建设)?试点(?:示范|工作|城市|省份|[省市县区])*$")
SITE = re.compile(r"(?:门户|官方)网站$")
# Ends of a system's, service's or card's own name.
THINGS = (
    *("大脑", "码", "卡", "云", "政务网", "信息网", "服务网", "一张图", "一张网", "驾驶舱", "热线"),
    *("平台", "系统"),
)
# What a platform bears the name of without being it: a project's system is a part of the project.
WHOLES = ("工程", "计划", "项目", "改革", "试点", "中心", "专区", "示范区")

_CALL = (
    "(?:政务|政府|服务|便民|为民|市民|市长|公开|公共|统一|综合|咨询|投诉|举报|热线|电话|平台|专线)*"
)
_HOTLINE = re.compile(rf"{_CALL}(1\d{{4}}|9\d{{4}}){_CALL}")
_SIGNED = re.compile("[\u4e00-\u9fff]{2,3}(?:通办|通|办|码|贷|事|宝|易|钉)")
_SERVICE = re.compile("[\u4e00-\u9fff]{2,4}[通宝码]|[\u4e00-\u9fff]里办")
_NO_SERVICE = re.compile("[交互联流普开沟贯直畅疏融连精接]通$|[编号密数条代解源邮]码$|国宝$")
_SLOGAN = re.compile(
    "[一二两三四五六七八九十不最零无免]"
    "(?!体化|站式|般|维|农|级|线|人|动产|大|区|障碍|纸化|废|期|个平台)"
)
_ANY = "某某某"


def is_nickname(text: str, owner: Owner) -> bool:
    """Whether it is built as services are named: 粤省事 in 广东, 好易通, 医保码; not 交通."""
    if text[:1] in owner.signs and _SIGNED.fullmatch(text):
        return True
    return _SERVICE.fullmatch(text) is not None and not _NO_SERVICE.search(text)


def is_slogan(text: str) -> bool:
    """Whether it is a promise such as 最多跑一次, which reforms are called by."""
    return len(text) > 3 and _SLOGAN.match(text) is not None


def read_hotline(text: str) -> str | None:
    """12345热线 of 12345政务服务便民热线 and of 市长热线12345; None where it is no hotline."""
    match = _HOTLINE.fullmatch(text)
    return f"{match.group(1)}热线" if match else None


def read_health_code(text: str, owner: Owner) -> str | None:
    """What is left of a name of the owner's health code, in full or behind the province's sign."""
    code = text[1:] == "康码" and (text[0] == "健" or text[0] in owner.signs)
    return text[1:] if code else None


def last_nickname(text: str, owner: Owner) -> str:
    """A nickname behind the portal that holds it: 粤省事 of 政务服务网粤省事; else the text."""
    for size in (5, 4, 3):
        nickname = text[-size:]
        signed = nickname[:1] in owner.signs and is_nickname(nickname, owner)
        if signed and text[:-size].endswith(THINGS):
            return nickname
    return text


def names_carrier(text: str) -> bool:
    """Whether words behind a proper name say no more than what form the thing has."""
    patterns = (CARRIER, MACHINE, WORKS, PROJECT, VERSION)
    return not text or any(pattern.sub("", _ANY + text) == _ANY for pattern in patterns)
