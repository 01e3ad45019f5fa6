"""Texts to candidates, by the stages as they are wired."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geodata.extract.candidates import Candidate
from geodata.model import Source
from geodata.pipeline import read_source_passages
from geodata.reading import Tools

Find = Callable[[str], list[Candidate]]


@pytest.fixture(scope="session")
def find(tools: Tools) -> Find:
    """All candidates of a text, before any is judged."""

    def run(text: str) -> list[Candidate]:
        readings = read_source_passages(Source("a.txt", text), tools)
        return [candidate for reading in readings for candidate in reading.candidates]

    return run
