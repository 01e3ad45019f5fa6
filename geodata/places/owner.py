"""Whose initiative it is: the unit that owns what a text names.

The owner is not the nearest place word. A name's own place comes first, then the body that acts
in the sentence, then the place that the sentence is about, then what the document is about. A
place where something merely happens ("在…召开"), or that is visited, learnt from or compared
with, owns nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from geodata.model import NATION, Basis, Level, Toponym
from geodata.places.gazetteer import Gazetteer
from geodata.places.setting import NATIONAL, Placement, Setting

_ORGAN = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,10}?)(?:政府|市委|省委|区委|县委|局|厅|委员会|办公室|法院|检察院|总工会|卫健委|卫计委"
    r"|发改委|经信委|工信委|管委会|公司|集团)"
)
_VISITED = (
    *("赴", "前往", "考察", "学习", "借鉴", "来自", "驻", "远在", "参观", "走进", "对口", "超过"),
    *("仅次于", "除", "除了", "不同于", "相比", "与", "同", "和", "如", "例如", "比如"),
)
_LOCATIVE = ("在", "于", "至", "到")
_LEAD_ENDS = frozenset(("\n", *(word[-1] for word in (*_VISITED, *_LOCATIVE))))
# 全市 and 市级: each way begins with a plain set, for which the pattern is searched first.
_HERE = re.compile(
    r"[全我本该同省市区县州旗](?:(?<=[全我本该同])(省|自治区|市|区|县|州|盟|旗)"
    r"|(?<=[省市区县])[级里]|(?<=州)本级"
    # 县财政局 says as much as 县里; not 城市管理局.
    r"|(?<=[^城超都社小地园景校灾山牧林矿郊][市区县旗])"
    r"(?:委|政府|法院|检察院|[\u4e00-\u9fff]{2,5}局))"
)
_NATIONAL_ACT = re.compile(
    r"[^，。；]{0,14}(?:印发|颁布|公布|出台|制定|发布|启动|上线|提出|部署|推出|组织|开发|建立|建起|建成|实施)"
)
LIST_GAP = 2
_LIST_GAP = re.compile(rf"[、和与及以，\s]{{0,{LIST_GAP}}}")
_ENDINGS = {
    "省": ("省", "自治区"), "自治区": ("自治区",), "市": ("市",), "区": ("区",), "县": ("县", "旗"),
    "州": ("州", "盟"), "盟": ("盟",), "旗": ("旗",),
}  # fmt: skip
REACH_BEFORE, REACH_AFTER = 400, 40
# More places in a row than there are provinces are no longer one initiative's owners.
MAX_LIST = 40

_HISTORIC, _SOURCE = Basis.HISTORIC, Basis.SOURCE


def choose_owners(
    setting: Setting, name_start: int, name_end: int, sentence: tuple[int, int]
) -> list[Placement]:
    """Owners of the initiative named at [name_start, name_end), several for a list of places.

    Args:
        setting: The document's places.
        name_start: Offset of the name in the document's clean text.
        name_end: Its end.
        sentence: Span of the sentence around it.

    Returns:
        One placement per owner; empty where the document names none.
    """
    text, starts = setting.text, setting.starts
    name = text[name_start:name_end]
    before, behind = bisect_left(starts, name_start), bisect_left(starts, name_end)
    national = name.startswith(_NATION_NAMES) or text.endswith(_WHOLES, 0, name_start)
    if national and _is_nation_s(setting, name_start, name_end, behind):
        return [Placement(NATION, Basis.EXPLICIT)]
    owners = (
        _in_name(setting, name_start, before, behind)
        or (_in_region(setting, sentence[0], name_end) if setting.named_regions else [])
        or _in_sentence(setting, name_start, sentence[0], before)
        or _behind(setting, min(name_end + REACH_AFTER, sentence[1]), behind)
        or _national(setting, name_start, name, sentence[0])
        or _of_document(setting, name_start, before)
    )
    level = _LEVEL_S.match(name) if name.startswith(_LEVELS) else None
    return _lift(setting, owners, level.group()) if level else owners


def _is_nation_s(setting: Setting, start: int, end: int, behind: int) -> bool:
    """Whether a document with places speaks of a system of the nation's own, and none's behind."""
    begin = start - 2 if setting.text.endswith(_WHOLES, 0, start) else start
    if not setting.codes or _NATION_S.match(setting.text[begin:end]) is None:
        return False
    return end not in setting.starts[behind : behind + 1]


def _lift(setting: Setting, owners: list[Placement], ending: str) -> list[Placement]:
    """Owners raised to the province or city that a name like 省数据共享平台 calls its own."""
    lifted = {}
    for owner in owners:
        above = (owner.adcode, *setting.gazetteer.ancestors(owner.adcode))
        known = (code for code in above if code != NATION)
        wanted = Level.PROVINCE if ending == "省" else Level.CITY
        codes = [code for code in known if setting.gazetteer.unit(code).level is wanted]
        code = codes[0] if codes else owner.adcode
        lifted[code] = owner if code == owner.adcode else Placement(code, owner.basis)
    return list(lifted.values())


# A system of the nation's own, and a name that begins with the level of its owner.
_WHOLES = ("国家", "全国")
_NATION_S = re.compile(
    r"(?:国家|全国|中国).{2,}(?:平台|系统|网|网站|数据库|客户端|App|APP|小程序)$|中华人民共和国"
)
_NATION_NAMES = ("国家", "全国", "中国", "中华人民共和国")
_LEVELS = ("省", "市")
_LEVEL_S = re.compile(r"省(?![事心力时])|市(?!民|政(?!务)|[场容长域级直])")


def _place(toponym: Toponym, basis: Basis | None = None) -> Placement:
    own = toponym.basis
    former = toponym.text if own is _HISTORIC else ""
    ground = basis or own or Basis.EXPLICIT
    return Placement(str(toponym.adcode), ground, toponym.candidates, former)


def show_names(owner: Placement, gazetteer: Gazetteer) -> str:
    """Today's names from the province down, and the former: 浙江省/绍兴市/上虞区（原上虞市）."""
    today = gazetteer.place_name(owner.adcode)
    if not owner.former:
        return today
    tails = (owner.former[start:] for start in range(len(owner.former)))
    former = next((tail for tail in tails if gazetteer.names.codes(tail)), "")
    return f"{today}（原{former}）" if former else today


