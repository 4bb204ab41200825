"""What the counter asks of a camera, whatever make it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from devices.health import Identity

if TYPE_CHECKING:  # a station knows its ports before it loads numpy
    import numpy
    from numpy.typing import NDArray

Provenance = Literal["vendor-spec", "kernel", "community", "sdk"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Size in pixels and frames per second: as asked for, and after the first frame as they are.

    `keeps_jpeg` tells whether frames bring the camera's own JPEG along.
    """

    width: int
    height: int
    rate_hz: float
    keeps_jpeg: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class StreamStats:
    """What a camera has delivered since its stream began, for the technician's page.

    `rate_hz` is measured over the last second or so, never what the driver claims; `damaged` frames were dropped for
    what they looked like, `stale` ones because a newer one was there already.
    """

    frames: int = 0
    damaged: int = 0
    stale: int = 0
    rate_hz: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture at the camera's full resolution, good enough to be stored.

    `bgr` is a numpy array (height, width, 3) of uint8 in blue, green, red order, and nobody else writes to it. `jpeg`
    is the same picture as the camera itself packed it, where the driver can have that. `number` counts the camera's
    frames from 1 and leaves gaps where some were dropped; `at` is the `time.monotonic()` of its arrival.
    """

    width: int
    height: int
    bgr: NDArray[numpy.uint8]
    number: int
    at: float
    jpeg: bytes | None = None


class Camera(Protocol):
    """A live camera; used by one thread at a time."""

    @property
    def capabilities(self) -> Capabilities:
        """What this camera can do."""
        ...

    @property
    def stats(self) -> StreamStats:
        """How the stream goes; may be read from another thread."""
        ...

    def identify(self) -> Identity:
        """Model, and the size of its picture; opens the camera for a moment while no stream runs.

        Raises what opening raises: see `frames`.
        """
        ...

    def frames(self, cancel: threading.Event) -> Iterator[Frame]:
        """Open the camera and give the newest frame each time one is asked for, until `cancel` is set.

        It ends in an error as soon as the stream does: call it again to reopen. Raises `NotFound`, `Busy` or `Denied`
        when the camera cannot be opened; `Disconnected` when it goes away, or, with reason `picture-frozen`, when it
        repeats one picture; `Timeout` when nothing comes for a while; `CaptureRetry` with reason `picture-damaged`
        when every picture is.
        """
        ...

    def close(self) -> None:
        """Let the camera go; a second call does nothing."""
        ...
