"""Bringing a backup back: checked before anything moves, nothing deleted, the log of prints never older."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.releases import Authority, ReleaseRefused
from registry.uuid7 import Uuid7Source
from station.desk.keeping import ForeignBackup, Keeper
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock, Officer, Session
from station.problems import keeping_words, release_words
from station.store.backup import SECRET, BackupDamaged
from station.store.errors import NotFound, StoreBusy
from station.store.restore import put_in_place, stage, staging
from station.store.slots import LockedOut, WrongPassphrase
from station.store.store import FILE, OUTBOX, SPENT, Store
from sync.keys import ed25519_check
from sync.wire import Receipt
from tests.station.store.making import KEY, append_recording, key_of, person

SANDI = "loket-latihan"


class Time:
    """A clock that goes on by a second at each look."""

    def __init__(self):
        self.seconds = 0

    def __call__(self):
        self.seconds += 1
        return datetime(2026, 11, 24, 9, self.seconds // 60, self.seconds % 60, tzinfo=UTC)


@pytest.fixture
def keeper(home):
    return Keeper(home, Clock(Time()))


def restored(keeper, made):
    return keeper.restore(keeper.look(made.folder), "rina", SANDI)


def opened(home):
    return Store.open(home, KEY)


def session(store):
    officer = Officer("rina", "Rina", frozenset())
    return Session(officer, "DAYUN", key_of("rina"), store, Clock(), Uuid7Source())


def refusal(store):
    desk = ReleaseDesk(session(store), Authority(ed25519_check, training_roots=frozenset()))
    with pytest.raises(ReleaseRefused) as refused:
        desk.printable(store.cases.get("case-1"))
    return refused.value


def receipt(head, at="2027-01-01T00:00:00Z", state="accepted"):
    return Receipt("p-1", "00" * 32, state, "", {}, {}, 1, at, head)


def confirm(store, *receipts):
    """Take receipts of a packet that is there."""
    from sync.ports import PacketInfo

    path = store.folder / OUTBOX / "p-1.age"
    store.side.add_packets([(PacketInfo("p-1", "case-1", "status", 1, "00" * 32, path, "t", 0, ""), ())])
    for each in receipts:
        store.side.take_receipt(each)


def test_the_data_of_then_come_back_and_those_of_now_are_kept(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    store = opened(home)
    append_recording(store, "case-2", person(2), "D-2611-0002")
    store.close()
    done = restored(keeper, made)
    assert done.contents.cases == 1
    store = opened(home)
    assert store.contents().cases == 1
    store.close()
    before = Store.open(done.aside, KEY)
    assert before.contents().cases == 2
    before.close()
    assert (home / "settings.toml").read_text() == 'theme = "gelap"\n'
    assert (home / "machine.key").stat().st_mode & 0o077 == 0
    assert not (home / "ready").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "kecamatan", done.aside.name]


def test_the_log_of_prints_never_goes_back(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    store = opened(home)
    store.releases.begin("R-1", "t")
    store.releases.begin("R-2", "t")
    store.close()
    restored(keeper, made)
    store = opened(home)
    assert (store.releases.spending("R-1").begun, store.releases.spending("R-2").begun) == (2, 1)
    assert store.releases.reconcile_needed
    store.close()


def test_a_log_that_was_lost_or_cut_is_filled_from_the_backup(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    whole = (home / SPENT).read_bytes()
    (home / SPENT).write_bytes(whole[: len(whole) // 2])
    restored(keeper, made)
    assert whole.strip() in (home / SPENT).read_bytes()
    store = opened(home)
    assert store.releases.spending("R-1").begun == 1
    store.close()


def test_a_restored_station_records_and_prints_nothing_until_the_centre_agrees(home, keeper, tmp_path):
    restored(keeper, keeper.back_up("rina", SANDI, tmp_path / "backups"))
    store = opened(home)
    stopped = refusal(store)  # before the release is even looked at: training cards too
    assert stopped.code == "not-reconciled"
    said = release_words(stopped).line
    assert said.startswith("Data dipulihkan dari 24 Nov ")
    assert "pencetakan menunggu pencocokan dengan Pusat supaya tidak ada kartu dicetak dua kali" in said
    append_recording(store, "case-2", person(2), "D-2611-0002")
    assert store.contents().cases == 2
    confirm(store, receipt(store.cases.chain_head().hex()))
    assert refusal(store).code != "not-reconciled"
    store.close()


def test_only_a_later_receipt_over_this_history_lifts_the_stop(home, keeper, tmp_path):
    restored(keeper, keeper.back_up("rina", SANDI, tmp_path / "backups"))
    store = opened(home)
    head = store.cases.chain_head().hex()
    old = receipt(head, at="2026-11-24T08:59:00Z")  # given before the restore: the centre may know more by now
    confirm(store, receipt("77" * 32), receipt(""), receipt(head, state="refused"), old)
    assert refusal(store).code == "not-reconciled"
    store.close()


def test_a_station_that_was_never_restored_is_not_stopped_by_this(home):
    store = opened(home)
    assert refusal(store).code != "not-reconciled"
    store.close()


@pytest.mark.parametrize("name", [FILE, "slots.json", SPENT])
def test_a_damaged_backup_is_refused_and_nothing_moves(home, keeper, tmp_path, name):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    data = bytearray((made.folder / name).read_bytes())
    data[len(data) // 2] ^= 0x40
    (made.folder / name).write_bytes(data)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(BackupDamaged) as error:
        keeper.look(made.folder)
    assert keeping_words(error.value).line == f"Cadangan rusak: {name}. Tidak ada yang diubah. Pakai cadangan lain."
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_another_passphrase_moves_nothing_and_is_counted(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(WrongPassphrase):
        keeper.restore(made, "rina", "salah")
    assert not staging(home).exists()
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            keeper.back_up("rina", "salah", tmp_path / "backups")
    with pytest.raises(LockedOut):
        keeper.back_up("rina", "salah", tmp_path / "backups")


def test_on_another_machine_the_recovery_key_is_asked_for(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    elsewhere = tmp_path / "lain" / "kecamatan"
    elsewhere.mkdir(parents=True)
    with pytest.raises(NotFound) as error:
        Keeper(elsewhere, Clock()).restore(made, "rina", SANDI)
    assert SECRET in keeping_words(error.value).line
    (elsewhere / "machine.key").write_bytes((home / "machine.key").read_bytes())
    assert Keeper(elsewhere, Clock()).restore(made, "rina", SANDI).contents.cases == 1


def test_no_station_no_backup_and_nothing_is_made(tmp_path):
    with pytest.raises(NotFound) as error:
        Keeper(tmp_path / "none", Clock()).back_up("rina", SANDI, tmp_path / "backups")
    assert keeping_words(error.value).title == "Belum ada stasiun di sini."
    assert list(tmp_path.iterdir()) == []


def test_a_station_in_use_is_not_moved(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    command = [sys.executable, "-m", "tests.station.store.writer", str(home), "5000"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        with pytest.raises(StoreBusy) as error:
            restored(keeper, made)
        child.kill()
    assert keeping_words(error.value).line == "Stasiun ini masih terbuka. Tutup Loket, lalu ulangi."
    assert restored(keeper, made).contents.cases == 1  # what a killed program leaves does not look like use


def test_a_cut_between_the_two_renames_is_finished_at_the_next_call(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    stage(made, home)
    assert keeper.finish() is False  # a copy that was not made ready is not put in place
    with pytest.raises(NotFound):
        put_in_place(home, "t")
    (staging(home) / "ready").write_text("")
    home.rename(tmp_path / "aside")
    assert keeper.finish() is True
    store = opened(home)
    assert store.contents().cases == 1
    store.close()


def test_a_backup_of_another_station_is_refused_with_both_names(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    foreign = replace(made, station="MINAS")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(ForeignBackup) as error:
        keeper.restore(foreign, "rina", SANDI)
    assert keeping_words(error.value).line == (
        "Cadangan ini dari stasiun MINAS, bukan DAYUN. Tidak ada yang diubah. "
        "Pakai cadangan dari disk bertanda CADANGAN-DAYUN."
    )
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_prepared_while_the_store_is_open_and_put_back_once_it_is_shut(home, keeper, tmp_path):
    made = keeper.back_up("rina", SANDI, tmp_path / "backups")
    store = opened(home)
    prepared = keeper.prepare(made, "rina", SANDI)
    append_recording(store, "case-2", person(2), "D-2611-0002")
    store.releases.begin("R-9", "t")  # between the two: the log of prints keeps it
    store.close()
    assert keeper.put_back(prepared).contents.cases == 1
    store = opened(home)
    assert store.releases.spending("R-9").begun == 1
    assert store.releases.restored_from == made.at
    newest = store.views.page()[0]
    assert (newest.officer, newest.what, newest.subject) == ("rina", "pulih", made.at)
    store.close()
