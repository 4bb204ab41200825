"""One ordered feed per station: what the books say, made into a page sealed to that station and signed."""

from __future__ import annotations

from central.clock import Clock
from central.keys import CentreKeys
from central.ledger.documents import document
from central.ledger.feeds import FeedRow
from central.ledger.ledger import Book, StationRow
from central.ledger.lookups import records_of
from central.office import CENTRE, load_case, submission_of
from registry.canonical import Record, parse
from sync.seal import Manifest, seal
from sync.wire import FeedItem, FeedPage, action_record

PAGE = 50


class Feed:
    """Makes pages."""

    def __init__(self, keys: CentreKeys, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    def sign(self, body: bytes) -> bytes:
        """The centre's signature, as under each page."""
        return self._keys.signing.sign(body)

    def page(self, book: Book, station: StationRow, cursor: int, limit: int = PAGE) -> bytes:
        """The sealed page after a cursor, of at most so many entries."""
        rows = book.feed_after(station.id, cursor, limit)
        items = tuple(self._item(book, station, row) for row in rows)
        end = rows[-1].seq if rows else cursor
        stamp = self._clock.stamp()
        page = FeedPage(station.id, cursor, end, len(rows) == limit, stamp, items)
        manifest = Manifest(f"feed-{cursor}-{end}", CENTRE, station.epoch, "feed", "", stamp)
        return seal(manifest, page.members(), self._keys.signing, [station.recipient])

    def lock_page(self, station: StationRow, cursor: int, why: str) -> bytes:
        """All that a station which was shut out is told: that it is locked, and why. Its cursor stays."""
        stamp = self._clock.stamp()
        page = FeedPage(station.id, cursor, cursor, False, stamp, (FeedItem("lock", {"reason": why}),))
        manifest = Manifest(f"lock-{cursor}", CENTRE, station.epoch, "feed", "", stamp)
        return seal(manifest, page.members(), self._keys.signing, [station.recipient])

    def _item(self, book: Book, station: StationRow, row: FeedRow) -> FeedItem:
        record = parse(row.body)
        if row.kind == "action":
            found = next(
                (action, number)
                for action, number in book.case_actions(record["case"])
                if action.header.id == record["action"]
            )
            return FeedItem("action", {"action": action_record(*found)})
        if row.kind == "lookup":
            return self._lookup(book, record)
        if row.kind == "document":
            return self._document(book, record)
        if row.kind == "case":
            return self._case(book, station, record["case"])
        return FeedItem(row.kind, record)

    def _lookup(self, book: Book, record: Record) -> FeedItem:
        """The answer to a question, with who was found as they stand now."""
        found = next((a, number) for a, number in book.case_actions(record["case"]) if a.header.id == record["action"])
        who = [parse(text.encode()) for text in records_of(book.connection, record["residents"])]
        return FeedItem("lookup", {"action": action_record(*found), "residents": who})

    def _document(self, book: Book, record: Record) -> FeedItem:
        """A signed PDF, byte for byte."""
        found = document(book.connection, record["sha256"])
        if found is None:
            raise LookupError(record["sha256"])
        said = {**record, "reference": found.reference, "kind": found.kind}
        return FeedItem("document", said, {found.sha256: found.data})

    def _case(self, book: Book, station: StationRow, case_id: str) -> FeedItem:
        """A routed case: all its actions, and what its new holder may have of the captures."""
        actions = [action_record(action, number) for action, number in book.case_actions(case_id)]
        wanted = submission_of(load_case(book, case_id)).printing_blobs()
        return FeedItem("case", {"actions": actions}, book.blobs(wanted))
