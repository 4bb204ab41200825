"""A recording that comes back is mended in the same case, signed anew, checked by another and accepted."""

import threading
from dataclasses import replace

import pytest

from registry.actions import Kind
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.checking import MATCHES, CheckingDesk, submission_of
from station.desk.mending import MendingDesk
from station.desk.recording import RecordingDesk, submission_from
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from tests.forms.making import ink
from tests.journeys.children import PASSPHRASE, found_station, newcomer, record, start_centre

OFFICERS = (
    newcomer("rina", "Rina Oktaviani", Role.OPERATOR),
    newcomer("fajar", "Fajar Ramadhan", Role.OPERATOR, Role.VERIFIER),
    newcomer("hendra", "Hendra Saputra", Role.VERIFIER),
)


@pytest.fixture
def place(tmp_path):
    centre = start_centre(tmp_path / "centre", delay_s=3600)
    yield found_station(tmp_path / "kecamatan", centre, "DAYUN", OFFICERS)
    centre.stop()


def a_round(session):
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    try:
        return desk.run(threading.Event())
    finally:
        desk.close()


def recorded(door):
    """A recording by Rina, with the residents the centre gave."""
    rina = door.sign_in("rina", PASSPHRASE)
    while rina.store.residents.count() < 40:
        assert a_round(rina).problem is None
    fit = (hit.resident for hit in rina.store.residents.search("1408", limit=200))
    who = next(r for r in fit if not r.ktp_status.closes_capture and r.age(Clock().now().date()) >= 17)
    return rina, who, record(rina, who)


def test_returned_mended_checked_by_another_and_accepted(place):
    rina, who, case = recorded(place)
    hendra = place.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).mark(case, "name", MATCHES)
    CheckingDesk(hendra).send_back(case, ("mother",), "Nama ibu tidak sama dengan KK.")
    first = submission_of(hendra.store.cases.get(case))

    fajar = place.unlock(hendra, "fajar", PASSPHRASE)
    draft = MendingDesk(fajar).reopen(case)
    assert (draft.case, draft.number, draft.step, draft.declaration) == (case, first.number, "biodata", "")
    assert (draft.returned.by, draft.returned.fields) == ("Hendra Saputra", ("mother",))
    assert draft.returned.reason == "Nama ibu tidak sama dengan KK."
    assert draft.photo.approved_at
    assert draft.fingers_done
    assert draft.matched
    desk = RecordingDesk(fajar)
    desk.put_field(case, "mother", "YUSNIDAR SARI")
    assert MendingDesk(fajar).reopen(case).fields["mother"] == "YUSNIDAR SARI"  # asked twice it is the same draft
    draft = desk.put_declaration(case, ink() + b" ")
    mended = replace(who, mother="YUSNIDAR SARI")
    again = submission_from(draft, mended, boxes=first.boxes, changed=("mother",), missing=())
    desk.submit(draft, again, fajar.store.cases.get(case))
    assert fajar.store.cases.get(case).status is Status.SUBMITTED
    assert fajar.store.drafts.all() == ()

    with pytest.raises(NotAllowed):
        CheckingDesk(fajar).approve(case, {})  # who mended it is an author too
    hendra = place.unlock(fajar, "hendra", PASSPHRASE)
    assert CheckingDesk(hendra).marks(case) == {}  # they judged the first recording
    CheckingDesk(hendra).approve(case, {})
    while hendra.store.side.waiting() or hendra.store.side.unsealed(9):
        report = a_round(hendra)
        assert (report.problem, report.refused) == (None, 0)
    assert hendra.store.problems.count() == 0
    kinds = [action.header.kind for action in hendra.store.cases.get(case).actions]
    assert kinds == [Kind.SUBMITTED, Kind.RETURNED, Kind.SUBMITTED, Kind.VERIFIED]
    assert submission_of(hendra.store.cases.get(case)).resident.mother == "YUSNIDAR SARI"


def test_only_what_came_back_is_opened_again(place):
    rina, _, case = recorded(place)
    with pytest.raises(NotAllowed):
        MendingDesk(rina).reopen(case)
    hendra = place.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).send_back(case, (), "Foto kabur.")
    with pytest.raises(NotAllowed):
        MendingDesk(hendra).reopen(case)
    assert hendra.store.drafts.all() == ()
