"""What an administrator and a new officer ask of the centre: signed requests, which travel in packets as acts do.

    Proposal  the administrator: this person, these roles, until then   signed by the administrator
    Claim     the new officer: this key is mine                         signed by the start key, and by the key itself
    Removal   the administrator: this officer no longer                 signed by the administrator
    Renewal   the administrator: this is the station's key from now on  signed by the old key, the new one and him

`Proposal.key` is the public half of a start key that only the start passphrase opens (docs/decisions/0012); "" for
other roles under the key known already. The centre answers with a grant or a revocation by the feed, or says why not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from registry.canonical import canonical
from sync.errors import BadPacket, BadWire
from sync.records import decode, encode, read
from sync.wire import data, text

MEMBER = "request.json"
RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An officer the administrator of a station wants, or the new roles of one who is there."""

    proposal: str  # UUIDv7
    officer: str
    name: str
    nip: str
    decree: str
    key: str
    roles: tuple[str, ...]
    station: str
    until: str
    administrator: str
    at: str

    def to_bytes(self) -> bytes:
        """The canonical body that is signed."""
        return encode(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """A new officer names his own key, made when he chose his passphrase."""

    claim: str  # UUIDv7
    proposal: str
    officer: str
    own_key: str
    station: str
    at: str

    def to_bytes(self) -> bytes:
        """The canonical body that is signed."""
        return encode(self)


@dataclass(frozen=True, slots=True)
class Removal:
    """An officer no longer serves at a station."""

    removal: str  # UUIDv7
    officer: str
    reason: str
    station: str
    administrator: str
    at: str

    def to_bytes(self) -> bytes:
        """The canonical body that is signed."""
        return encode(self)


@dataclass(frozen=True, slots=True)
class Renewal:
    """The station's own key is to be another: its term runs out, or somebody left who held it."""

    renewal: str  # UUIDv7
    officer: str  # the administrator who asks
    key: str
    station: str
    at: str

    def to_bytes(self) -> bytes:
        """The canonical body that is signed."""
        return encode(self)


Request = Proposal | Claim | Removal | Renewal
KINDS: Mapping[str, type[Proposal] | type[Claim] | type[Removal] | type[Renewal]] = {
    "proposal": Proposal,
    "claim": Claim,
    "removal": Removal,
    RENEWAL: Renewal,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as signed, with its signatures."""

    kind: str
    body: bytes
    signatures: tuple[bytes, ...]

    @property
    def request(self) -> Request:
        """What is asked; raises BadWire."""
        if self.kind not in KINDS:
            raise BadWire("kind")
        return decode(KINDS[self.kind], self.body)

    def to_member(self) -> bytes:
        """The member request.json of a packet."""
        marks = [mark.hex() for mark in self.signatures]
        return canonical({"v": 1, "kind": self.kind, "body": text(self.body), "signatures": marks})

    @classmethod
    def from_member(cls, member: bytes) -> Asked:
        """The request in a packet; raises BadPacket."""
        try:
            record = read(member)
            marks = tuple(bytes.fromhex(mark) for mark in record["signatures"])
            return cls(str(record["kind"]), data(record["body"]), marks)
        except (BadWire, KeyError, TypeError, ValueError) as error:
            raise BadPacket("bad-request") from error


def id_of(request: Request) -> str:
    """The id of a request, whatever its kind."""
    if isinstance(request, Proposal):
        return request.proposal
    if isinstance(request, Renewal):
        return request.renewal
    return request.claim if isinstance(request, Claim) else request.removal
