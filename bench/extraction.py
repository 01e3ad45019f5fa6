"""Extraction against a word segmenter's time on the same text."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import jieba

from bench.figures import Figure, Rule
from geodata.model import Source
from geodata.paths import data_folder
from geodata.pipeline import Tools, extract_source

ROUNDS = 3
CHARACTERS = 100_000
"""So much text is read in a round; the corpus is repeated until there is enough."""
SHORT, LONG, PIECE = 5_000_000, 50_000_000, 400
"""Bytes of two long files, for which time must grow as their length does; characters of a piece."""


def read_texts() -> list[str]:
    """The reports of the sample corpus, over and over, up to the wanted length."""
    paths = sorted((data_folder() / "corpus").rglob("*.txt"))
    corpus = [path.read_text(encoding="utf-8") for path in paths]
    texts: list[str] = []
    length = 0
    while length < CHARACTERS:
        texts.append(corpus[len(texts) % len(corpus)])
        length += len(texts[-1])
    return texts


def seconds(read: Callable[[str], Any], texts: Sequence[str]) -> float:
    """How long the processor takes to read all texts once."""
    began = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - began


def write_long_text(size: int) -> str:
    """So many bytes of UTF-8: pieces of the sample corpus, in the same disorder every time."""
    corpus = "".join(read_texts())
    chance = random.Random(size)
    pieces: list[str] = []
    length = 0
    while length < size:
        start = chance.randrange(len(corpus) - PIECE)
        pieces.append(corpus[start : start + PIECE])
        length += len(pieces[-1].encode())
    return "".join(pieces)


def measure_extraction() -> list[Figure]:
    """Characters a second of both: the better of several rounds, taken in turn."""
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    texts = read_texts()
    tools = Tools.load(data_folder())

    def extract(text: str) -> int:
        return sum(len(records) for records, _ in extract_source(Source("bench", text), tools))

    extract(texts[0])
    rounds = [(seconds(extract, texts), seconds(jieba.lcut, texts)) for _ in range(ROUNDS)]
    ours, peer = (min(column) for column in zip(*rounds, strict=True))
    length = sum(map(len, texts))
    short, long = map(write_long_text, (SHORT, LONG))
    return [
        Figure(
            name="extraction, one core",
            unit="characters a second",
            ours=length / ours,
            peer=length / peer,
            peer_name="jieba.lcut",
        ),
        Figure(
            name="extraction of one file of 50 MB",
            unit="characters a second",
            ours=len(long) / seconds(extract, [long]),
            peer=len(short) / seconds(extract, [short]),
            peer_name="the same of 5 MB",
            rule=Rule.TIMES_AT_LEAST,
            target=0.8,
        ),
    ]
