"""How far an initiative had come."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract import status
from geodata.extract.cues import Cue
from geodata.extract.status import find_status
from geodata.model import Kind, Status

NAME = "智慧城管平台"


def status_between(before: str, after: str, kind: Kind) -> tuple[Status, bool]:
    """The status of a thing that is named between two texts, in a sentence between two others."""
    outside = "拟试点启用建成"
    start = len(outside) + len(before)
    end = start + len(NAME)
    sentence = len(outside), end + len(after)
    text = f"{outside}{before}{NAME}{after}{outside}"
    return find_status(text, (start, end), sentence, kind)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("南通市将建设", "", Status.PLANNED),
        ("计划到2020年建成", "", Status.PLANNED),
        ("", "即将上线", Status.PLANNED),
        ("在三个区率先试点", "", Status.PILOTED),
        ("", "上线试运行", Status.PILOTED),
        ("市里启用了", "", Status.LAUNCHED),
        ("", "昨天正式上线", Status.LAUNCHED),
        ("已建成", "", Status.COMPLETED),
        ("", "通过验收", Status.COMPLETED),
        ("市民通过", "办事", Status.OPERATING),
        ("", "已累计受理三万件", Status.OPERATING),
        ("将方案报上级。市里建成", "", Status.COMPLETED),
    ],
)
def test_signs_around_the_name(before: str, after: str, expected: Status) -> None:
    assert status_between(before, after, Kind.PLATFORM) == (expected, True)


@pytest.mark.parametrize(
    ("kind", "before", "expected"),
    [
        (Kind.PLATFORM, "", (Status.OPERATING, False)),
        (Kind.PILOT, "", (Status.PILOTED, False)),
        (Kind.POLICY, "", (Status.ISSUED, False)),
        (Kind.POLICY, "省政府印发", (Status.ISSUED, False)),
        (Kind.POLICY, "正在起草", (Status.PLANNED, True)),
    ],
)
def test_without_a_sign_the_kind_decides(
    kind: Kind, before: str, expected: tuple[Status, bool]
) -> None:
    assert status_between(before, "", kind) == expected


def say(cues: tuple[Cue, ...], text: str, *, before: bool) -> set[str]:
    """What the cues on one side of a name tell, by a pattern for each."""
    told = set()
    for meaning, words, reach, _, softened in cues:
        word = f"(?:{words.replace(' ', '|')})"
        gap = f"[^，。；]{{0,{reach}}}"
        pattern = f"{word}{softened and softened + '?'}{gap}$" if before else f"^{gap}{word}"
        if re.search(pattern, text):
            told.add(meaning)
    return told


CUES = (*status._BEFORE, *status._AFTER)
DRAFTING = tuple(cue for cue in status._BEFORE if cue.meaning == status._DRAFTED)
THINGS = tuple(cue for cue in status._BEFORE if cue.meaning != status._DRAFTED)
TEXTS = st.lists(
    st.sampled_from([word for cue in CUES for word in cue.words.split()])
    | st.sampled_from(("了", "，", "。", "；", "的", "市", "平台", "\ud800", "市民可以在网上办"))
    | st.text("市", max_size=20),
    max_size=6,
).map("".join)


@given(TEXTS, TEXTS, st.sampled_from(Kind))
def test_words_tell_as_far_as_they_reach(before: str, after: str, kind: Kind) -> None:
    if kind is Kind.POLICY:
        told = {Status.PLANNED} if say(DRAFTING, before, before=True) else set()
    else:
        told = say(THINGS, before, before=True) | say(status._AFTER, after, before=False)
    found = status_between(before, after, kind)
    assert found[1] is bool(told)
    if told:
        order = [
            Status.PLANNED,
            Status.PILOTED,
            Status.LAUNCHED,
            Status.COMPLETED,
            Status.OPERATING,
        ]
        assert found[0] == min(told, key=order.index)
