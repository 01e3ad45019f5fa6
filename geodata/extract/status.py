"""How far an initiative had come, from the verbs around its name."""

from __future__ import annotations

from geodata.extract.cues import Cue, CueTable
from geodata.model import Kind, Status

# Far enough for any sign.
_WINDOW = 30
# What stands just before and just after the name tells; of several signs, the first here.
_STRENGTH = (
    Status.PLANNED,
    Status.PILOTED,
    Status.LAUNCHED,
    Status.COMPLETED,
    Status.OPERATING,
)
_DRAFTED, _POLICY = "drafted", Kind.POLICY
_BEFORE = (
    Cue(
        Status.PLANNED,
        "将 拟 计划 规划 筹建 筹备 酝酿 即将 有望 力争 争取 准备 未来 下一步 着手 提出 提出要"
        " 目标 要",
        reach=16,
    ),
    Cue(Status.PILOTED, "试点 试行 试运行 先行先试 率先试 试用 试验", reach=14),
    Cue(
        Status.LAUNCHED,
        "上线 启用 开通 启动 推出 发布 揭牌 挂牌 签订 签署 成立 设立 首创 率先 投用 开建 开工 部署",
        reach=12,
        softened="了",
    ),
    Cue(
        Status.COMPLETED,
        "建成 完成 建起 实现 实现了 搭建完成 建立 建立了 建设了 构建了 形成了",
        reach=14,
    ),
    Cue(Status.OPERATING, "依托 利用 通过 借助 登录 使用 运用 应用 打开 运行", reach=10),
    Cue(_DRAFTED, "将 拟 起草 草拟 酝酿 着手 研究 抓紧 准备", reach=10),
)
_AFTER = (
    Cue(Status.PLANNED, "将于 即将 有望 正在筹 拟于 计划于 筹建 待建", reach=6),
    Cue(Status.PILOTED, "试点 试行 试运行 试用 先行先试", reach=14),
    Cue(
        Status.LAUNCHED,
        "上线 启用 开通 启动 发布 揭牌 挂牌 投入使用 投入运行 投入应用 投用 投入运营 开建"
        " 开工 落地 亮相"
        " 成立 签约 诞生 问世",
        reach=14,
    ),
    Cue(Status.COMPLETED, "建成 完成 竣工 通过验收 全覆盖 已全面覆盖", reach=10),
    Cue(Status.OPERATING, "已 累计 运行 覆盖 实现 使用 应用 受理 办理 接入", reach=16),
)
_CUES = CueTable(_BEFORE, _AFTER)


def find_status(
    text: str, name: tuple[int, int], sentence: tuple[int, int], kind: Kind
) -> tuple[Status, bool]:
    """Status, and whether a word said so (False: only what is usual of the kind).

    Args:
        text: The document.
        name: Span of the name in it.
        sentence: Span of what may speak of the name.
        kind: What sort of thing the name denotes.
    """
    start, end = name
    first, last = max(sentence[0], start - _WINDOW), min(sentence[1], end + _WINDOW)
    part = text[first:last]
    told = _CUES.around(
        _CUES.look(part), part, 0, start - first, end - first, max(last, end) - first
    )
    if kind is _POLICY:
        drafted = _DRAFTED in told
        return (Status.PLANNED if drafted else Status.ISSUED), drafted
    for status in _STRENGTH:
        if status in told:
            return status, True
    return (Status.PILOTED if kind is Kind.PILOT else Status.OPERATING), False
