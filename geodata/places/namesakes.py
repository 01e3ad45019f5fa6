"""What only begins with the name of a place: a street, a school, a firm, a product, a person.

None of these says by itself where an initiative is, so a name that goes on into one is no place.
"""

from __future__ import annotations

import re

from geodata.places.names import COMPOUND, FULL, ZONE, Hit, Name, NameIndex
from geodata.wordscan import list_beginnings

LOOKAHEAD = 24

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
    "大战|精神(?![卫病科文障专损])|舰(?!船)|厅(?![长级局官])|一号(?=卫星|星)|府(?![谷南河山])|湖(?=[的边畔上、，。]|湿地|马拉松)|事变|会战|医院|协和|号(?=卫星|飞船|货轮|邮轮)|流域|杯(?![装具子])|大厦|大酒店|饭店|宾馆(?!业)|广场(?!舞)|[东西南北](?=[两岸侧向走])|[东西南北]站(?![在位点上长台])"
)
# What is made and sung the way of a place, wherever it is sold or heard.
_FOOD = (
    "火腿|板鸭|扒鸡|烧鸡|盐水鸭|鸭脖|大盘鸡|刀削面|热干面|臊子面|担担面|米粉|米线|螺蛳粉|肠粉|炒饭|麻花|包子|粽子|汤包|"
    "煎饼|烧饼|豆腐|豆瓣酱|榨菜|泡菜|酸菜|香醋|陈醋|米醋|酱油|黄酒|米酒|老窖|大曲|茅台|大闸蟹|牛肉干?|"
    "阿胶|白药|咸?鸭蛋|毛尖|毛峰|龙井|绿茶|红茶|白茶|岩茶|铁观音"
)
_CRAFT = (
    "剪纸|刺绣|紫砂|青瓷|瓷[器瓶]|窑(?!洞)|宣纸|年画|唐三彩|蜡染|漆器|[木石玉砖]雕|泥[塑人]|皮影|文书(?![送档处科])|古建(?!筑)|"
    "梆子|豫剧|花鼓戏|采茶戏|评弹|大鼓"
)
# What the place itself has: a name before it is that of the place after all.
_TRADE = (
    "的?(?:[大全]|数字|智慧|特色)?"
    "(?:产业|溯源|追溯|平台|系统|交易|市场|电商|联盟|博物馆|节|展|小镇|基地|之乡|厂|园)"
)
_PRODUCT = rf"[大老]?(?:{_FOOD}|{_CRAFT})(?!{_TRADE})"
_CLUB = (
    "(?:泰山|海港|国安|申花|宏远|恒大|富力|三镇|蓉城|亚泰|津门虎)"
    r"(?=队|在?[主客]场|俱乐部|足球|篮球|球[员迷]|[战胜负平]|[一二三\d]比)"
)
# Part of a longer name, after a stem of any level and after stems of counties.
_AFTER_STEM = re.compile(
    rf"{_STREET}|{_SCHOOL}|{_PRESS}|{_THING}|{_PRODUCT}|{_CLUB}|[镇村](?![级域居民里])|社区"
)
_AFTER_COUNTY = re.compile(
    "乡(?![村镇亲贤])|山(?!区)|河(?![长道])|湖(?!长)|岛|海湾|大桥|水库|景区|风景|寺|古城|古镇|机场|站(?![在位点上长])"
    "|村|镇|巷|港区|新村|小区|广场|大厦|酒店|宾馆|公园"
)
# A unit that bears the name of its mountain or lake is that where a text speaks of nature.
_SCENERY = re.compile(
    "的?(?:蓝藻|湖[水面]|水位|云海|日出|雪景|雾凇|怪石|迎客松|猴|茶(?!业)|风景|主峰|山[顶脚]|(?:国家)?地质公园|国家公园|(?:国家级)?自然保护区"
    "|景区)|[上下](?=[的有])|脚下|之巅"
)
_OTHER_PEAKS = (
    *("庐山", "泰山", "华山", "嵩山", "衡山", "恒山", "五台山", "普陀山", "九华山", "黄山"),
    *("峨眉山", "武夷山", "武当山", "三清山", "雁荡山"),
)
_AHEAD_OF_PEAK = tuple(f"{peak}、" for peak in _OTHER_PEAKS)
_AFTER_FULL = re.compile(rf"{_SCHOOL}|{_PRESS}")
_OFFICE = re.compile("[\u4e00-\u9fff]{2,6}(?:律师|会计师|税务师|建筑师)事务所")
_AFTER_COMPOUND = re.compile(rf"{_SCHOOL}|{_PRESS}|跨海|大桥|大运河")
# Roads and railways are named after the two places where they end.
_AFTER_PAIR = re.compile("高速(?!发展|增长|成长|路网)|高铁|铁路|城际|客专")
_RUN_ON = (_AFTER_STEM, _AFTER_COUNTY, _AFTER_FULL, _AFTER_COMPOUND, _AFTER_PAIR)
# Few names have one of these behind them.
_BEGINNINGS = frozenset[str]().union(*(list_beginnings(after.pattern) for after in _RUN_ON))
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
    r"|老人|老师|医[生师]|护士|人|民警|法官|律师|干部|职工|学生|司机|导演|演员|作家|歌手|教练|队员|选手)$"
)
PERSON_REACH = 3
_CALLED = ("叫", "叫做", "叫作")
_SCHOOLS, _BRANCHES = ("大学", "学院"), ("研究院", "研究生院", "校区", "学院", "分校")
_ENDINGS_AHEAD = _SURNAMES.union(word[-1] for word in (*_CALLED, *_SCHOOLS))
_CALLED_PERSON = re.compile(
    "的(?:小伙|姑娘|男|女|老[人师汉]|年轻|孩子|同[学事志])|，(?:是(?!一[个座]|[县市城座])|[他她]|今年|[男女]，)"
)
# Names that are wishes: at the end of a clause that wishes, they are no place.
_WELFARE = frozenset(("安康", "泰安", "安顺", "永安", "长乐", "永康", "吉安", "长治"))
_WISHED = re.compile(
    "(?:[祝愿祈佑][^，。；！？\n]{0,12}|新年|新春|端午|一路|一生|永远|岁岁|四季|身体|阖家|全家|家人|百姓|人民|国家|幸福|吉祥"
    "|平安)[，、]?$"
)
_CLAUSE_END = re.compile(r"[\s，。；、！!？”》）]|$")
WISH_REACH = 16


