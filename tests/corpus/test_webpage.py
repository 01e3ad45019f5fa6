"""Web pages: the article without what surrounds it, and only dates that the page writes."""

from __future__ import annotations

import pytest

from geodata.corpus import webpage
from geodata.corpus.webpage import read_webpage
from geodata.errors import UnreadableError
from geodata.model import PartialDate

FIRST = "南通市日前建成居民健康信息平台，覆盖全市20家医院，市民凭身份证就能调阅自己的检验报告。"
SECOND = "去年底，如东县启用“互联网+护理服务”系统，一年里接到预约1.2万人次。"
MENU = "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/x'>政务公开</a></li></ul>"
FOOT = "<div class='footer'>版权所有 南通市人民政府 2023 苏ICP备05001234号</div>"


def page(head: str = "", body: str = "", text: str = f"<p>{FIRST}</p><p>{SECOND}</p>") -> str:
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>{MENU}"
        f"<div class='article'>{body}<div class='content'>{text}</div></div>{FOOT}</body></html>"
    )


def test_the_article_stands_alone() -> None:
    source = read_webpage(page("<title>南通建成平台</title>").encode(), "a.html")
    assert source.text == f"{FIRST}\n{SECOND}"
    assert (source.path, source.title, source.single) == ("a.html", "南通建成平台", True)
    assert (source.publisher, source.url, source.dated) == ("", "", None)


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        pytest.param(f"<script>var a = '脚本';</script><p>{FIRST}</p>", FIRST, id="script"),
        pytest.param(f"<style>.脚本{{}}</style><p>{FIRST}</p>", FIRST, id="style"),
        pytest.param(f"<!-- 脚本 --><p>{FIRST}</p>", FIRST, id="comment"),
        pytest.param(f"<p>{FIRST}&mdash;&#x4E00;&amp;&lt;b&gt;</p>", f"{FIRST}—一&<b>",
                     id="entities"),
        pytest.param(f"<p>南通<b>市</b>日<a href='/'>前</a>{FIRST[5:]}</p>", FIRST, id="inline"),
        pytest.param(f"<p>{FIRST[:9]}\n\t  {FIRST[9:]}</p>", FIRST, id="wrapped-source"),
    ],
)  # fmt: skip
def test_only_what_a_reader_sees(inside: str, written: str) -> None:
    text = read_webpage(page(text=f"{inside}<p>{SECOND}</p>").encode(), "a.html").text
    assert text == f"{written}\n{SECOND}"


@pytest.mark.parametrize(
    ("named", "codec"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gbk"),
        ("gb18030", "gb18030"),
        ("utf-8", "utf-8"),
        ("big5", "big5hkscs"),
        ("utf-8", "gb18030"),
        ("x-unknown", "gb18030"),
    ],
)
def test_encodings_named_rightly_wrongly_or_not(named: str, codec: str) -> None:
    first, second = FIRST, SECOND
    if codec == "big5hkscs":
        first, second = (
            "南通市日前建成居民健康平台，市民可以上網查看檢驗報告，" * 3,
            "第二段，很短。",
        )
    text = f"<p>{first}</p><p>{second}</p>"
    data = page(f"<meta charset='{named}'>", text=text).encode(codec, "xmlcharrefreplace")
    assert read_webpage(data, "a.html").text == f"{first}\n{second}"


def test_an_xml_declaration_is_no_hindrance() -> None:
    data = ('<?xml version="1.0" encoding="gb2312"?>' + page()).encode("gb18030")
    assert read_webpage(data, "a.html").text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("head", "body", "dated"),
    [
        pytest.param("<meta name='PubDate' content='2018-08-03 10:20'>", "", (2018, 8, 3),
                     id="tag"),
        pytest.param("<meta property='article:published_time' content='2018-08-03T10:00:00+08:00'>",
                     "", (2018, 8, 3), id="open-graph"),
        pytest.param("", "<div>发布日期：2018年8月3日</div>", (2018, 8, 3), id="labelled"),
        pytest.param("", "<time datetime='2018-08-03'>八月三日</time>", (2018, 8, 3), id="time"),
        pytest.param("<meta name='PubDate' content='2018-08-03'>",
                     "<div>发布日期：2019年1月1日</div>", (2018, 8, 3), id="tag-first"),
        pytest.param("<meta name='PubDate' content='2018-02-30'>", "", None, id="no-such-day"),
        pytest.param("", "<div class='date'>2018-08</div>", None, id="month-alone"),
        pytest.param("", "<div>2018年以来</div>", None, id="year-alone"),
        pytest.param("", "", None, id="copyright-year-only"),
    ],
)  # fmt: skip
def test_the_day_of_publication(head: str, body: str, dated: tuple[int, int, int] | None) -> None:
    source = read_webpage(page(head, body).encode(), "a.html")
    assert source.dated == (PartialDate(*dated) if dated else None)


def test_the_tags_of_government_sites_come_first() -> None:
    head = (
        "<title>南通建成平台_政务公开_南通市人民政府</title>"
        "<meta name='SiteName' content='南通市人民政府'>"
        "<meta name='ArticleTitle' content='南通建成平台'>"
        "<meta name='ContentSource' content='南通日报'>"
        "<link rel='canonical' href='https://example.org/a.html'>"
    )
    source = read_webpage(page(head).encode(), "a.html")
    known = (source.title, source.publisher, source.url)
    assert known == ("南通建成平台", "南通日报", "https://example.org/a.html")
    own = read_webpage(page(head.replace("南通日报", "本站")).encode(), "a.html")
    assert own.publisher == "南通市人民政府"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<html><body></body></html>", id="empty"),
        pytest.param(
            "<html><body><script>document.write('文')</script></body></html>", id="script"
        ),
        pytest.param("<frameset><frame src='a.html'></frameset>", id="frames"),
        pytest.param("<div>" * 50_000, id="deep"),
        pytest.param("<a " * 50_000, id="open-tags"),
    ],
)
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(UnreadableError, match=r"without a main text.*Save the article itself"):
        read_webpage(html.encode(), "a.html")


def test_an_entity_bomb_does_not_go_off() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    html = f'<!DOCTYPE html [<!ENTITY e0 "炸">{bomb}]><p>{FIRST}&e9;</p><p>{SECOND}</p>'
    assert len(read_webpage(html.encode(), "a.html").text) < 2 * len(html)


def test_a_page_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webpage, "MAX_BYTES", 100)
    with pytest.raises(UnreadableError, match=r"web page of [\d,]+ bytes; at most 100"):
        read_webpage(page().encode(), "a.html")
