"""Which files go to a process together."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata import jobs
from geodata.corpus.metadata import Metadata
from geodata.corpus.table import Columns
from geodata.jobs import Files, Rows, list_jobs
from geodata.model import PartialDate


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three files of ten bytes, a table, and two files more; a job holds twenty bytes."""
    monkeypatch.setattr(jobs, "JOB_CHARACTERS", 20)
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "d.csv", "e.txt", "f.txt")]
    for path in paths:
        path.write_text("0123456789", encoding="utf-8")
    paths[3].write_text("text\n南通市建成智慧城管平台。\n", encoding="utf-8")
    return paths


def cut(files: list[Path], *, alone: bool = False) -> list[str]:
    """Names of the files of each job."""
    metadata = {"b.txt": Metadata(PartialDate(2019))}
    found = list(list_jobs(files, metadata, Columns(), alone=alone))
    for job in found:
        if isinstance(job, Files):
            assert all(known == metadata.get(path.name) for path, known in job.files)
    return [
        job.path.name if isinstance(job, Rows) else " ".join(path.name for path, _ in job.files)
        for job in found
    ]


def test_small_files_go_together_in_their_order(files: list[Path]) -> None:
    assert cut(files) == ["a.txt b.txt", "c.txt", "d.csv", "e.txt f.txt"]


def test_each_file_goes_alone_where_a_model_is_asked(files: list[Path]) -> None:
    assert cut(files, alone=True) == [path.name for path in files]


def test_a_job_holds_so_many_files_at_most(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "JOB_CHARACTERS", 1_000)
    assert cut(files) == ["a.txt b.txt c.txt", "d.csv", "e.txt f.txt"]
    monkeypatch.setattr(jobs, "JOB_ROWS", 1)
    texts = [path for path in files if path.suffix == ".txt"]
    assert cut(texts) == [path.name for path in texts]


def test_files_that_are_not_there_are_left_to_the_reader(tmp_path: Path) -> None:
    assert cut([tmp_path / "none.txt"]) == ["none.txt"]
