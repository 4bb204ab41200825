"""The host's side of the ISDV4 wire: bytes to pen packets and query replies. Sans-I/O.

b0 1 C P T 0 f2 f1 tip   (C control, P in range, T touch)
b1 x15..x9   b2 x8..x2   b3 y15..y9   b4 y8..y2   b5 p6..p0   b6 x1 x0 y1 y0 p9 p8 p7   b7, b8 tilt
a query reply packs its three maxima alike and adds b9, b10: firmware version
"""

from dataclasses import dataclass

from devices.codec import Stats
from devices.signature import isdv4_codes as isdv4


@dataclass(frozen=True, slots=True)
class PenPacket:
    """One report of the pen, in the pad's own units."""

    in_range: bool
    tip: bool
    x: int
    y: int
    pressure: int


@dataclass(frozen=True, slots=True)
class QueryReply:
    """What the pad says of itself."""

    x_max: int
    y_max: int
    pressure_max: int
    version: int


Frame = PenPacket | QueryReply


class Isdv4Codec:
    """Finds packets in a byte stream; a byte with bit 7 set always starts a new one."""

    def __init__(self) -> None:
        self.stats = Stats()
        self._packet = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that `data` completes; touch packets are not for us and are skipped."""
        self.stats.received += len(data)
        frames = []
        for byte in data:
            if (frame := self._take(byte)) is not None:
                self.stats.frames += 1
                frames.append(frame)
        return frames

    def resync(self) -> None:
        """Forget the packet begun."""
        self.stats.skipped += len(self._packet)
        self._packet.clear()

    def _take(self, byte: int) -> Frame | None:
        if byte & isdv4.HEADER_BIT:
            self.resync()
        if not (byte & isdv4.HEADER_BIT or self._packet) or _is_foreign(byte):
            self.stats.skipped += 1
            return None
        self._packet.append(byte)
        control = bool(self._packet[0] & isdv4.CONTROL_BIT)
        if len(self._packet) < (isdv4.QUERY_REPLY_SIZE if control else isdv4.PEN_PACKET_SIZE):
            return None
        packet = bytes(self._packet)
        self._packet.clear()
        return _query_reply(packet) if control else _pen_packet(packet)


def _is_foreign(byte: int) -> bool:
    if not byte & isdv4.HEADER_BIT:
        return False
    if byte & isdv4.CONTROL_BIT:
        return byte & isdv4.DATA_ID_MASK != isdv4.PEN_DATA_ID
    return bool(byte & isdv4.TOUCH_BIT)


def _triple(packet: bytes) -> tuple[int, int, int]:
    x = packet[1] << 9 | packet[2] << 2 | packet[6] >> 5 & 3
    y = packet[3] << 9 | packet[4] << 2 | packet[6] >> 3 & 3
    return x, y, (packet[6] & 7) << 7 | packet[5]


def _pen_packet(packet: bytes) -> PenPacket:
    x, y, pressure = _triple(packet)
    return PenPacket(bool(packet[0] & isdv4.IN_RANGE_BIT), bool(packet[0] & isdv4.TIP_BIT), x, y, pressure)


def _query_reply(packet: bytes) -> QueryReply:
    return QueryReply(*_triple(packet), version=packet[9] << 7 | packet[10])
