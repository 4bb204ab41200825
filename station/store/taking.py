"""What the feed brings, item by item: an item that does not hold is kept as a problem and stops none of the others."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from forms.errors import FormsError
from registry.actions import Action, Kind
from registry.authorship import WrongRole, check_author
from registry.canonical import Record
from registry.errors import RegistryError
from registry.officers import Role, UnknownSigner
from registry.people import Resident
from registry.upstream import is_proven
from station.store.blobs import FEED, add_blobs, use_blobs
from station.store.borrowed import make_way, moved_away, own
from station.store.documents import pin_root, take_document
from station.store.errors import Conflict
from station.store.facts import write_fact
from station.store.index import index_case, submission_in
from station.store.journal import add_action
from station.store.lookups import take_answer
from station.store.officers import known_grants, put_grant, put_revocation
from station.store.problems import NIK_TAKEN, keep_problem, kept_records, solve_about, solve_problem
from station.store.residents import put_residents
from station.store.schema import actions
from sync.errors import SyncError
from sync.keys import ed25519_check
from sync.wire import FeedItem, action_from

UNKNOWN_SIGNER, REFUSED, NO_REFERENCE = "unknown-signer", "refused-by-table", "no-reference"
_UNFIT = (
    RegistryError,
    SyncError,
    FormsError,
    Conflict,
    IntegrityError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)


class Taker:
    """Applies the items of one page within one transaction."""

    def __init__(
        self, db: Connection, *, station: str, centre_key: str, at: str, tte_roots: tuple[bytes, ...] = ()
    ) -> None:
        self._db = db
        self._station = station
        self._centre_key = centre_key
        self._at = at
        self._tte_roots = tte_roots  # of the Kadis' issuer, from the build
        self._grants = known_grants(db, centre_key)

    def take(self, item: FeedItem) -> None:
        """The effect of one item, or a problem with the item in it."""
        try:
            with self._db.begin_nested():
                self._apply(item)
        except _UNFIT:  # of another form or version: nothing of it stays, and the feed goes on
            subject = sha256(repr(item.record).encode()).hexdigest()[:16]
            keep_problem(self._db, self._at, "bad-item", f"{item.kind} {subject}", item.record)
        else:
            if item.kind == "grant":
                self._try_again()

    def _try_again(self) -> None:
        """Acts whose signer was unknown; who is still unknown is kept anew."""
        for row, record in kept_records(self._db, UNKNOWN_SIGNER):
            solve_problem(self._db, row)
            self.take(FeedItem("action", {"action": record}))

    def _apply(self, item: FeedItem) -> None:
        record = item.record
        if item.kind == "residents":
            people = [Resident.from_record(found) for found in record["residents"]]
            make_way(self._db, people)
            refused = put_residents(self._db, people)
            for resident, _ in refused:
                keep_problem(self._db, self._at, NIK_TAKEN, resident.id, resident.to_record())
            own(self._db, {who.id for who in people} - {who.id for who, _ in refused})
        elif item.kind == "gone":
            moved_away(self._db, [str(resident) for resident in record["residents"]])
        elif item.kind == "lookup":
            self._take_lookup(record)
        elif item.kind == "grant":
            self._take_grant(bytes.fromhex(record["grant"]), bytes.fromhex(record["signature"]))
        elif item.kind == "revoked":
            self._take_revocation(bytes.fromhex(record["revocation"]), bytes.fromhex(record["signature"]))
        elif item.kind == "action":
            self._take_actions([record["action"]])
        elif item.kind == "case":
            self._take_case(record, item)
        else:
            self._apply_rare(item)

    def _apply_rare(self, item: FeedItem) -> None:
        record = item.record
        if item.kind == "tte-root":
            pin_root(self._db, bytes.fromhex(record["root"]))
        elif item.kind == "document":
            take_document(self._db, item, self._at, self._tte_roots)
        elif item.kind in ("lock", "unlock"):
            reason = str(record.get("reason", "")) or "lock"
            write_fact(self._db, "lock", reason.encode() if item.kind == "lock" else b"")
        else:
            keep_problem(self._db, self._at, "unknown-item", item.kind, record)

    def _take_case(self, record: Record, item: FeedItem) -> None:
        cases = self._take_actions(record["actions"])
        for case in cases:
            add_blobs(self._db, item.blobs, case, FEED)

    def _take_lookup(self, record: Record) -> None:
        """The answer to a question; nobody is taken in without the centre's signature under it."""
        answer, _ = action_from(record["action"])
        if answer.header.kind is not Kind.LOOKUP_ANSWERED or not self._take_actions([record["action"]]):
            raise UnknownSigner(answer.header.author)
        take_answer(self._db, answer, tuple(Resident.from_record(found) for found in record["residents"]))

    def _take_grant(self, raw: bytes, signature: bytes) -> None:
        if not ed25519_check(bytes.fromhex(self._centre_key), raw, signature):
            raise UnknownSigner("grant")
        put_grant(self._db, raw, signature)
        self._grants = known_grants(self._db, self._centre_key)

    def _take_revocation(self, raw: bytes, signature: bytes) -> None:
        if not ed25519_check(bytes.fromhex(self._centre_key), raw, signature):
            raise UnknownSigner("revocation")
        put_revocation(self._db, raw, signature)
        self._grants = known_grants(self._db, self._centre_key)

    def _take_actions(self, records: Iterable[Record]) -> frozenset[str]:
        """Take what is well signed; the cases that were touched."""
        fresh: set[str] = set()
        touched: set[str] = set()
        for record in records:
            action, number = action_from(record)
            if self._signed(action, record):
                touched.add(action.header.case)
                if self._add(action, number):
                    fresh.add(action.header.id)
        for case in touched:
            self._fold(case, fresh)
        return frozenset(touched)

    def _fold(self, case: str, fresh: set[str]) -> None:
        """What the table refuses is a problem, until an act that came late makes room for it."""
        refused = index_case(self._db, case)
        own = select(actions.c.id).where(actions.c.case == case, actions.c.id.not_in(sorted(refused)))
        solve_about(self._db, REFUSED, own)
        for action in sorted(refused & fresh):
            keep_problem(self._db, self._at, REFUSED, action)

    def _add(self, action: Action, number: int) -> bool:
        new = add_action(self._db, action, number=number)
        if new and action.header.station == self._station and action.header.role is not Role.CENTRE:
            # An act of ours that we do not know: this store is an older copy, or another station has our keys.
            keep_problem(self._db, self._at, "own-act-unknown", action.header.id)
        recording = submission_in(action) if action.header.kind is Kind.SUBMITTED else None
        if recording is not None:
            use_blobs(self._db, recording.blobs(), action.header.case, action.header.id)
        return new

    def _signed(self, action: Action, record: Record) -> bool:
        """Whether the author signed it and held its role; what is already here was checked before."""
        header = action.header
        known = self._db.scalar(select(actions.c.signature).where(actions.c.id == header.id))
        if known == action.signature:
            return True
        try:
            check_author(action, self._grants)
        except WrongRole:
            keep_problem(self._db, self._at, "wrong-role", header.id, record)
            return False
        except UnknownSigner:
            keep_problem(self._db, self._at, UNKNOWN_SIGNER, header.id, record)
            return False
        except RegistryError as error:
            keep_problem(self._db, self._at, type(error).__name__, header.id, record)
            return False
        if not _proven(action):
            keep_problem(self._db, self._at, NO_REFERENCE, header.id, record)
            return False
        return True


def _proven(action: Action) -> bool:
    """Whether an answer of the upstream carries its reference; one whose payload was erased was asked before."""
    header = action.header
    if header.kind is not Kind.UPSTREAM_ANSWERED or action.payload is None:
        return True
    return is_proven(header.variant, action.record)
