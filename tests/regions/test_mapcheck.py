"""The lint over maps: a good one passes, and each rule broken is told of by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geodata.errors import UsageError
from geodata.model import NATION
from geodata.regions.boundaries import ALBERS
from geodata.regions.mapcheck import (
    Inset,
    MapSpecification,
    Overlay,
    check_map,
    refuse_unless_fit,
)

LABELS = {
    "110000": "北京市",
    "320000": "江苏省",
    "460000": "海南省",
    "710000": "台湾省",
    "810000": "香港特别行政区",
    "820000": "澳门特别行政区",
}
WORDS = "底图：天地图。南海断续线依来源为九段线。公开发布须取得审图号。"
WHOLE = MapSpecification(
    scope=NATION,
    crs="EPSG:4326",
    frame=(73, 3, 136, 54),
    inset=None,
    overlays=(Overlay("legend", (74, 4, 90, 20)),),
    dash_segments=9,
    labels=LABELS,
    words=WORDS,
    source="天地图",
)
INSET = Inset((106, 3, 123, 24), dash_line=True)
LANDSCAPE = replace(WHOLE, frame=(73, 17.5, 136, 54), inset=INSET)
"""The main frame ends south of Hainan; an inset shows the rest."""


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(WHOLE, id="portrait"),
        pytest.param(LANDSCAPE, id="landscape-with-inset"),
        pytest.param(
            replace(WHOLE, labels={**LABELS, "320000": "江苏", "110000": "北京", "710000": "台湾",
                                   "460000": "海南"}),
            id="all-names-short",
        ),
        pytest.param(
            replace(WHOLE, dash_segments=10, words="底图：天地图。须取得审图号。"),
            id="ten-segments-need-no-note",
        ),
        pytest.param(
            replace(WHOLE, scope="320000", frame=(116, 30, 122, 36), overlays=(), dash_segments=0,
                    labels={"320000": "江苏省"}, words="天地图 审图号"),
            id="one-province",
        ),
        pytest.param(
            replace(WHOLE, overlays=(Overlay("legend", (116, 3, 136, 12)),)),
            id="legend-over-open-sea",
        ),
        pytest.param(
            replace(WHOLE, scope="460000", frame=(108, 3, 118, 21), labels={"460000": "海南省"}),
            id="hainan-whole",
        ),
        pytest.param(
            replace(
                WHOLE, crs=ALBERS, overlays=(),
                frame=(-2_700_000.0, 300_000.0, 2_500_000.0, 6_000_000.0),
            ),
            id="in-metres",
        ),
    ],
)  # fmt: skip
def test_fit_maps_pass(spec: MapSpecification) -> None:
    assert check_map(spec) == []
    refuse_unless_fit(spec)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        pytest.param(
            replace(WHOLE, dash_segments=0), "dash line in the South China Sea is not", id="no-dash"
        ),
        pytest.param(
            replace(WHOLE, words="天地图 审图号"), "9 segments, standard maps have 10", id="nine"
        ),
        pytest.param(
            replace(WHOLE, frame=(73, 17.5, 136, 54)),
            "永兴岛、黄岩岛、太平岛、曾母暗沙 lie in neither frame nor inset",
            id="no-inset",
        ),
        pytest.param(
            replace(LANDSCAPE, inset=replace(INSET, extent=(106, 8, 123, 24))),
            "islands, 曾母暗沙 lie in neither",
            id="inset-stops-short",
        ),
        pytest.param(
            replace(LANDSCAPE, inset=replace(INSET, dash_line=False)),
            "inset lacks the dash line",
            id="inset-without-dash",
        ),
        pytest.param(
            replace(LANDSCAPE, frame=(73, 19, 136, 54)), "海南岛南端 lie outside", id="hainan-cut"
        ),
        pytest.param(
            replace(WHOLE, frame=(73, 3, 123, 54)),
            "黑龙江与乌苏里江汇合处、黑龙江北端、钓鱼岛、赤尾屿 lie outside",
            id="east-cut",
        ),
        pytest.param(
            replace(WHOLE, labels={k: v for k, v in LABELS.items() if k != "710000"}),
            "台湾省 not drawn",
            id="no-taiwan",
        ),
        pytest.param(
            replace(WHOLE, labels={"710000": "台湾省"}), "香港、澳门 not drawn", id="no-sars"
        ),
        pytest.param(
            replace(WHOLE, labels={**LABELS, "710000": "台湾"}), "called '台湾'", id="only-short"
        ),
        pytest.param(
            replace(WHOLE, labels={**LABELS, "710000": "Taiwan (country)"}),
            "called 'Taiwan \\(country\\)'; as a province",
            id="taiwan-a-country",
        ),
        pytest.param(
            replace(WHOLE, overlays=(Overlay("legend", (110, 3, 136, 12)),)),
            "The legend lies over 太平岛、曾母暗沙",
            id="legend-over-islands",
        ),
        pytest.param(
            replace(WHOLE, overlays=(Overlay("button", (121, 24, 121.4, 24.4)),)),
            "The button lies over 台湾岛",
            id="button-inside-taiwan",
        ),
        pytest.param(replace(WHOLE, words="天地图，九段线"), "审图号", id="no-review"),
        pytest.param(replace(WHOLE, source="国测"), "source \\(国测\\) is not named", id="source"),
        pytest.param(replace(WHOLE, source=""), "source \\(unknown\\)", id="no-source"),
        pytest.param(
            replace(WHOLE, scope="460000", frame=(108, 18, 112, 21), labels={"460000": "海南省"}),
            "lie in neither frame nor inset",
            id="hainan-alone",
        ),
        pytest.param(
            replace(WHOLE, scope="320000", words="天地图，九段线"), "map review", id="one-province"
        ),
    ],
)
def test_each_rule_broken_is_told_of(spec: MapSpecification, said: str) -> None:
    with pytest.raises(UsageError, match=f"^This map must not go out: .*{said}"):
        refuse_unless_fit(spec)
    assert len(check_map(spec)) == 1


def test_all_that_is_wrong_is_told_at_once() -> None:
    bare = replace(WHOLE, dash_segments=0, labels={}, words="", frame=(100, 20, 110, 30))
    assert len(check_map(bare)) == 6
