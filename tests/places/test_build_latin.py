"""Names in Latin letters: as the state and the places write them, and parted where they must be."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from geodata.errors import DataFileError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.places.build_latin import load_english, load_readings, romanise, sound_out, spell
from geodata.places.gazetteer import Gazetteer

REFERENCE = data_folder() / "reference"
LATIN = re.compile(r"[A-Z][a-zü]*(?:(?:'|-| )[A-Za-zü][a-zü]*)*")
EXPECTED = """
100000 China|150000 Inner Mongolia|140000 Shanxi|610000 Shaanxi|540000 Tibet|810000 Hong Kong
820000 Macao|110000 Beijing|320600 Nantong|150100 Hohhot|150600 Ordos|150700 Hulunbuir
150800 Bayannur|150900 Ulanqab|152200 Hinggan|152500 Xilingol|152900 Alxa|152501 Erenhot
152921 Alxa Zuoqi|150203 Kundulun|150603 Kangbashi|230100 Harbin|230200 Qiqihar|230300 Jixi
230600 Daqing|222400 Yanbian|220721 Qian Gorlos|540100 Lhasa|540200 Xigaze|540300 Qamdo
540400 Nyingchi|540600 Nagqu|542500 Ngari|540224 Sa'gya|650100 Urumqi|650200 Karamay
650400 Turpan|650500 Hami|652300 Changji|652700 Bortala|652800 Bayingolin|652801 Korla
652900 Aksu|653000 Kizilsu|653100 Kashgar|653129 Jiashi|653200 Hotan|654000 Ili|654200 Tacheng
654300 Altay|659001 Shihezi|513200 Aba|513300 Garze|513201 Barkam|533401 Shangri-La
632600 Golog|632801 Golmud|610100 Xi'an|610116 Chang'an|511800 Ya'an|360800 Ji'an|341500 Lu'an
340500 Ma'anshan|340300 Bengbu|371524 Dong'e|530800 Pu'er|232700 Daxing'anling|141100 Lüliang
532531 Lüchun|610727 Lüeyang|210212 Lüshunkou|710009 Taipei|710001 Kaohsiung|710012 New Taipei
810103 Kowloon City|810116 Tai Po|441422 Dabu|130502 Xiangdu|130503 Xindu|211300 Chaoyang
110105 Chaoyang|310112 Minhang|411100 Luohe|350200 Xiamen|350105 Mawei|331000 Taizhou
331100 Lishui|330382 Yueqing|130225 Laoting|371481 Laoling|341181 Tianchang|140428 Zhangzi
610681 Zichang|320116 Luhe|371722 Shanxian|130726 Yuxian|361124 Yanshan|410621 Xunxian
410182 Xingyang|511822 Yingjing|131025 Daicheng|371522 Shenxian|410122 Zhongmu|370612 Muping
140924 Fanshi|141024 Hongtong|320830 Xuyi|341021 Shexian|341023 Yixian|341621 Guoyang
340722 Zongyang|130524 Baixiang|130121 Jingxing|130982 Renqiu|222404 Hunchun|231085 Muling
230281 Nehe|370881 Qufu|510117 Pidu|511123 Qianwei|511527 Junlian|510682 Shifang|640303 Hongsibu
620802 Kongtong|621223 Tanchang|450422 Tengxian|450803 Gangnan|450804 Qintang|450406 Longxu
460300 Sansha|522701 Duyun|510100 Chengdu|410922 Qingfeng|410923 Nanle
"""
SYLLABLES = st.sampled_from(
    ("a", "ai", "an", "ang", "chang", "e", "er", "fo", "guo", "jia", "lv", "lve", "nan", "o", "ou")
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(data_folder())


@pytest.mark.parametrize("line", EXPECTED.replace("\n", "|").strip("|").split("|"))
def test_english_names(gazetteer: Gazetteer, line: str) -> None:
    adcode, name = line.split(" ", 1)
    assert gazetteer.english(adcode) == name


def test_every_unit_has_a_latin_name(gazetteer: Gazetteer) -> None:
    names = {unit.adcode: gazetteer.english(unit.adcode) for unit in gazetteer.units()}
    assert [name for name in names.values() if not LATIN.fullmatch(name)] == []


def test_provinces_are_called_as_on_the_page(gazetteer: Gazetteer) -> None:
    wording = json.loads((REFERENCE / "wording.json").read_text(encoding="utf-8"))
    provinces = {u.adcode: gazetteer.english(u.adcode) for u in gazetteer.units(Level.PROVINCE)}
    assert provinces == wording["provinces"]["en"]


def test_reviewed_names_are_of_units_of_today_differ_from_pinyin_and_have_a_source(
    gazetteer: Gazetteer,
) -> None:
    names = load_english(REFERENCE)
    plain = {code: romanise(spell(gazetteer.unit(code).short)) for code in names}
    assert [code for code, name in names.items() if plain[code] == name] == []
    with (REFERENCE / "english_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(names) > 250
    assert all(row["source"] for row in rows)


def test_every_reading_puts_a_name_right(gazetteer: Gazetteer) -> None:
    table = json.loads((REFERENCE / "search" / "names.json").read_text(encoding="utf-8"))
    names = {unit.short for unit in gazetteer.units()} | {row[1] for row in table["former"]}
    readings = load_readings(REFERENCE)
    signs = {text: sounds[0] for text, sounds in readings.items() if len(text) == 1}
    for sign, sound in signs.items():
        heard = {
            y for name in names for x, y in zip(name, lazy_pinyin(name), strict=True) if x == sign
        }
        assert heard - {sound}, sign
    for name in readings.keys() - signs.keys():
        plain = [signs.get(x, y) for x, y in zip(name, lazy_pinyin(name), strict=True)]
        assert name in names, name
        assert list(readings[name]) != plain, name


@pytest.mark.parametrize(
    ("short", "pinyin", "initials"),
    [
        ("南通", "nantong", "nt"),
        ("六安", "luan", "la"),
        ("长兴", "changxing", "cx"),
        ("长子", "zhangzi", "zz"),
        ("成都", "chengdu", "cd"),
        ("吕梁", "lvliang", "ll"),
        ("石咀山", "shizuishan", "szs"),
    ],
)
def test_sound_out(short: str, pinyin: str, initials: str) -> None:
    assert sound_out(short) == (pinyin, initials)


@given(st.lists(SYLLABLES, min_size=1, max_size=5))
def test_an_apostrophe_stands_before_a_e_o_inside_a_name_and_nowhere_else(
    syllables: list[str],
) -> None:
    name = romanise(syllables)
    assert name.count("'") == sum(sound[0] in "aeo" for sound in syllables[1:])
    assert re.findall(r"'[^aeo]", name) == []
    whole = name.replace("'", "").lower()
    assert whole.replace("ü", "v") == "".join(syllables)
    assert name[0].isupper()
    assert name[1:] == name[1:].lower()


def test_a_reading_without_a_syllable_for_each_character_is_refused(tmp_path: Path) -> None:
    table = "written,pinyin,source\n南乐,nanle,x\n"
    (tmp_path / "readings.csv").write_text(table, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"readings\.csv: 南乐 has the syllables 'nanle'"):
        load_readings(tmp_path)
