"""Jejak audit by keys: who did what to whom, whether it is whole, and what leaves the station."""

import csv
import re

import pytest
from PySide6.QtCore import Qt

from registry.actions import Kind
from registry.officers import Role
from station.desk.auditing import AuditDesk
from station.pages.auditing import AuditPage
from station.presenters.auditing import chain_words
from station.store.audit import Broken
from station.store.auditing import Chain
from station.store.store import FILE
from sync import sqlcipher
from tests.station.pages.test_fit import lacks_room
from tests.station.pages.test_officers import press
from tests.station.store.making import KEY, act, append_recording, key_of, person, signed_grant

WHO = person(1)


@pytest.fixture
def page(place, tmp_path):
    store = place.store
    for handle, role in (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER), ("dewi", Role.ADMINISTRATOR)):
        store.officers.put(*signed_grant(handle, role))
    store.residents.put([WHO])
    first = append_recording(store)
    store.cases.append((act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, at="2026-11-24T04:00:00Z"),))
    store.views.signed_by("rina", key_of("rina").sign)
    store.views.note("2026-11-24T03:50:00Z", "rina", "nik", WHO.id)
    store.views.note("2026-11-24T03:51:00Z", "rina", str(WHO.nik), WHO.id)  # nobody should; it must not leave
    counter = place.counter(Role.ADMINISTRATOR, handle="dewi")
    store.views.signed_by("dewi", key_of("dewi").sign)
    shown = place.show(AuditPage(place.window.theme, counter, AuditDesk(counter.session, tmp_path / "keluaran")))
    place.qtbot.waitUntil(lambda: shown._state.loaded)
    return shown


def rows(page):
    model = page.table.model()
    return [
        tuple(model.index(row, column).data() for column in range(1, model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_the_list_says_who_did_what_and_whom_it_touched(place, page):
    assert rows(page)[0] == ("Hendra", "Diverifikasi", WHO.name, "D-2611-0001")
    assert ("Rina", "Melihat NIK lengkap", WHO.name, "") in rows(page)
    assert page.context == "Semua · 4 tindakan"
    assert not any(str(WHO.nik) in cell for row in rows(page)[2:] for cell in row if "Melihat NIK" in cell)


def test_f3_shows_views_of_hidden_fields_only_and_esc_all_again(place, page):
    press(place, Qt.Key.Key_F3)
    place.qtbot.waitUntil(lambda: page._state.total == 2)
    assert page.kind.text == "looks"
    assert {row[0] for row in rows(page)} == {"Rina"}
    press(place, Qt.Key.Key_Escape)
    place.qtbot.waitUntil(lambda: page._state.total == 4)
    assert place.went == []
    press(place, Qt.Key.Key_Escape)
    assert [route.page for route in place.went] == ["beranda"]


def test_an_officer_is_chosen_by_keys(place, page):
    page.officer.line.setFocus()
    place.qtbot.keyClicks(page.officer.line, "Hen")
    place.qtbot.waitUntil(lambda: page._state.total == 1)
    assert rows(page) == [("Hendra", "Diverifikasi", WHO.name, "D-2611-0001")]


def test_f5_walks_the_chains_and_says_until_when_they_are_whole(place, page):
    press(place, Qt.Key.Key_F5)
    place.qtbot.waitUntil(lambda: page._state.verdict is not None)
    assert re.fullmatch(r"Utuh sampai 24 Nov \d\d\.\d\d \(4 tindakan\)", page._verdict.words)


def test_f5_says_where_they_are_broken(place, page):
    connection = sqlcipher.module().connect(str(place.store.folder / FILE))
    sqlcipher.unlock(connection, KEY)
    connection.execute("UPDATE views SET subject = 'r-9' WHERE row = 1")
    connection.commit()
    connection.close()
    press(place, Qt.Key.Key_F5)
    place.qtbot.waitUntil(lambda: page._state.verdict is not None)
    assert re.fullmatch(
        r"Putus pada tindakan 3, 24 Nov \d\d\.\d\d\. Jangan ubah apa pun; hubungi Dinas\.", page._verdict.words
    )


def test_the_words_are_those_of_the_screens():
    assert chain_words(Chain(41206, "2026-11-23T03:52:00Z")).line.endswith("(41.206 tindakan)")
    broken = chain_words(Chain(40117, "", Broken(40118, "2026-11-21T07:03:00Z"))).line
    assert broken.startswith("Putus pada tindakan 40.118, 21 Nov ")
    assert broken.endswith(". Jangan ubah apa pun; hubungi Dinas.")


def test_what_is_taken_out_is_masked_and_booked(place, page, tmp_path):
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: page.saved[0].startswith("✓ Ekspor"))
    (file,) = (tmp_path / "keluaran").iterdir()
    text = file.read_text("utf-8-sig")
    lines = list(csv.reader(text.splitlines()))
    assert lines[0] == ["waktu", "petugas", "tindakan", "menyangkut", "nomor permohonan"]
    assert len(lines) == 5
    assert lines[-1][1:3] == ["hendra", "Diverifikasi"]
    assert str(WHO.nik) not in text
    assert WHO.nik.grouped not in text
    assert not re.search(r"\d{16}", re.sub(r"[\s.-]", "", "".join(cell for line in lines for cell in line[2:4])))
    assert not any(word in text for word in WHO.name.split())
    newest = place.store.views.page()[0]
    assert (newest.officer, newest.what, newest.subject) == ("dewi", "ekspor-audit", file.name)
    place.qtbot.waitUntil(lambda: ("Dewi", "Mengekspor jejak audit", file.name, "") in rows(page))


def test_a_folder_that_takes_nothing_is_said_and_the_attempt_is_booked(place, page, tmp_path):
    (tmp_path / "keluaran").write_text("")
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: page._banner.isVisible())
    assert page._banner.words.startswith("Ekspor belum tertulis.")
    assert place.store.views.page()[0].what == "ekspor-audit"


@pytest.mark.parametrize("look", ["terang", "kontras"])
def test_it_fits(place, page, look):
    place.window.wear(look)
    press(place, Qt.Key.Key_F5)
    place.qtbot.waitUntil(lambda: page._state.verdict is not None)
    assert lacks_room(place, page) == []
