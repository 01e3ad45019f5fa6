"""PDF files: columns in reading order, and what cannot be read told by name."""

from __future__ import annotations

import random

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from geodata.corpus import pdf
from geodata.corpus.pdf import read_pdf
from geodata.errors import UnreadableError
from tests.corpus.papers import (
    FONT,
    PARAGRAPHS,
    draw_columns,
    draw_headline,
    make_pdf,
    wrap,
)

HEADLINE = "江苏把健康水务和企业开办搬到网上"
WIDTHS = {1: 50, 2: 24, 3: 15}


def read(data: bytes) -> list[str]:
    return read_pdf(data, "paper.pdf").text.split("\n")


@pytest.mark.parametrize("by_row", [False, True], ids=["by-column", "by-row"])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_wide_headline_and_columns_beneath_it(columns: int, by_row: bool) -> None:
    def draw(canvas: Canvas) -> None:
        draw_headline(canvas, HEADLINE)
        draw_columns(canvas, wrap(PARAGRAPHS * 2, WIDTHS[columns]), columns, by_row=by_row)

    assert read(make_pdf(draw)) == [HEADLINE, *PARAGRAPHS * 2]


def test_a_headline_between_three_columns_and_two() -> None:
    def draw(canvas: Canvas) -> None:
        draw_headline(canvas, HEADLINE)
        draw_columns(canvas, wrap(PARAGRAPHS, 15), 3, by_row=True)
        draw_headline(canvas, "第二条新闻的标题也横贯整个版面", height=500)
        draw_columns(canvas, wrap(PARAGRAPHS[::-1], 24), 2, top=450, by_row=True)

    second = "第二条新闻的标题也横贯整个版面"
    assert read(make_pdf(draw)) == [HEADLINE, *PARAGRAPHS, second, *PARAGRAPHS[::-1]]


def test_two_articles_side_by_side_are_not_mixed() -> None:
    def draw(canvas: Canvas) -> None:
        draw_headline(canvas, "通栏标题横贯两篇文章之上一直到右边")
        draw_columns(canvas, wrap(PARAGRAPHS[:3], 15), 2, left=40, width=350)
        draw_columns(canvas, wrap(PARAGRAPHS[3:], 14), 1, left=400, width=150, top=697)

    assert read(make_pdf(draw)) == ["通栏标题横贯两篇文章之上一直到右边", *PARAGRAPHS]


def test_a_right_column_that_begins_above_the_left_one_comes_second() -> None:
    lines = wrap(PARAGRAPHS, 24)
    half = len(lines) // 2 - 2

    def draw(canvas: Canvas) -> None:
        draw_headline(canvas, HEADLINE)
        draw_columns(canvas, lines[:half], 1, top=640)
        draw_columns(canvas, lines[half:], 1, left=300, top=700)

    assert read(make_pdf(draw)) == [HEADLINE, *PARAGRAPHS]


