"""New epochs: what a station's journal is against the one this centre knows, and the word that lets it print again.

A restored, cloned or shortened journal does not extend the one in the books; its packets are refused, its cards stay
unprinted, its recordings go on. What it says of itself is kept as a claim. A person compares, gives the reason, and the
station goes on from the last act both have; what it has lost comes back to it by the feed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Protocol

from central.clock import Clock
from central.errors import Conflicting, NotKnown
from central.keys import CentreKeys
from central.ledger.journals import LostAct, accepted_acts
from central.ledger.ledger import Book, StationRow
from central.ledger.stations import bind_removed
from central.office import load_case
from central.stations import Stations
from registry.actions import GENESIS, Action, Kind, Outcome, link
from registry.canonical import Plain, canonical, parse
from registry.releases import Release, SignedRelease
from sync.epochs import NewEpoch
from sync.keys import ed25519_check
from sync.wire import Head

SIZE = 32


class Journal(Protocol):
    """What an announce and a stick say of a journal alike."""

    @property
    def chain_from(self) -> int: ...
    @property
    def chain(self) -> tuple[str, ...]: ...
    @property
    def head(self) -> str: ...
    @property
    def head_signature(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two journals of one station, in numbers of acts. `state`: same, ahead (it only has more), shorter, forked, or gap
    (this centre has less than it acknowledged: it was itself restored)."""

    station: str
    epoch: int
    known: int
    claimed: int
    common: int
    head: bytes  # after the last act both have
    claimed_head: bytes
    claimed_at: str
    state: str
    lost: tuple[LostAct, ...]  # what the centre has and the station has not


def note_claim(book: Book, station: StationRow, said: Journal, made: str, at: str) -> None:
    """Keep what a station says of its journal, when its signature holds; the newest `made` stands."""
    count = said.chain_from + len(said.chain)
    head = Head(station.id, station.epoch, count, said.head)
    if not said.head or not ed25519_check(bytes.fromhex(station.key), head.to_bytes(), _hex(said.head_signature)):
        return
    kept = book.fact(f"claim.{station.id}")
    if kept is not None and parse(kept)["made"] > made:
        return
    claim: dict[str, Plain] = {
        "from": said.chain_from,
        "chain": "".join(said.chain),
        "head": said.head,
        "made": made,
        "at": at,
    }
    book.put_fact(f"claim.{station.id}", canonical({"v": 1, **claim}))


