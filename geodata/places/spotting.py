"""Text -> hits: names as written, not overlapping, without those inside names of other things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter

from geodata.places.names import ALIAS, BLOCK, COUNTED, OLD, SHORT, SURE, Hit, NameIndex
from geodata.places.namesakes import is_namesake, runs_on

Borders = Callable[[int, int], tuple[bool, bool]]
"""Whether a word begins at one offset of the text, and one ends before another."""


def find_hits(text: str, index: NameIndex) -> list[Hit]:
    """The best set of names that do not overlap, in order; long and safe ones win."""
    found = index.scan(text)
    sign = index.read_sign(text) if len(text) == 1 else None
    if sign is not None:
        found.append((0, 1, sign))
    for start in [start for start, _, name in found if name.text in COUNTED]:
        run = index.read_run(text, start)
        if run is not None:
            found.append((start - run.length, start, run))
    found.sort(key=itemgetter(0))
    chosen: list[Hit] = []
    cluster: list[Hit] = []
    reach = 0
    for hit in found:
        start, end, _ = hit
        if start >= reach:
            chosen += _choose(cluster) if len(cluster) > 1 else cluster
            cluster = [hit]
            reach = end
        else:
            cluster.append(hit)
            if end > reach:
                reach = end
    return chosen + (_choose(cluster) if len(cluster) > 1 else cluster)


def _choose(cluster: list[Hit]) -> list[Hit]:
    """Heaviest selection without overlap; the leftmost at equal weight."""
    if len(cluster) == 2:
        (_, _, first), (_, _, second) = cluster
        return cluster[1:] if second.weight > first.weight else cluster[:1]
    worth = [0]
    follow: list[tuple[Hit, int] | None] = [None]
    for position in range(len(cluster) - 1, -1, -1):
        hit = cluster[position]
        _, end, name = hit
        after = position + 1
        while after < len(cluster) and cluster[after][0] < end:
            after += 1
        rest = len(cluster) - after
        weight = worth[rest] + name.weight
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
    name = hit[2]
    form = name.form
    if name.passed_over:
        return False
    if form is SHORT and is_namesake(text, hit, index):
        return False
    if form is OLD and name.length == 2 and _ends_word(text, hit, index):
        return False
    if not joined[1] and runs_on(text, hit, joined=joined[0]):
        return False
    return name.safe or _has_borders(text, hit, joined, borders)


def _ends_word(text: str, hit: Hit, index: NameIndex) -> bool:
    """Whether 开县 or 通县 is a verb and 县: 公开县务, 直通县城, 新开县道."""
    start, end, _ = hit
    verb = start > 0 and index.has_word(text[start - 1 : start + 1])
    return verb or text[end : end + 1] in _COUNTY_LEVEL


def _has_borders(text: str, hit: Hit, joined: tuple[bool, bool], borders: Borders) -> bool:
    """Whether the segmenter agrees that a word begins and ends with the name."""
    start, end, name = hit
    left, right = borders(start, end)
    if not (left or joined[0]):
        return False
    if right or joined[1]:
        return True
    full = name.full or (name.form is ALIAS and name.length > 3)
    if (full and text[end : end + 1] in _BODY_OF_FULL) or _AREA.match(text, end):
        return True
    known = name.trust <= SURE and not name.county_stem
    return known and _OF_PLACE.match(text, end) is not None


def find_counted(text: str, hits: Sequence[Hit], borders: Borders) -> frozenset[int]:
    """Positions of the hits in lists that say of what: 和平、河西、南开三区, 公安、江陵等县市."""
    counted: set[int] = set()
    chain: list[int] = []
    reach = 0
    for position, (start, end, name) in enumerate(hits):
        if chain and (start - reach != 1 or text[reach] not in _SEPARATORS):
            chain = []
        if name.form is SHORT:
            chain.append(position)
            reach = end
        if len(chain) > 1 and _COUNTED_END.match(text, end):
            first, first_end, _ = hits[chain[0]]
            begins, _ = borders(first, first_end)
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
    follower = -1
    for position in range(len(hits) - 1, -1, -1):
        hit = hits[position]
        start, end, _ = hit
        led = False
        if position:
            _, reach, before = hits[position - 1]
            led = reach == start and before.form is not BLOCK
        joined = led, follower == end
        if position in counted or keep_hit(text, hit, joined, index, borders):
            kept.append(hit)
            follower = start
    return kept[::-1]
