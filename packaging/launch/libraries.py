"""The system libraries Qt loads, and whether they are there.

Measured on a bare Debian 12 by adding one package at a time until windows and OpenCV worked.
"""

import ctypes
import sys
from collections.abc import Mapping

QT_LIBRARIES: Mapping[str, str] = {
    # offscreen, and OpenCV
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    # a window under X: Qt aborts until the last of them is there
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""Shared library -> the Debian package that brings it."""


def all_load() -> bool:
    """Has this system every library Qt needs from it? (Windows and macOS wheels bring theirs.)"""
    return not sys.platform.startswith("linux") or all(map(loads, QT_LIBRARIES))


def loads(library: str) -> bool:
    """Can the loader open this shared library?"""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
