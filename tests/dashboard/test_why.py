from __future__ import annotations

from dataclasses import replace

import geodata as gd
from dashboard.filters import Filters, Layout
from dashboard.why import build_box, explain_colour, write_ranges
from dashboard.wording import Wording
from geodata.regions.measures import Reason
from tests.dashboard.by_hand import make_view
from tests.small_dataset import HOSTILE

FOUR = {"330000": 5.0, "310000": 3.0, "320000": 2.0, "420000": 2.0}
YEARS = (
    gd.YearCount(2004, "health", 2),
    gd.YearCount(2005, "health", 1),
    gd.YearCount(2005, "business", 1),
    gd.YearCount(None, "business", 1),
)


def reasons(wording: Wording, code: str, filters: Filters = Filters()) -> dict[str, str]:  # noqa: B008
    documents = {"330000": 6, "310000": 1, "350000": 2}
    view = make_view(wording, FOUR, filters, documents=documents)
    return dict(explain_colour(view, code, YEARS, (1, 3)))


def test_a_coloured_region_gives_all_its_reasons(zh: Wording) -> None:
    told = reasons(zh, "330000", Filters(years=(2003, 2006)))
    assert told == {
        "数值": "5 项，在 4 个有数值的地区中居第 1 位（置信度门槛升到 0.8 时在第 1–3 位之间）",
        "颜色": "4–5，3 级中的第 3 级；按分位数分级，使每级地区数相近，界限由图中各地的数值决定",
        "已读文献": "6 篇提到此地",
        "计入": "5 项举措，见于 1 篇报道",
        "年份": "有举措的年份 2004–2005；没有的年份 2003, 2006；未注明年份的 1 项",
        "相邻地区": "上海（3）、江苏（2）、安徽（未检索）、福建（未发现）、江西（未检索）",
    }


def test_an_empty_region_says_which_kind_of_empty_it_is(zh: Wording) -> None:
    assert reasons(zh, "350000")["数值"] == "文献提到此地，所选范围内未发现举措"
    assert reasons(zh, "540000")["数值"] == "没有文献提到此地"
    assert reasons(zh, "710000")["数值"] == "未纳入采集"
    assert "颜色" not in reasons(zh, "540000")


def test_a_region_that_the_measure_cannot_be_told_of_says_why(zh: Wording) -> None:
    filters = Filters(measure=gd.Measure.CHANGE)
    view = make_view(zh, {"330000": 0.0}, filters, missing={"440000": Reason.LOW_BASE})
    told = dict(explain_colour(view, "440000", (), None))
    assert told["数值"] == "前一时期不足 5 项，不计算变化"
    assert dict(explain_colour(view, "330000", (), None))["颜色"] == "没有变化，不属任何一级"


def test_breaks_say_what_they_were_made_from(zh: Wording) -> None:
    playing = Filters(layout=Layout.PLAY, scheme="equal", k=3)
    assert "等距分级，界限由所有年份的数值决定" in reasons(zh, "330000", playing)["颜色"]
    own = Filters(scheme="own", breaks=(2.0, 9.0))
    assert reasons(zh, "330000", own)["颜色"] == "3–9，2 级中的第 2 级；界限为自行设定"


def test_years_are_written_as_ranges() -> None:
    assert write_ranges({2003, 2005, 2006, 2007, 2010}) == "2003, 2005–2007, 2010"
    assert write_ranges(set()) == ""


def test_hostile_text_is_never_markup(zh: Wording) -> None:
    box = build_box(HOSTILE, [(HOSTILE, HOSTILE)], zh)
    assert "<img" not in box
    assert "</script" not in box


def test_a_zoomed_view_compares_with_the_units_shown_only(zh: Wording) -> None:
    view = make_view(zh, FOUR)
    inside = replace(view, state=replace(view.state, units=("330000", "310000")))
    told = dict(explain_colour(inside, "330000", (), None))
    assert "上海（3）" in told["相邻地区"]
    assert "福建" not in told["相邻地区"]