def _in_name(setting: Setting, start: int, before: int, behind: int) -> list[Placement]:
    """The last place in the name, or the one that ends where the name begins.

    `before` and `behind` count the places before the name and before its end.
    """
    last = behind - 1
    if last >= before:
        local = (index for index in range(last, before - 1, -1) if setting.codes[index] != NATION)
        own = next(local, last)
        signs = _in_signs(setting, own)
        return _with_list(setting, own) if signs else [_place(setting.resolved[own])]
    if last >= 0 and start - 14 <= setting.starts[last]:
        toponym = setting.resolved[last]
        if toponym.end == start and not _listed(setting, last):
            return [_place(toponym)]
    return []


def _in_signs(setting: Setting, index: int) -> bool:
    """Whether it is one of several signs that are written as one word: 京津冀, 川渝."""
    if len(setting.resolved[index].text) > 1:
        return False
    group = [setting.resolved[other] for other in _list_around(setting, index)]
    return len(group) > 1 and all(a.end == b.start for a, b in pairwise(group))


def _in_region(setting: Setting, start: int, end: int) -> list[Placement]:
    text = setting.text[start:end]
    for name, codes in setting.named_regions.items():
        position = text.rfind(name)
        if position >= 0 and len(text) - position < len(name) + 30:
            return [Placement(code, Basis.ALIAS) for code in codes]
    return []


def _in_sentence(setting: Setting, start: int, begin: int, before: int) -> list[Placement]:
    """The acting body's place, else the nearest place before the name that is not just a scene.

    The sentence begins at `begin`; `before` counts the places before the name.
    """
    text = setting.text
    scenes: list[int] = []
    nearest: int | None = None
    for index in range(before - 1, -1, -1):
        place = setting.starts[index]
        if place < begin:
            break
        if text[place - 1 : place] in _LEAD_ENDS:
            lead = text[max(0, place - 4) : place].removesuffix("\n")
            if lead.endswith(_VISITED) and not _listed(setting, index):
                continue
            if lead.endswith(_LOCATIVE):
                scenes.append(index)
                continue
        nearest = index
        break
    # A 该市 before the nearest place says nothing any more.
    here = _here(setting, begin if nearest is None else setting.starts[nearest] + 1, start)
    if here is not None:
        return [here]
    if nearest is not None:
        return _with_list(setting, nearest)
    if scenes:
        places = [setting.resolved[index] for index in scenes]
        organs = (place for place in places if _ORGAN.match(text[place.end : place.end + 16]))
        return [_place(next((o for o in organs if _above(setting, o, places[0])), places[0]))]
    return []


def _above(setting: Setting, upper: Toponym, lower: Toponym) -> bool:
    return upper.adcode != lower.adcode and setting.gazetteer.contains(
        str(upper.adcode), str(lower.adcode)
    )


