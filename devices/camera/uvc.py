"""Driver for USB cameras (USB Video Class) through OpenCV: V4L2, Media Foundation or DirectShow."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from devices.camera.live import FROZEN_S, Live, Picture
from devices.camera.opencv import Capture, usb_camera
from devices.camera.port import Capabilities, Frame, StreamStats
from devices.errors import Busy, Denied, DeviceError, NotFound, Timeout
from devices.health import Identity

WIDTH, HEIGHT, RATE_HZ = 1280, 720, 30
# V4L2's own limit; the other systems have none that OpenCV could set.
READ_S = 10.0

Opener = Callable[[int, int, int, int], Capture]


class Decoded:
    """The frames of an open camera as pictures; OpenCV has unpacked the camera's JPEG already."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture

    def grab(self) -> bool:
        """See `Source.grab`."""
        return self._capture.grab()

    def picture(self) -> Picture | None:
        """See `Source.picture`."""
        bgr = self._capture.pixels()
        return None if bgr is None else Picture(bgr)


class UvcCamera:
    """USB camera `number`, as the system counts them.

    Camera drivers fall back to another size or rate in silence: `capabilities` tells the truth after the first frame.
    """

    def __init__(
        self,
        number: int,
        *,
        frozen_s: float = FROZEN_S,
        opener: Opener = usb_camera,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._number = number
        self._uri = f"uvc://{number}"
        self._frozen_s = frozen_s
        self._opener = opener
        self._clock = clock
        self._size = (WIDTH, HEIGHT)
        self._live: Live | None = None

    @property
    def capabilities(self) -> Capabilities:
        """See `Camera.capabilities`."""
        rate_hz = self.stats.rate_hz or RATE_HZ
        return Capabilities(*self._size, rate_hz=rate_hz, keeps_jpeg=False, provenance="kernel")

    @property
    def stats(self) -> StreamStats:
        """See `Camera.stats`."""
        return self._live.stats if self._live else StreamStats()

    def identify(self) -> Identity:
        """See `Camera.identify`. Linux knows the name of a camera; elsewhere it is `USB camera N`."""
        with closing(self._capture()) as capture:
            if not capture.grab():
                raise Timeout(self._uri, reason="picture-stalled")
        return Identity(_kernel_name(self._number) or f"USB camera {self._number}")

    def frames(self, cancel: threading.Event) -> Iterator[Frame]:
        """See `Camera.frames`."""
        with closing(self._capture()) as capture:
            self._live = Live(self._uri, Decoded(capture), READ_S, self._clock, self._frozen_s)
            for frame in self._live.frames(cancel):
                self._size = frame.width, frame.height
                yield frame

    def close(self) -> None:
        """See `Camera.close`; a stream lets the camera go when it ends."""

    def _capture(self) -> Capture:
        capture = self._opener(self._number, WIDTH, HEIGHT, RATE_HZ)
        if not capture.open:
            capture.close()
            raise self._why_closed()
        return capture

    def _why_closed(self) -> DeviceError:
        """OpenCV tells only that it could not open; Linux tells more."""
        node = Path(f"/dev/video{self._number}")
        if sys.platform != "linux" or not node.exists():
            return NotFound(self._uri)
        if not os.access(node, os.R_OK | os.W_OK):
            return Denied(self._uri, detail=str(node))
        return Busy(self._uri, detail=str(node))


def _kernel_name(number: int) -> str:
    try:
        return Path(f"/sys/class/video4linux/video{number}/name").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
