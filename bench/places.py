"""Place names: the hand-made cases and the sample corpus, ours beside cpca and JioNLP."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Figure, Rule
from geodata.paths import ROOT, data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.places.resolve import find_toponyms

CASES = ROOT / "tests" / "data" / "toponyms.jsonl"
REQUIREMENTS = ROOT / "requirements-place-peers.txt"
ENVIRONMENT = ROOT / "build" / "place-peers"
ROUNDS = 20
LIBRARIES = ("cpca", "jionlp")
POINTS_ABOVE, TIMES_JIONLP = 10, 50
PROBES: Mapping[str, frozenset[str]] = {
    "朝阳区推行网格化": frozenset(),
    "鼓楼区上线平台": frozenset(),
    "加强合作": frozenset(),
    "比如说": frozenset(),
    "前郭县": frozenset({"220721"}),
    "贵安新区": frozenset({"520000"}),
}
"""Texts that tempt to a guess, and the codes that are none; a refusal never is one."""

Answers = list[frozenset[str]]
"""For each text the codes answered; refusals are left out."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What one function answered, and how fast it is on the sample corpus."""

    name: str
    cases: Answers
    probes: Answers
    speed: float
    """Characters in a second of a core, the best of several rounds."""

    def right(self, expected: Sequence[frozenset[str]]) -> float:
        """Cases answered with exactly the codes wanted, in percent."""
        hits = sum(a == b for a, b in zip(self.cases, expected, strict=True))
        return 100 * hits / len(expected)

    @property
    def guesses(self) -> int:
        """Probes answered with a code that nothing in them gives."""
        wanted = PROBES.values()
        return sum(not answer <= codes for answer, codes in zip(self.probes, wanted, strict=True))


def prepare_peers() -> Path:
    """The Python of an environment with the peers; made anew when its requirements change.

    Raises:
        subprocess.CalledProcessError: If they cannot be installed.
    """
    python = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    stamp = ENVIRONMENT / "installed.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def ask_peers(cases: Sequence[str], texts: Sequence[str], codes: Mapping[str, str]) -> list[Trial]:
    """Both functions of both peers on the same texts; `codes` turns a name path into a code."""
    job = json.dumps({"cases": cases, "probes": list(PROBES), "texts": texts})
    done = subprocess.run(
        [str(prepare_peers()), str(ROOT / "bench" / "place_peers.py")],
        input=job, stdout=subprocess.PIPE, encoding="utf-8", check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)

    def read(answers: list[list[str | None]]) -> Answers:
        return [frozenset(codes.get(name, name) for name in found if name) for found in answers]

    return [
        Trial(name, read(told["cases"]), read(told["probes"]), told["speed"])
        for name, told in found.items()
    ]


def best_speed(find: Callable[[str], object], texts: Sequence[str]) -> float:
    """Characters in a second of a core, whatever else runs: the best of several rounds."""
    length, best = sum(map(len, texts)), 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            find(text)
        best = max(best, length / (time.process_time() - began))
    return best


def try_ours(cases: Sequence[Mapping[str, Any]], texts: Sequence[str], places: Gazetteer) -> Trial:
    """Our resolver, with the year, title and source of the cases that have them."""

    def answer(case: Mapping[str, Any]) -> frozenset[str]:
        year, title, source = case.get("year"), tuple(case.get("title", ())), case.get("source")
        found = find_toponyms(case["text"], places, year=year, title=title, source=source)
        return frozenset(toponym.adcode for toponym in found if toponym.adcode)

    find_toponyms(texts[0], places)
    return Trial(
        name="ours",
        cases=[answer(case) for case in cases],
        probes=[answer({"text": text}) for text in PROBES],
        speed=best_speed(lambda text: find_toponyms(text, places), texts),
    )


def measure_places() -> list[Figure]:
    """Accuracy, guesses and speed; of each peer the function that is right more often."""
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    corpus = sorted((data_folder() / "corpus").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in corpus]
    places = Gazetteer.load(data_folder())
    codes = {places.place_name(unit.adcode): unit.adcode for unit in places.units()}
    ours = try_ours(cases, texts, places)
    trials = ask_peers([case["text"] for case in cases], texts, codes)
    return place_figures(cases, ours, trials)


def place_figures(
    cases: Sequence[Mapping[str, Any]], ours: Trial, trials: Sequence[Trial]
) -> list[Figure]:
    """The table's lines, best peer first."""
    expected = [frozenset(code for _, code in case["toponyms"] if code) for case in cases]
    peers = [
        max((t for t in trials if t.name.startswith(library)), key=lambda t: t.right(expected))
        for library in LIBRARIES
    ]
    ranked = sorted(peers, key=lambda peer: -peer.right(expected))
    return [
        *(_accuracy(ours, peer, expected, first=peer is ranked[0]) for peer in ranked),
        *(_accuracy_bare(cases, ours, peer, expected) for peer in ranked),
        *(_guesses(ours, peer) for peer in ranked),
        *(_speed(ours, trial, chosen=trial in peers) for trial in trials),
    ]


def _accuracy(
    ours: Trial, peer: Trial, expected: Sequence[frozenset[str]], *, first: bool
) -> Figure:
    rule, target = (Rule.POINTS_ABOVE, POINTS_ABOVE) if first else (Rule.NONE, 0)
    own, other = ours.right(expected), peer.right(expected)
    return Figure("place names, cases right", "%", own, other, peer.name, rule, target)


def _accuracy_bare(
    cases: Sequence[Mapping[str, Any]],
    ours: Trial,
    peer: Trial,
    expected: Sequence[frozenset[str]],
) -> Figure:
    """The same over cases of text alone: no peer can be told a year, a title or a source."""
    bare = [i for i, case in enumerate(cases) if not case.keys() & {"year", "title", "source"}]
    wanted = [expected[i] for i in bare]
    own, other = (
        Trial(t.name, [t.cases[i] for i in bare], t.probes, t.speed).right(wanted)
        for t in (ours, peer)
    )
    return Figure("place names, cases of text alone", "%", own, other, peer.name)


def _guesses(ours: Trial, peer: Trial) -> Figure:
    return Figure(
        f"silent guesses in {len(PROBES)} tempting texts",
        "guesses",
        ours.guesses,
        peer.guesses,
        peer.name,
        Rule.AT_MOST,
        0,
    )


def _speed(ours: Trial, trial: Trial, *, chosen: bool) -> Figure:
    times = TIMES_JIONLP if trial.name.startswith("jionlp") else 1
    return Figure(
        "place names, one core",
        "characters a second",
        ours.speed,
        trial.speed,
        trial.name,
        Rule.TIMES_AT_LEAST if chosen else Rule.NONE,
        times if chosen else 0,
    )
