"""Cards on their way and into hands: shipped, counted in, handed over, and the templates erased after it."""

from __future__ import annotations

from registry.actions import Action, Kind
from registry.case import Case
from registry.errors import RegistryError
from registry.submission import Submission
from station.desk.checking import submission_of, submissions_of
from station.desk.pen import record_bytes, write
from station.desk.session import Session

FINGER, WITNESS = "finger", "witness"


class Unwitnessed(RegistryError):
    """A card may not leave the house without a finger that matched, or a witness and a reason."""


class DeliveryDesk:
    """The acts between a good card and its holder."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ship(self, cases: tuple[str, ...], parcel: str, station: str) -> tuple[Action, ...]:
        """Send cards to the station that hands them over."""
        return tuple(self._sign(case, Kind.SHIPPED, station, {"parcel": parcel}) for case in cases)

    def count_in(self, cases: tuple[str, ...], parcel: str, missing: tuple[str, ...] = ()) -> tuple[Action, ...]:
        """Book the cards that were counted; the numbers of those that did not come stand in each act."""
        facts = {"parcel": parcel, **({"missing": ", ".join(missing)} if missing else {})}
        return tuple(self._sign(case, Kind.COUNTED_IN, "", facts) for case in cases)

    def templates(self, case: str) -> dict[int, bytes]:
        """Finger position -> private template of the fingers asked for at hand-over, as far as they are here."""
        submission = self._submission(case)
        blobs = self._session.store.blobs
        wanted = {f.position: f.template for f in submission.fingers if f.position in submission.pickup_fingers()}
        return {position: blobs.get(name) for position, name in wanted.items() if blobs.has(name)}

    def hand_over(self, case: str, way: str, facts: dict[str, str]) -> Action:
        """Sign the hand-over (`way`: finger, witness or proxy), then erase photo, signature and templates here,
        also those of a recording that was mended since.

        Without a finger that matched, a witness and a reason are asked for: raises Unwitnessed.
        """
        if way == WITNESS and not (facts.get("witness", "").strip() and facts.get("reason", "").strip()):
            raise Unwitnessed(case)
        action = self._sign(case, Kind.HANDED_OVER, way, facts)
        self._erase(case)
        return action

    def _erase(self, case: str) -> None:
        current = self._session.store.cases.get(case)
        names = frozenset[str]().union(*(each.blobs() for each in submissions_of(current)))
        erased = write(self._session, current, Kind.ERASED, "", record_bytes({"blobs": sorted(names)}))
        self._session.store.cases.append((erased,), erase=names)

    def _submission(self, case: str) -> Submission:
        return submission_of(self._case(case))

    def _case(self, case: str) -> Case:
        return self._session.store.cases.get(case)

    def _sign(self, case: str, kind: Kind, variant: str, facts: dict[str, str]) -> Action:
        action = write(self._session, self._case(case), kind, variant, record_bytes(dict(facts)))
        self._session.store.cases.append((action,))
        return action
