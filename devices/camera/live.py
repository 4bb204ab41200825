"""A live stream out of an open camera: the newest frame, the true rate, and no damaged or frozen picture passed on."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from devices.camera.port import Frame, StreamStats
from devices.errors import CaptureRetry, DeviceError, Disconnected, Timeout

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

FROZEN_S = 5.0
DAMAGED_S = 1.0
# A frame that was there without waiting had been lying in a buffer.
WAITED_S = 0.004
AWAY_S = 0.1
READY_IN_A_ROW = 5
MOST_STALE = 120
RATE_WINDOW = 30
PROBE = 16


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded frame, and its JPEG where there is one."""

    bgr: NDArray[numpy.uint8]
    jpeg: bytes | None = None


class Source(Protocol):
    """An open camera, as `Live` sees it."""

    def grab(self) -> bool:
        """Take the next frame from the wire; False when there is none."""
        ...

    def picture(self) -> Picture | None:
        """The grabbed frame; None if it is damaged."""
        ...


class Live:
    """One stream from its first frame to its end. `read_s` is how long `grab` waits before it gives up."""

    def __init__(
        self, uri: str, source: Source, read_s: float, clock: Callable[[], float], frozen_s: float = FROZEN_S
    ) -> None:
        self._uri = uri
        self._source = source
        self._read_s = read_s
        self._clock = clock
        self._frozen_s = frozen_s
        self._grabs = self._frames = self._damaged = self._stale = 0
        self._arrivals: deque[float] = deque(maxlen=RATE_WINDOW)
        self._ready_in_a_row = 0
        self._sound_at = self._fresh_at = clock()
        self._last: bytes = b""

    @property
    def stats(self) -> StreamStats:
        """What came so far."""
        return StreamStats(self._frames, self._damaged, self._stale, self._rate())

    def frames(self, cancel: threading.Event) -> Iterator[Frame]:
        """See `Camera.frames`."""
        given_at = self._clock()
        while not cancel.is_set():
            self._grab_newest(self._clock() - given_at)
            frame = self._frame()
            given_at = self._clock()
            if frame is not None:
                yield frame

    # ---- the newest frame

    def _grab_newest(self, away_s: float) -> None:
        """Grab one frame, or all that lie in the buffers if whoever looks at them has been busy elsewhere."""
        behind = away_s > AWAY_S or self._ready_in_a_row >= READY_IN_A_ROW
        waited = self._grab()
        for _ in range(MOST_STALE if behind else 0):
            if waited:
                break
            waited = self._grab()
            self._stale += 1

    def _grab(self) -> bool:
        """Grab one frame; whether it had to be waited for, so that nothing newer lies behind it."""
        began = self._clock()
        grabbed = self._source.grab()
        now = self._clock()
        if not grabbed:
            raise self._gone(now - began)
        self._grabs += 1
        self._arrivals.append(now)
        waited = now - began > WAITED_S
        self._ready_in_a_row = 0 if waited else self._ready_in_a_row + 1
        return waited

    def _gone(self, waited_s: float) -> DeviceError:
        if waited_s >= 0.9 * self._read_s:
            return Timeout(self._uri, reason="picture-stalled", detail=f"nothing for {waited_s:.1f} s")
        return Disconnected(self._uri, detail="the stream ended")

    def _rate(self) -> float:
        arrivals = tuple(self._arrivals)
        span = arrivals[-1] - arrivals[0] if len(arrivals) > 1 else 0.0
        return (len(arrivals) - 1) / span if span > 0 else 0.0

    # ---- a sound picture

    def _frame(self) -> Frame | None:
        picture, now = self._source.picture(), self._arrivals[-1]
        if picture is None or torn(picture.bgr):
            self._damaged += 1
            if now - self._sound_at > DAMAGED_S:
                raise CaptureRetry(self._uri, reason="picture-damaged", detail=f"{self._damaged} frames")
            return None
        self._sound_at = now
        self._check_motion(picture, now)
        self._frames += 1
        height, width = picture.bgr.shape[:2]
        return Frame(width, height, picture.bgr, self._grabs, now, picture.jpeg)

    def _check_motion(self, picture: Picture, now: float) -> None:
        """A sensor always has noise: a picture that stays the same to the last bit comes from a stuck camera."""
        seen = picture.jpeg or picture.bgr[::PROBE, ::PROBE].tobytes()
        if seen != self._last:
            self._last, self._fresh_at = seen, now
        elif now - self._fresh_at > self._frozen_s:
            raise Disconnected(self._uri, reason="picture-frozen", detail=f"the same for {now - self._fresh_at:.1f} s")


def torn(bgr: NDArray[numpy.uint8]) -> bool:
    """Whether the foot of a picture is one flat grey, as decoders leave it where data was missing.

    Not if all of the picture is flat (a cap on the lens), nor if the foot is quite black or white (a border, glare).
    """
    foot = bgr[-2:]
    grey = foot[0, 0]
    if not bool((foot == grey).all()) or grey.max() == 0 or grey.min() == 255:
        return False
    return not bool((bgr[::PROBE, ::PROBE] == grey).all())
