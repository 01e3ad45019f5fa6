"""Long texts of the kinds that make patterns try all ways: each is read in one go.

None of these asserts a time. What is not linear here takes hours, not seconds.
"""

from __future__ import annotations

import pytest

from geodata.model import Source
from geodata.pipeline import extract_source
from geodata.reading import Tools

LONG, DENSE = 700_000, 60_000
"""Characters: two megabytes in UTF-8; and fewer where every word is one to be judged."""
RUNS = {
    "opening quotes": "“",
    "closing quotes": "”",
    "empty quotations": "“”",
    "parentheses": "(",
    "opening title marks": "《",
    "spaces": " ",
    "spaces that stay": "数 ",
    "spaces of a rare kind": "\u2005",
    "ideographic spaces": "\u3000",
    "line ends": "\n",
    "commas": "，",
    "signs of damage": "#$*",
    "marks of an indent": "! ",
    "one digit": "1",
    "one letter": "a",
    "letters and spaces": "a1 ",
    "years without digits": "年",
    "written years": "2019年",
    "dates": "2019年1月1日",
    "heads of date lines": "日期：",
    "a year and spaces": "2019年 \u2005",
    "nations": "国家",
    "aboutness": "关于",
    "bodies": "人民政府",
    "districts": "区",
    "by-lines": "记者：",
    "marked by-lines": "□ ",
    "zero characters": "\0",
}
CROWDS = {
    "stripped dates": "月日",
    "months": "1月",
    "short lines": "数字\n",
    "head nouns": "平台",
    "themes": "智慧城市",
    "services": "政务通",
    "quotations": "“数字平台”",
    "places": "南通市",
    "bare places": "南通",
    "counted signs": "苏浙皖三省",
    "reports run together": "数字平台上线本报记者张三报道",
    "articles": "数字平台上线了请大家注意\n本报讯 南通市建成平台。\n",
    "undated years": "今年2003年的统计",
    "months far behind a year": "2003年市民办事比从前省心多了排队的人也少了许多盼着再快些6月",
    "a line without marks": "南通市建成智慧城管平台并投入使用市民可以上报问题",
}
WRAPPED = {
    "spaces inside a date line": ("2019年", "\u2005", "数"),
    "spaces behind a source": ("来源：", "\u2005", "数"),
    "a quotation that never ends": ("南通市建成“", "数", ""),
    "a title that never ends": ("南通市印发《", "数", ""),
}


def read_all(text: str, tools: Tools) -> None:
    """Extract a text, and check that what comes out accounts for all of it."""
    characters = 0
    for records, report in extract_source(Source("long.txt", text), tools):
        characters += report.characters
        assert report.records == len(records)
        assert all(text[r.start : r.end] == r.evidence for r in records)
    assert characters == len(text)


@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS.keys())
def test_a_run_of_one_sign_is_read(tools: Tools, unit: str) -> None:
    read_all((unit * LONG)[:LONG], tools)


@pytest.mark.parametrize("unit", CROWDS.values(), ids=CROWDS.keys())
def test_a_crowd_of_names_is_read(tools: Tools, unit: str) -> None:
    read_all((unit * DENSE)[:DENSE], tools)


@pytest.mark.parametrize(("before", "unit", "after"), WRAPPED.values(), ids=WRAPPED.keys())
def test_a_long_gap_inside_a_line_is_read(tools: Tools, before: str, unit: str, after: str) -> None:
    read_all(before + unit * LONG + after, tools)
