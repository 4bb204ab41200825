"""The sealed packet: a stored ZIP of members, a manifest with their SHA-256, its Ed25519 signature, and age around it.

    manifest.json   canonical: packet, sender, epoch, kind, case, created, software, members {name: sha256}
    manifest.sig    64 bytes of Ed25519 over manifest.json by the sender
    actions.json    see sync.wire                          blobs/<sha256>  captures

Whoever seals for the centre adds the offline recovery recipient; the sender cannot open it again. There is one ZIP for
one content (no clock, no comments, this order), and only that one is taken: what two readers of ZIP files could read
in two ways, overlapping and hidden members among it, does not come in.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from registry.canonical import canonical
from sync import age
from sync.archive import archive
from sync.errors import BadPacket, BadWire
from sync.keys import SigningKey, ed25519_check
from sync.records import VERSION, fill, read
from sync.wire import LARGEST

SOFTWARE = "loket"
MOST_MEMBERS = 4096
_NAME = re.compile(r"manifest\.(json|sig)|(actions|feed|case|request|stick)\.json|blobs/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a packet says of itself."""

    packet: str
    sender: str
    epoch: int
    kind: str
    case: str
    created: str
    software: str = SOFTWARE


@dataclass(frozen=True, slots=True)
class Opened:
    """A packet whose every check has passed."""

    manifest: Manifest
    members: Mapping[str, bytes]

    def blobs(self) -> dict[str, bytes]:
        """The captures by hash."""
        return {name[6:]: data for name, data in self.members.items() if name.startswith("blobs/")}


def seal(manifest: Manifest, members: Mapping[str, bytes], key: SigningKey, recipients: Iterable[str]) -> bytes:
    """The sealed file; raises BadPacket("too-large") for what nobody would take.

    A capture is named by its SHA-256: that was checked when it was kept, and who opens the packet checks it again.
    """
    if len(members) + 2 > MOST_MEMBERS:
        raise BadPacket("too-large")
    hashes = {name: _capture(name) or hashlib.sha256(data).hexdigest() for name, data in members.items()}
    body = canonical({"v": VERSION, **asdict(manifest), "members": hashes})
    sealed = age.seal(archive({"manifest.json": body, "manifest.sig": key.sign(body), **members}), recipients)
    if len(sealed) > LARGEST:
        raise BadPacket("too-large")
    return sealed


def unseal(data: bytes, identity: str, sender_key: str) -> Opened:
    """Open and check everything; `sender_key` is the hex key the manifest must be signed with.

    Raises BadPacket: too-large, not-for-us (or altered outside), not-a-packet (not the one ZIP), bad-signature,
    bad-manifest, altered (a member is not what the manifest says).
    """
    if len(data) > LARGEST:
        raise BadPacket("too-large")
    files = _files(age.unseal(data, identity))
    body, mark = files.pop("manifest.json", b""), files.pop("manifest.sig", b"")
    if not ed25519_check(bytes.fromhex(sender_key), body, mark):
        raise BadPacket("bad-signature")
    manifest, hashes = _manifest(body)
    if hashes != {name: hashlib.sha256(member).hexdigest() for name, member in files.items()}:
        raise BadPacket("altered")
    if any(_capture(name) != hashes[name] for name in hashes if _capture(name)):
        raise BadPacket("altered")
    return Opened(manifest, files)


def _capture(name: str) -> str:
    """The hash that names a capture; "" for another member."""
    return name.removeprefix("blobs/") if name.startswith("blobs/") else ""


def _files(packed: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(packed)) as opened:
            entries = opened.infolist()
            if len(entries) > MOST_MEMBERS or not all(map(_plain, entries)):
                raise BadPacket("not-a-packet")
            if sum(entry.file_size for entry in entries) > len(packed):
                raise BadPacket("not-a-packet")  # members that share their bytes
            files = {entry.filename: opened.read(entry) for entry in entries}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, struct.error) as error:
        raise BadPacket("not-a-packet") from error
    if archive(files) != packed:
        raise BadPacket("not-a-packet")
    return files


def _plain(entry: ZipInfo) -> bool:
    return entry.compress_type == ZIP_STORED and _NAME.fullmatch(entry.filename) is not None


def _manifest(body: bytes) -> tuple[Manifest, dict[str, str]]:
    try:
        record = read(body)
        hashes = record.pop("members")
        return fill(Manifest, record), hashes
    except (BadWire, KeyError) as error:
        raise BadPacket("bad-manifest") from error
