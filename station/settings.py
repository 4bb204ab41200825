"""Settings of one station folder: a TOML file, a frozen value, read once in compose."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

LANGUAGES = ("id", "en")
THEMES = ("terang", "gelap", "kontras", "sistem")
ZOOMS = (100, 115, 130, 150)
KINDS = ("camera", "signature", "fingerprint", "printer", "cardreader", "iris", "paper")
ALLOWED: Mapping[str, tuple[str, ...] | tuple[int, ...]] = {"language": LANGUAGES, "theme": THEMES, "zoom": ZOOMS}

LEAST: Mapping[str, int] = {"lock_minutes": 1, "sync_seconds": 1, "backup_keep": 2, "capture_days": 0}
FARTHEST = 300  # 1/100 mm: more is a card that lies wrong, not an offset
HOUR = re.compile(r"([01][0-9]|2[0-3])\.[0-5][0-9]")


class BadSettings(ValueError):
    """The file is there and cannot be read: not TOML, or a value of another kind. Nothing was changed."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file, self.why = file, why


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
    cardreader: str = ""
    iris: str = ""
    paper: str = ""
    printing_station: str = "UPTD-SIAK"
    holidays: str = ""  # libur nasional and cuti bersama as ISO dates, parted by blanks: they stop the service clock
    backup_folder: str = ""  # where the second disk is mounted; "" for none
    backup_hours: str = ""  # besides each day's first quiet moment: "12.00 16.30"
    backup_keep: int = 14  # how many backups stay
    card_offsets: str = ""  # of each card printer, its address = right,down in 1/100 mm: "ipp://host/print=35,-20"
    capture_days: int = 30  # captures go this long after SIAK has answered that the record is unique

    @property
    def days_off(self) -> frozenset[date]:
        """The holidays.

        >>> sorted(Settings(holidays="2026-12-25 2027-01-01").days_off)[0]
        datetime.date(2026, 12, 25)
        """
        from datetime import date  # 1.5 ms that the first page need not wait for

        return frozenset(date.fromisoformat(day) for day in self.holidays.split())

    @property
    def offsets(self) -> dict[str, tuple[float, float]]:
        """Address of a card printer -> offset in mm; raises ValueError for what is no offset.

        >>> Settings(card_offsets="ipp://127.0.0.1/ipp/print?q=a=35,-20").offsets
        {'ipp://127.0.0.1/ipp/print?q=a': (0.35, -0.2)}
        """
        found = {}
        for word in self.card_offsets.split():
            uri, _, numbers = word.rpartition("=")
            x, y = (int(number) for number in numbers.split(","))
            if not uri or max(abs(x), abs(y)) > FARTHEST:
                raise ValueError(word)
            found[uri] = (x / 100, y / 100)
        return found

    def with_offset(self, uri: str, x: float, y: float) -> str:
        """`card_offsets` with that of one printer, in mm."""
        words = {**self.offsets, uri: (x, y)}
        return " ".join(f"{name}={round(right * 100)},{round(down * 100)}" for name, (right, down) in words.items())

    @property
    def devices(self) -> dict[str, str]:
        """The URI of each kind that is installed."""
        return {kind: uri for kind in KINDS if (uri := str(getattr(self, kind)))}


def home(environment: Mapping[str, str]) -> Path:
    """Where all data of this machine live: LOKET_HOME, else the user's data folder of this system."""
    if environment.get("LOKET_HOME"):
        return home_folder(environment, Path())
    from platformdirs import user_data_path  # not needed where LOKET_HOME is set, and start-up counts

    return home_folder(environment, user_data_path("loket"))


def root_folder() -> Path:
    """`home` of this process."""
    return home(os.environ)


def home_folder(environment: Mapping[str, str], fallback: Path) -> Path:
    """LOKET_HOME, else `fallback`."""
    named = environment.get("LOKET_HOME", "")
    return Path(named).expanduser().resolve() if named else fallback


def read_settings(file: Path) -> Settings:
    """The settings in a file; defaults where it says nothing or is missing. What we do not know is left alone.

    Raises BadSettings.
    """
    if not file.exists():
        return Settings()
    import tomllib  # 7 ms that a station without settings need not wait for

    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(file, str(error)) from error
    values = {field.name: found[field.name] for field in fields(Settings) if field.name in found}
    for name, value in values.items():
        _check(file, name, value)
    made = Settings(**values)
    try:
        if made.holidays:
            made.days_off  # noqa: B018 - asked here, so that a bad date is told at the start
    except ValueError as error:
        raise BadSettings(file, f"holidays: {error}") from error
    try:
        made.offsets  # noqa: B018 - as above
    except ValueError as error:
        raise BadSettings(file, f"card_offsets: {error}") from error
    return made


def write_settings(file: Path, settings: Settings) -> None:
    """Write all settings, whole or not at all."""
    lines = [f"{field.name} = {_toml(getattr(settings, field.name))}" for field in fields(Settings)]
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".new")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.replace(beside, file)


def _check(file: Path, name: str, value: object) -> None:
    default = getattr(Settings(), name)
    if type(value) is not type(default):
        raise BadSettings(file, f"{name} = {value!r}, expected {type(default).__name__}")
    if name in ALLOWED and value not in ALLOWED[name]:
        raise BadSettings(file, f"{name} = {value!r}, expected one of {', '.join(map(str, ALLOWED[name]))}")
    if name in LEAST and isinstance(value, int) and value < LEAST[name]:
        raise BadSettings(file, f"{name} = {value}, expected at least {LEAST[name]}")
    if name == "backup_hours" and not all(HOUR.fullmatch(word) for word in str(value).split()):
        raise BadSettings(file, f"{name} = {value!r}, expected hours like 12.00 16.30")


def _toml(value: str | int) -> str:
    """A value as TOML: whole numbers and basic strings.

    >>> _toml('a"b')
    '"a\\\\"b"'
    """
    if isinstance(value, int):
        return str(value)
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in plain) + '"'
