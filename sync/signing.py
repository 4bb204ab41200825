"""HTTP Message Signatures (RFC 9421), Ed25519, over method, target and body digest (RFC 9530); both ends.

Fields that steer a request (where a part of a file goes, which administrator asks) are covered whenever they are there:
else a hostile network could replay a signed part at another offset.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from registry.officers import BadSignature
from sync.keys import SigningKey

COVERED = ("@method", "@path", "@query", "content-digest")
STEERING = ("loket-administrator", "upload-complete", "upload-length", "upload-offset")
WINDOW = timedelta(minutes=10)


@dataclass(slots=True)
class Message:
    """What is signed of a request; `headers` gains the signature."""

    method: str
    url: str
    headers: MutableMapping[str, str]


class _Own(HTTPSignatureKeyResolver):
    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return self._key.private

    def resolve_public_key(self, key_id: str) -> None:
        return None


class _Known(HTTPSignatureKeyResolver):
    def __init__(self, look_up: Callable[[str], str | None]) -> None:
        self._look_up = look_up

    def resolve_private_key(self, key_id: str) -> None:
        raise HTTPMessageSignaturesException("no private keys here")

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        key = self._look_up(key_id)
        if key is None:
            raise HTTPMessageSignaturesException("unknown station")
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = WINDOW  # a clock may be fast as well as slow; the age limit is then nothing on top


def sign_request(message: Message, body: bytes, *, station: str, key: SigningKey, now: datetime) -> None:
    """Add Content-Digest, Signature-Input and Signature to the headers."""
    message.headers["Content-Digest"] = content_digest(body)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Own(key))
    signer.sign(
        message,
        key_id=station,
        created=now,
        covered_component_ids=_to_cover(message),
        label="loket",
        body=body,
        use_existing_digest=True,
    )


def verify_request(message: Message, body: bytes, *, look_up: Callable[[str], str | None]) -> str:
    """The station that signed the request within 10 minutes of now; raises BadSignature.

    `look_up` gives a station's key in hex, or None for a station nobody knows.
    """
    fields = {name.lower(): value for name, value in message.headers.items()}
    if fields.get("content-digest") != content_digest(body):
        raise BadSignature("content-digest")
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_Known(look_up))
    try:
        results = verifier.verify(message, max_age=timedelta(), require_components=_to_cover(message))
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise BadSignature("request") from error
    return str(results[0].parameters["keyid"])


def content_digest(body: bytes) -> str:
    """The field of RFC 9530 for a body.

    >>> content_digest(b"")
    'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:'
    """
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _to_cover(message: Message) -> tuple[str, ...]:
    present = {name.lower() for name in message.headers}
    return (*COVERED, *(name for name in STEERING if name in present))
