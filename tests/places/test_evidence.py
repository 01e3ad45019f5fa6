"""What a shared name is decided on, one case for each kind of evidence, strongest first."""

from __future__ import annotations

import pytest

from geodata.model import Basis
from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.places.publisher import locate_publisher
from geodata.places.resolve import find_toponyms

FAR = "这项改革让群众少跑腿、数据多跑路，办事时间一再压缩。" * 8
NANJING, XUZHOU, KAIFENG, HEBEI = "320100", "320300", "410200", "130000"
GULOU = {NANJING: "320106", XUZHOU: "320302", KAIFENG: "410204"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(data_folder())


def read_last(
    gazetteer: Gazetteer, text: str, title: tuple[str, ...] = (), source: str | None = None
) -> tuple[str | None, Basis | None]:
    """Code and basis of the last toponym of a text."""
    last = find_toponyms(text, gazetteer, title=title, source=source)[-1]
    return last.adcode, last.basis


@pytest.mark.parametrize(
    ("text", "expected", "basis"),
    [
        pytest.param("江苏省南京市鼓楼区", NANJING, "explicit", id="full-path"),
        pytest.param("南京鼓楼区", NANJING, "explicit", id="short-path"),
        pytest.param(f"徐州市鼓楼区试点。{FAR}鼓楼区", XUZHOU, "path", id="path-elsewhere"),
        pytest.param("徐州市动员，鼓楼区", XUZHOU, "nearby", id="parent-nearby"),
        pytest.param("玄武区、鼓楼区", NANJING, "nearby", id="neighbour-nearby"),
        pytest.param("开封市公安局部署，鼓楼区", KAIFENG, "organ", id="organ-nearby"),
        pytest.param(f"徐州市人民政府通报。{FAR}鼓楼区", XUZHOU, "organ", id="organ-far"),
        pytest.param("新华社南京5月6日电 鼓楼区", NANJING, "dateline", id="date-line"),
        pytest.param(f"本报南京讯 {FAR}鼓楼区", NANJING, "dateline", id="date-line-far"),
        pytest.param("人民网徐州3月2日电（记者 甲）鼓楼区", XUZHOU, "dateline", id="site"),
        pytest.param(f"徐州很大。{FAR}鼓楼区", XUZHOU, "dominant", id="only-region"),
        pytest.param(
            f"徐州好。徐州美。徐州新。徐州快。南京也好。{FAR}鼓楼区",
            XUZHOU,
            "dominant",
            id="main-region",
        ),
        pytest.param(
            f"开封市公安局通报。南京好。南京美。南京新。南京快。{FAR}鼓楼区",
            KAIFENG,
            "organ",
            id="organ-before-main-region",
        ),
        pytest.param(
            f"新华社南京5月6日电 开封市公安局通报。{FAR}鼓楼区",
            KAIFENG,
            "organ",
            id="organ-before-date-line",
        ),
    ],
)
def test_the_text_decides(gazetteer: Gazetteer, text: str, expected: str, basis: str) -> None:
    assert read_last(gazetteer, text) == (GULOU[expected], Basis(basis))


def test_the_title_goes_before_the_main_region_and_the_source(gazetteer: Gazetteer) -> None:
    text = f"南京好。{FAR}鼓楼区"
    assert read_last(gazetteer, text, (XUZHOU,), KAIFENG) == (GULOU[XUZHOU], Basis.TITLE)
    assert read_last(gazetteer, text, (), KAIFENG) == (GULOU[NANJING], Basis.DOMINANT)
    assert read_last(gazetteer, "鼓楼区", (), KAIFENG) == (GULOU[KAIFENG], Basis.SOURCE)


def test_the_date_line_goes_before_the_title(gazetteer: Gazetteer) -> None:
    text = f"新华社南京5月6日电 {FAR}鼓楼区"
    assert read_last(gazetteer, text, (XUZHOU,)) == (GULOU[NANJING], Basis.DATELINE)


def test_equal_regions_decide_nothing(gazetteer: Gazetteer) -> None:
    text = f"南京好。徐州好。南京美。徐州美。南京新。徐州新。{FAR}鼓楼区"
    assert read_last(gazetteer, text) == (None, None)
    assert read_last(gazetteer, text, (), HEBEI) == (None, None)


def test_a_word_is_the_place_of_the_source_s_city(gazetteer: Gazetteer) -> None:
    assert read_last(gazetteer, "榆树推进改革", (), "220100") == ("220182", Basis.SOURCE)
    assert not [t for t in find_toponyms("榆树推进改革", gazetteer, source="610800") if t.adcode]


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("南通日报", "320600"),
        ("大理日报", "532900"),
        ("桂林晚报社", "450300"),
        ("浙江政务服务网", "330000"),
        ("遂宁市人民政府办公室文件", "510900"),
        ("新华网江苏频道", "320000"),
        ("吉林日报", "220000"),
        ("人民日报", None),
        ("新华社", None),
        ("上海证券报", None),
        ("北京青年报", None),
        ("南方日报", None),
        ("长江网", None),
        ("朝阳日报", "211300"),
        ("", None),
        ("报" * 5000, None),
    ],
)
def test_the_region_of_a_publisher(
    gazetteer: Gazetteer, publisher: str, expected: str | None
) -> None:
    assert locate_publisher(publisher, gazetteer) == expected
