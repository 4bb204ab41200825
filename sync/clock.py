"""The centre's time, proven: a nonce of ours comes back under the key that was pinned at enrolment.

A PC whose clock battery is dead finds every certificate outside its dates and every one of its signatures too old.
The centre's key says which of both is wrong, without trusting TLS; after that TLS is checked in full but for the dates,
and those of the centre's certificate by the centre's time (sync.md 3.3).
"""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sync.errors import BadPacket, BadWire
from sync.keys import ed25519_check
from sync.records import decode, encode

NONCE_BYTES = 16
_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of openssl/x509_vfy.h, which the ssl module does not name


@dataclass(frozen=True, slots=True)
class TimeTold:
    """What time it is at the centre, told to whoever made the nonce."""

    nonce: str
    at: str  # UTC stamp

    def to_bytes(self) -> bytes:
        """The canonical bytes that the centre signs."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> TimeTold:
        """Parse signed bytes; raises BadWire."""
        return decode(cls, body)


def new_nonce() -> str:
    """One that nobody has seen: an old answer fits it not."""
    return secrets.token_hex(NONCE_BYTES)


def proven_time(body: bytes, signature: bytes, *, nonce: str, centre_key: str) -> datetime:
    """The time in a signed answer to our nonce; raises BadPacket or BadWire."""
    if not ed25519_check(bytes.fromhex(centre_key), body, signature):
        raise BadPacket("bad-signature")
    told = TimeTold.from_bytes(body)
    if told.nonce != nonce:
        raise BadPacket("other-nonce")
    try:
        return datetime.fromisoformat(told.at).astimezone(UTC)
    except ValueError as error:
        raise BadWire("at") from error


def dated_by(now: Callable[[], datetime], trust: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """A context of the same trust that takes the time from `now` instead of from this computer."""

    class Dated(ssl.SSLSocket):
        """Before a byte of ours is sent, the certificate is held against the time."""

        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            found = self.getpeercert() or {}
            begin, end = (ssl.cert_time_to_seconds(str(found[name])) for name in ("notBefore", "notAfter"))
            if not begin <= now().timestamp() <= end:
                raise ssl.SSLError(ssl.SSL_ERROR_SSL, "certificate outside its dates by the centre's time")

    context = trust()
    context.sslsocket_class = Dated
    context.verify_flags |= _NO_CHECK_TIME
    return context
