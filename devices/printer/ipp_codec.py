"""Sans-I/O codec for IPP messages, as RFC 8010 section 3 writes them.

>>> operation = Section(Group.OPERATION, (text("attributes-charset", Tag.CHARSET, "utf-8"),))
>>> encode(Message(0x000B, 1, (operation,)))[:9].hex(" ")
'01 01 00 0b 00 00 00 01 01'
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Union

from devices.errors import Framing
from devices.printer.ipp_constants import Group, Tag

DEEPEST_COLLECTION = 8
LAST_DELIMITER = 0x0F
FIRST_TEXT, LAST_TEXT = 0x40, 0x5F


class Range(NamedTuple):
    """rangeOfInteger, both ends included."""

    low: int
    high: int


class Resolution(NamedTuple):
    """Across and along the feed; `units` 3 is dots per inch, 4 dots per centimetre."""

    x: int
    y: int
    units: int = 3


class Localized(NamedTuple):
    """A text or name that tells its own language."""

    language: str
    text: str


Content = Union[None, bool, int, str, bytes, Range, Resolution, Localized, tuple["Attribute", ...]]  # noqa: UP007  (a name yet unknown)


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its syntax and what it says.

    Integers and enums are int, texts of all sorts str, collections a tuple of `Attribute`, out-of-band values None, and
    what we do not know the bytes as they came.
    """

    tag: int
    content: Content = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name and its values, at least one."""

    name: str
    values: tuple[Value, ...]

    @property
    def contents(self) -> tuple[Content, ...]:
        """What the values say, without their syntax."""
        return tuple(value.content for value in self.values)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of attributes of one object."""

    group: int
    attributes: tuple[Attribute, ...]

    def contents(self, name: str) -> tuple[Content, ...]:
        """What the named attribute says; empty if it is not there."""
        return next((attribute.contents for attribute in self.attributes if attribute.name == name), ())

    def texts(self, name: str) -> tuple[str, ...]:
        """The named attribute's texts, in whatever syntax they came; empty if it is not there."""
        plain = (content.text if isinstance(content, Localized) else content for content in self.contents(name))
        return tuple(content for content in plain if isinstance(content, str))

    def text(self, name: str) -> str:
        """The named attribute's first text, or "" if it has none."""
        return next(iter(self.texts(name)), "")

    def number(self, name: str) -> int | None:
        """The named attribute's first number, or None."""
        numbers = (content for content in self.contents(name) if isinstance(content, int))
        return next((number for number in numbers if not isinstance(number, bool)), None)


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer; `code` is the operation of the one and the status of the other."""

    code: int
    request_id: int
    sections: tuple[Section, ...]
    data: bytes = b""
    version: tuple[int, int] = (1, 1)

    def section(self, group: int) -> Section:
        """The first section of this group, empty if there is none."""
        return next(self.all(group), Section(group, ()))

    def all(self, group: int) -> Iterator[Section]:
        """Every section of this group: one for each job of an answer to Get-Jobs."""
        return (section for section in self.sections if section.group == group)


def text(name: str, tag: int, *words: str) -> Attribute:
    """An attribute with textual values."""
    return Attribute(name, tuple(Value(tag, word) for word in words))


def number(name: str, count: int, tag: int = Tag.INTEGER) -> Attribute:
    """An attribute with one integer or enum."""
    return Attribute(name, (Value(tag, count),))


# ---- encoding


def encode(message: Message) -> bytes:
    """The bytes of `message`; raises ValueError for what the protocol cannot say."""
    head = struct.pack(">BBHi", *message.version, message.code, message.request_id)
    body = b"".join(_encode_section(section) for section in message.sections)
    return head + body + bytes([Group.END]) + message.data


def _encode_section(section: Section) -> bytes:
    return bytes([section.group]) + b"".join(_encode_attribute(attribute) for attribute in section.attributes)


def _encode_attribute(attribute: Attribute) -> bytes:
    if not attribute.name or not attribute.values:
        raise ValueError(f"attribute {attribute.name!r} needs a name and a value")
    # Only the first value carries the name: an empty name says "one more value of the last".
    names = [attribute.name, *[""] * (len(attribute.values) - 1)]
    return b"".join(_encode_value(name, value) for name, value in zip(names, attribute.values, strict=True))


def _encode_value(name: str, value: Value) -> bytes:
    if value.tag == Tag.COLLECTION:
        return _octets(name, value.tag, b"") + _encode_members(value) + _octets("", Tag.END_COLLECTION, b"")
    return _octets(name, value.tag, _content_bytes(value))


def _encode_members(value: Value) -> bytes:
    if not isinstance(value.content, tuple):
        raise ValueError("a collection has members")
    return b"".join(_encode_member(member) for member in value.content if isinstance(member, Attribute))


def _encode_member(member: Attribute) -> bytes:
    values = b"".join(_encode_value("", value) for value in member.values)
    return _octets("", Tag.MEMBER_NAME, member.name.encode()) + values


def _octets(name: str, tag: int, content: bytes) -> bytes:
    label = name.encode()
    if len(label) > 0x7FFF or len(content) > 0x7FFF:
        raise ValueError(f"{name!r} or its value is too long")
    return struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(content)) + content


def _content_bytes(value: Value) -> bytes:
    match value.content:
        case None:
            return b""
        case bool(truth):
            return bytes([truth])
        case int(count):
            return struct.pack(">i", count)
        case str(words):
            return words.encode()
        case bytes(octets):
            return octets
        case Range(low, high):
            return struct.pack(">ii", low, high)
        case Resolution(x, y, units):
            return struct.pack(">iib", x, y, units)
        case Localized(language, words):
            return _counted(language) + _counted(words)
        case _:
            raise ValueError(f"tag 0x{value.tag:02x} cannot say {value.content!r}")


def _counted(words: str) -> bytes:
    octets = words.encode()
    return struct.pack(">H", len(octets)) + octets


# ---- decoding


def decode(data: bytes) -> Message:
    """The message in `data`, the document after it included; raises `Framing` if it is none."""
    try:
        return _Reader(data).message()
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise Framing(detail=f"no IPP message: {error}") from error


class _Item(NamedTuple):
    tag: int
    name: str
    octets: bytes


class _Reader:
    """Walks once through the bytes of a message."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def message(self) -> Message:
        major, minor, code, request_id = self._take(">BBHi")
        sections = tuple(self._sections())
        return Message(code, request_id, sections, self._data[self._at :], (major, minor))

    def _sections(self) -> Iterator[Section]:
        while (group := self._take(">B")[0]) != Group.END:
            if group > LAST_DELIMITER:
                raise Framing(detail=f"a group cannot begin with 0x{group:02x}")
            yield Section(group, tuple(self._attributes()))

    def _attributes(self) -> Iterator[Attribute]:
        while self._data[self._at] > LAST_DELIMITER:
            item = self._item()
            if not item.name:
                raise Framing(detail="a further value without a first")
            yield Attribute(item.name, self._values(item))

    def _values(self, first: _Item) -> tuple[Value, ...]:
        values = [self._value(first)]
        while self._data[self._at] > LAST_DELIMITER and not self._next_is_named():
            values.append(self._value(self._item()))
        return tuple(values)

    def _next_is_named(self) -> bool:
        return bool(struct.unpack_from(">H", self._data, self._at + 1)[0])

    def _value(self, item: _Item, depth: int = 0) -> Value:
        if item.tag == Tag.COLLECTION:
            return Value(item.tag, tuple(self._members(depth + 1)))
        if item.tag in (Tag.END_COLLECTION, Tag.MEMBER_NAME):
            raise Framing(detail=f"tag 0x{item.tag:02x} outside a collection")
        return Value(item.tag, _content(item))

    def _members(self, depth: int) -> Iterator[Attribute]:
        if depth > DEEPEST_COLLECTION:
            raise Framing(detail="collections too deep")
        item = self._item()
        while item.tag != Tag.END_COLLECTION:
            if item.tag != Tag.MEMBER_NAME:
                raise Framing(detail="a member without a name")
            name, values = item.octets.decode(), []
            while (item := self._item()).tag not in (Tag.MEMBER_NAME, Tag.END_COLLECTION):
                values.append(self._value(item, depth))
            if not values:
                raise Framing(detail=f"member {name!r} without a value")
            yield Attribute(name, tuple(values))

    def _item(self) -> _Item:
        tag, length = self._take(">BH")
        name = self._octets(length).decode()
        return _Item(tag, name, self._octets(self._take(">H")[0]))

    def _octets(self, length: int) -> bytes:
        octets = self._data[self._at : self._at + length]
        if len(octets) < length:
            raise Framing(detail="the message ends inside a value")
        self._at += length
        return octets

    def _take(self, layout: str) -> Sequence[int]:
        fields: tuple[int, ...] = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return fields