def _here(setting: Setting, start: int, end: int) -> Placement | None:
    """The unit of the last 全市, 我省, 该县 in the span, read from the main region."""
    if setting.main is None or (last := _find_last(_HERE, setting.text, start, end)) is None:
        return None
    if setting.covers(last.start()):
        return None
    word = last.group(1) or setting.text[last.start()]
    first = bisect_left(setting.starts, last.start() - 300)
    known = setting.codes[first : bisect_left(setting.starts, last.start())]
    # 该市 is the city named last, 我市 the city that the document is of, if that is sure.
    sign = setting.text[last.start()]
    named = sign == "该" or (sign not in "我本" and setting.main_basis is Basis.DOMINANT)
    codes = (*reversed(known), setting.main) if named else (setting.main, *reversed(known))
    for code in codes:
        unit = _unit_ending(setting.gazetteer, code, _ENDINGS[word])
        if unit is not None:
            basis = setting.main_basis if code == setting.main else Basis.NEARBY
            return Placement(unit, basis)
    return None


def _unit_ending(gazetteer: Gazetteer, code: str, endings: tuple[str, ...]) -> str | None:
    for candidate in (code, *gazetteer.ancestors(code)):
        if candidate != NATION and gazetteer.unit(candidate).name.endswith(endings):
            return candidate
    return None


def _find_last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The last match in [start, end); most often there is none."""
    found = last = pattern.search(text, start, end)
    while found:
        last = found
        found = pattern.search(text, found.end(), end)
    return last


def _listed(setting: Setting, index: int) -> bool:
    return len(_list_around(setting, index)) > 1


def _list_around(setting: Setting, index: int) -> range:
    """The places enumerated together with one ("北京、上海、广州"), itself included."""
    first = last = index
    lowest, highest = max(0, index - MAX_LIST), min(len(setting.codes), index + MAX_LIST) - 1
    while first > lowest and _leads_on(setting, first - 1):
        first -= 1
    while last < highest and _leads_on(setting, last):
        last += 1
    return range(first, last + 1)


def _leads_on(setting: Setting, index: int) -> bool:
    """Whether a place and the next stand in one list."""
    end, start = setting.resolved[index].end, setting.starts[index + 1]
    return start - end <= LIST_GAP and _LIST_GAP.fullmatch(setting.text, end, start) is not None


def _with_list(setting: Setting, index: int) -> list[Placement]:
    group = _list_around(setting, index)
    if len(group) == 1:
        return [_place(setting.resolved[index])]
    firsts: dict[str, int] = {}
    for other in group:
        firsts.setdefault(setting.codes[other], other)
    return [_place(setting.resolved[first]) for first in firsts.values()]


def _behind(setting: Setting, limit: int, behind: int) -> list[Placement]:
    """A place right after the name: "…在南通启动"."""
    for index in range(behind, len(setting.starts)):
        start = setting.starts[index]
        if start >= limit:
            break
        lead = setting.text[max(0, start - 2) : start]
        if lead.removesuffix("\n").endswith(_LOCATIVE):
            return [_place(setting.resolved[index])]
    return []


def _national(setting: Setting, start: int, name: str, begin: int) -> list[Placement]:
    """The nation, for a national body's act, or in a document without a local place.

    Where the document has a main region, the body must itself be said to act: a local report
    that mentions a ministry is still about its own place.
    """
    if setting.main is None or setting.main_basis is _SOURCE:
        own = name.startswith(("国家", "全国", "中国"))
        national = own or setting.national_end <= start + 1
    else:
        body = _find_last(NATIONAL, setting.text, begin, start)
        national = bool(body and _NATIONAL_ACT.match(setting.text, body.end(), start))
    return [Placement(NATION, Basis.ORGAN)] if national else []


def _of_document(setting: Setting, start: int, before: int) -> list[Placement]:
    """The main region if it is named near, else the nearest place before, else the main region."""
    near = setting.codes[bisect_left(setting.starts, start - REACH_BEFORE) : before]
    if setting.own is not None and (setting.main in near or not near or setting.title_codes):
        return [setting.own]
    if near:
        return [_place(setting.resolved[before - 1], Basis.NEARBY)]
    return []


def level_of(gazetteer: Gazetteer, code: str) -> Level:
    """The level of a unit, the nation included."""
    return Level.NATION if code == NATION else gazetteer.unit(code).level


def mentioned_codes(toponyms: Iterable[Toponym]) -> tuple[str, ...]:
    """Codes of the units that a document mentions, each once, by code."""
    return tuple(sorted({t.adcode for t in toponyms if t.adcode is not None}))
