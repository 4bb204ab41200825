"""Ribbons and rollers as printers tell them: the CUPS marker attributes, or the `printer-supply` of PWG 5100.13."""

from collections.abc import Sequence
from typing import TypeVar

from devices.printer.ipp_codec import Section
from devices.printer.port import Hopper, Marker

ItemT = TypeVar("ItemT")


def markers(about: Section) -> tuple[Marker, ...]:
    """What a printer says of its supplies, in whichever of the two ways it says it."""
    names = about.texts("marker-names")
    if not names:
        return _supplies(about)
    types = about.texts("marker-types")
    levels = [level for level in about.contents("marker-levels") if isinstance(level, int)]
    return tuple(
        Marker(name, _at(types, place, "unknown"), _level(_at(levels, place, -1))) for place, name in enumerate(names)
    )


def hopper(about: Section) -> Hopper | None:
    """The first input tray (`printer-input-tray`, PWG 5100.13); None when the printer tells of none.

    Levels below 0 mean that the tray does not count its media (RFC 3805 prtInputCurrentLevel).
    """
    octets = next((content for content in about.contents("printer-input-tray") if isinstance(content, bytes)), None)
    if octets is None:
        return None
    tray = _fields(octets.decode("ascii", errors="replace"))
    return Hopper(_count(tray.get("level", "")), _count(tray.get("maxcapacity", "")))


def _count(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() else None


def _supplies(about: Section) -> tuple[Marker, ...]:
    described = about.texts("printer-supply-description")
    octets = (content for content in about.contents("printer-supply") if isinstance(content, bytes))
    told = [_fields(supply.decode("ascii", errors="replace")) for supply in octets]
    return tuple(
        Marker(_at(described, place, f"{place + 1}"), supply.get("type", "unknown"), _percent(supply))
        for place, supply in enumerate(told)
    )


def _fields(supply: str) -> dict[str, str]:
    """`index=1;type=inkRibbon;maxcapacity=100;level=73;` as a mapping."""
    pairs = (field.partition("=") for field in supply.split(";"))
    return {name: value for name, sign, value in pairs if sign}


def _percent(supply: dict[str, str]) -> int | None:
    try:
        level, full = int(supply["level"]), int(supply.get("maxcapacity", "100"))
    except (KeyError, ValueError):
        return None
    return _level(round(100 * level / full)) if level >= 0 and full > 0 else None


def _level(percent: int) -> int | None:
    # -1 other, -2 unknown, -3 some is left (RFC 3805 prtMarkerSuppliesLevel)
    return percent if 0 <= percent <= 100 else None


def _at(values: Sequence[ItemT], place: int, default: ItemT) -> ItemT:
    return values[place] if place < len(values) else default
