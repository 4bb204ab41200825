"""A restored station before a real centre: it records, and prints again only once the centre knows its history."""

import threading

import pytest

from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.keeping import Keeper
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from sync.errors import SyncError
from tests.journeys.children import PASSPHRASE, found_station, newcomer, record, start_centre


@pytest.fixture
def place(tmp_path):
    centre = start_centre(tmp_path / "centre")
    door = found_station(tmp_path / "kecamatan", centre, "DAYUN", (newcomer("rina", "Rina Oktaviani", Role.OPERATOR),))
    yield door, tmp_path
    centre.stop()


def sync(session):
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    try:
        return desk.run(threading.Event()).problem
    finally:
        desk.close()


def record_one(session, number):
    hits = session.store.residents.search("1408", limit=200)
    old_enough = [hit.resident for hit in hits if hit.resident.age(Clock().now().date()) >= 17]
    fit = [resident for resident in old_enough if not resident.ktp_status.closes_capture]
    return record(session, fit[number])


def restored(door, home, made):
    keeper = Keeper(home / "kecamatan", Clock())
    keeper.restore(keeper.look(made.folder), "rina", PASSPHRASE)
    return door.sign_in("rina", PASSPHRASE)


def signed_in(door):
    rina = door.sign_in("rina", PASSPHRASE)
    assert sync(rina) is None
    return rina


def test_with_all_acts_the_centre_knows_it_prints_again_after_the_next_packet(place):
    door, home = place
    rina = signed_in(door)
    record_one(rina, 0)
    assert sync(rina) is None
    made = Keeper(home / "kecamatan", Clock()).back_up("rina", PASSPHRASE, home / "backups")
    rina.store.close()
    rina = restored(door, home, made)
    assert rina.store.releases.reconcile_needed
    assert sync(rina) is None  # nothing was sent, so the centre has confirmed nothing
    assert rina.store.releases.reconcile_needed
    record_one(rina, 1)
    assert sync(rina) is None
    assert not rina.store.releases.reconcile_needed
    rina.store.close()


def test_with_a_shorter_history_it_records_and_stays_stopped(place):
    door, home = place
    rina = signed_in(door)
    made = Keeper(home / "kecamatan", Clock()).back_up("rina", PASSPHRASE, home / "backups")
    record_one(rina, 0)
    assert sync(rina) is None
    rina.store.close()
    rina = restored(door, home, made)
    record_one(rina, 1)
    for number in (2, 3):
        problem = sync(rina)
        assert isinstance(problem, SyncError)
        assert problem.code in ("chain-shorter", "chain-forked")
        assert rina.store.releases.reconcile_needed
        record_one(rina, number)
    assert rina.store.cases.verify_journal().broken_at == 0
    rina.store.close()
