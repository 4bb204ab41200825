"""Packets in: opened, checked one by one, booked in one transaction with their receipt. The same packet twice gives
the same receipt; the same id with other content is refused (ODK's rule)."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from central.clock import Clock
from central.errors import Conflicting, NotKnown
from central.keys import CentreKeys
from central.ledger.boards import keep_counters
from central.ledger.ledger import Book, InboxRow, StationRow
from central.ledger.outcomes import outcome
from central.lookups import Lookups
from central.office import Office, load_case
from central.officers import Vouching
from central.packets import PacketName, PacketStore
from central.quarantine import quarantine
from central.stations import Stations
from central.stock import book_stock, stock_refusal
from central.terms import after_term
from registry.actions import Action, Kind, link
from registry.authorship import WrongRole, check_author
from registry.canonical import canonical, parse
from registry.case import Case, NotAllowed, refusal_or_rule
from registry.errands import ERRANDS
from registry.errors import RegistryError
from registry.lifecycle import Rule, Status
from registry.officers import Role
from registry.people import Presence, Resident
from registry.rules import check_age
from registry.services import Group, UnknownService, service
from registry.submission import Submission
from sync.errors import BadPacket
from sync.keys import Grants
from sync.officers import MEMBER, RENEWAL, Asked
from sync.ports import REQUEST
from sync.seal import Opened
from sync.wire import Announce, Receipt, actions_from


class OtherHistory(Conflicting):
    """A journal that does not go on from the head this centre knows; what it told is kept for whoever compares."""

    def __init__(self, code: str, station: str, announce: Announce) -> None:
        super().__init__(code)
        self.station = station
        self.announce = announce


class Inbox:
    """The receiving desk. What it refuses is kept with its reason (central.quarantine)."""

    def __init__(
        self,
        packets: PacketStore,
        keys: CentreKeys,
        office: Office,
        clock: Clock,
        vouching: Vouching,
        stations: Stations,
    ) -> None:
        self._packets = packets
        self._keys = keys
        self._office = office
        self._clock = clock
        self._vouching = vouching
        self._stations = stations
        self._lookups = Lookups(keys, clock)

    def announce(
        self, book: Book, station: StationRow, announce: Announce, *, carried: bool = False
    ) -> tuple[bytes, bytes] | None:
        """Note a packet and the station's journal; its receipt when it was here before.

        One `carried` by stick may be older than what came by network since: a journal that is the beginning of the
        known one then says nothing new. Raises OtherHistory for one that goes another way.
        """
        station = book.lock_station(station.id) or station  # as it is now, and this journal grows by one at a time
        known = book.packet(station.id, announce.packet)
        if known is not None and known.sha256 != announce.sha256:
            raise Conflicting("other-content")
        if known is not None and known.receipt:
            return known.receipt, self._keys.signing.sign(known.receipt)
        if not (carried and _is_older(book, station, announce)):
            self._extend_chain(book, station, announce)
            self._watch_views(book, station, announce)
            keep_counters(book.connection, station.id, announce.counters, self._clock.stamp())
        row = InboxRow(station.id, announce.packet, announce.sha256, announce.size, "announced", b"")
        book.put_packet(row, self._clock.stamp())
        return None

    def offset(self, book: Book, station: str, packet: str) -> tuple[int, int]:
        """How much of an announced packet is here, and its size."""
        row = self._announced(book, station, packet)
        if row.receipt:
            return row.size, row.size
        return self._packets.put_part(PacketName(station, packet), 0, b""), row.size

    def take(
        self, book: Book, station: StationRow, packet: str, offset: int, chunk: bytes
    ) -> tuple[bytes, bytes] | None:
        """Add a chunk at its offset; once whole, the receipt. Raises Conflicting("offset") for another place."""
        station = book.lock_station(station.id) or station  # two uploads of one packet come one after the other
        row = self._announced(book, station.id, packet)
        if row.receipt:
            return row.receipt, self._keys.signing.sign(row.receipt)
        have, size = self.offset(book, station.id, packet)
        if chunk and offset + len(chunk) == have:
            offset, chunk = have, b""  # this part is here: its answer was lost, or its transaction is done again
        if offset != have or have + len(chunk) > size:
            raise Conflicting("offset")
        self._packets.put_part(PacketName(station.id, packet), offset, chunk)
        if have + len(chunk) < size:
            return None
        return self._receive(book, station, row)

    # one whole packet ---------------------------------------------------------------------------------------------
    def _receive(self, book: Book, station: StationRow, row: InboxRow) -> tuple[bytes, bytes]:
        name = PacketName(station.id, row.packet)
        data = self._packets.open(name, "")
        reason = ""
        try:
            receipt = self._book(book, station, row, data)
        except BadPacket as error:
            reason = error.code
            receipt = Receipt(
                row.packet, row.sha256, "refused", reason, {}, {}, station.chain_count, self._clock.stamp()
            )
        body = receipt.to_bytes()
        book.put_packet(
            InboxRow(station.id, row.packet, row.sha256, row.size, receipt.state, body), self._clock.stamp()
        )
        if reason:
            key = quarantine(book, self._packets, name, reason, row.size, self._clock.stamp())
        else:
            key = name.key(self._clock.stamp())
        self._packets.commit(name, key)  # before the receipt: after it the station may let its own copy go
        return body, self._keys.signing.sign(body)

    def _book(self, book: Book, station: StationRow, row: InboxRow, data: bytes) -> Receipt:
        if hashlib.sha256(data).hexdigest() != row.sha256:
            raise BadPacket("altered")
        self._stations.check(book, station)
        opened = self._stations.open_packet(book, station, data)
        if (opened.manifest.packet, opened.manifest.sender) != (row.packet, station.id):
            raise BadPacket("other-sender")
        if opened.manifest.epoch != station.epoch:
            self._packets.delete(PacketName(station.id, row.packet), "")
            raise Conflicting("old-epoch")  # no receipt: the station seals it anew once it has heard of its epoch
        if opened.manifest.kind == REQUEST:
            return self._ask(book, station, row, opened)
        actions = tuple(action for action, _ in actions_from(opened.members.get("actions.json", b"")))
        book.lock_case(opened.manifest.case)
        if not actions or any(a.header.case != opened.manifest.case for a in actions):
            raise BadPacket("other-case")
        self._in_journal(book, station, actions)
        if actions[0].header.after and not book.has_action(actions[0].header.after):
            raise Conflicting("out-of-turn")  # kept whole, and booked when asked again after what it follows
        return self._accept(book, station, row, opened, actions)

    def _accept(
        self, book: Book, station: StationRow, row: InboxRow, opened: Opened, actions: tuple[Action, ...]
    ) -> Receipt:
        grants = self._vouching.grants(book, station.id)
        numbers: dict[str, int] = {}
        refused: dict[str, str] = {}
        fresh = []
        for action in actions:
            before = outcome(book.connection, action)
            reason = self._refusal(book, station, grants, action, opened) if before is None else before.refused
            number = book.add_action(action, reason)
            if before is not None and not reason:
                numbers[action.header.id] = number  # sent again in another packet: it has had its effect
            elif reason:
                refused[action.header.id] = reason
            else:
                numbers[action.header.id] = number
                fresh.append(action)
        if fresh:
            book.add_blobs(opened.blobs())
            self._follow_up(book, station, opened.manifest.case, tuple(fresh))
        now = book.station(station.id) or station
        head = now.chain_head.hex()
        stamp = self._clock.stamp()
        return Receipt(row.packet, row.sha256, "accepted", "", numbers, refused, now.chain_count, stamp, head)

    def _ask(self, book: Book, station: StationRow, row: InboxRow, opened: Opened) -> Receipt:
        """A request about an officer instead of acts of a case; its answer goes by the feed."""
        asked = Asked.from_member(opened.members.get(MEMBER, b""))
        if asked.kind == RENEWAL:
            reason = self._stations.renew(book, station.id, asked)
        else:
            reason = self._vouching.take(book, station.id, asked)
        refused = {opened.manifest.case: reason} if reason else {}
        stamp, head = self._clock.stamp(), station.chain_head.hex()
        return Receipt(row.packet, row.sha256, "accepted", "", {}, refused, station.chain_count, stamp, head)

    def _follow_up(self, book: Book, station: StationRow, case: str, fresh: tuple[Action, ...]) -> None:
        """The office goes on with a case; an errand has no status and nobody to tell but who asked."""
        if fresh[0].header.service not in ERRANDS:
            self._office.accepted(book, case, fresh, station.id)
        for action in fresh:
            if action.header.kind is Kind.LOOKUP_ASKED:
                self._lookups.answer(book, load_case(book, case), action)
            elif action.header.kind is Kind.STOCK_BOOKED:
                book_stock(book.connection, action)

    def _refusal(self, book: Book, station: StationRow, grants: Grants, action: Action, opened: Opened) -> str:
        """Why an action is not taken: signature, role, table or missing captures; "" when it is."""
        header = action.header
        if header.station != station.id or header.role is Role.CENTRE:
            return "other-station"
        try:
            check_author(action, grants)
        except WrongRole:
            return "wrong-role"
        except RegistryError as error:
            return type(error).__name__
        if self._after_removal(book, station, action):
            return "after-removal"
        if after_term(book, grants, action, self._clock.stamp()):
            return "after-term"
        rule = _judge(book, action)
        if isinstance(rule, NotAllowed):
            return rule.code
        if not rule.says_why(action.record):
            return "no-reason"
        if header.kind is Kind.SUBMITTED:
            return _recording(action, opened, self._clock.today()) or _gone(book, action)
        return self._lookups.refusal(book, station, action) or stock_refusal(action)

    def _after_removal(self, book: Book, station: StationRow, action: Action) -> bool:
        """Whether a removed officer's act that is dated before his removal came into the journal only after it."""
        known = book.journal_at_end(action.header.author, station.id, action.header.at)
        whole = book.fact(f"chain.{station.id}") or b""
        return known >= 0 and action.hash not in {whole[at : at + 32] for at in range(0, known * 32, 32)}

    # journal --------------------------------------------------------------------------------------------------------
    def _extend_chain(self, book: Book, station: StationRow, announce: Announce) -> None:
        """The journal must go on from the head this centre knows; its hashes wait for their packets."""
        if announce.chain_from > station.chain_count:
            raise OtherHistory("chain-gap", station.id, announce)
        hashes = [bytes.fromhex(item) for item in announce.chain]
        known = book.fact(f"chain.{station.id}") or b""
        if announce.chain_from * 32 + len(hashes) * 32 < len(known):
            raise OtherHistory("chain-shorter", station.id, announce)
        whole = known[: announce.chain_from * 32] + b"".join(hashes)
        if not whole.startswith(known):
            raise OtherHistory("chain-forked", station.id, announce)
        book.put_fact(f"chain.{station.id}", whole)
        head = station.chain_head
        for start in range(len(known), len(whole), 32):
            head = link(head, whole[start : start + 32])
        values = {name: getattr(station, name) for name in station.__slots__}
        book.put_station(StationRow(**{**values, "chain_count": len(whole) // 32, "chain_head": head}))

    def _watch_views(self, book: Book, station: StationRow, announce: Announce) -> None:
        """A book of views that became shorter, or ends otherwise at the same length, is noted for a person to ask.

        A restored station looks so too; nothing is refused for it.
        """
        said = (announce.counters.get("views", 0), announce.counters.get("views_head", 0))
        kept = book.fact(f"views.{station.id}")
        known = parse(kept) if kept else {"count": 0, "head": 0}
        if said[0] > known["count"]:
            book.put_fact(f"views.{station.id}", canonical({"v": 1, "count": said[0], "head": said[1]}))
        elif kept and said != (known["count"], known["head"]):
            alarm = {"v": 1, "at": self._clock.stamp(), "known": known["count"], "said": said[0]}
            book.put_fact(f"views.alarm.{station.id}", canonical(alarm))

    def _in_journal(self, book: Book, station: StationRow, actions: tuple[Action, ...]) -> None:
        whole = book.fact(f"chain.{station.id}") or b""
        known = {whole[start : start + 32] for start in range(0, len(whole), 32)}
        if any(action.hash not in known for action in actions):
            raise BadPacket("not-in-journal")

    def _announced(self, book: Book, station: str, packet: str) -> InboxRow:
        row = book.packet(station, packet)
        if row is None:
            raise NotKnown("not-announced")
        return row


def _is_older(book: Book, station: StationRow, announce: Announce) -> bool:
    """Whether the announced journal ends within the known one."""
    known = book.fact(f"chain.{station.id}") or b""
    told = b"".join(bytes.fromhex(item) for item in announce.chain)
    return len(told) + announce.chain_from * 32 < len(known) and known.startswith(told, announce.chain_from * 32)


def _judge(book: Book, action: Action) -> Rule | NotAllowed:
    numbered = book.case_actions(action.header.case)
    if not numbered:
        return refusal_or_rule((), Status.NEW, action.header.station, action)
    case: Case = load_case(book, action.header.case)
    return refusal_or_rule(case.actions, case.status, case.holder, action)


def _recording(action: Action, opened: Opened, today: date) -> str:
    """Why a recording is not taken: a form, a service or an age that the law does not know, or captures that did not
    come."""
    try:
        said = Submission.from_record(action.record)
        asked = service(action.header.service)
    except UnknownService:
        return "unknown-service"
    except (RegistryError, LookupError, TypeError, ValueError):
        return "unreadable"
    if (asked.group is Group.KK) != (said.change is not None):
        return "other-service"
    stops = [problem.code for problem in check_age(said.resident, asked, today) if problem.stops]
    if stops:
        return stops[0]
    return "" if said.blobs() <= set(opened.blobs()) else "captures-missing"


def _gone(book: Book, action: Action) -> str:
    """Whether the applicant died or moved away by this register; who comes back asks for a new KK."""
    said = Submission.from_record(action.record)
    record = book.resident(said.resident.id)
    presence = Resident.from_record(json.loads(record)).presence if record is not None else Presence.HERE
    if presence is Presence.DEAD:
        return "deceased"
    back = said.change is not None and said.change.new
    return "moved" if presence is Presence.MOVED and not back else ""
