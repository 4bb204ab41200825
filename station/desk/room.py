"""Room on the disk, by degrees: told on Beranda, told everywhere, and in the end kept for what is begun.

A whole recording takes some 2 MB in the file and its log, and as much again sealed; RESERVE is fifty of them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from station.store.errors import StoreScarce

WARN, LOW, RESERVE = 2_000_000_000, 500_000_000, 200_000_000  # bytes
DEGREES = ((RESERVE, "shut"), (LOW, "low"), (WARN, "warn"))


def degree(free: int) -> str:
    """What `free` bytes mean: "" for enough, warn, low, or shut.

    >>> [degree(free) for free in (2_000_000_000, 1_999_999_999, 499_999_999, 199_999_999)]
    ['', 'warn', 'low', 'shut']
    """
    return next((name for limit, name in DEGREES if free < limit), "")


def free_at(folder: Path) -> int:
    """Bytes free where `folder` lies; raises OSError."""
    return shutil.disk_usage(folder).free


def refuse_new(folder: Path) -> None:
    """Raises StoreScarce when no case may be begun. A disk that does not say how full it is, is not full."""
    try:
        free = free_at(folder)
    except OSError:
        return
    if degree(free) == "shut":
        raise StoreScarce(size_of(free))


def size_of(free: int) -> str:
    """As people say it.

    >>> size_of(480_000_000), size_of(1_500_000_000)
    ('480 MB', '1,5 GB')
    """
    return f"{free / 1e9:.1f} GB".replace(".", ",") if free >= 1e9 else f"{free / 1e6:.0f} MB"
