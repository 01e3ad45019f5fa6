"""Build data/reference/stems.csv: which bare names of units cannot be taken for places at sight.

A stem is a name without its generic ending (资源 of 资源县). *Weak* stems need evidence in the
text; *word* stems are ordinary words and are never read as places without their ending. What is
absent from the file is read as a place where a segmenter agrees with its borders and the text
does not point to another province.

The rule: over jieba's dictionary (frequencies from its training corpus), a stem is weak when it is
tagged as an ordinary word and common, when it is a common person's name, or when words that end
in its head and begin with its tail would meet by chance more than `CHANCE` times in that corpus.
*Known* stems are read as places whatever else the text names. `RULINGS` overrides the rule by
hand, each class for the reason given beside it.

Not part of the program: needs requirements-reference.txt. Run after `geodata.places.build`.
"""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from geodata.errors import DataFileError
from geodata.paths import data_folder
from geodata.places.build import write_rows

CHANCE = 25.0
COMMON_WORD = 90
COMMON_PERSON = 100
PLACE_TAGS = {"ns", "nz", "-", "nt"}
PERSON_TAGS = {"nr", "nrt", "nrfg"}

RULINGS = {
    # Ordinary words first, places second.
    "word": (
        "北镇 资源 合作 公安 比如 南部 解放 东方 前进 友好 通道 城中 平安 中方 安定 延长 "
        "新兴 万年 南岸 城北 城西 城东 大名 富裕 复兴 清新 宏伟 平定 郊区 振兴 三元 互助 "
        "平和 丰满 安居 和平 共和 新华 威信 建华 光明 运河 东风 港口 会同 工农 清水 前锋 "
        "长子 芙蓉 洞口 石门 大方 莲花 名山 矿区 桃源 大观 石棉 高台 民权 小店 同心 平房 "
        "灯塔 天涯 海棠 回民 富民 清流 水城 老城 爱民 天心 民乐 兴业 大厂 盐池 大化 围场 "
        "大悟 天长 武功 友谊 凤凰 红旗 高明 温泉 向阳 惠民 博爱 方正 安达 延寿 阳春 宝塔 "
        "白塔 红塔 元宝 江南 中原 新建 古城 平原 太平 江山 新城 海港 天桥 大城 河东 河西 "
        "东湖 西湖 南湖 太湖 泰山 庐山 天山 恒山 西山 衡山 牡丹 花山 河口 江海 银海 东海 "
        "商城 沙河 路桥 道外 南关 北关 万山 乐业 大关 上街 中站 新市 城区 东区 西区 南区 "
        "北区 中西 离岛 城关 城厢 桥东 桥西 市中 市北 市南 路南 路北 阳明 同仁 龙门 明山 "
        "秀山 西市 三台 台前 上高 进贤 偏关 大余 全南 封开 正安 临高 开化 兴化 集贤 五常 "
        "安化 通许 大英 阿里 双城 千山 来宾 双桥 金山 东山 南山 青山 鼓楼 钟楼 大安 新星 "
        "七星 龙凤 九龙 万安 长安 永安 文成 兴隆 武进 长乐 海北 金台 月湖 东平 南和 双湖 "
        "新和 新民 同德 方城 白云 天元 二七 三门 二道 定远 上林 天等 全州 兴和 和政 和静 和顺 "
        "定南 中江 中阳 西和 德安 大东 新河 开平 建平 平邑 永和 太和 高县 和县 成县 道县 "
        "理县 文县 兴县 新县 古县 代县 云县 应城 南县 富县 单县 康乐 长寿 龙井 龙潭 龙湖 "
        "平顺 黑山 鸡冠 铜鼓 荷塘 邻水 钢城 金牛 西夏 莲池 莲湖 交口 石鼓 古塔 甘泉 樟树 梨树"
    ),
    # Real ambiguity that only a document can settle, or a part of a direction, a river or a brand.
    "weak": (
        "朝阳 大同 兴安 双流 雨花 宁南 滨江 白银 海东 海西 山南 黄南 甘南 吉林 滨海 滨湖 "
        "南海 西城 东城 江北 巫山 三江 宝山 清河 沿河 新安 望都 新都 于都 三都 天宁 长宁 "
        "凯里 通州 海州 宣化 大兴 大足 永定 定安 怀安 安平 永平 永顺 建德 文安 民和 政和 "
        "泰和 和龙 弥勒 三沙 临江 江阳 江城 江夏 北湖 平城 云州 龙泉 仙居 金湖 钟山 独山 "
        "龙山 保康 阳新 思明 华安 平利 宁国 兴国 安国 南宫 秦淮 辛集 大丰 太康 武隆 合水 "
        "集美 会东 天镇 新会 新化 平江 阳高 榆树 龙江 法库 金凤 金沙 西沙 高昌 蓝山 赤水 "
        "卧龙 未央 双塔 双峰 丰润 改则 加查 水富 天柱 琅琊 湖滨 湖口 桃园 正阳 卫东 平远 "
        "灵山 玉泉 福安 红桥 青龙 南华 云龙 沙田 新乐 新源 裕民 裕华 龙华 昭阳 轮台 "
        "海盐 海伦 咸丰"
    ),
    # Well enough known that the bare stem is read as the place; whatever else a text names.
    "known": (
        "常熟 石狮 顺德 顺义 海门 余姚 如皋 诸城 昌平 监利 仙桃 神农架 金坛 即墨 高密 遵化 "
        "张家港 库尔勒 格尔木 萧山 越秀 怀柔 义乌 龙口 项城 奉化 登封 敦煌 宜兴 太仓 江阴 "
        "昆山 浦东 海淀 武昌 汉阳 黄陂 江津 长兴 桐乡 临安 余杭 花都 增城 番禺 福田 罗湖 "
        "宝安 龙岗 南沙 天河 徐汇 闵行 嘉定 松江 青浦 奉贤 崇明 成都 大连 定西 大理 汉中 "
        "巴中 三明 长治 南通 济南 南平 长沙 晋中 天水 上海 山东 山西 江西 河南 湖北 湖南 "
        "文山 运城 海口 和田 中卫 内江 太原 白城 江门 长春 白山 四平 新乡 大庆 常德 北海 "
        "滕州 博山 宁海 临平 钱塘 邳州 姜堰 铜山 高邮 句容 丹阳 溧水 高淳 江宁 浦口 六合 "
        "雨花台 建邺 江都 房山 平谷 密云 延庆 门头沟 姑苏 日照 开封 德清 安吉 平湖 富阳 "
        "瑞安 乐清 温岭 永康 东阳 兰溪 龙港 晋江 南安 福清 仁怀 简阳 都江堰 江油 韩城 涿州 "
        "霸州 巩义 新郑 荥阳 禹州 汝州 永城 邓州 青州 莱州 荣成 乳山 文登 邹城 曲阜 新泰 "
        "肥城 章丘 胶州 平度 莱西 潜江 丹江口 枣阳 浏阳 宁乡 醴陵 韶山 耒阳 吉首 瑞金 高安 "
        "德兴 景洪 瑞丽 腾冲 都匀 琼海 文昌 儋州 普宁 陆丰 英德 鹤山 廉江 雷州 信宜 罗定 "
        "嘉善 桐庐 慈溪 诸暨 嵊州 沭阳 邗江 相城 吴中 虎丘 锡山 惠山 梁溪 栖霞 唐县 易县 "
        "青县 景县 应县 夏县 吉县 临县 义县 萧县 滑县 温县 范县 息县 房县 容县 凤县 乾县 "
        "勉县 礼县 朗县 索县 康县 宁县 环县 台北 台中 台南"
    ),
}


