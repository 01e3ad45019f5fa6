from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import DataFileError, UsageError
from geodata.model import Level
from geodata.paths import data_folder
from geodata.regions.compare import Profile, ThemeFirst, compare_regions
from geodata.regions.dataset import Dataset
from geodata.regions.gaps import Gap, GapKind, Gaps, find_gaps, load_programmes
from geodata.regions.selection import Selection

ALL = Selection()
PROVINCE = Level.PROVINCE
ZHEJIANG, JIANGSU, GUANGDONG, HUBEI = "330000", "320000", "440000", "420000"
BEIJING, HAINAN, TIBET, QINGHAI = "110000", "460000", "540000", "630000"
PEERS = (ZHEJIANG, JIANGSU, GUANGDONG, HUBEI)


def test_profiles_are_what_a_hand_counts(golden: Dataset) -> None:
    zhejiang, guangdong, hainan, qinghai = compare_regions(
        golden, ALL, PROVINCE, [ZHEJIANG, GUANGDONG, HAINAN, QINGHAI]
    )
    assert zhejiang == Profile(
        region=ZHEJIANG,
        initiatives=6,
        reports=5,
        documents=5,
        themes={"health": 3, "gov_services": 2, "community": 1},
        years={2008: 1, 2014: 1, 2020: 3, None: 1},
        firsts={
            "gov_services": ThemeFirst(2014, 6, 25, (1, 1), 3, ("zj4",), 1),
            "health": ThemeFirst(2020, 2, 7, (2, 3), 4, ("zj3",), 1),
            "community": ThemeFirst(2008, None, None, (3, 3), 4, ("zj5",), 1),
        },
        # Of those at 0.8 or more it has four, Guangdong five.
        rank=(1, 2),
        ranked=6,
    )
    assert guangdong == Profile(
        region=GUANGDONG,
        initiatives=6,
        reports=4,
        documents=4,
        themes={"community": 2, "health": 2, "data_openness": 1, "gov_services": 1},
        years={2005: 2, 2016: 1, 2018: 1, 2020: 2},
        firsts={
            "health": ThemeFirst(2020, 2, 1, (1, 2), 4, ("gd4", "gd3"), 2),
            "community": ThemeFirst(2005, None, None, (2, 2), 4, ("gd6", "gd5"), 2),
            "gov_services": ThemeFirst(2018, None, None, (2, 2), 3, ("gd2",), 1),
            "data_openness": ThemeFirst(2016, 11, None, (3, 3), 3, ("gd1",), 1),
        },
        rank=(1, 2),
        ranked=6,
    )
    assert hainan == Profile(
        region=HAINAN,
        initiatives=1,
        reports=2,
        documents=3,
        themes={"gov_services": 1},
        years={2021: 1},
        firsts={"gov_services": ThemeFirst(2021, None, None, (3, 3), 3, ("hn1",), 1)},
        rank=(6, 6),
        ranked=6,
    )
    assert qinghai == Profile(QINGHAI, 0, 0, 0, {}, {}, {}, None, 6)


def test_the_other_ranks_are_what_a_hand_counts(golden: Dataset) -> None:
    profiles = compare_regions(golden, ALL, PROVINCE, [JIANGSU, HUBEI, BEIJING])
    assert [profile.rank for profile in profiles] == [(3, 3), (3, 5), (3, 4)]


