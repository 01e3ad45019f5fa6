"""The command line: arguments, messages and exit codes, nothing else.

Exit codes: 0 done, 2 the call or a data file is wrong, 3 done but some inputs could not be read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from geodata.catalog import verify
from geodata.corpus.metadata import read_metadata
from geodata.corpus.reader import SUFFIXES as INPUTS
from geodata.corpus.reader import list_inputs, load_sources
from geodata.corpus.table import parse_columns
from geodata.engine import ENGINES, extract_files
from geodata.errors import AtlasError, UsageError
from geodata.extract.judging import Judge
from geodata.freshness import inputs_hash, is_fresh, write_manifest
from geodata.linking import Linker, Namer
from geodata.llm import KEY_VARIABLE, Service, make_service
from geodata.model import Level
from geodata.paths import ROOT, data_folder, derived_folder
from geodata.places.gazetteer import Gazetteer
from geodata.places.resolve import describe_toponyms
from geodata.reading import Tools
from geodata.regions.boundaries import (
    load_boundaries,
    load_dash_line,
    load_units,
    unit_mismatches,
)
from geodata.regions.build import build_boundaries, list_boundaries
from geodata.regions.exports import load_papers, write_join
from geodata.regions.join import join_records
from geodata.regions.rates import choose_denominators, rate_regions
from geodata.scoring import Score, read_gold, score_records
from geodata.store import SUFFIXES, DatasetWriter, read_places, read_records, record_row
from geodata.tally import Tally
from geodata.training import (
    THRESHOLD,
    Example,
    fit_weights,
    judge_all,
    judge_folds,
    keep_records,
    load_own_examples,
    make_examples,
    measure_reliability,
    read_groups,
    write_model,
)

DONE, WRONG, PARTLY = 0, 2, 3
LEVELS = tuple(map(str, (Level.PROVINCE, Level.CITY, Level.COUNTY)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = build_parser()
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command != "serve":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    known.rest = rest
    run: Callable[[argparse.Namespace], int] = known.run
    try:
        return run(known)
    except AtlasError as error:
        _say(f"geodata: {error}")
        return WRONG
    except KeyboardInterrupt:
        _say("geodata: stopped; nothing was written.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(
        prog="python -m geodata",
        description="Text about digital government to sourced, placed records, and onto maps.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_extract(commands)
    _add_join(commands)
    _add_score(commands)
    _add_places(commands)
    boundaries = commands.add_parser("boundaries", help="rebuild data/boundaries from its source")
    boundaries.add_argument("action", choices=["build"])
    boundaries.add_argument("-o", "--out", type=Path, help="folder (default: data/boundaries)")
    boundaries.set_defaults(run=run_boundaries)
    check = commands.add_parser("check", help="are all data files what the catalog says")
    check.set_defaults(run=run_check)
    serve = commands.add_parser(
        "serve", help="open the dashboard; other options are passed on to Streamlit"
    )
    serve.add_argument("--records", type=Path, help="dataset folder (default: data/derived)")
    serve.set_defaults(run=run_serve)
    return parser


def _add_extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    extract = commands.add_parser("extract", help="files and folders to records")
    extract.add_argument(
        "paths", nargs="+", metavar="PATH",
        help=f"files or folders of them: {' '.join(sorted(INPUTS))}",
    )  # fmt: skip
    extract.add_argument(
        "-o", "--out", type=Path, required=True,
        help=f"folder for records.parquet and documents.parquet; or a file: {' '.join(SUFFIXES)}",
    )  # fmt: skip
    extract.add_argument(
        "--metadata", type=Path, help="CSV: source, published, publisher, url, title"
    )
    extract.add_argument(
        "--columns", default="", metavar="text=NAME,title=NAME",
        help="names of a table's columns; default: text, title, published, publisher, url",
    )  # fmt: skip
    extract.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    extract.add_argument(
        "--workers", type=int, default=0, help="processes (default: by the amount of work)"
    )
    extract.add_argument(
        "--if-stale", action="store_true", help="do nothing if OUT is up to date with its inputs"
    )
    extract.add_argument(
        "--llm", metavar="URL",
        help="also ask an OpenAI-compatible server of your own network, and believe what the text "
        f"bears out; nothing is sent without this option. A key is read from {KEY_VARIABLE}",
    )  # fmt: skip
    extract.add_argument("--llm-model", metavar="NAME", help="the model, as that server calls it")
    extract.add_argument(
        "--llm-timeout", type=float, default=60.0, metavar="SECONDS",
        help="for one answer (default: %(default)g)",
    )  # fmt: skip
    extract.set_defaults(run=run_extract)


def _add_join(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    join = commands.add_parser("join", help="records to regions")
    join.add_argument("records", type=Path, help="records file or dataset folder")
    join.add_argument("--level", choices=LEVELS, required=True)
    join.add_argument("-o", "--out", type=Path, required=True, help=".geojson .gpkg .csv .parquet")
    join.add_argument(
        "--own-level-only", action="store_true",
        help="leave out records of smaller units instead of counting them where they lie",
    )  # fmt: skip
    join.add_argument(
        "--denominators", type=Path, metavar="FILE.csv",
        help="inhabitants: columns adcode, population; units of any level "
        "(default: the census of 2020, for provinces)",
    )  # fmt: skip
    join.set_defaults(run=run_join)


def _add_score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    score = commands.add_parser("score", help="agreement of records with a gold set")
    score.add_argument("gold", type=Path, help=".jsonl, one initiative a line")
    score.add_argument("records", type=Path, nargs="?", help="records file or dataset folder")
    score.add_argument(
        "--cross-validate", nargs="+", metavar="PATH",
        help="the gold set's texts: judge each by a model that has not seen it, nor any of "
        "the project's own on the same initiatives",
    )  # fmt: skip
    score.add_argument("--threshold", type=float, default=THRESHOLD, help=argparse.SUPPRESS)
    score.set_defaults(run=run_score)
    train = commands.add_parser("train", help="fit the model of what an initiative is")
    train.add_argument("paths", nargs="+", metavar="PATH", help="the texts of the gold sets")
    train.add_argument("--gold", type=Path, nargs="+", required=True, help=".jsonl files")
    train.add_argument("--threshold", type=float, default=THRESHOLD, help="default: %(default)s")
    train.add_argument(
        "--groups", type=Path,
        help="CSV: file, group; files of one group are never both learnt from and tested on",
    )  # fmt: skip
    train.add_argument("-o", "--out", type=Path, required=True, help="file for the weights")
    train.set_defaults(run=run_train)


def _add_places(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    places = commands.add_parser("places", help="place names of a text")
    places.add_argument("texts", nargs="+", metavar="TEXT", help="text, or - for lines of stdin")
    places.add_argument(
        "--date", type=_read_year, metavar="YYYY", help="read names as they stood then"
    )
    places.add_argument("--json", action="store_true", help="one JSON list per text")
    places.set_defaults(run=run_places)


def run_extract(call: argparse.Namespace) -> int:
    """`extract PATH... -o OUT`."""
    if call.workers < 0:
        raise UsageError(f"--workers {call.workers}: give 0 (automatic) or a positive number.")
    service = _choose_service(call)
    left_out = [call.metadata] if call.metadata else []
    columns = parse_columns(call.columns)
    inputs = list_inputs(call.paths, leave_out=left_out, columns=columns)
    metadata = read_metadata(call.metadata) if call.metadata else {}
    folder = call.out.is_dir() or call.out.suffix not in SUFFIXES
    read = (*inputs.files, *left_out)
    options = f"{call.columns}\n{call.llm}\n{call.llm_model}" if service else call.columns
    fingerprint = inputs_hash(read, data_folder(), options) if folder else ""
    if call.if_stale and folder and is_fresh(call.out, fingerprint):
        _say(f"{call.out} is up to date.")
        return DONE
    started = time.monotonic()
    tally, linker = Tally(), Linker(Namer.load(data_folder()))
    results = extract_files(inputs.files, metadata, data_folder(), call.workers, columns, service)
    with (
        DatasetWriter(call.out) as writer,
        tqdm(total=len(inputs.files), unit=" file", file=sys.stderr, disable=None) as bar,
    ):
        for result in results:
            for message in tally.add(result):
                tqdm.write(message, file=sys.stderr)
            writer.add(result.records, result.reports)
            linker.add(result.records)
            bar.update(int(result.last))
            if not result.last:
                bar.set_postfix_str(f"{tally.counts['documents']:,} documents")
        writer.link(linker.ids())
    for note in inputs.notes:
        _say(note)
    if inputs.skipped:
        _say(f"{len(inputs.skipped)} file(s) of other kinds skipped, {inputs.skipped[0]} first.")
    if folder:
        # A set with gaps is never fresh: the next run tries again and says again what failed.
        write_manifest(call.out, fingerprint if tally.whole else "", dict(tally.counts))
    print(tally.summary(call.out, time.monotonic() - started))
    return PARTLY if tally.partly else DONE


def _choose_service(call: argparse.Namespace) -> Service | None:
    if call.llm is None and call.llm_model is None:
        return None
    if call.llm is None or call.llm_model is None:
        raise UsageError("--llm and --llm-model go together: give the address and the name.")
    return make_service(call.llm, call.llm_model, call.llm_timeout, data_folder())


def run_join(call: argparse.Namespace) -> int:
    """`join RECORDS --level LEVEL -o OUT`."""
    level, units, records = Level(call.level), load_units(), read_records(call.records)
    denominators = choose_denominators(level, units, call.denominators)
    join = rate_regions(
        join_records(records, level, load_boundaries(level), units, lower=not call.own_level_only),
        records,
        units,
        denominators=denominators,
        places=read_places(call.records),
    )
    write_join(join, call.out, load_papers(level), load_dash_line())
    if call.denominators and not denominators:
        _say(f"{call.denominators} has no unit of the level {level}: no column per_million.")
    reasons = ", ".join(f"{reason} {number}" for reason, number in join.unplaced.items())
    print(
        f"{join.total} record(s) = {join.placed} placed + {join.total - join.placed} unplaced"
        f"{f' ({reasons})' if reasons else ''}; "
        f"{int((join.regions['records'] > 0).sum())} of {len(join.regions)} regions have some; "
        f"{call.out}"
    )
    return DONE


def run_score(call: argparse.Namespace) -> int:
    """`score GOLD RECORDS`, or `score GOLD --cross-validate PATH...`."""
    gold = read_gold(call.gold)
    if call.cross_validate:
        _score_folds(gold, call.cross_validate, call.threshold)
        return DONE
    if call.records is None:
        raise UsageError("score: give RECORDS, or --cross-validate with the gold set's texts.")
    records = read_records(call.records).to_dict("records")
    rows = [{str(key): value for key, value in record.items()} for record in records]
    _print_score(score_records(gold, rows))
    return DONE


def _score_folds(gold: list[dict[str, Any]], paths: list[str], threshold: float) -> None:
    """Figures of a model that has seen the documents, and of models that have not."""
    tools = Tools.load(data_folder())
    examples = make_examples(load_sources(paths), gold, tools)
    others = _list_others(examples, tools)
    judge = Judge(fit_weights([*examples, *others]), threshold)
    fitted = [judge_all(example, judge) for example in examples]
    unseen = judge_folds(examples, {}, others)
    for title, chances in (("fitted on these documents", fitted), ("cross-validated", unseen)):
        rows = [record_row(r) for r in keep_records(examples, chances, tools, threshold)]
        print(f"{title}:")
        _print_score(score_records(gold, rows))
    reliability = measure_reliability(examples, unseen)
    print("cross-validated probabilities: mean, share that are initiatives, candidates")
    for chance, share, number in reliability.bins:
        print(f"{chance:10.2f} {share:.2f} {number}")
    print(f"{'Brier':10} {reliability.brier:.3f}")
    print(f"{'ECE':10} {reliability.calibration_error:.3f}")


def _list_others(examples: list[Example], tools: Tools) -> list[Example]:
    """The project's own examples that are not among those in question."""
    known = {example.group for example in examples}
    return [e for e in load_own_examples(tools, data_folder()) if e.group not in known]


