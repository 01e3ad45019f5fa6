"""What speaks for and against a candidate's being an initiative: its features, as numbers.

They are read off its name, its forms, and the words around its mentions; `judging` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geodata.extract.candidates import Candidate
from geodata.extract.cues import Cue, CueTable, Sightings
from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Form, Mention
from geodata.model import Basis, Kind

WINDOW, NEAR = 40, 30
MANY_OWN = 6
"""Characters of its own that make a name as telling as more of them would."""
_COMPANY = re.compile(
    r"公司|集团|企业(?!开办)|中国移动|中国联通|中国电信|移动公司|联通|电信|阿里|腾讯|华为|百度|京东|微软|谷歌|IBM|银行"
)
_FOREIGN = re.compile(
    r"美国|日本|韩国|英国|法国|德国|新加坡|俄罗斯|欧盟|欧洲|印度|加拿大|澳大利亚|爱沙尼亚|国外|海外|发达国家"
)
_ORGAN = re.compile(
    r"政府|市委|省委|区委|县委|局|厅|委员会|委办|办公室|法院|检察院|工会|卫健委|卫计委|发改委|经信委|工信委|管委会|公安"
    r"|财政部|国务院|部(?<![内全各局一]部)|街道|社区"
)
_IN_USE = re.compile(r"用户|注册|访问|受理|办件|接入|覆盖|汇聚|归集|累计|日均|下载")
# The verb and adverbs that may stand between an owner and what it owns.
_OWNS = (
    r"(?:已经|已|也|还|正在|正|将|自主|自行|内部|全面|率先)?(?:的|推出|开发|研发|建设|建立|建成|上线|搭建|自建|打造"
    r"|部署|开通|启用|实施|推行|推广|运营|使用)?了?的?[^，。；、]{0,3}$"
)
_OF_COMPANY = re.compile(f"(?:{_COMPANY.pattern})[^，。；、]{{0,3}}{_OWNS}")
_OF_FOREIGN = re.compile(f"(?:{_FOREIGN.pattern})[^，。；、]{{0,4}}{_OWNS}")
_THEME_BEFORE = re.compile(r"(?:智慧|数字|智能)[\u4e00-\u9fff]{2,3}、?$")
_THEME_AFTER = re.compile(r"^、?(?:智慧|数字|智能)[\u4e00-\u9fff]{2}")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d[.．、])、?$"
)
_OUGHT = re.compile(r"应该|应当|必须|需要|如果|只有|才能|有必要|建议|呼吁|希望|有待|亟需|亟待")
_DATED = re.compile(r"(?:19|20)\d\d年|今年|去年|近日|日前|\d月|前不久|最近|本月|上月")
_BEFORE = CueTable(
    (
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
        Cue("use_before", "依托 利用 通过 借助 登录 使用 运用 打开 接入 纳入", reach=8),
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
        Cue("named_before", "名为 叫做 叫作 简称 取名 起名 命名为 称为 即 叫"),
        Cue("list_before", "、 和 与 及"),
        Cue("cited", "贯彻 落实 按照 根据 依据 依照 结合 遵照 学习 对照", reach=24),
    )
)
_AFTER = CueTable(
    (
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
    )
)
# What _NUMBERED may end with.
_NUMBER_ENDS = frozenset("一二三四五六七八九十）).．、")
# Each way begins with a plain character or set, for which the pattern is searched first.
_YEAR_NEAR = re.compile(r"年(?<=19\d\d年)|年(?<=20\d\d年)|今年|去年|近日|日前|月(?<=\d月)")
_FIGURE_NEAR = re.compile(r"[个家万亿项人户次条台%](?:(?<=\d.)|(?<=\d[多余].))")
_COMMON_HEADS = frozenset(
    (
        *("平台", "系统", "工程", "中心", "网站", "计划", "试点", "规划", "方案", "意见", "办法"),
        *("条例", "热线", "码", "网", "库", "城市", "社区", "体系", "标准", "协议", "改革", "战略"),
        *("通", "园", "App"),
    )
)
# An enumeration's members are slow to reach by their class.
_QUOTED, _THEME, _HEAD, _POLICY = Form.QUOTED, Form.THEME, Form.HEAD, Kind.POLICY
_KINDS = {kind: f"kind={kind}" for kind in Kind}
_OPENING, _CLOSING = frozenset("“‘《"), frozenset("”’》")
# Forms that are told apart where a name has no core.
_BARE_FORMS = {Form.THEME: "theme at large", Form.NICKNAME: "short for a service"}
_BASIS_NAMES = {basis: str(basis) for basis in Basis} | {Basis.ZONE: str(Basis.ALIAS)}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a document tells about all of its candidates."""

    text: str
    title: str
    sentences: tuple[tuple[int, int], ...]
    digital_words: int
    """Number of words of the digital domain."""
    lexicon: Lexicon
    starts: tuple[int, ...] = field(init=False)
    """Offsets of the sentences."""
    common: Mapping[str, float] = field(init=False)
    """Features that all of its candidates share."""
    foreign: bool = field(init=False)
    """Whether it names a foreign country at all."""
    ought: bool = field(init=False)
    """Whether it says of anything what ought to be."""
    before: Sightings = field(init=False)
    after: Sightings = field(init=False)
    """The words that count before and behind a name."""

    def __post_init__(self) -> None:
        """Settle once what every candidate would ask for again."""
        size = max(len(self.text), 1)
        common = {"bias": 1.0, "dense_digital": min(1.0, 25 * self.digital_words / size)}
        object.__setattr__(self, "starts", tuple([start for start, _ in self.sentences]))
        object.__setattr__(self, "common", common)
        object.__setattr__(self, "foreign", _FOREIGN.search(self.text) is not None)
        object.__setattr__(self, "ought", _OUGHT.search(self.text) is not None)
        object.__setattr__(self, "before", _BEFORE.look(self.text))
        object.__setattr__(self, "after", _AFTER.look(self.text))


