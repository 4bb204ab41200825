"""One flipped bit anywhere: named, never wrong data, nothing written over; and what only looks like damage."""

import os
import random
import shutil
import struct

import pytest

from station.store.errors import StoreDamaged, StoreError
from station.store.nameplate import NAMEPLATE, read_nameplate
from station.store.soundness import prove
from station.store.store import FILE, Store
from station.store.wal import read_log
from sync import sqlcipher
from tests.station.store.making import KEY, person, store_in

WAL = f"{FILE}-wal"


@pytest.fixture
def left(tmp_path):
    """A folder as a kill leaves it: some of the data in the file, some only in its log."""
    store = store_in(tmp_path / "live")
    store.residents.put([person(number) for number in range(60)])
    store.blobs._cipher.forget_deleted()
    for number in range(8):
        store.facts.put({f"n{number}": b"value %d" % number})
    shutil.copytree(tmp_path / "live", tmp_path / "left", ignore=shutil.ignore_patterns("*-shm"))
    store.close()
    return tmp_path / "left"


def flip(path, place, bit=0):
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << bit
    path.write_bytes(data)
    return bytes(data)


def all_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def values(folder):
    store = Store.open(folder, KEY)
    try:
        return [store.facts.get(f"n{number}") for number in range(8)], store.residents.count()
    finally:
        store.close()


def test_what_a_kill_leaves_is_whole_and_nothing_is_touched(left):
    before = all_of(left)
    prove(left, KEY)
    assert all_of(left) == before
    assert (left / WAL).stat().st_size > 0
    assert values(left) == ([b"value %d" % number for number in range(8)], 60)


def test_a_bit_anywhere_in_the_file_is_named(left):
    whole, chance = (left / FILE).read_bytes(), random.Random(20261125)
    in_log = read_log(left / WAL).pages
    places = [0, 7, 15, 16, 20, 99, 100, 4095, 4096, len(whole) - 1]
    places += [chance.randrange(len(whole)) for _ in range(60)]
    named = 0
    for place in places:
        flip(left / FILE, place, chance.randrange(8))
        before = all_of(left)
        if place >= 16 and place // 4096 + 1 in in_log:  # the log holds the page whole, and that one is read
            prove(left, KEY)
        else:
            named += 1
            with pytest.raises(StoreDamaged, match=rf"page {place // 4096 + 1}\b"):
                prove(left, KEY)
        assert all_of(left) == before, place
        (left / FILE).write_bytes(whole)
    assert named > 40
    prove(left, KEY)


def test_a_bit_in_the_log_is_named_unless_it_may_be_a_write_that_was_never_finished(left):
    whole, chance = (left / WAL).read_bytes(), random.Random(7)
    last = [at for at in range(32, len(whole), 4120) if struct.unpack(">I", whole[at + 4 : at + 8])[0]][-2] + 4120
    places = [0, 5, 8, 17, 24, 31, 32, 40, 56, 32 + 4120] + [chance.randrange(len(whole)) for _ in range(40)]
    for place in places:
        flip(left / WAL, place, chance.randrange(8))
        before = all_of(left)
        if place < last:
            with pytest.raises(StoreDamaged, match=WAL):
                prove(left, KEY)
        else:  # of the last transaction: left out whole, as after a power cut
            prove(left, KEY)
        assert all_of(left) == before, place
        (left / WAL).write_bytes(whole)


@pytest.mark.parametrize("cut", [1, 100, 4119, 4120, 5000])
def test_a_torn_end_is_no_damage_and_loses_only_what_was_not_finished(left, cut):
    path = left / WAL
    path.write_bytes(path.read_bytes()[:-cut])
    prove(left, KEY)
    found, residents = values(left)
    assert found[:6] == [b"value %d" % number for number in range(6)]
    assert residents == 60


def test_a_log_begun_anew_over_an_older_one_is_whole(tmp_path):
    """After a checkpoint the log is written from its start again, and old frames with the old salt lie behind."""
    store = store_in(tmp_path / "live")
    store.residents.put([person(number) for number in range(60)])
    store.facts._cipher._connection().execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    store.facts.put({"n": b"after"})
    shutil.copytree(tmp_path / "live", tmp_path / "left", ignore=shutil.ignore_patterns("*-shm"))
    store.close()
    assert (tmp_path / "left" / WAL).stat().st_size > 20 * 4120
    assert not read_log(tmp_path / "left" / WAL).lost
    prove(tmp_path / "left", KEY)


def test_a_page_half_written_by_a_checkpoint_is_no_damage(left):
    page = max(read_log(left / WAL).pages)
    data = bytearray((left / FILE).read_bytes())
    data[(page - 1) * 4096 : (page - 1) * 4096 + 512] = os.urandom(512)
    (left / FILE).write_bytes(data)
    prove(left, KEY)
    assert values(left)[0][7] == b"value 7"


def proved_and_opened(folder):
    prove(folder, KEY)
    Store.open(folder, KEY)


@pytest.mark.parametrize("length", [0, 100, 4096, 5000, 20_000])
def test_a_file_that_was_cut_short_is_named(left, length):
    (left / WAL).unlink()
    (left / FILE).write_bytes((left / FILE).read_bytes()[:length])
    before = all_of(left)
    with pytest.raises(StoreError):
        proved_and_opened(left)
    assert (left / FILE).read_bytes() == before[FILE]


def test_what_sqlite_reads_is_what_the_log_says(left):
    """Our reading of the log against SQLite's own: the same pages, in the same number."""
    connection = sqlcipher.module().connect(str(left / FILE))
    sqlcipher.unlock(connection, KEY)
    connection.execute("SELECT count(*) FROM facts").fetchall()
    busy, frames, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    assert (busy, frames * 4120 + 32) == (0, (left / WAL).stat().st_size)
    connection.close()


def test_another_key_is_not_called_damage_and_no_file_is_not_judged(left, tmp_path):
    prove(left, bytes(32))
    prove(tmp_path / "nothing", KEY)


def test_the_nameplate_is_kept_up_and_may_be_lost(left):
    assert read_nameplate(left).station == "DAYUN"
    (left / NAMEPLATE).write_text("x")
    assert values(left)[1] == 60
    assert read_nameplate(left).salt == (left / FILE).read_bytes()[:16].hex()
