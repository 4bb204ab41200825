"""Cases: the journal, the fold in the index, lists from SQL, numbers, erasure."""

import pytest

from registry.actions import GENESIS, Action, Kind, link
from registry.lifecycle import Status
from registry.officers import Role
from station.store.cases import CaseFilter
from station.store.errors import Conflict, NotFound
from station.store.store import Store
from tests.station.store.making import KEY, act, append_recording, person, recording, submitted


def follow(store, kind, author, role, *, case="case-1", **more):
    action = act(kind, author, role, case=case, after=store.cases.get(case).last, **more)
    store.cases.append((action,))
    return action


def test_a_case_comes_back_as_it_was_appended(store):
    first = append_recording(store)
    second = follow(store, Kind.VERIFIED, "hendra", Role.VERIFIER)
    case = store.cases.get("case-1")
    assert case.actions == (first, second)
    assert case.status is Status.VERIFIED
    row = store.cases.row("case-1")
    assert (row.number, row.name, row.resident, row.village) == ("D-2611-0001", person(1).name, "r-1", "14.08.06.2001")
    assert (row.status, row.holder, row.recorder, row.service) == ("verified", "DAYUN", "rina", "ktp-baru")
    assert row.receipted is False
    with pytest.raises(NotFound):
        store.cases.get("case-9")
    with pytest.raises(NotFound):
        store.cases.row("case-9")


def test_the_journal_links_every_own_action_and_survives_a_restart(store):
    assert store.cases.chain_head() == GENESIS
    written = [append_recording(store), follow(store, Kind.VERIFIED, "hendra", Role.VERIFIER)]
    head = GENESIS
    for action in written:
        head = link(head, action.hash)
    folder = store.folder
    store.close()
    again = Store.open(folder, KEY)
    assert again.cases.chain_head() == head
    check = again.cases.verify_journal()
    assert (check.count, check.broken_at) == (2, 0)
    again.close()


def test_the_same_action_twice_is_one_and_another_of_its_id_is_refused(store):
    first = append_recording(store)
    head = store.cases.chain_head()
    store.cases.append((first,))
    assert store.cases.chain_head() == head
    assert store.cases.verify_journal().count == 1
    forged = first.raw.replace(b'"rina"', b'"dewi"')
    with pytest.raises(Conflict):
        store.cases.append((Action.load(forged, first.signature, None, None),))
    assert (store.cases.chain_head(), store.cases.verify_journal().broken_at) == (head, 0)


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE actions SET raw = CAST(replace(CAST(raw AS TEXT), 'hendra', 'murnia') AS BLOB) WHERE row = 2", 2),
        ("UPDATE actions SET head = zeroblob(32) WHERE row = 1", 1),
        ("UPDATE payloads SET payload = CAST(replace(CAST(payload AS TEXT), 'catatan', 'karangan') AS BLOB)", 2),
        ("DELETE FROM actions WHERE row = 3", 3),
        ("UPDATE actions SET own = 0 WHERE row = 2", 2),
        ("UPDATE actions SET row = row + 10 WHERE row = 1", 1),
    ],
)
def test_an_edited_row_breaks_the_chain_where_it_was_edited(store, change, broken_at):
    append_recording(store)
    follow(store, Kind.RETURNED, "hendra", Role.VERIFIER)
    follow(store, Kind.CANCELLED, "rina", Role.OPERATOR)
    with store._cipher.writing() as db:
        db.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        if change.startswith("DELETE"):
            db.exec_driver_sql("DELETE FROM payloads")
        db.exec_driver_sql(change)
    assert store.cases.verify_journal().broken_at == broken_at


def test_erasing_keeps_the_chain_and_the_line_and_takes_the_rest(store):
    found = recording(person(4))
    first = submitted(found)
    store.cases.append((first,), blobs=found.blobs)
    head = store.cases.chain_head()
    store.cases.erase("case-1", [first.header.id], found.submission.blobs())
    kept = store.cases.get("case-1").actions[0]
    assert (kept.payload, kept.salt, kept.hash) == (None, None, first.hash)
    assert not any(store.blobs.has(name) for name in found.blobs)
    assert store.cases.row("case-1").name == person(4).name
    assert (store.cases.chain_head(), store.cases.verify_journal().broken_at) == (head, 0)
    store.cases.append((first,))  # coming again, it brings nothing back
    assert store.cases.get("case-1").actions[0].payload is None


