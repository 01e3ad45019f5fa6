"""How far an initiative had come, from the verbs around its name."""

from __future__ import annotations

import re

from geodata.model import Kind, Status

# Strongest sign first; each is looked for in what stands just before and just after the name.
_SIGNS: tuple[tuple[Status, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        Status.PLANNED,
        re.compile(
            r"(?:将|拟|计划|规划|筹建|筹备|酝酿|即将|有望|力争|争取|准备|未来|下一步|着手|提出要?|目标|要)"
            r"[^，。；]{0,16}$"
        ),
        re.compile(r"^[^，。；]{0,6}(?:将于|即将|有望|正在筹|拟于|计划于|筹建|待建)"),
    ),
    (
        Status.PILOTED,
        re.compile(r"(?:试点|试行|试运行|先行先试|率先试|试用|试验)[^，。；]{0,14}$"),
        re.compile(r"^[^，。；]{0,14}(?:试点|试行|试运行|试用|先行先试)"),
    ),
    (
        Status.LAUNCHED,
        re.compile(
            r"(?:上线|启用|开通|启动|推出|发布|揭牌|挂牌|签订|签署|成立|设立|首创|率先|投用|开建|开工|部署)了?"
            r"[^，。；]{0,12}$"
        ),
        re.compile(
            r"^[^，。；]{0,14}(?:上线|启用|开通|启动|发布|揭牌|挂牌|投入使用|投入运行|投入应用|投用|投入运营"
            r"|开建|开工|落地|亮相|成立|签约|诞生|问世)"
        ),
    ),
    (
        Status.COMPLETED,
        re.compile(
            r"(?:建成|完成|建起|实现了?|搭建完成|建立了?|建设了|构建了|形成了)[^，。；]{0,14}$"
        ),
        re.compile(r"^[^，。；]{0,10}(?:建成|完成|竣工|通过验收|全覆盖|已全面覆盖)"),
    ),
    (
        Status.OPERATING,
        re.compile(r"(?:依托|利用|通过|借助|登录|使用|运用|应用|打开|运行)[^，。；]{0,10}$"),
        re.compile(r"^[^，。；]{0,16}(?:已|累计|运行|覆盖|实现|使用|应用|受理|办理|接入)"),
    ),
)
_DRAFTED = re.compile(r"(?:将|拟|起草|草拟|酝酿|着手|研究|抓紧|准备)[^，。；]{0,10}$")


def find_status(before: str, after: str, kind: Kind) -> tuple[Status, bool]:
    """Status, and whether a word said so (False: only what is usual of the kind).

    Args:
        before: Text of the same sentence before the name.
        after: Text of the same sentence after the name.
        kind: What sort of thing the name denotes.
    """
    if kind is Kind.POLICY:
        drafted = _DRAFTED.search(before) is not None
        return (Status.PLANNED if drafted else Status.ISSUED), drafted
    for status, sign_before, sign_after in _SIGNS:
        if sign_before.search(before[-30:]) or sign_after.search(after[:30]):
            return status, True
    return (Status.PILOTED if kind is Kind.PILOT else Status.OPERATING), False
