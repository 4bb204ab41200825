"""The station's half of sync: what waits for a packet, what a receipt settles, what the feed brings."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, and_, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.actions import Action, Kind
from registry.errors import RegistryError
from registry.people import Resident
from registry.submission import Submission
from station.store.cases import add_action, index_case, read_actions
from station.store.cipher import Cipher
from station.store.facts import add_blobs, read_fact, write_fact
from station.store.officers import all_grants, put_grant
from station.store.residents import put_residents
from station.store.schema import actions, blobs, packets, problems
from sync.keys import Grants
from sync.ports import CaseBundle, ChainSince, PacketInfo
from sync.wire import FeedItem, FeedPage, Receipt, action_from


class SyncSide:
    """Implements sync.ports.StationSide on the encrypted file."""

    def __init__(self, cipher: Cipher, centre_key: str, folder: Path) -> None:
        self._cipher = cipher
        self._centre_key = centre_key
        self._folder = folder

    # out ----------------------------------------------------------------------------------------------------------
    def unsealed(self, limit: int) -> tuple[CaseBundle, ...]:
        """Own actions without packet, by case, the oldest first."""
        open_ = and_(actions.c.own == 1, actions.c.number == 0, actions.c.packet == "", actions.c.refused == "")
        with self._cipher.reading() as db:
            found = read_actions(db, open_)
            by_case: dict[str, list[Action]] = {}
            for action, _ in found:
                by_case.setdefault(action.header.case, []).append(action)
            return tuple(_bundle(db, case, held) for case, held in list(by_case.items())[:limit])

    def add_packet(self, info: PacketInfo, sealed: tuple[str, ...]) -> None:
        """A sealed file that is durable on disk."""
        row = {name: getattr(info, name) for name in info.__slots__}
        with self._cipher.writing() as db:
            db.execute(insert(packets).values(**{**row, "path": info.path.name}, state="waiting"))
            db.execute(update(actions).where(actions.c.id.in_(sealed)).values(packet=info.id))

    def waiting(self) -> tuple[PacketInfo, ...]:
        """Files without receipt, smallest first."""
        columns = [packets.c[name] for name in PacketInfo.__slots__]
        query = select(*columns).where(packets.c.state == "waiting").order_by(packets.c.size, packets.c.id)
        with self._cipher.reading() as db:
            rows = db.execute(query).all()
        return tuple(PacketInfo(**{**row._asdict(), "path": self._folder / row.path}) for row in rows)

    def tried(self, packet: str, reason: str) -> None:
        """One more failed try."""
        values = {"tries": packets.c.tries + 1, "reason": reason}
        with self._cipher.writing() as db:
            db.execute(update(packets).where(packets.c.id == packet).values(values))

    def take_receipt(self, receipt: Receipt) -> None:
        """Numbers on actions, refusals kept as problems; the same receipt twice changes nothing."""
        with self._cipher.writing() as db:
            state = {"state": receipt.state, "reason": receipt.reason}
            db.execute(update(packets).where(packets.c.id == receipt.packet).values(state))
            for action, number in receipt.numbers.items():
                db.execute(update(actions).where(actions.c.id == action).values(number=number))
            for action, code in receipt.refused.items():
                db.execute(update(actions).where(actions.c.id == action).values(refused=code))
                _problem(db, receipt.at, code, action)
            if receipt.state != "accepted":
                _problem(db, receipt.at, receipt.reason, receipt.packet)
            write_fact(db, "journal.acknowledged", receipt.chain_count.to_bytes(8, "big"))
            touched = select(actions.c.case).where(actions.c.packet == receipt.packet).distinct()
            for case in db.scalars(touched).all():
                index_case(db, case)

    def chain(self) -> ChainSince:
        """Own action hashes after the acknowledged count."""
        with self._cipher.reading() as db:
            count = int.from_bytes(read_fact(db, "journal.acknowledged") or b"\0", "big")
            query = select(actions.c.raw, actions.c.signature).where(actions.c.own == 1).order_by(actions.c.row)
            rows = db.execute(query.offset(count)).all()
        return ChainSince(count, tuple(Action.load(raw, mark, None, None).hash for raw, mark in rows))

    # in -----------------------------------------------------------------------------------------------------------
    def cursor(self) -> int:
        """How far the feed is applied."""
        with self._cipher.reading() as db:
            return int.from_bytes(read_fact(db, "feed.cursor") or b"\0", "big")

    def apply(self, page: FeedPage) -> None:
        """Effects and cursor in one transaction; a page that does not start at the cursor is left alone."""
        with self._cipher.writing() as db:
            if int.from_bytes(read_fact(db, "feed.cursor") or b"\0", "big") != page.start:
                return
            for item in page.items:
                self._take(db, item, page.at)
            write_fact(db, "feed.cursor", page.end.to_bytes(8, "big"))

    def note_contact(self, at: str, skew_s: float) -> None:
        """When the centre last answered."""
        with self._cipher.writing() as db:
            write_fact(db, "contact.at", at.encode())
            write_fact(db, "contact.skew", str(round(skew_s)).encode())

    def _take(self, db: Connection, item: FeedItem, at: str) -> None:
        if item.kind == "residents":
            put_residents(db, [Resident.from_record(record) for record in item.record["residents"]])
        elif item.kind == "grant":
            put_grant(db, bytes.fromhex(item.record["grant"]), bytes.fromhex(item.record["signature"]))
        elif item.kind == "action":
            self._take_actions(db, [action_from(item.record["action"])], at)
        elif item.kind == "case":
            add_blobs(db, item.blobs)
            self._take_actions(db, [action_from(record) for record in item.record["actions"]], at)
        elif item.kind in ("lock", "unlock"):
            write_fact(db, "lock", str(item.record.get("reason", "")).encode() if item.kind == "lock" else b"")
        else:
            _problem(db, at, "unknown-item", item.kind)

    def _take_actions(self, db: Connection, found: list[tuple[Action, int]], at: str) -> None:
        """Only actions with a good signature are taken; the others are kept as problems."""
        grants = Grants(self._centre_key, all_grants(db))
        for action, number in found:
            header = action.header
            try:
                roles = grants.check(
                    author=header.author,
                    station=header.station,
                    at=header.at,
                    message=action.raw,
                    signature=action.signature,
                )
            except RegistryError as error:
                _problem(db, at, type(error).__name__, header.id)
                continue
            if header.role not in roles:
                _problem(db, at, "wrong-role", header.id)
                continue
            add_action(db, action, number=number, own=False)
        for case in {action.header.case for action, _ in found}:
            index_case(db, case)


def _bundle(db: Connection, case: str, held: list[Action]) -> CaseBundle:
    names: set[str] = set()
    for action in held:
        if action.header.kind is Kind.SUBMITTED and action.payload is not None:
            names |= Submission.from_record(action.record).blobs()
    rows = db.execute(select(blobs.c.sha256, blobs.c.data).where(blobs.c.sha256.in_(sorted(names))))
    return CaseBundle(case, tuple(held), {row.sha256: row.data for row in rows})


def _problem(db: Connection, at: str, code: str, subject: str) -> None:
    db.execute(insert(problems).values(at=at, code=code, subject=subject))
