"""The year of a text as a whole, and of a section of it."""

from __future__ import annotations

import pytest

from geodata.extract.years import find_sections, infer_year
from geodata.model import DateBasis
from tests.conftest import Extract

REPORT = """2019年政府工作报告
发布日期：2019年1月12日

一、2018年工作回顾

南通市数字城管平台建成投用，市民可以上报问题。

二、2019年工作安排

南通市将上线智慧停车平台，市民可在手机上找车位。
"""


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        pytest.param("今年开始施工。2024年以来已有三批。", "", 2024, id="running-year"),
        pytest.param("2024年上半年增长一成，今年再增。", "", 2024, id="first-half"),
        pytest.param("去年底上线。据2008年的统计，共三家。", "", 2009, id="closed-year"),
        pytest.param("今年上线。", "2015年工作总结", 2015, id="year-in-the-title"),
        pytest.param(
            "启动系统升级。", "某局2017年政府信息公开工作年度报告", 2017, id="annual-report"
        ),
        pytest.param("启动招标。", "一周动态（2014年第31期）", 2014, id="an-issue-of-the-year"),
        pytest.param("建成系统。", "二〇〇九年工作情况报告", 2009, id="han-numerals"),
        pytest.param("启动系统升级。", "2017年十件大事", None, id="a-year-but-no-report-of-it"),
        pytest.param("8月2日电 今年上线，2016年以来共三批。", "", 2016, id="dispatch"),
        pytest.param("今年启动，到2030年建成。", "", None, id="a-plan-tells-nothing"),
        pytest.param("2015年建成。", "", None, id="no-word-of-a-present"),
        pytest.param("今年建成。", "", None, id="no-year-at-all"),
        pytest.param("今年建成。2003年动工。", "", None, id="a-past-year-alone"),
    ],
)
def test_the_year_of_writing_is_inferred_only_from_signs(
    text: str, title: str, expected: int | None
) -> None:
    assert infer_year(text, title) == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("一、2018年工作回顾\n建成。\n二、2019年主要任务\n", [2018, 2019], id="line"),
        pytest.param("2020年度重点工作\n一是开建。", [2020], id="no-number"),
        pytest.param("力量不足三2017年工作思路一是完善制度", [2017], id="number-in-lost-lines"),
        pytest.param("他在2018年工作总结里说，今年先建平台，再把旧的改好。", [], id="amid-a-line"),
        pytest.param("2018年建成平台。", [], id="no-heading"),
        pytest.param("12018年工作回顾", [], id="no-year"),
    ],
)  # fmt: skip
def test_headings_say_of_which_year_s_work_is_told(text: str, years: list[int]) -> None:
    found = find_sections(text)
    assert [year for _, year in found] == years
    assert all(text.startswith(str(year), offset) for offset, year in found)


def test_what_is_told_under_a_year_s_heading_is_of_that_year(extract: Extract) -> None:
    records = [record for found, _ in extract(REPORT) for record in found]
    dated = {record.name: (record.year, record.date_basis) for record in records}
    assert dated["南通市数字城管平台"] == (2018, DateBasis.EXPLICIT)
    assert dated["智慧停车平台"] == (2019, DateBasis.EXPLICIT)
