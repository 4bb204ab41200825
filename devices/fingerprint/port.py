"""What the counter asks of a fingerprint scanner, whatever make it is."""

import threading
from dataclasses import dataclass
from typing import Literal, Protocol

from devices.health import Identity

Provenance = Literal["vendor-spec", "kernel", "community", "sdk"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a scanner can do; `fap` is the FBI's Fingerprint Acquisition Profile, None where no certificate is known."""

    enrolment_grade: bool
    native_dpi: int
    provenance: Provenance
    fap: int | None = None
    grey_levels: int = 256


@dataclass(frozen=True, slots=True)
class FingerprintImage:
    """One plain impression: 8-bit grey, row by row from the top, ridges dark on a light ground.

    >>> FingerprintImage(width=2, height=1, dpi=500, pixels=b"\\x00\\xff").height
    1
    """

    width: int
    height: int
    dpi: int
    pixels: bytes

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1 or len(self.pixels) != self.width * self.height:
            raise ValueError(f"{len(self.pixels)} pixels are no {self.width} x {self.height} image")


class FingerprintScanner(Protocol):
    """A live-capture scanner for one finger at a time; used by one thread at a time."""

    @property
    def capabilities(self) -> Capabilities:
        """What this scanner can do."""
        ...

    def identify(self) -> Identity:
        """Model, serial number and firmware; raises `LinkError`, `TransportError`."""
        ...

    def scan(self, *, timeout_s: float, cancel: threading.Event) -> FingerprintImage:
        """Wait for a finger and take one image of it.

        Raises `CaptureRetry` (`no-finger` after `timeout_s`), `DeviceFault`, `LinkError`, `TransportError`, and
        `Cancelled` soon after `cancel` is set.
        """
        ...

    def close(self) -> None:
        """Let the port go; a second call does nothing."""
        ...
