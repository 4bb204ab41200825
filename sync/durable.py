"""Files that survive a power cut (the way of borg's SaveFile). Standard library only: it is needed before sign-in."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_durably(path: Path, data: bytes) -> None:
    """Write, fsync, rename, fsync the folder: after it the file survives a power cut, before it no part shows."""
    write_whole(path, data)
    sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """The same without the folder: whole if it is there after a power cut, and there once `sync_folder` is called."""
    part = path.with_suffix(path.suffix + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def write_private(path: Path, data: bytes) -> None:
    """A new file as `write_durably` makes it, and from its first byte readable by this user only."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing; after it their names survive a power cut.

    The name of one that is there is made durable too: who made it may have been killed before he could.
    """
    if not folder.parent.is_dir():
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    with suppress(PermissionError):  # a disk mounted where only root may look: its name is not ours to keep
        sync_folder(folder.parent)


def sync_file(path: Path) -> None:
    """Make durable what any process has written to a file."""
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)  # Windows flushes for writers only
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable; Windows does so by itself and cannot open folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
