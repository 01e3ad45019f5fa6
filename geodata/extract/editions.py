"""Names of initiatives in one spelling, and what tells one edition of a thing from the next.

Years, five-year plans, phases, batches and revisions stand now before a name, now behind it, now in
brackets. They are taken out of the name, written one way, and kept beside it: two names with
different editions are never one initiative, and a name without one is not any of them.
"""

from __future__ import annotations

import re
import unicodedata

# Longer names are cut: no pattern here is asked for more.
MAX_LENGTH = 120
_SIGNS = re.compile(r"[\s\"'“”‘’《》〈〉「」『』【】\[\]·•・、,:;!?/\\|]")
_MARKS = re.compile(r"[()~\-–—―]")
_STAGE = (
    "(?:试行|暂行|试用|草案|草稿|初稿|(?:公开)?征求意见稿|(?:意见)?征集稿|送审稿|讨论稿|审议稿)"
)
_DRAFT = re.compile(rf"\({_STAGE}\)|{_STAGE}$")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_WRITTEN_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_SPAN = re.compile(
    r"((?:19|20)\d\d)年?[~\-–—―至到]{1,2}((?:19|20)?\d\d)年(?:度)?|"
    r"((?:19|20)\d\d)[~\-–—―]{1,2}((?:19|20)\d\d)"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度)?")
_PLAN = re.compile(r"第?十([一二三四五六])(?:个五年|五(?!年))(?:时期|期间)?")
_NUMBER = r"([一二三四五六七八九十]{1,3}|\d{1,2}|首|i{1,3}|iv|v)"
_PHASE = re.compile(rf"第?{_NUMBER}期(?:工程|项目|建设)?")
_BATCH = re.compile(rf"(?:第{_NUMBER}|(首))([批轮届])")
_REVISED = re.compile(r"修订(?:版|稿)?(?=\)|$)|(?<=\()修正")
_ANY = re.compile(r"\d|十|[期批轮届]|修[订正]")
_NUMERALS = {"首": 1, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def unify_spelling(name: str) -> str:
    """One width and letter case; no white space, quotes or commas; no 试行, 草案 behind it.

    A draft is the policy before it is issued, and a report often leaves 试行 away: what stage a
    policy is in is told by a record's status, not by its id.
    """
    text = _SIGNS.sub("", unicodedata.normalize("NFKC", name[:MAX_LENGTH]).lower())
    text = _WRITTEN_YEAR.sub(lambda year: year.group().translate(_DIGITS), text)
    return _DRAFT.sub("", text)


def split_editions(text: str) -> tuple[str, tuple[str, ...]]:
    """What is left of a name in one spelling, and its editions, each once, in order.

    `split_editions("智慧城管(二期)") == ("智慧城管", ("2期",))`.
    """
    if not _ANY.search(text):
        return _MARKS.sub("", text), ()
    found: list[str] = []

    def take(pattern: re.Pattern[str], text: str, form: str) -> str:
        def note(match: re.Match[str]) -> str:
            parts = [part for part in match.groups() if part]
            found.append(form.format(*map(_plain_number, parts)))
            return ""

        return pattern.sub(note, text)

    def take_span(match: re.Match[str]) -> str:
        first, last = (part for part in match.groups() if part)
        found.append(f"{first}-{first[: 4 - len(last)]}{last}")
        return ""

    text = _SPAN.sub(take_span, text)
    for pattern, form in (
        (_YEAR, "{}"),
        (_PLAN, "十{}五"),
        (_PHASE, "{}期"),
        (_BATCH, "{}{}"),
        (_REVISED, "修订"),
    ):
        text = take(pattern, text, form)
    return _MARKS.sub("", text), tuple(sorted(set(found)))


def _plain_number(text: str) -> str:
    """一 as 1, 十二 as 12, ii as 2; the five-year plans' own and all else as they are."""
    if text in _NUMERALS:
        return str(_NUMERALS[text])
    tens, ten, ones = text.rpartition("十")
    digits = "一二三四五六七八九"
    if not text or any(sign not in digits for sign in (tens + ones)):
        return text
    tenth = (digits.index(tens) + 1 if tens else 1) if ten else 0
    return str(10 * tenth + (digits.index(ones) + 1 if ones else 0))
