"""Text -> hits: names as written, not overlapping, without those inside names of other things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter

from geodata.places.names import COUNTED, Form, Hit, Name, NameIndex, Trust

LOOKAHEAD = 24


def find_hits(text: str, index: NameIndex) -> list[Hit]:
    """The best set of names that do not overlap, in order; long and safe ones win."""
    found = index.scan(text)
    sign = index.read_sign(text) if len(text) == 1 else None
    if sign is not None:
        found.append(Hit(0, 1, sign))
    for start, _, _ in [hit for hit in found if hit.name.text in COUNTED]:
        run = index.read_run(text, start)
        if run is not None:
            found.append(Hit(start - run.length, start, run))
    found.sort(key=itemgetter(0))
    chosen: list[Hit] = []
    cluster: list[Hit] = []
    reach = 0
    for hit in found:
        start, end, _ = hit
        if start >= reach and cluster:
            chosen += _choose(cluster) if len(cluster) > 1 else cluster
            cluster = []
        cluster.append(hit)
        if end > reach:
            reach = end
    return chosen + (_choose(cluster) if len(cluster) > 1 else cluster)


def _choose(cluster: list[Hit]) -> list[Hit]:
    """Heaviest selection without overlap; the leftmost at equal weight."""
    if len(cluster) == 2:
        first, second = cluster
        return [second if second.name.weight > first.name.weight else first]
    worth = [0]
    follow: list[tuple[Hit, int] | None] = [None]
    for position in range(len(cluster) - 1, -1, -1):
        hit = cluster[position]
        after = position + 1
        while after < len(cluster) and cluster[after].start < hit.end:
            after += 1
        rest = len(cluster) - after
        weight = worth[rest] + hit.name.weight
        taken = weight >= worth[-1]
        worth.append(weight if taken else worth[-1])
        follow.append((hit, rest) if taken else follow[-1])
    return list(_unroll(follow))


def _unroll(follow: list[tuple[Hit, int] | None]) -> Iterator[Hit]:
    step = follow[-1]
    while step is not None:
        hit, rest = step
        yield hit
        step = follow[rest]


_STREET = (
    "(?:[东西南北中][一二三四五六七八九十]?|[二三四五六七八九十])?"
    "(?:路(?![网灯段径政长桥线况])|大道|大街|街(?![头区])|胡同|街道)"
)
_STUDY = (
    "师范|理工|工业|工程|农业|林业|医科|医学|中医药|财经|政法|科技|科学|技术|交通|航空航天|航天|外国语|外贸|邮电|电子|"
    "海洋|民族|体育|音乐|艺术|美术|传媒|城市|职业|警察|警官|建筑|石油|化工|商|开放|广播电视"
)
_SCHOOL = rf"(?:{_STUDY}){{0,4}}(?:大学(?!生)|学院|中学|附中|职校|技校)"
_PRESS = (
    "日报|晚报|晨报|早报|时报|商报|都市报|青年报|经济报|法制报|新闻网|卫视|电视台|广播电视台|"
    "人民广播|在线(?=[、，。；”》）讯]|消息|记者|$)|网(?=讯|记者|消息|[^\u4e00-\u9fff]|$)"
)
_THING = (
    "小吃|银行|农商行|证券|航空(?![港快枢运物客货])|啤酒|火锅|拉面|鸡饭|烤鸭|话(?![务题筒])|菜(?![场市篮农鸟单品])|籍|战役|起义|条约|"
    "事变|会战|医院|协和|号(?=卫星|飞船|货轮|邮轮)|流域|杯(?![装具子])|大厦|大酒店|饭店|宾馆(?!业)|广场(?!舞)|[东西南北](?=[两岸侧向走])|[东西南北]站(?![在位点上长台])"
)
# Part of a longer name, after a stem of any level and after stems of counties.
_AFTER_STEM = re.compile(rf"{_STREET}|{_SCHOOL}|{_PRESS}|{_THING}|[镇村](?![级域居民里])|社区")
_AFTER_COUNTY = re.compile(
    "乡(?![村镇亲贤])|山(?!区)|河(?![长道])|湖(?!长)|岛|海湾|大桥|水库|景区|风景|寺|古城|古镇|机场|站(?![在位点上长])"
    "|村|镇|巷|港区|新村|小区|广场|大厦|酒店|宾馆|公园"
)
_AFTER_FULL = re.compile(rf"{_SCHOOL}|{_PRESS}")
_OFFICE = re.compile("[\u4e00-\u9fff]{2,6}(?:律师|会计师|税务师|建筑师)事务所")
_AFTER_COMPOUND = re.compile(rf"{_SCHOOL}|{_PRESS}|跨海|大桥|大运河")
# Roads and railways are named after the two places where they end.
_AFTER_PAIR = re.compile("高速(?!发展|增长|成长|路网)|高铁|铁路|城际|客专")
_SCHOOLS, _BRANCHES = ("大学", "学院"), ("研究院", "研究生院", "校区", "学院", "分校")
# Firms whose names need no 公司, after a brand of two characters that no dictionary holds.
_BRANDED = frozenset(("集团", "软件", "股份", "实业", "药业", "乳业", "钢铁"))
_COUNTY_COMPANY = re.compile("[\u4e00-\u9fff]{1,6}?(?<![家个些的户批类各])公司")
_COMPANY = re.compile(
    r"[^，。；、：！？与和的在等向对为被把由将及或是,;\s“”《》]{1,14}?(?:股份)?有限(?:责任)?公司"
)
# A company by name, but one that serves, or is run by, the place it names.
_LOCAL_SERVICE = re.compile(
    "移动|联通|电信|铁塔|供电|电力|水务|燃气|大数据|数据|轨道|公交|地铁|交投|城投|国有|分公司"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢唐许邓萧曹袁彭曾吕卢蒋蔡贾魏薛叶阎潘杜戴钟汪范姚谭廖邹熊陆郝"
    "孔崔邱秦侯邵孟"
)
# What stands before a person's name: a stop, or a word for what people are.
_PERSON_AHEAD = re.compile(
    r"(?:^|[\s，。；：、！？“”《》（）()]|记者|通讯员|编辑|摄影|作者|主任|局长|厅长|市长|县长|区长|书记|院长|校长"
    r"|教授|院士|代表|委员|专家|同志|村民|居民|市民|[馆所站队组厂团社班]长|负责人|主持人|经理|总监|技术员|工程师"
    r"|老人|老师|医生|民警|法官|律师|干部|职工|学生|司机)$"
)
PERSON_REACH = 3
# People of a place, whose word the dictionary joins to its name.
_PEOPLE = ("同胞", "居民", "青年")
_AREA = re.compile("[地城市特]区")
_BODY_OF_FULL = "委府政长法检纪人公"


def keep_hit(text: str, hit: Hit, joined: tuple[bool, bool], index: NameIndex) -> bool:
    """Whether a hit is a place by its surroundings.

    Args:
        text: The whole text.
        hit: What was found.
        joined: Whether another name ends where it starts, and starts where it ends.
        index: Gives word borders.
    """
    if hit.name.passed_over:
        return False
    bare = hit.name.form == Form.SHORT
    if bare and (_is_given_name(text, hit) or _belongs_to_firm(text, hit, index)):
        return False
    if not joined[1] and _runs_on(text, hit, joined=joined[0]):
        return False
    return _has_borders(text, hit, joined, index)


def _runs_on(text: str, hit: Hit, *, joined: bool) -> bool:
    """Whether the name goes on into that of a street, school, newspaper, company or village.

    A full name `joined` to a parent before it is an address, whatever company follows.
    """
    end, form = hit.end, hit.name.form
    behind = text[end : end + LOOKAHEAD]
    addressed = form == Form.FULL and joined
    if "公司" in behind and not addressed and _is_company(behind, hit.name):
        return True
    if "事务所" in behind and _OFFICE.match(behind):
        return True
    if form == Form.COMPOUND:
        pair = hit.name.length == 2 and _AFTER_PAIR.match(text, end)
        return bool(pair or _AFTER_COMPOUND.match(text, end))
    if form in (Form.FULL, Form.ZONE):
        return _AFTER_FULL.match(text, end) is not None
    if _AFTER_STEM.match(text, end):
        return True
    return hit.name.county_stem and _AFTER_COUNTY.match(text, end) is not None


def _is_company(behind: str, name: Name) -> bool:
    """Whether a company's name goes on behind, but for one that serves, or is run by, the place."""
    company = _COMPANY.match(behind)
    if company is None and name.county_stem:
        company = _COUNTY_COMPANY.match(behind)
    return company is not None and not _LOCAL_SERVICE.search(company.group())


