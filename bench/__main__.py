"""`python -m bench`: measure, print, and say whether every target is met."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.extraction import measure_extraction
from bench.figures import Figure, table
from bench.pages import measure_pages
from bench.places import measure_places
from bench.timeline import measure_timeline
from geodata.paths import ROOT

REPORT = ROOT / "docs" / "benchmarks.md"
START_MARK = "<!-- figures: `make bench ARGS=--write` writes what follows -->\n"
PARTS = ("pages", "extraction", "places", "timeline")


def machine() -> str:
    """What the figures were measured on."""
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} cores, {platform.machine()}, "
        f"{platform.system()}, Python {platform.python_version()}, "
        f"{os.getloadavg()[0]:.1f} processes wanting a core before the start"
    )


def write_report(text: str) -> None:
    """Put the figures into the page of documentation, after its words."""
    words = REPORT.read_text(encoding="utf-8").split(START_MARK)[0]
    REPORT.write_text(f"{words}{START_MARK}\n{text}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 when every target is met, 1 when one is missed that holds on any machine."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    parser.add_argument("--only", choices=PARTS, help="measure one part only")
    parser.add_argument(
        "--documents", type=Path, help="a folder of .txt files to measure extraction on, too"
    )
    options = parser.parse_args(arguments)
    if options.documents and not any(options.documents.rglob("*.txt")):
        parser.error(f"--documents {options.documents}: no .txt files there")
    figures: list[Figure] = []
    measured_on = machine()
    parts = {options.only} if options.only else set(PARTS)
    if "pages" in parts:
        figures += measure_pages()
    if "extraction" in parts:
        figures += measure_extraction(options.documents)
    if "places" in parts:
        figures += measure_places()
    if "timeline" in parts:
        figures += measure_timeline()
    text = f"Measured {measured_on}.\n\n{table(figures)}"
    print(text)
    if options.write:
        write_report(text)
    missed = [figure for figure in figures if not figure.is_met]
    binding = [figure.name for figure in missed if figure.binding]
    here = [figure.name for figure in missed if not figure.binding]
    for words, names in (("Missed", binding), ("Missed on this machine, as it was", here)):
        if names:
            print(f"{words}: {', '.join(names)}.", file=sys.stderr)
    return 1 if binding else 0


if __name__ == "__main__":
    sys.exit(main())
