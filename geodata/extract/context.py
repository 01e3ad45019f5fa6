"""What stands around a name, near enough to speak of it: words, organs, companies, numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geodata.extract.cues import Cue, CueTable, Sightings, SignTable
from geodata.extract.mentions import Form, Mention

WINDOW, NEAR = 40, 30
_COMPANY = (
    *("公司", "集团", "企业", "中国移动", "中国联通", "中国电信", "移动公司"),
    *("联通", "电信", "阿里", "腾讯", "华为", "百度", "京东", "微软", "谷歌"),
    *("IBM", "银行"),
)
_FOREIGN = (
    *("美国", "日本", "韩国", "英国", "法国", "德国", "新加坡", "俄罗斯", "欧盟"),
    *("欧洲", "印度", "加拿大", "澳大利亚", "爱沙尼亚", "国外", "海外", "发达国家"),
)
_SIGNS: Mapping[str, Iterable[str]] = {
    "company": _COMPANY,
    "foreign": _FOREIGN,
    "organ": (
        *("政府", "市委", "省委", "区委", "县委", "局", "厅", "委员会", "委办", "办公室"),
        *("法院", "检察院", "工会", "卫健委", "卫计委", "发改委", "经信委", "工信委"),
        *("管委会", "公安", "财政部", "国务院", "部", "街道", "社区"),
    ),
    "in_use": (
        *("用户", "注册", "访问", "受理", "办件", "接入", "覆盖", "汇聚", "归集"),
        *("累计", "日均", "下载"),
    ),
    "ought": (
        *("应该", "应当", "必须", "需要", "如果", "只有", "才能", "有必要", "建议"),
        *("呼吁", "希望", "有待", "亟需", "亟待"),
    ),
    "year_near": (
        *("今年", "去年", "近日", "日前"),
        *(f"{year}年" for year in range(1900, 2100)),
        *(f"{digit}月" for digit in range(10)),
    ),
    "figure_near": [
        f"{digit}{more}{unit}"
        for digit in range(10)
        for more in ("", "多", "余")
        for unit in "个家万亿项人户次条台%"
    ],
}
_NO_SIGNS = ("企业开办", "内部", "全部", "各部", "局部", "一部")
_NEAR_BEFORE, _NEAR_AFTER = ("company", "organ", "year_near"), ("year_near", "figure_near")
_NEAR = {*_NEAR_BEFORE, *_NEAR_AFTER, "in_use"}
# Signs that mean the same around a policy as around any other name.
_ALIKE = ("organ", "in_use")
# The verb and adverbs that may stand between an owner and what it owns.
_OWNS = (
    r"(?:已经|已|也|还|正在|正|将|自主|自行|内部|全面|率先)?(?:的|推出|开发|研发|建设|建立|建成|上线|搭建|自建|打造"
    r"|部署|开通|启用|实施|推行|推广|运营|使用)?了?的?[^，。；、]{0,3}$"
)
_OF_COMPANY = re.compile(f"(?:{'|'.join(_COMPANY)})[^，。；、]{{0,3}}{_OWNS}")
_OF_FOREIGN = re.compile(f"(?:{'|'.join(_FOREIGN)})[^，。；、]{{0,4}}{_OWNS}")
_THEME_BEFORE = re.compile(r"(?:智慧|数字|智能)[\u4e00-\u9fff]{2,3}、?$")
_THEME_AFTER = re.compile(r"^、?(?:智慧|数字|智能)[\u4e00-\u9fff]{2}")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d[.．、])、?$"
)
_CUES = CueTable(
    before=(
        Cue(
            "launch_before",
            "上线 启用 开通 启动 推出 建成 首创 成立 签订 签署 推行 投用 开建 揭牌 获批 入选 列为"
            " 确定为 研发 试行",
            reach=14,
            of_stops=True,
            softened="了",
        ),
        Cue(
            "issue_before",
            "出台 印发 制定 颁布 下发 编制 发布 公布 通过 起草 实施 修订 施行",
            reach=14,
            of_stops=True,
            softened="了",
        ),
        Cue(
            "build_before",
            "搭建 打造 建立 开发 筹建 创建 设立 构建 建设 完成 部署 形成 建起 实施 推广 承担",
            reach=14,
            of_stops=True,
            softened="了",
        ),
        Cue(
            "plan_before",
            "将 拟 计划 筹建 力争 争取 准备 即将 未来 要 需要 应 应当 鼓励 支持 探索 加快 推进"
            " 加强 完善",
            reach=10,
        ),
        Cue(
            "generic_before",
            "各 各类 各种 多个 等 一批 若干 这些 那些 其他 其它 部分 现有 传统 每个 有关 相关"
            " 哪些 任何 没有"
            " 缺乏 某 所有 不同 一些 大量 两个 三个 几个 多种 某些 许多 众多 同一 一个 一套",
        ),
        Cue("demonstrative", "该 此 这 这一 这个 本"),
        Cue("example", "如 例如 比如 以 像"),
        Cue("le_before", "了"),
        Cue("de_before", "的"),
        Cue("first_before", "首个 首批 首家 首创 第一个 唯一 率先", reach=8),
        Cue(
            "named_before",
            "名为 叫做 叫作 简称 取名 起名 命名为 称为 叫 名叫 定名 定名为 称作 唤作 改称 更名为"
            " 改名为",
        ),
        Cue("list_before", "、 和 与 及"),
    ),
    after=(
        Cue(
            "launch_after",
            "上线 启用 开通 启动 发布 揭牌 挂牌 投入 建成 试运行 运行 落地 开建 亮相 投用 完成"
            " 试点 出台 施行",
            reach=14,
        ),
        Cue(
            "design_after",
            "设计 选型 配置 结构 需求 方案 功能 软件 设备 环境 技术 特点 优势 作用 意义",
            softened="的",
        ),
        Cue("list_after", "、 等 和 与 及"),
        Cue("of_after", "的"),
        Cue("built_after", "建设 项目 工程 试点"),
    ),
)
# What _NUMBERED may end with.
_NUMBER_ENDS = frozenset("一二三四五六七八九十）).．、")
# An enumeration's members are slow to reach by their class.
_THEME, _HEAD = Form.THEME, Form.HEAD
_OPENING, _CLOSING = frozenset("“‘《"), frozenset("”’》")


@dataclass(frozen=True, slots=True)
class Context:
    """A text with the words in it that can speak of a name near by: look once, ask often."""

    text: str
    cues: Sightings
    signs: Mapping[str, Sequence[int]]
    """Where the words of each other sign begin, in order."""
    near: Sequence[tuple[int, str]]
    """Where the words begin that must stand near a name, with their signs, in order."""

    @classmethod
    def look(cls, text: str, digital: frozenset[str]) -> Context:
        """Find the words of all cues and signs, those of the digital domain among them."""
        signs = _compile_signs(digital).look(text)
        near = sorted([(start, sign) for sign in _NEAR for start in signs.pop(sign, ())])
        return cls(text, _CUES.look(text), signs, near)

    def count(self, sign: str) -> int:
        """How many words of a sign there are."""
        return len(self.signs.get(sign, ()))

    def shows(self, sign: str, first: int, last: int) -> bool:
        """Whether a word of a sign begins in [first, last)."""
        starts = self.signs.get(sign)
        if not starts:
            return False
        index = bisect_left(starts, first)
        return index < len(starts) and starts[index] < last

    def describe(
        self, mention: Mention, span: tuple[int, int], *, policy: bool
    ) -> dict[str, float]:
        """Features of what stands around a mention, in its sentence; each is worth 1."""
        start, end = mention[:2]
        first, last = max(span[0], start - WINDOW), min(span[1], end + WINDOW)
        while start > first and self.text[start - 1] in _OPENING:
            start -= 1
        while end < last and self.text[end] in _CLOSING:
            end += 1
        found = _CUES.around(self.cues, self.text, first, start, end, last)
        self._add_signs(found, first, start, end, last)
        if not policy and "company" in found and _OF_COMPANY.search(self.text[first:start]):
            found["of_company"] = 1.0
        if self.shows("foreign", *span):
            found["foreign"] = 1.0
            if _OF_FOREIGN.search(self.text[first:start]):
                found["of_foreign"] = 1.0
        if self.shows("ought", span[0], start):
            found["ought"] = 1.0
        self._add_rows(found, mention, first, start, end, last)
        if policy:  # around a policy a context means something of its own
            found |= {"policy:" + key: 1.0 for key in found if key not in _ALIKE}
        return found

    def _add_signs(
        self, found: dict[str, float], first: int, start: int, end: int, last: int
    ) -> None:
        """Add the signs near a name; each counts on its own side of it."""
        near = self.near
        for index in range(bisect_left(near, (first,)), len(near)):
            offset, sign = near[index]
            if offset >= last:
                break
            if offset < start:
                counts = sign in _NEAR_BEFORE
            elif offset < end:
                counts = sign == "company"
            else:
                counts = sign in _NEAR_AFTER or (sign == "in_use" and offset < end + NEAR)
            if counts:
                found[sign] = 1.0

    def _add_rows(
        self, found: dict[str, float], mention: Mention, first: int, start: int, end: int, last: int
    ) -> None:
        """Add what tells that a name is one of several, or that it holds a quotation."""
        text = self.text
        next_to = text[start - 1] if start > first else ""
        if next_to in _NUMBER_ENDS and _NUMBERED.search(text[first:start][-6:]):
            found["numbered"] = 1.0
        if next_to == "个" and text[first : start - 1][-1:].isdecimal():
            found["generic_before"] = 1.0
        form = mention[4]
        if form is _THEME and _runs(text[first:start], text[end:last]):
            found["theme_run"] = 1.0
        if form is _HEAD and mention[5]:
            found["quoted_around"] = 1.0


@lru_cache(maxsize=4)
def _compile_signs(digital: frozenset[str]) -> SignTable:
    return SignTable({"digital": digital, **_SIGNS}, _NO_SIGNS)


def _runs(before: str, after: str) -> bool:
    """Whether another theme and what it covers stands next to one: 智慧教育、智慧医疗."""
    return bool(_THEME_BEFORE.search(before) or _THEME_AFTER.search(after))
