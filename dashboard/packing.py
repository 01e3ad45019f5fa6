"""Data on its way to the page's components: JSON, deflated, as bytes.

Streamlit would send Chinese text in JSON as six bytes a character; deflated it takes about one.
"""

from __future__ import annotations

import json
import zlib

LEVEL = 9
"""Of zlib: the data of one component is small, its bytes are what counts."""


def pack(value: object) -> bytes:
    """The value for `unpack` of parts.js."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), LEVEL)


def unpack(packed: bytes) -> object:
    """The value that was packed."""
    return json.loads(zlib.decompress(packed))
