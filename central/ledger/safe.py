"""The centre's private keys where the database is not encrypted as a whole: sealed under the centre's key file.

On PostgreSQL the facts named `key.` are AES-256-GCM, with their name as associated data, so that none can be put in the
place of another. Who copies the database has no key of the centre.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from central.errors import BadKeyFile

PREFIX = "key."
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Safe:
    """Seals and opens facts; with an empty key it does nothing, for the file around them is sealed."""

    key: bytes = b""

    def close(self, name: str, value: bytes) -> bytes:
        """What is stored of a fact."""
        if not self._ours(name):
            return value
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, value, name.encode())

    def open(self, name: str, stored: bytes) -> bytes:
        """The fact; raises BadKeyFile when these books belong to another key file."""
        if not self._ours(name):
            return stored
        try:
            return AESGCM(self.key).decrypt(stored[:_NONCE], stored[_NONCE:], name.encode())
        except InvalidTag as error:
            raise BadKeyFile("key-file") from error

    def _ours(self, name: str) -> bool:
        return bool(self.key) and name.startswith(PREFIX)
