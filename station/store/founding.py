"""A station that is being set up: its keys, from before the centre first hears of them until the store is there.

    pemasangan.sealed    nonce 12 bytes, then AES-256-GCM of a canonical record under a key from the machine's secret

Nobody has a passphrase yet, so what a copied disk lacks is the machine's secret alone; the keys protect nothing until
the four words are confirmed, and the file goes when the store holds them.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.canonical import NotCanonical, canonical, parse
from station.store.errors import DiskFault, StoreFull
from station.store.spendlog import NO_ROOM
from sync.durable import sync_folder, write_private

FILE = "pemasangan.sealed"
_NONCE, _ABOUT = 12, b"loket founding 1"


@dataclass(frozen=True, slots=True)
class Begun:
    """How far it is. Keys in hex; `answer` is the centre's newest, "" before the first."""

    code: str  # the text of the one-time code
    administrator: str  # "" when the code names him
    administrator_name: str
    station_key: str
    administrator_key: str
    store_key: str
    age_identity: str
    answer: str = ""


class FoundingFile:
    """Reads and writes it in a station's folder."""

    def __init__(self, home: Path, machine_secret: bytes) -> None:
        self._path = home / FILE
        self._key = HKDF(SHA256(), 32, salt=None, info=_ABOUT).derive(machine_secret)

    def read(self) -> Begun | None:
        """What was begun here; None for nothing, or for a file of another machine, which is as good as none."""
        if not self._path.exists():
            return None
        sealed = self._path.read_bytes()
        try:
            record = parse(AESGCM(self._key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _ABOUT))
            record.pop("v")
            return Begun(**record)
        except (InvalidTag, NotCanonical, ValueError, KeyError, TypeError):
            return None

    def keep(self, begun: Begun) -> None:
        """Durable when it returns; raises StoreFull or DiskFault."""
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self._key).encrypt(nonce, canonical({"v": 1, **asdict(begun)}), _ABOUT)
        try:
            write_private(self._path, nonce + sealed)
        except OSError as error:
            raise (StoreFull if error.errno in NO_ROOM else DiskFault)(self._path.name) from error

    def forget(self) -> None:
        """The station is there, or another code is used."""
        if self._path.exists():
            self._path.unlink()
            sync_folder(self._path.parent)
