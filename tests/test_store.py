"""Tables on disk: what is written is what is read back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import SchemaError, UsageError
from geodata.model import (
    Basis,
    DateBasis,
    DatePrecision,
    Document,
    DocumentReport,
    Figure,
    Kind,
    Level,
    PartialDate,
    Record,
    Status,
    Theme,
)
from geodata.store import (
    DOCUMENTS,
    RECORDS,
    SUFFIXES,
    DatasetWriter,
    fingerprint,
    read_records,
    record_row,
)

RECORD = Record(
    record_id="0123456789abcdef",
    initiative_id="fedcba9876543210",
    name="居民健康信息平台",
    aliases=("健康平台",),
    kind=Kind.PLATFORM,
    status=Status.COMPLETED,
    theme=Theme.HEALTH,
    themes=(Theme.HEALTH, Theme.WELFARE),
    year=2018,
    month=8,
    day=None,
    date_precision=DatePrecision.MONTH,
    date_basis=DateBasis.EXPLICIT,
    adcode="320600",
    place_name="江苏省/南通市",
    place_precision=Level.CITY,
    place_basis=Basis.EXPLICIT,
    candidates=(),
    actors=("南通市卫计委",),
    figures=(Figure(20.0, "家", "医院", 3, 6),),
    source="reports/a.txt",
    document_id="00ff00ff00ff00ff",
    title="标题",
    published=date(2018, 8, 3),
    start=10,
    end=20,
    evidence="南通市建成平台\n“,\"'。",
    confidence=0.75,
    extractor="rules-1",
)
UNDATED = RECORD._replace(
    record_id="1",
    aliases=(),
    year=None,
    month=None,
    date_precision=DatePrecision.NONE,
    date_basis=DateBasis.NONE,
    actors=(),
    figures=(),
    published=None,
    title="",
)
REPORT = DocumentReport(
    Document("d", "a.txt", "标题", "人民日报", "", PartialDate(2018, 8), 0, 2, "正文"),
    characters=2,
    cleaning=("width folded",),
    places=("320600",),
    records=1,
    rejected={"weak evidence": 2, "no place": 1},
)
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t\r\u2028"), max_size=12
)
records = st.builds(
    Record._replace,
    st.sampled_from([RECORD, UNDATED]),
    name=texts,
    aliases=st.lists(texts, max_size=3).map(tuple),
    title=texts,
    evidence=texts,
    source=texts,
    year=st.none() | st.integers(1978, 2060),
    confidence=st.floats(0, 1),
    figures=st.lists(
        st.builds(Figure, st.floats(0, 1e15), texts, texts, st.just(1), st.just(2)), max_size=2
    ).map(tuple),
)


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with missing values as None and lists as lists, so that they compare."""
    lists = ("aliases", "themes", "candidates", "actors", "figures")
    return [
        {
            str(key): [*value] if key in lists else None if pd.isna(value) else value
            for key, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


def write(path: Path, rows: list[Record]) -> Path:
    with DatasetWriter(path) as writer:
        writer.add(rows, [REPORT])
    return path


@given(rows=st.lists(records, max_size=4))
@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_records_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, rows: list[Record]
) -> None:
    path = write(tmp_path_factory.mktemp("t") / f"records{suffix}", rows)
    assert plain(read_records(path)) == [record_row(row) for row in rows]


def test_columns_are_the_fields_of_a_record() -> None:
    assert RECORDS.names == list(Record._fields)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_texts_of_digits_alone_stay_texts(tmp_path: Path, suffix: str) -> None:
    digits = RECORD._replace(name="12345", title="2018", source="00", evidence="1e3")
    path = write(tmp_path / f"records{suffix}", [digits])
    assert plain(read_records(path)) == [record_row(digits)]


@pytest.mark.parametrize("rows", [[], [RECORD], [UNDATED], [UNDATED, RECORD]])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_types_do_not_depend_on_the_kind_of_file(
    tmp_path: Path, suffix: str, rows: list[Record]
) -> None:
    frame = read_records(write(tmp_path / f"records{suffix}", rows))
    assert list(frame.columns) == RECORDS.names
    assert {str(frame[column].dtype) for column in ("year", "month", "day")} == {"Int32"}
    assert {type(code) for code in frame["adcode"]} <= {str}
    assert frame["published"].tolist() == [row.published for row in rows]


def test_a_folder_holds_both_tables(tmp_path: Path) -> None:
    out = write(tmp_path / "new" / "folder", [RECORD])
    assert sorted(path.name for path in out.iterdir()) == ["documents.parquet", "records.parquet"]
    (row,) = pq.read_table(out / "documents.parquet").to_pylist()
    assert row["rejected"] == [("no place", 1), ("weak evidence", 2)]
    assert (row["published"], row["text"]) == (None, "正文")
    assert list(row) == DOCUMENTS.names
    assert plain(read_records(out)) == [record_row(RECORD)]


@pytest.mark.parametrize("first", ["=1+1", "+1", "-1", "@a", "\tx", "'quoted"])
def test_a_spreadsheet_sees_no_formula(tmp_path: Path, first: str) -> None:
    path = write(tmp_path / "r.csv", [RECORD._replace(name=first)])
    content = path.read_text(encoding="utf-8-sig")
    assert f"'{first}" in content
    assert read_records(path)["name"].tolist() == [first]


def test_csv_begins_with_the_mark_that_spreadsheets_look_for(tmp_path: Path) -> None:
    assert write(tmp_path / "r.csv", []).read_bytes().startswith(b"\xef\xbb\xbfrecord_id,")


def test_nothing_appears_when_the_run_fails(tmp_path: Path) -> None:
    out = write(tmp_path / "out", [RECORD])
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with suppress(RuntimeError), DatasetWriter(out) as writer:
        writer.add([UNDATED], [REPORT])
        raise RuntimeError
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_many_rows_are_written_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.store.ROWS_PER_GROUP", 3)
    with DatasetWriter(tmp_path / "out") as writer:
        for number in range(7):
            writer.add([RECORD._replace(record_id=str(number))], [REPORT])
    frame = read_records(tmp_path / "out")
    assert frame["record_id"].tolist() == [str(number) for number in range(7)]
    assert pq.ParquetFile(tmp_path / "out" / "records.parquet").num_row_groups == 3


ODD = ("=1+1", "'quoted", 'a,"b"\r\nc', "居民健康信息平台")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_linked_records_differ_in_their_ids_alone(tmp_path: Path, suffix: str) -> None:
    rows = [RECORD._replace(record_id=name, name=name) for name in ODD] + [UNDATED]
    path = tmp_path / f"records{suffix}"
    with DatasetWriter(path) as writer:
        writer.add(rows, [REPORT])
        writer.link({(RECORD.adcode, name): f"of {name[:2]}" for name in ODD[:3]})
    linked = [
        row._replace(initiative_id=f"of {row.name[:2]}") if row.name in ODD[:3] else row
        for row in rows
    ]
    assert plain(read_records(path)) == [record_row(row) for row in linked]
    assert write(tmp_path / f"same{suffix}", linked).read_bytes() == path.read_bytes()
    assert not [*tmp_path.glob("*.partial*")]


def test_ids_belong_to_one_owner(tmp_path: Path) -> None:
    other = RECORD._replace(adcode="320500")
    with DatasetWriter(tmp_path / "out") as writer:
        writer.add([RECORD, other], [REPORT])
        writer.link({("320500", RECORD.name): "x"})
    assert read_records(tmp_path / "out")["initiative_id"].tolist() == [RECORD.initiative_id, "x"]


def test_linking_keeps_the_groups_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.store.ROWS_PER_GROUP", 3)
    with DatasetWriter(tmp_path / "out") as writer:
        for number in range(7):
            writer.add([RECORD._replace(record_id=str(number))], [REPORT])
        writer.link({(RECORD.adcode, RECORD.name): "x"})
    frame = read_records(tmp_path / "out")
    assert frame["record_id"].tolist() == [str(number) for number in range(7)]
    assert set(frame["initiative_id"]) == {"x"}
    assert pq.ParquetFile(tmp_path / "out" / "records.parquet").num_row_groups == 3


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_long_cell_and_no_rows_are_linked_too(tmp_path: Path, suffix: str) -> None:
    long = RECORD._replace(aliases=tuple(f"{number}号" * 20 for number in range(3_000)))
    for number, rows in enumerate(([], [long])):
        path = tmp_path / f"{number}{suffix}"
        with DatasetWriter(path) as writer:
            writer.add(rows, [])
            writer.link({(RECORD.adcode, RECORD.name): "x"})
        assert read_records(path)["initiative_id"].tolist() == ["x"] * number


def test_a_failed_linking_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("geodata.sinks._rewrite_parquet", fail)
    writer = DatasetWriter(tmp_path / "out")
    writer.add([RECORD], [REPORT])
    writer.link({(RECORD.adcode, RECORD.name): "x"})
    with pytest.raises(OSError, match="disk full"), writer:
        pass
    assert [*(tmp_path / "out").iterdir()] == []


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    one, same = (write(tmp_path / name, [RECORD]) for name in ("one", "same"))
    other = write(tmp_path / "other", [UNDATED])
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)
    assert len(fingerprint(one)) == 12


