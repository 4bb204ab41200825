"""Sealed packets: parts on the local disk until they are whole, then in a folder or an S3-compatible store.

    NAME.part               in `home`, under the station's name; its length is the offset (docs: sync.http)
    yyyy/mm/dd/STATION/NAME.age     where it stays, once its receipt is about to be given

Names of stations and packets become names of files and objects: only plain ones are taken, the rest is encoded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from central.errors import NotKnown, NotNow
from sync.durable import make_folder, sync_folder


@dataclass(frozen=True, slots=True)
class PacketName:
    """Whose packet it is; what two stations call by one name are two packets."""

    station: str
    packet: str

    @property
    def path(self) -> str:
        """Safe as a path, for whatever a station is called."""
        return f"{_plain(self.station)}/{_plain(self.packet)}"

    def key(self, day: str) -> str:
        """Where it stays; `day` is yyyy-mm-dd."""
        return f"{day[:4]}/{day[5:7]}/{day[8:10]}/{self.path}.age"


class PacketStore(Protocol):
    """Where packets lie. Every method raises NotNow when disk or store is full or away; nothing is then done."""

    def put_part(self, name: PacketName, at: int, part: bytes) -> int:
        """Add a part at an offset and make it durable; how much is here after it. b"" only asks."""

    def commit(self, name: PacketName, key: str) -> None:
        """Move a whole packet to where it stays, durably; the parts go."""

    def open(self, name: PacketName, key: str) -> bytes:
        """A packet: with a key where it stays, without one ("") the parts that are here. Raises NotKnown."""

    def delete(self, name: PacketName, key: str) -> None:
        """Let it go, parts (key "") or whole; one that is gone already is gone."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts on the local disk."""

    home: Path

    def put(self, name: PacketName, at: int, part: bytes) -> int:
        """See PacketStore.put_part. A part that did not get in whole is cut off again."""
        path = self.path(name)
        have = path.stat().st_size if path.exists() else 0
        if not part or at != have:
            return have
        try:
            make_folder(path.parent)
            with path.open("ab") as file:
                _write(file.fileno(), part, have)
        except OSError as error:
            raise NotNow("disk-full") from error
        return have + len(part)

    def path(self, name: PacketName) -> Path:
        """The file of parts."""
        return self.home / f"{name.path}.part"


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Packets in a folder beside their parts."""

    parts: Parts

    def put_part(self, name: PacketName, at: int, part: bytes) -> int:
        """See PacketStore."""
        return self.parts.put(name, at, part)

    def commit(self, name: PacketName, key: str) -> None:
        """One rename: the second copy of what was sent is there before the receipt, or nothing is."""
        target = self.parts.home / key
        try:
            make_folder(target.parent)
            self.parts.path(name).replace(target)
            sync_folder(target.parent)
        except OSError as error:
            raise NotNow("disk-full") from error

    def open(self, name: PacketName, key: str) -> bytes:
        """See PacketStore."""
        path = self.parts.home / key if key else self.parts.path(name)
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise NotKnown("no-packet") from error

    def delete(self, name: PacketName, key: str) -> None:
        """See PacketStore."""
        (self.parts.home / key if key else self.parts.path(name)).unlink(missing_ok=True)


def _write(descriptor: int, part: bytes, have: int) -> None:
    try:
        view = memoryview(part)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, have)
        raise


def _plain(name: str) -> str:
    return quote(name, safe="").replace(".", "%2E")
