"""The one-time code of a new station, as a QR symbol and as the same text to paste or type.

    LOKET1-  then lines of 32 characters and 2 check characters, parted by `-`

The characters are Crockford's base 32 (no I, L, O or U; they are read as 1, 1 and 0), so a QR symbol holds them in its
short form. The bytes under them:

    code id 4, secret 16, the centre's Ed25519 key 32, then its age recipient and its address as ASCII, each after its
    length in one byte

Whoever reads the text can enrol a station in its place, once and within 72 hours; the four words (sync.spoken) show it.
The centre's key is pinned by it: an answer that is not signed by that key is none.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

PREFIX = "LOKET1"
LINE = 32
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_ID, _SECRET, _KEY = 4, 16, 32


class BadCode(ValueError):
    """Not a code. `line` is the first line that was misread, from 1; 0 when it is no code at all."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """What a new station is given: where the centre is, how to know it, and the secret to be known by."""

    url: str
    centre_key: str  # Ed25519 public key, hex
    recipient: str  # age1...
    code: str  # id, hex
    secret: bytes

    def to_text(self) -> str:
        """The text under the QR symbol.

        >>> code = OneTimeCode("http://127.0.0.1:8470", "ab" * 32, "age1xyz", "00c0ffee", bytes(16))
        >>> OneTimeCode.from_text(code.to_text().lower()) == code
        True
        """
        tail = b"".join(bytes([len(part)]) + part for part in (self.recipient.encode(), self.url.encode()))
        body = _encode(bytes.fromhex(self.code) + self.secret + bytes.fromhex(self.centre_key) + tail)
        lines = [body[at : at + LINE] for at in range(0, len(body), LINE)]
        return "-".join([PREFIX, *(line + _check(number, line) for number, line in enumerate(lines, 1))])

    @classmethod
    def from_text(cls, text: str) -> OneTimeCode:
        """The code in a text, with blanks, line breaks or small letters; raises BadCode."""
        body = _decode("".join(_lines(text)))
        fixed = _ID + _SECRET + _KEY
        parts, rest = [], body[fixed:]
        for _ in range(2):
            if not rest or len(rest) <= rest[0]:
                raise BadCode(0)
            parts.append(rest[1 : rest[0] + 1])
            rest = rest[rest[0] + 1 :]
        try:
            recipient, url = (part.decode("ascii") for part in parts)
        except UnicodeDecodeError as error:
            raise BadCode(0) from error
        if any(rest) or not re.match("https?://", url):
            raise BadCode(0)
        key = body[_ID + _SECRET : fixed]
        return cls(url, key.hex(), recipient, body[:_ID].hex(), body[_ID : _ID + _SECRET])


def _lines(text: str) -> list[str]:
    plain = re.sub(r"[\s-]", "", text.upper())
    if not plain.startswith(PREFIX):
        raise BadCode(0)
    plain = plain[len(PREFIX) :].translate(_ALIKE)
    found = [plain[at : at + LINE + 2] for at in range(0, len(plain), LINE + 2)]
    for number, line in enumerate(found, 1):
        if len(line) < 3 or set(line) - set(_DIGITS) or _check(number, line[:-2]) != line[-2:]:
            raise BadCode(number)
    return [line[:-2] for line in found]


def _check(number: int, line: str) -> str:
    """Ten bits over a line and its place: a letter misread, two swapped or a line left out are seen."""
    return _encode_number(binascii.crc_hqx(f"{number}:{line}".encode("ascii"), 0xFFFF) % 1024, 2)


def _encode(data: bytes) -> str:
    length = -(-len(data) * 8 // 5)
    return _encode_number(int.from_bytes(data, "big") << (length * 5 - len(data) * 8), length)


def _encode_number(number: int, length: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(length)))


def _decode(text: str) -> bytes:
    number, size = 0, len(text) * 5 // 8
    for letter in text:
        number = number << 5 | _DIGITS.index(letter)
    return (number >> len(text) * 5 - size * 8).to_bytes(size, "big")
