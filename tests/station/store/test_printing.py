"""Prints spent in two places, jobs after a cut, and blanks that always add up."""

import shutil

import pytest

from registry.releases import Spending
from registry.stock import Blank, Entry, Move, StockRefused
from station.store import spendlog
from station.store.errors import Conflict, DiskFault, NotFound
from station.store.printing import STAGES, Job
from station.store.spendlog import SpendLog
from station.store.store import FILE, SPENT, Store
from sync.keys import ed25519_check
from tests.station.store.making import KEY, key_of

R1, R2 = "R-2026-000001", "R-2026-000002"
BATCH = "B26-0417"


def reopened(store):
    store.close()
    return Store.open(store.folder, KEY)


# releases ---------------------------------------------------------------------------------------------------------
def test_an_attempt_is_spent_in_both_places_and_a_good_card_ends_it(store):
    assert store.releases.spending(R1) == Spending(0, 0)
    store.releases.begin(R1, "t1")
    store.releases.begin(R1, "t2")
    store.releases.book_good(R1, "t3")
    store.releases.book_good(R1, "t4")
    again = reopened(store)
    assert again.releases.spending(R1) == Spending(2, 1)
    assert again.releases.spending(R2) == Spending(0, 0)
    assert again.releases.reconcile_needed is False
    lines = (again.folder / SPENT).read_bytes().splitlines()
    assert [line.partition(b"\t")[0] for line in lines] == [
        b'{"v":1,"at":"t1","attempt":1,"serial":"R-2026-000001"}',
        b'{"v":1,"at":"t2","attempt":2,"serial":"R-2026-000001"}',
        b'{"v":1,"at":"t3","attempt":2,"good":1,"serial":"R-2026-000001"}',
    ]
    public = bytes.fromhex(key_of("DAYUN").public)
    for line in lines:
        body, _, mark = line.partition(b"\t")
        assert ed25519_check(public, body, bytes.fromhex(mark.decode()))
    again.close()


@pytest.mark.parametrize("serial", [R1, R2])
def test_a_restored_store_knows_fewer_prints_than_the_log_and_stops(store, serial):
    """Also when it knows the release already and lacks only its second attempt."""
    store.releases.begin(R1, "t1")
    folder, saved = store.folder, store.folder.parent / "backup.db"
    store.close()
    shutil.copy(folder / FILE, saved)
    store = Store.open(folder, KEY)
    store.releases.begin(serial, "t2")
    assert store.releases.reconcile_needed is False
    store.close()
    shutil.copy(saved, folder / FILE)
    restored = Store.open(folder, KEY)
    assert restored.releases.reconcile_needed is True
    assert restored.releases.spending(serial).begun == (2 if serial == R1 else 1)  # still the higher of both
    restored.releases.reconcile("t3")
    assert restored.releases.reconcile_needed is False
    assert restored.releases.spending(serial).begun == (2 if serial == R1 else 1)
    restored.close()


@pytest.mark.parametrize("cut", [0, 1])
def test_a_log_that_lost_lines_or_is_gone_stops_printing_too(store, cut):
    for at in ("t1", "t2"):
        store.releases.begin(R1, at)
    log = store.folder / SPENT
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:cut])) if cut else log.unlink()
    assert store.releases.reconcile_needed is True
    assert store.releases.spending(R1).begun == 2
    store.releases.reconcile("t3")
    again = reopened(store)
    assert again.releases.reconcile_needed is False
    assert again.releases.spending(R1).begun == 2
    again.close()


@pytest.mark.parametrize("cut_at", ["intended", "log", "begun"])
def test_a_cut_while_spending_needs_no_centre_and_counts_as_spent_once_logged(store, monkeypatch, cut_at):
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    real = store.releases._note
    if cut_at == "intended":
        monkeypatch.setattr(store.releases, "_note", cut)
    elif cut_at == "log":
        monkeypatch.setattr(SpendLog, "add", cut)
    else:
        monkeypatch.setattr(store.releases, "_note", lambda s, **v: cut() if "begun" in v else real(s, **v))
    with pytest.raises(KeyboardInterrupt):
        store.releases.begin(R1, "t1")
    monkeypatch.undo()
    again = reopened(store)
    assert again.releases.reconcile_needed is False
    assert again.releases.spending(R1).begun == (1 if cut_at == "begun" else 0)
    again.releases.begin(R1, "t2")
    assert again.releases.spending(R1).begun == (2 if cut_at == "begun" else 1)
    assert again.releases.reconcile_needed is False
    again.close()


