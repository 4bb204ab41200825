"""Our own code on a receipt: which request it belongs to, signed, read back without any network. Never a TTE.

`LOKET1.<base32 of the canonical record>.<base32 of an Ed25519 signature over it>`: capitals, digits and full stops,
which a QR symbol holds in its dense alphabet. It carries no name and no NIK.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from forms.errors import FormsError
from registry.canonical import NotCanonical, canonical, parse
from registry.officers import SignatureCheck

PREFIX = "LOKET1"
_SHAPE = re.compile(rf"{PREFIX}\.([A-Z2-7]+)\.([A-Z2-7]+)")
_FIELDS = {"v", "number", "case", "at"}


class BadCode(FormsError):
    """Not a receipt to rely on. `code`: not-ours (another code, or damaged) or not-signed (by none of the keys)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """What the code says: number told to people, id of the case, when it was recorded (UTC, ISO)."""

    number: str
    case: str
    at: str

    def body(self) -> bytes:
        """What is signed."""
        return canonical({"v": 1, "number": self.number, "case": self.case, "at": self.at})

    def text(self, sign: Callable[[bytes], bytes]) -> str:
        """The text of the QR symbol."""
        body = self.body()
        return ".".join((PREFIX, _base32(body), _base32(sign(body))))


def verify(text: str, keys: Iterable[bytes], check: SignatureCheck) -> ReceiptCode:
    """What a scanned code says, if one of the public `keys` (32 bytes each) signed it; raises BadCode."""
    found = _SHAPE.fullmatch(text.strip())
    if not found:
        raise BadCode("not-ours")
    body, signature = (_bytes(part) for part in found.groups())
    code = _read(body)
    if not any(check(key, body, signature) for key in keys):
        raise BadCode("not-signed")
    return code


def _read(body: bytes) -> ReceiptCode:
    try:
        record = parse(body)
    except NotCanonical as error:
        raise BadCode("not-ours") from error
    values = [record.get(name) for name in ("number", "case", "at")]
    if set(record) != _FIELDS or record["v"] != 1 or not all(isinstance(value, str) for value in values):
        raise BadCode("not-ours")
    return ReceiptCode(*map(str, values))


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """Base32 without padding, of one spelling only: the last sign carries no stray bits."""
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise BadCode("not-ours") from error
    if _base32(data) != text:
        raise BadCode("not-ours")
    return data