def _print_score(score: Score) -> None:
    for name in score.__slots__:
        value = getattr(score, name)
        print(f"{name:10} {value:.3f}" if isinstance(value, float) else f"{name:10} {value}")


def run_train(call: argparse.Namespace) -> int:
    """`train PATH... --gold GOLD... -o MODEL`: fit the weights, cross-validated figures first."""
    tools = Tools.load(data_folder())
    sources = load_sources(call.paths)
    golds = {path: read_gold(path) for path in call.gold}
    gold = [entry for entries in golds.values() for entry in entries]
    examples = make_examples(sources, gold, tools)
    others = _list_others(examples, tools)
    groups = read_groups(call.groups) if call.groups else {}
    unseen = judge_folds(examples, groups, others)
    records = keep_records(examples, unseen, tools, call.threshold)
    for path, entries in golds.items():
        files = {entry["file"] for entry in entries}
        rows = [record_row(r) for r in records if Path(r.source).name in files]
        print(f"{path}, cross-validated:")
        _print_score(score_records(entries, rows))
    write_model(call.out, fit_weights([*examples, *others]), call.threshold)
    return DONE


def _read_year(given: str) -> int:
    if not (len(given) == 4 and given.isascii() and given.isdigit() and given[:2] in ("19", "20")):
        raise argparse.ArgumentTypeError(f"{given[:20]!r} is no year from 1900 to 2099")
    return int(given)


