"""What speaks for and against a candidate's being an initiative: its features, as numbers.

They are read off its name and its forms here, off the words around its mentions in `context`;
`judging` weighs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geodata.extract.candidates import Candidate
from geodata.extract.context import Context
from geodata.extract.lexicon import Lexicon
from geodata.extract.mentions import Form, Mention
from geodata.model import Basis, Kind

MANY_MORE, LONG, MANY_OWN = 4, 16, 6
"""Further mentions, characters of a name and characters of its own that tell as much as more of
them would."""
_COMMON_HEADS = frozenset(
    (
        *("平台", "系统", "工程", "中心", "网站", "计划", "试点", "规划", "方案", "意见", "办法"),
        *("条例", "热线", "码", "网", "库", "城市", "社区", "体系", "标准", "协议", "改革", "战略"),
        *("通", "园", "App"),
    )
)
# Words that end like a head and hold none.
_WORDS = frozenset(
    (
        *("交通", "流通", "联通", "互通", "畅通", "贯通", "普通", "沟通", "直通", "开通", "融通"),
        *("号码", "编码", "密码", "代码", "电网", "路网", "管网", "水库", "仓库"),
        *("校园", "公园", "花园", "家园", "田园", "庄园", "乐园"),
    )
)
# An enumeration's members are slow to reach by their class.
_QUOTED, _POLICY = Form.QUOTED, Kind.POLICY
# So many features are named alike that to put a name together takes longer than to look it up.
_KINDS = {kind: f"kind={kind}" for kind in Kind}
_HEADS = {head: f"head={head}" for head in _COMMON_HEADS} | {"": "head=other"}
# Forms that are told apart where a name has no core.
_BARE_FORMS = {Form.THEME: "theme at large", Form.NICKNAME: "short for a service"}
_BASIS_NAMES = {basis: str(basis) for basis in Basis} | {Basis.ZONE: str(Basis.ALIAS)}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a document tells about all of its candidates."""

    text: str
    title: str
    sentences: tuple[tuple[int, int], ...]
    lexicon: Lexicon
    context: Context
    """What stands around the names in it."""
    starts: tuple[int, ...] = field(init=False)
    """Offsets of the sentences."""
    common: Mapping[str, float] = field(init=False)
    """Features that all of its candidates share."""

    def __post_init__(self) -> None:
        """Settle once what every candidate would ask for again."""
        share = self.context.count("digital") / max(len(self.text), 1)
        common = {"bias": 1.0, "dense_digital": min(1.0, 25 * share)}
        object.__setattr__(self, "starts", tuple([start for start, _ in self.sentences]))
        object.__setattr__(self, "common", common)


def describe_name(candidate: Candidate, scene: Scene, *, place_in_name: bool) -> dict[str, float]:
    """Features of a candidate's name and forms, and of its document; absent ones are 0.

    Args:
        candidate: What to judge.
        scene: Its document.
        place_in_name: Whether a place name stands in or directly before it.
    """
    mentions, name, aliases, kind = candidate
    find_digital = scene.lexicon.find_digital
    head = _common_head(name)
    again, length, own = len(mentions) - 1, len(name), scene.lexicon.count_own(name)
    features = {
        **scene.common,
        _KINDS[kind]: 1.0,
        "repeated": again / MANY_MORE if again < MANY_MORE else 1.0,
        "length": length / LONG if length < LONG else 1.0,
        _HEADS[head]: 1.0,
        "specific": own / MANY_OWN if own < MANY_OWN else 1.0,
        "place_in_name": 1.0 if place_in_name else 0.0,
    }
    digital = find_digital(name)
    if digital >= 0:
        features["digital"] = 1.0
    stem = length - len(head)
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
    policy, describe = candidate.kind is _POLICY, scene.context.describe
    if len(spans) == 1:
        return describe(candidate.mentions[0], spans[0], policy=policy)
    features: dict[str, float] = {}
    for mention, span in zip(candidate.mentions, spans, strict=True):
        features |= describe(mention, span, policy=policy)
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
        if name[-size:] in _COMMON_HEADS and name[-2:] not in _WORDS:
            return name[-size:]
    return ""


def _form(mention: Mention) -> str:
    """The form, with bare quotations and themes without a place told from the others."""
    form, core = mention.form, mention.core
    if form is _QUOTED:
        return "bare quotation" if mention.name == core else form
    return form if core else _BARE_FORMS.get(form, form)
