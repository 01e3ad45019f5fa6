r"""Bytes to text: UTF-8, UTF-16 or GB18030, told apart by what they give.

Text is what Python's text mode gives: line ends are one "\n", so offsets are those of
`Path.read_text(encoding=...)`.
"""

from __future__ import annotations

import codecs
import re

from geodata.errors import UnreadableError

MAX_LINE = 5_000_000
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What Chinese text is made of; a wrong decoding scatters letters outside of it.
_PLAUSIBLE = re.compile(r"[\s\x20-\x7e\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef·○●◎□■]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_EMPTY = "empty file. Nothing to extract; remove it or fill it."


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16 or GB18030 bytes, line ends as one newline.

    Raises:
        UnreadableError: If the bytes are empty or no text of these encodings.
    """
    if not data.strip():
        raise UnreadableError(_EMPTY)
    codec, errors = find_codec(data)
    text = data.decode(codec, errors)
    check_text(text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_text(text: str) -> None:
    """Refuse what is decoded, yet no text.

    Raises:
        UnreadableError: If it is empty or full of control characters.
    """
    sample = text[:200_000]
    if len(_CONTROL.findall(sample)) > len(sample) * 0.005:
        raise UnreadableError("binary file, not text. Convert it to UTF-8 text first.")
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise UnreadableError(_EMPTY)


def check_lines(text: str) -> None:
    """Refuse a text with a line of more than `MAX_LINE` characters.

    Raises:
        UnreadableError: If there is one.
    """
    longest = max(map(len, text.split("\n")), default=0)
    if longest > MAX_LINE:
        raise UnreadableError(
            f"one line of {longest:,} characters; at most {MAX_LINE:,} are read. "
            "Put line breaks between its documents or paragraphs."
        )


def find_codec(data: bytes, *, whole: bool = True) -> tuple[str, str]:
    """Codec and error handling that make text of the bytes.

    `whole` is False for the head of a file, which may end inside a character.

    Raises:
        UnreadableError: If none does.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark) and _decodes(data, codec, whole) is not None:
            return codec, "strict"
    if _decodes(data, "utf-8", whole) is not None:
        return "utf-8", "strict"
    best, share = "", 0.0
    for codec in ("gb18030", "utf-16-le", "utf-16-be"):
        plausible = _plausible_share(_decodes(data, codec, whole) or "")
        if plausible > share:
            best, share = codec, plausible
    if share > 0.9:
        return best, "strict"
    # A UTF-8 file with a few bytes damaged on the way keeps all of the rest.
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") < len(text) * 0.01 and _plausible_share(text) > 0.9:
        return "utf-8", "replace"
    raise UnreadableError(
        "neither UTF-8, UTF-16 nor GB18030 text (a binary file, perhaps). "
        "Convert it to UTF-8 text first."
    )


def mend_surrogates(text: str) -> str:
    """The text with halves of characters, which no file can hold, as U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decodes(data: bytes, codec: str, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(codec)().decode(data, whole)
    except UnicodeDecodeError:
        return None


def _plausible_share(text: str) -> float:
    sample = text[:50_000]
    return len(_PLAUSIBLE.findall(sample)) / max(len(sample), 1)
