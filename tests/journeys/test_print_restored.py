"""Print a card, bring an older backup back, cut the network, try again: refused, whichever way the older data came."""

import shutil
import threading

import pytest

from registry.actions import Outcome
from registry.lifecycle import Status
from registry.officers import Role
from registry.releases import Authority, ReleaseRefused
from registry.stock import Blank, Entry, Move
from registry.uuid7 import Uuid7Source
from station.desk.checking import CheckingDesk
from station.desk.keeping import Keeper
from station.desk.printing import LOKET, PrintDesk
from station.desk.recording import RecordingDesk
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from station.problems import release_words
from station.store.store import FILE, SPENT
from sync.errors import Unreachable
from sync.keys import ed25519_check
from tests.journeys.children import (
    PASSPHRASE,
    found_station,
    newcomer,
    record,
    start_centre,
    sync_until,
    whom_to_record,
)
from tests.station.store.making import person

FIRST, SECOND = Blank("B26-0417", 1), Blank("B26-0417", 2)


@pytest.fixture(scope="module")
def approved(tmp_path_factory):
    """A case approved for printing at the UPTD, and the centre stopped: home, door of the UPTD, case."""
    home = tmp_path_factory.mktemp("loket")
    centre = start_centre(home / "centre")
    a = found_station(
        home / "kecamatan",
        centre,
        "DAYUN",
        (newcomer("rina", "Rina Oktaviani", Role.OPERATOR), newcomer("hendra", "Hendra Saputra", Role.VERIFIER)),
    )
    b = found_station(
        home / "uptd",
        centre,
        "UPTD-SIAK",
        (newcomer("murni", "Murniati", Role.VERIFIER), newcomer("yuli", "Yulianti", Role.OPERATOR, Role.PRINTING)),
    )
    rina = a.sign_in("rina", PASSPHRASE)
    case = record(rina, whom_to_record(rina))
    hendra = a.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: hendra.store.cases.get(case).status is Status.RELEASED)
    hendra.store.close()
    murni = b.sign_in("murni", PASSPHRASE)
    sync_until(murni, lambda: case in {row.id for row in murni.store.cases.page(whole())})
    ReleaseDesk(murni, authority(murni)).approve(case)
    murni.store.blanks.add(Entry("e1", Move.RECEIVED, FIRST, 500, "", "BAST-7", "yuli", "t"))
    murni.store.close()
    centre.stop()
    return home, b, case


@pytest.fixture
def uptd(approved, tmp_path):
    """The same station for each test, with a backup of before the print."""
    home, door, case = approved
    folder = home / "uptd"
    kept = tmp_path / "kept"
    shutil.copytree(folder, kept)
    made = Keeper(folder, Clock()).back_up("yuli", PASSPHRASE, tmp_path / "backups")
    yield folder, door, case, made
    for left in home.glob("uptd*"):
        shutil.rmtree(left)
    shutil.copytree(kept, folder)


def whole():
    from station.store.cases import CaseFilter

    return CaseFilter()


def authority(session):
    root = bytes.fromhex(session.store.identity.training_root)
    return Authority(ed25519_check, training_roots=frozenset({root}))


def printed(door, case, *, good=True):
    """The card is printed; with `good` also booked, else the power goes right after it left."""
    yuli = door.sign_in("yuli", PASSPHRASE)
    desk = PrintDesk(yuli, authority(yuli))
    job, _ = desk.begin(case, FIRST, LOKET, 18205)
    job = desk.ejected(desk.spend(job), 18206)
    if good:
        desk.book(job, Outcome.GOOD, chip_uid="04A1B2")
    yuli.store.close()


def refused(door, case):
    """What a second try is told; nothing of it may be booked."""
    yuli = door.sign_in("yuli", PASSPHRASE)
    try:
        assert isinstance(SyncDesk(yuli.store, Clock(), Uuid7Source()).run(threading.Event()).problem, Unreachable)
        before = yuli.store.blanks.entries(), yuli.store.contents(), (yuli.store.folder / SPENT).read_bytes()
        with pytest.raises(ReleaseRefused) as error:
            PrintDesk(yuli, authority(yuli)).begin(case, SECOND, LOKET, 18206)
        after = yuli.store.blanks.entries(), yuli.store.contents(), (yuli.store.folder / SPENT).read_bytes()
        assert after == before
        assert yuli.store.cases.get(case).status is Status.PRINT_APPROVED  # by this history it was never printed
        draft = RecordingDesk(yuli).begin(person(7), "ktp-baru", "belum")  # recording goes on
        assert draft.number
        return error.value
    finally:
        yuli.store.close()


@pytest.mark.parametrize("good", [True, False])
def test_restored_as_the_program_does_it(uptd, good):
    folder, door, case, made = uptd
    printed(door, case, good=good)
    keeper = Keeper(folder, Clock())
    keeper.restore(keeper.look(made.folder), "yuli", PASSPHRASE)
    error = refused(door, case)
    assert error.code == "not-reconciled"
    assert "supaya tidak ada kartu dicetak dua kali" in release_words(error).line


def test_the_file_alone_put_back_by_hand(uptd):
    """Then nothing marks it as restored, and the log of prints tells."""
    folder, door, case, made = uptd
    printed(door, case)
    shutil.copy(made.folder / FILE, folder / FILE)
    assert refused(door, case).code == "not-reconciled"


def test_file_and_log_put_back_by_hand_after_a_restore_cannot_unmark_it(uptd):
    """The copy that was restored carries its mark in the encrypted file; an older log takes nothing from that."""
    folder, door, case, made = uptd
    printed(door, case)
    keeper = Keeper(folder, Clock())
    keeper.restore(keeper.look(made.folder), "yuli", PASSPHRASE)
    if (made.folder / SPENT).exists():
        shutil.copy(made.folder / SPENT, folder / SPENT)
    else:
        (folder / SPENT).write_bytes(b"")
    assert refused(door, case).code == "not-reconciled"


def test_without_a_restore_the_same_card_is_spent(uptd):
    _, door, case, _ = uptd
    printed(door, case)
    yuli = door.sign_in("yuli", PASSPHRASE)
    desk = ReleaseDesk(yuli, authority(yuli))
    with pytest.raises(ReleaseRefused, match="spent"):
        desk.printable(yuli.store.cases.get(case))
    yuli.store.close()
