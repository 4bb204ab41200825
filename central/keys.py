"""The keys of a centre: made once, kept inside its encrypted file.

signing    Ed25519: receipts, feed, grants, its own actions
identity   age: opens packets
recovery   age recipient whose identity is handed out once, to be kept offline
training   Ed25519 root of the training authority, and the authority certificate under it

No operational key is ever made here: that authority is appointed by the Dinas with an SK number and its root comes
with a build (docs/decisions/0004).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from central.ledger.ledger import Book
from registry.releases import Certificate, Release, ReleaseKind, ReleaseRefused, SignedRelease
from sync import age
from sync.keys import SigningKey

TERM = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CentreKeys:
    """Everything the centre signs and opens with."""

    signing: SigningKey
    identity: str  # AGE-SECRET-KEY-...
    recipient: str
    recovery: str
    training_root: SigningKey
    authority: SigningKey
    certificate: bytes
    certificate_signature: bytes

    def holds(self, kind: ReleaseKind) -> bool:
        """Whether there is an authority of this kind."""
        return kind is ReleaseKind.TRAINING

    def release(self, release: Release, kind: ReleaseKind) -> SignedRelease:
        """A release under the authority of its kind; raises ReleaseRefused("broken-chain") where there is none."""
        if not self.holds(kind):
            raise ReleaseRefused("broken-chain")
        raw = release.to_bytes()
        return SignedRelease(raw, self.authority.sign(raw), self.certificate, self.certificate_signature)


def load_keys(book: Book) -> CentreKeys | None:
    """The keys in the file, or None when it is new."""
    signing = book.fact("key.signing")
    if signing is None:
        return None
    identity = _fact(book, "key.identity").decode()
    return CentreKeys(
        signing=SigningKey.from_bytes(signing),
        identity=identity,
        recipient=age.recipient_of(identity),
        recovery=_fact(book, "key.recovery").decode(),
        training_root=SigningKey.from_bytes(_fact(book, "key.training-root")),
        authority=SigningKey.from_bytes(_fact(book, "key.authority")),
        certificate=_fact(book, "key.certificate"),
        certificate_signature=_fact(book, "key.certificate-signature"),
    )


def make_keys(book: Book, today: date) -> str:
    """Make all keys and store them; returns the recovery identity, which is stored nowhere."""
    recovery_identity = age.generate_identity()
    root, authority = SigningKey.generate(), SigningKey.generate()
    certificate = Certificate(
        kind=ReleaseKind.TRAINING,
        key=authority.public,
        root=root.public,
        decree="",
        not_before=today.isoformat(),
        until=(today + TERM).isoformat(),
    ).to_bytes()
    book.put_fact("key.signing", SigningKey.generate().to_bytes())
    book.put_fact("key.identity", age.generate_identity().encode())
    book.put_fact("key.recovery", age.recipient_of(recovery_identity).encode())
    book.put_fact("key.training-root", root.to_bytes())
    book.put_fact("key.authority", authority.to_bytes())
    book.put_fact("key.certificate", certificate)
    book.put_fact("key.certificate-signature", root.sign(certificate))
    return recovery_identity


def _fact(book: Book, name: str) -> bytes:
    value = book.fact(name)
    if value is None:
        raise KeyError(name)
    return value
