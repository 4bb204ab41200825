"""Keluarga on screen: rows before and after, rules beside them, rows kept as they are accepted, the end of a case."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from registry.actions import Kind
from registry.canonical import canonical
from registry.changes import Added, Split, element
from registry.lifecycle import Status
from registry.officers import Role
from registry.submission import Paper
from registry.upstream import KkAnswer
from station.desk.family import FamilyDesk
from station.desk.recording import RecordingDesk
from station.pages.checking import CheckPage
from station.pages.family import FamilyPage
from station.pages.family_review import FamilyReviewPage
from station.pages.papers import PapersPage
from station.pages.review import ReceiptPage
from station.presenters.counter import Route
from station.store.errors import NotFound
from station.widgets.sheet import Sheet
from tests.forms.making import ink
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON, TODAY
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import act, signed_grant

SHOTS = os.environ.get("LOKET_SHOTS", "")


@pytest.fixture
def family(place):
    place.store.residents.put([FATHER, MOTHER, DAUGHTER, SON])
    for handle, role in (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER)):
        place.store.officers.put(*signed_grant(handle, role))
    return place


def shot(place, name):
    """A picture of the window at both sizes, when somebody asks to look."""
    if SHOTS:
        for size in ((1280, 800), (1024, 560)):
            place.window.resize(*size)
            QTest.qWait(120)
            place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


def open_page(place, tmp_path, way="penduduk", subject=FATHER.id, *roles):
    page = FamilyPage(place.window.theme, place.counter(*roles), way, subject, tmp_path / "out")
    return place.show(page)


def press(place, key, modifier=Qt.KeyboardModifier.NoModifier):
    focused = QApplication.focusWidget()
    QTest.keyClick(focused if focused is not None else place.window, key, modifier)


CTRL = Qt.KeyboardModifier.ControlModifier


def sheet_of(place):
    place.qtbot.waitUntil(lambda: bool([s for s in place.window.findChildren(Sheet) if s.isVisible()]))
    return next(s for s in place.window.findChildren(Sheet) if s.isVisible())


def signs(page):
    return [(row.id, row.sign) for row in page.rows.rows]


def fill_newborn(sheet):
    for name, text in {"name": "Alif Priyatna", "birth_date": "03-11-2026", "sex": "1"}.items():
        sheet.fields[name].put(text)


def edits(case, place, *found):
    desk = FamilyDesk(place.counter().session)
    for edit in found:
        desk.edit(desk.of_draft(case, TODAY) if case else desk.of_resident(FATHER.id, TODAY), edit, "kk-perubahan")


def drafted(place, *found, service="kk-perubahan"):
    """A draft with some edits."""
    desk = FamilyDesk(place.counter().session)
    for edit in found:
        draft = desk.edit(desk.of_resident(FATHER.id, TODAY), edit, service)
    return draft.case


def handed_in(place, *found, service="kk-perubahan"):
    case = drafted(place, *found, service=service)
    recording, desk = RecordingDesk(place.counter().session), FamilyDesk(place.counter().session)
    recording.put_papers(case, (Paper("kartu-keluarga"), Paper("akta-kelahiran"), Paper("bukti-perubahan")))
    draft = recording.put_declaration(case, ink())
    desk.submit(draft, FATHER)
    return case


def answered(place, case, variant=KkAnswer.SIGNED, **numbers):
    """Verified by another officer, then an answer of the centre."""
    last = place.store.cases.get(case).last
    checked = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case=case, after=last)
    given = {"niks": {}, "kk": str(FATHER.kk), "separate": "", **numbers}
    body = canonical({"v": 1, "reference": "SIM-TTE-20261125-AB12CD34", "training": 1, "numbers": given})
    more = {"case": case, "station": "DINAS", "variant": variant, "payload": body}
    place.store.cases.append((checked,))
    place.store.cases.append((act(Kind.UPSTREAM_ANSWERED, "DINAS", Role.CENTRE, after=checked.header.id, **more),))


ALL_EDITS = (
    Added(BABY),
    Split(DAUGHTER.id, "2026:1"),
    element(MOTHER, "occupation", "2026:15", "SK perusahaan 12/2026"),
    element(SON, "birth_date", "30-06-2016", "akta 1408-LU-2016"),
)


def test_the_family_stands_as_the_register_has_it_and_nothing_can_be_handed_in(family, tmp_path):
    page = open_page(family, tmp_path)
    assert signs(page) == [(FATHER.id, ""), (MOTHER.id, ""), (DAUGHTER.id, ""), (SON.id, "")]
    assert not page.primary.enabled
    assert str(FATHER.kk)[4:12] not in page._number.text()
    shot(family, "keluarga-awal")


def test_a_newborn_is_added_by_keys_and_kept_at_once(family, tmp_path):
    page = open_page(family, tmp_path)
    press(family, Qt.Key.Key_T, CTRL)
    sheet = sheet_of(family)
    assert sheet.fields["father"].text == FATHER.name
    assert sheet.fields["mother"].text == MOTHER.name
    press(family, Qt.Key.Key_Return, CTRL)  # nothing is typed yet
    assert "Belum diisi" in sheet.fields["name"].reason
    fill_newborn(sheet)
    shot(family, "keluarga-tambah")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: len(page.rows.rows) == 5)
    added = page.rows.rows[-1]
    assert (added.sign, added.right.name, added.right.chip[0]) == ("+", "ALIF PRIYATNA", "Menunggu SIAK")
    assert "Tersimpan" in page.saved[0]
    draft = family.store.drafts.of_family([FATHER.id], {"kk-tambah-lahir"})
    assert draft is not None
    again = open_page(family, tmp_path)  # as after a cut
    assert signs(again)[-1][1] == "+"
    shot(family, "keluarga-tambah-lahir")
    press(family, Qt.Key.Key_Return, CTRL)
    assert family.went == [Route("berkas", draft.case)]


def test_the_rules_speak_beside_their_row_and_shut_the_deed(family, tmp_path):
    drafted(family, element(MOTHER, "relation", "2026:1", "akta"), Split(SON.id, "2026:1"))
    page = open_page(family, tmp_path)
    notes = {row.id: row.notes for row in page.rows.rows}
    assert any(
        "dua kepala keluarga. Pilih satu, atau pisahkan ke KK baru (F4)" in words for _, words in notes[MOTHER.id]
    )
    assert any("mulai 17 tahun" in words for _, words in notes[SON.id])
    assert not page.primary.enabled
    assert page._wrong.accessibleName() == "2 perlu diperbaiki"
    shot(family, "keluarga-aturan")
    assert lacks_room(family, page) == []
    press(family, Qt.Key.Key_Z, CTRL)
    family.qtbot.waitUntil(lambda: signs(page)[-1] == (SON.id, ""))
    press(family, Qt.Key.Key_Z, CTRL)
    family.qtbot.waitUntil(lambda: all(sign == "" for _, sign in signs(page)))
    page._presenter.split(DAUGHTER.id, "2026:1")
    family.qtbot.waitUntil(lambda: (DAUGHTER.id, "−") in signs(page))
    assert [draft.service for draft in family.store.drafts.all()] == ["kk-pisah"]  # not what was taken back


def test_an_element_is_changed_with_its_basis(family, tmp_path):
    page = open_page(family, tmp_path)
    press(family, Qt.Key.Key_Down)
    press(family, Qt.Key.Key_Down)
    press(family, Qt.Key.Key_Return)
    sheet = sheet_of(family)
    sheet.choice.line.setCurrentIndex(sheet.choice.line.findData("2026:9"))
    press(family, Qt.Key.Key_Return, CTRL)
    assert "Sebut dokumennya" in sheet.basis.reason
    sheet.basis.put("ijazah S1 UIN Suska")
    shot(family, "keluarga-elemen")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: (DAUGHTER.id, "±") in signs(page))
    _, lines, basis = next(row.right for row in page.rows.rows if row.id == DAUGHTER.id).lines
    shown = [(piece.text, piece.struck) for piece in lines]
    assert shown == [("Pendidikan:", False), ("SLTP/SMP/Sederajat", True), ("Strata I", False)]
    assert " ".join(piece.text for piece in basis) == "dasar: ijazah S1 UIN Suska"
    assert page.primary.enabled


def test_who_splits_is_asked_as_whom(family, tmp_path):
    page = open_page(family, tmp_path)
    press(family, Qt.Key.Key_Down)
    press(family, Qt.Key.Key_Down)
    press(family, Qt.Key.Key_F4)
    sheet = sheet_of(family)
    assert sheet.relation.text == "2026:1"
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: (DAUGHTER.id, "−") in signs(page))
    leaving = next(row for row in page.rows.rows if row.id == DAUGHTER.id)
    assert leaving.right.name == "KK baru"
    assert "keluar" in leaving.spoken
    shot(family, "keluarga-pisah")


def test_a_lost_sheet_is_asked_for_without_any_change(family, tmp_path):
    page = open_page(family, tmp_path)
    press(family, Qt.Key.Key_N, CTRL)
    sheet = sheet_of(family)
    sheet.service.line.setCurrentIndex(sheet.service.line.findData("kk-hilang-rusak"))
    assert "Surat" in sheet.service._note.text()
    shot(family, "keluarga-layanan")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: page.primary is not None and page.primary.enabled)
    draft = family.store.drafts.of_family([FATHER.id], {"kk-hilang-rusak"})
    assert draft is not None
    page._presenter.change(SON.id, "education", "2026:3", "rapor")  # F-1.02 takes several boxes
    family.qtbot.waitUntil(lambda: (SON.id, "±") in signs(page))
    assert family.store.drafts.get(draft.case).service == "kk-hilang-rusak"
    press(family, Qt.Key.Key_Return, CTRL)
    assert family.went == [Route("berkas", draft.case)]


@pytest.mark.parametrize("look", ["terang", "gelap", "kontras"])
def test_the_page_fits_with_everything_there_is(family, tmp_path, look):
    drafted(family, *ALL_EDITS)
    page = open_page(family, tmp_path)
    family.window.wear(look)
    assert lacks_room(family, page) == []
    assert page.rows.viewport().height() >= 130
    shot(family, f"keluarga-semua-{look}")


def test_the_draft_paper_says_what_it_is(family, tmp_path):
    drafted(family, *ALL_EDITS)
    page = open_page(family, tmp_path)
    press(family, Qt.Key.Key_F9)
    family.qtbot.waitUntil(lambda: "Rancangan dibuat" in page._banner.words)
    (file,) = (tmp_path / "out").glob("rancangan-kk-*.pdf")
    assert file.read_bytes().startswith(b"%PDF")


def test_the_papers_of_everything_asked_for_are_listed_and_lead_to_periksa(family):
    case = drafted(family, *ALL_EDITS)
    page = family.show(PapersPage(family.window.theme, family.counter(), case))
    required = [kind for kind, box in page._boxes.items() if not box.text().startswith(("atau", "bila perlu"))]
    assert required == ["kartu-keluarga", "akta-kelahiran", "bukti-perubahan"]
    assert page.primary.text == "Lanjut: Periksa"
    shot(family, "berkas-keluarga")
    assert lacks_room(family, page) == []


def test_papers_ticked_quickly_are_all_kept(family):
    case = drafted(family, *ALL_EDITS)
    page = family.show(PapersPage(family.window.theme, family.counter(), case))
    for box in page._boxes.values():
        QTest.keyClick(box, Qt.Key.Key_Space)
    wanted, recording = {kind.value for kind in page._boxes}, RecordingDesk(family.counter().session)
    family.qtbot.waitUntil(lambda: {paper.kind for paper in recording.load(case).papers} == wanted)
    family.qtbot.waitUntil(lambda: all(box.isChecked() for box in page._boxes.values()))


def test_it_is_read_signed_for_and_handed_in(family, tmp_path):
    case = drafted(family, *ALL_EDITS)
    page = family.show(FamilyReviewPage(family.window.theme, family.counter(), case))
    family.qtbot.waitUntil(lambda: "Papan" in page._banner.words)  # no pad in this place
    assert not page.primary.enabled
    assert lacks_room(family, page) == []
    RecordingDesk(family.counter().session).put_declaration(case, ink())
    page = family.show(FamilyReviewPage(family.window.theme, family.counter(), case))
    family.qtbot.waitUntil(lambda: page.primary is not None and page.primary.enabled)
    shot(family, "periksa-keluarga")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: family.went == [Route("resi", case)])
    found = family.store.cases.get(case)
    assert found.status is Status.INCOMPLETE  # no paper was seen
    receipt = family.show(ReceiptPage(family.window.theme, family.counter(), case, tmp_path))
    shot(family, "resi-keluarga")
    assert "KK lama" in receipt._next.text()


def test_another_change_takes_the_signature_away(family):
    case = drafted(family, Added(BABY))
    recording = RecordingDesk(family.counter().session)
    recording.put_declaration(case, ink())
    edits(case, family, Split(DAUGHTER.id, "2026:1"))
    assert recording.load(case).declaration == ""


def test_a_verifikator_sees_before_and_after_and_marks_each(family):
    case = handed_in(family, *ALL_EDITS)
    page = family.show(CheckPage(family.window.theme, family.counter(Role.VERIFIER, handle="hendra")))
    family.qtbot.waitUntil(lambda: len(page.family.rows) == 5)
    said = {row.id: row.spoken for row in page.family.rows}
    assert said[DAUGHTER.id].startswith("keluar, INTAN PRIYATNA, Anak · 11 Feb 2007")
    assert "sebagai Kepala Keluarga" in said[DAUGHTER.id]
    assert said[BABY.id].startswith("ditambah, ALIF PRIYATNA")
    assert "Pekerjaan: Pelajar/Mahasiswa Karyawan Swasta, dasar: SK perusahaan 12/2026" in said[MOTHER.id]
    assert said[FATHER.id].endswith("belum")
    shot(family, "verifikasi-keluarga")
    assert lacks_room(family, page) == []
    family.qtbot.waitUntil(lambda: "Kartu Keluarga" in page.captures._more.text())
    assert not page.captures._photo.isVisible()
    assert "dari 10" not in " ".join(label.text() for label in page.captures.findChildren(QLabel) if label.isVisible())
    for _ in range(5):
        assert not page.primary.enabled
        before = page._progress.accessibleName()
        press(family, Qt.Key.Key_Space)
        family.qtbot.waitUntil(lambda before=before: page._progress.accessibleName() != before)
    family.qtbot.waitUntil(lambda: page.primary.enabled)
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: family.store.cases.get(case).status is Status.VERIFIED)


def test_the_recorder_cannot_approve_it(family):
    handed_in(family, Added(BABY))
    page = family.show(CheckPage(family.window.theme, family.counter(Role.VERIFIER, Role.OPERATOR)))
    family.qtbot.waitUntil(lambda: page._state.row is not None and page._state.own)
    assert not page.primary.enabled


def test_while_one_change_stands_open_no_other_begins(family, tmp_path):
    handed_in(family, Added(BABY))
    page = open_page(family, tmp_path)
    assert page.rows.rows[-1].right.chip[0] == "Menunggu SIAK"
    assert {a.text for a in page.acts} == {"Kembali", "Rancangan"}
    press(family, Qt.Key.Key_Return)
    assert not family.window.findChildren(Sheet)
    shot(family, "keluarga-diajukan")


def test_signed_the_old_sheet_is_withdrawn_and_the_new_one_handed_over(family, tmp_path):
    case = handed_in(family, Added(BABY), Split(DAUGHTER.id, "2026:1"))
    answered(family, case, niks={BABY.id: "1408060311269501"}, separate="1408062511269501")
    page = open_page(family, tmp_path, "permohonan", case)
    baby = next(row for row in page.rows.rows if row.sign == "+").right
    assert "NIK 1408 •••• •••• 9501 dari SIAK" in [piece.text for line in baby.lines for piece in line]
    assert "SIM-TTE-20261125-AB12CD34" in page._banner.words
    shot(family, "keluarga-siap")
    assert lacks_room(family, page) == []
    press(family, Qt.Key.Key_Return, CTRL)
    sheet = sheet_of(family)
    sheet.how.line.setCurrentIndex(1)
    press(family, Qt.Key.Key_Return, CTRL)
    assert "nomor surat polisi" in sheet.reason.reason
    sheet.how.line.setCurrentIndex(0)
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: page.primary is not None and page.primary.text == "Serahkan KK")
    press(family, Qt.Key.Key_Return, CTRL)
    family.qtbot.waitUntil(lambda: page.primary is None)
    assert family.store.cases.get(case).status is Status.HANDED_OVER
    shot(family, "keluarga-diserahkan")


def test_only_an_operator_withdraws(family, tmp_path):
    case = handed_in(family, Added(BABY))
    answered(family, case)
    page = open_page(family, tmp_path, "permohonan", case, Role.VERIFIER)
    assert page.primary is not None
    assert not page.primary.enabled


def test_a_number_is_shown_when_asked_and_the_view_is_booked(family, tmp_path):
    page = open_page(family, tmp_path)
    page._show.click()
    family.qtbot.waitUntil(lambda: FATHER.kk.grouped in page._number.text())
    assert [view.what for view in family.store.views.page()] == ["kk"]


def test_someone_unknown_is_not_added(family, tmp_path):
    page = open_page(family, tmp_path)
    page._presenter.add({"nik": "1408060101019999", "relation": "2026:9"})
    family.qtbot.waitUntil(lambda: "tidak ada di data kecamatan ini" in page._banner.words)
    with pytest.raises(NotFound):
        family.store.drafts.get("none")
    assert family.store.drafts.all() == ()


def test_two_rows_accepted_at_once_are_both_kept(family, tmp_path):
    page = open_page(family, tmp_path)
    page._presenter.split(DAUGHTER.id, "2026:1")
    page._presenter.change(SON.id, "education", "2026:3", "rapor")
    family.qtbot.waitUntil(lambda: {sign for _, sign in signs(page)} == {"", "−", "±"})
    assert len(family.store.drafts.all()) == 1


def test_the_mended_case_comes_back_with_its_rows(family, tmp_path):
    case = handed_in(family, Added(BABY))
    last = family.store.cases.get(case).last
    body = canonical({"v": 1, "fields": ["family.4"], "reason": "Nama bayi tidak sama dengan akta."})
    family.store.cases.append((act(Kind.RETURNED, "hendra", Role.VERIFIER, case=case, after=last, payload=body),))
    page = open_page(family, tmp_path)
    assert page.primary is not None
    assert page.primary.text == "Perbaiki"
    press(family, Qt.Key.Key_Return, CTRL)
    assert family.went == [Route("perbaiki", case)]


def test_nothing_is_written_beside_the_register(family, tmp_path):
    open_page(family, tmp_path)
    assert not list(Path(tmp_path).glob("out/*"))
