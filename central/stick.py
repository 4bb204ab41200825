"""Sticks at the centre: parcels of stations in, return files for them out. A folder is all it needs, no address.

Everything is judged by the rooms that judge what comes by network, and in the same order: whose it is, its signature,
its size, its hash, and only then its contents. What one parcel or one packet has wrong stops no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from central.clock import Clock
from central.epochs import note_claim
from central.errors import CentreError, NotKnown
from central.feed import Feed
from central.inbox import Inbox
from central.keys import CentreKeys
from central.ledger.ledger import Book, Ledger, StationRow
from central.ledger.sticks import StickRow, newest_receipts, put_stick, stick_of
from central.stations import Stations
from sync.errors import BadPacket, BadWire, SyncError
from sync.folder import EXPORT, MOST_FILES, RETURN, Parcel, Read, Writer, parcels, read_parcel
from sync.keys import CENTRE
from sync.seal import Manifest, seal, unseal
from sync.stick import ANNOUNCES, KIND, MEMBER, RECEIPTS, Answered, Packed, Said, feed_name
from sync.wire import Receipt

MOST_RECEIPTS = 2000
MOST_ENTRIES = MOST_FILES - 1


@dataclass(frozen=True, slots=True)
class TakenParcel:
    """What became of one parcel: packets booked, those the centre had before, and a code for each it did not take.

    `fault` is why nothing of the parcel was looked at: unknown-station, half-copied, bad-signature, bad-index,
    old-epoch, or what is wrong with its announces.
    """

    name: str
    station: str
    fault: str = ""
    accepted: int = 0
    refused: int = 0
    known: int = 0
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A return file that was written; `more` entries of the feed did not fit and need another stick."""

    folder: Path
    station: str
    receipts: int
    entries: int
    more: bool


