"""The host's side of the SFM wire: requests to bytes, bytes to replies. Sans-I/O.

    40 | command | parameter u32 LE | size u32 LE | flag or error | sum of the eleven bytes before, mod 256 | 0A

Image data follows its reply and ends with 0A; it carries no checksum, so only its length can be verified.
"""

import struct
from dataclasses import dataclass

from devices.codec import Stats
from devices.fingerprint import sfm_codes as sfm

PACKET = struct.Struct("<BBIIBBB")
NETWORK_PACKET = struct.Struct("<BHBIIBBB")
IMAGE_HEADER = struct.Struct("<7i")
LARGEST_DATA = sfm.IMAGE_HEADER_SIZE + sfm.MAX_IMAGE_SIZE


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the module; `data` is empty where none follows. `terminal` is set by a module in network mode."""

    command: int
    parameter: int
    size: int
    flag: int
    data: bytes = b""
    terminal: int | None = None


@dataclass(frozen=True, slots=True)
class ScannedImage:
    """The image block of a scan: 28 bytes of header, then the pixels."""

    width: int
    height: int
    compressed: bool
    encrypted: bool
    pixels: bytes

    @classmethod
    def parse(cls, data: bytes) -> "ScannedImage":
        """Take the block apart; raises ValueError if the header and the length disagree."""
        if len(data) < sfm.IMAGE_HEADER_SIZE:
            raise ValueError(f"{len(data)} bytes hold no image header")
        width, height, compressed, encrypted, _format, image_size, _template_size = IMAGE_HEADER.unpack_from(data)
        pixels = data[sfm.IMAGE_HEADER_SIZE : sfm.IMAGE_HEADER_SIZE + image_size]
        if not 0 < image_size == len(pixels):
            raise ValueError(f"the header speaks of {image_size} bytes, {len(data)} came")
        return cls(width, height, bool(compressed), bool(encrypted), pixels)


def request(command: int, *, parameter: int = 0, size: int = 0, flag: int = 0) -> bytes:
    """One 13-byte request packet.

    >>> request(0x05, parameter=0x9929).hex(" ")  # the manual's own example
    '40 05 29 99 00 00 00 00 00 00 00 07 0a'
    """
    body = PACKET.pack(sfm.START, command, parameter, size, flag, 0, sfm.END)[:-2]
    return body + bytes((sum(body) % 256, sfm.END))


class SfmCodec:
    """Finds the module's replies in a byte stream, whatever noise lies between them."""

    def __init__(self) -> None:
        self.stats = Stats()
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that `data` completes."""
        self.stats.received += len(data)
        self._buffer += data
        replies = []
        while (reply := self._next()) is not None:
            self.stats.frames += 1
            replies.append(reply)
        return replies

    def resync(self) -> None:
        """Forget what is half read."""
        self.stats.skipped += len(self._buffer)
        self._buffer.clear()

    @property
    def pending(self) -> int:
        """Bytes held of a reply that is not complete."""
        return len(self._buffer)

    def _next(self) -> Reply | None:
        while self._skip_to_start():
            length = sfm.PACKET_SIZE if self._buffer[0] == sfm.START else sfm.NETWORK_PACKET_SIZE
            if len(self._buffer) < length and not self._hides_a_packet():
                return None
            if not self._sound(length):
                self._skip(1)
                continue
            reply = self._head(length)
            if not _brings_data(reply):
                del self._buffer[:length]
                return reply
            if len(self._buffer) < length + reply.size + 1:
                return None
            if self._buffer[length + reply.size] == sfm.END:
                return self._with_data(reply, length)
            self._skip(length)
        return None

    def _skip_to_start(self) -> bool:
        starts = [at for at in (self._buffer.find(sfm.START), self._buffer.find(sfm.NETWORK_START)) if at >= 0]
        self._skip(min(starts, default=len(self._buffer)))
        return bool(self._buffer)

    def _skip(self, count: int) -> None:
        self.stats.skipped += count
        del self._buffer[:count]

    def _hides_a_packet(self) -> bool:
        """Whether one stray network start stands before a whole plain packet, which must not wait for more bytes."""
        packet = self._buffer[1:]
        return len(packet) == sfm.PACKET_SIZE and packet[0] == sfm.START and sum(packet[:11]) % 256 == packet[11]

    def _sound(self, length: int) -> bool:
        if len(self._buffer) < length or self._buffer[length - 1] != sfm.END:
            return False
        if sum(self._buffer[: length - 2]) % 256 != self._buffer[length - 2]:
            self.stats.bad_checksums += 1
            return False
        return True

    def _head(self, length: int) -> Reply:
        if length == sfm.PACKET_SIZE:
            _, command, parameter, size, flag, _, _ = PACKET.unpack_from(self._buffer)
            return Reply(command, parameter, size, flag)
        _, terminal, command, parameter, size, flag, _, _ = NETWORK_PACKET.unpack_from(self._buffer)
        return Reply(command, parameter, size, flag, terminal=terminal)

    def _with_data(self, reply: Reply, length: int) -> Reply:
        data = bytes(self._buffer[length : length + reply.size])
        del self._buffer[: length + reply.size + 1]
        return Reply(reply.command, reply.parameter, reply.size, reply.flag, data, reply.terminal)


def _brings_data(reply: Reply) -> bool:
    answered = reply.flag == sfm.Answer.SUCCESS and reply.command in sfm.REPLIES_WITH_DATA
    return answered and 0 < reply.size <= LARGEST_DATA
