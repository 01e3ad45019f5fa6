"""One initiative under its variants, and never two under one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.linking import Linker, Namer
from geodata.model import (
    Basis,
    DateBasis,
    DatePrecision,
    Kind,
    Level,
    Record,
    Status,
    Theme,
)
from geodata.paths import ROOT, data_folder

PAIRS = [
    json.loads(line)
    for line in (ROOT / "tests" / "data" / "initiative_pairs.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
BLANK = Record(
    record_id="r",
    initiative_id="",
    name="",
    aliases=(),
    kind=Kind.PLATFORM,
    status=Status.LAUNCHED,
    theme=Theme.GOV_SERVICES,
    themes=(Theme.GOV_SERVICES,),
    year=None,
    month=None,
    day=None,
    date_precision=DatePrecision.NONE,
    date_basis=DateBasis.NONE,
    adcode="320100",
    place_name="江苏省/南京市",
    place_precision=Level.CITY,
    place_basis=Basis.EXPLICIT,
    candidates=(),
    actors=(),
    figures=(),
    source="a.txt",
    document_id="d",
    title="",
    published=None,
    start=0,
    end=0,
    evidence="",
    confidence=0.5,
    extractor="rules-1",
)


@cache
def namer() -> Namer:
    return Namer.load(data_folder())


def make(name: str, *aliases: str, kind: str = "platform", adcode: str = "320100") -> Record:
    alone = namer().identify(name, aliases, adcode)
    return BLANK._replace(
        name=name, aliases=aliases, kind=Kind(kind), adcode=adcode, initiative_id=alone
    )


def of_pair(side: dict[str, Any]) -> Record:
    return make(side["name"], *side["aliases"], kind=side["kind"], adcode=side["adcode"])


def link(*records: Record) -> list[str]:
    """Ids of the records once all of them are known."""
    linker = Linker(namer())
    linker.add(records)
    ids = linker.ids()
    return [ids.get((record.adcode, record.name), record.initiative_id) for record in records]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["why"] for pair in PAIRS])
def test_pairs(pair: dict[str, Any]) -> None:
    first, second = link(of_pair(pair["a"]), of_pair(pair["b"]))
    assert (first == second) is pair["same"]


def test_half_of_the_pairs_are_traps() -> None:
    traps = sum(not pair["same"] for pair in PAIRS)
    assert len(PAIRS) >= 80
    assert 2 * traps >= len(PAIRS)


def test_no_two_rows_of_the_pairs_are_one_in_disguise() -> None:
    assert len({pair["why"] for pair in PAIRS}) == len(PAIRS)
    assert all(pair["a"] != pair["b"] for pair in PAIRS)


def test_two_runs_agree_where_no_neighbour_is_needed() -> None:
    long = make("企业好易办综合服务平台", "好易办")
    assert long.initiative_id == make("好易办").initiative_id
    assert link(long) == [long.initiative_id]


def test_a_name_that_a_document_does_not_shorten_is_joined_by_one_that_does() -> None:
    plain, telling, short = make("明白账平台"), make("明白账平台", "明白账"), make("明白账")
    assert plain.initiative_id != short.initiative_id
    assert link(plain, short) == [plain.initiative_id, short.initiative_id]
    assert set(link(plain, telling, short)) == {short.initiative_id}


def test_what_two_things_are_called_by_joins_neither_with_a_third() -> None:
    firms, old = make("企业好易办平台", "好易办"), make("老人好易办平台", "好易办")
    short = make("好易办")
    assert len(set(link(firms, short))) == 1
    assert len(set(link(firms, old, short))) == 3


@pytest.mark.parametrize("kind", ["pilot", "policy"])
def test_a_short_form_joins_no_pilot_and_no_policy_to_a_platform(kind: str) -> None:
    platform, other = make("明白账平台", "明白账"), make("明白账", kind=kind)
    assert len(set(link(platform, other))) == 2
    assert len(set(link(platform, other._replace(kind=Kind.SERVICE)))) == 1


def test_only_what_changes_is_told() -> None:
    linker = Linker(namer())
    linker.add(
        [make("苏服通App"), make("苏服通"), make("明白账平台"), make("呼必应网站", "呼必应")]
    )
    assert linker.ids() == {}
    linker.add([make("明白账平台", "明白账")])
    assert linker.ids() == {("320100", "明白账平台"): make("明白账").initiative_id}


def test_no_records_have_no_ids() -> None:
    assert Linker(namer()).ids() == {}


@pytest.mark.parametrize(
    "name",
    ["", "市", "。", "“”", "平台", "南京市", "南京", "首期", "2019年", "12345", "App", "的" * 500],
)
def test_names_of_next_to_nothing_have_an_id_too(name: str) -> None:
    record = make(name, name, "平台", "")
    assert len(record.initiative_id) == 16
    assert link(record) == [record.initiative_id]


# Parts from which variants and traps come by chance; short enough to meet often.
PLACES = ("", "南京市", "江苏省南京市", "南京", "市", "全市")
HEARTS = ("明白账", "好易办", "雪亮", "智慧停车", "一窗受理", "信用信息", "苏服通")
TAILS = ("", "平台", "App", "工程", "改革", "试点", "管理办法", "（二期）", "2.0", "平台系统")
names = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(PLACES),
    st.sampled_from(("", "企业", "2019年", "“")),
    st.sampled_from(HEARTS),
    st.sampled_from(TAILS),
)
records = st.builds(
    lambda name, aliases, kind, adcode: make(name, *aliases, kind=kind, adcode=adcode),
    names,
    st.lists(st.sampled_from(HEARTS) | names, max_size=2),
    st.sampled_from([kind.value for kind in Kind]),
    st.sampled_from(["320100", "320000", "110101"]),
)
many = st.lists(records, min_size=1, max_size=12)


@given(many, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_records_makes_no_difference(rows: list[Record], random: Any) -> None:
    found = dict(zip(rows, link(*rows), strict=True))
    mixed = random.sample(rows, len(rows))
    assert dict(zip(mixed, link(*mixed), strict=True)) == found


@given(many)
@settings(deadline=None)
def test_linking_twice_is_linking_once(rows: list[Record]) -> None:
    once = link(*rows)
    again = [row._replace(initiative_id=id_) for row, id_ in zip(rows, once, strict=True)]
    assert link(*again) == once
    assert link(*rows, *rows) == once * 2


@given(many)
@settings(deadline=None)
def test_no_initiative_has_two_owners(rows: list[Record]) -> None:
    owners: dict[str, set[str]] = {}
    for row, identity in zip(rows, link(*rows), strict=True):
        owners.setdefault(identity, set()).add(row.adcode)
    assert all(len(codes) == 1 for codes in owners.values())


@given(many)
@settings(deadline=None)
def test_one_name_at_one_place_is_one_initiative(rows: list[Record]) -> None:
    ids: dict[tuple[str, str], set[str]] = {}
    for row, identity in zip(rows, link(*rows), strict=True):
        key, _ = namer().read(row.name, row.aliases, row.adcode)
        ids.setdefault((key, row.adcode), set()).add(identity)
    assert all(len(found) == 1 for found in ids.values())
    assert len(set(link(*rows))) <= len(ids) <= len({(row.name, row.adcode) for row in rows})


@given(many, records)
@settings(deadline=None)
def test_records_of_another_owner_change_nothing(rows: list[Record], other: Record) -> None:
    here = [row for row in rows if row.adcode != other.adcode]
    assert link(*here, other)[:-1] == link(*here)


def test_names_are_held_once(tmp_path: Path) -> None:
    linker = Linker(namer())
    for number in range(50):
        linker.add([make("苏服通App")._replace(record_id=str(number), evidence="x" * number)])
    held = [group for groups in linker._owners.values() for group in groups.values()]
    assert [group.names for group in held] == [("苏服通App",)]
