"""How far an initiative had come."""

from __future__ import annotations

import pytest

from geodata.extract.status import find_status
from geodata.model import Kind, Status


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
    assert find_status(before, after, Kind.PLATFORM) == (expected, True)


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
    assert find_status(before, "", kind) == expected
