"""Whole runs that ask a model: what is counted, told and kept fresh, and what never leaves."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata import llm
from geodata.assembling import EXTRACTOR
from geodata.cli import DONE, PARTLY, WRONG, main
from geodata.engine import extract_files
from geodata.freshness import MANIFEST_FILE
from geodata.llm import ANSWERED, GIVE_UP_AFTER, KEY_VARIABLE, NOT_ASKED, make_service
from geodata.paths import data_folder
from geodata.store import read_records
from tests.model_server import Handler, claim, say, serving, wrap

GUARD = "2019年，南通市公安局推出濠河卫士，群众可以一键报警。"
CITY = "苏州市2018年建成智慧城管平台，市民可以上报问题。"
GOOD = [claim("濠河卫士", GUARD)]
KEY = "geheim-12345"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "PAUSE", 0.0)
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "reports"
    folder.mkdir()
    paths = [folder / f"{number}.txt" for number in range(8)]
    for number, path in enumerate(paths):
        path.write_text(f"{GUARD}{CITY}第{number}期\n", encoding="utf-8")
    return paths


@pytest.fixture
def run(files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`extract` of the files, with options: exit code, stdout and stderr."""

    def call(*options: str) -> tuple[int, str, str]:
        out = str(tmp_path / "out")
        code = main(["extract", str(files[0].parent), "-o", out, *options])
        told = capsys.readouterr()
        assert KEY not in told.out + told.err
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return call


def extractors(tmp_path: Path) -> set[str]:
    return set(read_records(tmp_path / "out")["extractor"])


@pytest.fixture
def dead_url() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_processes_ask_for_themselves(files: list[Path]) -> None:
    with serving(say(GOOD)) as server:
        service = make_service(server.url, "m", 20, data_folder())
        runs = [
            list(extract_files(files, {}, data_folder(), workers, service=service))
            for workers in (1, 2)
        ]
        assert len(server.seen) == 2 * len(files)
    assert runs[0] == runs[1]
    assert all(result.asked == {ANSWERED: 1} for result in runs[0])


def test_each_run_finds_out_anew_whether_a_server_lives(files: list[Path], dead_url: str) -> None:
    service = make_service(dead_url, "m", 20, data_folder())
    given_up = len(files) - GIVE_UP_AFTER
    for _ in range(2):
        results = list(extract_files(files, {}, data_folder(), 1, service=service))
        reasons = [reason for result in results for reason in result.asked]
        assert reasons == [llm.NO_CONNECTION] * GIVE_UP_AFTER + [NOT_ASKED] * given_up


def test_rows_of_a_table_are_asked_about(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text(f"text\n{GUARD}\n{GUARD}\n", encoding="utf-8")
    with serving(say(GOOD)) as server:
        service = make_service(server.url, "m", 20, data_folder())
        results = list(extract_files([table], {}, data_folder(), 1, service=service))
    assert sum(result.asked.get(ANSWERED, 0) for result in results) == 2
    assert [r.name for result in results for r in result.records] == ["濠河卫士"] * 2


def test_nothing_is_sent_without_the_option(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setenv(KEY_VARIABLE, KEY)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    code, out, err = run()
    assert (code, err) == (DONE, "")
    assert "passage(s)" not in out
    assert extractors(tmp_path) == {EXTRACTOR}


def test_answers_are_counted_and_the_key_goes_to_the_server_alone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    with serving(say(GOOD)) as server:
        code, out, err = run("--llm", server.url, "--llm-model", "qwen:7b")
        assert {request.headers["Authorization"] for request in server.seen} == {f"Bearer {KEY}"}
        assert all(KEY not in str(request.body) for request in server.seen)
    assert (code, err) == (DONE, "")
    assert "; 8 passage(s) = 8 answered by the model + 0 not or not wholly; " in out
    assert extractors(tmp_path) == {"llm-1:qwen:7b"}
    written = b"".join(p.read_bytes() for p in (tmp_path / "out").iterdir())
    assert KEY.encode() not in written


def test_each_kind_of_failure_is_said_once_and_all_are_counted(run: Run, tmp_path: Path) -> None:
    def vary(handler: Handler) -> None:
        number = len(handler.server.seen)
        if number <= 3:
            handler.reply(b"", 400)
        elif number <= 5:
            handler.reply(wrap([*GOOD, claim("苏城通", CITY)]))
        else:
            handler.reply(wrap(GOOD))

    with serving(vary) as server:
        code, out, err = run("--llm", server.url, "--llm-model", "m", "--workers", "1")
    assert code == DONE
    told = [line for line in err.splitlines() if line]
    assert [line.partition(",")[0] for line in told] == ["--llm: HTTP 400", "--llm: invented name"]
    assert "0.txt" in told[0]
    assert "3.txt" in told[1]
    assert (
        "8 passage(s) = 3 answered by the model + 5 not or not wholly "
        "(HTTP 400 3, invented name 2); " in out
    )
    assert extractors(tmp_path) == {EXTRACTOR, "llm-1:m"}


def test_a_dead_server_gives_the_rules_result_and_is_not_fresh(
    run: Run, tmp_path: Path, dead_url: str
) -> None:
    assert run()[0] == DONE
    ruled = read_records(tmp_path / "out")
    options = ("--llm", dead_url, "--llm-model", "m", "--if-stale")
    for _ in range(2):
        code, out, err = run(*options)
        assert code == DONE
        assert "no connection 5, not asked, server given up 3" in out
        assert len(err.splitlines()) == 2
        assert read_records(tmp_path / "out").equals(ruled)


def test_a_set_is_fresh_for_its_own_model_only(run: Run, tmp_path: Path) -> None:
    with serving(say(GOOD)) as server:
        asked = ("--llm", server.url, "--llm-model", "m", "--if-stale")
        assert "passage(s)" in run(*asked)[1]
        assert "is up to date" in run(*asked)[2]
        assert len(server.seen) == 8
        assert "passage(s)" in run("--llm", server.url, "--llm-model", "n", "--if-stale")[1]
    assert "passage(s)" not in run("--if-stale")[1]
    assert (tmp_path / "out" / MANIFEST_FILE).is_file()
    assert extractors(tmp_path) == {EXTRACTOR}


def test_an_unreadable_file_still_counts_as_one(run: Run, files: list[Path]) -> None:
    files[0].write_bytes(b"")
    with serving(say(GOOD)) as server:
        code, out, _ = run("--llm", server.url, "--llm-model", "m")
    assert code == PARTLY
    assert "7 passage(s) = 7 answered" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--llm", "http://a"), "--llm and --llm-model go together"),
        (("--llm-model", "m"), "--llm and --llm-model go together"),
        (("--llm", "a", "--llm-model", "m"), "like http://server:8000/v1"),
        (("--llm", "http://a", "--llm-model", "m", "--llm-timeout", "0"), "--llm-timeout 0"),
    ],
)
def test_a_wrong_call_writes_nothing(
    run: Run, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    code, out, err = run(*options)
    assert (code, out) == (WRONG, "")
    assert said in err
    assert not (tmp_path / "out").exists()
