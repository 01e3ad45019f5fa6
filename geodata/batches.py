"""Things in their order, in groups of about one size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from sys import maxsize
from typing import TypeVar

Thing = TypeVar("Thing")


def gather(
    things: Iterable[Thing], size: Callable[[Thing], int], enough: int, most: int = maxsize
) -> Iterator[list[Thing]]:
    """Groups that end with the thing by which they have the size `enough`, or number `most`."""
    group: list[Thing] = []
    total = 0
    for thing in things:
        group.append(thing)
        total += size(thing)
        if total >= enough or len(group) >= most:
            yield group
            group, total = [], 0
    if group:
        yield group
