"""Beside the file, in clear: which station it is, and how the file begins.

    station.id    {"v": 1, "station": "DAYUN", "salt": 16 bytes in hex}

The station's name is on its door; here it keeps another station's backup out. The first 16 bytes of the file are the
salt of its page codes: with one bit of them flipped the right key opens nothing, and only a second copy tells that
from a wrong key.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sync.durable import write_durably

NAMEPLATE = "station.id"
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Nameplate:
    """What the file beside the store says; both "" where there is none or it is not readable."""

    station: str = ""
    salt: str = ""


def read_nameplate(folder: Path) -> Nameplate:
    """The nameplate of a station's folder."""
    try:
        found = json.loads((folder / NAMEPLATE).read_text(encoding="utf-8"))
        return Nameplate(str(found["station"]), str(found["salt"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Nameplate()


def put_nameplate(folder: Path, station: str, file: Path) -> None:
    """Write it where it says something else; without room it is left, for nothing depends on it but words."""
    with suppress(OSError):
        plate = Nameplate(station, salt_of(file))
        if read_nameplate(folder) != plate:
            write_durably(folder / NAMEPLATE, json.dumps({"v": 1, **asdict(plate)}).encode())


def salt_of(file: Path) -> str:
    """How the file begins."""
    with file.open("rb") as found:
        return found.read(SALT_BYTES).hex()
