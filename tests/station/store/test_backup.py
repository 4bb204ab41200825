"""Backups: whole or not there, of one moment, nothing in clear; a damaged one is refused by name."""

import errno
import hashlib
import os
import random
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest

from station.store import backup
from station.store.backup import MANIFEST, SECRET, BackupDamaged, check_store, find_backup, read_backup, write_backup
from station.store.cipher import PAGE
from station.store.errors import Conflict, DiskFault, NotFound, StoreDamaged, StoreFull, StoreLocked
from station.store.machine import MachineSecret
from station.store.store import FILE, OUTBOX, SPENT, Store
from sync import age, sqlcipher
from tests.station.store.making import AT, KEY, append_recording, identity, person

SECRET_HERE = MachineSecret(b"m" * 32, "file")
IDENTITY = age.generate_identity()


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "kecamatan"
    folder.mkdir()
    who = replace(identity(), recipients=(age.recipient_of(IDENTITY),))
    found = Store.create(folder, KEY, who)
    (folder / "slots.json").write_text('{"v": 1, "slots": {}, "recovery": ""}')
    found.residents.put([person(number) for number in range(50)])
    append_recording(found, who=person(1))
    found.releases.begin("R-1", "t")
    (folder / OUTBOX).mkdir()
    (folder / OUTBOX / "p-1.age").write_bytes(b"sealed")
    yield found
    found.close()


def back_up(store, target, at=AT):
    return write_backup(store, KEY, SECRET_HERE, target, at)


@contextmanager
def opened(folder):
    found = Store.open(folder, KEY)
    yield found
    found.close()


def test_a_backup_holds_all_and_opens_with_the_key_alone(store, tmp_path):
    made = back_up(store, tmp_path / "backups")
    assert made.contents == store.contents()
    assert (made.contents.cases, made.contents.residents) == (1, 50)
    assert check_store(made.folder, KEY) == made.contents
    assert (made.folder / SPENT).read_bytes() == (store.folder / SPENT).read_bytes()
    assert (made.folder / OUTBOX / "p-1.age").read_bytes() == b"sealed"
    assert made.size > (made.folder / FILE).stat().st_size
    with pytest.raises(StoreLocked):
        check_store(made.folder, bytes(32))


def test_the_secret_of_the_machine_is_sealed_to_the_recovery_key(store, tmp_path):
    made = back_up(store, tmp_path / "backups")
    sealed = (made.folder / SECRET).read_bytes()
    assert age.unseal(sealed, IDENTITY) == SECRET_HERE.value.hex().encode()
    assert not (made.folder / "machine.key").exists()


def test_no_number_or_name_of_a_resident_is_in_its_bytes(store, tmp_path):
    made = back_up(store, tmp_path / "backups")
    kept = [path.read_bytes() for path in made.folder.rglob("*") if path.is_file()]
    for resident in (person(number) for number in range(50)):
        words = [str(resident.nik).encode(), str(resident.kk).encode(), resident.name.encode(), KEY, KEY.hex().encode()]
        assert not any(word in data for word in words for data in kept)
    assert not any(SECRET_HERE.value.hex().encode() in data for data in kept)


