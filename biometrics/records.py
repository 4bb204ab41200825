"""Finger images as ISO/IEC 19794-4:2011 records: what leaves for systems that are not ours.

Layout checked against the finger records of MOSIP's mock devices: image data at offset 62 without, 69 with two
certification entries. Big-endian; sampling in pixels per inch; 8-bit grey.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from biometrics.errors import BadRecord

MAGIC = b"FIR\x00020\x00"
_HEAD = struct.Struct(">8sIHBB")  # magic, length, representations, certified, distinct positions
_LENGTH = struct.Struct(">I")
_CAPTURE = struct.Struct(">HBBBBBHBHHB")  # time, technology, vendor, device, quality blocks
_QUALITY = struct.Struct(">BHH")
_IMAGE = struct.Struct(">BBBHHHHBBBHHI")  # position .. length of the image data
_CERTIFICATE = 3  # bytes of one entry
_NO_TIME = (0xFFFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFFFF)
PIXELS_PER_INCH = 1


class Compression(IntEnum):
    """How the image data are packed."""

    RAW = 0
    PACKED = 1
    WSQ = 2
    JPEG = 3
    JPEG2000 = 4
    JPEG2000_LOSSLESS = 5
    PNG = 6


@dataclass(frozen=True, slots=True)
class Quality:
    """One score 0..100 (255: could not be computed) and who computed it, as registered for CBEFF."""

    score: int
    vendor: int
    algorithm: int


def nfiq2(score: int) -> Quality:
    """An NFIQ 2.3 score: vendor ISO/IEC JTC 1/SC 37, algorithm 0x39 (nfiq2_constants.cpp of usnistgov/NFIQ2)."""
    return Quality(score, 0x0101, 0x39)


@dataclass(frozen=True, slots=True)
class FingerImage:
    """One representation. `position` 0..10 as in the standard (1 right thumb), `number` from 0 counts its repeats.

    `impression` 0 is a plain live scan; `technology`, `vendor`, `device` 0 are unknown. `captured` has a time zone.
    """

    position: int
    width: int
    height: int
    data: bytes
    compression: Compression = Compression.WSQ
    qualities: tuple[Quality, ...] = ()
    captured: datetime | None = None
    number: int = 0
    dpi: int = 500
    impression: int = 0
    technology: int = 0
    vendor: int = 0
    device: int = 0


def encode_fir(images: Sequence[FingerImage]) -> bytes:
    """A record of one or more finger images, without certification; raises BadRecord if a value does not fit."""
    if not images:
        raise BadRecord("fir-empty")
    try:
        body = b"".join(_representation(image) for image in images)
        positions = len({image.position for image in images})
        return _HEAD.pack(MAGIC, _HEAD.size + len(body), len(images), 0, positions) + body
    except struct.error as error:
        raise BadRecord("fir-range") from error


def decode_fir(data: bytes) -> tuple[FingerImage, ...]:
    """The images of a record. Certification and what follows an image (segmentation, comments) is passed over.

    Raises BadRecord for anything that is not a whole record.
    """
    reader = _Reader(data)
    if not data.startswith(MAGIC):
        raise BadRecord("not-fir")
    _, length, count, certified, _ = reader.take(_HEAD)
    if length != len(data) or certified > 1:
        raise BadRecord("fir-length")
    images = []
    for _ in range(count):
        (size,) = _Reader(data[reader.at :]).take(_LENGTH)
        images.append(_image(_Reader(reader.cut(size)), bool(certified)))
    if reader.at != len(data):
        raise BadRecord("fir-length")
    return tuple(images)


def _representation(image: FingerImage) -> bytes:
    if not 0 <= image.position <= 10:
        raise BadRecord("fir-range")
    time = _NO_TIME if image.captured is None else _stamp(image.captured)
    capture = _CAPTURE.pack(*time, image.technology, image.vendor, image.device, len(image.qualities))
    qualities = b"".join(_QUALITY.pack(q.score, q.vendor, q.algorithm) for q in image.qualities)
    rates = (image.dpi,) * 4  # scanned and delivered, across and down
    picture = _IMAGE.pack(
        image.position,
        image.number,
        PIXELS_PER_INCH,
        *rates,
        8,
        image.compression,
        image.impression,
        image.width,
        image.height,
        len(image.data),
    )
    body = capture + qualities + picture + image.data
    return _LENGTH.pack(_LENGTH.size + len(body)) + body


def _image(reader: _Reader, certified: bool) -> FingerImage:
    reader.take(_LENGTH)
    *time, technology, vendor, device, blocks = reader.take(_CAPTURE)
    qualities = tuple(Quality(*reader.take(_QUALITY)) for _ in range(blocks))
    if certified:
        reader.cut(reader.cut(1)[0] * _CERTIFICATE)
    position, number, unit, *rates, depth, compression, impression, width, height, size = reader.take(_IMAGE)
    if unit != PIXELS_PER_INCH or depth != 8 or compression not in set(Compression) or len(set(rates)) != 1:
        raise BadRecord("fir-unsupported")
    if position > 10:
        raise BadRecord("fir-unsupported")  # slaps and palms
    return FingerImage(
        position=position,
        width=width,
        height=height,
        data=reader.cut(size),
        compression=Compression(compression),
        qualities=qualities,
        captured=_moment(tuple(time)),
        number=number,
        dpi=rates[0],
        impression=impression,
        technology=technology,
        vendor=vendor,
        device=device,
    )


def _stamp(moment: datetime) -> tuple[int, ...]:
    if moment.tzinfo is None:
        raise BadRecord("fir-time")
    utc = moment.astimezone(UTC)
    return (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond // 1000)


def _moment(parts: tuple[int, ...]) -> datetime | None:
    if parts == _NO_TIME:
        return None
    try:
        year, month, day, hour, minute, second, milliseconds = parts
        return datetime(year, month, day, hour, minute, second, milliseconds * 1000, UTC)
    except ValueError as error:
        raise BadRecord("fir-time") from error


class _Reader:
    """Takes bytes off the front; raises BadRecord where they end too soon."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def take(self, layout: struct.Struct) -> tuple[int, ...]:
        return layout.unpack(self.cut(layout.size))

    def cut(self, count: int) -> bytes:
        part = self._data[self.at : self.at + count]
        if len(part) < count:
            raise BadRecord("fir-short")
        self.at += count
        return part
