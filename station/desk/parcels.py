"""Parcels: cards scanned in and sealed here, or counted out of what came; each scan is kept before the next."""

from __future__ import annotations

from dataclasses import dataclass

from registry.actions import Action, Kind
from registry.errors import RegistryError
from registry.lifecycle import Status
from station.desk.delivering import DeliveryDesk
from station.desk.session import Session
from station.store.cases import CaseFilter
from station.store.index import CaseRow
from station.store.parcels import Sealed, Way

PARCEL = 500  # cards shown and sent at once
UNNAMED = "?"  # a parcel of an older Loket, whose act does not name it


class ParcelRefused(RegistryError):
    """It is not sealed. `code`: no-seal or no-cards."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Traffic:
    """What may go and what comes, the scans that are open, and the parcel sealed last with its cards."""

    outgoing: tuple[CaseRow, ...] = ()
    incoming: tuple[CaseRow, ...] = ()
    packed: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    last: Sealed | None = None
    last_cards: int = 0


class ParcelDesk:
    """Runs on the store's lane."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._deliveries = DeliveryDesk(session)

    def look(self) -> Traffic:
        """Both lists as they stand; what a cut left between a parcel and its acts is closed first."""
        store, station = self._session.store, self._session.station
        outgoing = store.cases.page(CaseFilter((Status.CHIP_VERIFIED,), station), limit=PARCEL)
        incoming = store.cases.page(CaseFilter((Status.SHIPPED,), station), limit=PARCEL)
        may_go, may_come = ({row.id for row in rows} for rows in (outgoing, incoming))
        self._close(Way.OUT, set(store.parcels.scanned(Way.OUT)) - may_go)
        self._close(Way.IN, set(store.parcels.scanned(Way.IN)) - may_come)
        last = store.parcels.newest()
        return Traffic(
            outgoing,
            incoming,
            frozenset(store.parcels.scanned(Way.OUT)),
            frozenset(store.parcels.scanned(Way.IN)),
            last,
            len(store.parcels.cards(last.number)) if last else 0,
        )

    def scan(self, way: Way, case: str) -> None:
        """A card in hand."""
        self._session.store.parcels.scan(way, case, self._session.officer.handle, self._session.clock.stamp())

    def put_back(self, way: Way, case: str) -> None:
        """A card that was scanned by mistake."""
        self._session.store.parcels.put_back(way, case)

    def send(self, seal: str, receiver: str) -> Sealed:
        """Seal what was scanned and sign for each card. Raises ParcelRefused or NotAllowed; nothing is sent then."""
        store, session = self._session.store, self._session
        cases = store.parcels.scanned(Way.OUT)
        if not seal.strip():
            raise ParcelRefused("no-seal")
        if not cases:
            raise ParcelRefused("no-cards")
        number, who = store.parcels.next_number(), session.officer.handle
        parcel = Sealed(number, seal.strip(), receiver, who, session.clock.stamp())
        self._deliveries.ship(cases, number, receiver, parcel.seal)
        store.parcels.seal(parcel)
        return parcel

    def take_in(self) -> int:
        """Sign for each card that was counted, with the numbers of those that lack; raises NotAllowed."""
        store, found = self._session.store, self.look()
        for parcel, rows in self._by_parcel(found.incoming).items():
            counted = tuple(row.id for row in rows if row.id in found.counted)
            missing = tuple(row.number for row in rows if row.id not in found.counted)
            if counted:
                self._deliveries.count_in(counted, parcel, missing)
                store.parcels.settle(Way.IN, counted, parcel)
        return len(found.counted)

    def _by_parcel(self, rows: tuple[CaseRow, ...]) -> dict[str, list[CaseRow]]:
        found: dict[str, list[CaseRow]] = {}
        for row in rows:
            found.setdefault(_parcel_of(self._session.store.cases.get(row.id).latest(Kind.SHIPPED)), []).append(row)
        return found

    def _close(self, way: Way, gone: set[str]) -> None:
        """Scans of cards whose act is there already: sealed under the number that the act gives, or taken in."""
        store = self._session.store
        kind = Kind.SHIPPED if way is Way.OUT else Kind.COUNTED_IN
        by: dict[str, list[str]] = {}
        acts: dict[str, Action] = {}
        for case in sorted(gone):
            act = store.cases.get(case).latest(kind)
            name = _parcel_of(act)
            by.setdefault(name, []).append(case)
            if act is not None:
                acts[name] = act
        for parcel, cases in by.items():
            if way is Way.OUT and parcel == store.parcels.next_number():
                header, seal = acts[parcel].header, str(acts[parcel].record.get("seal", ""))
                store.parcels.seal(Sealed(parcel, seal, header.variant, header.author, header.at))
            else:
                store.parcels.settle(way, cases, parcel)


def _parcel_of(act: Action | None) -> str:
    return str(act.record.get("parcel", "")) or UNNAMED if act is not None else UNNAMED