def test_it_is_one_moment_while_another_process_writes(store, tmp_path):
    command = [sys.executable, "-m", "tests.station.store.writer", str(store.folder), "5000"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        said: list[bytes] = []
        for round_ in range(5):
            said += [child.stdout.readline() for _ in range(8)]
            before = store.contents()
            made = back_up(store, tmp_path / "backups", f"{AT}.{round_}")
            assert check_store(made.folder, KEY) == made.contents
            assert not made.contents.lacks(before)
        child.kill()
    assert made.contents.actions > 1
    assert store.contents().actions >= made.contents.actions


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is meant")
def test_killed_in_the_middle_no_half_backup_is_offered(store, tmp_path):
    store.residents.put([person(number) for number in range(3000)])
    target, chance, halves = tmp_path / "backups", random.Random(20261124), 0
    for round_ in range(8):
        command = [sys.executable, "-m", "tests.station.store.backing"]
        command += [str(store.folder), str(target), str(round_ * 1000)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            assert child.stdout.readline().startswith(b"DAYUN-")
            with pytest.raises(subprocess.TimeoutExpired):  # somewhere inside the next one
                child.wait(timeout=chance.random() * 0.1)
            child.send_signal(signal.SIGKILL)
        halves += len(list(target.glob(".*.part")))
        for offered in target.glob("DAYUN-*"):
            assert check_store(read_backup(offered).folder, KEY) == read_backup(offered).contents
    assert halves > 0  # else no kill was in the middle, and this test shows nothing
    made = back_up(store, target)
    assert list(target.glob(".*")) == []
    assert made.contents.residents == 3000


def test_a_backup_of_the_same_moment_is_not_overwritten(store, tmp_path):
    made = back_up(store, tmp_path / "backups")
    with pytest.raises(Conflict):
        back_up(store, tmp_path / "backups")
    assert read_backup(made.folder) == made


@pytest.mark.parametrize("tenths", [5, 7, 9, 10])
def test_a_damaged_store_gives_no_backup(store, tmp_path, tenths):
    """Also where only the last page of a capture is hit, which no table or index tells of."""
    picture = random.Random(7).randbytes(400_000)
    store.drafts.start("case-9", "ktp-baru", "r-9", "rina", "D-9", "t")
    store.drafts.put("case-9", "photo", {}, {hashlib.sha256(picture).hexdigest(): picture}, "t")
    store.close()
    data = bytearray((store.folder / FILE).read_bytes())
    data[(len(data) // PAGE * tenths // 10 - 1) * PAGE + 100] ^= 1
    (store.folder / FILE).write_bytes(data)
    with opened(store.folder) as damaged, pytest.raises(StoreDamaged):
        back_up(damaged, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_full_disk_leaves_nothing_and_is_told(store, tmp_path, monkeypatch):
    unlock = sqlcipher.unlock

    def small(connection, key):
        unlock(connection, key)
        connection.execute("PRAGMA max_page_count = 10")

    with monkeypatch.context() as full:
        full.setattr(sqlcipher, "unlock", small)
        with pytest.raises(StoreFull):
            back_up(store, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []

    def no_room(_source, _target):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(backup, "copy_durably", no_room)
    with pytest.raises(StoreFull):
        back_up(store, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_fault_of_the_disk(store, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskFault):
        back_up(store, tmp_path / "file" / "backups")


@pytest.mark.parametrize("name", [FILE, SPENT, "slots.json", SECRET, "outbox/p-1.age"])
def test_one_flipped_bit_or_a_lost_file_is_named(store, tmp_path, name):
    made = back_up(store, tmp_path / "backups")
    file = made.folder / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(BackupDamaged, match=name):
        read_backup(made.folder)
    file.unlink()
    with pytest.raises(BackupDamaged, match=name):
        read_backup(made.folder)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"v":2}', b'{"v":1,"at":"t","contents":{},"files":{},"station":"DAYUN"}']
)
def test_a_strange_manifest_is_refused(store, tmp_path, body):
    made = back_up(store, tmp_path / "backups")
    (made.folder / MANIFEST).write_bytes(body)
    with pytest.raises(BackupDamaged, match=MANIFEST):
        read_backup(made.folder)


def test_a_backup_is_found_by_its_folder_or_a_file_in_it(store, tmp_path):
    made = back_up(store, tmp_path / "backups")
    assert find_backup(made.folder) == made.folder
    assert find_backup(made.folder / FILE) == made.folder
    for other in (tmp_path, tmp_path / "nothing", made.folder / "nothing"):
        with pytest.raises(NotFound):
            find_backup(other)


def test_what_is_recorded_after_it_is_not_in_it(store, tmp_path):
    made = back_up(store, tmp_path / "backups")
    append_recording(store, "case-2", person(2), "D-2611-0002")
    assert store.contents().lacks(made.contents) is False
    assert made.contents.lacks(store.contents()) is True