def _content(item: _Item) -> Content:
    read = READERS.get(item.tag)
    if read is not None:
        return read(item.octets)
    if FIRST_TEXT <= item.tag <= LAST_TEXT:
        # Printers in the field mix charsets: one odd letter in a label must not hide the state of a machine.
        return item.octets.decode(errors="replace")
    return None if item.tag < Tag.INTEGER and not item.octets else item.octets


def _number(octets: bytes) -> int:
    return int(struct.unpack(">i", octets)[0])


def _truth(octets: bytes) -> bool:
    return bool(struct.unpack(">B", octets)[0])


def _localized(octets: bytes) -> Localized:
    (cut,) = struct.unpack_from(">H", octets)
    language, rest = octets[2 : 2 + cut], octets[2 + cut :]
    (length,) = struct.unpack_from(">H", rest)
    if len(language) != cut or len(rest) != 2 + length:
        raise Framing(detail="a text with language has the wrong length")
    return Localized(language.decode(), rest[2:].decode(errors="replace"))


READERS: MappingProxyType[int, Callable[[bytes], Content]] = MappingProxyType(
    {
        Tag.INTEGER: _number,
        Tag.ENUM: _number,
        Tag.BOOLEAN: _truth,
        Tag.RANGE: lambda octets: Range(*struct.unpack(">ii", octets)),
        Tag.RESOLUTION: lambda octets: Resolution(*struct.unpack(">iib", octets)),
        Tag.TEXT_WITH_LANGUAGE: _localized,
        Tag.NAME_WITH_LANGUAGE: _localized,
    }
)