def test_a_sentence_goes_on_over_the_page_past_its_number_and_running_head() -> None:
    lines = wrap(PARAGRAPHS, 40)
    pages = [lines[0:4], lines[4:7], lines[7:]]

    def draw(canvas: Canvas) -> None:
        for number, page in enumerate(pages, start=1):
            canvas.setFont(FONT, 9)
            canvas.drawString(40, 800, f"数字江苏年报{number}")
            canvas.drawCentredString(300, 20, f"— {number} —")
            draw_columns(canvas, page, 1)
            if number < len(pages):
                canvas.showPage()

    assert read(make_pdf(draw)) == list(PARAGRAPHS)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_a_viewer_shows_it(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        width, height = 595, 842
        if turn == 90:
            canvas.translate(width, 0)
        elif turn == 180:
            canvas.translate(width, height)
        else:
            canvas.translate(0, height)
        canvas.rotate(turn)
        draw_columns(canvas, wrap(PARAGRAPHS, 15), 2, top=500, width=400)

    assert read(make_pdf(draw)) == list(PARAGRAPHS)


def test_a_watermark_does_not_part_the_text() -> None:
    def draw(canvas: Canvas) -> None:
        draw_columns(canvas, wrap(PARAGRAPHS, 24), 2)
        canvas.translate(200, 600)
        canvas.rotate(30)
        canvas.setFont(FONT, 60)
        canvas.drawString(0, 0, "内部资料")

    assert read(make_pdf(draw)) == [*PARAGRAPHS, "内部资料"]


def test_rows_of_a_table_stay_rows() -> None:
    rows = [
        ("南通市", "20家", "2018年"),
        ("苏州市", "35家", "2019年"),
        ("无锡市", "18家", "2020年"),
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for number, row in enumerate(rows):
            for cell, x in zip(row, (40, 200, 360), strict=True):
                canvas.drawString(x, 700 - 15 * number, cell)

    assert read(make_pdf(draw)) == [" ".join(row) for row in rows]


def test_the_same_file_gives_the_same_text() -> None:
    data = make_pdf(lambda canvas: draw_columns(canvas, wrap(PARAGRAPHS, 15), 3))
    assert read_pdf(data, "a.pdf") == read_pdf(data, "a.pdf")


@pytest.mark.parametrize(("title", "known"), [(HEADLINE, HEADLINE), ("Microsoft Word - 1.doc", "")])
def test_the_title_of_a_file_counts_where_its_text_has_it(title: str, known: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle(title)
        draw_headline(canvas, HEADLINE)

    assert read_pdf(make_pdf(draw), "a.pdf").title == known


def draw_picture(canvas: Canvas) -> None:
    canvas.rect(50, 50, 400, 600, fill=1)


def test_a_scan_is_named_as_one() -> None:
    data = make_pdf(lambda canvas: (draw_picture(canvas), canvas.showPage(), draw_picture(canvas)))
    with pytest.raises(UnreadableError, match=r"scanned PDF without a text layer: 2 page.*OCR"):
        read_pdf(data, "scan.pdf")


def test_pages_without_text_among_others_are_named() -> None:
    def draw(canvas: Canvas) -> None:
        draw_headline(canvas, HEADLINE)
        canvas.showPage()
        draw_picture(canvas)

    source = read_pdf(make_pdf(draw), "a.pdf")
    assert source.notes == ("page(s) 2 hold no text: pictures, or empty",)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "broken PDF, or none.*save it anew", id="empty"),
        pytest.param(b"%PDF-1.7\n" + random.Random(1).randbytes(3000), "broken PDF", id="noise"),
        pytest.param("南通市建成平台。".encode(), "broken PDF, or none", id="text"),
        pytest.param(
            make_pdf(lambda c: draw_headline(c, HEADLINE), encrypt=StandardEncryption("secret")),
            "PDF with a password. Save a copy without one",
            id="password",
        ),
        pytest.param(
            make_pdf(lambda c: c.drawString(300, 20, "- 1 -")), "no text but page numbers", id="no"
        ),
    ],
)
def test_what_is_no_readable_pdf_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        read_pdf(data, "a.pdf")


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    lock = StandardEncryption("", ownerPassword="secret")
    data = make_pdf(lambda canvas: draw_headline(canvas, HEADLINE), encrypt=lock)
    assert read(data) == [HEADLINE]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_half_a_pdf_is_read_or_refused(cut: float) -> None:
    whole = make_pdf(lambda canvas: draw_columns(canvas, wrap(PARAGRAPHS, 15), 3))
    with pytest.raises(UnreadableError, match="PDF"):
        read_pdf(whole[: int(len(whole) * cut)], "a.pdf")


@pytest.mark.parametrize(
    ("bound", "most", "says"),
    [
        ("MAX_PAGES", 1, "2 pages; at most 1 are read. Split"),
        ("MAX_PAGE_CHARACTERS", 5, "page 1 holds 16 characters; at most 5"),
        ("MAX_CHARACTERS", 20, "more than 20 characters by page 2"),
    ],
)
def test_sizes_are_bounded(
    monkeypatch: pytest.MonkeyPatch, bound: str, most: int, says: str
) -> None:
    def draw(canvas: Canvas) -> None:
        draw_headline(canvas, HEADLINE)
        canvas.showPage()
        draw_headline(canvas, HEADLINE)

    monkeypatch.setattr(pdf, bound, most)
    with pytest.raises(UnreadableError, match=says):
        read_pdf(make_pdf(draw), "a.pdf")
