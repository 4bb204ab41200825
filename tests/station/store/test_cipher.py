"""The file: encrypted, told apart when wrong, durable, and used from several lanes."""

import subprocess
import threading

import pytest
from sqlalchemy import insert

from registry.actions import Kind
from registry.officers import Role
from station.store.audit import View, add_view
from station.store.cipher import Cipher, damaged_pages
from station.store.errors import (
    Conflict,
    NotFound,
    StoreClosed,
    StoreDamaged,
    StoreFull,
    StoreLocked,
    StoreNewer,
)
from station.store.schema import residents
from station.store.store import FILE, Store
from tests.station.store.making import KEY, act, identity, person, recording, store_in, submitted


def test_no_file_of_the_folder_shows_a_name_or_a_number(tmp_path):
    store = store_in(tmp_path)
    who = person(7)
    store.residents.put([who])
    store.drafts.start("case-1", "ktp-baru", who.id, "rina", "D-2611-0001", "t")
    store.drafts.put("case-1", "field.name", {"text": who.name}, {}, "t")
    found = recording(who)
    store.cases.append((submitted(found),), blobs=found.blobs, drop_draft="case-1")
    store.releases.begin("R-2026-000001", "t")
    words = [who.name.encode(), str(who.nik).encode(), str(who.kk).encode(), b"SQLite format 3", b"wsq 2 of"]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {FILE, f"{FILE}-wal"}  # open, so the write-ahead log is looked at too
    for file in files:
        assert [word for word in words if word in file.read_bytes()] == [], file
    store.close()
    assert (tmp_path / FILE).read_bytes()[:15] != b"SQLite format 3"


@pytest.mark.tools
def test_the_sqlite_program_finds_no_database(store):
    try:
        done = subprocess.run(["sqlite3", store.folder / FILE, ".tables"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("sqlite3 is not installed")
    assert "not a database" in done.stderr


def test_a_wrong_key_and_a_damaged_file_are_told_apart(tmp_path):
    store = store_in(tmp_path)
    store.residents.put([person(number) for number in range(50)])
    store.close()
    path = tmp_path / FILE
    whole = path.read_bytes()
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, bytes(32))
    path.write_bytes(_flipped(whole, 100))  # in the first page
    assert damaged_pages(path, KEY) == ("HMAC verification failed for page 1",)
    with pytest.raises(StoreDamaged):
        _read_all(tmp_path)
    later = whole
    for place in range(4096, len(whole), 4096):
        later = _flipped(later, place)
    path.write_bytes(later)
    assert len(damaged_pages(path, KEY)) == len(whole) // 4096 - 1
    with pytest.raises(StoreDamaged):
        _read_all(tmp_path)
    path.write_bytes(whole[:100])
    with pytest.raises(StoreDamaged):
        _read_all(tmp_path)
    path.write_bytes(whole)
    assert _read_all(tmp_path) == 50


def test_an_emptied_or_missing_file_is_never_replaced_by_a_new_one(tmp_path):
    with pytest.raises(NotFound):
        Store.open(tmp_path, KEY)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / FILE).touch()
    with pytest.raises(StoreDamaged):
        Store.open(tmp_path, KEY)


def test_a_store_is_made_whole_and_once(tmp_path):
    (tmp_path / f"{FILE}.part").write_bytes(b"left by a cut")
    store = store_in(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir() if "part" in file.name) == []
    assert Store.open(tmp_path, KEY).identity == store.identity
    with pytest.raises(Conflict):
        Store.create(tmp_path, KEY, identity())
    store.close()


def test_a_file_of_a_newer_loket_is_refused(tmp_path):
    store_in(tmp_path).close()
    cipher = Cipher.open(tmp_path / FILE, KEY)
    with cipher.writing() as db:
        db.exec_driver_sql("PRAGMA user_version = 99")
    cipher.close()
    with pytest.raises(StoreNewer, match="99"):
        Store.open(tmp_path, KEY)


def test_the_file_is_written_as_the_promise_needs(store):
    with store._cipher.reading() as db:
        said = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 0}


