"""Where a name begins and ends, and what kind of thing it names."""

from __future__ import annotations

import pytest

from geodata.extract.mentions import Form
from geodata.extract.phrases import MAX_NAME
from geodata.model import Kind
from tests.extract.conftest import Find


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param("省政府印发《江苏省数字政府建设实施方案》。", "江苏省数字政府建设实施方案",
                     Kind.POLICY, id="title-in-brackets"),
        pytest.param("浙江推出浙里办。", "浙里办", Kind.SERVICE, id="nickname-on-a-province-sign"),
        pytest.param("杭州建设数字杭州。", "数字杭州", Kind.PROGRAMME, id="theme-word-and-place"),
        pytest.param("市里启用智慧城管系统。", "智慧城管系统", Kind.PLATFORM, id="noun-phrase"),
        pytest.param("启动“宽带中国”战略。", "宽带中国战略", Kind.PROGRAMME, id="quoted-and-head"),
        pytest.param("“苏服办”App上线。", "苏服办App", Kind.PLATFORM, id="quoted-and-latin-head"),
        pytest.param("统一的“雪亮工程”视频监控平台开通。", "雪亮工程视频监控平台", Kind.PLATFORM,
                     id="quotation-at-the-front"),
    ],
)  # fmt: skip
def test_a_name_of_each_form(find: Find, text: str, name: str, kind: Kind) -> None:
    (candidate,) = find(text)
    assert (candidate.name, candidate.kind) == (name, kind)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("阅读《南方日报》。", id="title-of-a-newspaper"),
        pytest.param("这个平台很好，那些系统不好用。", id="bare-head-nouns"),
        pytest.param("成立南通市大数据管理局。", id="a-body"),
        pytest.param("第三期项目和二期工程已经开工。", id="a-phase-without-a-name"),
        pytest.param("平台期和系统性风险。", id="head-inside-another-word"),
        pytest.param("县里建起网站，村里转入平台。", id="what-is-done-to-a-bare-head"),
        pytest.param("老人呼叫转移登记。", id="a-call-is-no-naming"),
        pytest.param("企业都上了互联网，水库边有电网。", id="heads-of-one-sign-in-other-words"),
        pytest.param("今天下了一场大雨。", id="nothing"),
        pytest.param("“”《》", id="empty-marks"),
        pytest.param("", id="empty"),
    ],
)
def test_what_names_nothing(find: Find, text: str) -> None:
    assert find(text) == []


def test_two_names_joined_by_and_are_two(find: Find) -> None:
    names = [candidate.name for candidate in find("市里启用智慧城管系统和应急指挥平台。")]
    assert names == ["智慧城管系统", "应急指挥平台"]


