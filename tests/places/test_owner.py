"""Whose initiative it is: one hand-made case a rule, with the real gazetteer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.corpus.passages import split_sentences
from geodata.model import NATION, Basis, Level
from geodata.places import owner as owner_module
from geodata.places.owner import (
    Placement,
    Setting,
    choose_owners,
    level_of,
    mentioned_codes,
    show_names,
)
from geodata.places.resolve import find_toponyms
from geodata.reading import Tools

NAME = "一号平台"


def place(tools: Tools, text: str, title: str = "", name: str = NAME) -> list[Placement]:
    """Owners of the last thing called `name` in a text."""
    codes = tuple(t.adcode for t in find_toponyms(title, tools.gazetteer) if t.adcode)
    toponyms = tuple(find_toponyms(text, tools.gazetteer, title=codes[::-1]))
    setting = Setting(text, toponyms, codes, tools.gazetteer, tools.regions)
    start = text.rindex(name)
    sentence = next(span for span in split_sentences(text) if span[0] <= start < span[1])
    return choose_owners(setting, start, start + len(name), sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"南通市建成{NAME}。", ["320600"], id="acting-place"),
        pytest.param(f"江苏省南通市建成{NAME}。", ["320600"], id="full-path"),
        pytest.param(f"南通{NAME}上线。", ["320600"], id="place-right-before-the-name"),
        pytest.param(f"江苏省工商局建成{NAME}。", ["320000"], id="bureau-of-a-province"),
        pytest.param(f"南通市公安局启用{NAME}。", ["320600"], id="bureau-of-a-city"),
        pytest.param(f"海安市政府建成{NAME}。", ["320685"], id="county-government"),
        pytest.param(f"江苏省工商局在南京市召开会议，启用{NAME}。", ["320000"],
                     id="meeting-held-in-another-place"),
        pytest.param(f"浙江省{NAME}在杭州市上城区试点。", ["330000"],
                     id="province-pilots-in-a-district"),
        pytest.param(f"{NAME}在南通市启动。", ["320600"], id="place-behind-the-name"),
        pytest.param(f"北京、上海、广州建成{NAME}。", ["110000", "310000", "440100"],
                     id="list-of-places"),
        pytest.param(f"南通市和苏州市共建{NAME}。", ["320600", "320500"], id="two-places"),
        pytest.param(f"南通市领导赴杭州市考察，随后建成{NAME}。", ["320600"],
                     id="visited-place-owns-nothing"),
        pytest.param(f"南通市学习杭州市的做法，建成{NAME}。", ["320600"],
                     id="model-place-owns-nothing"),
        pytest.param(f"南通市开会。该市建成{NAME}。", ["320600"], id="that-city"),
        pytest.param(f"南通市开会。全市建成{NAME}。", ["320600"], id="the-whole-city"),
        pytest.param(f"江苏省南通市开会。全省启用{NAME}。", ["320000"], id="the-whole-province"),
        pytest.param(f"南通市如东县开会。该县建成{NAME}。", ["320623"], id="that-county"),
        pytest.param(f"南通市开会。记者看到，{NAME}运行良好。", ["320600"], id="document-s-place"),
        pytest.param(f"国务院办公厅建成{NAME}。", [NATION], id="national-body"),
        pytest.param(f"交通运输部启用{NAME}。", [NATION], id="ministry"),
        pytest.param(f"京津冀启动{NAME}。", ["110000", "120000", "130000"],
                     id="region-of-several-provinces"),
        pytest.param(f"{NAME}运行良好。", [], id="no-place-at-all"),
        pytest.param(f"朝阳区建成{NAME}。", [], id="ambiguous-place-is-not-guessed"),
        pytest.param(f"南通市开会。苏州市随后学习。该市建成{NAME}。", ["320500"],
                     id="that-city-is-the-last-one"),
        pytest.param(f"南通市开会。苏州市随后学习。我市建成{NAME}。", ["320600"],
                     id="our-city-is-the-document-s"),
        pytest.param(f"如东县开会，如东县通报。海安市跟进。市里建成{NAME}。", ["320685"],
                     id="the-city-named-last-where-none-is-the-document-s"),
        pytest.param(f"如东县开会。苏州市随后学习。县财政局建成{NAME}。", ["320623"],
                     id="a-bureau-of-the-county"),
        pytest.param(f"南通市开会。城市管理局启用{NAME}。", ["320600"], id="of-no-county"),
        pytest.param(f"南通市开会。国务院颁布{NAME}。", [NATION], id="a-national-body-issues"),
        pytest.param(f"内蒙古自治区开会。全区启用{NAME}。", ["150000"], id="autonomous-region"),
    ],
)  # fmt: skip
def test_owners(tools: Tools, text: str, expected: list[str]) -> None:
    assert sorted(p.adcode for p in place(tools, text)) == sorted(expected)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param("南通上线一号平台", f"市里建成{NAME}。", "320600", id="title-names-the-owner"),
        pytest.param("我省启动建设", f"江苏省开会。我省建成{NAME}。", "320000", id="our-province"),
        pytest.param(
            "江苏推开一号平台", f"南通市试点在先。苏州市跟进。全省启用{NAME}。", "320000",
            id="title-sets-the-whole-province",
        ),
    ],
)  # fmt: skip
def test_the_title_s_place_is_the_document_s(
    tools: Tools, title: str, text: str, expected: str
) -> None:
    assert [p.adcode for p in place(tools, text, title)] == [expected]


def test_a_place_in_the_name_goes_first(tools: Tools) -> None:
    (owner,) = place(tools, "苏州市学者谈南通市民云平台。", name="南通市民云平台")
    assert owner.adcode == "320600"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("南通市接入全国粮食调运系统。", "粮食调运系统", [NATION], id="behind-全国"),
        pytest.param("南通市学习中华人民共和国粮食法。", "中华人民共和国粮食法", [NATION],
                     id="a-law-of-the-republic"),
        pytest.param("川渝粮食调运系统上线。", "川渝粮食调运系统", ["510000", "500000"],
                     id="two-signs-in-one-word"),
    ],
)  # fmt: skip
def test_a_name_tells_whose_it_is(tools: Tools, text: str, name: str, expected: list[str]) -> None:
    assert [p.adcode for p in place(tools, text, name=name)] == expected


def test_what_is_not_written_beside_the_name_says_what_it_rests_on(tools: Tools) -> None:
    (said,) = place(tools, f"南通市建成{NAME}。")
    (meant,) = place(tools, f"南通市开会。全市建成{NAME}。")
    (titled,) = place(tools, f"大家说，{NAME}运行良好。", "南通加快改革")
    (national,) = place(tools, f"国务院办公厅建成{NAME}。")
    assert (said.basis, meant.basis) == (Basis.EXPLICIT, Basis.DOMINANT)
    assert (titled.basis, national.basis) == (Basis.TITLE, Basis.ORGAN)
    assert [p.basis.inferred for p in (said, meant, titled, national)] == [False, True, True, True]


def test_both_names_of_a_unit_that_changed_are_shown(tools: Tools) -> None:
    (renamed,) = place(tools, f"浙江省上虞市建成{NAME}。")
    assert show_names(renamed, tools.gazetteer) == "浙江省/绍兴市/上虞区（原上虞市）"
    (divided,) = place(tools, f"杭州市江干区建成{NAME}。")
    assert show_names(divided, tools.gazetteer) == "浙江省/杭州市（原江干区）"
    assert divided.candidates == ("330102", "330114")
    (today,) = place(tools, f"上虞区建成{NAME}。")
    assert show_names(today, tools.gazetteer) == "浙江省/绍兴市/上虞区"


def test_the_source_s_region_comes_last(tools: Tools) -> None:
    setting = Setting(f"大家说，{NAME}好。", (), (), tools.gazetteer, tools.regions, "320600")
    (owner,) = choose_owners(setting, 4, 8, (0, 10))
    assert (owner.adcode, owner.basis) == ("320600", Basis.SOURCE)
    text = f"国务院办公厅要求，{NAME}年内上线。"
    national = Setting(text, (), (), tools.gazetteer, tools.regions, "320600")
    (owner,) = choose_owners(national, text.index(NAME), text.index(NAME) + 4, (0, len(text)))
    assert (owner.adcode, owner.basis) == (NATION, Basis.ORGAN)


def test_the_commonest_place_is_the_document_s(tools: Tools) -> None:
    text = f"苏州市来人。南通市开会。南通市动员。大家说，{NAME}运行良好。"
    assert [p.adcode for p in place(tools, text)] == ["320600"]


def test_a_list_has_a_bound(tools: Tools) -> None:
    units = [unit.name for unit in tools.gazetteer.units(Level.CITY)][:200]
    assert len(place(tools, f"{'、'.join(units)}建成{NAME}。")) <= 80


def test_levels_and_mentions(tools: Tools) -> None:
    codes = (NATION, "320000", "320600", "320623")
    assert [level_of(tools.gazetteer, code) for code in codes] == list(Level)
    toponyms = find_toponyms("南通市、江苏省、南通市和朝阳区", tools.gazetteer)
    assert mentioned_codes(toponyms) == ("320000", "320600")


@given(st.text("国家全中华人民共和省市平台系统心", max_size=9))
def test_a_look_at_the_beginning_rules_out_no_name(name: str) -> None:
    nations, levels = owner_module._NATION_NAMES, owner_module._LEVELS
    assert name.startswith(nations) or owner_module._NATION_S.match(name) is None
    assert name.startswith(levels) or owner_module._LEVEL_S.match(name) is None


@pytest.mark.parametrize(
    "lead",
    [
        *owner_module._VISITED,
        *(f"{word}\n" for word in owner_module._VISITED),
        *owner_module._LOCATIVE,
    ],
)
def test_every_word_for_a_scene_or_a_model_is_heeded(tools: Tools, lead: str) -> None:
    (owner,) = place(tools, f"南通市干部{lead}杭州市，随后建成{NAME}。")
    assert owner.adcode == "320600"


def test_the_last_of_several_words_for_the_own_place_counts(tools: Tools) -> None:
    text = f"江苏省南通市开会。全省动员，全市里随后由该省建成{NAME}。"
    assert [p.adcode for p in place(tools, text)] == ["320000"]