def describe_name(
    candidate: Candidate, scene: Scene, *, place_in_name: bool
) -> dict[str, float]:
    """Features of a candidate's name and forms, and of its document; absent ones are 0.

    Args:
        candidate: What to judge.
        scene: Its document.
        place_in_name: Whether a place name stands in or directly before it.
    """
    mentions, name, aliases, kind = candidate
    find_digital = scene.lexicon.find_digital
    head = _common_head(name)
    features = {
        **scene.common,
        _KINDS[kind]: 1.0,
        "repeated": min(len(mentions) - 1, 4) / 4,
        "length": min(len(name), 16) / 16,
        "head=" + (head or "other"): 1.0,
        "specific": min(scene.lexicon.count_own(name), MANY_OWN) / MANY_OWN,
        "place_in_name": float(place_in_name),
    }
    digital = find_digital(name)
    if digital >= 0:
        features["digital"] = 1.0
    stem = len(name) - len(head)
    if digital >= 0 and (digital <= stem or find_digital(name[:stem]) >= 0):
        features["digital_stem"] = 1.0
    elif kind is _POLICY:
        features["policy_at_large"] = 1.0
    title = scene.title
    for called in (name, *aliases) if title else ():
        if called in title and len(called) >= 3:
            features["in_title"] = 1.0
    for mention in mentions:
        features["form=" + _form(mention)] = 1.0
    return features


def describe_context(
    candidate: Candidate, scene: Scene, spans: Sequence[tuple[int, int]]
) -> dict[str, float]:
    """Features of the words around a candidate's mentions; `spans` are their sentences."""
    policy = candidate.kind is _POLICY
    if len(spans) == 1:
        return _context(candidate.mentions[0], spans[0], scene, policy)
    features: dict[str, float] = {}
    for mention, span in zip(candidate.mentions, spans, strict=True):
        features |= _context(mention, span, scene, policy)
    return features


def describe_owners(basis: str) -> dict[str, float]:
    """Features of a candidate's owners; `basis` is what they were decided on, or "none"."""
    return {"owner=" + basis: 1.0}


def name_ground(basis: Basis) -> str:
    """A basis as the model knows it: all that is inferred is one kind to it, zones are aliases."""
    return "context" if basis.inferred else _BASIS_NAMES[basis]


def _common_head(name: str) -> str:
    """The longest of the commonest endings that a name has; "" for none."""
    for size in (3, 2, 1):
        if name[-size:] in _COMMON_HEADS:
            return name[-size:]
    return ""


def _form(mention: Mention) -> str:
    """The form, with bare quotations and themes without a place told from the others."""
    form, core = mention.form, mention.core
    if form is _QUOTED:
        return "bare quotation" if mention.name == core else form
    return form if core else _BARE_FORMS.get(form, form)


def _context(
    mention: Mention, span: tuple[int, int], scene: Scene, policy: bool
) -> dict[str, float]:
    """What stands around a mention, near enough in its sentence to speak of it."""
    start, end, name, _, form, core = mention
    text = scene.text
    first, last = max(span[0], start - WINDOW), min(span[1], end + WINDOW)
    while start > first and text[start - 1] in _OPENING:
        start -= 1
    while end < last and text[end] in _CLOSING:
        end += 1
    before, after = text[first:start], text[end:last]
    found = _BEFORE.before(scene.before, text, first, start)
    found |= _AFTER.after(scene.after, text, end, last)
    if _COMPANY.search(before):
        found["company"] = 1.0
        if not policy and _OF_COMPANY.search(before):
            found["of_company"] = 1.0
    elif _COMPANY.search(name):
        found["company"] = 1.0
    if scene.foreign and _FOREIGN.search(text, *span):
        found["foreign"] = 1.0
        if _OF_FOREIGN.search(before):
            found["of_foreign"] = 1.0
    if scene.ought and _OUGHT.search(text, span[0], mention.start):
        found["ought"] = 1.0
    next_to = before[-1:]
    if next_to in _NUMBER_ENDS and _NUMBERED.search(before[-6:]):
        found["numbered"] = 1.0
    if next_to == "个" and before[-2:-1].isdecimal():
        found["generic_before"] = 1.0
    if _YEAR_NEAR.search(before + after):
        found["year_near"] = 1.0
    if _FIGURE_NEAR.search(after):
        found["figure_near"] = 1.0
    if form is _THEME and (_THEME_BEFORE.search(before) or _THEME_AFTER.search(after)):
        found["theme_run"] = 1.0
    if form is _HEAD and core:
        found["quoted_around"] = 1.0
    if policy:  # around a policy a context means something of its own
        found |= {"policy:" + key: 1.0 for key in found}
    else:
        found.pop("cited", None)
    if _ORGAN.search(before):
        found["organ"] = 1.0
    if _IN_USE.search(after, 0, NEAR):
        found["in_use"] = 1.0
    return found
