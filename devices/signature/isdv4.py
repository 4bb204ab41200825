"""Driver for Wacom ISDV4 pads on a serial line.

A pad streams while it samples, so every conversation begins with "stop", a pause the hardware needs, and a flush.
It sends nothing while no pen is near: silence is a fault only with the pen on the surface.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from devices.codec import Stats
from devices.errors import DeviceError, DeviceFault, Framing, Timeout, TransportError
from devices.health import Identity
from devices.link import LineSettings, Link, open_link
from devices.signature import isdv4_codes as isdv4
from devices.signature.isdv4_codec import Isdv4Codec, PenPacket, QueryReply
from devices.signature.port import Capabilities, PenPoint
from devices.uri import DeviceUri

SETTLE_S = 0.25
ANSWER_S = 1.0
PEN_SILENCE_S = 2.0
SLICE_S = 0.05
CHUNK = 1024


class Isdv4Pad:
    """One pad behind an open link; asks its size at once, so it raises `Timeout` or `Framing` if none is there."""

    def __init__(self, link: Link, *, settle_s: float = SETTLE_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._link = link
        self._clock = clock
        self._settle_s = settle_s
        self._codec = Isdv4Codec()
        self._size = self._query()
        self.capabilities = Capabilities(
            width_mm=self._size.x_max / isdv4.POINTS_PER_MM,
            height_mm=self._size.y_max / isdv4.POINTS_PER_MM,
            points_per_mm=isdv4.POINTS_PER_MM,
            pressure_levels=self._size.pressure_max + 1,
            rate_hz=isdv4.RATE_HZ,
            provenance="kernel",
        )

    @property
    def stats(self) -> Stats:
        """What the line has carried so far."""
        return self._codec.stats

    def identify(self) -> Identity:
        """Firmware version; the protocol tells neither model nor serial number."""
        return Identity("Wacom ISDV4", firmware=str(self._query().version))

    def points(self, cancel: threading.Event) -> Iterator[PenPoint]:
        """See `SignaturePad.points`."""
        self._link.write(isdv4.START)
        try:
            yield from self._sampled(cancel)
        finally:
            # An unplugged pad has stopped already, and the error that says so is on its way up.
            with contextlib.suppress(TransportError):
                self._link.write(isdv4.STOP)

    def close(self) -> None:
        """Let the port go."""
        self._link.close()

    def _sampled(self, cancel: threading.Event) -> Iterator[PenPoint]:
        began = heard = self._clock()
        last_ms, down, in_range = -1, False, False
        while not cancel.is_set():
            data = self._link.read(CHUNK, self._clock() + SLICE_S)
            now = self._clock()
            if not data and down and now > heard + PEN_SILENCE_S:
                raise Timeout(self._link.uri, reason="pen-silent")
            heard = now if data else heard
            for packet in self._pens(data):
                if packet.in_range or in_range:
                    last_ms = max(last_ms + 1, round((now - began) * 1000))
                    yield self._point(packet, last_ms)
                in_range, down = packet.in_range, packet.in_range and packet.tip

    def _pens(self, data: bytes) -> Iterator[PenPacket]:
        """The pen packets that lie on the pad; what noise made up beyond its edges is dropped."""
        for frame in self._codec.feed(data):
            if isinstance(frame, PenPacket) and frame.x <= self._size.x_max and frame.y <= self._size.y_max:
                yield frame

    def _point(self, packet: PenPacket, t_ms: int) -> PenPoint:
        pressure = min(packet.pressure / max(self._size.pressure_max, 1), 1.0)
        scale = isdv4.POINTS_PER_MM
        down = packet.in_range and packet.tip
        return PenPoint(t_ms, packet.x / scale, packet.y / scale, pressure if down else 0.0, down)

    def _query(self) -> QueryReply:
        self._hush()
        self._link.write(isdv4.QUERY)
        until, skipped = self._clock() + ANSWER_S, self.stats.skipped
        while self._clock() < until:
            for frame in self._codec.feed(self._link.read(CHUNK, until)):
                if isinstance(frame, QueryReply):
                    return self._believed(frame)
        raise (Framing if self.stats.skipped > skipped else Timeout)(self._link.uri)

    def _hush(self) -> None:
        """Stop sampling, and let what was on its way pass by."""
        self._link.write(isdv4.STOP)
        until = self._clock() + self._settle_s
        while self._clock() < until:
            self._link.read(CHUNK, until)
        self._codec.resync()

    def _believed(self, reply: QueryReply) -> QueryReply:
        if not (reply.x_max and reply.y_max):
            raise DeviceFault(self._link.uri, reason="no-pen-sensor", detail=f"area {reply.x_max} x {reply.y_max}")
        return reply


def open_isdv4(uri: DeviceUri) -> Isdv4Pad:
    """Open the pad that `uri` names; older ones need `?baud=19200`."""
    link = open_link(uri, LineSettings(baud=isdv4.BAUD))
    try:
        return Isdv4Pad(link, settle_s=SETTLE_S)
    except DeviceError:
        link.close()
        raise
