"""Minutiae as bytes: the private template that is matched, and the ISO/IEC 19794-2:2005 record that travels.

The private one is what nbis-py 0.1.3 calls ISO: a 24-byte header without resolution or views, a 16-bit count, then 6
bytes a minutia, with no view header, angles as NIST counts them and quality in 63rds. Nothing outside this program may
be given it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from biometrics.errors import BadRecord

MAGIC = b"FMR\0 20\0"
PIXELS_PER_CM = 197  # 500 dpi
FULL_TURN, QUARTER_TURN = 256, 64  # angles in 1.40625 degrees
_HEAD = struct.Struct(">8sIHHHHHBB")  # magic, length, equipment, width, height, resolutions, views, reserved
_VIEW = struct.Struct(">BBBB")  # position, view number and impression, quality, count
_MINUTIA = struct.Struct(">HHBB")  # kind and x, y, angle, quality
_COUNT = struct.Struct(">H")
_LOW = 0x3FFF


class MinutiaKind(IntEnum):
    """Where a ridge ends, or forks."""

    ENDING = 1
    BIFURCATION = 2


@dataclass(frozen=True, slots=True, order=True)
class Minutia:
    """Pixel from the top left; `angle` in 1.40625 degrees anticlockwise from the right, 0..255; `quality` 0..100."""

    x: int
    y: int
    angle: int
    kind: MinutiaKind
    quality: int


@dataclass(frozen=True, slots=True)
class Template:
    """The minutiae of one image of `width` x `height` pixels at 500 dpi, sorted by x, then y.

    bozorth3 wants that order: sorted otherwise the median score of true pairs falls by 40 %.
    """

    width: int
    height: int
    minutiae: tuple[Minutia, ...]

    @classmethod
    def from_private(cls, data: bytes) -> Self:
        """Read a private template; raises BadRecord."""
        width, height, rest = _read_head(data)
        if len(rest) < _COUNT.size:
            raise BadRecord("template-short")
        (count,) = _COUNT.unpack_from(rest)
        return cls(width, height, _sorted(_minutiae(rest[_COUNT.size :], count, private=True)))

    def to_private(self) -> bytes:
        """The bytes nbis_engine compares."""
        body = _COUNT.pack(len(self.minutiae)) + b"".join(_packed(m, private=True) for m in _sorted(self.minutiae))
        return _HEAD.pack(MAGIC, _HEAD.size + len(body), 0, self.width, self.height, 0, 0, 0, 0) + body

    @classmethod
    def from_iso(cls, data: bytes) -> Self:
        """Read the first view of an ISO/IEC 19794-2:2005 record; raises BadRecord."""
        width, height, rest = _read_head(data)
        if len(rest) < _VIEW.size:
            raise BadRecord("template-short")
        count = _VIEW.unpack_from(rest)[3]
        return cls(width, height, _sorted(_minutiae(rest[_VIEW.size :], count, private=False)))

    def to_iso(self, position: int, quality: int) -> bytes:
        """An ISO/IEC 19794-2:2005 record of one view of finger `position` (0..10), its quality 0..100, plain live scan.

        Of more than 255 minutiae the surest 255 are kept, which is what the count can say.
        """
        if not (0 <= position <= 10 and 0 <= quality <= 100):
            raise BadRecord("template-range")
        kept = _sorted(self.strongest(255).minutiae)
        body = _VIEW.pack(position, 0, quality, len(kept)) + b"".join(_packed(m, private=False) for m in kept)
        body += _COUNT.pack(0)  # no extended data
        length = _HEAD.size + len(body)
        return _HEAD.pack(MAGIC, length, 0, self.width, self.height, PIXELS_PER_CM, PIXELS_PER_CM, 1, 0) + body

    def strongest(self, count: int) -> Template:
        """The `count` surest minutiae: 40 are enough for a first look through a thousand people, fewer are not."""
        surest = sorted(self.minutiae, key=lambda m: -m.quality)[:count]
        return Template(self.width, self.height, _sorted(surest))


def _read_head(data: bytes) -> tuple[int, int, bytes]:
    if len(data) < _HEAD.size:
        raise BadRecord("template-short")
    magic, length, _, width, height, *_ = _HEAD.unpack_from(data)
    if magic != MAGIC or length != len(data):
        raise BadRecord("not-a-template")
    return width, height, data[_HEAD.size :]


def _minutiae(data: bytes, count: int, *, private: bool) -> list[Minutia]:
    if len(data) < count * _MINUTIA.size:
        raise BadRecord("template-short")
    return [_unpacked(data[at : at + 6], private=private) for at in range(0, count * 6, 6)]


def _unpacked(data: bytes, *, private: bool) -> Minutia:
    kind_x, y, angle, quality = _MINUTIA.unpack(data)
    if kind_x >> 14 not in (1, 2):
        raise BadRecord("template-kind")
    kind = MinutiaKind(kind_x >> 14)
    if private:
        return Minutia(kind_x & _LOW, y & _LOW, _turned(angle), kind, min(round(quality * 100 / 63), 100))
    return Minutia(kind_x & _LOW, y & _LOW, angle, kind, min(quality, 100))


def _packed(minutia: Minutia, *, private: bool) -> bytes:
    if not (0 <= minutia.x <= _LOW and 0 <= minutia.y <= _LOW):
        raise BadRecord("template-range")
    angle, quality = minutia.angle, minutia.quality
    if private:
        angle, quality = _turned(angle), round(quality * 63 / 100)
    return _MINUTIA.pack(minutia.kind << 14 | minutia.x, minutia.y, angle, quality)


def _turned(angle: int) -> int:
    """NIST counts clockwise from the top, ISO anticlockwise from the right; the same formula leads both ways."""
    return (QUARTER_TURN - angle) % FULL_TURN


def _sorted(minutiae: list[Minutia] | tuple[Minutia, ...]) -> tuple[Minutia, ...]:
    return tuple(sorted(minutiae))  # by x, then y; then by what makes the bytes the same each time
