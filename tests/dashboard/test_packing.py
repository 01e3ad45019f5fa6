from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.packing import pack, unpack
from tests.small_dataset import HOSTILE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.just(HOSTILE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(value=JSON)
def test_what_is_packed_comes_out_again(value: object) -> None:
    assert unpack(pack(value)) == value


def test_chinese_text_takes_less_than_its_characters_in_utf8() -> None:
    names = [f"浙江省杭州市第{i}区" for i in range(60)]
    assert len(pack(names)) < len("".join(names).encode()) / 4
