"""Pictures as files: WSQ for fingers (FBI IAFIS-IC-0110), PNG and JPEG. The one door to wsq."""

from __future__ import annotations

import _wsq
import numpy
from numpy.typing import NDArray

from biometrics.cv import cv2
from biometrics.errors import BadImage

Pixels = NDArray[numpy.uint8]
RATIO = 12.0  # asked for; the encoder keeps to its nominal 0.75 bits a pixel whatever it is told


def encode_wsq(width: int, height: int, pixels: bytes) -> bytes:
    """An 8-bit grey image as WSQ, some 10:1; 4 to 8 ms. Raises BadImage for a size that cannot be."""
    _check(width, height, pixels)
    try:
        return bytes(_wsq.compress(pixels, height, width, RATIO))
    except Exception as error:  # the library raises nothing narrower: sides under 64 pixels
        raise BadImage("size") from error


def decode_wsq(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and 8-bit grey pixels; raises BadImage.

    For bytes of our own only: the library kills the process over some damaged ones. `BiometricsWorker.decode_wsq` takes
    the others.
    """
    if not data.startswith(b"\xff\xa0"):
        raise BadImage("not-wsq")
    try:
        pixels, width, height, _ = _wsq.decompress(data)
    except Exception as error:  # the library raises nothing narrower
        raise BadImage("not-wsq") from error
    return int(width), int(height), bytes(pixels)


def encode_png(width: int, height: int, pixels: bytes) -> bytes:
    """An 8-bit grey image as PNG; raises BadImage for a size that cannot be."""
    _check(width, height, pixels)
    return _encode(".png", numpy.frombuffer(pixels, numpy.uint8).reshape(height, width), [])


def encode_jpeg(bgr: Pixels, quality: int) -> bytes:
    """A colour image (height, width, 3; BGR) as JPEG."""
    return _encode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])


def decode_colour(data: bytes) -> Pixels:
    """A JPEG or PNG as BGR pixels; raises BadImage."""
    found = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    if found is None:
        raise BadImage("not-a-picture")
    return numpy.asarray(found, numpy.uint8)


def rgb32(bgr: Pixels) -> tuple[int, int, bytes]:
    """Width, height and the screen's own 32-bit pixels of a BGR image."""
    return bgr.shape[1], bgr.shape[0], cv2.cvtColor(bgr, cv2.COLOR_BGR2BGRA).tobytes()


def _check(width: int, height: int, pixels: bytes) -> None:
    if width < 1 or height < 1 or len(pixels) != width * height:
        raise BadImage("size")


def _encode(kind: str, pixels: Pixels, options: list[int]) -> bytes:
    done, data = cv2.imencode(kind, pixels, options)
    if not done:
        raise BadImage("not-encodable")
    return bytes(data.tobytes())
