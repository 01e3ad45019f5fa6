"""The region of a source, from what its metadata call its publisher."""

from __future__ import annotations

import re
from functools import lru_cache

from geodata.model import NATION
from geodata.places.evidence import prefer_higher
from geodata.places.gazetteer import Gazetteer
from geodata.places.resolve import find_toponyms

# A local paper or site is named after its region; 上海证券报 and 北京青年报 are read everywhere.
_LOCAL_PRESS = re.compile(
    "(?P<region>[\u4e00-\u9fff]{2,8}?)(?:日报|晚报|晨报|早报|都市报|商报|广播电视台|电视台|新闻网|政务服务网|政务网"
    "|政府网|门户网站|发布|网)(?:社|客户端)?$"
)
MAX_PUBLISHER = 60
# Documents of a collection come from the same few.
MAX_REMEMBERED = 4096


@lru_cache(MAX_REMEMBERED)
def locate_publisher(publisher: str, gazetteer: Gazetteer) -> str | None:
    """Code of the unit that a publisher is of (南通日报, 江苏省人民政府), None where that is open.

    Args:
        publisher: As the metadata have it; only the first 60 characters count.
        gazetteer: Units and names.
    """
    name = publisher.strip()[:MAX_PUBLISHER]
    press = _LOCAL_PRESS.fullmatch(name)
    if press:
        codes = prefer_higher(gazetteer.names.codes(press["region"]), gazetteer)
        return codes[0] if len(codes) == 1 else None
    found = [t.adcode for t in find_toponyms(name, gazetteer) if t.adcode not in (None, NATION)]
    return found[-1] if found else None
