"""The centre numbers acts as they come: a packet that comes before what it follows waits, and is not refused."""

import threading

import pytest

from registry.lifecycle import Status
from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.checking import CheckingDesk
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from sync.errors import Refused, Unreachable
from sync.http import Centre
from sync.plan import Plan
from tests.journeys.children import PASSPHRASE, found_station, newcomer, record, start_centre

OFFICERS = (newcomer("rina", "Rina Oktaviani", Role.OPERATOR), newcomer("hendra", "Hendra Saputra", Role.VERIFIER))


@pytest.fixture
def place(tmp_path):
    centre = start_centre(tmp_path / "centre", delay_s=3600)
    yield centre, found_station(tmp_path / "kecamatan", centre, "DAYUN", OFFICERS)
    centre.stop()


def someone(session):
    hits = session.store.residents.search("1408", limit=200)
    fit = (h.resident for h in hits if not h.resident.ktp_status.closes_capture)
    return next(r for r in fit if r.age(Clock().now().date()) >= 17)


def a_round(session):
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    try:
        return desk.run(threading.Event())
    finally:
        desk.close()


def test_what_comes_before_its_turn_waits_at_the_centre_and_is_booked_after_it(place, monkeypatch):
    _, door = place
    rina = door.sign_in("rina", PASSPHRASE)
    while rina.store.residents.count() < 40:
        assert a_round(rina).problem is None
    monkeypatch.setattr(Centre, "announce", _no_way)
    case = record(rina, someone(rina))
    a_round(rina)
    hendra = door.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    a_round(hendra)
    monkeypatch.undo()
    small, large = hendra.store.side.waiting()
    assert (small.kind, large.kind) == ("status", "case")

    early = SyncDesk(hendra.store, Clock(), Uuid7Source())
    sends = early._cycle(Plan())
    with pytest.raises(Refused, match="out-of-turn"):
        list(sends._send_one(small, (small, large)))
    early.close()

    report = a_round(hendra)
    assert (report.problem, report.sent, report.refused, report.waiting) == (None, 2, 0, 0)
    assert hendra.store.cases.get(case).status is not Status.SUBMITTED
    assert hendra.store.problems.count() == 0


def _no_way(*_facts):
    raise Unreachable("unreachable")
