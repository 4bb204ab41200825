"""From a release to leave to print: one officer approves, and what the authority says is asked each time."""

from __future__ import annotations

from registry.actions import Action, Kind
from registry.card import CardElements
from registry.case import Case
from registry.releases import Authority, Printable, Release, ReleaseRefused, SignedRelease, Spending
from station.desk.pen import write
from station.desk.session import Session


class ReleaseDesk:
    """Print approval and the judgement on releases. `authority` knows the roots of the build and the pinned one."""

    def __init__(self, session: Session, authority: Authority) -> None:
        self._session = session
        self._authority = authority

    def approve(self, case: str) -> Action:
        """Sign that this card may be printed; the release must hold today."""
        current = self._session.store.cases.get(case)
        self.release_of(current)
        action = write(self._session, current, Kind.PRINT_APPROVED)
        self._session.store.cases.append((action,))
        return action

    def release_of(self, case: Case) -> Release:
        """The newest release of a case, its chain checked; raises ReleaseRefused."""
        signed = signed_release(case)
        self._authority.kind(signed)
        return Release.from_bytes(signed.release)

    def spending(self, serial: str) -> Spending:
        """Prints begun and good cards, by the store and by the log outside it: the higher of both."""
        return self._session.store.releases.spending(serial)

    def printable(self, case: Case) -> Printable:
        """Leave to print the card now; raises ReleaseRefused."""
        store = self._session.store
        if store.releases.reconcile_needed:
            raise ReleaseRefused("not-reconciled", store.releases.restored_from)
        if store.facts.get("lock"):
            raise ReleaseRefused("locked")
        elements = elements_of(case)
        signed = signed_release(case)
        return self._authority.printable(
            signed,
            elements,
            case=case.id,
            station=self._session.station,
            today=self._session.clock.today(),
            spending=self.spending(Release.from_bytes(signed.release).serial),
            photo=store.blobs.get(elements.photo),
            signature=store.blobs.get(elements.signature),
        )


def signed_release(case: Case) -> SignedRelease:
    """The newest release with its chain; raises ReleaseRefused when the case has none."""
    action = case.latest(Kind.RELEASED)
    if action is None or action.payload is None:
        raise ReleaseRefused("broken-chain")
    return SignedRelease.from_record(action.record)


def elements_of(case: Case) -> CardElements:
    """What the release says is printed; the digest in the release decides whether it is so."""
    action = case.latest(Kind.RELEASED)
    if action is None or action.payload is None:
        raise ReleaseRefused("broken-chain")
    return CardElements.from_record(action.record["elements"])
