"""Reads a QR symbol from a picture file or from a frame of a camera."""

from __future__ import annotations

import threading

from devices.camera.opencv import decode_picture, find_qr
from devices.camera.port import Camera

MOST_BYTES = 32 * 1024 * 1024
MOST_FRAMES = 900  # a minute at 15 Hz


class NoSymbol(ValueError):
    """The picture holds no QR symbol that can be read, or is no picture."""


def read_qr(picture: bytes) -> str:
    """The text of the QR symbol in a JPEG or PNG; raises NoSymbol."""
    pixels = decode_picture(picture) if 0 < len(picture) <= MOST_BYTES else None
    found = find_qr(pixels) if pixels is not None else ""
    if not found:
        raise NoSymbol
    return found


def watch_for_qr(camera: Camera, cancel: threading.Event) -> str:
    """Look at each frame until one holds a symbol; its text, or "" when `cancel` is set or it took MOST_FRAMES.

    Raises what `frames` raises.
    """
    for number, frame in enumerate(camera.frames(cancel)):
        found = find_qr(frame.bgr)
        if found or number >= MOST_FRAMES:
            return found
    return ""
