"""Stations and a centre that share nothing but a folder: the stick, and who carries it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from central.compose import Centre, open_centre
from registry.people import Resident
from registry.releases import Authority
from registry.uuid7 import Uuid7Source
from station.desk.session import Clock, Session
from station.desk.sticks import StickDesk
from sync.keys import ed25519_check
from sync.stick import Exported, Taken

PRINTING = {"DAYUN": "UPTD-SIAK"}


def unwatched(done: int) -> None:
    """Nobody looks at the bar."""


@dataclass
class Carrier:
    """Carries one stick between stations and a centre that is not on any network."""

    centre: Path
    stick: Path

    def __post_init__(self) -> None:
        self.stick.mkdir(exist_ok=True)

    @contextmanager
    def office(self):
        """The centre, opened for an errand."""
        centre: Centre = open_centre(self.centre, printing=PRINTING, verifying={}, upstream_delay_s=0.0)
        try:
            yield centre
        finally:
            centre.ledger.close()

    def out(self, session: Session) -> Exported:
        return desk(session).export(self.stick, unwatched)

    def at_centre(self, *stations: str):
        """Take the stick, let the upstream answer all it owes, and write the return files."""
        with self.office() as centre:
            taken = centre.sticks.take_stick(self.stick)
            with centre.ledger.writing() as book:
                while centre.office.ask_upstream(book):
                    pass
            written = [centre.sticks.write_return(station, self.stick) for station in stations]
        return taken, written

    def back(self, session: Session) -> Taken:
        return desk(session).take(self.stick, unwatched)

    def round(self, session: Session) -> Taken:
        """There and back once."""
        self.out(session)
        self.at_centre(session.station)
        return self.back(session)


def desk(session: Session) -> StickDesk:
    """The stick of a signed-in station."""
    return StickDesk(session.store, Clock(), Uuid7Source())


def authority(session: Session) -> Authority:
    """Who may release, by the training root of this station."""
    root = bytes.fromhex(session.store.identity.training_root)
    return Authority(ed25519_check, training_roots=frozenset({root}))


def somebody(session: Session, number: int = 0) -> Resident:
    """A resident of the register who may be recorded and get a card today."""
    hits = session.store.residents.search("1408", limit=200)
    fit = [hit.resident for hit in hits if not hit.resident.ktp_status.closes_capture]
    return [one for one in fit if one.age(Clock().now().date()) >= 17][number]
