"""Residents in the books and who hears of them: a station has those of its own area and nobody else (design 2.8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from central.ledger.ledger import Book
from registry.canonical import canonical, parse
from registry.people import Resident

AT_ONCE = 200  # of one feed item


def in_area(village: str, area: str) -> bool:
    """Whether a kampung lies in an area; "" is no area at all.

    >>> in_area("14.08.06.2001", "14.08.06"), in_area("14.08.06.2001", "14.08.0"), in_area("14.08.06.2001", "")
    (True, False, False)
    """
    return bool(area) and (village == area or village.startswith(f"{area}."))


def put_residents(book: Book, people: Sequence[Resident]) -> None:
    """Put new or changed residents into the books and tell the stations: of those who live in its area a station gets
    the record, of those who lived there before only that they are gone."""
    before = {who.id: village for who in people if (village := book.village_of(who.id))}
    book.put_residents((who, canonical({"v": 1, **who.to_record()}).decode()) for who in people)
    for station in book.all_stations():
        here = [who for who in people if in_area(who.address.village, station.area)]
        ids = {who.id for who in here}
        gone = [name for name, village in before.items() if name not in ids and in_area(village, station.area)]
        send_residents(book, station.id, (canonical({"v": 1, **who.to_record()}).decode() for who in here))
        for start in range(0, len(gone), AT_ONCE):
            book.add_feed(station.id, "gone", canonical({"v": 1, "residents": gone[start : start + AT_ONCE]}))


def send_residents(book: Book, station: str, records: Iterable[str]) -> None:
    """Put records on a station's feed, some at a time."""
    rows = [parse(record.encode()) for record in records]
    for start in range(0, len(rows), AT_ONCE):
        book.add_feed(station, "residents", canonical({"v": 1, "residents": rows[start : start + AT_ONCE]}))
