"""A service that records nobody: berkas, biodata and the applicant's signature, and nothing is asked of a device."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from registry.submission import Paper
from registry.upstream import SiakStatus
from station.compose.progress import progress
from station.desk.checking import submission_of
from station.desk.recording import RecordingDesk
from station.pages.biodata import BiodataPage
from station.pages.checking import CheckPage
from station.pages.review import ReceiptPage, ReviewPage
from station.presenters.counter import Route
from tests.forms.making import ink
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import person, signed_grant

CARDED = replace(person(7), ktp_status=SiakStatus.CARD_ISSUED)


def drafted(place, who=CARDED, service="ktp-hilang"):
    place.store.residents.put([who])
    for handle, role in (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER)):
        place.store.officers.put(*signed_grant(handle, role))
    return RecordingDesk(place.counter().session).begin(who, service, "pernah").case


def handed_in(place, qtbot, tmp_path):
    case = drafted(place)
    page = place.show(ReviewPage(place.window.theme, place.counter(), case))
    place.qtbot.waitUntil(lambda: page._presenter._state is not None)
    page._presenter._desk.put_declaration(case, ink())
    page._presenter.open()
    qtbot.waitUntil(lambda: page.primary is not None and page.primary.enabled)
    page.primary.handler()
    qtbot.waitUntil(lambda: place.went == [Route("resi", case)])
    return case


def test_biodata_goes_on_to_periksa_and_the_rail_has_no_captures(place):
    case = drafted(place)
    page = place.show(BiodataPage(place.window.theme, place.counter(), case))
    assert page.primary.text == "Lanjut: Periksa"
    page.primary.handler()
    assert place.went == [Route("periksa", case)]
    name, below, steps = progress(place.counter().session, case, "biodata")
    assert (name, below.split(" · ")[0]) == (CARDED.name, "KTP-el hilang")
    assert [step.id for step in steps] == ["berkas", "biodata", "periksa", "resi"]


def test_an_unreadable_recording_is_made_again_whatever_is_asked_for(place):
    again = replace(CARDED, ktp_status=SiakStatus.ENROLL_FAILURE_AT_CENTRAL)
    case = drafted(place, again)
    page = place.show(BiodataPage(place.window.theme, place.counter(), case))
    assert page.primary.text == "Lanjut: Foto"
    steps = progress(place.counter().session, case, "biodata")[2]
    assert "sidik-jari" in [step.id for step in steps]


def test_periksa_asks_for_a_signature_only(place, qtbot, tmp_path):
    case = drafted(place)
    page = place.show(ReviewPage(place.window.theme, place.counter(), case))
    assert page.primary.text == "Ajukan"
    assert not page._photo.isVisible()
    assert "tidak direkam lagi" in page._notice.text()
    next(act for act in page.acts if act.key == "Esc").handler()
    assert place.went == [Route("biodata", case)]
    assert lacks_room(place, page) == []


def test_it_is_handed_in_without_captures_and_verified_by_another(place, qtbot, tmp_path):
    case = handed_in(place, qtbot, tmp_path)
    kept = place.store.cases.get(case)
    said = submission_of(kept)
    assert (kept.status, kept.service) == (Status.INCOMPLETE, "ktp-hilang")
    assert (said.fingers, said.photo, said.signature, said.boxes) == ((), "", "", ("KTP-C1",))
    assert said.declaration
    receipt = place.show(ReceiptPage(place.window.theme, place.counter(), case, tmp_path))
    assert "mengerjakannya di SIAK" in receipt._next.text()


def test_the_verifikator_sees_the_form_and_the_signature(place, qtbot, tmp_path):
    case = drafted(place)
    desk = RecordingDesk(place.counter().session)

    desk.put_papers(case, (Paper("kartu-keluarga"), Paper("surat-polisi")))
    desk.put_declaration(case, ink())
    page = place.show(ReviewPage(place.window.theme, place.counter(), case))
    qtbot.waitUntil(lambda: page.primary is not None and page.primary.enabled)
    page.primary.handler()
    qtbot.waitUntil(lambda: bool(place.went))
    assert place.store.cases.get(case).status is Status.SUBMITTED
    check = place.show(CheckPage(place.window.theme, place.counter(Role.VERIFIER, handle="hendra")))
    qtbot.waitUntil(lambda: check._presenter._state.submission is not None)
    for name in check._presenter._state.names:
        check._presenter.mark(name, "cocok")
    qtbot.waitUntil(lambda: check._presenter._state.complete)
    check._presenter.approve()
    qtbot.waitUntil(lambda: place.store.cases.get(case).latest(Kind.VERIFIED) is not None)
    assert place.store.cases.get(case).status is Status.VERIFIED


@pytest.mark.parametrize("service", ["kia", "pindah"])
def test_other_services_of_the_form_have_the_same_short_way(place, service):
    child = replace(person(7), marital=CARDED.marital)
    case = drafted(place, child, service)
    assert [step.id for step in progress(place.counter().session, case, "berkas")[2]] == [
        "berkas", "biodata", "periksa", "resi",
    ]  # fmt: skip
