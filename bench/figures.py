"""What was measured, and whether it is good enough."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Which number a target bounds."""

    AT_MOST = "at most"
    """Ours, in the figure's unit."""
    SHARE_AT_MOST = "of the peer's, at most"
    """Ours divided by the peer's."""
    TIMES_AT_LEAST = "times the peer's, at least"
    """Ours divided by the peer's."""
    POINTS_ABOVE = "above the peer's, at least"
    """Ours less the peer's, in the figure's unit."""
    NONE = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    name: str
    unit: str
    ours: float
    peer: float
    peer_name: str
    rule: Rule = Rule.NONE
    target: float = 0.0
    binding: bool = True
    """Whether missing it fails the run: no for times, which another machine may not reach."""

    @property
    def ratio(self) -> float:
        """Ours divided by the peer's; without end where the peer's is nothing."""
        return self.ours / self.peer if self.peer else math.inf

    @property
    def is_met(self) -> bool:
        """Whether the target holds; true where there is none."""
        if self.rule is Rule.AT_MOST:
            return self.ours <= self.target
        if self.rule is Rule.SHARE_AT_MOST:
            return self.ratio <= self.target
        if self.rule is Rule.TIMES_AT_LEAST:
            return self.ratio >= self.target
        if self.rule is Rule.POINTS_ABOVE:
            return self.ours - self.peer >= self.target
        return True


def number(value: float) -> str:
    """Three significant digits, thousands set apart."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def target_words(figure: Figure) -> str:
    """The target as the table states it: `<= 30 kB`, `<= 1/20 of the peer`."""
    match figure.rule:
        case Rule.AT_MOST:
            return f"<= {number(figure.target)} {figure.unit}"
        case Rule.SHARE_AT_MOST:
            return f"<= 1/{number(1 / figure.target)} of the peer"
        case Rule.TIMES_AT_LEAST:
            return f">= {number(figure.target)} x the peer"
        case Rule.POINTS_ABOVE:
            return f">= the peer + {number(figure.target)} {figure.unit}"
        case Rule.NONE:
            return ""


def ratio_words(figure: Figure) -> str:
    """Ours against the peer's, as a fraction where ours is the smaller."""
    if not figure.ours or not figure.peer:
        return ""
    if figure.ratio < 1:
        return f"1/{number(1 / figure.ratio)}"
    return number(figure.ratio)


def row(figure: Figure) -> list[str]:
    """The cells of one line."""
    met = "" if figure.rule is Rule.NONE else ("yes" if figure.is_met else "NO")
    return [
        f"{figure.name}, {figure.unit}",
        number(figure.ours),
        f"{number(figure.peer)} ({figure.peer_name})" if figure.peer_name else "",
        ratio_words(figure),
        target_words(figure),
        met,
    ]


def table(figures: Sequence[Figure]) -> str:
    """All lines as a Markdown table, columns aligned."""
    head = ["figure", "ours", "peer", "ours / peer", "target", "met"]
    rows = [head, *(row(figure) for figure in figures)]
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(head))]
    rule = "|".join("-" * (width + 2) for width in widths)
    lines = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        + " |"
        for cells in rows
    ]
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]]) + "\n"