def run_places(call: argparse.Namespace) -> int:
    """`places TEXT...`."""
    gazetteer = Gazetteer.load(data_folder())
    for given in call.texts:
        for text in map(str.rstrip, sys.stdin) if given == "-" else (given,):
            found = describe_toponyms(text, gazetteer, year=call.date)
            if call.json:
                print(json.dumps(found, ensure_ascii=False))
                continue
            for row in found:
                candidates = row["candidates"]
                could_be = " ".join(candidates) if isinstance(candidates, tuple | list) else ""
                print(
                    f"{row['text']}\t{row['adcode'] or 'refused'}\t{row['place_name'] or could_be}"
                    f"\t{row['place_precision'] or ''}\t{row['place_basis'] or ''}"
                )
    return DONE


def run_boundaries(call: argparse.Namespace) -> int:
    """`boundaries build`."""
    out = call.out or data_folder() / "boundaries"
    for path in build_boundaries(out):
        print(path)
    if out == data_folder() / "boundaries":
        list_boundaries(data_folder())
    return DONE


def run_check(call: argparse.Namespace) -> int:
    """`check`."""
    names = {unit.adcode: unit.name for unit in Gazetteer.load(data_folder()).units()}
    problems = verify() + unit_mismatches(names)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem(s) in {data_folder()}" if problems else "All data files match.")
    return WRONG if problems else DONE


def run_serve(call: argparse.Namespace) -> int:
    """`serve`."""
    folder = call.records or Path(os.environ.get("ATLAS_RECORDS", derived_folder()))
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "server.py")]
    environment = os.environ | {"ATLAS_RECORDS": str(folder.resolve())}
    try:
        return subprocess.call([*command, *call.rest], env=environment, cwd=ROOT)
    except KeyboardInterrupt:
        return DONE


def _say(message: str) -> None:
    print(message, file=sys.stderr)
