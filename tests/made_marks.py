"""Marks made up to any number, without a dataset: equal arguments give equal marks."""

from __future__ import annotations

import numpy as np

import geodata as gd
from tests.small_dataset import HOSTILE

STATUSES = ("completed", "issued", "launched", "operating", "piloted", "planned")
WORDS = ("一网通办", "城市大脑", "健康码", "数据开放平台", "网格化管理", "政务云", "智慧停车")
FIRST, LAST = 2003, 2024


def make_marks(number: int, seed: int = 3, units: tuple[str, ...] = ("330000",)) -> gd.Marks:
    """So many marks of all themes and statuses, a twelfth undated, in the order of lists.

    The name of the first dated one is hostile.
    """
    random = np.random.default_rng(seed)
    themes = tuple(str(theme) for theme in gd.Theme)
    weights = 1 / np.arange(1, len(themes) + 1)
    year = random.binomial(LAST - FIRST, 0.62, number) + FIRST
    year[random.random(number) < 1 / 12] = 0
    month = np.where((random.random(number) < 0.6) & (year > 0), random.integers(1, 13, number), 0)
    day = np.where((random.random(number) < 0.5) & (month > 0), random.integers(1, 32, number), 0)
    order = np.argsort(np.where(year > 0, -year, 9999), kind="stable")
    year, month, day = (column[order].astype(np.int32) for column in (year, month, day))
    names = tuple(f"{WORDS[i % len(WORDS)]}{i}号" for i in range(max(number - 1, 0)))
    theme = random.choice(len(themes), number, p=weights / weights.sum()).astype(np.int32)
    region = random.integers(0, len(units), number).astype(np.int32)
    return gd.Marks(
        rows=np.arange(number, dtype=np.int32) * 2,
        year=year,
        month=month,
        day=day,
        names=(HOSTILE, *names)[:number],
        name=np.arange(number, dtype=np.int32),
        themes=themes,
        theme=theme,
        statuses=STATUSES,
        status=random.integers(0, 6, number).astype(np.int32),
        places=units,
        place=region,
        regions=units,
        region=region,
        total=number,
        undated=int((year == 0).sum()),
        theme_counts=_count(theme, len(themes)),
        theme_undated=_count(theme[year == 0], len(themes)),
        region_counts=_count(region, len(units)),
        region_undated=_count(region[year == 0], len(units)),
    )


def _count(numbers: np.ndarray, kinds: int) -> np.ndarray:
    return np.bincount(numbers, minlength=kinds).astype(np.int32)