def runs_on(text: str, hit: Hit, *, joined: bool) -> bool:
    """Whether the name goes on into that of a street, school, newspaper, company or village.

    A full name `joined` to a parent before it is an address, whatever company follows.
    """
    _, end, name = hit
    form = name.form
    behind = text[end : end + LOOKAHEAD]
    addressed = form is FULL and joined
    if "公司" in behind and not addressed and _is_company(behind, name):
        return True
    if "事务所" in behind and _OFFICE.match(behind):
        return True
    if behind[:1] not in _BEGINNINGS:
        return False
    if form is COMPOUND:
        pair = name.length == 2 and _AFTER_PAIR.match(text, end)
        return bool(pair or _AFTER_COMPOUND.match(text, end))
    if form is FULL or form is ZONE:
        return _AFTER_FULL.match(text, end) is not None
    if _AFTER_STEM.match(text, end):
        return True
    return name.county_stem and _AFTER_COUNTY.match(text, end) is not None


def _is_company(behind: str, name: Name) -> bool:
    """Whether a company's name goes on behind, but for one that serves, or is run by, the place."""
    company = _COMPANY.match(behind)
    if company is None and name.county_stem:
        company = _COUNTY_COMPANY.match(behind)
    return company is not None and not _LOCAL_SERVICE.search(company.group())


def is_namesake(text: str, hit: Hit, index: NameIndex) -> bool:
    """Whether a bare name is a person's, a school's, a firm's or a mountain's, too, or a wish."""
    start, end, name = hit
    if text[start - 1 : start] in _ENDINGS_AHEAD and (
        _is_given_name(text, start, end) or _is_branch(text, start, end)
    ):
        return True
    if text[end + 2 : end + 4] in _BRANDED and not index.has_word(text[end : end + 2]):
        return True
    if name.text.endswith(("山", "湖")) and _is_scenery(text, start, end, name.text):
        return True
    return name.text in _WELFARE and _is_wish(text, start, end)


def _is_given_name(text: str, start: int, end: int) -> bool:
    """Whether a name is what a person is called: 记者陈海南, 那个叫海宁的小伙子."""
    if text.endswith(_CALLED, 0, start):
        return _CALLED_PERSON.match(text, end) is not None
    surname = start - 1
    if text[surname] not in _SURNAMES:
        return False
    return _PERSON_AHEAD.search(text[max(0, surname - PERSON_REACH) : surname]) is not None


def _is_branch(text: str, start: int, end: int) -> bool:
    """Whether a name tells where a school has a branch: 北京大学深圳研究院."""
    return text.endswith(_SCHOOLS, 0, start) and text.startswith(_BRANCHES, end)


def _is_scenery(text: str, start: int, end: int, name: str) -> bool:
    """Whether a name stands for the mountain or lake that bears it, too: 黄山的云海."""
    if _SCENERY.match(text, end) is not None:
        return True
    behind = text.startswith("、", end) and text.startswith(_OTHER_PEAKS, end + 1)
    return name in _OTHER_PEAKS and (behind or text.endswith(_AHEAD_OF_PEAK, 0, start))


def _is_wish(text: str, start: int, end: int) -> bool:
    """Whether a name is what someone wishes: 祝大家新年安康."""
    if _CLAUSE_END.match(text, end) is None:
        return False
    return _WISHED.search(text[max(0, start - WISH_REACH) : start]) is not None