def test_erasing_one_case_leaves_the_captures_of_another(store):
    found = recording(person(4))
    store.cases.append((submitted(found, case="case-1"),), blobs=found.blobs)
    store.cases.append((submitted(found, case="case-2"),))
    store.cases.erase("case-1", (), found.submission.blobs())
    assert {name: store.blobs.get(name) for name in found.blobs} == found.blobs
    store.cases.erase("case-2", (), found.submission.blobs())
    assert not any(store.blobs.has(name) for name in found.blobs)


@pytest.fixture
def many(store):
    for number in range(1, 8):
        append_recording(store, f"case-{number}", person(number), f"D-2611-{number:04d}")
    for number in (1, 2, 3):
        follow(store, Kind.VERIFIED, "hendra", Role.VERIFIER, case=f"case-{number}", at=f"2026-11-25T00:00:0{number}Z")
    follow(store, Kind.RETURNED, "hendra", Role.VERIFIER, case="case-4", at="2026-11-26T00:00:00Z")
    return store.cases


def test_lists_are_filtered_sorted_and_paged_by_the_database(many):
    verified = CaseFilter(statuses=("verified",))
    assert [row.id for row in many.page(verified)] == ["case-3", "case-2", "case-1"]
    assert [row.id for row in many.page(verified, limit=1, offset=1)] == ["case-2"]
    oldest = CaseFilter(statuses=("verified",), oldest_first=True)
    assert [row.id for row in many.page(oldest, limit=2)] == ["case-1", "case-2"]
    assert many.count(verified) == 3
    assert many.counts() == {"verified": 3, "returned": 1, "submitted": 3}
    assert many.counts(CaseFilter(recorder="fajar")) == {}


def test_a_filter_counts_what_it_lists(many):
    expected = (
        (CaseFilter(recorder="rina"), 7),
        (CaseFilter(not_recorder="rina"), 0),
        (CaseFilter(not_recorder="hendra", statuses=("submitted", "returned")), 4),
        (CaseFilter(holder="UPTD-SIAK"), 0),
        (CaseFilter(village="14.08.06"), 7),
        (CaseFilter(village="14.08.07"), 0),
        (CaseFilter(services=("ktp-baru",)), 7),
        (CaseFilter(services=("kia",)), 0),
        (CaseFilter(text="d-2611-0003"), 1),
        (CaseFilter(text="D-2611"), 7),
        (CaseFilter(text="supri"), 1),
        (CaseFilter(text="%"), 0),
        (CaseFilter(text="_"), 0),
        (CaseFilter(unreceipted=True), 7),
    )
    for wanted, number in expected:
        assert (many.count(wanted), len(many.page(wanted))) == (number, number), wanted


def test_an_open_case_of_a_resident_is_found_until_it_ends(store):
    append_recording(store, "case-1", person(1))
    assert store.cases.open_of("r-1", "ktp-baru").id == "case-1"
    assert store.cases.open_of("r-1", "ktp-rusak") is None
    follow(store, Kind.CANCELLED, "rina", Role.OPERATOR)
    assert store.cases.open_of("r-1", "ktp-baru") is None


def test_numbers_are_given_once_also_after_a_restart(store):
    assert [store.cases.next_number("2611") for _ in range(3)] == ["D-2611-0001", "D-2611-0002", "D-2611-0003"]
    folder = store.folder
    store.close()
    again = Store.open(folder, KEY)
    assert again.cases.next_number("2611") == "D-2611-0004"
    assert again.cases.next_number("2612") == "D-2612-0001"
    again.close()


def test_views_are_booked_and_listed(store):
    store.views.note("t1", "rina", "nik", "r-1")
    store.views.note("t2", "hendra", "foto", "r-2")
    assert [(view.officer, view.what) for view in store.views.page()] == [("hendra", "foto"), ("rina", "nik")]
    assert [view.at for view in store.views.page(subject="r-1")] == ["t1"]


def test_marks_of_two_officers_do_not_mix(store):
    store.marks.put("case-1", "hendra", {"name": "cocok"})
    store.marks.put("case-1", "hendra", {"name": "cocok", "kk": "tidak-cocok"})
    store.marks.put("case-1", "murniati", {"name": "tidak-cocok"})
    assert store.marks.get("case-1", "hendra") == {"name": "cocok", "kk": "tidak-cocok"}
    assert store.marks.get("case-1", "murniati") == {"name": "tidak-cocok"}
    assert store.marks.get("case-2", "hendra") == {}
