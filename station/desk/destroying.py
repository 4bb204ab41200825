"""Destruction of what lies in the locked box: two officers and two witnesses, a berita acara, and no way back.

SE Mendagri 470.13/11176/SJ (2018). The second officer gives his passphrase at the same screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.destruction import Destruction
from registry.destruction import Witness as Seen
from station.desk.session import Session
from station.desk.witness import Witness, second_officer
from station.store.destroying import Waiting


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an officer says of a destruction."""

    number: str
    place: str
    method: str
    witnesses: tuple[Seen, ...]


class DestructionDesk:
    """Runs on the store's lane."""

    def __init__(self, session: Session, ask: Witness) -> None:
        self._session, self._ask = session, ask

    def waiting(self) -> tuple[Waiting, ...]:
        """What lies in the box, the oldest first."""
        return self._session.store.destructions.waiting()

    def destroy(self, said: Occasion, lines: tuple[str, ...], second: str, passphrase: str) -> Destruction:
        """Book it. Raises DestructionRefused, LedgerRefused, NoWitness, a StoreError, or what a sign-in raises; nothing
        is booked then."""
        session = self._session
        with second_officer(self._ask, session.officer.handle, second, passphrase) as other:
            done = Destruction(
                session.ids.next(),
                said.number.strip(),
                said.place.strip(),
                said.method,
                session.officer.handle,
                other.officer.handle,
                tuple(Seen(each.name.strip(), each.office.strip()) for each in said.witnesses if each.name.strip()),
                session.clock.stamp(),
            )
            session.store.destructions.add(done, lines)
        return done
