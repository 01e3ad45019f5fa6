from __future__ import annotations

import json
import re
from dataclasses import replace

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _get_feature_group_string, _get_map_string, generate_js_hash

from dashboard.mapview import (
    MapFiles,
    MapState,
    build_map,
    build_paint,
    encode,
    rank_counts,
    state_of,
)
from dashboard.wording import Wording
from geodata.regions.summaries import RegionCount
from tests.small_dataset import HOSTILE


def sent_script(state: MapState, summary: str, wording: Wording, files: MapFiles) -> str:
    """What streamlit-folium sends for a change."""
    paint = build_paint(state, summary, wording)
    return str(_get_feature_group_string(paint, build_map(files)))


def sent_paint(script: str) -> dict[str, object]:
    found = re.search(r"window\.atlas\.paint\((.*)\);", script)
    assert found
    content: dict[str, object] = json.loads(found[1])
    return content


def test_the_map_script_never_changes_so_the_frame_is_never_remounted(files: MapFiles) -> None:
    first, second = (_get_map_string(build_map(files)) for _ in range(2))
    assert first == second
    assert generate_js_hash(first, "map") == generate_js_hash(second, "map")


def test_every_file_of_the_map_comes_from_its_own_server(files: MapFiles) -> None:
    chart = build_map(files)
    links = [url for _, url in (*chart.default_js, *chart.default_css)]
    assert links == [*files.scripts, *files.styles]
    assert "http" not in _get_map_string(chart)


def test_the_map_has_no_tiles_and_no_attribution(files: MapFiles) -> None:
    chart = build_map(files)
    assert not any(isinstance(c, folium.TileLayer) for c in chart._children.values())
    assert '"attributionControl": false' in _get_map_string(chart)


def test_a_year_at_the_end_of_a_word_reaches_the_map(
    state: MapState, files: MapFiles, zh: Wording
) -> None:
    """streamlit-folium strips `_2023` where it compares scripts, and rewrites names like it."""
    one, other = (sent_script(state, f"n_{year}", zh, files) for year in (2023, 2024))
    assert one != other
    assert sent_paint(one)["texts"]["summary"] == "n_2023"  # type: ignore[index]


@given(
    text=st.text()
    | st.sampled_from(
        [HOSTILE, "{{ 'map' }}", "{% raw %}", "{# x", "{{{", "</script>", "`${1}`", "\u2028"]
    )
)
def test_any_text_stays_data(text: str) -> None:
    written = encode({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set("<>&`$'_\u2028\u2029") & set(written)
    assert not re.search("[{][{%#]", written)


def test_hostile_words_arrive_whole(state: MapState, files: MapFiles, zh: Wording) -> None:
    script = sent_script(state, HOSTILE, zh, files)
    assert "<" not in script
    assert "`" not in script
    assert sent_paint(script)["texts"]["summary"] == HOSTILE  # type: ignore[index]


def test_the_script_tells_no_more_than_that_a_map_is_mounted(files: MapFiles) -> None:
    """It goes with every change."""
    assert len(_get_map_string(build_map(files))) < 900


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("330000", "found"),
        ("320000", "zero"),
        ("540000", "unsearched"),
        ("710000", "uncollected"),
    ],
)
def test_kinds_of_empty_are_told_apart(state: MapState, code: str, expected: str) -> None:
    assert state_of(state, code) == expected


def test_taiwan_is_coloured_once_records_say_so(state: MapState) -> None:
    counts = {**state.counts, "710000": RegionCount(1, 1, 2020)}
    assert state_of(replace(state, counts=counts), "710000") == "found"


def test_ranks_are_shared_by_equals() -> None:
    assert rank_counts({"a": 5, "b": 3, "c": 3, "d": 1}) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert rank_counts({}) == {}
