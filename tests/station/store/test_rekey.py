"""A store gets a new key: whole at every cut, closed to whoever left, and nobody else is in it meanwhile."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from station.store.errors import StoreBusy, StoreClosed, StoreDamaged, StoreFull, StoreLocked
from station.store.rekey import PART, Stopped, open_settled, rekey, wanted
from station.store.slots import Slots, Unlocked, WrongPassphrase
from station.store.store import FILE, Store
from tests.station.store.making import KEY, append_recording, key_of, person, recording, store_in
from tests.station.store.rekeyer import CHEAP, MACHINE
from tests.station.store.test_slots import NOW

SANDI = "loket-latihan"
OWNERS = {"dewi": key_of("dewi").public}
AT = "2026-11-25T02:00:00Z"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "kecamatan"
    store = store_in(made)
    store.residents.put([person(number) for number in range(2000)])
    append_recording(store)
    store.releases.begin("R-1", "t")
    store.close()
    for handle in ("dewi", "rina"):
        slots(made).add(handle, SANDI, Unlocked(KEY, key_of(handle).to_bytes()))
    return made


def slots(folder):
    return Slots(folder / "slots.json", MACHINE, CHEAP)


def opened(folder, handle="dewi"):
    held = slots(folder)
    return open_settled(folder, held, held.unlock(handle, SANDI, NOW))


def nothing(_done, _total):
    return None


def whole(store):
    found = recording()
    assert store.residents.count() == 2000
    assert {name: store.blobs.get(name) for name in found.blobs} == found.blobs
    assert store.cases.verify_journal().broken_at == 0
    assert store.cases.verify_journal().count == 1
    assert store.releases.spending("R-1").begun == 1


def test_the_store_goes_on_under_a_new_key_and_tells_how_far_it_is(folder):
    store, told = Store.open(folder, KEY), []
    key = rekey(store, slots(folder), OWNERS, AT, lambda done, total: told.append((done, total)))
    whole(store)
    store.residents.put([person(2001)])
    store.close()
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 0
    with pytest.raises(StoreLocked):
        Store.open(folder, KEY)
    assert key not in (folder / "slots.json").read_bytes()
    store = opened(folder)
    assert store.residents.count() == 2001
    assert store.facts.get("rekey.at") == AT.encode()
    store.close()
    assert not list(folder.glob(f"{PART}*"))


def test_who_left_opens_nothing_of_it_with_the_slot_file_and_passphrase_of_before(folder, tmp_path):
    shutil.copy(folder / "slots.json", tmp_path / "slots.json")
    store = Store.open(folder, KEY)
    rekey(store, slots(folder), OWNERS, AT, nothing)
    store.close()
    with pytest.raises(WrongPassphrase):
        slots(folder).unlock("rina", SANDI, NOW)
    kept = Slots(tmp_path / "slots.json", MACHINE).unlock("rina", SANDI, NOW)
    for key in (kept.store_key, kept.signing_key):
        with pytest.raises(StoreLocked):
            Store.open(folder, key)
    shutil.copy(tmp_path / "slots.json", folder / "slots.json")  # he puts his own back
    with pytest.raises(StoreLocked):
        opened(folder, "rina")


@pytest.mark.parametrize("step", ["copying", "copied", "offered", "exchanged", "settled"])
def test_a_cut_at_any_step_leaves_a_store_that_opens_and_one_key(folder, step):
    command = [sys.executable, "-m", "tests.station.store.rekeyer", str(folder), step]
    assert subprocess.run(command, check=False).returncode == 9
    store = opened(folder)
    whole(store)
    done = step in ("exchanged", "settled")
    assert wanted(store.facts) == (() if done else ("rina",))
    store.close()
    assert not list(folder.glob(f"{PART}*"))
    assert slots(folder).unlock("dewi", SANDI, NOW).next_key == b""
    if done:
        with pytest.raises(StoreLocked):
            Store.open(folder, KEY)
    again = opened(folder)
    whole(again)
    if not done:
        rekey(again, slots(folder), OWNERS, AT, nothing)
        assert wanted(again.facts) == ()
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is meant")
def test_kills_at_any_moment_lose_nothing(folder):
    chance = random.Random(20261125)
    for _ in range(12):
        shutil.copytree(folder, folder.with_name("copy"), dirs_exist_ok=True)
        copy = folder.with_name("copy")
        child = subprocess.Popen([sys.executable, "-m", "tests.station.store.rekeyer", str(copy), "none"])
        wait = 0.3 + chance.random() * 0.3
        try:
            child.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        store = opened(copy)
        whole(store)
        store.close()
        shutil.rmtree(copy)


def test_other_lanes_wait_at_the_door_and_go_on_with_the_new_key(folder):
    store, inside, seen = Store.open(folder, KEY), threading.Event(), []

    def writing():
        for number in range(40):
            store.drafts.start(f"case-{number}", "ktp-baru", f"r-{number}", "rina", f"D-{number}", "t")
            seen.append(number)
            inside.set()

    lane = threading.Thread(target=writing)
    lane.start()
    inside.wait(10)
    rekey(store, slots(folder), OWNERS, AT, nothing)
    lane.join()
    assert seen == list(range(40))
    store.close()
    store = opened(folder)
    assert len(store.drafts.of_officer("rina")) == 40
    store.close()


def test_while_another_program_has_it_open_nothing_is_changed(folder):
    other = Store.open(folder, KEY)
    other.residents.count()
    store = Store.open(folder, KEY)
    with pytest.raises(StoreBusy):
        rekey(store, slots(folder), OWNERS, AT, nothing)
    other.residents.put([person(2002)])
    other.close()
    assert store.residents.count() == 2001
    assert slots(folder).handles() == ("dewi", "rina")
    store.close()
    opened(folder, "rina").close()


@pytest.mark.parametrize("fault", [Stopped(), OSError(28, "no room")])
def test_a_stop_or_a_full_disk_leaves_the_old_key(folder, fault):
    store = Store.open(folder, KEY)

    def progress(_done, _total):
        raise fault

    with pytest.raises((Stopped, StoreFull)):
        rekey(store, slots(folder), OWNERS, AT, progress)
    whole(store)
    store.close()
    opened(folder, "rina").close()
    assert sorted(path.name for path in folder.iterdir()) == ["slots.json", "spent.log", FILE, "station.id"]


def test_a_damaged_page_is_not_carried_over(folder):
    with (folder / FILE).open("r+b") as file:
        file.seek(20 * 4096 + 100)
        file.write(b"\xff\x00\xff")
    store = Store.open(folder, KEY)
    with pytest.raises(StoreDamaged):
        rekey(store, slots(folder), OWNERS, AT, nothing)
    assert slots(folder).handles() == ("dewi", "rina")
    store.close()


def test_a_closed_store_is_not_changed(folder):
    store = Store.open(folder, KEY)
    store.close()
    with pytest.raises(StoreClosed):
        rekey(store, slots(folder), OWNERS, AT, nothing)