class Epochs:
    """Compares and gives new epochs. Who may ask is decided before: at the console two administrators."""

    def __init__(self, keys: CentreKeys, clock: Clock, stations: Stations) -> None:
        self._keys = keys
        self._clock = clock
        self._stations = stations

    def compare(self, book: Book, station: str) -> Comparison:
        """The journal a station last told of, against the one in the books.

        Raises NotKnown("unknown-station" or "no-claim"), Conflicting("journal-unclear") when its beginning is another.
        """
        row, kept = book.station(station), book.fact(f"claim.{station}")
        if row is None or kept is None:
            raise NotKnown("unknown-station" if row is None else "no-claim")
        claim = parse(kept)
        known = book.fact(f"chain.{station}") or b""
        begin, rest = int(claim["from"]), bytes.fromhex(claim["chain"])
        head, count = bytes.fromhex(claim["head"]), begin + len(rest) // SIZE
        common = self._common(row, known, begin, rest, head)
        whole = len(known) // SIZE
        lost = accepted_acts(book.connection, _hashes(known[common * SIZE :]))
        state = _state(whole, count, common, gap=begin > whole)
        base = _head_of(known[: common * SIZE])
        return Comparison(station, row.epoch, whole, count, common, base, head, claim["at"], state, lost)

    def give(self, book: Book, station: str, reason: str) -> NewEpoch:
        """A new epoch for a station, by what it last told.

        Raises as `compare`, Conflicting("no-reason"), and NotTrusted for a station that is shut out.
        """
        if not reason.strip():
            raise Conflicting("no-reason")
        row = book.lock_station(station)
        if row is None:
            raise NotKnown("unknown-station")
        self._stations.check(book, row)
        found = self.compare(book, station)
        given = self._word(book, found, reason.strip())
        self._rebase(book, row, found)
        raw = given.to_bytes()
        mark = self._keys.signing.sign(raw)
        body = canonical({"v": 1, "epoch": raw.hex(), "signature": mark.hex()})
        book.put_fact(f"epoch.{station}.{given.epoch}", body)
        book.add_feed(station, "epoch", body)
        self._give_back(book, station, found.lost)
        return given

    def _common(self, row: StationRow, known: bytes, begin: int, rest: bytes, head: bytes) -> int:
        """How many acts both have; the head proves that what lies before `begin` is the same."""
        whole = len(known) // SIZE
        if begin > whole:
            return whole  # the station checks the head there before it believes us
        claimed = known[: begin * SIZE] + rest
        if _head_of(claimed) != head:
            raise Conflicting("journal-unclear")
        pairs = zip(_hashes(known), _hashes(claimed), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def _word(self, book: Book, found: Comparison, reason: str) -> NewEpoch:
        begun, good = _prints(book, found)
        return NewEpoch(
            station=found.station,
            epoch=found.epoch + 1,
            count=found.common,
            head=found.head.hex(),
            seen_count=found.claimed,
            seen_head=found.claimed_head.hex(),
            at=self._clock.stamp(),
            reason=reason,
            lost=tuple(act.id for act in found.lost),
            begun=begun,
            good=good,
        )

    def _rebase(self, book: Book, row: StationRow, found: Comparison) -> None:
        """The books go on from the common act; the journal as it was is kept for whoever asks later."""
        known = book.fact(f"chain.{row.id}") or b""
        book.put_fact(f"chain.{row.id}.{row.epoch}", known)
        book.put_fact(f"chain.{row.id}", known[: found.common * SIZE])
        bind_removed(book.connection, row.id)
        book.put_station(replace(row, epoch=row.epoch + 1, chain_count=found.common, chain_head=found.head))

    def _give_back(self, book: Book, station: str, lost: tuple[LostAct, ...]) -> None:
        """Cases whole, with what their holder may have of the captures; errands and stock act by act."""
        whole: set[str] = set()
        for act in lost:
            body = canonical({"v": 1, "case": act.case, "action": act.id})
            if load_case(book, act.case).latest(Kind.SUBMITTED) is None:
                book.add_feed(station, "action", body)
            elif act.case not in whole:
                whole.add(act.case)
                book.add_feed(station, "case", body)


def _prints(book: Book, found: Comparison) -> tuple[dict[str, int], tuple[str, ...]]:
    """Prints begun and good cards of the cases that are touched, by the serial of the release in force at each."""
    begun: Counter[str] = Counter()
    good: set[str] = set()
    for case in dict.fromkeys(act.case for act in found.lost):
        serial = ""
        for action in load_case(book, case).actions:
            if action.header.kind is Kind.RELEASED:
                serial = _serial(action)
            elif action.header.station == found.station and serial:
                begun[serial] += action.header.kind is Kind.PRINT_STARTED
                if action.header.kind is Kind.PRINT_BOOKED and action.header.variant == Outcome.GOOD:
                    good.add(serial)
    return {serial: many for serial, many in begun.items() if many}, tuple(sorted(good))


def _serial(released: Action) -> str:
    return Release.from_bytes(SignedRelease.from_record(released.record).release).serial


def _state(known: int, claimed: int, common: int, *, gap: bool) -> str:
    if gap:
        return "gap"
    if common == known:
        return "same" if claimed == known else "ahead"
    return "shorter" if common == claimed else "forked"


def _hashes(chain: bytes) -> list[bytes]:
    return [chain[at : at + SIZE] for at in range(0, len(chain), SIZE)]


def _head_of(chain: bytes) -> bytes:
    head = GENESIS
    for each in _hashes(chain):
        head = link(head, each)
    return head


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
