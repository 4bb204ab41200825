"""The sealed packet: a stored ZIP of members, a manifest with their SHA-256, its Ed25519 signature, and age around it.

    manifest.json   canonical: packet, sender, epoch, kind, case, created, members {name: sha256}
    manifest.sig    64 bytes of Ed25519 over manifest.json by the sender
    actions.json    see sync.wire                          blobs/<sha256>  captures

Whoever seals for the centre adds the offline recovery recipient; the sender cannot open it again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from registry.canonical import NotCanonical, canonical, parse
from sync import age
from sync.errors import BadPacket
from sync.keys import SigningKey, ed25519_check

LARGEST = 64 * 1024 * 1024
MOST_MEMBERS = 4096
_NAME = re.compile(r"(actions|feed|case)\.json|blobs/[0-9a-f]{64}")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no clock in the file: the same content is the same ZIP


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a packet says of itself."""

    packet: str
    sender: str
    epoch: int
    kind: str
    case: str
    created: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A packet whose every check has passed."""

    manifest: Manifest
    members: Mapping[str, bytes]

    def blobs(self) -> dict[str, bytes]:
        """The captures by hash."""
        return {name[6:]: data for name, data in self.members.items() if name.startswith("blobs/")}


def seal(manifest: Manifest, members: Mapping[str, bytes], key: SigningKey, recipients: Iterable[str]) -> bytes:
    """The sealed file."""
    body = canonical(
        {
            "v": 1,
            "packet": manifest.packet,
            "sender": manifest.sender,
            "epoch": manifest.epoch,
            "kind": manifest.kind,
            "case": manifest.case,
            "created": manifest.created,
            "members": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
        }
    )
    files = {"manifest.json": body, "manifest.sig": key.sign(body), **dict(sorted(members.items()))}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name, _EPOCH), data)
    return age.seal(out.getvalue(), recipients)


def unseal(data: bytes, identity: str, sender_key: str) -> Opened:
    """Open and check everything; `sender_key` is the hex key the manifest must be signed with. Raises BadPacket."""
    if len(data) > LARGEST:
        raise BadPacket("too-large")
    files = _files(age.unseal(data, identity))
    body, mark = files.pop("manifest.json", b""), files.pop("manifest.sig", b"")
    if not ed25519_check(bytes.fromhex(sender_key), body, mark):
        raise BadPacket("bad-signature")
    manifest, hashes = _manifest(body)
    if hashes != {name: hashlib.sha256(member).hexdigest() for name, member in files.items()}:
        raise BadPacket("altered")
    if any(name[6:] != hashes[name] for name in hashes if name.startswith("blobs/")):
        raise BadPacket("altered")
    return Opened(manifest, files)


def _files(archive: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(archive)) as opened:
            entries = opened.infolist()
            if len(entries) > MOST_MEMBERS or len({e.filename for e in entries}) != len(entries):
                raise BadPacket("not-a-packet")
            for entry in entries:
                _check_entry(entry)
            return {entry.filename: opened.read(entry) for entry in entries}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise BadPacket("not-a-packet") from error


def _check_entry(entry: ZipInfo) -> None:
    known = entry.filename in ("manifest.json", "manifest.sig") or _NAME.fullmatch(entry.filename)
    if not known or entry.compress_type != ZIP_STORED or entry.file_size > LARGEST:
        raise BadPacket("not-a-packet")


def _manifest(body: bytes) -> tuple[Manifest, dict[str, str]]:
    try:
        record = parse(body)
        hashes = record.pop("members")
        record.pop("v")
        return Manifest(**record), hashes
    except (NotCanonical, KeyError, TypeError) as error:
        raise BadPacket("not-a-packet") from error
