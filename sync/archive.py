"""The one ZIP of a packet: stored, no clock, no comments, in one order; written by hand, for it is a third of sealing.

PKWARE APPNOTE 6.3.10, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end); the bytes are those that
`zipfile` writes for the same entries, on every system.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s2B5H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UNIX = 20, 3
_MODE = 0o600 << 16  # of a file that its owner reads and writes
_TIME, _DATE = 0, 33  # 1 January 1980, 0.00


def archive(files: Mapping[str, bytes]) -> bytes:
    """The manifest first, then by name; names are ASCII.

    >>> archive({"b": b"", "a": b""}) == archive({"a": b"", "b": b""})
    True
    """
    parts: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name in sorted(files, key=lambda name: (not name.startswith("manifest."), name)):
        title, data = name.encode("ascii"), files[name]
        about = (0, 0, _TIME, _DATE, zlib.crc32(data), len(data), len(data), len(title), 0)
        parts += (_LOCAL.pack(b"PK\3\4", _VERSION, *about), title, data)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION, *about, 0, 0, 0, _MODE, at), title)
        at += _LOCAL.size + len(title) + len(data)
    size = sum(map(len, directory))
    end = _END.pack(b"PK\5\6", 0, 0, len(files), len(files), size, at, 0)
    return b"".join((*parts, *directory, end))
