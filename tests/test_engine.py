"""Many files in one process or several: the same rows in the same order."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from geodata import engine, jobs
from geodata.corpus.metadata import Metadata
from geodata.engine import FileResult, extract_files
from geodata.model import PartialDate, Source
from geodata.paths import data_folder
from geodata.pipeline import Extracted
from geodata.reading import Tools

CITIES = ("南通市", "苏州市", "无锡市", "常州市", "扬州市")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.txt" for number in range(len(CITIES))]
    for path, city in zip(paths, CITIES, strict=True):
        path.write_text(f"{city}去年建成智慧城管平台，市民可以上报问题。\n", encoding="utf-8")
    paths[2].write_bytes(b"")
    return paths


def run(files: list[Path], workers: int) -> list[FileResult]:
    metadata = {"0.txt": Metadata(PartialDate(2019, 5, 1))}
    return list(extract_files(files, metadata, data_folder(), workers))


def test_results_come_in_the_order_of_the_files(files: list[Path]) -> None:
    results = run(files, 1)
    assert [Path(result.path).name for result in results] == [path.name for path in files]
    placed = [[record.adcode for record in result.records] for result in results]
    assert placed == [["320600"], ["320500"], [], ["320400"], ["321000"]]
    assert [result.error is None for result in results] == [True, True, False, True, True]


def test_metadata_dates_its_own_file_only(files: list[Path]) -> None:
    first, second, *_ = run(files, 1)
    assert [result.records[0].year for result in (first, second)] == [2018, None]


def test_two_processes_give_what_one_gives(files: list[Path]) -> None:
    assert run(files, 2) == run(files, 1)


def test_a_fault_of_ours_in_one_file_leaves_the_others_alone(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = engine.extract_sources

    def fail(sources: Sequence[Source], tools: Tools) -> Iterator[list[Extracted]]:
        if any(source.path.endswith("1.txt") for source in sources):
            raise ZeroDivisionError("division by zero")
        return whole(sources, tools)

    monkeypatch.setattr(engine, "extract_sources", fail)
    results = run(files, 1)
    assert results[1].error is not None
    assert "internal error (ZeroDivisionError: division by zero)" in results[1].error
    assert "Please report it with the file" in results[1].error
    assert [bool(result.records) for result in results] == [True, False, False, True, True]


def test_no_files_give_no_results() -> None:
    assert run([], 0) == []


def test_memory_does_not_grow_with_the_number_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen jobs' worth of files hold no more at once than four jobs' worth."""
    text = "南通市去年建成智慧城管平台，市民可以上报问题。" * 40
    monkeypatch.setattr(jobs, "JOB_CHARACTERS", 10 * len(text.encode()))
    paths = [tmp_path / f"{number}.txt" for number in range(160)]
    for number, path in enumerate(paths):
        path.write_text(f"第{number}篇。{text}", encoding="utf-8")
    run(paths[:40], 1)  # what is remembered of words is remembered by now
    few, many = peak(paths[:40]), peak(paths)
    assert many < 1.3 * few


def peak(files: list[Path]) -> int:
    """The most bytes held at once while files are read and their results let go."""
    tracemalloc.start()
    found = sum(len(result.records) for result in extract_files(files, {}, data_folder(), 1))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found >= len(files)
    return held