def test_mentions_lie_in_the_text_in_order_and_apart(find: Find) -> None:
    text = "南通市启用“城管通”平台，《南通市智慧城市规划》提出智慧南通，市民用“城管通”平台。"
    mentions = sorted(
        (mention for candidate in find(text) for mention in candidate.mentions),
        key=lambda mention: mention.start,
    )
    assert len(mentions) >= 3
    reached = 0
    for mention in mentions:
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end
        quoted = text[mention.start : mention.end]
        assert quoted.replace("“", "").replace("”", "") == mention.name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "目前柳江雪亮第三期项目已启动", "柳江雪亮第三期项目", id="a-phase-belongs-to-it"
        ),
        pytest.param("建成农民健康一卡通", "农民健康一卡通", id="one-card-for-all"),
        pytest.param("一智慧气象系统设计包括软件", "智慧气象系统", id="not-the-number-in-a-list"),
        pytest.param("各部门自行维护的模式利用政务云平台", "政务云平台", id="not-the-verb-before"),
        pytest.param("覆盖居民七成以上智慧养老平台", "智慧养老平台", id="not-the-share-before"),
        pytest.param("街道用困难家庭收支核查系统摸底", "困难家庭收支核查系统", id="a-verb-of-use"),
        pytest.param("实施农村网点提升工程", "农村网点提升工程", id="a-verb-of-bettering"),
        pytest.param("先后建成了桥梁隧道三维系统", "桥梁隧道三维系统", id="a-number-of-sorts"),
        pytest.param("入选电子商务进社区综合示范县", "电子商务进社区综合示范县", id="into-towns"),
        pytest.param("两家联合开发码头货物调度系统", "码头货物调度系统", id="built-together"),
        pytest.param("全县的乡镇云已承载三百台", "乡镇云", id="a-particle-stuck-behind"),
        pytest.param("港口新一代货运调度平台上线", "新一代货运调度平台", id="of-a-new-generation"),
        pytest.param("京津冀医保结算系统上线", "京津冀医保结算系统", id="three-signs-in-one"),
        pytest.param("发放农机电子通行证", "农机电子通行证", id="a-pass"),
        pytest.param("村里接入气象广播系统", "气象广播系统", id="not-the-verb-of-joining"),
        pytest.param("居民关心地下管廊监测系统", "地下管廊监测系统", id="not-who-cares-for-it"),
        pytest.param("海安市农机抵押登记系统", "海安市农机抵押登记系统", id="from-its-place-on"),
        pytest.param("建成海安市粮库轮换竞拍平台", "海安市粮库轮换竞拍平台", id="over-a-verb"),
        pytest.param("开通了果园轮灌控制系统", "果园轮灌控制系统", id="behind-what-launches-it"),
        pytest.param("海安市民政局辅导老人预约系统", "老人预约系统", id="not-who-does-it"),
        pytest.param("挂号服务逐步推进床位调配系统", "床位调配系统", id="not-how-it-is-done"),
        pytest.param("建成海安水质自动监测网", "海安水质自动监测网", id="a-net"),
        pytest.param("海安林火监测一期已经完工", "海安林火监测一期", id="a-first-stage"),
        pytest.param("县里推出惠农补贴一查通", "惠农补贴一查通", id="all-at-one-look"),
    ],
)
def test_borders_without_punctuation(find: Find, text: str, name: str) -> None:
    assert [candidate.name for candidate in find(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        pytest.param("去年推出了阳光秤，菜贩都用上了。", "阳光秤", Form.LAUNCHED, id="launched"),
        pytest.param("村民都会用邻里e通办事。", "邻里e通", Form.NICKNAME, id="with-an-e"),
        pytest.param("这项服务叫暖心灯，老人都夸。", "暖心灯", Form.LAUNCHED, id="called"),
        pytest.param("这项服务起名暖心灯，都夸。", "暖心灯", Form.LAUNCHED, id="given-a-name"),
        pytest.param("村民管它叫一登到底，都夸。", "一登到底", Form.LAUNCHED, id="called-oddly"),
        pytest.param("这项服务定名随手护江，都夸。", "随手护江", Form.LAUNCHED, id="settled-name"),
        pytest.param("打开手机里的扬州通，排队取号。", "扬州通", Form.NICKNAME, id="of-a-town"),
    ],
)  # fmt: skip
def test_names_without_a_head_noun(find: Find, text: str, name: str, form: Form) -> None:
    found = {m.name: m.form for candidate in find(text) for m in candidate.mentions}
    assert found.get(name) is form


def test_a_long_object_of_a_launch_is_no_name(find: Find) -> None:
    assert find("这家饭店推出了牛肉面套餐饮料小菜水果服务。") == []


def test_a_section_of_a_scheme_is_not_the_scheme(find: Find) -> None:
    names = {candidate.name for candidate in find("推行“一窗办理”系统，打造“一窗办理”专区。")}
    assert names == {"一窗办理系统", "一窗办理专区"}


def test_a_name_has_a_bound(find: Find) -> None:
    names = [candidate.name for candidate in find("建成" + "数据资源" * 30 + "平台。")]
    assert all(len(name) <= MAX_NAME for name in names)


def test_forms_are_told(find: Find) -> None:
    (candidate,) = find("省政府印发《江苏省数字政府建设实施方案》。")
    assert {mention.form for mention in candidate.mentions} == {Form.TITLE}
