"""Frozen dataclasses to canonical JSON and back, strictly: every field, no other, each of its declared type.

Fields are `str`, `int` (never negative), `tuple[str, ...]`, `Mapping[str, str]` or `Mapping[str, int]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from registry.canonical import NotCanonical, Record, canonical, parse
from sync.errors import BadWire

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

VERSION = 1

T = TypeVar("T", bound="DataclassInstance")


def encode(value: DataclassInstance) -> bytes:
    """The canonical bytes of a record."""
    return canonical({"v": VERSION, **{field.name: getattr(value, field.name) for field in fields(value)}})


def decode(cls: type[T], body: bytes) -> T:
    """The record in `body`; raises BadWire."""
    return fill(cls, read(body))


def fill(cls: type[T], record: Record) -> T:
    """The dataclass from an object already read; raises BadWire."""
    kinds = _kinds(cls)
    if record.keys() != kinds.keys():
        raise BadWire(f"fields of {cls.__name__}")
    return cls(**{name: _value(record[name], kind, name) for name, kind in kinds.items()})


def read(body: bytes) -> Record:
    """The object of this version in `body`, without its `v`; raises BadWire for whatever else the bytes are."""
    try:
        record = parse(body)
    except (NotCanonical, ValueError, RecursionError) as error:  # lone surrogates, nesting without end
        raise BadWire("not canonical") from error
    if record.pop("v", None) != VERSION:
        raise BadWire("version")
    return record


@cache
def _kinds(cls: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _value(value: Any, kind: Any, name: str) -> Any:
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_plain(item, str, name) for item in value)
    if get_origin(kind) is Mapping and isinstance(value, dict):
        return {key: _plain(item, get_args(kind)[1], name) for key, item in value.items()}
    return _plain(value, kind, name)


def _plain(value: Any, kind: Any, name: str) -> Any:
    if type(value) is not kind or (kind is int and value < 0):
        raise BadWire(name)
    return value
