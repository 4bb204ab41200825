"""One URI names one device: `sfm:///dev/ttyUSB0?baud=115200`, `isdv4://127.0.0.1:5001`, `uvc://0`, `file:///tmp/out`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from devices.errors import NotFound

WINDOWS_PORT = re.compile(r"^/(COM\d+)$", re.IGNORECASE)
WINDOWS_DRIVE = re.compile(r"^/[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class DeviceUri:
    """A device address, taken apart once. `text` is what the settings hold and what errors name."""

    text: str
    scheme: str
    host: str = ""
    port: int | None = None
    path: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "DeviceUri":
        """Take `text` apart; raises `NotFound` with reason `bad-uri` if it is none.

        >>> DeviceUri.parse("sfm:///dev/ttyUSB0?baud=9600").path
        '/dev/ttyUSB0'
        >>> DeviceUri.parse("isdv4:///COM3").path
        'COM3'
        """
        parts, port = _split(text)
        return cls(
            text, parts.scheme, parts.hostname or "", port, _path(parts), MappingProxyType(dict(parse_qsl(parts.query)))
        )

    def number(self, option: str, default: int) -> int:
        """A whole-number option of the query; raises `NotFound` with reason `bad-uri` if it is no number."""
        try:
            return int(self.options.get(option, default))
        except ValueError as error:
            raise NotFound(self.text, reason="bad-uri", detail=f"{option} is no number") from error

    def __str__(self) -> str:
        return self.text


def _split(text: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise NotFound(text, reason="bad-uri", detail=str(error)) from error
    if not parts.scheme or not (parts.netloc or parts.path):
        raise NotFound(text, reason="bad-uri", detail="a device is named kind://place")
    return parts, port


def _path(parts: SplitResult) -> str:
    path = unquote(parts.path)
    if windows := WINDOWS_PORT.match(path):
        return windows[1]
    return path[1:] if WINDOWS_DRIVE.match(path) else path
