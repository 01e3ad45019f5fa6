"""Word files: text in the order of the page, nothing of it lost, and no bomb going off."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from geodata.corpus import word
from geodata.corpus.word import read_word
from geodata.errors import UnreadableError

TITLE, FIRST, LAST = "南通建成健康平台", "南通市去年建成健康平台。", "市民可以上网查看。"


def make(draw: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    draw(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(draw: Callable[[Any], object]) -> list[str]:
    return read_word(make(draw), "a.docx").text.split("\n")


def add_xml(document: Any, inside: str) -> None:
    """A paragraph with the given XML in it."""
    names = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document.element.body.insert(0, parse_xml(f"<w:p {names}>{inside}</w:p>"))


def test_paragraphs_and_tables_in_the_order_of_the_page() -> None:
    def draw(document: Any) -> None:
        document.add_heading(TITLE, 0)
        document.add_paragraph(FIRST + "\n第二行")
        table = document.add_table(2, 3)
        for number, cell in enumerate(table._cells):
            cell.text = f"格{number}"
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(1, 2).add_table(1, 2).cell(0, 1).text = "内"
        document.add_paragraph("  ")
        document.add_paragraph(LAST)

    source = read_word(make(draw), "a.docx")
    lines = [TITLE, FIRST, "第二行", "格0 格1\t格2", "格3\t格4\t格5 内", LAST]
    assert source.text.split("\n") == lines
    assert source.title == TITLE


def test_a_first_paragraph_that_is_no_title_gives_none() -> None:
    assert read_word(make(lambda d: d.add_paragraph(FIRST)), "a.docx").title == ""


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        pytest.param("<w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins>", "甲乙",
                     id="inserted"),
        pytest.param("<w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>",
                     "甲", id="deleted"),
        pytest.param('<w:smartTag w:element="chsdate"><w:r><w:t>8月3日</w:t></w:r></w:smartTag>',
                     "8月3日", id="smart-tag"),
        pytest.param("<w:sdt><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>", "甲",
                     id="content-control"),
        pytest.param("<w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink>", "甲", id="link"),
        pytest.param("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>",
                     "甲\n乙\t丙", id="breaks"),
        pytest.param("<w:r><w:instrText>PAGE</w:instrText><w:t>甲</w:t></w:r>", "甲", id="field"),
        pytest.param(
            "<w:r><w:t>甲</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框"
            "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r>"
            "<w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>",
            "甲\n框", id="text-box-once",
        ),
    ],
)  # fmt: skip
def test_nothing_that_a_reader_sees_is_lost(inside: str, text: str) -> None:
    assert "\n".join(read(lambda document: add_xml(document, inside))) == text


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def with_document(content: bytes) -> bytes:
    """A Word file whose text part is the given one."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make(lambda d: d.add_paragraph(FIRST)))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            is_text = part.filename == "word/document.xml"
            new.writestr(part.filename, content if is_text else old.read(part))
    return buffer.getvalue()


WHOLE = make(lambda document: document.add_paragraph(FIRST))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "broken Word file, or none.*save it anew", id="empty"),
        pytest.param(FIRST.encode(), "broken Word file, or none", id="text"),
        pytest.param(WHOLE[: len(WHOLE) // 2], "broken Word file", id="half"),
        pytest.param(WHOLE[:90] + WHOLE[120:], "broken Word file", id="shifted"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "old Word file.*Save it as .docx", id="doc"),
        pytest.param(archive(**{"a.txt": b"x"}), "a zip archive, not a Word file", id="zip"),
        pytest.param(archive(**{"[Content_Types].xml": b"<a/>"}), "broken Word file", id="hollow"),
        pytest.param(with_document(b"<w:document"), "broken Word file", id="broken-xml"),
        pytest.param(make(lambda d: d.add_paragraph(" ")), "without text, a scan", id="no-text"),
        pytest.param(
            with_document(b'<!DOCTYPE a [<!ENTITY e "x"><!ENTITY f "&e;&e;&e;&e;">]><a>&f;</a>'),
            "entity definitions.*Refused", id="entities",
        ),
    ],
)  # fmt: skip
def test_what_is_no_readable_word_file_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        read_word(data, "a.docx")


@pytest.mark.parametrize(
    ("bound", "most"), [("MAX_UNPACKED", 9_000), ("MAX_PART", 900), ("MAX_PARTS", 3)]
)
def test_a_bomb_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    monkeypatch.setattr(word, bound, most)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(UnreadableError, match=r"unpacks to [\d,]+ bytes in \d+ parts.*Split"):
        read_word(WHOLE, "a.docx")
