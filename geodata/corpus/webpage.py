"""Web pages: the main text without menus and feet, and what the page says of itself.

The text is one paragraph a line, as trafilatura finds it. A date counts only where the page writes
the whole day.
"""

from __future__ import annotations

import re
from configparser import ConfigParser
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

from trafilatura import bare_extraction, load_html
from trafilatura.settings import DEFAULT_CONFIG

from geodata.corpus.decoding import decode, mend_surrogates
from geodata.errors import UnreadableError
from geodata.model import PartialDate, Source

MAX_BYTES = 20 * 1024 * 1024
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s?=\s?[\"']?([\w-]{2,20})", re.IGNORECASE
)
# What pages name their encoding -> the codec that reads all of it.
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-16": "utf-16",
}  # fmt: skip
_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,200}\?>")
_WRAPPED = re.compile(
    r"(?<=[\u4e00-\u9fff，、；。：”》）])[ \t]*\r?\n[ \t]*(?=[\u4e00-\u9fff“《（])"
)
# Names of <meta>, in the order in which they are believed. The first ones are those that
# government sites in China are required to have.
_TITLES = ("articletitle", "og:title")
_DATES = ("pubdate", "article:published_time", "publishdate", "datepublished", "dc.date")
_PUBLISHERS = ("contentsource", "source", "og:site_name", "sitename", "publisher")
_OWN = frozenset({"本站", "本网", "本站原创", "原创", "本网站"})
_DAY = re.compile(
    r"((?:19|20)\d{2})\s?[年/.-]\s?(1[0-2]|0?[1-9])\s?[月/.-]\s?(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_LABELLED = re.compile(
    r"(?:发布|发表|刊发|更新|成文|印发)?(?:日期|时间)\s{0,4}[：:]\s{0,4}" + _DAY.pattern
)


def read_webpage(data: bytes, path: str) -> Source:
    """The page's main text, with its title, publisher, address and day of publication.

    Raises:
        UnreadableError: If the page is too large, no text, or holds no main text.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"web page of {len(data):,} bytes; at most {MAX_BYTES:,} are read. "
            "Save its text as .txt."
        )
    html = _WRAPPED.sub("", _DECLARATION.sub("", _decode_page(data), count=1))
    found: Any = bare_extraction(
        html,
        include_comments=False,
        with_metadata=True,
        config=_settings(),
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = mend_surrogates(found.text or "").strip() if found else ""
    if not text:
        raise UnreadableError(
            "web page without a main text (a frame, a list of links, or made by a script). "
            "Save the article itself, or its text as .txt."
        )
    tags = _meta(html)
    publisher = _first(tags, _PUBLISHERS, _OWN) or found.sitename or ""
    return Source(
        path=path,
        text=text,
        title=_first(tags, _TITLES) or found.title or "",
        publisher=publisher if publisher != found.hostname else "",
        url=found.url or "",
        dated=_date(tags, html, found.date or ""),
        single=True,
    )


def _decode_page(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    codec = _CODECS.get(declared.group(1).decode("ascii").lower(), "") if declared else ""
    if codec:
        try:
            return data.decode(codec).lstrip("\ufeff")
        except UnicodeDecodeError:
            pass
    return decode(data).lstrip("\ufeff")


@cache
def _settings() -> ConfigParser:
    """Chinese says in 40 characters what the default of 250 is meant for."""
    settings: ConfigParser = deepcopy(DEFAULT_CONFIG)
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "40"
    return settings


def _meta(html: str) -> dict[str, str]:
    """Contents of <meta>, by lower-case name."""
    tree = load_html(html)
    tags: dict[str, str] = {}
    for tag in tree.iter("meta") if tree is not None else ():
        name = (tag.get("name") or tag.get("property") or tag.get("itemprop") or "").lower()
        tags.setdefault(name, mend_surrogates(tag.get("content") or "").strip()[:300])
    return tags


def _first(tags: dict[str, str], names: tuple[str, ...], but: frozenset[str] = frozenset()) -> str:
    return next((tags[n] for n in names if tags.get(n) and tags[n] not in but), "")


def _date(tags: dict[str, str], html: str, guess: str) -> PartialDate | None:
    """The day of a tag, of a line that is named as the date, or a guess that the page bears out."""
    for match in (*(_DAY.match(tags.get(name, "")) for name in _DATES), _LABELLED.search(html)):
        day = _day(match) if match else None
        if day:
            return day
    wanted = _day(_DAY.match(guess))
    written = (_day(match) for match in _DAY.finditer(html))
    return wanted if wanted and any(day == wanted for day in written) else None


def _day(match: re.Match[str] | None) -> PartialDate | None:
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return None
    return PartialDate(year, month, day)
