"""One resident through two stations and the centre, over HTTP, without windows."""

import subprocess
import threading
import time

import pytest

from registry.actions import Kind, Outcome
from registry.canonical import canonical
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.officers import Role
from registry.releases import Authority, ReleaseKind, ReleaseRefused
from registry.stock import Blank, Entry, Move
from registry.uuid7 import Uuid7Source
from station.desk.checking import CheckingDesk
from station.desk.delivering import DeliveryDesk
from station.desk.pen import write
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from station.store.slots import LockedOut, WrongPassphrase
from sync.keys import ed25519_check
from tests.journeys.children import PASSPHRASE, found_station, newcomer, record, start_centre


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    home = tmp_path_factory.mktemp("loket")
    centre = start_centre(home / "centre")
    a = found_station(
        home / "kecamatan",
        centre,
        "DAYUN",
        (
            newcomer("rina", "Rina Oktaviani", Role.OPERATOR),
            newcomer("hendra", "Hendra Saputra", Role.VERIFIER),
            newcomer("fajar", "Fajar Ramadhan", Role.OPERATOR),
        ),
    )
    b = found_station(
        home / "uptd",
        centre,
        "UPTD-SIAK",
        (
            newcomer("murniati", "Murniati Lubis", Role.VERIFIER),
            newcomer("yulianti", "Yulianti Harefa", Role.OPERATOR, Role.PRINTING),
        ),
    )
    yield home, centre, a, b
    centre.stop()


def sync_until(session, done, limit_s=20.0):
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    end = time.monotonic() + limit_s
    while not done():
        report = desk.run(threading.Event())
        assert report.problem is None, report.problem
        assert time.monotonic() < end, "the centre did not answer in time"
    desk.close()


def status(session, case):
    return session.store.cases.get(case).status


def authority(session):
    root = bytes.fromhex(session.store.identity.training_root)
    return Authority(ed25519_check, training_roots=frozenset({root}))


def test_one_card_from_the_door_to_the_hand_over(places):
    home, _, door_a, door_b = places
    rina = door_a.sign_in("rina", PASSPHRASE)
    sync_until(rina, lambda: rina.store.residents.count() >= 40)
    resident = next(
        hit.resident
        for hit in rina.store.residents.search("1408", limit=200)
        if not hit.resident.ktp_status.closes_capture and hit.resident.age(Clock().now().date()) >= 17
    )
    case = record(rina, resident)
    with pytest.raises(NotAllowed):
        CheckingDesk(rina).approve(case, {})
    hendra = door_a.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: status(hendra, case) is Status.RELEASED)
    assert hendra.store.cases.get(case).holder == "UPTD-SIAK"
    with pytest.raises(NotAllowed, match="not-holder"):
        ReleaseDesk(hendra, authority(hendra)).approve(case)

    murniati = door_b.sign_in("murniati", PASSPHRASE)
    sync_until(murniati, lambda: murniati.store.cases.page(_all()) != ())
    desk = ReleaseDesk(murniati, authority(murniati))
    assert authority(murniati).kind(_signed(murniati, case)) is ReleaseKind.TRAINING
    desk.approve(case)
    yulianti = door_b.unlock(murniati, "yulianti", PASSPHRASE)
    with pytest.raises(NotAllowed):
        write(murniati, murniati.store.cases.get(case), Kind.PRINT_STARTED, "loket")
    card = ReleaseDesk(yulianti, authority(yulianti)).printable(yulianti.store.cases.get(case))
    assert card.marking == "SPESIMEN"
    assert card.elements.nik == str(resident.nik)
    blank = Blank("B26-0417", 162)
    blanks = yulianti.store.blanks
    blanks.add(Entry("e1", Move.RECEIVED, Blank("B26-0417", 1), 500, "", "BAST-7", "yulianti", "t"))
    blanks.add(Entry("e2", Move.TAKEN, blank, 1, case, "", "yulianti", "t"))
    yulianti.store.releases.begin(card.release.serial, "t")
    for kind, variant in ((Kind.PRINT_STARTED, "loket"), (Kind.PRINT_BOOKED, Outcome.GOOD), (Kind.CHIP_VERIFIED, "")):
        act = write(yulianti, yulianti.store.cases.get(case), kind, variant)
        yulianti.store.cases.append((act,))
    yulianti.store.releases.book_good(card.release.serial, "t")
    blanks.add(Entry("e3", Move.GOOD, blank, 1, case, "", "yulianti", "t"))
    with pytest.raises(ReleaseRefused, match="spent"):
        ReleaseDesk(yulianti, authority(yulianti)).printable(yulianti.store.cases.get(case))
    DeliveryDesk(yulianti).ship((case,), "PK-0001", "DAYUN")
    sync_until(yulianti, lambda: yulianti.store.cases.get(case).holder == "DAYUN")

    fajar = door_a.unlock(hendra, "fajar", PASSPHRASE)
    sync_until(fajar, lambda: status(fajar, case) is Status.SHIPPED and fajar.store.cases.get(case).holder == "DAYUN")
    delivery = DeliveryDesk(fajar)
    delivery.count_in((case,), "PK-0001")
    assert set(delivery.templates(case)) == {2, 7}
    delivery.hand_over(case, "finger", {"finger": "7", "score": "120"})
    assert status(fajar, case) is Status.HANDED_OVER
    assert delivery.templates(case) == {}
    sync_until(fajar, lambda: fajar.store.side.waiting() == () and fajar.store.side.unsealed(9) == ())
    assert fajar.store.cases.verify_journal().broken_at == 0
    folded = fajar.store.cases.get(case)
    assert folded.refused == ()
    _no_clear_text(home, resident)


@pytest.mark.tools
def test_nothing_on_disk_opens_in_the_stock_sqlite(places):
    home = places[0]
    for file in home.rglob("*.db"):
        done = subprocess.run(["sqlite3", str(file), ".tables"], capture_output=True, text=True, check=False)
        assert "not a database" in done.stderr, file


def test_five_wrong_passphrases_lock_for_fifteen_minutes(places):
    door = places[2]
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPassphrase) as wrong:
            door.sign_in("hendra", "salah")
        assert wrong.value.left == left
    with pytest.raises(LockedOut):
        door.sign_in("hendra", "salah")
    with pytest.raises(LockedOut):
        door.sign_in("hendra", PASSPHRASE)


def _all():
    from station.store.cases import CaseFilter

    return CaseFilter()


def _signed(session, case):
    from station.desk.releasing import signed_release

    return signed_release(session.store.cases.get(case))


def _no_clear_text(home, resident):
    words = [str(resident.nik).encode(), resident.name.encode(), resident.name.encode("utf-16-le")]
    for file in home.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not any(word in data for word in words), file
    assert canonical({"v": 1})
