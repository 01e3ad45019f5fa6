"""Reading order of lines drawn by hand, with answers one can do in the head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.corpus.layout import (
    Glyph,
    Line,
    drop_running_lines,
    join_glyphs,
    order_lines,
    write_paragraphs,
)


def line(text: str, left: float, base: float, size: float = 10) -> Line:
    return Line(text, left, left + size * len(text), base, size)


def column(words: str, left: float, top: float, width: int = 8) -> list[Line]:
    """One line of `width` letters for every letter, which it repeats."""
    return [line(word * width, left, top - 15 * i) for i, word in enumerate(words)]


def order(lines: list[Line]) -> str:
    return " ".join("".join(line.text[0] for line in block) for block in order_lines(lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(column("甲乙丙", 0, 100), "甲乙丙", id="one-column"),
        pytest.param(column("甲乙", 0, 100) + column("丙丁", 100, 100), "甲乙 丙丁", id="two"),
        pytest.param(column("丙丁", 100, 100) + column("甲乙", 0, 95), "甲乙 丙丁", id="uneven"),
        pytest.param(
            [line("题" * 18, 0, 150), *column("甲乙", 0, 100), *column("丙丁", 100, 100)],
            "题 甲乙 丙丁",
            id="headline",
        ),
        pytest.param(
            [*column("甲乙", 0, 200), *column("丙丁", 100, 200), line("题" * 18, 0, 165),
             *column("子丑", 0, 140), *column("寅卯", 100, 140)],
            "甲乙 丙丁 题 子丑 寅卯",
            id="headline-in-the-middle",
        ),
        pytest.param(
            [*column("甲乙", 0, 200), *column("丙丁", 100, 200),
             *column("子丑", 0, 120), *column("寅卯", 100, 120)],
            "甲乙 丙丁 子丑 寅卯",
            id="white-space-across",
        ),
        pytest.param(
            [line("题" * 18, 0, 150), *column("丙丁戊", 100, 115), *column("甲乙", 0, 85)],
            "题 甲乙 丙丁戊",
            id="picture-over-the-left-column",
        ),
        pytest.param(
            column("甲乙", 0, 100, 3) + column("丙丁", 100, 100, 3), "甲乙", id="narrow-cells"
        ),
    ],
)  # fmt: skip
def test_reading_order(lines: list[Line], expected: str) -> None:
    assert order(lines) == expected
    assert order(lines[::-1]) == expected


numbers = st.integers(0, 60).map(lambda n: n * 7.5)
anywhere = st.builds(
    line,
    st.text("甲乙丙丁", min_size=1, max_size=12),
    numbers,
    numbers,
    st.sampled_from([8, 10, 24]),
)


@given(st.lists(anywhere, max_size=40))
def test_no_letter_is_lost_or_doubled(lines: list[Line]) -> None:
    text = write_paragraphs(order_lines(lines))
    drawn = sorted("".join(line.text for line in lines))
    assert sorted(text.replace("\n", "").replace(" ", "")) == drawn


def test_thousands_of_specks_take_no_endless_recursion() -> None:
    specks = [line("点", 11 * i, 11 * i, 0.1) for i in range(3000)]
    assert len("".join(b.text for block in order_lines(specks) for b in block)) >= 3000


def test_more_gaps_than_a_page_has_columns_are_a_table() -> None:
    cells = [line("格" * 8, 100 * (i // 3), 15 * (i % 3)) for i in range(3000)]
    (block,) = order_lines(cells)
    assert [len(row.text.split()) for row in block] == [1000] * 3


def glyphs(text: str, left: float = 0, base: float = 0, size: float = 10) -> list[Glyph]:
    return [
        Glyph(char, left + size * i, left + size * (i + 1), base, size)
        for i, char in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("drawn", "lines"),
    [
        pytest.param(glyphs("南通市"), ["南通市"], id="one"),
        pytest.param(glyphs("南通") + glyphs("市", 25), ["南通市"], id="small-gap"),
        pytest.param(glyphs("南通") + glyphs("市", 28), ["南通", "市"], id="gutter"),
        pytest.param(glyphs("南通") + glyphs("市", 0, -15), ["南通", "市"], id="next-line"),
        pytest.param(glyphs("数字 A", size=5), ["数字", "A"], id="wide-space"),
        pytest.param([*glyphs("数"), Glyph(" ", 10, 13, 0, 10), *glyphs("A", 13)], ["数 A"],
                     id="space"),
        pytest.param(glyphs("   "), [], id="nothing"),
    ],
)  # fmt: skip
def test_letters_join_to_lines(drawn: list[Glyph], lines: list[str]) -> None:
    assert [line.text for line in join_glyphs(drawn)] == lines


@pytest.mark.parametrize(
    ("block", "text"),
    [
        pytest.param([line("甲" * 10, 0, 30), line("乙" * 4, 0, 15)],
                     "甲甲甲甲甲甲甲甲甲甲乙乙乙乙", id="goes-on"),
        pytest.param([line("甲" * 10, 0, 30), line("乙" * 8, 20, 15)],
                     "甲甲甲甲甲甲甲甲甲甲\n乙乙乙乙乙乙乙乙", id="indent"),
        pytest.param([line("甲" * 6, 0, 45), line("乙" * 10, 0, 30)],
                     "甲甲甲甲甲甲\n乙乙乙乙乙乙乙乙乙乙", id="short-line"),
        pytest.param([line("甲" * 10, 0, 90), line("乙" * 10, 0, 75), line("丙" * 10, 0, 40)],
                     "甲甲甲甲甲甲甲甲甲甲乙乙乙乙乙乙乙乙乙乙\n丙丙丙丙丙丙丙丙丙丙", id="space"),
        pytest.param([line("A" * 10, 0, 30), line("B" * 10, 0, 15)],
                     "AAAAAAAAAA BBBBBBBBBB", id="latin"),
    ],
)  # fmt: skip
def test_paragraphs(block: list[Line], text: str) -> None:
    assert write_paragraphs([block]) == text


def test_a_closed_sentence_ends_its_paragraph_at_the_columns_foot() -> None:
    left, right = [line("甲" * 9 + "。", 0, 30)], [line("乙" * 10, 200, 30)]
    assert write_paragraphs([left, right]).count("\n") == 1
    assert write_paragraphs([[line("甲" * 10, 0, 30)], right]).count("\n") == 0


def test_heads_and_feet_go_and_what_only_looks_like_them_stays() -> None:
    pages = [
        [line("江苏年报", 0, 800), line(f"正文{word}", 0, 400), line(f"第{n}页", 0, 10)]
        for n, word in enumerate("甲乙丙丁", start=9)
    ]
    assert [[x.text for x in page] for page in drop_running_lines(pages)] == [
        [f"正文{word}"] for word in "甲乙丙丁"
    ]
    assert [len(page) for page in drop_running_lines(pages[:2])] == [2, 2]
    assert drop_running_lines([[], []]) == [[], []]
