"""The centre's own search for double recordings: a hit is *tahan* with a referral that names both cases, for a person
to look at. It never says that somebody is unique, and never that he is not.

A case is looked at once for each recording, after its verification. The comparing runs between two transactions, the
fingers in a process of their own; if that fails the case waits for the next round and goes on meanwhile. What was
written is compared with everybody, fingers with the newest recordings only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from biometrics.errors import BiometricsError
from central.clock import Clock
from central.errors import CentreError
from central.ledger.identities import (
    Identity,
    Suspicion,
    add_suspicion,
    born_on,
    not_looked_at,
    others,
    put_identity,
    settle_suspicions,
)
from central.ledger.ledger import Book, Ledger
from central.likeness import Compare, Hit, fingers_alike, written_alike
from central.office import Office, load_case, submission_of
from registry.actions import Kind
from registry.case import Case
from registry.lifecycle import Status
from registry.services import Group, service

LOOKED_AT = (
    Status.VERIFIED,
    Status.RECEIVED,
    Status.IN_TRANSIT,
    Status.SEARCHING,
    Status.ADJUDICATED,
    Status.RESEND,
)
MOST = 1000  # recordings whose fingers are compared, the newest: a pair takes some 28 ms, two fingers of 1,000 a minute
REASON = "Mungkin sudah direkam: bandingkan kedua permohonan. Ketunggalan hanya dinyatakan Ditjen Dukcapil."
REFERRAL = "Dinas membandingkan keduanya dan meminta penunggalan ke Ditjen Dukcapil bila perlu."


@dataclass(frozen=True, slots=True)
class Dedupe:
    """The search; `compare` asks the process that scores two templates."""

    office: Office
    clock: Clock
    compare: Compare

    def look(self, ledger: Ledger, limit: int = 20) -> int:
        """Look at what was not looked at yet; how many cases are held for it."""
        with ledger.writing() as book:
            probes = tuple(self._waiting(book, limit))
        return sum(self._look_at(ledger, probe) for probe in probes)

    def lift(self, book: Book, case_id: str, *, officer: str, reason: str, first: str = "") -> None:
        """Somebody looked, and the case goes on to the upstream; raises CentreError("no-reason"), or NotAllowed where
        it is not held. The upstream's answer alone says whether it is unique. `first`: who asked for it before."""
        if not reason.strip() or not officer.strip():
            raise CentreError("no-reason")
        record = {"reason": reason.strip(), "officer": officer, **({"first": first} if first else {})}
        self.office.write(book, case_id, Kind.HOLD_LIFTED, "", record)
        settle_suspicions(book.connection, case_id, officer=officer, at=self.clock.stamp(), reason=reason.strip())

    def _waiting(self, book: Book, limit: int) -> Iterator[Identity]:
        for case_id in not_looked_at(book.connection, LOOKED_AT, limit):
            row = book.case(case_id)
            probe = self._identity(load_case(book, case_id), row.nik if row is not None else "")
            if probe.birth:
                yield probe
            else:
                put_identity(book.connection, probe)  # nothing to compare: not asked for again

    def _identity(self, case: Case, nik: str) -> Identity:
        """What is compared of a recording; empty for a case without one."""
        handed, stamp = case.latest(Kind.SUBMITTED), self.clock.stamp()
        if handed is None or handed.payload is None or service(case.service).group is not Group.KTP:
            return Identity(case.id, "", nik, "", "", "", "", stamp)
        said = submission_of(case)
        wanted = said.pickup_fingers()
        fingers = (f"{take.position}:{take.template}" for take in said.fingers if take.position in wanted)
        who = said.resident
        names = (who.birth_date.isoformat(), who.name, who.mother)
        return Identity(case.id, handed.header.id, nik, *names, " ".join(fingers), stamp)

    def _look_at(self, ledger: Ledger, probe: Identity) -> bool:
        """Whether the case is held for what was found."""
        with ledger.writing() as book:
            same_day = born_on(book.connection, probe.birth, probe)
            everyone = others(book.connection, probe, MOST)
            names = {*probe.fingers.values(), *(name for other in everyone for name in other.fingers.values())}
            templates = book.blobs(names)
        hits = list(written_alike(probe, same_day))
        try:
            hits += fingers_alike(probe, everyone, templates, self.compare)
        except BiometricsError:
            return False  # looked at again in the next round
        with ledger.writing() as book:
            return self._keep(book, probe, hits)

    def _keep(self, book: Book, probe: Identity, hits: list[Hit]) -> bool:
        book.lock_case(probe.case)  # another process may have found the same
        put_identity(book.connection, probe)
        stamp = self.clock.stamp()
        fresh = [
            hit
            for hit in hits
            if add_suspicion(
                book.connection, Suspicion(probe.case, hit.other, hit.ground, hit.score, hit.detail, stamp)
            )
        ]
        row = book.case(probe.case)
        if not fresh or row is None or Status(row.status) not in LOOKED_AT:
            return False
        cases = sorted({probe.case, *(hit.other for hit in fresh)})
        grounds = sorted({hit.ground for hit in fresh})
        record = {"reason": REASON, "referral": REFERRAL, "cases": cases, "grounds": grounds}
        self.office.write(book, probe.case, Kind.HELD, "", record)
        return True
