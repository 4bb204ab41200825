"""The one door of this room to OpenCV: capture, and JPEG in and out, with types.

Importing OpenCV on Linux points Qt at the old Qt plug-ins in its wheel, for us and for our children; that is undone
here. FFmpeg's own complaints would go to stderr: what goes wrong comes back as a value instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
# With hardware transforms Media Foundation takes up to 20 s to open a camera: opencv/opencv#17687.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")

import cv2

for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_name, None)

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

Pixels = NDArray[numpy.uint8]

NETWORK = (cv2.CAP_FFMPEG,)
USB = {"win32": (cv2.CAP_MSMF, cv2.CAP_DSHOW), "darwin": (cv2.CAP_AVFOUNDATION,)}.get(sys.platform, (cv2.CAP_V4L2,))


class Capture:
    """An open camera. `grab` takes the next frame from the wire, `pixels` or `packet` looks at it."""

    def __init__(self, source: str | int, backends: Sequence[int], settings: Sequence[int]) -> None:
        self._capture = cv2.VideoCapture()
        self.open = any(self._capture.open(source, backend, settings) for backend in backends)

    def grab(self) -> bool:
        """Wait for a frame; False when the camera is gone, or nothing came within the read time limit.

        After that it stays False, also when the camera is back: open it anew.
        """
        return bool(self._capture.grab())

    def pixels(self) -> Pixels | None:
        """The grabbed frame, decoded into an array of its own."""
        done, frame = self._capture.retrieve()
        return _pixels(frame) if done and frame is not None else None

    def packet(self) -> bytes:
        """The grabbed frame as it came over the wire; only from a capture that was opened with `raw_stream`."""
        done, packet = self._capture.retrieve()
        return bytes(packet.tobytes()) if done and packet is not None else b""

    def close(self) -> None:
        """Let the camera go; a second call does nothing."""
        self._capture.release()


def raw_stream(url: str, open_s: float, read_s: float) -> Capture:
    """Open a network stream whose frames are not decoded, so that damage can be seen and the JPEG be kept.

    Both time limits are needed: without them a stall blocks for as long as FFmpeg likes.
    """
    limits = [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
        round(open_s * 1000),
        cv2.CAP_PROP_READ_TIMEOUT_MSEC,
        round(read_s * 1000),
    ]
    return Capture(url, NETWORK, [*limits, cv2.CAP_PROP_FORMAT, -1])


def usb_camera(number: int, width: int, height: int, rate_hz: int) -> Capture:
    """Open a USB camera. MJPG is asked for before the size: uncompressed, USB 2 carries 720p at 10 Hz only."""
    mjpg = cv2.VideoWriter.fourcc(*"MJPG")
    size = [cv2.CAP_PROP_FRAME_WIDTH, width, cv2.CAP_PROP_FRAME_HEIGHT, height, cv2.CAP_PROP_FPS, rate_hz]
    return Capture(number, USB, [cv2.CAP_PROP_FOURCC, mjpg, *size, cv2.CAP_PROP_BUFFERSIZE, 1])


def decode_jpeg(data: bytes) -> Pixels | None:
    """A JPEG as BGR pixels; None if it is none, or ends too early."""
    if not data:
        return None
    found = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    return None if found is None else _pixels(found)


def decode_picture(data: bytes) -> Pixels | None:
    """A JPEG, PNG or other picture file as BGR pixels; None if it is none."""
    found = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    return None if found is None else _pixels(found)


def find_qr(bgr: Pixels) -> str:
    """The text of a QR symbol somewhere in a picture; "" where none can be read."""
    try:
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(bgr)
    except cv2.error:  # a picture too small to hold one, or a symbol that contradicts itself
        return ""
    return str(text)


def encode_jpeg(bgr: Pixels, quality: int = 95) -> bytes:
    """BGR pixels as JPEG, by default at a quality that may be stored."""
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(data.tobytes())


def _pixels(frame: object) -> Pixels:
    return numpy.asarray(frame, numpy.uint8)
