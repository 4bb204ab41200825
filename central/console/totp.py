"""One-time passwords by time (RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator app knows them."""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_S = 30
DIGITS = 6
_SECRET_BYTES = 20
_DRIFT = (0, -1, 1)  # the telephone may be one step before or behind


def new_secret() -> bytes:
    """160 bits of chance."""
    return secrets.token_bytes(_SECRET_BYTES)


def code_at(secret: bytes, at: datetime) -> str:
    """The code of a moment."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """The time step in which `code` counts at this moment, or None when it is wrong. Each step is tried, so that the
    time taken tells nothing."""
    now = int(at.timestamp())
    typed = code.replace(" ", "").encode()
    found = None
    for drift in _DRIFT:
        then = now + drift * STEP_S
        if hmac.compare_digest(_totp(secret).generate(then), typed):
            found = then // STEP_S
    return found


def typed_secret(secret: bytes) -> str:
    """As one types it into an app that cannot see the QR: groups of four."""
    text = b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, account: str) -> str:
    """The otpauth address that a QR shows."""
    return _totp(secret).get_provisioning_uri(account, "Loket Dinas")


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_S)  # SHA-1 is what the apps speak; HMAC holds with it
