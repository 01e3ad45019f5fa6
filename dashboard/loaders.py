"""All caching: what is read once and shared by every visitor."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

import geodata as gd
from dashboard.filters import Choices
from dashboard.geography import LEVELS, Geography
from dashboard.mapview import MapFiles
from dashboard.painting import describe_words
from dashboard.static_files import register_files, register_names, write_loader
from dashboard.views import Source
from dashboard.wording import LANGUAGES, Wording, load_wording

PARTS = ("ranking", "years", "cards", "search", "timeline", "chart")
"""The page's own components."""


def records_folder() -> Path:
    """The dataset to show: `ATLAS_RECORDS`, else where `make run` writes."""
    return Path(os.environ.get("ATLAS_RECORDS") or gd.derived_folder())


@st.cache_resource(show_spinner=False)
def get_wording(language: str) -> Wording:
    """The sentences of one language."""
    return load_wording(language, gd.data_folder())


@st.cache_resource(show_spinner=False)
def get_geography() -> Geography:
    """The gazetteer and the codes in the boundary files."""
    gazetteer = gd.Gazetteer.load(gd.data_folder())
    parents = {unit.adcode: unit.parent for unit in gazetteer.units()}
    folder = gd.data_folder()
    return Geography(gazetteer, parents, gd.load_drawn(folder), folder)


@st.cache_resource(show_spinner=False)
def get_denominators() -> Mapping[gd.Level, Mapping[str, float]]:
    """Inhabitants of the units of each level, as far as they are known."""
    return gd.load_denominators()


def get_source() -> Source:
    """The dataset as it is on disk now, and all that it is shown with, in the default language.

    Raises:
        gd.UsageError: If there is no dataset.
        gd.SchemaError: If it is damaged or not of this program.
    """
    dataset, denominators = get_dataset(), get_denominators()
    measures = {level: gd.list_measures(level, denominators[level]) for level in LEVELS}
    choices = Choices(dataset.years, get_geography(), measures)
    language = LANGUAGES[0]
    return Source(
        dataset,
        choices,
        denominators,
        get_names(language),
        get_wording(language),
        get_programmes(),
    )


def translate(source: Source, language: str) -> Source:
    """The same in another language."""
    return replace(source, names=get_names(language), wording=get_wording(language))


@st.cache_resource(show_spinner=False)
def get_programmes() -> tuple[gd.Programme, ...]:
    """The programmes that are known by name."""
    return gd.load_programmes()


@st.cache_resource(show_spinner=False)
def get_definitions(language: str) -> tuple[gd.Definition, ...]:
    """What the words of the pages mean."""
    return gd.load_definitions(language)


@st.cache_resource(show_spinner=False)
def get_map_files() -> MapFiles:
    """Addresses of the map's files."""
    languages = {
        language: {"names": get_names(language), "words": describe_words(get_wording(language))}
        for language in LANGUAGES
    }
    return register_files(gd.data_folder(), languages)


@st.cache_resource(show_spinner=False)
def get_names_table() -> str:
    """Address of the table that the search looks names up in."""
    return register_names(gd.data_folder())


@st.cache_resource(show_spinner=False)
def get_scripts() -> Mapping[str, str]:
    """The code of the page's own components, as far as it is sent, by name."""
    return {name: write_loader(name) for name in PARTS}


def get_dataset() -> gd.Dataset:
    """The dataset as it is on disk now.

    Raises:
        gd.UsageError: If there is none.
        gd.SchemaError: If it is damaged or not of this program.
    """
    folder = records_folder()
    return _open_dataset(str(folder), _describe_tables(folder))


def _describe_tables(folder: Path) -> tuple[tuple[int, int], ...]:
    """Time and size of both tables: when one changes, the dataset is opened anew."""
    found = []
    for path in sorted(folder.glob("*.parquet")):
        status = path.stat()
        found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)


@st.cache_resource(show_spinner=False, max_entries=2)
def _open_dataset(folder: str, tables: tuple[tuple[int, int], ...]) -> gd.Dataset:
    geography = get_geography()
    dataset = gd.open_dataset(Path(folder), geography.parents, geography.drawn)
    # What is loaded by now stays: sweeping over it again and again would hold up every change.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
    # The thread that sends must not wait its usual 5 ms for the one that still draws.
    sys.setswitchinterval(0.0005)
    return dataset


@st.cache_resource(show_spinner=False)
def get_names(language: str) -> Mapping[str, str]:
    """Short name of every unit; in English as the gazetteer writes it: Xi'an, Urumqi."""
    gazetteer = get_geography().gazetteer
    if language == LANGUAGES[0]:
        return {unit.adcode: unit.short for unit in gazetteer.units()}
    return {unit.adcode: gazetteer.english(unit.adcode) for unit in gazetteer.units()}
