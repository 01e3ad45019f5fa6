"""Where a noun phrase begins: the word before it that can be no part of a name.

A phrase is followed leftwards from its head. Most words settle by themselves whether they belong
to it; verbs may do either, and are settled by what stands around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.extract.lexicon import Lexicon
from geodata.extract.tokens import Tokens
from geodata.model import Kind


def _list(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


MAX_WORDS, MAX_REACH = 14, 6
"""Words that a phrase may have, and those before the one at which it stopped."""
MAX_VERDICTS = 100_000
QUOTE_REACH = 24
_PEOPLE = _list(
    "群众 居民 市民 村民 民警 学生 教师 老师 医生 干部 员工 人员 工作人员 用户 家长 老人 农民 职工",
    "记者 百姓 老百姓 司机 患者 领导 网格员 当事人 纳税人 办事人",
)
"""Who acts, before a verb; no part of a name."""
_BODIES = (
    *(
        "局",
        "厅",
        "委",
        "院",
        "部门",
        "政府",
        "公司",
        "企业",
        "中心",
        "单位",
        "集团",
        "部",
        "处",
        "所",
    ),
)
# What launches a thing, or makes it: what follows is its name.
_LAUNCHED_BY = _list(
    "建成 开通 推出 上线 启用 建立 搭建 开发 打造 启动 研发 建起 建设 试行 试点 推行 推广"
)
_ISSUE_VERBS = _list(
    "制定 出台 印发 发布 颁布 编制 起草 下发 通过 修订 转发 贯彻 落实 按照 根据 结合 执行",
    "签署 签订 公布 推出 提交 提出 草拟 拟定 施行 获得 负责 创造 组建 纳入 认真 以及 先后",
    "以下 简称 意义",
)
_ISSUE_ENDINGS = tuple(_ISSUE_VERBS)
_NOT_IN_POLICIES = _list(
    "提供 承担 违反 符合 包括 成为 拥有 具有 属于 需要 没有 可以 能够 进入 借助 参观 考察 了解",
    "打开 点击 下载 登录 举办 依托 有关 缺乏 存在 采用 采取 享受",
)
_STOP_TAGS = frozenset("uprdyeotw")
_LINKS = ("和", "与", "及")
_NOUN_TAGS = frozenset("nbj")
# Verbs that plans for the better are named by: 网点提升工程.
_BETTERING = _list("提升 支持 延伸 改造 普及 扶持")
# Second halves of verbs that tell what became of it: 喂给, 编进, 建成.
_RESULTS = frozenset("给进到为出成起完入有上至在")
# How a thing is done, as the first half of a longer word: 逐步推进.
_HOW = _list("逐步 全面 加快 积极 大力 深入 充分 不断 锐意 着力 切实 努力")
# How a thing is made, where the next two characters say that it is: 合作开发.
_TOGETHER = _list("合作 联合 共同 自主 自行 独立 组织 牵头")
_BROUGHT_INTO = _list("农村 社区 校园 企业 家庭 乡村 园区 万家")
_LOOKING = frozenset((*_LINKS, "利用", "接入", "一", "三"))
# Particles that the segmenter takes for the first half of a word it doesn't know.
_GLUED = frozenset("以对将把向")
_BUILDING = _list("建设 推进 促进 发展 整合 创新 升级 改造")
# An enumeration's members are slow to reach by their class.
_POLICY = Kind.POLICY
_MACHINES = (Kind.PLATFORM, Kind.SERVICE, Kind.INFRASTRUCTURE)
# Heads that as often stand amid a name (标准化, 项目管理系统).
_INNER_HEADS = _list("项目 计划 标准 规范 改革 体系 战略 规划 方案 意见")


@dataclass(frozen=True, slots=True)
class Borders:
    """Finds where phrases begin; build one per lexicon."""

    lexicon: Lexicon
    heads: tuple[str, ...]
    """Head nouns that end another name where they stand before a head."""
    verdicts: Mapping[Kind, dict[str, bool]]
    """What `_stops` said, for a kind, of words that no neighbour changes: the same few words make
    up most texts."""

    @classmethod
    def build(cls, lexicon: Lexicon) -> Borders:
        """Collect the lexicon's head nouns."""
        heads = (head for head in lexicon.heads if len(head) > 1 and head not in _INNER_HEADS)
        machines: dict[str, bool] = {}
        others: dict[str, bool] = {}
        verdicts = {kind: machines if kind in _MACHINES else others for kind in Kind}
        return cls(lexicon, tuple(heads), {**verdicts, _POLICY: {}})

    def find(
        self, text: str, tokens: Tokens, index: int, kind: Kind, place_ends: Mapping[int, int]
    ) -> int:
        """Offset where a phrase begins.

        Args:
            text: Clean text.
            tokens: Its words.
            index: The word in which the phrase's head noun begins.
            kind: What sort of thing that denotes.
            place_ends: End of each place name -> its start.
        """
        start = self._follow(text, tokens, index, kind)
        return start if kind is _POLICY else self._reach_back(tokens, start, kind, place_ends)

    def _follow(self, text: str, tokens: Tokens, index: int, kind: Kind) -> int:
        """Offset of the first word, going left from word `index`, that no word before it stops."""
        words, starts = tokens.words, tokens.starts
        verdicts = self.verdicts[kind]
        start = starts[index]
        for step in range(MAX_WORDS):
            index -= 1
            if index < 0:
                break
            word = words[index]
            stops = verdicts.get(word)
            if stops is None:
                if word in "”’":
                    opening = "“" if word == "”" else "‘"
                    quoted = text.rfind(opening, max(0, start - QUOTE_REACH), start)
                    if quoted < 0:
                        break
                    start, index = quoted, tokens.at(quoted)
                    continue
                tag = tokens.tag(index)
                stops = self._stops(word, tag, kind, tokens, index)
                if len(verdicts) < MAX_VERDICTS and not self._looks_around(word, tag):
                    verdicts[word] = stops
            if (
                stops
                and (step or not self._modifies(tokens, index, kind))
                and not (word == "进" and _leads_into(tokens, index))
            ):
                break
            start = starts[index]
            if len(word) == 2 and word[0] in _GLUED and tokens.tag(index) in ("n", "h", "nr"):
                start += 1
                break
            if word == "新一代":
                break
        return start

    def _reach_back(
        self, tokens: Tokens, start: int, kind: Kind, place_ends: Mapping[int, int]
    ) -> int:
        """Where a name begins that goes on before the verb at which its phrase stopped.

        Verbs stand amid names, too (土地承包信息系统). One that may be either belongs to the name
        if nothing but such words stands between it and a place name or a word that launches.
        """
        words, starts = tokens.words, tokens.starts
        index = first = tokens.at(start) - 1
        if index < 0 or tokens.tag(index)[0] not in "vg":
            return start
        while index >= 0 and first - index < MAX_REACH:
            word, tag = words[index], tokens.tag(index)
            reached = starts[index + 1]
            if reached in place_ends and index < first:
                return place_ends[reached]
            launch = words[index - 1] if word == "了" and index else word
            if launch in _LAUNCHED_BY:
                return reached if index < first and tokens.tag(index + 1)[0] in "nbj" else start
            if self._parts(word, tag, kind, tokens, index):
                break
            index -= 1
        return start

    def _parts(self, word: str, tag: str, kind: Kind, tokens: Tokens, index: int) -> bool:
        """Whether a word can stand in no name."""
        if len(word) < 2 or tag[0] not in "nvbjgazs" or word[-1] in _RESULTS:
            return True
        return _acts(word) or self._is_border(word, kind, tokens, index)

    def _looks_around(self, word: str, tag: str) -> bool:
        """Whether `_stops` asks for the neighbours of a word."""
        if tag == "vn" and word not in self.lexicon.words["name_verbs"]:
            return True
        return word in _LOOKING or word.endswith(self.heads)

    def _stops(self, word: str, tag: str, kind: Kind, tokens: Tokens, index: int) -> bool:
        if word in _LINKS:
            return not self._links(tokens, index)
        if self._is_border(word, kind, tokens, index):
            return True
        if word in self.lexicon.words["name_words"]:
            return False
        if tag in ("x", "eng"):
            return not (word in "·+-~" or (word.isascii() and word.isalnum()))
        if tag[0] in "mq":
            return not (
                kind is _POLICY
                or _is_number_name(word)
                or is_phase(word)
                or _is_one_for_all(word, tokens.words[index + 1])
            )
        if tag[0] == "v":
            if tag == "vn" and word not in _BUILDING:  # a noun as often as not
                doer = tokens.words[index - 1] if index else ""
                return self._verb_stops(word, kind) and _acts(doer)
            return self._verb_stops(word, kind)
        return (
            tag[0] in _STOP_TAGS
            or tag[0] == "c"
            or (tag == "ad" and word not in self.lexicon.words["name_verbs"])
        )

    def _is_border(self, word: str, kind: Kind, tokens: Tokens, index: int) -> bool:
        """Whether a word belongs to what goes before: another name's head, 记者, 上线."""
        words = self.lexicon.words
        if word in words["boundary_nouns"] or (len(word) > 2 and word[:2] in _HOW):
            return True
        if word == "利用" and index and not tokens.words[index - 1].endswith("开发"):
            return True
        if word == "接入" and not self._next_is_head(tokens, index):
            return True
        if kind is _POLICY or len(word) < 2:
            return word == "为" or word.endswith(_ISSUE_ENDINGS) or word in _NOT_IN_POLICIES
        if word in words["boundary_verbs"] and word not in words["name_verbs"]:
            return True
        if len(word) > 3 and word[-2:] in words["boundary_verbs"]:
            return word[-2:] not in words["name_verbs"] or word[:2] in _TOGETHER
        return word.endswith(self.heads) and not self._next_is_head(tokens, index)

    def _next_is_head(self, tokens: Tokens, index: int) -> bool:
        following = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
        return following.startswith(("平台", "系统", "网站", "工程", "项目"))

    def _verb_stops(self, word: str, kind: Kind) -> bool:
        if kind is _POLICY:
            return word == "为" or word in _ISSUE_VERBS
        if word in _BUILDING:
            return kind in _MACHINES
        return word not in self.lexicon.words["name_verbs"]

    def _modifies(self, tokens: Tokens, index: int, kind: Kind) -> bool:
        """Whether a verb right before the head says what the thing does: 费用核对系统.

        It does behind a noun; else it more likely says what is done: 建起网站.
        """
        word, words = tokens.words[index], self.lexicon.words
        if not index or tokens.tag(index - 1)[0] not in _NOUN_TAGS:
            return False
        if word in _BETTERING:
            return True
        if len(word) != 2 or word[1] in _RESULTS or kind not in _MACHINES:
            return False
        acts = word in words["boundary_verbs"] or word in _NOT_IN_POLICIES
        return tokens.tag(index)[0] == "v" and not acts

    def _links(self, tokens: Tokens, index: int) -> bool:
        """Whether 和/与 at `index` joins two parts of one name rather than two names."""
        if index == 0:
            return False
        left, tag = tokens.words[index - 1], tokens.tag(index - 1)
        return left not in self.lexicon.heads and len(left) > 1 and tag[0] in "nvs"


def _acts(word: str) -> bool:
    """Whether a word denotes who acts, so that a verb behind it says what they do."""
    return word.endswith(_BODIES) or word in _PEOPLE


def _leads_into(tokens: Tokens, index: int) -> bool:
    """Whether a 进 tells, in a name, where a thing is brought: 电子商务进农村."""
    return (
        index > 0
        and tokens.tag(index - 1)[0] in _NOUN_TAGS
        and tokens.words[index + 1] in _BROUGHT_INTO
    )


def _is_number_name(word: str) -> bool:
    """Numbers that names begin with: 12345; not counts like 60%."""
    return word == "双" or (word.isdigit() and word.isascii() and len(word) >= 4)


def _is_one_for_all(word: str, following: str) -> bool:
    """The 一 of 一网通办 and the 三 of 三农, not those that number a list."""
    return (word == "一" and following[:1] in set("网窗码卡键站号门图屏端件证体机库张表云")) or (
        word == "三" and following[:1] in set("农级维资医")
    )


def is_phase(word: str) -> bool:
    """第五期, 二期: one stage of a programme."""
    return word.endswith("期") and len(word) in (2, 3, 4) and word != "长期"
