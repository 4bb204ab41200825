"""Layanan by keys: the services as data, the question before a KTP-el, what is open already, and a durable start."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registry.changes import Split
from registry.rules import check_service
from registry.services import IN_GROUPS, SERVICES, Group, service
from registry.upstream import SiakStatus
from station.desk.recording import CaseOpen, RecordingDesk
from station.pages.services import ServicesPage
from station.presenters.choosing import BEFORE, NEVER, UNSURE
from station.presenters.counter import Route
from station.presenters.service_words import facts_of
from station.store.errors import StoreFull
from station.widgets.lists import Line
from station.work import on
from tests.registry.families import DAUGHTER, FATHER, TODAY
from tests.station.pages.families import drafted, press
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import append_recording, person

CTRL = Qt.KeyboardModifier.ControlModifier
FRESH = replace(person(3000), ktp_status=SiakStatus.UNREGISTERED)
CARDED = replace(
    person(3001), ktp_status=SiakStatus.BIO_CAPTURED, ktp_status_on=date(2025, 5, 4), ktp_status_place="Kerinci Kanan"
)
SHOTS = os.environ.get("LOKET_SHOTS", "")


def open_page(place, who=FRESH):
    place.store.residents.put([who])
    page = place.show(ServicesPage(place.window.theme, place.counter(), who.id))
    place.qtbot.waitUntil(lambda: page._state.resident is not None)
    return page


def ids(page):
    return [page.list.model().index(n, 0).data(Qt.ItemDataRole.UserRole).id for n in range(len(page._state.shown))]


def line_of(page, name) -> Line:
    return page.list.model().index(ids(page).index(name), 0).data(Qt.ItemDataRole.UserRole)


def shot(place, name):
    for size in ((1280, 800), (1024, 560)) if SHOTS else ():
        place.window.resize(*size)
        place.qtbot.wait(120)
        place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


async def after_it(done):
    """The store's lane is in order: what was asked before this is done when it comes back."""
    await on("store", lambda: None)
    await on("store", lambda: None)
    done.append(True)


def test_all_services_stand_there_by_group(place):
    page = open_page(place)
    assert set(ids(page)) == {each.id for each in SERVICES}
    groups = [service(name).group for name in ids(page)]
    assert list(dict.fromkeys(groups)) == list(Group)
    assert groups == sorted(groups, key=list(Group).index)
    assert page.list.hasFocus()
    shot(place, "layanan")


