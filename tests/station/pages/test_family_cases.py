"""A KK case on screen: its papers, read and signed for, verified, signed upstream, the old sheet withdrawn."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from forms.pdf_signatures import sign_pdf
from registry.actions import Kind
from registry.canonical import canonical
from registry.changes import Added, Split
from registry.lifecycle import Status
from registry.officers import Role
from station.desk.recording import RecordingDesk
from station.pages.checking import CheckPage
from station.pages.family_review import FamilyReviewPage
from station.pages.papers import PapersPage
from station.pages.review import ReceiptPage
from station.presenters.counter import Route
from station.store.errors import NotFound
from station.widgets.sheet import Sheet
from sync.wire import FeedItem, FeedPage
from tests.forms.making import ink
from tests.forms.signers import LATER_STAMP, chain, paper
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON
from tests.station.pages.families import (
    ALL_EDITS,
    CTRL,
    answered,
    drafted,
    edits,
    handed_in,
    open_page,
    press,
    sheet_of,
    shot,
    signs,
)
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import act


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


def test_the_signed_pdf_is_written_out_as_it_came(family, tmp_path):
    pdf = sign_pdf(paper(), chain().signing, reason="uji", place="Siak")
    case, sha = handed_in(family, Added(BABY)), sha256(pdf).hexdigest()
    answered(family, case, niks={BABY.id: "1408060311269501"}, document=sha)
    page = open_page(family, tmp_path, "permohonan", case)
    assert {a.text for a in page.acts} >= {"PDF KK"}
    press(family, Qt.Key.Key_F9)
    family.qtbot.waitUntil(lambda: "belum sampai" in page._banner.words)
    root = FeedItem("tte-root", {"root": chain().der.hex()})
    said = {"case": case, "sha256": sha, "reference": "TTE-1", "kind": "training"}
    start = family.store.side.cursor()
    page_of_feed = FeedPage(
        "DAYUN", start, start + 2, False, LATER_STAMP, (root, FeedItem("document", said, {sha: pdf}))
    )
    family.store.side.apply(page_of_feed)
    press(family, Qt.Key.Key_F9)
    family.qtbot.waitUntil(lambda: "PDF KK ditulis" in page._banner.words)
    (file,) = (tmp_path / "out").glob("kk-*.pdf")
    assert file.read_bytes() == pdf
    assert lacks_room(family, page) == []
    shot(family, "keluarga-pdf")
