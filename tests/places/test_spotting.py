"""Names as written: which of overlapping ones is taken, and what is part of something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.paths import data_folder
from geodata.places.gazetteer import Gazetteer
from geodata.places.names import Form, NameIndex, Trust, derive_aliases
from geodata.places.resolve import find_toponyms
from geodata.places.spotting import find_hits, list_places

# No sentence here is of a newspaper; every place in it is named after the bar.
RUNNING_TEXT = (
    "各地整合资源、加强合作，公安机关比如交警要通过统一平台办事，线上高效办理，切实方便群众。|",
    "平安建设扎实推进，前进道路上的困难逐步解决，新建小区全部接入，城区主干道完成改造。|",
    "全市开放数据一万条，富裕起来的村民和平相处，互助养老点遍布城乡，长子县以外的长子都外出务工。|长子县",
    "大方向已经明确，集中方向发力，大城市管理要精细，老城区改造要提速，重特大安全事故要杜绝。|",
    "工程建好以后，水平和效率都提高了，服务质量更高，要求更严，指南开展到位，协会理事长作了发言。|",
    "拆迁安置房交付使用，新增城镇就业一万人，麻花都卖到了网上，三明确一公开制度落地。|",
    "南京路步行街、中山四路、解放大道、长安街沿线安装了摄像头，西藏路口的红绿灯也换了。|",
    "北京大学、浙江工业大学和湖南大学的教授到广州调研，南方日报、湖北日报、江苏卫视作了报道。|广州",
    "上海某某信息技术有限公司中标后，与杭州市政府签约，在余杭区建设数据中心。|杭州市 余杭区",
    "资源县和公安县都派人到合肥学习，合作市来了，比如县没有来。|资源县 公安县 合肥 合作市 比如县",
    "孙中山先生故居数字化，身着中山装的讲解员介绍，长治久安离不开治理，大同小异的做法不可取。|",
    "阳光明媚，荷塘边莲花开了，石门旁的凤凰木很高，温泉水滑，名山大川尽收眼底，清水流过天桥。|",
    "新华社记者从人民网了解到，新兴产业和新材料、新能源企业纷纷落户，商城系统和港口调度系统上线。|",
    "西南地区、东南沿海、华北平原和长江流域的网络全部联通，黄河南岸的大堤装上了传感器。|",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(data_folder())


@pytest.fixture(scope="module")
def index(gazetteer: Gazetteer) -> NameIndex:
    return gazetteer.names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("河北安平县", ["河北", "安平县"], id="leftmost-lets-the-long-one-stand"),
        pytest.param("提高安阳市", ["安阳市"], id="full-beats-weak-before-it"),
        pytest.param("宁波市中级", ["宁波市"], id="full-beats-two-short-ones"),
        pytest.param("西南通信", ["西南"], id="blocked-phrase-comes-first"),
        pytest.param("江西南昌", ["江西", "南昌"], id="two-beat-the-one-between"),
        pytest.param("上海城区", ["上海", "城区"], id="wordlike-full-name-gives-way"),
        pytest.param("黔西南布依族苗族自治州", ["黔西南布依族苗族自治州"], id="longest"),
    ],
)
def test_choice_among_overlapping_names(index: NameIndex, text: str, names: list[str]) -> None:
    assert [name.text for _, _, name in find_hits(text, index)] == names


@given(st.text(alphabet="河北安平县南京市江西昌吉林省通化区城", max_size=40))
def test_hits_never_overlap_and_are_where_they_say(index: NameIndex, text: str) -> None:
    reached = 0
    for start, end, name in find_hits(text, index):
        assert start >= reached
        assert text[start:end] == name.text
        reached = end


@given(st.text(alphabet="河北安平县南京市江西昌吉林省通化区城", max_size=40))
def test_places_are_some_of_the_hits(index: NameIndex, text: str) -> None:
    assert set(list_places(text, index)) <= set(find_hits(text, index))


@pytest.mark.parametrize("line", RUNNING_TEXT, ids=[line[:6] for line in RUNNING_TEXT])
def test_running_text_has_no_false_places(gazetteer: Gazetteer, line: str) -> None:
    text, places = line.split("|")
    assert [toponym.text for toponym in find_toponyms(text, gazetteer)] == places.split()


def test_long_text_of_one_kind_is_read_in_one_go(gazetteer: Gazetteer) -> None:
    text = "南京市" * 20_000 + "中" * 50_000 + "有限公司"
    found = find_toponyms(text, gazetteer)
    assert len(found) == 20_000
    assert {toponym.adcode for toponym in found} == {"320100"}


def test_chain_of_overlapping_names_costs_no_more_than_its_length(index: NameIndex) -> None:
    hits = find_hits("山东" * 50_000, index)
    assert {name.text for _, _, name in hits} == {"山东"}
    assert len(hits) == 50_000


def test_many_refusals_beside_many_places(gazetteer: Gazetteer) -> None:
    found = find_toponyms("广州市、朝阳区。" * 20_000, gazetteer)
    assert [toponym.adcode for toponym in found] == ["440100", None] * 20_000


@pytest.mark.parametrize(
    ("adcode", "aliases"),
    [
        ("450226", ["三江县"]),
        ("513400", ["凉山州"]),
        ("320106", []),
        ("429021", ["神农架"]),
    ],
)
def test_derived_aliases(gazetteer: Gazetteer, adcode: str, aliases: list[str]) -> None:
    assert list(derive_aliases(gazetteer.unit(adcode))) == aliases


def test_trust_and_form_of_names(index: NameIndex) -> None:
    names = {name.text: name for _, _, name in find_hits("资源、昆山、安平、金华、江干区", index)}
    assert names["资源"].trust == Trust.WORD
    assert names["昆山"].trust == Trust.KNOWN
    assert names["安平"].trust == Trust.WEAK
    assert names["金华"].trust == Trust.SURE
    assert names["江干区"].form == Form.OLD
    assert index.codes("江干区") == ("330102", "330114")
    assert index.codes("不在表中") == ()


@pytest.mark.parametrize("before", ["", "a", "é", "中", "𠮷", "\ud800", "\x00", "🙂"])
def test_names_are_found_where_they_stand_whatever_stands_before(
    index: NameIndex, before: str
) -> None:
    text = f"{before}南通市{before}杭州"
    ends = [(end, name.text) for _, end, name in index.scan(text)]
    ends = [(end, name) for end, name in ends if name in ("南通市", "杭州")]
    assert all(text[:end].endswith(name) for end, name in ends)
    assert [name for _, name in ends] == ["南通市", "杭州"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("记者陈海南报道", [], id="after-a-profession"),
        pytest.param("张吉林负责测试", [], id="at-the-start"),
        pytest.param("会上，王南通发言", [], id="after-a-stop"),
        pytest.param("记者南通报道", ["南通"], id="no-surname"),
        pytest.param("据陈海南通报", ["海南"], id="surname-inside-a-sentence"),
        pytest.param("主任陈海南省视察", ["海南省"], id="full-name"),
    ],
)
def test_given_names_are_no_places(index: NameIndex, text: str, names: list[str]) -> None:
    assert [name.text for _, _, name in list_places(text, index)] == names


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("苏浙皖三省", ["320000", "330000", "340000"], id="three"),
        pytest.param("鲁晋两省", ["370000", "140000"], id="two-that-no-table-lists"),
        pytest.param("粤皖津两省一市", ["440000", "340000", "120000"], id="provinces-and-a-city"),
        pytest.param("晋皖三省", [], id="miscounted"),
        pytest.param("晋晋两省", [], id="twice-the-same"),
        pytest.param("晋一省", [], id="one-is-no-list"),
        pytest.param("三省", [], id="nothing-before"),
    ],
)
def test_counted_signs_are_provinces(gazetteer: Gazetteer, text: str, codes: list[str]) -> None:
    assert [toponym.adcode for toponym in find_toponyms(text, gazetteer)] == codes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("南京三胞集团投资", [], id="brand-that-is-no-word"),
        pytest.param("南京公交集团投资", ["南京"], id="trade-that-is-a-word"),
        pytest.param("江西省中慧律师事务所", [], id="law-firm"),
        pytest.param("天津大学浙江研究院", [], id="branch-of-a-school"),
        pytest.param("浙江研究院所众多", ["浙江"], id="no-school-before"),
        pytest.param("昆山光电公司", [], id="county-s-company"),
        pytest.param("昆山三家公司", ["昆山"], id="companies-of-a-county"),
        pytest.param("昆山供电公司", ["昆山"], id="company-that-serves"),
        pytest.param("港珠澳大桥", [], id="bridge"),
        pytest.param("深圳北站", [], id="station"),
        pytest.param("本溪流域", [], id="river-basin"),
        pytest.param("台湾同胞", ["台湾"], id="people-of-a-place"),
        pytest.param("南昌人早起", ["南昌"], id="people-in-one-word-with-the-place"),
        pytest.param("深圳经济特区", ["深圳"], id="zone-in-one-word-with-the-place"),
        pytest.param("香港特区政府", ["香港特区"], id="government-of-an-alias"),
        pytest.param("山东舰出海", [], id="ship"),
        pytest.param("江苏厅里开会", [], id="hall"),
        pytest.param("江苏厅长讲话", ["江苏"], id="head-of-a-department"),
        pytest.param("山东泰山队赢了", [], id="club"),
    ],
)
def test_firms_bridges_and_stations_are_no_places(
    index: NameIndex, text: str, names: list[str]
) -> None:
    assert [name.text for _, _, name in list_places(text, index)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("柳州螺蛳粉加蛋", [], id="food"),
        pytest.param("柳州螺蛳粉产业平台", ["柳州"], id="trade-in-food-is-the-place-s"),
        pytest.param("苏州评弹", [], id="song"),
        pytest.param("山西老陈醋", [], id="old-vinegar"),
        pytest.param("黄山的云海", [], id="mountain"),
        pytest.param("黄山、庐山、泰山", [], id="among-mountains"),
        pytest.param("庐山、黄山", [], id="behind-a-mountain"),
        pytest.param("巢湖的蓝藻", [], id="lake"),
        pytest.param("芜湖的企业", ["芜湖"], id="city-in-hu-without-water"),
        pytest.param("大庆精神", [], id="spirit"),
        pytest.param("大庆精神病院", ["大庆"], id="hospital-s-trade"),
        pytest.param("主任医师赵天水出诊", [], id="physician"),
        pytest.param("黄山推出一码通", ["黄山"], id="city-of-the-mountain-s-name"),
        pytest.param("唐山的工厂", ["唐山"], id="city-in-shan-without-scenery"),
        pytest.param("祝大家新年安康", [], id="wish"),
        pytest.param("到了安康，", ["安康"], id="city-at-the-end-of-a-clause"),
        pytest.param("祝安康越来越好", ["安康"], id="city-in-a-wish"),
        pytest.param("那个叫海宁的小伙子", [], id="person-called-so"),
        pytest.param("一个叫海宁的城市", ["海宁"], id="city-called-so"),
    ],
)
def test_products_mountains_wishes_and_persons_are_no_places(
    index: NameIndex, text: str, names: list[str]
) -> None:
    assert [name.text for _, _, name in list_places(text, index)] == names


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("天津的和平、南开两区", ["120000", "120101", "120104"], id="words-of-a-city"),
        pytest.param("天津的和平、南开", ["120000", "120104"], id="uncounted"),
        pytest.param("天津求和平、南开两区", ["120000", "120101", "120104"], id="border-before"),
        pytest.param("海南的东方、琼海等市县", ["460000", "469007", "469002"], id="no-city"),
        pytest.param("资源、合作、公安等县", [], id="nothing-to-go-by"),
        pytest.param("开放、合作、共享等区域", [], id="no-list-of-units"),
        pytest.param("河西区政务服务中心", ["120103"], id="district-s-body"),
        pytest.param("河西区先行", [None], id="district-that-may-be-a-phrase"),
        pytest.param("山东河西区公安局", ["370000", None], id="district-elsewhere"),
        pytest.param("台湾青年在平潭创业", ["710000", "350128"], id="led-to"),
        pytest.param("台湾青年爱平潭", ["710000"], id="not-led-to"),
    ],
)
def test_doubtful_names_are_places_by_what_stands_beside_them(
    gazetteer: Gazetteer, text: str, codes: list[str]
) -> None:
    assert [toponym.adcode for toponym in find_toponyms(text, gazetteer)] == codes


@pytest.mark.parametrize(
    ("text", "year", "codes"),
    [
        pytest.param("开县启用平台", 2010, ["500154"], id="county-of-one-character-then"),
        pytest.param("开县启用平台", None, [], id="and-now"),
        pytest.param("召开县委会议", 2010, [], id="verb-and-county"),
        pytest.param("新开县道三条", 2010, [], id="road-of-a-county"),
        pytest.param("四川省万县市", 1994, ["500000"], id="in-the-province-of-the-time"),
        pytest.param("铜仁市启用平台", 2005, ["520602"], id="county-before-the-prefecture"),
        pytest.param("铜仁市万山区", 2005, ["520603"], id="unit-of-the-prefecture-already"),
        pytest.param("莱芜市钢城区", 2015, ["370117"], id="part-of-a-divided-city"),
    ],
)
def test_old_names_are_read_by_the_year(
    gazetteer: Gazetteer, text: str, year: int | None, codes: list[str]
) -> None:
    assert [each.adcode for each in find_toponyms(text, gazetteer, year=year)] == codes


def test_a_renamed_city_was_called_by_its_bare_name(gazetteer: Gazetteer) -> None:
    then, now = (find_toponyms("思茅动员", gazetteer, year=year)[0].adcode for year in (2005, 2020))
    assert (then, now) == ("530800", "530802")
