"""Text -> hits: names as written, not overlapping, without those inside names of other things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter

from geodata.places.names import COUNTED, Form, Hit, NameIndex, Trust
from geodata.places.namesakes import (
    belongs_to_firm,
    is_given_name,
    is_scenery,
    is_wish,
    runs_on,
)

Borders = Callable[[int, int], tuple[bool, bool]]
"""Whether a word begins at one offset of the text, and one ends before another."""


def find_hits(text: str, index: NameIndex) -> list[Hit]:
    """The best set of names that do not overlap, in order; long and safe ones win."""
    found = index.scan(text)
    sign = index.read_sign(text) if len(text) == 1 else None
    if sign is not None:
        found.append(Hit(0, 1, sign))
    for start, _, _ in [hit for hit in found if hit.name.text in COUNTED]:
        run = index.read_run(text, start)
        if run is not None:
            found.append(Hit(start - run.length, start, run))
    found.sort(key=itemgetter(0))
    chosen: list[Hit] = []
    cluster: list[Hit] = []
    reach = 0
    for hit in found:
        start, end, _ = hit
        if start >= reach and cluster:
            chosen += _choose(cluster) if len(cluster) > 1 else cluster
            cluster = []
        cluster.append(hit)
        if end > reach:
            reach = end
    return chosen + (_choose(cluster) if len(cluster) > 1 else cluster)


def _choose(cluster: list[Hit]) -> list[Hit]:
    """Heaviest selection without overlap; the leftmost at equal weight."""
    if len(cluster) == 2:
        first, second = cluster
        return [second if second.name.weight > first.name.weight else first]
    worth = [0]
    follow: list[tuple[Hit, int] | None] = [None]
    for position in range(len(cluster) - 1, -1, -1):
        hit = cluster[position]
        after = position + 1
        while after < len(cluster) and cluster[after].start < hit.end:
            after += 1
        rest = len(cluster) - after
        weight = worth[rest] + hit.name.weight
        taken = weight >= worth[-1]
        worth.append(weight if taken else worth[-1])
        follow.append((hit, rest) if taken else follow[-1])
    return list(_unroll(follow))


def _unroll(follow: list[tuple[Hit, int] | None]) -> Iterator[Hit]:
    step = follow[-1]
    while step is not None:
        hit, rest = step
        yield hit
        step = follow[rest]


# People, powers and common goods of a place, whose word the dictionary joins to its name.
_OF_PLACE = re.compile(
    "同胞|居民|青年|人(?![民大才口均])|经济特区|特区政府|当局|警方|海关|[中高]院|企业|高校|媒体|市民|旅游|园林|公交|地铁"
)
_AREA = re.compile("[地城市特]区")
_SEPARATORS = "、和与及"
_COUNTED_END = re.compile(
    r"(?:等?[两二三四五六七八九十\d]{1,3}个?|等)(?:区县|县区|县市|市县|市区|区市|[县区市州旗地])(?![域场民级划块])"
)
_COUNTY_LEVEL = ("道", "级")
_BODY_OF_FULL = "委府政长法检纪人公"


def keep_hit(
    text: str, hit: Hit, joined: tuple[bool, bool], index: NameIndex, borders: Borders
) -> bool:
    """Whether a hit is a place by its surroundings.

    Args:
        text: The whole text.
        hit: What was found.
        joined: Whether another name ends where it starts, and starts where it ends.
        index: Knows words.
        borders: Gives word borders.
    """
    if hit.name.passed_over:
        return False
    bare = hit.name.form == Form.SHORT
    if bare and (is_given_name(text, hit) or is_scenery(text, hit) or is_wish(text, hit)):
        return False
    if bare and belongs_to_firm(text, hit, index):
        return False
    if hit.name.form == Form.OLD and hit.name.length == 2 and _ends_word(text, hit, index):
        return False
    if not joined[1] and runs_on(text, hit, joined=joined[0]):
        return False
    return _has_borders(text, hit, joined, borders)


def _ends_word(text: str, hit: Hit, index: NameIndex) -> bool:
    """Whether 开县 or 通县 is a verb and 县: 公开县务, 直通县城, 新开县道."""
    verb = hit.start > 0 and index.has_word(text[hit.start - 1 : hit.start + 1])
    return verb or text[hit.end : hit.end + 1] in _COUNTY_LEVEL


def _has_borders(text: str, hit: Hit, joined: tuple[bool, bool], borders: Borders) -> bool:
    """Whether the segmenter agrees that a word begins and ends with the name."""
    name = hit.name
    if name.safe:
        return True
    left, right = borders(hit.start, hit.end)
    full = name.full or (name.form == Form.ALIAS and name.length > 3)
    if (full and text[hit.end : hit.end + 1] in _BODY_OF_FULL) or _AREA.match(text, hit.end):
        right = True
    if name.trust <= Trust.SURE and not name.county_stem and _OF_PLACE.match(text, hit.end):
        right = True
    return (left or joined[0]) and (right or joined[1])


def find_counted(text: str, hits: Sequence[Hit], borders: Borders) -> frozenset[int]:
    """Positions of the hits in lists that say of what: 和平、河西、南开三区, 公安、江陵等县市."""
    counted: set[int] = set()
    chain: list[int] = []
    for position, hit in enumerate(hits):
        follows = chain and hit.start - hits[chain[-1]].end == 1
        if not follows or text[hit.start - 1] not in _SEPARATORS:
            chain = []
        if hit.name.form == Form.SHORT:
            chain.append(position)
        if len(chain) > 1 and _COUNTED_END.match(text, hit.end):
            first = hits[chain[0]]
            begins, _ = borders(first.start, first.end)
            counted.update(chain if begins else chain[1:])
    return frozenset(counted)


def list_places(text: str, index: NameIndex, borders: Borders | None = None) -> list[Hit]:
    """The hits that are places by their surroundings, in order.

    `borders` tells those of the text's words where they are known; else it is cut around the hits.

    Goes backwards: 镇平 in 巍山镇平安村 falls first, so that 镇 can then rule out 巍山.
    """
    hits = find_hits(text, index)
    borders = borders or partial(index.stands_alone, text)
    counted = find_counted(text, hits, borders)
    kept: list[Hit] = []
    for position in range(len(hits) - 1, -1, -1):
        hit, before = hits[position], hits[position - 1] if position else None
        joined = (
            before is not None and before.end == hit.start and before.name.form != Form.BLOCK,
            bool(kept) and kept[-1].start == hit.end,
        )
        if position in counted or keep_hit(text, hit, joined, index, borders):
            kept.append(hit)
    return kept[::-1]