def test_a_torn_line_is_no_line_and_does_not_swallow_the_next(store):
    store.releases.begin(R1, "t1")
    log = store.folder / SPENT
    whole = log.read_bytes()
    log.write_bytes(whole + whole[: len(whole) // 2])
    store.releases.begin(R2, "t2")
    again = reopened(store)
    assert (again.releases.spending(R1).begun, again.releases.spending(R2).begun) == (1, 1)
    assert again.releases.reconcile_needed is False
    again.close()


def test_the_name_of_the_log_is_made_durable_once_also_when_it_is_there_already(store, monkeypatch):
    synced = []
    monkeypatch.setattr(spendlog, "sync_folder", synced.append)
    store.releases.begin(R1, "t1")
    store.releases.begin(R1, "t2")
    assert synced == [store.folder]
    again = reopened(store)  # as after a kill between the first line and that sync
    again.releases.begin(R1, "t3")
    assert synced == [store.folder, store.folder]
    again.close()


def test_a_line_not_signed_by_this_station_counts_nothing(store):
    store.releases.begin(R1, "t1")
    log = store.folder / SPENT
    line = log.read_bytes()
    log.write_bytes(line + line.replace(R1.encode(), R2.encode()) + b"\xff\xfe\t00\n\n")
    again = reopened(store)
    assert again.releases.spending(R2).begun == 0
    assert again.releases.reconcile_needed is False
    again.close()


def test_a_log_that_cannot_be_written_stops_the_print(store):
    (store.folder / SPENT).mkdir()
    with pytest.raises(DiskFault):
        store.releases.begin(R1, "t1")


# jobs -----------------------------------------------------------------------------------------------------------------
def job(name="j-1", stage="queued", **more):
    values = {"printer_job": 0, "counter_before": -1, "counter_after": -1, "outcome": "", "at": f"t-{name}"} | more
    return Job(name, "case-1", R1, "B26-0417 / 00162", "loket", stage, **values)


def test_jobs_move_forward_and_are_open_until_booked(store):
    for stage in STAGES[:-1]:
        store.jobs.put(job(stage=stage, counter_before=17, printer_job=4))
    store.jobs.put(job("j-2"))
    again = reopened(store)
    assert again.jobs.get("j-1") == job(stage="checked", counter_before=17, printer_job=4)
    assert [found.id for found in again.jobs.open()] == ["j-1", "j-2"]
    again.jobs.put(job(stage="booked", counter_before=17, counter_after=18, outcome="good"))
    assert [found.id for found in again.jobs.open()] == ["j-2"]
    assert [found.id for found in again.jobs.of_case("case-1")] == ["j-1", "j-2"]
    with pytest.raises(Conflict, match="booked -> sent"):
        again.jobs.put(job(stage="sent"))
    with pytest.raises(Conflict):
        again.jobs.put(job(stage="melted"))
    again.jobs.put(job(stage="booked", outcome="gagal-encode"))  # the chip failed later
    assert again.jobs.get("j-1").outcome == "gagal-encode"
    with pytest.raises(NotFound):
        again.jobs.get("j-9")
    again.close()


# blanks ---------------------------------------------------------------------------------------------------------------
def entry(name, move, label=1, count=1, case="case-1"):
    return Entry(name, move, Blank(BATCH, label), count, case, "BAST-7", "yulianti", "t")


def test_the_ledger_adds_up_and_proposes_the_lowest_label(store):
    blanks = store.blanks
    assert blanks.next_blank() is None
    blanks.add(entry("e1", Move.RECEIVED, 1, 5, ""))
    for name, move, label in (
        ("e2", Move.TAKEN, 1),
        ("e3", Move.GOOD, 1),
        ("e4", Move.TAKEN, 2),
        ("e5", Move.SPOILED, 2),
        ("e6", Move.TAKEN, 3),
        ("e7", Move.PUT_BACK, 3),
        ("e8", Move.TAKEN, 4),
    ):
        blanks.add(entry(name, move, label))
    balance = reopened(store).blanks.balance()
    assert (balance.received, balance.good, balance.spoiled, balance.on_desk, balance.on_hand) == (5, 1, 1, 1, 2)
    again = Store.open(store.folder, KEY)
    assert again.blanks.next_blank() == Blank(BATCH, 3)
    assert [line.id for line in again.blanks.of_case("case-1")] == ["e2", "e3", "e4", "e5", "e6", "e7", "e8"]
    again.close()


def test_what_may_not_follow_is_refused_and_not_booked(store):
    blanks = store.blanks
    blanks.add(entry("e1", Move.RECEIVED, 1, 5, ""))
    blanks.add(entry("e2", Move.TAKEN, 1))
    refusals = [
        (entry("x1", Move.TAKEN, 1, case="case-2"), "already-bound"),
        (entry("x2", Move.TAKEN, 9), "not-on-hand"),
        (entry("x3", Move.GOOD, 1, case="case-2"), "not-bound"),
        (entry("x4", Move.RECEIVED, 5, 3, ""), "overlap"),
    ]
    for line, code in refusals:
        with pytest.raises(StockRefused) as refused:
            blanks.add(line)
        assert refused.value.code == code
    with pytest.raises(Conflict):
        blanks.add(entry("e2", Move.GOOD, 1))
    assert [line.id for line in blanks.entries()] == ["e1", "e2"]
