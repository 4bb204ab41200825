"""What the counter asks of a signature pad, whatever make it is."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from devices.health import Identity

Provenance = Literal["vendor-spec", "kernel", "community", "sdk"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Active area in millimetres, resolution, levels of pressure (0: none) and reports per second (nominal)."""

    width_mm: float
    height_mm: float
    points_per_mm: float
    pressure_levels: int
    rate_hz: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PenPoint:
    """Where the pen was `t_ms` after sampling began; x to the right and y down from the pad's top left corner.

    `pressure` runs from 0 to 1. `down` is the tip switch: False while the pen hovers, so it parts the strokes.
    """

    t_ms: int
    x_mm: float
    y_mm: float
    pressure: float
    down: bool


class SignaturePad(Protocol):
    """A pad that reports a pen; used by one thread at a time."""

    @property
    def capabilities(self) -> Capabilities:
        """What this pad can do."""
        ...

    def identify(self) -> Identity:
        """Model, serial number and firmware; raises `LinkError`, `TransportError`."""
        ...

    def points(self, cancel: threading.Event) -> Iterator[PenPoint]:
        """Start sampling and give each point as it comes, `t_ms` strictly rising, until `cancel` is set.

        Raises `Disconnected` when the pad is unplugged, `Timeout` when it falls silent with the pen on it.
        """
        ...

    def close(self) -> None:
        """Let the port go; a second call does nothing."""
        ...
