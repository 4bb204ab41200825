"""Settings of one station folder: a TOML file, a frozen value, read once in compose."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

THEMES = ("terang", "gelap", "kontras")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an officer or technician may set. Devices are URIs; "" means not installed."""

    language: str = "id"
    theme: str = "terang"
    zoom: int = 100
    lock_minutes: int = 5
    sync_seconds: int = 20
    camera: str = ""
    signature: str = ""
    fingerprint: str = ""
    printer: str = ""
    printing_station: str = "UPTD-SIAK"


def home_folder(environment: Mapping[str, str], fallback: Path) -> Path:
    """Where all data live: LOKET_HOME, else `fallback` (the user's data folder)."""
    named = environment.get("LOKET_HOME", "")
    return Path(named).expanduser().resolve() if named else fallback


def root_folder() -> Path:
    """LOKET_HOME, else the user's data folder."""
    from platformdirs import user_data_path  # not needed when LOKET_HOME is set

    return home_folder(os.environ, user_data_path("loket"))


def read_settings(file: Path) -> Settings:
    """The settings in a file; defaults where it says nothing or is missing."""
    if not file.exists():
        return Settings()
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in found.items() if name in known})


def write_settings(file: Path, settings: Settings) -> None:
    """Write all settings."""
    rows = []
    for field in fields(Settings):
        value = getattr(settings, field.name)
        text = (
            str(value) if isinstance(value, int) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
        )
        rows.append(f"{field.name} = {text}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
