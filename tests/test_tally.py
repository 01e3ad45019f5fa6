"""Counts that reconcile, and messages that name without flooding."""

from __future__ import annotations

from pathlib import Path

from geodata.engine import FileResult
from geodata.tally import MAX_NAMED, Tally


def test_files_are_read_or_unreadable() -> None:
    tally = Tally()
    assert tally.add(FileResult("a.txt")) == []
    assert not tally.partly
    assert tally.add(FileResult("b.txt", error="b.txt: empty file.")) == ["b.txt: empty file."]
    assert tally.partly
    told = tally.summary(Path("out"), 1.23)
    assert told == (
        "2 file(s) = 1 read + 1 unreadable; 0 document(s), 0 characters -> 0 record(s) in out; "
        "0 candidate(s) rejected; 1.2 s"
    )


def test_parts_of_a_table_are_one_file() -> None:
    tally = Tally()
    assert tally.add(FileResult("a.csv", empty=(3,), last=False)) == []
    said = tally.add(FileResult("a.csv", empty=(7,), faults=("a.csv, line 9: no CSV.",)))
    assert said == ["a.csv, line 9: no CSV.", "a.csv: 2 row(s) without text skipped: 3, 7."]
    assert tally.partly
    assert "1 file(s) = 1 read + 0 unreadable" in tally.summary(Path("out"), 0)
    assert "; 2 row(s) without text; 1 row(s) unreadable; 0.0 s" in tally.summary(Path("out"), 0)


def test_many_faults_of_one_table_are_counted_not_listed() -> None:
    tally = Tally()
    faults = tuple(f"fault {number}" for number in range(8))
    assert tally.add(FileResult("a.csv", faults=faults, last=False)) == list(faults)
    said = tally.add(FileResult("a.csv", faults=faults, empty=tuple(range(12))))
    assert said == [
        *faults[: MAX_NAMED - 8],
        "a.csv: 6 more row(s) like these.",
        "a.csv: 12 row(s) without text skipped: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more.",
    ]
    assert tally.counts["faulty"] == 16
    assert tally.add(FileResult("b.csv", faults=("one",))) == ["one"]


def test_rows_without_text_alone_are_no_failure() -> None:
    tally = Tally()
    tally.add(FileResult("a.csv", empty=(2,)))
    assert not tally.partly


def test_what_a_file_leaves_out_is_told() -> None:
    said = Tally().add(FileResult("a.pdf", notes=("page(s) 2 hold no text",)))
    assert said == ["a.pdf: page(s) 2 hold no text."]
