"""Cards on their way and into hands: shipped, counted in, handed over, and the templates erased after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from registry.actions import Action, Kind
from registry.case import Case
from registry.errors import RegistryError
from registry.ledgers import Flow, Line
from registry.lifecycle import Status
from registry.stock import Item
from registry.submission import Submission
from station.desk.checking import submission_of, submissions_of
from station.desk.pen import record_bytes, write
from station.desk.session import Session

FINGER, WITNESS, PROXY = "finger", "witness", "proxy"
_NEEDED: Mapping[str, tuple[str, ...]] = {
    WITNESS: ("witness", "reason"),
    PROXY: ("proxy", "identity", "letter", "reason"),
}


class Unwitnessed(RegistryError):
    """A card may not leave the house without a finger that matched, a witness and a reason, or a proxy with F-1.07."""


class OldCardOpen(RegistryError):
    """A new card may not leave while nothing is said of the old one. `code`: no-answer, no-letter or no-reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OldFate(StrEnum):
    """What became of the card the holder had before."""

    NONE = "tidak-ada"  # it is his first one
    TAKEN = "ditarik"  # it lies in the locked box, in the book of withdrawn cards
    LOST = "hilang"  # with the letter of the police


@dataclass(frozen=True, slots=True)
class OldCard:
    """The old card; `letter` is the number of the police report of a lost one."""

    fate: OldFate
    letter: str = ""
    reason: str = ""

    def facts(self) -> dict[str, str]:
        """As they stand in the act."""
        said = {"old": self.fate.value, "old_letter": self.letter.strip(), "old_reason": self.reason.strip()}
        return {name: value for name, value in said.items() if value}


# What a service replaces (Permendagri 109/2019 ps 18 and 20: the damaged or changed card is given back, for a lost one
# there is a letter of the police). Where nothing is certain the officer says what he sees.
EXPECTED: Mapping[str, OldFate] = {
    "ktp-baru": OldFate.NONE,
    "kia": OldFate.NONE,
    "ktp-rusak": OldFate.TAKEN,
    "ktp-perubahan": OldFate.TAKEN,
    "ktp-pindah-datang": OldFate.TAKEN,
    "ktp-hilang": OldFate.LOST,
}


def check_old(service: str, old: OldCard) -> None:
    """Raise OldCardOpen for an old card that is not accounted for.

    >>> check_old("ktp-baru", OldCard(OldFate.NONE))
    >>> check_old("ktp-rusak", OldCard(OldFate.NONE))
    Traceback (most recent call last):
    ...
    station.desk.delivering.OldCardOpen: no-reason
    """
    if old.fate is OldFate.LOST and not old.letter.strip():
        raise OldCardOpen("no-letter")
    if old.fate is OldFate.NONE and EXPECTED.get(service, OldFate.NONE) is not OldFate.NONE and not old.reason.strip():
        raise OldCardOpen("no-reason")


class DeliveryDesk:
    """The acts between a good card and its holder."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ship(self, cases: tuple[str, ...], parcel: str, station: str, seal: str = "") -> tuple[Action, ...]:
        """Send cards to the station that hands them over, all or none."""
        facts = {"parcel": parcel, **({"seal": seal} if seal else {})}
        signed = tuple(self._write(case, Kind.SHIPPED, station, facts) for case in cases)
        self._session.store.cases.append(signed)
        return signed

    def count_in(self, cases: tuple[str, ...], parcel: str, missing: tuple[str, ...] = ()) -> tuple[Action, ...]:
        """Book the cards that were counted, all or none; the numbers of those that did not come stand in each act."""
        facts = {"parcel": parcel, **({"missing": ", ".join(missing)} if missing else {})}
        signed = tuple(self._write(case, Kind.COUNTED_IN, "", facts) for case in cases)
        self._session.store.cases.append(signed)
        return signed

    def templates(self, case: str) -> dict[int, bytes]:
        """Finger position -> private template of the fingers asked for at hand-over, as far as they are here."""
        submission = self._submission(case)
        blobs = self._session.store.blobs
        wanted = {f.position: f.template for f in submission.fingers if f.position in submission.pickup_fingers()}
        return {position: blobs.get(name) for position, name in wanted.items() if blobs.has(name)}

    def printed_by(self, case: str) -> str:
        """The name of who printed the card: whoever hands it over sends its chip back to him."""
        booked = self._case(case).latest(Kind.PRINT_BOOKED)
        who = booked.header.author if booked is not None else ""
        return self._session.store.officers.names().get(who, who)

    def hand_over(self, case: str, way: str, facts: dict[str, str], old: OldCard | None = None) -> Action:
        """Book the old card that was taken; then, in one transaction, sign the hand-over (`way`: finger, witness or
        proxy) and erase photo, signature and templates here, also those of a recording that was mended since.

        Raises Unwitnessed when what `way` asks for is not whole, OldCardOpen when the old card is not accounted for.
        """
        if way != FINGER and not all(facts.get(name, "").strip() for name in _NEEDED[way]):
            raise Unwitnessed(case)
        current = self._case(case)
        if old is not None:
            check_old(current.service, old)
        said = record_bytes({**facts, **(old.facts() if old else {})})
        handed = write(self._session, current, Kind.HANDED_OVER, way, said)
        if old is not None and old.fate is OldFate.TAKEN:
            self._book_old(current, old)
        names = frozenset[str]().union(*(each.blobs() for each in submissions_of(current)))
        after = replace(current, actions=(*current.actions, handed), status=Status.HANDED_OVER)
        erased = write(self._session, after, Kind.ERASED, "", record_bytes({"blobs": sorted(names)}))
        self._session.store.cases.append((handed, erased), erase=names)
        return handed

    def _book_old(self, case: Case, old: OldCard) -> None:
        """It is taken before the new one is given; once for a case, also when a cut came between the two."""
        session, store = self._session, self._session.store
        name = f"{case.id}.old"
        if store.stock.line(Item.WITHDRAWN, name) is not None:
            return
        reason = old.reason.strip() or "diganti kartu baru"
        number, who, at = store.cases.row(case.id).number, session.officer.handle, session.clock.stamp()
        store.ledgers.add(Line(name, Item.WITHDRAWN, Flow.WITHDRAWN, 1, "", number, reason, who, at))

    def _submission(self, case: str) -> Submission:
        return submission_of(self._case(case))

    def _case(self, case: str) -> Case:
        return self._session.store.cases.get(case)

    def _write(self, case: str, kind: Kind, variant: str, facts: dict[str, str]) -> Action:
        return write(self._session, self._case(case), kind, variant, record_bytes(dict(facts)))
