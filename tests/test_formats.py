"""Every format through the command line: the same initiative, and honest exit codes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from geodata import jobs
from geodata.cli import DONE, PARTLY, WRONG, main
from geodata.corpus.reader import list_inputs, read_sources
from geodata.errors import UnreadableError
from geodata.model import Source
from geodata.paths import ROOT
from geodata.store import read_records
from tests.corpus.papers import draw_columns, draw_headline, make_pdf, wrap

TITLE = "南通建成居民健康信息平台造福百姓"
BODY = (
    "南通市日前建成居民健康信息平台，覆盖全市20家医院，投入1.5亿元，市民凭身份证就能调阅报告。",
    "去年底，如东县启用“互联网+护理服务”系统，一年里接到预约1.2万人次，护士上门换药、量血压。",
)
DAY = "2018-08-03"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def text_bytes() -> bytes:
    return "\n".join([TITLE, f"发布日期：{DAY}", *BODY]).encode()


def page_bytes() -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    return (
        f"<html><head><meta charset=gb2312><title>{TITLE}</title><meta name=PubDate content={DAY}>"
        f"</head><body><ul><li><a href=/>首页</a></ul><div>{text}</div></body></html>"
    ).encode("gb18030")


def pdf_bytes() -> bytes:
    def draw(canvas: Canvas) -> None:
        draw_headline(canvas, TITLE)
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(297, 735, f"发布日期：{DAY}")
        draw_columns(canvas, wrap(BODY, 15), 2, by_row=True)

    return make_pdf(draw)


def word_bytes() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for paragraph in (f"发布日期：{DAY}", *BODY):
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def frame() -> pd.DataFrame:
    return pd.DataFrame({"text": ["\n".join(BODY)], "title": [TITLE], "published": [DAY]})


def csv_bytes() -> bytes:
    return frame().to_csv(index=False).encode()


def json_bytes() -> bytes:
    return frame().to_json(orient="records", lines=True).encode()


def parquet_bytes() -> bytes:
    return bytes(frame().to_parquet())


MAKERS = {
    ".txt": text_bytes,
    ".html": page_bytes,
    ".htm": page_bytes,
    ".pdf": pdf_bytes,
    ".docx": word_bytes,
    ".csv": csv_bytes,
    ".jsonl": json_bytes,
    ".parquet": parquet_bytes,
}


WHOLE = {suffix: make() for suffix, make in MAKERS.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One report in every format."""
    place = tmp_path / "in"
    place.mkdir()
    for suffix, make in MAKERS.items():
        (place / f"a{suffix}").write_bytes(make())
    return place


def test_every_format_gives_the_same_records(run: Run, folder: Path, tmp_path: Path) -> None:
    code, said, complaints = run("extract", folder, "-o", tmp_path / "out")
    assert (code, complaints) == (DONE, "")
    assert f"{len(MAKERS)} file(s) = {len(MAKERS)} read + 0 unreadable; 8 document(s)" in said
    records = read_records(tmp_path / "out")
    columns = ["name", "adcode", "year", "month", "status", "theme", "title"]
    known = {
        source: {tuple(row) for row in rows[columns].astype(str).to_numpy()}
        for source, rows in records.groupby("source")
    }
    assert set(known) == {str(folder / f"a{suffix}") for suffix in MAKERS}
    told = known[str(folder / "a.txt")]
    assert any("健康信息平台" in row[0] and row[1:3] == ("320600", "2018") for row in told)
    assert all(rows == told for rows in known.values())


def test_evidence_is_the_words_of_the_readers_text(run: Run, folder: Path, tmp_path: Path) -> None:
    run("extract", folder, "-o", tmp_path / "out")
    texts = {source.path: source.text for source in read_sources(sorted(folder.iterdir()), {})}
    documents = {
        row["document_id"]: row
        for row in pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    }
    assert len(documents) == len(MAKERS)
    for row in read_records(tmp_path / "out").to_dict("records"):
        assert texts[row["source"]][row["start"] : row["end"]] == row["evidence"]
        document = documents[row["document_id"]]
        assert texts[row["source"]][document["start"] : document["end"]] == document["text"]


def test_content_tells_where_the_suffix_does_not(run: Run, tmp_path: Path) -> None:
    paths = []
    for number, suffix in enumerate((".pdf", ".docx", ".html")):
        paths.append(tmp_path / f"{number}.bin")
        paths[-1].write_bytes(MAKERS[suffix]())
    code, said, _ = run("extract", *paths, "-o", tmp_path / "out")
    assert code == DONE
    assert "3 file(s) = 3 read" in said
    assert len(set(read_records(tmp_path / "out")["source"])) == 3


def test_each_row_is_a_document_of_its_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [{"text": text} for text in (BODY[0], BODY[0], "", BODY[1])]
    pd.DataFrame(rows).to_csv(path, index=False)
    code, said, complaints = run("extract", path, "-o", tmp_path / "out")
    assert code == DONE
    assert "1 file(s) = 1 read + 0 unreadable; 3 document(s)" in said
    assert "1 row(s) without text;" in said
    assert f"{path}: 1 row(s) without text skipped: 4." in complaints
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert len({document["document_id"] for document in documents}) == 3
    assert [document["start"] for document in documents] == [0, 0, 0]
    assert {document["source"] for document in documents} == {str(path)}


