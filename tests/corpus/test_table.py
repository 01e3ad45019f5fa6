"""Tables of texts: every row is a source, an empty row, or a fault that is named."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.corpus import rows, table
from geodata.corpus.rows import list_columns
from geodata.corpus.table import Columns, EmptyRow, missing_columns, parse_columns, read_table
from geodata.errors import UnreadableError, UsageError
from geodata.model import PartialDate, Source

FIRST, SECOND = "南通市建成健康平台。", "苏州市上线企业开办平台，\n“一网”通办。"
HEADER = "text,title,published,publisher,url\n"
Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def run(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return run


def read(path: Path, columns: str = "") -> list[Any]:
    """Texts of rows, numbers of empty ones, messages of faults."""
    said: list[Any] = []
    for item in read_table(path, parse_columns(columns)):
        if isinstance(item, Source):
            said.append(item.text)
        else:
            said.append(item.number if isinstance(item, EmptyRow) else item.message)
    return said


def one(path: Path, columns: str = "") -> Source:
    (item,) = read_table(path, parse_columns(columns))
    assert isinstance(item, Source)
    return item


QUOTED = SECOND.replace('"', '""')


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f'{HEADER}{FIRST}\n"{SECOND}"\n'.encode(), id="utf-8"),
        pytest.param(f'\ufeff{HEADER}{FIRST}\n"{SECOND}"\n'.encode(), id="with-mark"),
        pytest.param(f'{HEADER}{FIRST}\n"{SECOND}"\n'.encode("gb18030"), id="gb18030"),
        pytest.param(f'{HEADER}{FIRST}\n"{SECOND}"\n'.encode("utf-16"), id="utf-16"),
        pytest.param(f'{HEADER}{FIRST}\n"{SECOND}"\n'.replace("\n", "\r\n").encode(), id="windows"),
        pytest.param(f'{HEADER}{FIRST}\n"{SECOND}"'.encode(), id="no-last-line-end"),
        pytest.param(
            f'{HEADER}{FIRST}\n"{SECOND}"\n'.replace(",", "\t").encode("utf-16"), id="tabs"
        ),
        pytest.param(f'{HEADER}{FIRST}\n"{SECOND}"\n'.replace(",", ";").encode(), id="semicolons"),
    ],
)
def test_csv_of_many_makes(write: Write, data: bytes) -> None:
    assert read(write("a.csv", data)) == [FIRST, SECOND]


def test_what_the_other_columns_say(write: Write) -> None:
    content = f"{HEADER}{FIRST},标题,2018-08-03,南通日报,https://example.org/1\n"
    source = one(write("a.csv", content.encode()))
    assert source == Source(
        path=source.path,
        text=FIRST,
        title="标题",
        publisher="南通日报",
        url="https://example.org/1",
        dated=PartialDate(2018, 8, 3),
        row=2,
        single=True,
    )


def test_columns_of_other_names(write: Write) -> None:
    content = f"编号,正文,标题,日期\n1,{FIRST},标题,2018年8月\n"
    source = one(write("a.csv", content.encode()), "text=正文,title=标题, published=日期")
    assert (source.text, source.title, source.dated) == (FIRST, "标题", PartialDate(2018, 8))


def test_rows_without_text_and_wrong_ones_are_told_of_and_the_rest_goes_on(write: Write) -> None:
    content = (
        f"{HEADER}{FIRST}\n,空\n \u3000,空白\n\n{FIRST},甲,2018,乙,丙,多一格\n"
        f'"{FIRST}"尾,甲\n"{SECOND}"\n{FIRST}\n'
    )
    path = write("a.csv", content.encode())
    first, third, fourth, sixth, seventh, *rest = read(path)
    assert (first, third, fourth, rest) == (FIRST, 3, 4, [SECOND, FIRST])
    assert sixth == (f"{path}, line 6: 6 cells for 5 columns. Put a text with commas in quotes.")
    assert seventh.startswith(f"{path}, line 7: no CSV (")


def test_an_open_quote_is_a_fault_not_a_long_text(write: Write) -> None:
    (fault,) = read(write("a.csv", f'{HEADER}"{FIRST}\n{FIRST}\n'.encode()))
    assert "line 2: no CSV (unexpected end of data). Mend it." in fault


def test_a_cell_longer_than_the_csv_module_takes(write: Write) -> None:
    text = "数" * 200_000
    before = csv.field_size_limit()
    assert read(write("a.csv", f"{HEADER}{text}\n".encode())) == [text]
    assert csv.field_size_limit() == before


def lines(*rows: object) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows).encode()


def test_json_lines(write: Write) -> None:
    path = write(
        "a.jsonl",
        lines(
            {"text": FIRST, "published": 2018, "title": None},
            "{broken",
            "",
            {"text": ""},
            {"title": "无正文"},
            ["text"],
            {"text": 7},
            {"text": "半\ud83d个\r\n行"},
        ),
    )
    found = read(path)
    assert [item for item in found if not str(item).startswith(str(path))] == [
        FIRST, 4, 5, "半\ufffd个\n行",
    ]  # fmt: skip
    faults = [item for item in found if str(item).startswith(str(path))]
    assert [fault.removeprefix(str(path))[:22] for fault in faults] == [
        ", line 2: no JSON (Exp", ", line 6: no JSON obje", ", line 7: column 'text",
    ]  # fmt: skip
    assert "holds 7, which is no text" in faults[2]


def test_json_nested_without_end_is_a_fault(write: Write) -> None:
    fault, text = read(write("a.jsonl", lines("[" * 100_000, {"text": FIRST})))
    assert "line 1: no JSON" in fault
    assert text == FIRST


@pytest.mark.parametrize(
    ("published", "dated"),
    [
        ([date(2018, 8, 3)], PartialDate(2018, 8, 3)),
        ([datetime(2018, 8, 3, 10, 20)], PartialDate(2018, 8, 3)),
        (["2018-08"], PartialDate(2018, 8)),
        ([2018], PartialDate(2018)),
        ([2018.0], PartialDate(2018)),
        ([None], None),
        ([["2018"]], None),
    ],
)
def test_parquet_dates_of_every_type(
    tmp_path: Path, published: list[Any], dated: PartialDate | None
) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [FIRST], "published": published}), path)
    source = one(path)
    assert (source.text, source.dated, source.row) == (FIRST, dated, 1)


def test_parquet_rows_of_several_groups_in_order(tmp_path: Path) -> None:
    texts: list[str | None] = [f"{FIRST}{number}" for number in range(700)]
    texts[1] = None
    path = tmp_path / "a.parquet"
    pd.DataFrame({"other": 1, "text": texts}).to_parquet(path, row_group_size=300)
    assert read(path) == [texts[0], 2, *texts[2:]]


def test_parquet_categories_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"text": pd.Categorical([FIRST, SECOND, FIRST])}).to_parquet(path)
    assert read(path) == [FIRST, SECOND, FIRST]


def test_a_text_that_all_rows_share_is_not_held_for_each(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * 500, pa.int32()), ["数" * 500_000])
    pq.write_table(pa.table({"text": shared}), path, dictionary_pagesize_limit=1 << 24)
    before = pa.total_allocated_bytes()
    for count, _ in enumerate(read_table(path, Columns())):
        if count == 100:
            break
    assert pa.total_allocated_bytes() - before < 4 * rows.MAX_HELD


def test_two_parquet_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["甲"])] * 2, names=["text", "text"]), path)
    with pytest.raises(UnreadableError, match="two columns of one name: text, text"):
        read(path)


def test_parquet_of_numbers_is_all_faults(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [1, 2]}), path)
    assert [str(item).partition(", ")[2] for item in read(path)] == [
        "row 1: column 'text' holds 1, which is no text.",
        "row 2: column 'text' holds 2, which is no text.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "empty file"),
        ("a.csv", b"\n\n", "empty file"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary file|neither UTF-8"),
        ("a.csv", b"\n" + HEADER.encode(), "0 columns in its first line"),
        ("a.jsonl", b"PK\x03\x04" + bytes(999), "binary file"),
        ("a.parquet", b"", "broken Parquet table, or none"),
        ("a.parquet", b"PAR1 no table PAR1", "broken Parquet table, or none"),
        ("a.parquet", HEADER.encode(), "broken Parquet table, or none"),
    ],
)
def test_what_is_no_table_is_refused(write: Write, name: str, content: bytes, says: str) -> None:
    path = write(name, content)
    with pytest.raises(UnreadableError, match=says):
        list(read_table(path, Columns()))
    with pytest.raises(UnreadableError, match=says):
        list_columns(path)


def test_a_damaged_parquet_gives_the_rows_before_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"{FIRST}{number}" for number in range(600)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=300, compression="zstd")
    data = bytearray(path.read_bytes())
    middle = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    data[middle : middle + 60] = b"\xff" * 60
    path.write_bytes(data)
    items = read_table(path, Columns())
    assert [getattr(next(items), "text", "") for _ in range(300)] == texts[:300]
    with pytest.raises(UnreadableError, match=r"row 301: broken Parquet"):
        list(items)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_line_beyond_the_bound_ends_the_table(
    write: Write, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(rows, "MAX_LINE", 60)
    row = FIRST if name == "a.csv" else json.dumps({"text": "数"})
    path = write(name, f"{HEADER if name == 'a.csv' else row + chr(10)}{row}\n{'x' * 61}".encode())
    items = read_table(path, Columns())
    assert isinstance(next(items), Source)
    with pytest.raises(UnreadableError, match=r"line 3: more than 60 characters"):
        list(items)


def test_rows_and_faults_are_bounded(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.jsonl", lines(*["{"] * 5))
    monkeypatch.setattr(table, "MAX_FAULTS", 3)
    with pytest.raises(UnreadableError, match="more than 3 rows are wrong; those from line 4 on"):
        read(path)
    monkeypatch.setattr(table, "MAX_ROWS", 2)
    with pytest.raises(UnreadableError, match="more than 2 rows; the others are not read"):
        read(path)


def test_bytes_of_another_encoding_further_down_are_a_fault(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "HEAD", 64)
    ascii_rows = "\n".join(["plain"] * 20)
    path = write("a.csv", f"{HEADER}{ascii_rows}\n".encode() + FIRST.encode("gb18030") + b"\n")
    *_, last = read(path)
    assert "line 22: the text is damaged, or in another encoding" in last


@pytest.mark.parametrize("head", range(40, 60))
def test_a_head_that_ends_inside_a_character(
    write: Write, monkeypatch: pytest.MonkeyPatch, head: int
) -> None:
    monkeypatch.setattr(rows, "HEAD", head)
    for codec in ("utf-8", "gb18030", "utf-16"):
        assert read(write("a.csv", f"{HEADER}{FIRST}\n".encode(codec))) == [FIRST]


def test_which_columns_there_are(write: Write) -> None:
    assert list_columns(write("a.csv", "\ufeff 正文 ,标题\n".encode())) == ["正文", "标题"]
    assert list_columns(write("a.jsonl", lines({"b": 1}, "{", {"a": 1, "b": 2}))) == ["b", "a"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("text", "'text' does not say which column"),
        ("body=正文", "'body=正文' does not say.*what is read: text, title, published, pub"),
        ("text=", "'text=' does not say"),
        ("text=a,text=b", "'text=b' does not say"),
        ("given=a", "'given=a' does not say"),
    ],
)
def test_wrong_columns_are_a_wrong_call(given: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_columns(given)


def test_columns_that_must_be_there() -> None:
    assert missing_columns(parse_columns(""), ["text"]) == []
    assert missing_columns(parse_columns(""), ["title"]) == ["text"]
    assert missing_columns(parse_columns("title=标题,text=正文"), ["a"]) == ["正文", "标题"]


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1).filter(
    lambda text: bool(text.strip("\ufeff \u3000")) and "\ufffd" not in text
)


@given(st.lists(cells, min_size=1, max_size=8))
def test_three_kinds_of_table_hold_the_same_texts(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    frame = pd.DataFrame({"text": texts})
    frame.to_csv(folder / "a.csv", index=False, quoting=csv.QUOTE_ALL)
    frame.to_json(folder / "a.jsonl", orient="records", lines=True)
    frame.to_parquet(folder / "a.parquet")
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        assert read(folder / name) == texts
