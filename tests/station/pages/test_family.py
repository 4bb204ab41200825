"""Keluarga on screen: rows before and after, rules beside them, each row kept as it is accepted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from registry.changes import Split, element
from station.presenters.counter import Route
from tests.registry.families import DAUGHTER, FATHER, MOTHER, SON
from tests.station.pages.families import (
    ALL_EDITS,
    CTRL,
    drafted,
    fill_newborn,
    open_page,
    press,
    sheet_of,
    shot,
    signs,
)
from tests.station.pages.test_fit import lacks_room


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
