"""A case that came back: from Beranda and Riwayat to the page where it is mended, which says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.actions import Kind
from registry.canonical import canonical
from registry.officers import Role
from registry.upstream import SiakStatus
from station.desk.mending import MendingDesk
from station.pages.biodata import MARKED, BiodataPage
from station.pages.cases import HistoryPage
from station.pages.home import HomePage
from station.pages.services import ServicesPage
from station.presenters.counter import Route
from tests.station.store.making import act, person, recording, signed_grant, submitted

CASE = "case-7"


@pytest.fixture
def returned(place):
    """Recorded by Rina, sent back by Hendra."""
    who = replace(person(7), mother="YUSNIDAR", ktp_status=SiakStatus.UNREGISTERED)
    found = recording(who)
    place.store.residents.put([who])
    for handle, role in (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER)):
        place.store.officers.put(*signed_grant(handle, role))
    first = submitted(found, case=CASE)
    place.store.cases.append((first,), blobs=found.blobs)
    body = canonical({"v": 1, "fields": ["mother"], "reason": "Nama ibu tidak sama dengan KK."})
    back = act(Kind.RETURNED, "hendra", Role.VERIFIER, case=CASE, after=first.header.id, payload=body)
    place.store.cases.append((back,))
    return place


def test_enter_on_beranda_opens_it(returned, qtbot):
    page = returned.show(HomePage(returned.window.theme, returned.counter()))
    qtbot.waitUntil(lambda: page._lines.ids() == [CASE])
    qtbot.keyClick(page._lines, "\r")
    assert returned.went == [Route("perbaiki", CASE)]


def test_the_applicant_found_at_the_counter_leads_to_it(returned, qtbot):
    page = returned.show(ServicesPage(returned.window.theme, returned.counter(), "r-7"))
    qtbot.waitUntil(lambda: page._state.open is not None)
    page.primary.handler()
    assert returned.went == [Route("perbaiki", CASE)]


@pytest.mark.parametrize(("role", "offered"), [(Role.OPERATOR, True), (Role.VERIFIER, False)])
def test_riwayat_offers_it_to_an_operator(returned, role, offered):
    page = returned.show(HistoryPage(returned.window.theme, returned.counter(role, handle="hendra"), CASE))
    assert ("Perbaiki" in [act.text for act in page.acts]) is offered
    if offered:
        page.primary.handler()
        assert returned.went == [Route("perbaiki", CASE)]


def test_the_form_says_why_and_marks_the_field(returned):
    counter = returned.counter()
    assert MendingDesk(counter.session).reopen(CASE).returned.reason
    page = returned.show(BiodataPage(returned.window.theme, counter, CASE))
    assert page._banner.words.startswith("Dikembalikan Hendra,")
    assert "Nama ibu tidak sama dengan KK." in page._banner.words
    assert MARKED in page.fields["mother"].reason
    assert not page.fields["mother"].wrong
    assert MARKED not in page.fields["father"].reason
    assert page.primary.enabled
