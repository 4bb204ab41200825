"""One canonical JSON, so that what is signed is stored and verified byte for byte (docs/decisions/0003).

Only objects, lists, strings and integers; the key `v` (version) comes first, the others in order of their names.
Floats, booleans and null are refused: each has more than one spelling, or none that every reader agrees on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from registry.errors import RegistryError

Plain: TypeAlias = "str | int | Sequence[Plain] | Mapping[str, Plain]"
Record: TypeAlias = dict[str, Any]


class NotCanonical(RegistryError):
    """The bytes or the value are not of the canonical form."""


def canonical(value: Mapping[str, Plain]) -> bytes:
    """The one encoding of `value` in UTF-8.

    >>> canonical({"b": 1, "v": 1, "a": "é"}).decode()
    '{"v":1,"a":"é","b":1}'
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def parse(data: bytes) -> Record:
    """The object in `data`; refuses bytes that `canonical` would not have written.

    >>> parse(b'{"v":1,"a":"x"}')
    {'v': 1, 'a': 'x'}
    >>> parse(b'{"a":"x","v":1}')
    Traceback (most recent call last):
    registry.canonical.NotCanonical: not the canonical form
    """
    try:
        value = json.loads(data)
    except ValueError as error:  # also UnicodeDecodeError
        raise NotCanonical("not JSON") from error
    if not isinstance(value, dict) or canonical(value) != data:
        raise NotCanonical("not the canonical form")
    return value


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def _ordered(value: Any) -> Any:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda name: (name != "v", name))
        return {_name(key): _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    raise NotCanonical(f"{type(value).__name__} has no canonical form")


def _name(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical("keys are strings")
    return key