GOOD_HEADER = ",".join(RECORDS.names)
BAD_ROW = ",".join("nonsense" for _ in RECORDS.names)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("r.csv", b"", "cannot be read as .csv", id="empty-csv"),
        pytest.param("r.csv", b"name,year\na,1\n", "record_id, .*missing. Make it", id="other"),
        pytest.param("r.csv", f"{GOOD_HEADER}\n{BAD_ROW}\n".encode(), "cannot be read", id="cells"),
        pytest.param("r.csv", "名称\n".encode("gb18030"), "cannot be read as .csv", id="encoding"),
        pytest.param("r.jsonl", b"{", "cannot be read as .jsonl", id="broken-json"),
        pytest.param("r.jsonl", b"[1, 2]\n", "missing. Make it again", id="json-list"),
        pytest.param("r.jsonl", b'{"year": 1}\n', "missing. Make it again", id="json-other"),
        pytest.param("r.parquet", b"", "cannot be read as .parquet", id="empty-parquet"),
        pytest.param("r.parquet", b"PAR1nonsense", "cannot be read as .parquet", id="no-parquet"),
    ],
)  # fmt: skip
def test_tables_of_another_kind_are_refused(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SchemaError, match=rf"{name}: .*{says}"):
        read_records(tmp_path / name)


def test_a_year_that_is_no_number_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [RECORD])
    text = path.read_text(encoding="utf-8-sig").replace(",2018,8,", ",unknown,8,")
    path.write_text(text, encoding="utf-8-sig")
    with pytest.raises(SchemaError, match=r"r\.csv: .*unknown"):
        read_records(path)


@pytest.mark.parametrize("name", ["missing.parquet", "missing"])
def test_a_missing_table_says_how_to_make_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"no such records file\. Make one with"):
        read_records(tmp_path / name)


def test_a_folder_without_tables_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no such records file\. Make one with"):
        read_records(tmp_path)


def test_suffixes_that_are_not_written_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot write '.xlsx'; give a folder or a name ending"):
        DatasetWriter(tmp_path / "r.xlsx")
    (tmp_path / "r.txt").write_text("x")
    with pytest.raises(UsageError, match=r"cannot read '.txt'; give .parquet, .csv, .jsonl"):
        read_records(tmp_path / "r.txt")
