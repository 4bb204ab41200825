"""The write-ahead log read without SQLite (sqlite.org/fileformat2.html, section 4): is anything in it lost?

SQLite ends a log at the first frame whose checksum does not hold and forgets what follows, for that is how an
unfinished write looks after a power cut. A flipped bit looks the same, and then acknowledged writes are what is
forgotten. They are told apart by what follows: each commit is synced before the next begins (synchronous FULL), so a
cut can spoil the last transaction only, while a spoilt frame with two commits behind it was once whole.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

_MAGIC = (0x377F0682, 0x377F0683)
_HEAD, _FRAME = 32, 24
_WORD = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Log:
    """The pages whose newest state is in the log, and whether whole transactions in it can no longer be reached."""

    pages: frozenset[int] = frozenset()
    lost: bool = False


def read_log(path: Path) -> Log:
    """Look at a log that may not be there; nothing is opened by SQLite and nothing changed. Raises OSError."""
    data = path.read_bytes() if path.exists() else b""
    found = _read(data)
    if found.lost and path.read_bytes() != data:  # another process writes it: look again
        found = _read(path.read_bytes())
    return found


def _read(data: bytes) -> Log:
    if len(data) < _HEAD or not any(data[:_HEAD]):
        return Log()
    magic, _, size, _, *salt = struct.unpack(">6I", data[:_FRAME])
    order = ">" if magic == _MAGIC[1] else "<"
    sums = _summed(data[:_FRAME], order, (0, 0))
    if magic not in _MAGIC or sums != struct.unpack(">2I", data[_FRAME:_HEAD]) or not 512 <= size <= 65536:
        return Log(lost=len(data) > _HEAD + _FRAME)  # synced before its first frame, so once it was whole
    frames = (len(data) - _HEAD) // (_FRAME + size)
    pages: set[int] = set()
    since_commit: set[int] = set()
    for number in range(frames):
        at = _HEAD + number * (_FRAME + size)
        page, commit, *said = struct.unpack(">6I", data[at : at + _FRAME])
        sums = _summed(data[at : at + 8] + data[at + _FRAME : at + _FRAME + size], order, sums)
        if said[:2] != salt or tuple(said[2:]) != sums or page == 0:
            return Log(frozenset(pages), _commits(data, at, size, salt) >= 2)
        since_commit.add(page)
        if commit:
            pages |= since_commit
            since_commit = set()
    return Log(frozenset(pages))


def _commits(data: bytes, start: int, size: int, salt: list[int]) -> int:
    """How many frames from here on end a transaction of this log, by their salt."""
    step = _FRAME + size
    heads = (struct.unpack(">4I", data[at : at + 16]) for at in range(start, len(data) - step + 1, step))
    return sum(1 for _, commit, *said in heads if commit and said == salt)


def _summed(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    """The checksum of SQLite's log, going on from `sums`."""
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & _WORD
        second = (second + two + first) & _WORD
    return first, second