@pytest.mark.parametrize("workers", [1, 2])
def test_parts_of_a_table_come_in_order(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(jobs, "JOB_ROWS", 2)
    path = tmp_path / "a.jsonl"
    rows = [{"text": f"{number}：{BODY[0]}"} for number in range(7)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    _, said, _ = run("extract", path, "-o", tmp_path / "out", "--workers", workers)
    assert "1 file(s) = 1 read + 0 unreadable; 7 document(s)" in said
    documents = pq.read_table(tmp_path / "out" / "documents.parquet")
    assert documents["text"].to_pylist() == [row["text"] for row in rows]


def test_a_bad_line_is_named_and_the_rest_runs(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": BODY[0]}), "{bad", json.dumps({"text": BODY[1]})]
    path.write_text("\n".join(lines), encoding="utf-8")
    code, said, complaints = run("extract", path, "-o", tmp_path / "out", "--if-stale")
    assert code == PARTLY
    assert f"{path}, line 2: no JSON" in complaints
    assert "2 document(s)" in said
    assert "1 row(s) unreadable;" in said
    code, _, complaints = run("extract", path, "-o", tmp_path / "out", "--if-stale")
    assert code == PARTLY
    assert "line 2" in complaints


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"%PDF-1.4\n" + bytes(99), "a.pdf: broken PDF"),
        ("a.pdf", make_pdf(lambda c: c.rect(9, 9, 99, 99)), "a.pdf: scanned PDF without a text"),
        ("a.docx", b"PK\x03\x04" + bytes(99), "a.docx: broken Word file"),
        ("a.html", b"<html></html>", "a.html: web page without a main text"),
        ("a.parquet", b"PAR1", "a.parquet: broken Parquet table, or none"),
        ("a.csv", b"text,title\n", "a.csv: a table without rows"),
        ("a.jsonl", b"", "a.jsonl: empty file"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_runs(
    run: Run, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in" / "b.txt").write_bytes(text_bytes())
    code, said, complaints = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert code == PARTLY
    assert says in complaints
    assert "2 file(s) = 1 read + 1 unreadable; 1 document(s)" in said


def test_columns_by_name_and_a_wrong_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"正文,标题,日期\n{BODY[0]},{TITLE},{DAY}\n", encoding="gb18030")
    out = tmp_path / "out"
    named = "text=正文,title=标题,published=日期"
    assert run("extract", path, "-o", out, "--columns", named, "--if-stale")[0] == DONE
    (document,) = pq.read_table(out / "documents.parquet").to_pylist()
    assert (document["title"], str(document["published"])) == (TITLE, DAY)
    *_, complaints = run("extract", path, "-o", out, "--columns", named, "--if-stale")
    assert "up to date" in complaints
    other = "text=正文,title=标题"
    *_, complaints = run("extract", path, "-o", out, "--columns", other, "--if-stale")
    assert "up to date" not in complaints
    for wrong, says in (
        ("", f"{path}: no column 'text'; it has 正文, 标题, 日期. Name others by --columns"),
        ("text=内容", f"{path}: no column '内容'; it has 正文, 标题, 日期."),
        ("text=正文,title=题目", f"{path}: no column '题目'; it has 正文, 标题, 日期."),
        ("words=正文", "'words=正文' does not say"),
    ):
        code, _, complaints = run("extract", path, "-o", out, "--columns", wrong)
        assert code == WRONG
        assert says in complaints


def test_a_parquet_of_another_schema_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"name": ["a"], "year": [1]}).to_parquet(path)
    code, _, complaints = run("extract", path, "-o", tmp_path / "out")
    assert code == WRONG
    assert "a.parquet: no column 'text'; it has name, year." in complaints


def test_a_table_of_other_things_in_a_folder_is_skipped_with_a_note(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sources.csv").write_text("source,title\nb.txt,x\n", encoding="utf-8")
    code, _, complaints = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert code == WRONG
    assert "sources.csv: no column 'text'; it has source, title." in complaints
    (tmp_path / "in" / "b.txt").write_bytes(text_bytes())
    code, said, complaints = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert code == DONE
    assert "sources.csv: no column 'text'; it has source, title. Skipped" in complaints
    assert "1 file(s) = 1 read" in said


def test_metadata_wins_only_where_it_says_something(run: Run, folder: Path, tmp_path: Path) -> None:
    metadata = tmp_path / "m.csv"
    names = [f"a{suffix}" for suffix in MAKERS]
    rows = "".join(f"{name},,南通日报,\n" for name in names)
    metadata.write_text(f"source,published,publisher,title\n{rows}", encoding="utf-8")
    run("extract", folder, "-o", tmp_path / "out", "--metadata", metadata)
    for row in pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist():
        assert (row["publisher"], row["title"], str(row["published"])) == ("南通日报", TITLE, DAY)


damage = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8), st.integers(0, 30)), min_size=1)


@settings(max_examples=40, deadline=None)
@given(damage)
@pytest.mark.parametrize("suffix", MAKERS)
def test_damage_is_read_or_refused_and_never_a_fault_of_ours(
    tmp_path_factory: pytest.TempPathFactory,
    suffix: str,
    wounds: list[tuple[float, bytes, int]],
) -> None:
    data = WHOLE[suffix]
    for place, put, cut in wounds:
        at = int(place * len(data))
        data = data[:at] + put + data[at + cut :]
    path = tmp_path_factory.mktemp("damaged") / f"a{suffix}"
    path.write_bytes(data)
    for item in read_sources([path], {}):
        assert not isinstance(item, Source) or item.text.strip()


def test_a_line_of_column_names_that_is_no_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"te"xt,title\n南通市建成平台。,南通\n', encoding="utf-8")
    (refusal,) = read_sources([path], {})
    assert isinstance(refusal, UnreadableError)
    assert "the line of column names is no CSV" in str(refusal)


def test_the_sample_corpus_has_one_table_that_holds_no_texts() -> None:
    inputs = list_inputs([ROOT / "data" / "corpus"])
    assert [note.partition(": no column 'text'")[0][-11:] for note in inputs.notes] == [
        "sources.csv"
    ]
    assert all(path.suffix == ".txt" for path in inputs.files)
