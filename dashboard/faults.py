"""A fault of the data as a plain box in the page; the rest of the page goes on."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

import geodata as gd
from dashboard.loaders import get_wording, records_folder
from dashboard.wording import LANGUAGES

LOG = logging.getLogger(__name__)
COMMAND = "python -m geodata extract data/corpus -o {folder} --metadata data/corpus/sources.csv"
LAST_RESORT = (
    "程序自带的文字文件缺失，请从代码仓库恢复 data 文件夹。"
    " / The data folder is incomplete: restore it from the repository."
)
"""Shown when even the wording cannot be read."""


@contextmanager
def shown_as_box() -> Iterator[None]:
    """Turn any error into a box where the block would have drawn; the log has the whole story."""
    try:
        yield
    except gd.AtlasError as error:
        draw_fault(error, name_fault(error))
    except Exception as error:
        LOG.exception("a part of the page failed")
        draw_fault(error, "unknown")


def draw_fault(error: Exception, kind: str) -> None:
    """What is wrong, what to do, and the error's own words beneath.

    Args:
        error: What went wrong.
        kind: missing, schema, reference or unknown.
    """
    try:
        filters = st.session_state.get("filters")
        wording = get_wording(filters.language if filters else LANGUAGES[0])
    except gd.AtlasError:
        st.html(build_box("", LAST_RESORT, "", str(error)))
        return
    command = ""
    if kind in ("missing", "schema"):
        command = COMMAND.format(folder=shlex.quote(str(records_folder())))
    st.html(
        build_box(
            wording.say(f"fault_{kind}_title"),
            wording.say(f"fault_{kind}", folder=str(records_folder())),
            command,
            wording.say("fault_details", message=f"{type(error).__name__}: {error}"),
        )
    )


def name_fault(error: gd.AtlasError) -> str:
    """missing, schema or reference."""
    if isinstance(error, gd.UsageError):
        return "missing"
    return "schema" if isinstance(error, gd.SchemaError) else "reference"


def build_box(title: str, text: str, command: str, details: str) -> str:
    """The box as HTML; every part is escaped."""
    parts = (("h2", title), ("p", text), ("pre", command), ("small", details))
    inner = "".join(f"<{tag}>{escape(part)}</{tag}>" for tag, part in parts if part)
    return f'<div class="fault" role="alert">{inner}</div>'
