"""Where a station lives, and what is read of it before anyone has signed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where one station lives and what it is given: folder, devices by kind, and where PDFs go."""

    home: Path
    devices: Mapping[str, str]
    output: Path
    name: str = ""
    training: bool = True
    use_keyring: bool = True


def handles_in(home: Path) -> tuple[str, ...]:
    """The handles in the slot file; nothing else is read before sign-in."""
    file = home / "slots.json"
    if not file.exists():
        return ()
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError):
        return ()
    return tuple(found.get("slots", found)) if isinstance(found, dict) else ()
