"""The ways in which one zone is written."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.model import Unit

_SPELLINGS = {
    "经济技术开发区": ("经开区", "经济开发区", "国家经济技术开发区", "国家级经济技术开发区"),
    "高新区": (
        *("高新技术产业开发区", "高新技术开发区", "国家高新区", "国家级高新区"),
        "国家高新技术产业开发区",
    ),
}


def spell_zone(zone: str, city: Unit | None) -> Iterator[str]:
    """Other ways to write a zone: 广州经开区, 苏州国家高新技术产业开发区, 西安市高新区.

    Args:
        zone: As zones.csv has it.
        city: The unit whose bare name it begins with, if there is one.
    """
    for ending, others in _SPELLINGS.items():
        if zone.endswith(ending) and len(zone) - len(ending) >= 2:
            stem = zone.removesuffix(ending)
            stems = [stem]
            if city is not None and city.short == stem and city.name == f"{stem}市":
                stems.append(city.name)
                yield city.name + ending
            yield from (begin + other for begin in stems for other in others)
