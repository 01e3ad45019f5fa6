"""Files to text, or to a reason that says what is wrong and what to do."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.corpus import decoding, reader
from geodata.corpus.decoding import decode
from geodata.corpus.metadata import Metadata, parse_partial, read_metadata
from geodata.corpus.reader import list_inputs, read_source, read_sources
from geodata.errors import UnreadableError, UsageError
from geodata.model import PartialDate

TEXT = "南通市建成居民健康信息平台。\n市民凭身份证就能调阅自己的检验报告，不必再跑医院。\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), id="utf-8-with-mark"),
        pytest.param(TEXT.encode("gb18030"), id="gb18030"),
        pytest.param(TEXT.encode("gbk"), id="gbk"),
        pytest.param(TEXT.encode("utf-16"), id="utf-16-with-mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="utf-16-be-with-mark"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16-le-without-mark"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16-be-without-mark"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="line-ends-of-windows"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="line-ends-of-old-macs"),
        pytest.param(TEXT.replace("\n", "\r\n").encode("gb18030"), id="gb18030-windows"),
    ],
)
def test_encodings_of_chinese_text_are_read(data: bytes) -> None:
    assert decode(data).lstrip("\ufeff") == TEXT


def test_a_few_damaged_bytes_do_not_cost_the_whole_file() -> None:
    data = (TEXT * 20).encode()
    damaged = data[:100] + b"\xff" + data[101:]
    text = decode(damaged)
    assert "\ufffd" in text
    assert text.endswith(TEXT)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "empty file.*fill it", id="nothing"),
        pytest.param(b" \r\n\t \n", "empty file.*fill it", id="white-space"),
        pytest.param("\u3000\n\u3000".encode(), "empty file.*fill it", id="wide-space"),
        pytest.param(b"\xef\xbb\xbf", "empty file.*fill it", id="mark-alone"),
        pytest.param(PNG, "binary file.*Convert it to UTF-8", id="picture"),
        pytest.param(b"\x00" * 5000, "binary file.*Convert it to UTF-8", id="zeros"),
        pytest.param(
            random.Random(2).randbytes(20_000), "binary file.*Convert it to UTF-8", id="noise"
        ),
        pytest.param(b"PK\x03\x04" + random.Random(3).randbytes(3_000), "binary file", id="zip"),
        pytest.param(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n" + random.Random(4).randbytes(9_000),
                     "binary file", id="pdf"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=rf"report\.txt: .*{says}"):
        read_source(path)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1))
def test_any_utf8_text_is_read_as_it_is(text: str) -> None:
    if text.strip("\ufeff \u3000") and text.encode().strip():
        assert decode(text.encode()) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableError:
        return
    assert text.strip()
    assert "\r" not in text


def test_a_line_beyond_the_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "MAX_LINE", 100)
    path = tmp_path / "line.txt"
    path.write_text("数" * 100 + "\n" + "字" * 100, encoding="utf-8")
    assert len(read_source(path).text) == 201
    path.write_text("数" * 101, encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"one line of 101 characters.*Put line breaks"):
        read_source(path)


def test_a_file_beyond_the_bound_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    path = tmp_path / "big.txt"
    path.write_bytes(b"x" * 11)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("opened"))
    with pytest.raises(UnreadableError, match=r"11 bytes; at most 10.*Split the file"):
        read_source(path)


def test_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableError, match=r"secret\.txt: cannot be opened.*Check its perm"):
        read_source(path)


def test_offsets_are_those_of_text_mode(tmp_path: Path) -> None:
    path = tmp_path / "windows.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read_source(path).text == path.read_text(encoding="utf-8")


def test_one_unreadable_file_leaves_the_others_alone(tmp_path: Path) -> None:
    names = ("a.txt", "b.txt", "c.txt")
    for name in names:
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    results = list(read_sources((tmp_path / name for name in names), {}))
    assert [isinstance(result, UnreadableError) for result in results] == [False, True, False]


def test_folders_are_opened_in_name_order_and_other_kinds_told_of(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", ".hidden.txt", ".git/x.txt", "c.png", "a/UPPER.TXT"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    inputs = list_inputs([tmp_path])
    found = [path.relative_to(tmp_path).as_posix() for path in inputs.files]
    assert found == ["a/UPPER.TXT", "a/z.md", "b.txt"]
    assert [path.name for path in inputs.skipped] == ["c.png"]


def test_a_file_named_outright_is_tried_and_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "report.text"
    path.write_text(TEXT, encoding="utf-8")
    assert list_inputs([path, tmp_path, path]).files == (path,)


def test_files_left_out_are_neither_read_nor_skipped(tmp_path: Path) -> None:
    for name in ("a.txt", "sources.csv"):
        (tmp_path / name).write_bytes(b"x")
    inputs = list_inputs([tmp_path], leave_out=[tmp_path / "sources.csv"])
    assert ([path.name for path in inputs.files], inputs.skipped) == (["a.txt"], ())


def test_a_missing_path_and_an_empty_folder_are_wrong_calls(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere: no such file or folder\. Check the path"):
        list_inputs([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match=r"holds no files\. Give files that end in \.csv \.docx"):
        list_inputs([tmp_path])


METADATA = """source,published,publisher,url,title
reports/a.txt,2018-08-03,人民日报,https://example.org/a,标题
b.txt,2018-08,,,
c.txt,2018,,,
d.txt,unknown,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_metadata_is_read_by_file_name(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(METADATA, encoding=encoding)
    known = read_metadata(path)
    day = PartialDate(2018, 8, 3)
    assert known["a.txt"] == Metadata(day, "人民日报", "https://example.org/a", "标题")
    assert [known[f"{name}.txt"].dated for name in "bcd"] == [
        PartialDate(2018, 8),
        PartialDate(2018),
        None,
    ]


def test_metadata_reaches_the_source(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    source = read_source(path, Metadata(PartialDate(2018), "人民日报", "https://e.org", "标题"))
    assert (source.title, source.publisher, source.url) == ("标题", "人民日报", "https://e.org")
    assert source.dated == PartialDate(2018)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"name,when\na.txt,2018\n", "no column 'source'; it has name", id="no-key"),
        pytest.param(b"", "empty file", id="empty"),
        pytest.param(PNG, "binary file", id="binary"),
        pytest.param(None, "cannot be opened", id="missing"),
    ],
)  # fmt: skip
def test_faulty_metadata_is_a_wrong_call(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "sources.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=rf"--metadata .*sources\.csv: .*{says}"):
        read_metadata(path)


def test_short_and_long_metadata_rows_are_taken_as_far_as_they_go(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("source,published,title\na.txt\nb.txt,2018,甲,多,余\n,2019,乙\n", "utf-8")
    assert read_metadata(path) == {
        "a.txt": Metadata(),
        "b.txt": Metadata(PartialDate(2018), title="甲"),
    }


def test_an_endless_metadata_cell_is_a_wrong_call(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("source,title\na.txt," + "x" * 200_000 + "\n", "utf-8")
    with pytest.raises(UsageError, match=r"sources\.csv, line 2: not CSV.*Mend that line"):
        read_metadata(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-08-03", PartialDate(2018, 8, 3)),
        ("2018-8-3", PartialDate(2018, 8, 3)),
        ("2018-08-03T10:00:00+08:00", PartialDate(2018, 8, 3)),
        ("2018-08", PartialDate(2018, 8)),
        ("2018", PartialDate(2018)),
        ("2018/8/3 0:00", PartialDate(2018, 8, 3)),
        ("2018年8月3日", PartialDate(2018, 8, 3)),
        ("2018年8月", PartialDate(2018, 8)),
        ("2018年", PartialDate(2018)),
        ("20180803", PartialDate(2018, 8, 3)),
        ("20181303", None),
        ("２０１８", None),
        ("2018-02-30", None),
        ("2018-13", None),
        ("0000", None),
        ("18-08-03", None),
        ("", None),
    ],
)
def test_partial_dates(text: str, expected: PartialDate | None) -> None:
    assert parse_partial(text) == expected