def test_places_may_be_among_some_alone(golden: Dataset) -> None:
    (profile,) = compare_regions(golden, ALL, PROVINCE, [HUBEI], among=[HUBEI, HAINAN, JIANGSU])
    # Of those at 0.7 or more it has three, as Jiangsu.
    assert (profile.rank, profile.ranked) == ((1, 2), 3)
    assert profile.firsts["health"].place == (2, 2)
    assert profile.firsts["data_openness"] == ThemeFirst(2015, None, None, (1, 1), 1, ("hb2",), 1)


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        pytest.param(["330100"], "'330100' is not drawn at the level province", id="a-city"),
        pytest.param([HAINAN, HAINAN], "compared with itself", id="twice"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    golden: Dataset, regions: list[str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        compare_regions(golden, ALL, PROVINCE, regions)
    with pytest.raises(UsageError, match=words):
        find_gaps(golden, ALL, PROVINCE, regions[0], regions[1:])


def test_a_place_is_among_units_that_hold_the_region(golden: Dataset) -> None:
    with pytest.raises(UsageError, match="460000 has no place among 440000"):
        compare_regions(golden, ALL, PROVINCE, [HAINAN], among=[GUANGDONG])


def test_gaps_are_what_half_of_the_peers_have(golden: Dataset) -> None:
    found = find_gaps(golden, ALL, PROVINCE, HAINAN, PEERS, load_programmes())
    assert [(gap.kind, gap.key, dict(gap.holders)) for gap in found.gaps] == [
        ("theme", "health", {ZHEJIANG: 3, JIANGSU: 2, GUANGDONG: 2, HUBEI: 1}),
        ("programme", "health_code", {ZHEJIANG: 3, JIANGSU: 2, GUANGDONG: 2, HUBEI: 1}),
        ("theme", "community", {ZHEJIANG: 1, GUANGDONG: 2, HUBEI: 1}),
        ("theme", "data_openness", {JIANGSU: 1, GUANGDONG: 1, HUBEI: 1}),
        ("programme", "grid_management", {ZHEJIANG: 1, GUANGDONG: 2, HUBEI: 1}),
        ("programme", "data_opening", {JIANGSU: 1, GUANGDONG: 1, HUBEI: 1}),
    ]
    # In the order of lists: by name, 健 < 杭 < 浙.
    assert found.gaps[0].evidence[ZHEJIANG] == ("zj3", "zj1", "zj2")
    assert found.gaps[4].evidence == {
        ZHEJIANG: ("zj5",),
        GUANGDONG: ("gd6", "gd5"),
        HUBEI: ("hb3",),
    }
    assert (found.documents, found.unread) == (3, ())


def test_half_is_enough(golden: Dataset) -> None:
    found = find_gaps(golden, ALL, PROVINCE, HAINAN, [JIANGSU, TIBET, BEIJING, QINGHAI])
    # Health and data of Jiangsu and Beijing; urban management of Jiangsu is of one in four.
    assert [gap.key for gap in found.gaps] == ["data_openness", "health"]
    assert found.unread == (QINGHAI,)


def test_where_nobody_has_looked_no_gap_is_told(golden: Dataset) -> None:
    assert find_gaps(golden, ALL, PROVINCE, QINGHAI, PEERS) == Gaps((), 0, ())
    assert find_gaps(golden, ALL, PROVINCE, TIBET, [HAINAN]) == Gaps(
        (Gap(GapKind.THEME, "gov_services", {HAINAN: 1}, {HAINAN: ("hn1",)}),), 1, ()
    )
    assert find_gaps(golden, ALL, PROVINCE, HAINAN, []).gaps == ()


def test_gaps_keep_to_the_selection(golden: Dataset) -> None:
    early = Selection(last_year=2015, undated=False)
    found = find_gaps(golden, early, PROVINCE, HAINAN, PEERS, load_programmes())
    assert [gap.key for gap in found.gaps] == ["community", "grid_management"]


def test_programmes_have_words_and_labels() -> None:
    programmes = load_programmes()
    assert len({programme.code for programme in programmes}) == len(programmes)
    for programme in programmes:
        assert programme.query
        assert set(programme.labels) == {"zh", "en"}
        assert all(programme.labels.values())


def test_a_damaged_table_of_programmes_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"programmes\.json: not a table of programmes"):
        load_programmes(tmp_path)
    (tmp_path / "reference").mkdir()
    whole = (data_folder() / "reference" / "programmes.json").read_text(encoding="utf-8")
    (tmp_path / "reference" / "programmes.json").write_text(whole.replace("query", "words"))
    with pytest.raises(DataFileError, match="KeyError"):
        load_programmes(tmp_path)
