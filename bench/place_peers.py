"""Runs the peers of place names, in their own environment; knows nothing of the project.

JSON comes on standard input: `cases` and `probes`, texts to answer, and `texts` to time. JSON goes
to standard output: for each peer's function its answers and its characters a second. An answer is
a list of adcodes (cpca) or of name paths such as 江苏省/南通市 (JioNLP); one that leaves the
province open is a refusal, and stands as null.
"""

import contextlib
import io
import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

ROUNDS = 3
Find = Callable[[str], list[str | None]]
Run = Callable[[list[str]], None]
Function = tuple[Find, Run]
"""How it answers one text, and its own fastest way through many."""


def codes_of(frame: Any) -> list[str | None]:
    return [code if isinstance(code, str) and code else None for code in frame["adcode"]]


def load_cpca() -> dict[str, Function]:
    import cpca

    def transform(text: str) -> list[str | None]:
        return [code for code in codes_of(cpca.transform([text])) if code]

    def with_addresses(text: str) -> list[str | None]:
        return codes_of(cpca.transform_text_with_addrs(text))

    def transform_lines(texts: list[str]) -> None:
        cpca.transform([line for text in texts for line in text.splitlines() if line])

    return {
        "cpca.transform_text_with_addrs": (with_addresses, one_by_one(with_addresses)),
        "cpca.transform": (transform, transform_lines),
    }


def path_of(place: dict[str, Any]) -> str | None:
    if not place.get("province"):
        return None
    parts = [place.get(level) for level in ("province", "city", "county")]
    return "/".join(dict.fromkeys(part for part in parts if part))


def load_jionlp() -> dict[str, Function]:
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp

    def parse(text: str) -> list[str | None]:
        place = jionlp.parse_location(text)
        named = any(place.get(level) for level in ("province", "city", "county"))
        return [path_of(place)] if named else []

    def recognize(text: str) -> list[str | None]:
        found = jionlp.recognize_location(text)["domestic"] or []
        return [path_of(place) for place, _ in found]

    return {
        "jionlp.recognize_location": (recognize, one_by_one(recognize)),
        "jionlp.parse_location": (parse, one_by_one(parse)),
    }


def ask(find: Find, text: str) -> list[str | None]:
    """Its answer; none where it fails, as cpca does with today's pandas when it finds nothing."""
    try:
        return find(text)
    except Exception:
        return []


def one_by_one(find: Find) -> Run:
    def run(texts: list[str]) -> None:
        for text in texts:
            ask(find, text)

    return run


def measure(function: Function, job: dict[str, list[str]]) -> dict[str, Any]:
    find, run = function
    answers = {name: [ask(find, text) for text in job[name]] for name in ("cases", "probes")}
    length, best = sum(map(len, job["texts"])), 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        run(job["texts"])
        best = max(best, length / (time.process_time() - began))
    return {**answers, "speed": best}


def main() -> None:
    warnings.filterwarnings("ignore")
    job = json.load(sys.stdin)
    out = sys.stdout
    with contextlib.redirect_stdout(io.StringIO()):
        functions = load_cpca() | load_jionlp()
        found = {name: measure(function, job) for name, function in functions.items()}
    json.dump(found, out, ensure_ascii=False)


if __name__ == "__main__":
    main()
