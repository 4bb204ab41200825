"""Releases: the centre's signed leave to print one card once, and the authority it hangs from (docs/decisions/0004).

root key -> authority certificate (training or operational) -> release. Root keys are constructor arguments that come
with the build; the operational ones are empty in this repository. A training chain prints SPESIMEN; a chain that does
not hold prints nothing. UU 23/2006 jo 24/2013 ps 96, 96A: printing without authority is a crime.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.canonical import NotCanonical, Record, canonical, digest, parse
from registry.card import CardElements, NotPrintable
from registry.errors import RegistryError
from registry.officers import SignatureCheck

_UNREADABLE = (NotCanonical, KeyError, TypeError, ValueError)  # bytes of another form than was agreed


class ReleaseKind(StrEnum):
    """What an authority is for."""

    TRAINING = "training"
    OPERATIONAL = "operational"


class ReleaseRefused(RegistryError):
    """Nothing may be printed. `code`: broken-chain, wrong-station, other-data, expired, early, under-17, spent,
    no-attempts, locked, not-reconciled or forged-history. `since` is the moment of the backup that a not-reconciled
    store came from, the first day of an early release or an under-17's card, or when the Dinas locked, which also
    gave a `reason`."""

    def __init__(self, code: str, since: str = "", reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.since = since
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Certificate:
    """An authority's key, vouched for by a root. `key` and `root` are Ed25519 public keys in hex."""

    kind: ReleaseKind
    key: str
    root: str
    decree: str  # SK number of the appointment; "" for training
    not_before: str
    until: str

    def to_bytes(self) -> bytes:
        """The canonical bytes that the root signs."""
        return canonical(
            {
                "v": 1,
                "kind": self.kind,
                "key": self.key,
                "root": self.root,
                "decree": self.decree,
                "not_before": self.not_before,
                "until": self.until,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Certificate:
        """The certificate in canonical bytes; raises ReleaseRefused("broken-chain") for anything else."""
        try:
            record = _plain(data)
            return cls(kind=ReleaseKind(record.pop("kind")), **record)
        except _UNREADABLE as error:
            raise ReleaseRefused("broken-chain") from error


@dataclass(frozen=True, slots=True)
class Release:
    """One card of one case at one station: serial, digest of the printed elements, term and attempts.

    `centre` is the key of the centre whose officers and answers led to it: an edited database cannot put another
    centre, and with it invented officers, in its place.
    """

    serial: str  # "R-2026-004417"
    case: str
    elements: str  # CardElements.digest()
    station: str
    not_before: str  # ISO date
    until: str
    attempts: int
    centre: str  # Ed25519 public key in hex

    def to_bytes(self) -> bytes:
        """The canonical bytes that the authority signs."""
        return canonical(
            {
                "v": 1,
                "serial": self.serial,
                "case": self.case,
                "elements": self.elements,
                "station": self.station,
                "not_before": self.not_before,
                "until": self.until,
                "attempts": self.attempts,
                "centre": self.centre,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Release:
        """The release in canonical bytes; raises ReleaseRefused("broken-chain") for anything else."""
        try:
            return cls(**_plain(data))
        except _UNREADABLE as error:
            raise ReleaseRefused("broken-chain") from error


@dataclass(frozen=True, slots=True)
class SignedRelease:
    """A release with its chain, as bytes: what travels in the payload of `Released`."""

    release: bytes
    release_signature: bytes
    certificate: bytes
    certificate_signature: bytes

    def to_record(self) -> dict[str, str]:
        """Hex fields for a payload."""
        return {
            "release": self.release.hex(),
            "release_signature": self.release_signature.hex(),
            "certificate": self.certificate.hex(),
            "certificate_signature": self.certificate_signature.hex(),
        }

    @classmethod
    def from_record(cls, record: dict[str, str]) -> SignedRelease:
        """The signed release in a payload record; raises ReleaseRefused("broken-chain") when it holds none."""
        names = ("release", "release_signature", "certificate", "certificate_signature")
        try:
            return cls(*(bytes.fromhex(record[name]) for name in names))
        except _UNREADABLE as error:
            raise ReleaseRefused("broken-chain") from error


@dataclass(frozen=True, slots=True)
class Spending:
    """What the store and the signed log outside it say of a release: prints begun, and good cards booked."""

    begun: int
    good: int


_SEAL = object()


@dataclass(frozen=True, slots=True)
class Printable:
    """A card that may be printed now. Only `Authority.printable` makes one; forms takes nothing else.

    `marking` is the word that must stand in the rendered bytes, "" for an operational release.
    """

    release: Release
    elements: CardElements
    photo: bytes
    signature: bytes
    marking: str
    attempt: int
    seal: object

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise ReleaseRefused("broken-chain")


class Authority:
    """Judges releases against the roots of this build and the training root pinned at enrolment."""

    def __init__(
        self,
        check: SignatureCheck,
        *,
        training_roots: frozenset[bytes],
        operational_roots: frozenset[bytes] = frozenset(),
    ) -> None:
        self._check = check
        self._training = training_roots
        self._operational = operational_roots - training_roots  # a root pinned for training never prints cards

    def kind(self, signed: SignedRelease) -> ReleaseKind:
        """Training or operational; raises ReleaseRefused("broken-chain") when root, kind or signature do not fit."""
        certificate = Certificate.from_bytes(signed.certificate)
        root, key = _key(certificate.root), _key(certificate.key)
        roots = self._operational if certificate.kind is ReleaseKind.OPERATIONAL else self._training
        held = (
            root in roots
            and self._check(root, signed.certificate, signed.certificate_signature)
            and self._check(key, signed.release, signed.release_signature)
        )
        if not held:
            raise ReleaseRefused("broken-chain")
        return certificate.kind

    def printable(
        self,
        signed: SignedRelease,
        elements: CardElements,
        *,
        case: str,
        station: str,
        today: str,
        spending: Spending,
        photo: bytes,
        signature: bytes,
    ) -> Printable:
        """Leave to print this card now, or ReleaseRefused. `today` is trusted time as an ISO date."""
        kind = self.kind(signed)
        release = Release.from_bytes(signed.release)
        certificate = Certificate.from_bytes(signed.certificate)
        _check_terms(release, certificate, today)
        if release.station != station:
            raise ReleaseRefused("wrong-station")
        if (
            release.case != case
            or release.elements != elements.digest()
            or not _same_pictures(elements, photo, signature)
        ):
            raise ReleaseRefused("other-data")
        check_age(elements, today)
        if spending.good:
            raise ReleaseRefused("spent")
        if spending.begun >= release.attempts:
            raise ReleaseRefused("no-attempts")
        marking = "" if kind is ReleaseKind.OPERATIONAL else "SPESIMEN"
        return Printable(release, elements, photo, signature, marking, spending.begun + 1, _SEAL)


def check_age(elements: CardElements, today: str) -> None:
    """Raise ReleaseRefused("under-17") for a card of somebody under 17 who was never married, whatever its release
    says: he is recorded from 16 on (pemula), and his card is printed from his 17th birthday."""
    try:
        first = elements.printable_from().isoformat()
    except NotPrintable as error:
        raise ReleaseRefused("other-data") from error
    if today[:10] < first:
        raise ReleaseRefused("under-17", first)


def _check_terms(release: Release, certificate: Certificate, today: str) -> None:
    first = max(release.not_before, certificate.not_before)
    if today < first:
        raise ReleaseRefused("early", first)
    if today > min(release.until, certificate.until):
        raise ReleaseRefused("expired")


def _plain(data: bytes) -> Record:
    record = parse(data)
    if record.pop("v") != 1:
        raise NotCanonical("unknown version")
    return record


def _key(said: str) -> bytes:
    try:
        return bytes.fromhex(said)
    except _UNREADABLE as error:
        raise ReleaseRefused("broken-chain") from error


def _same_pictures(elements: CardElements, photo: bytes, signature: bytes) -> bool:
    return (elements.photo, elements.signature) == (digest(photo), digest(signature))
