"""The repository speaks of itself alone: no workplace, no maker, no package host."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from geodata.paths import ROOT

# Written in halves, so that this file passes its own test.
HALVES = (
    ("/wo", "rk/"), ("sha", "red/"), ("py", "pi.org"), ("files.python", "hosted"),
    ("registry.npm", "js"), ("npm", "mirror"), ("cla", "ude"), ("anth", "ropic"), ("open", "ai"),
    ("chat", "gpt"), ("co-authored", "-by"), ("generated ", "with"), ("language ", "model"),
    ("tuna.tsing", "hua"), ("/tmp/", "brief"),
)  # fmt: skip
WORDS = tuple("".join(halves) for halves in HALVES)
PATTERN = re.compile("|".join(map(re.escape, WORDS)), re.IGNORECASE)

# The kind of interface that users look for by this name, and where they are told of it.
INTERFACE = "Open" + "AI-compatible"
TELLING = {"README.md", "README.zh.md", "geodata/cli.py"}


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def test_the_words_are_recognised() -> None:
    for word in WORDS:
        assert PATTERN.search(f"x {word.upper()} y")
    assert not PATTERN.search("works, workbench, open data, a shared border")


def test_no_tracked_file_names_them() -> None:
    files = tracked_files()
    assert ROOT / "geodata" / "cli.py" in files
    found = []
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="replace")
        if path.relative_to(ROOT).as_posix() in TELLING:
            text = text.replace(INTERFACE, "")
        found += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
            for match in PATTERN.finditer(text)
        ]
    assert found == []


@pytest.mark.parametrize("suffix", [".whl", ".gz", ".zip", ".pyc", ".log"])
def test_no_left_over_is_tracked(suffix: str) -> None:
    assert [path.name for path in tracked_files() if path.suffix == suffix] == []
