"""Drafts: every part durable, and captures that live as long as something needs them."""

import hashlib

import pytest

from registry.actions import Kind
from registry.officers import Role
from station.store.errors import Conflict, NotFound
from station.store.store import Store
from tests.station.store.making import KEY, act, person, recording, submitted


def name_of(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def draft(store):
    store.residents.put([person(1)])
    store.drafts.start("case-1", "ktp-baru", "r-1", "rina", "D-2611-0001", "t0")
    return store.drafts


def test_parts_come_back_as_they_were_put_after_a_restart(store, draft):
    draft.put("case-1", "field.name", {"text": "SUHAILA"}, {}, "t1")
    draft.put("case-1", "field.name", {"text": "SUHAILA MARDIANI"}, {}, "t2")
    draft.put("case-1", "photo", {"takes": ["a"], "chosen": "a"}, {}, "t3")
    folder = store.folder
    store.close()
    again = Store.open(folder, KEY)
    row = again.drafts.get("case-1")
    assert (row.number, row.service, row.officer, row.touched_at, row.name) == (
        "D-2611-0001",
        "ktp-baru",
        "rina",
        "t3",
        person(1).name,
    )
    assert again.drafts.parts("case-1") == {
        "field.name": {"text": "SUHAILA MARDIANI"},
        "photo": {"takes": ["a"], "chosen": "a"},
    }
    again.close()


def test_drafts_are_found_by_officer_and_by_resident(store, draft):
    draft.start("case-2", "ktp-rusak", "r-2", "fajar", "D-2611-0002", "t5")
    assert [row.case for row in draft.all()] == ["case-2", "case-1"]
    assert [row.case for row in draft.of_officer("rina")] == ["case-1"]
    assert draft.of_resident("r-2", "ktp-rusak").case == "case-2"
    assert draft.of_resident("r-2", "ktp-baru") is None


def test_a_part_of_no_draft_is_refused(store, draft):
    with pytest.raises(NotFound):
        draft.put("case-9", "photo", {"takes": []}, {name_of(b"x"): b"x"}, "t")
    assert not store.blobs.has(name_of(b"x"))


def test_a_capture_under_another_name_is_refused_and_the_part_is_not_kept(store, draft):
    with pytest.raises(Conflict):
        draft.put("case-1", "photo", {"takes": []}, {name_of(b"x"): b"y"}, "t")
    assert draft.parts("case-1") == {}


def test_several_takes_of_a_photo_stay_while_the_draft_lives(store, draft):
    for take in (b"first", b"second"):
        draft.put("case-1", "photo", {"chosen": name_of(take)}, {name_of(take): take}, "t")
    assert store.blobs.get(name_of(b"first")) == b"first"
    assert store.blobs.get(name_of(b"second")) == b"second"


def test_a_dropped_part_and_a_dropped_draft_take_their_captures_along(store, draft):
    draft.put("case-1", "finger.7", {"image": "x"}, {name_of(b"seven"): b"seven"}, "t")
    draft.put("case-1", "photo", {"takes": []}, {name_of(b"photo"): b"photo"}, "t")
    draft.start("case-2", "ktp-baru", "r-2", "rina", "D-2611-0002", "t")
    draft.put("case-2", "photo", {"takes": []}, {name_of(b"photo"): b"photo"}, "t")
    draft.drop_part("case-1", "finger.7")
    assert not store.blobs.has(name_of(b"seven"))
    draft.drop("case-1")
    assert store.blobs.has(name_of(b"photo"))  # the other draft has the same one
    draft.drop("case-2")
    assert not store.blobs.has(name_of(b"photo"))
    with pytest.raises(NotFound):
        draft.get("case-1")


def test_submitting_keeps_what_the_recording_names_and_nothing_else(store, draft):
    found = recording(person(1))
    draft.put("case-1", "photo", {"takes": []}, {**found.blobs, name_of(b"unused take"): b"unused take"}, "t")
    action = submitted(found)
    store.cases.append((action,), drop_draft="case-1")
    assert {name: store.blobs.get(name) for name in found.blobs} == found.blobs
    assert not store.blobs.has(name_of(b"unused take"))
    assert draft.all() == ()
    assert draft.parts("case-1") == {}


def test_a_recording_whose_captures_are_not_here_is_refused_whole(store, draft):
    found = recording(person(1))
    missing, *rest = sorted(found.blobs)
    draft.put("case-1", "photo", {"takes": []}, {name: found.blobs[name] for name in rest}, "t")
    head = store.cases.chain_head()
    with pytest.raises(NotFound, match=missing):
        store.cases.append((submitted(found),), drop_draft="case-1")
    assert store.cases.chain_head() == head
    assert draft.get("case-1").case == "case-1"
    assert all(store.blobs.has(name) for name in rest)


def test_erasing_comes_with_the_act_that_says_so(store, draft):
    found = recording(person(1))
    store.cases.append((submitted(found),), blobs=found.blobs)
    gone = {found.submission.photo, found.submission.signature}
    act_ = act(Kind.CANCELLED, "rina", Role.OPERATOR, after=store.cases.get("case-1").last)
    store.cases.append((act_,), erase=gone)
    assert [name for name in found.blobs if not store.blobs.has(name)] == [n for n in found.blobs if n in gone]
