"""Where a document plays: what is settled about its places before any owner is asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from geodata.model import NATION, Basis, Toponym
from geodata.places.gazetteer import Gazetteer

_FIELDS = (
    *("交通运输", "工业和信息化", "教育", "公安", "民政", "司法", "财政", "人力资源和社会保障"),
    *("自然资源", "生态环境", "住房和城乡建设", "水利", "农业农村", "农业", "商务", "文化和旅游"),
    *("文化", "卫生", "信息产业", "科学技术", "科技"),
)
# Each way begins with a plain character, for which the pattern is searched first.
NATIONAL = re.compile(
    r"国务院|党中央|中共中央|中央办公厅|全国人大|国家[\u4e00-\u9fff]{1,8}(?:局|部|委|办)|发改委|最高人民法院"
    r"|最高法|最高检|国家(?=建|出台|启动|制定|提出|投资|组织|部署)"
    + "".join(f"|{field_name}部(?!门)" for field_name in _FIELDS)
    + "".join(f"|{whole}(?!首|第|唯一|率先|推广|领先|前列|各地|一流)" for whole in ("我国", "全国"))
)


class Placement(NamedTuple):
    """The owner of an initiative, and what it was decided on."""

    adcode: str
    basis: Basis
    candidates: tuple[str, ...] = ()
    former: str = ""
    """What the text calls it, where that is no longer its name."""


@dataclass(frozen=True)
class Setting:
    """Where a document plays: its place names, those of its title, and its main region."""

    text: str
    toponyms: tuple[Toponym, ...]
    title_codes: tuple[str, ...]
    gazetteer: Gazetteer
    regions: Mapping[str, Sequence[str]]
    """Names of regions of several provinces -> their codes."""
    source_code: str | None = None
    resolved: tuple[Toponym, ...] = field(init=False)
    starts: tuple[int, ...] = field(init=False)
    """Offsets of the resolved toponyms."""
    codes: tuple[str, ...] = field(init=False)
    """Their units."""
    main: str | None = field(init=False)
    main_basis: Basis = field(init=False)
    """What the main region rests on: the title, the whole document, or its source."""
    own: Placement | None = field(init=False)
    """The main region, as the owner of what no nearer place owns."""
    named_regions: Mapping[str, Sequence[str]] = field(init=False)
    """Those of `regions` that the text names."""

    def __post_init__(self) -> None:
        """Index the toponyms and find the main region."""
        resolved = tuple([t for t in self.toponyms if t.adcode is not None])
        object.__setattr__(self, "resolved", resolved)
        object.__setattr__(self, "codes", tuple(map(attrgetter("adcode"), resolved)))
        object.__setattr__(self, "starts", tuple(map(attrgetter("start"), resolved)))
        main, basis = _main_region(self)
        object.__setattr__(self, "main", main)
        object.__setattr__(self, "main_basis", basis)
        object.__setattr__(self, "own", None if main is None else Placement(main, basis))
        named = {name: codes for name, codes in self.regions.items() if name in self.text}
        object.__setattr__(self, "named_regions", named)

    @cached_property
    def national_end(self) -> int:
        """End of the first mention of a national body; beyond the text where there is none."""
        national = NATIONAL.search(self.text)
        return national.end() if national else len(self.text) + 1

    def covers(self, offset: int) -> bool:
        """Whether the character at `offset` is part of a place name."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and offset < self.resolved[index].end

    def touches(self, start: int, end: int) -> bool:
        """Whether a local place name stands in [start, end) or ends right at `start`."""
        index = bisect_left(self.starts, end) - 1
        while index >= 0 and self.resolved[index].end >= start:
            if self.codes[index] != NATION:
                return True
            index -= 1
        return False


def _main_region(setting: Setting) -> tuple[str | None, Basis]:
    """The unit of the title, else the one named most often, the first of equals, else the source's.

    Returns:
        Its code, None where nothing tells, and what it rests on.
    """
    title = [code for code in setting.title_codes if code != NATION]
    if title:
        return title[-1], Basis.TITLE
    counts = Counter(setting.codes)
    del counts[NATION]
    if counts:
        return counts.most_common(1)[0][0], Basis.DOMINANT
    return setting.source_code, Basis.SOURCE
