"""Keluarga on screen: who leaves for good, a new head, a KK that is new, and a NIK that is another's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from registry.changes import Left, Placed, element
from registry.numbers import Nik
from registry.officers import Role
from registry.people import Presence
from registry.submission import Paper
from station.desk.family import FamilyDesk
from station.desk.recording import RecordingDesk
from station.pages.checking import CheckPage
from station.pages.family_review import FamilyReviewPage
from station.pages.papers import PapersPage
from station.pages.residents import ResidentsPage, hit_line
from station.presenters.counter import Route
from station.store.finding import Hit
from sync.wire import FeedItem, FeedPage
from tests.forms.making import ink
from tests.registry.families import AKTA, DAUGHTER, FATHER, HEAD_DIES, MOTHER, SON, TODAY
from tests.station.pages.families import CTRL, answered, drafted, open_page, press, sheet_of, shot, signs
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import AT

COMER = {
    "nik": "1471010204780001", "name": "Darwis Piliang", "relation": "2026:1", "sex": "1", "birth_place": "Kota Padang",
    "birth_date": "02-04-1978", "religion": "2026:1", "marital": "2026:1", "blood": "2026:13", "education": "2026:5",
    "occupation": "2026:9", "mother": "Rosmaini", "father": "Sutan Piliang",
}  # fmt: skip
TYPED = {"street": "Jl. Melur No. 4", "rt": "2", "rw": "1"}


def texts_of(row):
    return [" ".join(piece.text for piece in line) for line in row.right.lines]


def test_who_died_leaves_on_the_number_of_his_akta(family, tmp_path):
    page = open_page(family, tmp_path)
    for _ in range(3):
        press(family, Qt.Key.Key_Down)
    press(family, Qt.Key.Key_Delete)
    sheet = sheet_of(family)
    press(family, Qt.Key.Key_Return, CTRL)
    assert sheet.basis.reason == "✕ Tulis nomor kutipan akta kematian."
    sheet.why.line.setCurrentIndex(1)
    assert "Surat keterangan pindah (SKP)" in sheet.why._note.text()
    sheet.why.line.setCurrentIndex(0)
    sheet.basis.put(AKTA)
    shot(family, "keluarga-keluar")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: (SON.id, "−") in signs(page))
    gone = next(row for row in page.rows.rows if row.id == SON.id)
    assert (gone.right.name, texts_of(gone)) == ("Meninggal", [f"dasar: {AKTA}"])
    assert "KK perubahan elemen data" in page._where.text()
    assert page.primary.enabled
    press(family, Qt.Key.Key_Delete)  # he is gone already
    assert not next(act for act in page.acts if act.text == "Keluar dari KK").enabled
    shot(family, "keluarga-meninggal")
    press(family, Qt.Key.Key_Z, CTRL)
    family.qtbot.waitUntil(lambda: (SON.id, "") in signs(page))


def test_when_the_head_dies_the_page_asks_for_another_and_for_the_widows_status(family, tmp_path):
    drafted(family, HEAD_DIES[0])
    page = open_page(family, tmp_path)
    assert "Pilih satu: ubah SHDK-nya" in page._banner.words
    assert not page.primary.enabled
    note = next(row.notes for row in page.rows.rows if row.id == MOTHER.id)[0]
    assert note == ("err", f"{FATHER.name} meninggal: status kawin menjadi Cerai Mati. Ubah status kawin (Enter).")
    shot(family, "keluarga-tanpa-kepala")
    assert lacks_room(family, page) == []
    page._presenter.change(MOTHER.id, "relation", "2026:1", AKTA)
    family.qtbot.waitUntil(lambda: not page._banner.words)
    page._presenter.change(MOTHER.id, "marital", "2026:6", AKTA)
    family.qtbot.waitUntil(lambda: page.primary.enabled)
    assert "KK ganti kepala keluarga · F-1.02" in page._where.text()
    assert [draft.service for draft in family.store.drafts.all()] == ["kk-ganti-kepala"]
    shot(family, "keluarga-ganti-kepala")


def test_the_service_for_a_new_head_wants_another_one(family, tmp_path):
    page = open_page(family, tmp_path)
    page._presenter.begin("kk-ganti-kepala")
    family.qtbot.waitUntil(lambda: "belum berganti" in page._banner.words)
    assert not page.primary.enabled


def test_a_new_family_begins_with_nothing_and_is_given_its_place(family, tmp_path):
    page = open_page(family, tmp_path, "penduduk", DAUGHTER.id)
    press(family, Qt.Key.Key_N, CTRL)
    sheet = sheet_of(family)
    sheet.service.line.setCurrentIndex(sheet.service.line.findData("kk-keluarga-baru"))
    assert "Formulir: F-1.01, F-1.02." in sheet.service._note.text()
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: signs(page) == [(DAUGHTER.id, "+")])
    assert page.rows.rows[0].left is None
    assert page._count.text() == "0 anggota"
    assert page._number.text() == "KK baru, belum ada nomor"
    assert "Alamat KK baru belum diisi" in page._banner.words
    assert not next(act for act in page.acts if act.text == "Urungkan").enabled  # who asks stays
    shot(family, "keluarga-baru-awal")
    press(family, Qt.Key.Key_F8)
    sheet = sheet_of(family)
    press(family, Qt.Key.Key_Return, CTRL)  # her own address stands there
    family.qtbot.waitUntil(lambda: signs(page)[-1] == ("alamat", "+"))
    assert "perkawinan atau perceraian" in page._banner.words
    page._presenter.change(DAUGHTER.id, "marital", "2026:2", "buku nikah 0123/045/XI/2026")
    family.qtbot.waitUntil(lambda: page.primary.enabled)
    assert (
        "KK keluarga baru · F-1.01, F-1.02" in page._where.text() or "KK keluarga baru · F-1.02" in page._where.text()
    )
    assert lacks_room(family, page) == []
    shot(family, "keluarga-baru")
    (draft,) = family.store.drafts.all()
    press(family, Qt.Key.Key_Return, CTRL)
    assert family.went == [Route("berkas", draft.case)]


def test_people_from_elsewhere_come_by_their_papers(family, tmp_path):
    page = family.show(ResidentsPage(family.window.theme, family.counter()))
    press(family, Qt.Key.Key_F8)
    sheet = sheet_of(family)
    offered = [sheet.service.line.itemData(n) for n in range(sheet.service.line.count())]
    assert offered == ["kk-pindah-datang", "kk-dari-ln", "kk-rentan"]
    press(family, Qt.Key.Key_Return, CTRL)
    assert "Belum diisi" in sheet.fields["name"].reason
    for name, text in COMER.items():
        sheet.fields[name].put(text)
    shot(family, "keluarga-datang")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: bool(family.went))
    (draft,) = family.store.drafts.all()
    assert (draft.service, draft.name) == ("kk-pindah-datang", "DARWIS PILIANG")
    assert family.went == [Route("keluarga", draft.case)]
    page = open_page(family, tmp_path, "draf", draft.case)
    assert page.rows.rows[0].right.name == "DARWIS PILIANG"
    press(family, Qt.Key.Key_F8)
    sheet = sheet_of(family)
    press(family, Qt.Key.Key_Return, CTRL)
    assert sheet.fields["street"].wrong
    for name, text in TYPED.items():
        sheet.fields[name].put(text)
    assert sheet.fields["postal_code"].text.isdigit()
    shot(family, "keluarga-alamat")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: page.primary.enabled)
    assert "Jl. Melur No. 4 · RT 002 RW 001" in page._where.text()
    shot(family, "keluarga-pindah-datang")
    press(family, Qt.Key.Key_T, CTRL)
    sheet = sheet_of(family)
    for name, text in {**COMER, "nik": str(SON.nik), "name": "Rafi Piliang", "relation": "2026:4"}.items():
        sheet.fields[name].put(text)
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: f"NIK ini sudah milik {SON.name}" in page._banner.words)
    shot(family, "keluarga-nik-dipakai")
    family.went.clear()
    press(family, Qt.Key.Key_F7)
    assert family.went == [Route("penduduk", SON.id)]


def test_a_nik_of_another_shows_him_and_keeps_what_was_typed(family):
    page = family.show(ResidentsPage(family.window.theme, family.counter()))
    press(family, Qt.Key.Key_F8)
    sheet = sheet_of(family)
    for name, text in {**COMER, "nik": str(MOTHER.nik)}.items():
        sheet.fields[name].put(text)
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: f"NIK ini sudah milik {MOTHER.name}" in page._banner.words)
    assert page._name.text() == MOTHER.name
    assert family.store.drafts.all() == ()
    shot(family, "penduduk-nik-dipakai")
    press(family, Qt.Key.Key_F8)
    assert sheet_of(family).fields["name"].text.upper() == "DARWIS PILIANG"


def test_doubts_about_a_nik_stand_beside_it(family, tmp_path):
    odd = replace(SON, nik=Nik(f"1412{SON.nik.text[4:]}"), birth_date=SON.birth_date.replace(year=2016))
    family.store.residents.put([odd])
    page = open_page(family, tmp_path)
    (first, second) = next(row.notes for row in page.rows.rows if row.id == SON.id)
    assert first == ("warn", "Awalan 1412 adalah kode lama sebelum pemekaran. Boleh lanjut.")
    assert "berbeda dengan NIK" in second[1]
    shot(family, "keluarga-nik-ragu")
    found = family.show(ResidentsPage(family.window.theme, family.counter(), SON.id))
    family.qtbot.waitUntil(lambda: "Awalan 1412" in found._banner.words)
    assert "berbeda dengan NIK" in found._banner.words
    shot(family, "penduduk-nik-ragu")


def test_who_came_with_the_nik_of_another_is_named_beside_him(family):
    second = replace(SON, id="r-second", name="BAGAS LUBIS")
    item = FeedItem("residents", {"residents": [second.to_record()]})
    family.store.side.apply(FeedPage("DAYUN", 0, 1, False, AT, (item,)))
    found = family.show(ResidentsPage(family.window.theme, family.counter(), SON.id))
    family.qtbot.waitUntil(lambda: "Data lain datang dengan NIK ini: BAGAS LUBIS." in found._banner.words)
    shot(family, "penduduk-nik-kedua")


@pytest.mark.parametrize(("presence", "word"), [(Presence.DEAD, "Meninggal"), (Presence.MOVED, "Pindah keluar")])
def test_who_left_is_shown_so_and_asks_for_nothing(family, tmp_path, presence, word):
    gone = replace(SON, kk=None, presence=presence)
    family.store.residents.put([gone])
    assert hit_line(Hit(gone, "nama")).chip[0] == word
    page = open_page(family, tmp_path, "penduduk", SON.id)
    assert "tercatat" in page._banner.words
    assert page.primary is None
    page._presenter.begin("kk-hilang-rusak")
    assert family.store.drafts.all() == ()
    found = family.show(ResidentsPage(family.window.theme, family.counter(), SON.id))
    family.qtbot.waitUntil(lambda: "tercatat" in found._banner.words)
    shot(family, f"penduduk-{word.split()[0].lower()}")


def test_a_verifikator_sees_who_leaves_and_why(family):
    case = drafted(family, Left(SON.id, Presence.MOVED, "SKPWNI/1408/25112026/0004"), service="")
    desk, recording = FamilyDesk(family.counter().session), RecordingDesk(family.counter().session)
    recording.put_papers(case, (Paper("kartu-keluarga"), Paper("skp")))
    desk.submit(recording.put_declaration(case, ink()), FATHER)
    assert family.store.cases.row(case).service == "kk-perubahan"
    page = family.show(CheckPage(family.window.theme, family.counter(Role.VERIFIER, handle="hendra")))
    family.qtbot.waitUntil(lambda: len(page.family.rows) == 4)
    said = {row.id: row.spoken for row in page.family.rows}
    assert "menjadi Pindah keluar, dasar: SKPWNI/1408/25112026/0004" in said[SON.id]


def test_a_new_kk_is_read_aloud_signed_and_marked_with_its_place(family, tmp_path):
    desk, recording = FamilyDesk(family.counter().session), RecordingDesk(family.counter().session)
    case = desk.begin_coming("kk-dari-ln", COMER | {"nik": ""}).case
    desk.edit(desk.of_draft(case, TODAY), Placed(FATHER.address))
    papers = family.show(PapersPage(family.window.theme, family.counter(), case))
    facts = [each.accessibleName() for each in papers.findChildren(QLabel)]
    assert "Formulir: F-1.01, F-1.02" in facts
    assert "Nama: DARWIS PILIANG" in facts
    recording.put_papers(case, (Paper("skpln"),))
    recording.put_declaration(case, ink())
    review = family.show(FamilyReviewPage(family.window.theme, family.counter(), case))
    family.qtbot.waitUntil(lambda: review.primary is not None and review.primary.enabled)
    shot(family, "periksa-kk-baru")
    assert lacks_room(family, review) == []
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: family.went[-1:] == [Route("resi", case)])
    page = family.show(CheckPage(family.window.theme, family.counter(Role.VERIFIER, handle="hendra")))
    family.qtbot.waitUntil(lambda: [row.id for row in page.family.rows][-1:] == ["alamat"])
    shot(family, "verifikasi-kk-baru")
    assert lacks_room(family, page) == []
    for _ in range(2):
        assert not page.primary.enabled
        before = page._progress.accessibleName()
        press(family, Qt.Key.Key_Space)
        family.qtbot.waitUntil(lambda before=before: page._progress.accessibleName() != before)
    family.qtbot.waitUntil(lambda: page.primary.enabled)
    answered(family, case, kk="1408062511269501", niks={})
    done = open_page(family, tmp_path, "permohonan", case)
    assert any(act.text == "Tarik KK lama" for act in done.acts)
    assert done._number.text() == "KK baru, 1408 •••• •••• 9501"
    press(family, Qt.Key.Key_Return, CTRL)
    sheet = sheet_of(family)
    assert sheet.how.text == "tidak-ada"
    shot(family, "keluarga-kk-baru-siap")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: any(act.text == "Serahkan KK" for act in done.acts))


def test_the_desk_opens_nothing_for_an_edit_that_fits_nobody(family):
    desk = FamilyDesk(family.counter().session)
    standing = desk.of_resident(FATHER.id, TODAY)
    with pytest.raises(Exception, match="no-element"):
        desk.edit(standing, replace(element(SON, "education", "2026:3", "rapor"), field="phone"))
    assert family.store.drafts.all() == ()
