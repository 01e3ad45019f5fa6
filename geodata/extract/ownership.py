"""Words before a name that only say whose it is: 江苏省南通市, 南通, 全市, 市级, an old name."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_PLACE = 11

_LEVEL = re.compile(r"[全我本该]?(?:自治)?([省市区县州盟旗])级?")
# 市 is no level in 市民云, nor 区 in 区块链.
_NO_LEVEL = {
    "省": re.compile(r"[长时心力钱事市]"),
    "市": re.compile(r"[长民场容域值井面话区县]|政(?!务|府)"),
    "区": re.compile(r"[长块域间位县]"),
    "县": re.compile(r"[长域]"),
    "州": re.compile(r"长"),
}
# 南通市民云 is 南通's cloud for citizens.
_TOWN = re.compile(r"市(?:民|场|容|域|政(?!务|府))")


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit that owns an initiative, as names speak of it."""

    name: str
    """Full name of the unit."""
    own: frozenset[str]
    """All its written forms, today's and old ones."""
    above: frozenset[str]
    """Those of the units above it."""
    signs: frozenset[str]
    """One-character names of its province."""


def own_prefix(text: str, owner: Owner) -> str:
    """The words at a text's beginning that say it is the owner's; "" where there are none.

    Names of the units above count only where the owner's own follows: 江苏算力云 need not be
    南京's.
    """
    end = owned = 0
    while size := _place_at(text, end, owner):
        if text[end : end + size] in owner.own:
            owned = end + size
        end += size
    level = _LEVEL.match(text, owned)
    if level and owner.name.endswith(level.group(1)):
        no_level = _NO_LEVEL.get(level.group(1))
        bare = level.end() == level.end(1)
        if not (bare and no_level and no_level.match(text, level.end())):
            owned = level.end()
    elif owned and text.startswith("级", owned) and not text.startswith("级联", owned):
        owned += 1
    return text[:owned]


def _place_at(text: str, start: int, owner: Owner) -> int:
    """Length of the longest name of the owner or a unit above it that begins there; 0 for none."""
    for size in range(min(MAX_PLACE, len(text) - start), 1, -1):
        place = text[start : start + size]
        known = place in owner.own or place in owner.above
        if known and not _TOWN.match(text, start + size - 1):
            return size
    return 0
