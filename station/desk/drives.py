"""Drives that can be taken out: found by asking the system, so that nobody has to know a path.

Linux: the mounts of /proc/self/mounts (proc_pid_mounts(5): blanks and backslashes as octal) whose block device is
marked `removable` in /sys/class/block, or hangs on a USB port; many sticks of today call themselves fixed. Windows:
GetDriveTypeW says DRIVE_REMOVABLE (2).
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOUNTS, BLOCKS = Path("/proc/self/mounts"), Path("/sys/class/block")
REMOVABLE = 2
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive that is mounted: its folder, and how many bytes are free (-1: it does not say)."""

    folder: Path
    free: int

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.folder.name or str(self.folder)


def drives(mounts: Path = MOUNTS, blocks: Path = BLOCKS) -> tuple[Drive, ...]:
    """What is plugged in now, by name; nothing where the system does not tell."""
    found = _on_windows() if sys.platform == "win32" else _on_linux(mounts, blocks)
    return tuple(sorted((drive_of(folder) for folder in found), key=lambda drive: drive.name))


def drive_of(folder: Path) -> Drive:
    """Any folder, as a drive."""
    try:
        return Drive(folder, shutil.disk_usage(folder).free)
    except OSError:
        return Drive(folder, -1)


def _on_linux(mounts: Path, blocks: Path) -> Iterator[Path]:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    seen: set[str] = set()
    for line in lines:
        device, _, rest = line.partition(" ")
        if device.startswith("/dev/") and device not in seen and _comes_out(blocks / Path(device).name):
            seen.add(device)  # a second mount of the same one is the same stick
            yield Path(_OCTAL.sub(lambda said: chr(int(said[1], 8)), rest.split(" ")[0]))


def _comes_out(block: Path) -> bool:
    try:
        device = block.resolve(strict=True)
        disk = device.parent if (device / "partition").exists() else device
        marked = (disk / "removable").read_text().strip() == "1"
    except OSError:
        return False
    return marked or any(re.fullmatch(r"usb\d+", part) for part in device.parts)


def _on_windows() -> list[Path]:
    found: list[Path] = []
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetDriveTypeW.argtypes = [ctypes.c_wchar_p]
        kernel.GetDriveTypeW.restype = ctypes.c_uint
        kernel.GetLogicalDrives.restype = ctypes.c_uint32
        letters = kernel.GetLogicalDrives()  # a bit for each letter, A first
        for number in range(26):
            root = f"{chr(ord('A') + number)}:\\"
            if letters >> number & 1 and kernel.GetDriveTypeW(root) == REMOVABLE:
                found.append(Path(root))
    return found
