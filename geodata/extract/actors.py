"""Public bodies and their partners named in the sentence of an initiative."""

from __future__ import annotations

import re

from geodata.wordscan import WordScan

_BODIES = (
    *("人民政府", "人民法院", "中级法院", "法院", "检察院", "公安局", "管理局", "信息化局"),
    *("数据局", "工商局", "税务局", "卫健委", "卫计委", "发改委", "经信委", "工信委", "总工会"),
    *("委员会", "办公室", "银监分局", "财政局", "交通局", "水利局", "教育局", "民政局", "人社局"),
    *("司法局", "审批局", "城管局", "监管局", "信息产业厅", "信息化厅", "办公厅", "财政厅"),
    *("水利厅", "商务厅", "民政厅", "数据管理局", "市委", "省委", "区委", "县委", "市政府"),
    *("省政府", "区政府", "县政府", "指挥部", "国务院", "交通运输部", "工业和信息化部"),
    "国家邮政局",
)
_ENDINGS = WordScan(
    [body + office for body in _BODIES for office in ("", "办公厅", "办公室")], longest=True
)
_LEAD = re.compile(r"[\u4e00-\u9fff]{1,16}$")
# Each way begins with a plain character, for which the pattern is searched first.
_NOT_INSIDE = re.compile(
    r"由|与|和(?<!呼和)(?![平田县])|据(?<!数据)|向|在|经(?![信济])|从|被|对|为|同(?<!大同)(?![江心])"
    r"|及|日前|近日|目前|今年|去年|的|是|记者|获悉|联合|召开"
)
MAX_ACTORS = 6
MAX_READ = 400


def find_actors(sentence: str) -> tuple[str, ...]:
    """Names of bodies in order of appearance, each once; shorter readings of one are left out."""
    found: dict[str, None] = {}
    behind = 0
    for _, start, end in _ENDINGS.find(sentence[:MAX_READ]):
        lead = _LEAD.search(sentence, max(behind, start - 16), start)
        name = _NOT_INSIDE.split((lead.group() if lead else "") + sentence[start:end])[-1]
        behind = end
        if 3 <= len(name) <= 18:
            found[name] = None
    return tuple(found)[:MAX_ACTORS]
