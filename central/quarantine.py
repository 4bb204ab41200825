"""Refused packets: kept as they came, with the reason, until a person looks and releases or deletes them.

A hostile station must not fill the disk with them: beyond `MOST` bytes of one station the oldest go.
"""

from __future__ import annotations

from central.errors import NotKnown
from central.ledger.ledger import Book
from central.ledger.refused import RefusedRow, all_refused, forget_refused, put_refused, refused, size_refused
from central.packets import PacketName, PacketStore

MOST = 256 * 1024 * 1024  # of one station


def quarantine(book: Book, packets: PacketStore, name: PacketName, reason: str, size: int, at: str) -> str:
    """Note a refused packet; the key under which it is to be kept."""
    key = f"refused/{name.key(at)}"
    _make_room(book, packets, name.station, size)
    put_refused(book.connection, RefusedRow(name.station, name.packet, at, reason, size, key))
    return key


def listed(book: Book, *, station: str = "", limit: int = 50, offset: int = 0) -> tuple[RefusedRow, ...]:
    """The newest first."""
    return all_refused(book.connection, station=station, limit=limit, offset=offset)


def read(book: Book, packets: PacketStore, station: str, packet: str) -> bytes:
    """The packet as it came, still sealed. Raises NotKnown."""
    row = _row(book, station, packet)
    return packets.open(PacketName(station, packet), row.key)


def delete(book: Book, packets: PacketStore, station: str, packet: str) -> None:
    """Let the packet go; that it was refused stays known, and its receipt stays the same. Raises NotKnown."""
    row = _row(book, station, packet)
    packets.delete(PacketName(station, packet), row.key)
    forget_refused(book.connection, station, packet, also_inbox=False)


def release(book: Book, packets: PacketStore, station: str, packet: str) -> None:
    """Let the station send it again, after what stood against it was mended here: it will be judged anew. Nothing is
    ever taken past its checks. Raises NotKnown."""
    row = _row(book, station, packet)
    packets.delete(PacketName(station, packet), row.key)
    forget_refused(book.connection, station, packet, also_inbox=True)


def _make_room(book: Book, packets: PacketStore, station: str, size: int) -> None:
    held = size_refused(book.connection, station)
    while held + size > MOST:
        oldest = all_refused(book.connection, station=station, limit=1_000_000)[-1:]
        if not oldest:
            return
        delete(book, packets, station, oldest[0].packet)
        held -= oldest[0].size


def _row(book: Book, station: str, packet: str) -> RefusedRow:
    row = refused(book.connection, station, packet)
    if row is None:
        raise NotKnown("no-packet")
    return row
