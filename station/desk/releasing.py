"""From a release to leave to print: one officer approves, and what the authority says is asked each time."""

from __future__ import annotations

from registry.actions import Action, Kind, Outcome
from registry.authorship import WrongRole, check_author
from registry.canonical import NotCanonical, Record
from registry.card import CardElements
from registry.case import Case, NotAllowed
from registry.lifecycle import Status
from registry.officers import BadSignature, UnknownSigner
from registry.releases import Authority, Printable, Release, ReleaseRefused, SignedRelease, Spending, check_age
from station.desk.pen import record_bytes, write
from station.desk.session import Session
from station.store.errors import NotFound
from station.store.locks import lock_in

OTHER_HISTORY = frozenset({"chain-gap", "chain-shorter", "chain-forked"})  # what the centre says of our journal


class ReleaseDesk:
    """Print approval and the judgement on releases. `authority` knows the roots of the build and the pinned one."""

    def __init__(self, session: Session, authority: Authority) -> None:
        self._session = session
        self._authority = authority

    def approve(self, case: str, reason: str = "") -> Action:
        """Sign that this card may be printed; the release must hold today, and the holder's age.

        A card to be printed again needs a written reason (NotAllowed `no-reason`), and after a wrong element a release
        of the right data first.
        """
        current = self._session.store.cases.get(case)
        self.may_print_today(current)
        again = current.status is Status.PRINT_FAILED
        if again and not reason.strip():
            raise NotAllowed("no-reason", current.status, Kind.PRINT_APPROVED)
        if again and _wrong_since_release(current):
            raise ReleaseRefused("other-data")
        facts = record_bytes({"reason": reason.strip()} if again else {})
        action = write(self._session, current, Kind.PRINT_APPROVED, "", facts)
        self._session.store.cases.append((action,))
        return action

    def release_of(self, case: Case) -> Release:
        """The newest release of a case, its chain and the case's signatures checked; raises ReleaseRefused."""
        signed = signed_release(case)
        self._authority.kind(signed)
        release = Release.from_bytes(signed.release)
        if release.centre != self._session.store.identity.centre_key:
            raise ReleaseRefused("broken-chain")
        self._check_history(case)
        return release

    def may_print_today(self, case: Case) -> Release:
        """The release of a case whose day has come; raises ReleaseRefused, under-17 and early with the first day."""
        release, today = self.release_of(case), self._session.clock.today()
        check_age(elements_of(case), today)
        if today < release.not_before:
            raise ReleaseRefused("early", release.not_before)
        return release

    def spending(self, serial: str) -> Spending:
        """Prints begun and good cards, by the store and by the log outside it: the higher of both."""
        return self._session.store.releases.spending(serial)

    def printable(self, case: Case) -> Printable:
        """Leave to print the card now; raises ReleaseRefused."""
        store = self._session.store
        if self._other_history():
            raise ReleaseRefused("not-reconciled", store.releases.restored_from)
        lock = lock_in(store.facts)
        if lock is not None:
            raise ReleaseRefused("locked", lock.at, lock.reason)
        release, elements = self.release_of(case), elements_of(case)
        return self._authority.printable(
            signed_release(case),
            elements,
            case=case.id,
            station=self._session.station,
            today=self._session.clock.today(),
            spending=self.spending(release.serial),
            photo=self._picture(elements.photo),
            signature=self._picture(elements.signature),
        )

    def _other_history(self) -> bool:
        """Whether this store is an older copy, or one of two: by the log outside it, the feed or the centre's word."""
        store = self._session.store
        refused = any(packet.reason in OTHER_HISTORY for packet in store.side.waiting())
        return store.releases.reconcile_needed or refused or store.problems.has("own-act-unknown")

    def _check_history(self, case: Case) -> None:
        """Each act is signed by an officer whom the centre of this release vouches for, in the role he acted in."""
        store = self._session.store
        signers = store.officers.verifier()
        for action in case.actions:
            try:
                check_author(action, signers)
            except (UnknownSigner, BadSignature, WrongRole) as error:
                raise ReleaseRefused("forged-history") from error

    def _picture(self, name: str) -> bytes:
        try:
            return self._session.store.blobs.get(name)
        except NotFound as error:
            raise ReleaseRefused("other-data") from error


def _wrong_since_release(case: Case) -> bool:
    """Whether the last card came out with an element that is wrong in the release itself."""
    booked, released = case.latest(Kind.PRINT_BOOKED), case.latest(Kind.RELEASED)
    wrong = booked is not None and booked.header.variant == Outcome.WRONG_ELEMENT
    return wrong and released is not None and case.actions.index(released) < case.actions.index(booked)


def signed_release(case: Case) -> SignedRelease:
    """The newest release with its chain; raises ReleaseRefused when the case has none."""
    action = case.latest(Kind.RELEASED)
    if action is None or action.payload is None:
        raise ReleaseRefused("broken-chain")
    return SignedRelease.from_record(_record(action))


def elements_of(case: Case) -> CardElements:
    """What the release says is printed; the digest in the release decides whether it is so."""
    action = case.latest(Kind.RELEASED)
    if action is None or action.payload is None:
        raise ReleaseRefused("broken-chain")
    try:
        return CardElements.from_record(_record(action)["elements"])
    except (KeyError, TypeError) as error:
        raise ReleaseRefused("other-data") from error


def _record(action: Action) -> Record:
    try:
        return action.record
    except NotCanonical as error:
        raise ReleaseRefused("broken-chain") from error
