"""The simulated printer's own reading of RFC 8010: the driver's codec is not used here, so that neither can hide the
other's mistakes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from devices.printer.ipp_constants import Group, Tag

Answered = list[tuple[Group, dict[str, bytes]]]
NAME_AT = 3


class BadRequest(ValueError):
    """What came is no IPP request."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `groups` hold the raw values of each attribute, with their tags, in the order they came."""

    version: bytes
    operation: int
    request_id: int
    groups: dict[int, dict[str, list[tuple[int, bytes]]]]
    document: bytes

    def raw(self, name: str, group: int = Group.OPERATION) -> list[tuple[int, bytes]]:
        """Tags and values of an attribute, none if it did not come."""
        return self.groups.get(group, {}).get(name, [])

    def words(self, name: str, group: int = Group.OPERATION) -> list[str]:
        """An attribute's values as texts."""
        return [octets.decode("utf-8", "replace") for _, octets in self.raw(name, group)]

    def word(self, name: str, default: str = "", group: int = Group.OPERATION) -> str:
        """An attribute's first value as a text."""
        return next(iter(self.words(name, group)), default)

    def integer(self, name: str, default: int, group: int = Group.OPERATION) -> int:
        """An attribute's first value as a number."""
        values = self.raw(name, group)
        return int.from_bytes(values[0][1], "big", signed=True) if values else default

    def truth(self, name: str) -> bool:
        """A boolean operation attribute, false if it did not come."""
        return any(octets == b"\x01" for _, octets in self.raw(name))


def parse(body: bytes) -> Request:
    """Take a request apart; raises `BadRequest`."""
    stream = BytesIO(body)
    version, operation, request_id = _read(stream, 2), _uint(stream, 2), _uint(stream, 4)
    groups: dict[int, dict[str, list[tuple[int, bytes]]]] = {}
    attributes: dict[str, list[tuple[int, bytes]]] = {}
    values: list[tuple[int, bytes]] | None = None
    while (tag := _uint(stream, 1)) != Group.END:
        if tag < Tag.UNSUPPORTED:
            attributes, values = groups.setdefault(tag, {}), None
            continue
        name = _read(stream, _uint(stream, 2)).decode("utf-8", "replace")
        octets = _read(stream, _uint(stream, 2))
        if name:
            values = attributes[name] = []
        if values is None:
            raise BadRequest("a value without an attribute")
        # The members of a collection stay in one row behind it: no question of ours needs more.
        values.append((tag, octets))
    return Request(version, operation, request_id, groups, stream.read())


def _read(stream: BytesIO, count: int) -> bytes:
    octets = stream.read(count)
    if len(octets) != count:
        raise BadRequest("the request ends too early")
    return octets


def _uint(stream: BytesIO, count: int) -> int:
    return int.from_bytes(_read(stream, count), "big")


# ---- answers: an attribute is its name and its values, already as bytes without the name


def answer(version: bytes, status: int, request_id: int, groups: Answered) -> bytes:
    """The bytes of an answer."""
    out = bytearray(version + status.to_bytes(2, "big") + request_id.to_bytes(4, "big"))
    for group, attributes in groups:
        out.append(group)
        for name, values in attributes.items():
            out += _named(name, values)
    out.append(Group.END)
    return bytes(out)


def _named(name: str, values: bytes) -> bytes:
    """Put the name into the first value, whose own name is empty."""
    label = name.encode()
    return values[:1] + len(label).to_bytes(2, "big") + label + values[NAME_AT:]


def one(tag: int, octets: bytes) -> bytes:
    """A single value, its name left empty."""
    return bytes([tag, 0, 0]) + len(octets).to_bytes(2, "big") + octets


def words(tag: int, texts: Iterable[str]) -> bytes:
    """Values that are texts."""
    return b"".join(one(tag, word.encode()) for word in texts)


def keyword(*texts: str) -> bytes:
    """Keyword values."""
    return words(Tag.KEYWORD, texts)


def numbers(*counts: int, tag: int = Tag.INTEGER) -> bytes:
    """Integer or enum values."""
    return b"".join(one(tag, count.to_bytes(4, "big", signed=True)) for count in counts)


def truth(value: bool) -> bytes:
    """A boolean value."""
    return one(Tag.BOOLEAN, b"\x01" if value else b"\x00")


def between(low: int, high: int) -> bytes:
    """A rangeOfInteger value."""
    return one(Tag.RANGE, low.to_bytes(4, "big", signed=True) + high.to_bytes(4, "big", signed=True))


def dots_per_inch(dpi: int) -> bytes:
    """A resolution value."""
    return one(Tag.RESOLUTION, 2 * dpi.to_bytes(4, "big") + b"\x03")


def nothing() -> bytes:
    """The out-of-band value no-value."""
    return one(Tag.NO_VALUE, b"")


def collection(members: dict[str, bytes]) -> bytes:
    """A collection value."""
    return one(Tag.COLLECTION, b"") + b"".join(_members(members)) + one(Tag.END_COLLECTION, b"")


def _members(members: dict[str, bytes]) -> Iterator[bytes]:
    for name, values in members.items():
        yield one(Tag.MEMBER_NAME, name.encode()) + values
