import json
import subprocess

import pytest

from bench import places
from bench.figures import Rule
from bench.places import PROBES, Trial, place_figures
from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer

CASES = [
    {"text": "南通和长兴", "toponyms": [["南通", "320600"], ["长兴", "330522"]]},
    {"text": "朝阳区", "toponyms": [["朝阳区", None]]},
    {"text": "襄樊", "year": 2005, "toponyms": [["襄樊", "420600"]]},
    {"text": "鼓楼区", "title": ["320100"], "toponyms": [["鼓楼区", "320106"]]},
]
NOTHING: frozenset[str] = frozenset()


def trial(name: str, *cases: set[str], probes: int = 0, speed: float = 100.0) -> Trial:
    guesses = [frozenset({"999999"})] * probes + [NOTHING] * (len(PROBES) - probes)
    return Trial(name, [frozenset(codes) for codes in cases], guesses, speed)


ALL_RIGHT = trial("ours", {"330522", "320600"}, set(), {"420600"}, {"320106"}, speed=5000)
FAST_AND_WRONG = trial("cpca.fast", {"320600"}, {"220104"}, set(), set(), probes=5, speed=4000)
SLOW_AND_HALF_RIGHT = trial("cpca.slow", {"320600", "330522"}, set(), set(), set(), probes=4)
WORDY = trial("jionlp.one", {"320600"}, set(), set(), set(), probes=6, speed=50)


def test_a_case_is_right_when_exactly_its_codes_are_answered() -> None:
    expected = [frozenset({"1", "2"}), NOTHING]
    assert trial("a", {"2", "1"}, set()).right(expected) == 100
    assert trial("a", {"1"}, set()).right(expected) == 50
    assert trial("a", {"1", "2", "3"}, {"4"}).right(expected) == 0


def test_refusing_is_no_guess() -> None:
    assert trial("a", probes=0).guesses == 0
    assert trial("a", probes=3).guesses == 3
    known = [codes or NOTHING for codes in PROBES.values()]
    assert Trial("a", [], known, 1.0).guesses == 0


def test_each_peer_stands_with_its_better_function() -> None:
    figures = place_figures(CASES, ALL_RIGHT, [FAST_AND_WRONG, SLOW_AND_HALF_RIGHT, WORDY])
    right, other, bare, *_ = figures
    assert (right.peer_name, right.ours, right.peer) == ("cpca.slow", 100, 50)
    assert (right.rule, right.target, right.is_met) == (Rule.POINTS_ABOVE, 10, True)
    assert (other.peer_name, other.peer, other.rule) == ("jionlp.one", 25, Rule.NONE)
    assert (bare.peer_name, bare.ours, bare.peer) == ("cpca.slow", 100, 100)
    speeds = {f.peer_name: f for f in figures if f.unit == "characters a second"}
    assert speeds["cpca.fast"].rule is Rule.NONE
    assert (speeds["cpca.slow"].target, speeds["cpca.slow"].is_met) == (1, True)
    assert (speeds["jionlp.one"].target, speeds["jionlp.one"].is_met) == (50, True)
    guesses = [f for f in figures if f.unit == "guesses"]
    assert [(f.ours, f.peer, f.is_met) for f in guesses] == [(0, 4, True), (0, 6, True)]


def test_our_own_answers_to_the_tempting_texts_are_no_guesses() -> None:
    ours = places.try_ours(CASES, ["南通"], Gazetteer.load(data_folder()))
    assert ours.guesses == 0
    assert ours.right([frozenset(c for _, c in case["toponyms"] if c) for case in CASES]) == 100


def test_the_peers_answers_become_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"jionlp.one": {"cases": [["江苏省/南通市", None]], "probes": [[None]], "speed": 7}}
    done = subprocess.CompletedProcess([], 0, stdout=json.dumps(told))
    monkeypatch.setattr(places, "prepare_peers", lambda: "python")
    monkeypatch.setattr(places.subprocess, "run", lambda *_, **__: done)
    [peer] = places.ask_peers(["a"], [], {"江苏省/南通市": "320600"})
    assert (peer.cases, peer.probes, peer.speed) == ([frozenset({"320600"})], [NOTHING], 7)