def test_a_full_disk_keeps_nothing_and_goes_on_when_there_is_room(store):
    store.drafts.start("case-1", "ktp-baru", "r-1", "rina", "D-2611-0001", "t0")
    with store._cipher.reading() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
    found = recording()
    big = {"papers": "x" * 40_000}
    with pytest.raises(StoreFull):
        store.drafts.put("case-1", "papers", big, found.blobs, "t1")
    assert store.drafts.parts("case-1") == {}
    assert store.drafts.get("case-1").touched_at == "t0"
    assert not any(store.blobs.has(name) for name in found.blobs)
    with store._cipher.reading() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1000000")
    store.drafts.put("case-1", "papers", big, found.blobs, "t2")
    assert store.drafts.parts("case-1") == {"papers": big}
    assert all(store.blobs.get(name) == data for name, data in found.blobs.items())


def test_two_lanes_read_and_write_at_once(store):
    store.drafts.start("case-1", "ktp-baru", "r-1", "rina", "D-2611-0001", "t")
    faults: list[BaseException] = []

    def residents() -> None:
        for start in range(0, 200, 10):
            store.residents.put([person(number) for number in range(start, start + 10)])

    def fields() -> None:
        for number in range(60):
            store.drafts.put("case-1", f"field.{number}", {"text": str(number)}, {}, "t")
            store.residents.search("siti", limit=5)

    lanes = [threading.Thread(target=_noting(faults, work)) for work in (residents, fields)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert faults == []
    assert store.residents.count() == 200
    assert len(store.drafts.parts("case-1")) == 60


def test_closing_waits_for_the_other_lane_and_then_refuses(store):
    inside, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def writing() -> None:
        with store._cipher.writing() as db:
            inside.set()
            go_on.wait(10)
            add_view(db, View("t", "rina", "nik", "r-1"), None)
        done.append("written")

    lane = threading.Thread(target=writing)
    lane.start()
    inside.wait(10)
    closing = threading.Thread(target=lambda: (store.close(), done.append("closed")))
    closing.start()
    while not store._cipher._closed:
        closing.join(0.001)
    assert closing.is_alive()
    go_on.set()
    lane.join()
    closing.join()
    assert done == ["written", "closed"]
    with pytest.raises(StoreClosed):
        store.residents.count()
    left = sorted(file.name for file in store.folder.iterdir())
    assert left == [FILE, "station.id"]  # checkpointed: no connection was left open
    again = Store.open(store.folder, KEY)
    assert [view.officer for view in again.views.page()] == ["rina"]
    again.close()


def test_errors_of_the_database_name_no_resident(store):
    who = person(3)
    row = {"id": who.id, "nik": str(who.nik), "kk": "", "name": who.name, "birth_date": "", "record": ""}
    with pytest.raises(Conflict) as caught, store._cipher.writing() as db:
        db.execute(insert(residents), [row, row])
    shown = f"{caught.value!r} {caught.value.__cause__}"
    assert "residents" in shown
    assert who.name not in shown
    assert str(who.nik) not in shown


@pytest.mark.parametrize("way", ["append", "erase", "blobs", "drop"])
def test_what_is_erased_is_not_left_in_the_write_ahead_log(store, way):
    found = recording()
    first = submitted(found)
    log = store.folder / f"{FILE}-wal"
    if way == "drop":
        store.drafts.start("case-2", "ktp-baru", "r-1", "rina", "D-2611-0001", "t0")
        store.drafts.put("case-2", "photo", {}, found.blobs, "t1")
    else:
        store.cases.append((first,), blobs=found.blobs)
    assert log.stat().st_size > 0
    if way == "append":
        cancelled = act(Kind.CANCELLED, "rina", Role.OPERATOR, after=first.header.id)
        store.cases.append((cancelled,), erase=found.blobs)
    elif way == "erase":
        store.cases.erase("case-1", [first.header.id], found.blobs)
    elif way == "blobs":
        store.blobs.erase(found.blobs)
    else:
        store.drafts.drop("case-2")
    assert not any(store.blobs.has(name) for name in found.blobs)
    assert log.stat().st_size == 0


def _read_all(folder):
    store = Store.open(folder, KEY)
    try:
        return len(store.residents.search("1408", limit=1000))
    finally:
        store.close()


def _flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _noting(faults, work):
    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - looked at by the test
            faults.append(error)

    return run
