"""The command line as others call it: exit codes, messages, tables."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from geodata.cli import DONE, PARTLY, WRONG, main
from geodata.paths import ROOT
from geodata.store import read_records

REPORT = """南通建成居民健康信息平台
发布日期：2018年8月3日
来源：人民日报

南通市日前建成居民健康信息平台，覆盖全市20家医院，投入1.5亿元。去年底，如东县启用“互联网+护理服务”系统。
"""
# As the design of the tables has them; others script against these.
RECORD_COLUMNS = [
    *("record_id", "initiative_id", "name", "aliases", "kind", "status", "theme", "themes"),
    *("year", "month", "day", "date_precision", "date_basis"),
    *("adcode", "place_name", "place_precision", "place_basis", "candidates"),
    *("actors", "figures", "source", "document_id", "title", "published"),
    *("start", "end", "evidence", "confidence", "extractor"),
]
DOCUMENT_COLUMNS = [
    *("document_id", "source", "title", "published", "publisher", "url", "start", "end"),
    *("characters", "cleaning", "places", "records", "rejected", "text"),
]
SUMMARY = re.compile(
    r"(?P<files>\d+) file\(s\) = (?P<read>\d+) read \+ (?P<unreadable>\d+) unreadable; "
    r"(?P<documents>\d+) document\(s\), (?P<characters>[\d,]+) characters -> "
    r"(?P<records>\d+) record\(s\) in (?P<out>.+?); (?P<rejected>\d+) candidate\(s\) rejected"
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "b.txt").write_text(REPORT.replace("南通", "苏州"), encoding="gb18030")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr; a wrong option is argparse's exit, which is one, too."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = int(str(stop.code))
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return code, told.out, told.err


def test_extract_writes_both_tables_with_exactly_their_columns(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    code, said, _ = run(capsys, "extract", reports, "-o", out)
    assert code == DONE
    records, documents = (
        pq.read_table(out / f"{name}.parquet") for name in ("records", "documents")
    )
    assert records.schema.names == RECORD_COLUMNS
    assert documents.schema.names == DOCUMENT_COLUMNS
    summary = SUMMARY.fullmatch(said.strip().rpartition(" rejected")[0] + " rejected")
    assert summary is not None
    counts = {key: summary[key].replace(",", "") for key in summary.groupdict()}
    assert (counts["files"], counts["read"], counts["unreadable"]) == ("2", "2", "0")
    assert int(counts["records"]) == records.num_rows > 0
    assert int(counts["documents"]) == documents.num_rows == 2
    assert int(counts["characters"]) == 2 * len(REPORT)
    assert sum(documents["records"].to_pylist()) == records.num_rows
    told = sum(number for row in documents["rejected"].to_pylist() for _, number in row)
    assert int(counts["rejected"]) == told
    assert not list(out.glob("*.partial"))


def test_the_record_of_a_known_report(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "extract", reports / "a.txt", "-o", tmp_path / "out")
    frame = read_records(tmp_path / "out")
    row = frame[frame["name"].str.contains("健康信息平台")].iloc[0]
    assert row["adcode"] == "320600"
    assert row["place_name"] == "江苏省/南通市"
    assert (row["year"], row["theme"], row["status"]) == (2018, "health", "completed")
    assert row["title"] == "南通建成居民健康信息平台"
    assert str(row["published"]) == "2018-08-03"
    assert row["source"] == str(reports / "a.txt")


def test_three_kinds_of_file_hold_the_same_records(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = []
    for name in ("r.parquet", "r.csv", "r.jsonl"):
        assert run(capsys, "extract", reports, "-o", tmp_path / name)[0] == DONE
        assert not list(tmp_path.glob("*.partial"))
        frame = read_records(tmp_path / name)
        for column in ("aliases", "themes", "candidates", "actors", "figures"):
            frame[column] = [[*cell] for cell in frame[column]]
        frame["published"] = frame["published"].astype(str)
        frames.append(frame)
    assert len(frames[0]) > 0
    pd.testing.assert_frame_equal(frames[0], frames[1])
    pd.testing.assert_frame_equal(frames[0], frames[2])


VARIANTS = {
    "a.txt": "南京市2019年上线“好易办”企业服务平台。记者在“好易办”平台看到，企业可以网上办税。",
    "b.txt": "记者获悉，南京市2020年升级“好易办”平台，企业可以网上办税、网上查询。",
    "c.txt": "江苏省2020年上线“好易办”平台，全省企业可以网上办税、网上查询。",
}


@pytest.mark.parametrize("name", ["out", "r.csv", "r.jsonl", "r.parquet"])
def test_variants_of_a_name_in_two_documents_are_one_initiative(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for file, text in VARIANTS.items():
        (reports / file).write_text(text, encoding="utf-8")
    assert run(capsys, "extract", reports, "-o", tmp_path / name)[0] == DONE
    frame = read_records(tmp_path / name)
    frame = frame[frame["name"].str.contains("好易办")]
    by_owner = frame.groupby("adcode")["initiative_id"].agg(set).to_dict()
    assert sorted(frame["adcode"]) == ["320000", "320100", "320100"]
    assert frame["record_id"].is_unique
    assert [len(ids) for ids in by_owner.values()] == [1, 1]
    assert by_owner["320000"] != by_owner["320100"]


def test_an_unreadable_file_is_named_and_the_rest_goes_on(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "c.txt").write_bytes(b"")
    (reports / "d.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    code, said, complaints = run(capsys, "extract", reports, "-o", tmp_path / "out")
    assert code == PARTLY
    assert "4 file(s) = 2 read + 2 unreadable" in said
    assert "c.txt: empty file" in complaints
    assert "d.txt: binary file" in complaints or "d.txt: neither" in complaints
    assert set(read_records(tmp_path / "out")["source"]) == {
        str(reports / name) for name in ("a.txt", "b.txt")
    }


def test_a_line_of_50_megabytes_is_refused(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "line.txt").write_bytes(b"x" * 50_000_000)
    code, _, complaints = run(capsys, "extract", reports, "-o", tmp_path / "out")
    assert code == PARTLY
    assert "line.txt: one line of 50,000,000 characters" in complaints
    assert "Put line breaks" in complaints


def test_files_of_other_kinds_in_a_folder_are_told_of(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "scan.png").write_bytes(b"x")
    code, _, complaints = run(capsys, "extract", reports, "-o", tmp_path / "out")
    assert code == DONE
    assert "1 file(s) of other kinds skipped" in complaints
    assert "scan.png" in complaints


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param("extract NOWHERE -o OUT", "no such file or folder", id="missing-input"),
        pytest.param("extract EMPTY -o OUT", "holds no files", id="empty-folder"),
        pytest.param("extract IN -o OUT.xlsx", "cannot write '.xlsx'; give", id="suffix"),
        pytest.param("extract IN -o IN/a.txt/x", "cannot write there", id="no-folder"),
        pytest.param("extract IN -o OUT --metadata NOWHERE", "cannot be opened", id="metadata"),
        pytest.param("extract IN -o OUT --workers -1", "--workers -1: give 0", id="workers"),
        pytest.param("extract IN -o OUT --engine abacus", "invalid choice", id="engine"),
        pytest.param("extract IN", "required: -o", id="no-out"),
        pytest.param("extract IN -o OUT --fast", "unrecognized arguments: --fast", id="option"),
        pytest.param("", "required: COMMAND", id="nothing"),
        pytest.param("score NOWHERE GOOD", "no such gold file", id="gold"),
        pytest.param("score GOLD NOWHERE", "Make one with `python -m geodata", id="records"),
        pytest.param("score GOLD IN/a.txt", "cannot read '.txt'; give", id="records-suffix"),
        pytest.param("join NOWHERE --level city -o OUT.csv", "no such records file", id="join"),
        pytest.param("join OTHER --level city -o OUT.csv", "missing. Make it again", id="schema"),
        pytest.param("score GOLD OTHER", "missing. Make it again", id="score-schema"),
        pytest.param("score GOLD BROKEN", "cannot be read as .parquet", id="broken-table"),
        pytest.param("score IN/a.txt GOOD", "line 1: not JSON", id="gold-not-json"),
    ],
)
def test_wrong_calls_say_what_to_do(
    reports: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    says: str,
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "gold.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no table PAR1")
    pd.DataFrame({"name": ["a"], "year": [2018]}).to_csv(tmp_path / "other.csv", index=False)
    run(capsys, "extract", reports, "-o", tmp_path / "good.csv")
    named = {
        "GOOD": tmp_path / "good.csv",
        "NOWHERE": tmp_path / "nowhere",
        "EMPTY": tmp_path / "empty",
        "BROKEN": tmp_path / "broken.parquet",
        "GOLD": tmp_path / "gold.jsonl",
        "OTHER": tmp_path / "other.csv",
        "OUT": tmp_path / "out",
        "IN": reports,
    }
    line = re.sub("[A-Z]{2,}", lambda m: str(named.get(m.group(), m.group())), arguments)
    code, said, complaints = run(capsys, *line.split())
    assert code == WRONG
    assert said == ""
    assert says in complaints


def test_a_records_file_of_another_schema_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.parquet"
    pd.DataFrame({"name": ["a"]}).to_parquet(other)
    code, _, complaints = run(
        capsys, "join", other, "--level", "province", "-o", tmp_path / "x.csv"
    )
    assert code == WRONG
    assert "other.parquet: not a table of this program: column(s) record_id" in complaints


def test_metadata_dates_and_names_the_documents(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata = reports / "sources.csv"
    metadata.write_text(
        "source,published,publisher,url,title\na.txt,2011-05-06,新华社,https://e.org/1,标题\n",
        encoding="utf-8",
    )
    code, _, complaints = run(
        capsys, "extract", reports, "-o", tmp_path / "out", "--metadata", metadata
    )
    assert code == DONE
    assert "skipped" not in complaints
    first, second = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert str(first["published"]) == "2011-05-06"
    assert (first["publisher"], first["url"]) == ("新华社", "https://e.org/1")
    assert first["title"] == "标题"
    assert str(second["published"]) == "2018-08-03"


def test_if_stale_works_once_and_again_after_each_change(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, metadata = tmp_path / "out", tmp_path / "sources.csv"
    metadata.write_text("source,published\na.txt,2011\n", encoding="utf-8")
    call = ("extract", reports, "-o", out, "--metadata", metadata, "--if-stale")

    def works() -> bool:
        code, said, complaints = run(capsys, *call)
        assert code == DONE
        assert ("up to date" in complaints) != ("file(s) =" in said)
        return "file(s) =" in said

    assert works()
    assert not works()
    (reports / "a.txt").write_text(REPORT + "\n又一段。\n", encoding="utf-8")
    assert works()
    metadata.write_text("source,published\na.txt,2012\n", encoding="utf-8")
    assert works()
    (reports / "b.txt").rename(reports / "c.txt")
    assert works()
    (out / "documents.parquet").unlink()
    assert works()
    (out / "manifest.json").write_text("[not json", encoding="utf-8")
    assert works()
    assert not works()


def test_a_stopped_run_leaves_the_old_tables_and_no_half_ones(
    reports: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    run(capsys, "extract", reports, "-o", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geodata.store.DatasetWriter.add", stop)
    code, said, complaints = run(capsys, "extract", reports, "-o", out)
    assert (code, said) == (130, "")
    assert "stopped; nothing was written" in complaints
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_two_runs_write_the_same_bytes(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for out in ("one", "two"):
        run(capsys, "extract", reports, "-o", tmp_path / out)
    for name in ("records.parquet", "documents.parquet"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_score_of_records_against_themselves(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "extract", reports, "-o", tmp_path / "out")
    gold = tmp_path / "gold.jsonl"
    with gold.open("w", encoding="utf-8") as file:
        for row in read_records(tmp_path / "out").to_dict("records"):
            entry = {key: row[key] for key in ("name", "theme")}
            entry |= {"file": Path(row["source"]).name, "start": 0, "end": 10_000}
            entry |= {"adcode": [row["adcode"]], "year": int(row["year"])}
            file.write(json.dumps(entry) + "\n")
    code, said, _ = run(capsys, "score", gold, tmp_path / "out")
    assert code == DONE
    told = dict(line.split() for line in said.splitlines())
    assert {told[key] for key in ("f1", "recall", "precision", "all_right")} == {"1.000"}


def test_places_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "places", "江苏省南通市", "朝阳区")
    assert code == DONE
    assert said.splitlines()[0] == "江苏省南通市\t320600\t江苏省/南通市\tcity\texplicit"
    assert said.splitlines()[1].startswith("朝阳区\trefused\t110105 220104")
    _, said, _ = run(capsys, "places", "--json", "江苏省南通市")
    assert json.loads(said)[0]["adcode"] == "320600"


@pytest.mark.parametrize("command", ["extract", "join", "score", "places", "boundaries", "check"])
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, said, _ = run(capsys, command, "--help")
    assert code == DONE
    assert f"python -m geodata {command}" in said


def test_a_real_process(reports: Path, tmp_path: Path) -> None:
    (reports / "c.txt").write_bytes(b"")
    command = [sys.executable, "-m", "geodata", "extract", reports, "-o", tmp_path / "out"]
    done = subprocess.run(
        [*map(str, command), "--workers", "2"],
        cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == PARTLY
    assert SUMMARY.match(done.stdout)
    assert len(done.stdout.splitlines()) == 1
    assert "c.txt: empty file" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(read_records(tmp_path / "out")) > 0