def read_words() -> dict[str, tuple[int, str]]:
    """Read jieba's dictionary: word -> (frequency, tag)."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise DataFileError("jieba is not installed: pip install -r requirements-reference.txt")
    words = {}
    for line in (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, *tag = line.split()
        words[word] = (int(frequency), tag[0] if tag else "-")
    return words


def count_meetings(stems: set[str], words: dict[str, tuple[int, str]]) -> dict[str, float]:
    """How often each stem would arise by chance where one word ends and the next begins."""
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for word, (frequency, _) in words.items():
        if word not in stems:
            for length in range(1, min(4, len(word)) + 1):
                heads[word[:length]] += frequency
                tails[word[-length:]] += frequency
    total = sum(frequency for frequency, _ in words.values())
    return {
        stem: sum(tails[stem[:cut]] * heads[stem[cut:]] for cut in range(1, len(stem))) / total
        for stem in stems
    }


def judge_stems(levels: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every stem that is not safe at sight, with "weak" or "word", by stem."""
    words = read_words()
    meetings = count_meetings(set(levels), words)
    ruled = {stem: trust for trust, text in RULINGS.items() for stem in text.split()}
    for stem, level in sorted(levels.items()):
        frequency, tag = words.get(stem, (0, "-"))
        common = COMMON_PERSON if tag in PERSON_TAGS else COMMON_WORD
        weak = meetings[stem] >= CHANCE or (tag not in PLACE_TAGS and frequency >= common)
        trust = ruled.get(stem) or ("weak" if weak and level == "county" else "sure")
        if trust != "sure":
            yield stem, trust


def build_stems(folder: Path) -> int:
    """Write stems.csv from gazetteer.csv; the number of stems in it."""
    levels: dict[str, str] = {}
    with (folder / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["level"] != "county":
                levels[row["short"]] = row["level"]
            levels.setdefault(row["short"], row["level"])
    rows = list(judge_stems(levels))
    write_rows(folder / "stems.csv", ("stem", "trust"), rows)
    return len(rows)


if __name__ == "__main__":
    build_stems(data_folder() / "reference")