class Sticks:
    """Takes what stations send by stick, and writes what they shall take home."""

    def __init__(
        self, ledger: Ledger, keys: CentreKeys, stations: Stations, inbox: Inbox, feed: Feed, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._keys = keys
        self._stations = stations
        self._inbox = inbox
        self._feed = feed
        self._clock = clock

    # in ---------------------------------------------------------------------------------------------------------------
    def take_stick(self, folder: Path) -> tuple[TakenParcel, ...]:
        """Every parcel of stations in a folder, the oldest first. Raises StickFault when it cannot be listed."""
        return tuple(self._take(parcel) for parcel in parcels(folder) if parcel.kind == EXPORT)

    def _take(self, parcel: Parcel) -> TakenParcel:
        try:
            return self._booked(parcel, *self._opened(parcel))
        except (SyncError, CentreError) as error:
            return TakenParcel(parcel.name, parcel.station, error.code)

    def _opened(self, parcel: Parcel) -> tuple[Read, Said]:
        """The parcel and what the station says in it; raises NotKnown, NotTrusted, BadPacket or StickFault."""
        with self._ledger.writing() as book:
            station = _station(book, parcel.station)
            self._stations.check(book, station)
            keys = self._stations.keys(book, station)
        whole, key = _read_under(parcel, keys)
        station = replace(station, key=key)
        if whole.index.epoch != station.epoch:
            self._note_old(whole, station)
            raise BadPacket("old-epoch")
        return whole, self._said(whole, station)

    def _said(self, whole: Read, station: StationRow) -> Said:
        opened = unseal(whole.file(ANNOUNCES), self._keys.identity, station.key)
        said = opened.manifest
        if (said.sender, said.kind, said.epoch) != (station.id, KIND, whole.index.epoch):
            raise BadPacket("other-sender")
        return Said.from_bytes(opened.members.get(MEMBER, b""))

    def _note_old(self, whole: Read, station: StationRow) -> None:
        """A station that has not got its new epoch yet still needs the return file that brings it."""
        said = self._said(whole, station)
        with self._ledger.writing() as book:
            _remember(book, station.id, whole, said, {})

    def _booked(self, parcel: Parcel, whole: Read, said: Said) -> TakenParcel:
        states: dict[str, str] = {}
        left = {each.packet: each for each in said.packets}
        while left:
            before = len(left)
            for packet in list(left):
                states[packet] = self._one(parcel.station, whole, said, left[packet])
                if states[packet] != "out-of-turn":
                    del left[packet]
            if len(left) == before:  # what they follow is not on this stick
                break
        problems = {name: code for name, code in states.items() if code not in ("accepted", "refused", "known")}
        with self._ledger.writing() as book:
            station = _station(book, parcel.station)
            note_claim(book, station, said, whole.index.made, self._clock.stamp())
            _remember(book, parcel.station, whole, said, problems)
            book.touch_station(parcel.station, self._clock.stamp())
        many = Counter(states.values())
        counts = many["accepted"], many["refused"], many["known"]
        return TakenParcel(parcel.name, parcel.station, "", *counts, tuple(problems.items()))

    def _one(self, station: str, whole: Read, said: Said, packed: Packed) -> str:
        """What became of one packet: accepted, refused, known, or why it was not taken."""
        try:
            announce = said.announce(packed)
            with self._ledger.writing() as book:
                row = _station(book, station)
                if self._inbox.announce(book, row, announce, carried=True):
                    return "known"
                have, _ = self._inbox.offset(book, station, packed.packet)
            sealed = self._whole(whole, packed)
            with self._ledger.writing() as book:
                receipt = self._inbox.take(book, _station(book, station), packed.packet, have, sealed[have:])
        except (BadPacket, BadWire, CentreError) as error:
            return error.code
        return Receipt.from_bytes(receipt[0]).state if receipt else "half-copied"

    def _whole(self, whole: Read, packed: Packed) -> bytes:
        """The file of a packet as it was announced. One altered on the way is none: to book it would refuse it."""
        name = f"{packed.packet}.age"
        if (whole.index.files.get(name), whole.index.sizes.get(name)) != (packed.sha256, packed.size):
            raise BadPacket("half-copied")
        return whole.file(name)

    # out --------------------------------------------------------------------------------------------------------------
    def write_return(self, station: str, folder: Path, since: int | None = None) -> ReturnFile:
        """The return file of a station: its receipts and its feed from the cursor it told by stick, or from `since`.

        Raises NotKnown("unknown-station") and StickFault.
        """
        with self._ledger.writing() as book:
            row = _station(book, station)
            kept = stick_of(book.connection, station)
            receipts = newest_receipts(book.connection, station, MOST_RECEIPTS)
            cursor = (kept.cursor if kept else 0) if since is None else since
        made = self._clock.stamp()
        writer = Writer(folder, station, RETURN)
        signed = tuple((body, self._keys.signing.sign(body)) for body in receipts)
        answered = Answered(signed, kept.problems if kept else {})
        manifest = Manifest(f"return-{station}", CENTRE, row.epoch, KIND, station, made)
        writer.put(RECEIPTS, seal(manifest, {MEMBER: answered.to_bytes()}, self._keys.signing, [row.recipient]))
        entries, more = self._write_feed(writer, row, cursor)
        whole = writer.close(row.epoch, made, self._keys.signing)
        return ReturnFile(whole, station, len(signed), entries, more)

    def _write_feed(self, writer: Writer, station: StationRow, cursor: int) -> tuple[int, bool]:
        count = 0
        for start, end, page in self._pages(station, cursor):
            if count == MOST_ENTRIES:
                return count, True
            writer.put(feed_name(start, end), page)
            count += 1
        return count, False

    def _pages(self, station: StationRow, cursor: int) -> Iterator[tuple[int, int, bytes]]:
        """Pages of one entry each, in transactions of their own: the network is served meanwhile."""
        while True:
            with self._ledger.writing() as book:
                rows = book.feed_after(station.id, cursor, 1)
                if not rows:
                    return
                page = self._feed.page(book, station, cursor, limit=1)
            yield cursor, rows[0].seq, page
            cursor = rows[0].seq


def _read_under(parcel: Parcel, keys: tuple[str, ...]) -> tuple[Read, str]:
    """The parcel by the key that signed it; raises BadPacket or StickFault."""
    for key in keys[:-1]:
        try:
            return read_parcel(parcel, key), key
        except BadPacket as error:
            if error.code != "bad-signature":
                raise
    return read_parcel(parcel, keys[-1]), keys[-1]


def _station(book: Book, station: str) -> StationRow:
    row = book.station(station)
    if row is None:
        raise NotKnown("unknown-station")
    return row


def _remember(book: Book, station: str, whole: Read, said: Said, problems: dict[str, str]) -> None:
    """What the return file begins at: the newest parcel counts, whichever stick comes first."""
    kept = stick_of(book.connection, station)
    if kept is None or kept.made <= whole.index.made:
        put_stick(book.connection, StickRow(station, whole.index.made, said.cursor, problems))