def _belongs_to_firm(text: str, hit: Hit, index: NameIndex) -> bool:
    """Whether a bare name is part of that of a firm, or of a school's branch elsewhere."""
    end = hit.end
    if text[end + 2 : end + 4] in _BRANDED and not index.has_word(text[end : end + 2]):
        return True
    return text.startswith(_BRANCHES, end) and text.endswith(_SCHOOLS, 0, hit.start)


def _is_given_name(text: str, hit: Hit) -> bool:
    """Whether a bare name is what a person is called: 记者陈海南."""
    surname = hit.start - 1
    if surname < 0 or text[surname] not in _SURNAMES:
        return False
    return _PERSON_AHEAD.search(text[max(0, surname - PERSON_REACH) : surname]) is not None


def _has_borders(text: str, hit: Hit, joined: tuple[bool, bool], index: NameIndex) -> bool:
    """Whether the segmenter agrees that a word begins and ends with the name."""
    name = hit.name
    if name.safe:
        return True
    left, right = index.stands_alone(text, hit.start, hit.end)
    if (name.full and text[hit.end : hit.end + 1] in _BODY_OF_FULL) or _AREA.match(text, hit.end):
        right = True
    if name.trust <= Trust.SURE and not name.county_stem and text.startswith(_PEOPLE, hit.end):
        right = True
    return (left or joined[0]) and (right or joined[1])


def list_places(text: str, index: NameIndex) -> list[Hit]:
    """The hits that are places by their surroundings, in order.

    Goes backwards: 镇平 in 巍山镇平安村 falls first, so that 镇 can then rule out 巍山.
    """
    hits = find_hits(text, index)
    kept: list[Hit] = []
    for position in range(len(hits) - 1, -1, -1):
        hit, before = hits[position], hits[position - 1] if position else None
        joined = (
            before is not None and before.end == hit.start and before.name.form != Form.BLOCK,
            bool(kept) and kept[-1].start == hit.end,
        )
        if keep_hit(text, hit, joined, index):
            kept.append(hit)
    return kept[::-1]
