"""Extraction against a word segmenter's time on the same text."""

import logging
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import jieba

from bench.figures import Figure, Rule
from geodata.model import Source
from geodata.paths import ROOT, data_folder
from geodata.pipeline import extract_sources
from geodata.reading import Tools

ROUNDS, LONG_ROUNDS = 25, 2
CHARACTERS = 100_000
"""So much text is read in a round; a folder is repeated until there is enough."""
ORDINARY, DENSE = ROOT / "tests" / "data" / "unseen", data_folder() / "corpus"
"""Folders of documents as users have them, and of short reports crowded with initiatives."""
SHORT, LONG, PIECE = 5_000_000, 50_000_000, 400
"""Bytes of two long files, for which time must grow as their length does; characters of a piece."""


def read_texts(folder: Path) -> list[str]:
    """The documents of a folder, over and over, up to the wanted length."""
    paths = sorted(folder.rglob("*.txt"))
    documents = [path.read_text(encoding="utf-8") for path in paths]
    texts: list[str] = []
    length = 0
    while length < CHARACTERS:
        texts.append(documents[len(texts) % len(documents)])
        length += len(texts[-1])
    return texts


def seconds(read: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> float:
    """How long the processor takes to read all texts once."""
    began = time.process_time()
    read(texts)
    return time.process_time() - began


def segment(texts: Sequence[str]) -> None:
    """What jieba does to the same texts."""
    for text in texts:
        jieba.lcut(text)


def write_long_text(size: int) -> str:
    """So many bytes of UTF-8: pieces of the sample corpus, in the same disorder every time."""
    corpus = "".join(read_texts(DENSE))
    chance = random.Random(size)
    pieces: list[str] = []
    length = 0
    while length < size:
        start = chance.randrange(len(corpus) - PIECE)
        pieces.append(corpus[start : start + PIECE])
        length += len(pieces[-1].encode())
    return "".join(pieces)


def measure_speed(
    name: str, texts: Sequence[str], extract: Callable[[Sequence[str]], Any]
) -> Figure:
    """Characters a second of ours and of jieba, who read all documents in turn, over and over.

    Of either the best round counts: what else the machine did has no part in it.
    """
    ours = peer = math.inf
    for _ in range(ROUNDS):
        ours = min(ours, seconds(extract, texts))
        peer = min(peer, seconds(segment, texts))
    length = sum(map(len, texts))
    return Figure(
        name=name,
        unit="characters a second",
        ours=length / ours,
        peer=length / peer,
        peer_name="jieba.lcut",
    )


def measure_extraction(given: Path | None = None) -> list[Figure]:
    """How fast ordinary documents, dense reports and one long file are read.

    Args:
        given: A folder of further documents (.txt) to measure on.
    """
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    tools = Tools.load(data_folder())

    def extract(texts: Sequence[str]) -> None:
        for _ in extract_sources([Source("bench", text) for text in texts], tools):
            pass

    ordinary = [measure_speed("extraction, ordinary documents", read_texts(ORDINARY), extract)]
    if given:
        ordinary.append(measure_speed("extraction, documents given", read_texts(given), extract))
    short, long = map(write_long_text, (SHORT, LONG))
    return [
        *(replace(figure, rule=Rule.TIMES_AT_LEAST, target=2.0) for figure in ordinary),
        measure_speed("extraction, crowded reports", read_texts(DENSE), extract),
        Figure(
            name="extraction of one file of 50 MB",
            unit="characters a second",
            ours=len(long) / min(seconds(extract, [long]) for _ in range(LONG_ROUNDS)),
            peer=len(short) / min(seconds(extract, [short]) for _ in range(LONG_ROUNDS)),
            peer_name="the same of 5 MB",
            rule=Rule.TIMES_AT_LEAST,
            target=0.8,
        ),
    ]