def test_by_keys_from_the_list_to_a_case_that_is_durable(place, qtbot):
    page = open_page(place)
    assert not page.primary.enabled
    press(place, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.answers[NEVER]
    press(place, Qt.Key.Key_Space)
    assert page.primary.enabled
    shot(place, "layanan-belum")
    press(place, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(place.went))
    draft = place.store.drafts.of_resident(FRESH.id, "ktp-baru")
    assert place.went == [Route("berkas", draft.case)]
    assert place.store.drafts.parts(draft.case)["opened"]["answer"] == NEVER


@pytest.mark.parametrize(("answer", "opens"), [(NEVER, True), (BEFORE, False), (UNSURE, False)])
def test_only_never_recorded_opens_a_recording(place, qtbot, answer, opens):
    page = open_page(place)
    page.answers[answer].click()
    page._presenter.choose("ktp-baru")
    assert page.primary.enabled is opens
    page.primary.handler()
    place.tasks.start(after_it(done := []))
    qtbot.waitUntil(lambda: bool(done))
    assert bool(place.went) is opens


def test_recorded_before_leads_to_hilang_and_says_what_else_there_is(place, qtbot):
    page = open_page(place, replace(CARDED, ktp_status=SiakStatus.CARD_ISSUED))
    page.answers[BEFORE].click()
    assert page._state.chosen == "ktp-hilang"
    assert "hilang, rusak, perubahan atau pindah" in page._banner.words
    assert page.primary.text == "Mulai permohonan"
    press(place, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(place.went))
    assert place.store.drafts.of_resident(CARDED.id, "ktp-hilang").case == place.went[0].subject


def test_unsure_says_how_to_find_out(place):
    page = open_page(place)
    page.answers[UNSURE].click()
    assert "Periksa satu telunjuk terhadap data di sini, lalu tanya Pusat." in page._banner.words


def test_who_was_recorded_is_told_when_and_where(place):
    page = open_page(place, CARDED)
    assert page._banner.words == (
        "KTP-el baru tidak dapat dibuka. Sudah direkam 4 Mei 2025 di Kerinci Kanan (BIO_CAPTURED). Perekaman penuh "
        "ditutup. Lacak status, atau ajukan hilang, rusak atau perubahan."
    )
    page.answers[NEVER].click()
    assert not page.primary.enabled
    assert page._banner.isVisible()
    assert line_of(page, "ktp-baru").chip[0] == "Tidak bisa"
    shot(place, "layanan-m20")
    assert lacks_room(place, page) == []


def test_an_old_status_is_told_to_be_old(place):
    old = replace(FRESH, ktp_status_on=date.today() - timedelta(days=8))
    page = open_page(place, old)
    assert page._according.text().startswith("▲ Menurut data SIAK ")
    assert page._according.text().endswith("(UNREGISTERED). Sudah lebih dari 7 hari; tanyakan lagi.")
    page = open_page(place, replace(old, ktp_status_on=date.today()))
    assert page._according.text().endswith("(UNREGISTERED).")


@pytest.mark.parametrize(
    ("age", "service_id", "words"),
    [
        (15, "ktp-baru", "Belum 16 tahun (umur 15). KIA atau biodata masih bisa."),
        (16, "ktp-baru", "Direkam sekarang, dicetak mulai"),
        (20, "kia", "Sudah 17 tahun atau pernah kawin (umur 20). Buka KTP-el baru."),
        (20, "biodata-wni", "Sudah punya NIK, jadi biodata pertama tidak perlu."),
        (20, "ktp-oa", "Hanya untuk orang asing dengan izin tinggal tetap."),
        (20, "ktp-hilang", "Belum pernah direkam, jadi belum ada KTP-el. Buka KTP-el baru."),
    ],
)
def test_age_and_person_are_told_in_words(place, age, service_id, words):
    born = date.today().replace(day=1, year=date.today().year - age)
    marital = DAUGHTER.marital  # never married
    page = open_page(place, replace(FRESH, birth_date=born, marital=marital))
    page._presenter.choose(service_id)
    assert words in page._banner.words


def test_an_open_case_of_the_same_service_is_offered_and_no_second_begun(place, qtbot):
    append_recording(place.store, "case-9", FRESH, "D-2611-0009")
    page = open_page(place)
    assert page._banner.words == "Sudah ada D-2611-0009, Menunggu verifikasi. Buka yang itu? (Ctrl+Enter)"
    assert page.primary.text == "Buka permohonan itu"
    shot(place, "layanan-sudah-ada")
    press(place, Qt.Key.Key_Return, CTRL)
    assert place.went == [Route("riwayat", "case-9")]
    desk = RecordingDesk(place.counter().session)
    with pytest.raises(CaseOpen):
        desk.begin(FRESH, "ktp-baru", NEVER)
    assert desk.begin(FRESH, "ktp-hilang", BEFORE).service == "ktp-hilang"


def test_a_draft_of_the_same_service_is_gone_on_with(place):
    place.store.residents.put([FRESH])
    draft = RecordingDesk(place.counter().session).begin(FRESH, "ktp-baru", NEVER)
    page = open_page(place)
    assert page._banner.words.startswith(f"Sudah ada {draft.number}, Draf.")
    page.primary.handler()
    assert place.went == [Route("lanjut", draft.case)]


def test_typing_filters_and_esc_takes_the_filter_away(place, qtbot):
    page = open_page(place)
    qtbot.keyClicks(page.list, "r")
    assert page.field.line.hasFocus()
    qtbot.keyClicks(page.field.line, "usak")
    assert ids(page) == ["ktp-rusak", "kk-hilang-rusak"]
    assert page._state.chosen == "ktp-rusak"
    qtbot.keyClicks(page.field.line, "xy")
    assert page._empty.isVisible()
    assert not page.primary.enabled
    next(act for act in page.acts if act.key == "Esc").handler()
    assert len(ids(page)) == len(SERVICES)
    assert page.list.hasFocus()
    assert place.went == []


@pytest.mark.parametrize("number", range(1, 10))
def test_a_number_chooses(place, qtbot, number):
    page = open_page(place)
    qtbot.keyClicks(page.list, str(number))
    assert page._state.chosen == IN_GROUPS[number - 1].id
    assert line_of(page, page._state.chosen).lead == str(number)


def test_a_service_of_the_kk_opens_keluarga_with_its_draft(family, qtbot):
    page = family.show(ServicesPage(family.window.theme, family.counter(), FATHER.id))
    family.qtbot.waitUntil(lambda: page._state.resident is not None)
    page._presenter.choose("kk-hilang-rusak")
    assert not page._question.isVisible()
    press(family, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(family.went))
    draft = family.store.drafts.of_family([FATHER.id], {"kk-hilang-rusak"})
    assert family.went == [Route("keluarga", draft.case)]


def test_one_change_of_a_kk_stands_before_every_other_of_its_services(family):

    case = drafted(family, Split(DAUGHTER.id, "2026:1"))
    page = family.show(ServicesPage(family.window.theme, family.counter(), FATHER.id))
    family.qtbot.waitUntil(lambda: page._state.resident is not None)
    page._presenter.choose("kk-perubahan")
    assert page.primary.text == "Buka permohonan itu"
    page.primary.handler()
    assert family.went == [Route("lanjut", case)]


def test_a_full_disk_is_told_and_the_page_stays(place, qtbot, monkeypatch):
    page = open_page(place)
    page.answers[NEVER].click()

    def full(*_facts):
        raise StoreFull("disk")

    monkeypatch.setattr(RecordingDesk, "begin", full)
    page.primary.handler()
    qtbot.waitUntil(lambda: page._state.fault is not None)
    assert page._banner.words.startswith("Belum tersimpan: ruang simpan penuh.")
    assert place.went == []
    monkeypatch.undo()
    page.primary.handler()
    qtbot.waitUntil(lambda: bool(place.went))


def test_somebody_who_left_the_register_meanwhile_is_told(place):
    page = place.show(ServicesPage(place.window.theme, place.counter(), "r-gone"))
    place.qtbot.waitUntil(lambda: page._state.missing)
    assert "tidak ada lagi" in page._banner.words
    assert not page.primary.enabled


@pytest.mark.parametrize("each", SERVICES, ids=lambda each: each.id)
def test_every_service_says_what_it_needs(each):
    facts = dict(facts_of(each, 30, full=False))
    assert facts["Syarat"]
    assert facts["Diajukan oleh"]
    assert facts["Formulir"]
    assert facts["Waktu"].endswith("hari kerja sejak berkas lengkap")
    assert "-" not in facts["Syarat"].split("\n")[0].split(" ")[0] or facts["Syarat"][0].isupper()
    assert check_service(FRESH, each, TODAY) is not None


@pytest.mark.parametrize("look", ["terang", "kontras"])
@pytest.mark.parametrize("name", ["ktp-baru", "ktp-perubahan", "kk-keluarga-baru", "kk-perubahan", "pindah", "kia"])
def test_it_fits(place, look, name):
    page = open_page(place, CARDED)
    page._presenter.choose(name)
    place.window.wear(look)
    shot(place, f"layanan-{name}-{look}")
    assert lacks_room(place, page) == []
    place.window.wear("terang")
