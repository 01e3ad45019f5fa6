"""Years, plans, phases and stages in names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.extract.editions import MAX_LENGTH, split_editions, unify_spelling


@pytest.mark.parametrize(
    ("name", "stem", "editions"),
    [
        ("智慧城管", "智慧城管", ()),
        ("智慧城管（二期）", "智慧城管", ("2期",)),
        ("智慧城管二期工程", "智慧城管", ("2期",)),
        ("视频专网Ⅱ期", "视频专网", ("2期",)),
        ("第十二批试点", "试点", ("12批",)),
        ("首批试点", "试点", ("1批",)),
        ("第三轮提升", "提升", ("3轮",)),
        ("规划（2018-2020年）", "规划", ("2018-2020",)),
        ("规划（2018年—2020年）", "规划", ("2018-2020",)),
        ("规划2018～20年", "规划", ("2018-2020",)),
        ("2018至2020年规划", "规划", ("2018-2020",)),
        ("二〇二一年工作要点", "工作要点", ("2021",)),
        ("2021年度工作要点", "工作要点", ("2021",)),
        ("“十四五”规划", "规划", ("十4五",)),
        ("“十四五”时期规划", "规划", ("十4五",)),
        ("第十四个五年规划", "规划", ("十4五",)),
        ("条例（2022年修订）", "条例", ("2022", "修订")),
        ("十五年规划", "十五年规划", ()),
        ("长期规划", "长期规划", ()),
        ("健康南京2030", "健康南京2030", ()),
    ],
)
def test_editions_stand_beside_the_name(name: str, stem: str, editions: tuple[str, ...]) -> None:
    assert split_editions(unify_spelling(name)) == (stem, editions)


@pytest.mark.parametrize(
    "stage", ["试行", "暂行", "草案", "征求意见稿", "公开征求意见稿", "送审稿"]
)
@pytest.mark.parametrize(
    "name", ["办法（{}）", "办法({})", "办法 {}", "关于印发《办法（{}）》的通知"]
)
def test_the_stage_of_a_policy_is_no_part_of_its_name(name: str, stage: str) -> None:
    assert stage not in unify_spelling(name.format(stage))


def test_provisional_inside_a_title_stays() -> None:
    assert unify_spelling("数据管理暂行办法") == "数据管理暂行办法"


@given(st.text(max_size=60))
def test_spelling_is_settled_at_once(name: str) -> None:
    once = unify_spelling(name)
    assert len(once) <= 20 * MAX_LENGTH
    stem, editions = split_editions(once)
    assert list(editions) == sorted(set(editions))
    assert not set(stem) & set("()~–—")


@pytest.mark.parametrize("part", ["2018-", "十", "（", "第一", "i", "二〇"])
def test_long_runs_are_read_to_a_bound(part: str) -> None:
    stem, editions = split_editions(unify_spelling(part * 100_000))
    assert len(stem) + sum(map(len, editions)) <= MAX_LENGTH
