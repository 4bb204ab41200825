"""What a reopened recording holds, who may open it, and what the declaration stands under."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.actions import Kind
from registry.canonical import canonical
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.officers import Role
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source
from station.desk.delivering import DeliveryDesk
from station.desk.mending import MendingDesk
from station.desk.recording import RecordingDesk, submission_from
from station.desk.session import Clock, Officer, Session
from station.presenters.history import returned_words
from station.store.errors import NotFound
from sync.keys import CENTRE
from tests.forms.making import ink
from tests.station.store.making import act, append_recording, key_of, person, recording, signed_grant, store_in

CASE = "case-1"
ROLES = {"rina": Role.OPERATOR, "hendra": Role.VERIFIER, "yulianti": Role.PRINTING}


@pytest.fixture
def store(tmp_path):
    found = store_in(tmp_path / "kecamatan")
    found.residents.put([person(1)])
    for handle, role in ROLES.items():
        found.officers.put(*signed_grant(handle, role))
    yield found
    found.close()


def session(store, handle="rina", *roles, station="DAYUN"):
    officer = Officer(handle, handle.title(), frozenset(roles or (ROLES[handle],)))
    return Session(officer, station, key_of(handle), store, Clock(), Uuid7Source())


def follow(store, *acts):
    """Acts after what stands in the case: kind, author, role, and what else."""
    for kind, author, role, more in acts:
        last = store.cases.get(CASE).last
        station = CENTRE if role is Role.CENTRE else "DAYUN"
        store.cases.append((act(kind, author, role, after=last, station=station, **more),))


def send_back(store):
    body = canonical({"v": 1, "fields": ["mother", "finger.7"], "reason": "Nama ibu lain."})
    follow(store, (Kind.RETURNED, "hendra", Role.VERIFIER, {"payload": body}))


def not_readable(store):
    answer = {"variant": SiakStatus.ENROLL_FAILURE_AT_CENTRAL}
    follow(store, (Kind.VERIFIED, "hendra", Role.VERIFIER, {}), (Kind.UPSTREAM_ANSWERED, CENTRE, Role.CENTRE, answer))


def hand_in_incomplete(store):
    found = recording(person(1))
    said = replace(found.submission, missing=("akta-kelahiran",))
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="incomplete", payload=said.to_bytes())
    store.cases.append((first,), blobs=found.blobs)


def test_a_returned_one_comes_with_everything_but_the_declaration(store):
    append_recording(store)
    send_back(store)
    said = recording(person(1)).submission
    draft = MendingDesk(session(store)).reopen(CASE)
    assert (draft.papers, draft.signature, draft.iris_reason) == (said.papers, said.signature, said.iris_reason)
    assert (draft.photo.chosen, draft.photo.approved_at) == (said.photo, said.photo_approved_at)
    assert set(draft.fingers.values()) == set(said.fingers)
    assert draft.matches == {2: 120, 7: 130}
    assert draft.declaration == ""
    words = returned_words(draft.returned)
    assert words.title.startswith("Dikembalikan Hendra, ")
    assert words.text == "Nama ibu lain."


def test_a_case_that_lacks_papers_says_which(store):
    hand_in_incomplete(store)
    draft = MendingDesk(session(store)).reopen(CASE)
    assert draft.step == "berkas"
    assert "Kutipan akta kelahiran" in returned_words(draft.returned).text


def test_what_siak_could_not_read_comes_without_captures(store):
    append_recording(store)
    not_readable(store)
    draft = MendingDesk(session(store)).reopen(CASE)
    assert (draft.photo.takes, draft.signature, draft.fingers, draft.matches) == ((), "", {}, {})
    assert draft.papers
    words = returned_words(draft.returned)
    assert words.title.startswith("Perlu rekam ulang")
    assert "ENROLL_FAILURE_AT_CENTRAL" in words.text


def test_captures_that_are_not_here_are_recorded_again(store):
    append_recording(store)
    send_back(store)
    said = recording(person(1)).submission
    gone = next(finger for finger in said.fingers if finger.position == 7)
    store.blobs.erase({gone.image, said.photo, said.papers[0].pages[0]})
    draft = MendingDesk(session(store)).reopen(CASE)
    assert set(draft.fingers) == {finger.position for finger in said.fingers} - {7}
    assert set(draft.matches) == {2}
    assert draft.photo.takes == ()
    assert [(paper.kind, paper.pages) for paper in draft.papers] == [("kk", ())]


def test_without_the_applicant_in_the_register_nothing_is_opened(store):
    append_recording(store, who=person(2))
    send_back(store)
    with pytest.raises(NotFound):
        MendingDesk(session(store)).reopen(CASE)
    assert store.drafts.all() == ()


@pytest.mark.parametrize(
    ("stage", "handle", "station", "may"),
    [
        (send_back, "rina", "DAYUN", True),
        (not_readable, "rina", "DAYUN", True),
        (send_back, "yulianti", "DAYUN", True),
        (send_back, "hendra", "DAYUN", False),
        (send_back, "rina", "UPTD-SIAK", False),
        (lambda _store: None, "rina", "DAYUN", False),
    ],
)
def test_the_list_offers_what_the_table_allows(store, stage, handle, station, may):
    append_recording(store)
    stage(store)
    desk = MendingDesk(session(store, handle, station=station))
    assert desk.may(store.cases.row(CASE)) is may
    if not may:
        with pytest.raises(NotAllowed):
            desk.reopen(CASE)


def test_a_change_after_the_declaration_takes_it_out(store):
    append_recording(store)
    send_back(store)
    desk = RecordingDesk(session(store))
    MendingDesk(session(store)).reopen(CASE)
    desk.put_field(CASE, "mother", "YUSNIDAR SARI")
    assert desk.put_declaration(CASE, ink()).declaration
    assert desk.at_step(CASE, "biodata").declaration
    assert desk.put_field(CASE, "mother", "YUSNIDAR SARI").declaration  # left as it was
    assert desk.put_field(CASE, "mother", "YUSNIDAR").declaration == ""
    desk.put_declaration(CASE, ink())
    assert desk.drop_finger(CASE, 7).declaration == ""


def test_a_hand_over_erases_the_captures_of_every_recording(store):
    append_recording(store)
    send_back(store)
    first = recording(person(1)).submission.blobs()
    desk = RecordingDesk(session(store))
    MendingDesk(session(store)).reopen(CASE)
    desk.put_signature(CASE, ink())
    draft = desk.put_declaration(CASE, ink() + b" ")
    again = submission_from(draft, person(1), boxes=(), changed=(), missing=())
    desk.submit(draft, again, store.cases.get(CASE))
    assert first - again.blobs()
    follow(
        store,
        (Kind.VERIFIED, "hendra", Role.VERIFIER, {}),
        (Kind.UPSTREAM_ANSWERED, CENTRE, Role.CENTRE, {"variant": SiakStatus.PRINT_READY_RECORD}),
        (Kind.RELEASED, CENTRE, Role.CENTRE, {}),
        (Kind.PRINT_APPROVED, "hendra", Role.VERIFIER, {}),
        (Kind.PRINT_STARTED, "yulianti", Role.PRINTING, {"variant": "loket"}),
        (Kind.PRINT_BOOKED, "yulianti", Role.PRINTING, {"variant": "good"}),
        (Kind.CHIP_VERIFIED, "yulianti", Role.PRINTING, {}),
    )
    DeliveryDesk(session(store)).hand_over(CASE, "finger", {})
    assert store.cases.get(CASE).status is Status.HANDED_OVER
    assert [name for name in first | again.blobs() if store.blobs.has(name)] == []
