"""The station's half of sync: what waits for a packet, what a receipt settles, and the cursor of the feed."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.actions import Kind
from station.store.audit import views_head
from station.store.cipher import Cipher
from station.store.facts import read_count, read_fact, write_count, write_fact
from station.store.index import index_case, submission_in
from station.store.journal import journal_head, read_actions
from station.store.problems import keep_problem
from station.store.requests import (
    count_unsealed_requests,
    seal_request,
    settle_request,
    unseal_request,
    unsealed_requests,
)
from station.store.restored import confirm_restored
from station.store.schema import actions, blobs, drafts, packets
from station.store.taking import Taker
from sync.ports import REQUEST, CaseBundle, ChainSince, PacketInfo, Sealed
from sync.wire import FeedPage, Receipt

_CURSOR, _ACKNOWLEDGED = "feed.cursor", "journal.acknowledged"


# Made once: at sixteen packets a round, building the statements cost as much as running them.
_WAITING = select(func.count()).select_from(packets).where(packets.c.state == "waiting")
_ADD_PACKET = insert(packets)
_PACK_ACTION = update(actions).where(actions.c.id == bindparam("action_")).values(packet=bindparam("packet_"))


class SyncSide:
    """Implements sync.ports.StationSide on the encrypted file. Sealed files lie in `folder`."""

    def __init__(self, cipher: Cipher, *, station: str, centre_key: str, folder: Path) -> None:
        self._cipher = cipher
        self._station = station
        self._centre_key = centre_key
        self._folder = folder

    # out --------------------------------------------------------------------------------------------------------------
    def unsealed(self, limit: int) -> tuple[CaseBundle, ...]:
        """Own actions without packet, by case, the oldest first; with their captures, so ask for few at a time."""
        oldest = func.min(actions.c.row)
        query = select(actions.c.case).where(_unsealed()).group_by(actions.c.case).order_by(oldest).limit(limit)
        with self._cipher.reading() as db:
            asked = unsealed_requests(db, limit)
            cases = db.scalars(query).all()[: limit - len(asked)]
            return (*asked, *(_bundle(db, case) for case in cases))

    def unsealed_count(self) -> int:
        """How many cases have acts without packet."""
        query = select(func.count(func.distinct(actions.c.case))).where(_unsealed())
        with self._cipher.reading() as db:
            return int(db.scalar(query) or 0) + count_unsealed_requests(db)

    def add_packets(self, sealed: Sequence[Sealed]) -> None:
        """Sealed files that are durable on disk, with the actions in each; one transaction."""
        with self._cipher.writing() as db:
            db.execute(_ADD_PACKET, [_packet_row(info) for info, _ in sealed])
            packed = [{"action_": action, "packet_": info.id} for info, ids in sealed for action in ids]
            if packed:
                db.execute(_PACK_ACTION, packed)
            for info, _ in sealed:
                if info.kind == REQUEST:
                    seal_request(db, info.case, info.id)

    def reseal(self, packet: str) -> None:
        """Forget a packet whose file is lost or damaged: its actions are sealed anew. One with a receipt stays."""
        waiting = (packets.c.id == packet, packets.c.state == "waiting")
        with self._cipher.writing() as db:
            if db.execute(packets.delete().where(*waiting)).rowcount:
                db.execute(update(actions).where(actions.c.packet == packet, actions.c.number == 0).values(packet=""))
                unseal_request(db, packet)

    def waiting(self) -> tuple[PacketInfo, ...]:
        """Files without receipt, smallest first."""
        columns = [packets.c[name] for name in PacketInfo.__slots__]
        query = select(*columns).where(packets.c.state == "waiting").order_by(packets.c.size, packets.c.id)
        with self._cipher.reading() as db:
            rows = db.execute(query).mappings().all()
        return tuple(PacketInfo(**{**row, "path": self._folder / row["path"]}) for row in rows)

    def waiting_count(self) -> int:
        """How many files have no receipt."""
        with self._cipher.reading() as db:
            return int(db.scalar(_WAITING) or 0)

    def tried(self, packet: str, reason: str, next_at: str = "") -> None:
        """One more failed try, and when the next is due."""
        values = {"tries": packets.c.tries + 1, "reason": reason, "next_at": next_at}
        with self._cipher.writing() as db:
            db.execute(update(packets).where(packets.c.id == packet).values(values))

    def take_receipt(self, receipt: Receipt) -> None:
        """Numbers on actions, refusals kept as problems; the same receipt twice changes nothing."""
        with self._cipher.writing() as db:
            state = {"state": receipt.state, "reason": receipt.reason}
            if not db.execute(update(packets).where(packets.c.id == receipt.packet).values(state)).rowcount:
                keep_problem(db, receipt.at, "receipt-of-no-packet", receipt.packet)
                return
            _settle(db, receipt)
            settle_request(db, receipt)
            if receipt.state != "accepted":
                keep_problem(db, receipt.at, receipt.reason, receipt.packet)
            write_count(db, _ACKNOWLEDGED, max(receipt.chain_count, read_count(db, _ACKNOWLEDGED)))
            confirm_restored(db, receipt)
            touched = select(actions.c.case).where(actions.c.packet == receipt.packet).distinct()
            for case in db.scalars(touched).all():
                index_case(db, case)

    def chain(self) -> ChainSince:
        """Own action hashes after the acknowledged count, and the newest head."""
        with self._cipher.reading() as db:
            count = read_count(db, _ACKNOWLEDGED)
            query = select(actions.c.raw).where(actions.c.own == 1).order_by(actions.c.row).limit(-1).offset(count)
            hashes = tuple(sha256(raw).digest() for raw in db.scalars(query))
            many = int(db.scalar(select(func.count()).select_from(drafts)) or 0)
            return ChainSince(count, hashes, journal_head(db), views_head(db), many)

    # in ---------------------------------------------------------------------------------------------------------------
    def cursor(self) -> int:
        """How far the feed is applied."""
        with self._cipher.reading() as db:
            return read_count(db, _CURSOR)

    def apply(self, page: FeedPage) -> None:
        """Effects and cursor in one transaction; a page that does not start at the cursor is left alone."""
        with self._cipher.writing() as db:
            if read_count(db, _CURSOR) != page.start:
                return
            taker = Taker(db, station=self._station, centre_key=self._centre_key, at=page.at)
            for item in page.items:
                taker.take(item)
            write_count(db, _CURSOR, page.end)

    def note_proof(self, at: str) -> None:
        """The centre has signed this time, on a stick: trusted time grows, and our clock is not judged by it."""
        with self._cipher.writing() as db:
            write_fact(db, "contact.at", max(at.encode(), read_fact(db, "contact.at") or b""))

    def note_contact(self, at: str, skew_s: float) -> None:
        """When the centre last answered: the latest signed time ever seen, for an old page may be sent again."""
        with self._cipher.writing() as db:
            latest = max(at.encode(), read_fact(db, "contact.at") or b"")
            write_fact(db, "contact.at", latest)
            write_fact(db, "contact.skew", str(round(skew_s)).encode())


def _unsealed() -> ColumnElement[bool]:
    return and_(actions.c.own == 1, actions.c.packet == "", actions.c.number == 0, actions.c.refused == "")


def _packet_row(info: PacketInfo) -> dict[str, object]:
    return {**{name: getattr(info, name) for name in info.__slots__}, "path": info.path.name, "state": "waiting"}


def _bundle(db: Connection, case: str) -> CaseBundle:
    found = read_actions(db, and_(_unsealed(), actions.c.case == case))
    held = tuple(action for action, _ in found)
    recordings = (submission_in(action) for action in held if action.header.kind is Kind.SUBMITTED)
    names = frozenset[str]().union(*(recording.blobs() for recording in recordings if recording))
    rows = db.execute(select(blobs.c.sha256, blobs.c.data).where(blobs.c.sha256.in_(sorted(names))))
    return CaseBundle(case, held, {row.sha256: row.data for row in rows})


def _settle(db: Connection, receipt: Receipt) -> None:
    """Only what this packet carried: a receipt speaks of nothing else."""
    for action, number in receipt.numbers.items():
        here = (actions.c.id == action, actions.c.packet == receipt.packet)
        db.execute(update(actions).where(*here).values(number=number))
    for action, code in receipt.refused.items():
        here = (actions.c.id == action, actions.c.packet == receipt.packet)
        db.execute(update(actions).where(*here).values(refused=code))
        keep_problem(db, receipt.at, code, action)
