"""Petugas dan peran by keys: what the table says, and what an administrator may and may not do."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from registry.officers import Role
from station.desk.officers import OfficersDesk
from station.pages.officer_sheet import OfficerSheet
from station.pages.officers import OfficersPage
from station.store.errors import StoreError
from station.store.slots import Cost, Slots, Unlocked
from station.widgets.sheet import Sheet
from sync.officers import Proposal, Removal
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import KEY, key_of, signed_grant

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
CAST = {"dewi": (Role.ADMINISTRATOR,), "rina": (Role.OPERATOR, Role.PRINTING), "hendra": (Role.VERIFIER,)}


@pytest.fixture
def slots(place):
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    made = Slots(place.store.folder / "slots.json", b"m" * 32, CHEAP)
    for handle, roles in CAST.items():
        place.store.officers.put(*signed_grant(handle, *roles, until=until))
        made.add(handle, "loket-latihan", Unlocked(KEY, key_of(handle).to_bytes()))
    place.store.views.note("2026-11-24T03:42:07Z", "rina", "masuk", "")
    return made


@pytest.fixture
def page(place, slots):
    counter = place.counter(Role.ADMINISTRATOR, handle="dewi")
    shown = place.show(OfficersPage(place.window.theme, counter, OfficersDesk(counter.session, slots)))
    place.qtbot.waitUntil(lambda: bool(shown.table.chosen))
    return shown


def press(place, key, modifier=Qt.KeyboardModifier.NoModifier):
    place.qtbot.keyClick(place.window.focusWidget() or place.window, key, modifier)


def type_in(place, words):
    line = place.window.focusWidget()
    line.selectAll()
    place.qtbot.keyClicks(line, words)


def choose(place, page, handle):
    page.table.setFocus()
    press(place, Qt.Key.Key_Home, CTRL)
    for _ in range(9):
        if page.table.chosen == handle:
            return
        press(place, Qt.Key.Key_Down)
    raise AssertionError(handle)


def sheet(place, kind=Sheet):
    place.qtbot.waitUntil(lambda: any(part.isVisible() for part in place.window.findChildren(kind)))
    return next(part for part in place.window.findChildren(kind) if part.isVisible())


def cells(page, handle):
    model = page.table.model()
    rows = {model.index(row, 0).data(Qt.ItemDataRole.UserRole).id: row for row in range(model.rowCount())}
    return [model.index(rows[handle], column).data() for column in range(model.columnCount())]


def test_the_table_says_who_serves_until_when_and_whether_the_centre_knows_his_key(place, page):
    assert page.context == "3 petugas bertugas di stasiun ini"
    name, _nip, role, _decree, until, seen, key = cells(page, "rina")
    assert (name, role, seen, key) == ("Rina", "operator, tugas cetak", "24 Nov 2026", "Dikenal Dinas")
    assert until.split(" ")[2] in ("2026", "2027")
    assert cells(page, "hendra")[5] == "belum pernah"


def test_a_new_officer_is_asked_for_by_keys_alone_and_his_start_passphrase_is_shown_once(place, page, slots):
    press(place, Qt.Key.Key_N, CTRL)
    asked = sheet(place, OfficerSheet)
    for words in ("siti", "Siti Rohani", "198503122010012007", "SK-821/114/2026", "30-06-2099"):
        type_in(place, words)
        press(place, Qt.Key.Key_Tab)
    assert asked.roles[Role.OPERATOR].isChecked()
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.start is not None)
    shown = sheet(place)
    words = page._state.start[1]
    assert any(part.text() == words for part in shown.findChildren(QLabel))
    assert slots.unlock("siti", words, datetime.now(UTC)).first
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.start is None and cells(page, "siti")[6] == "Menunggu Dinas")
    choose(place, page, "siti")
    assert "Sandi awal belum dipakai" in page._about.text()
    request = place.store.requests.all()[0].request
    assert isinstance(request, Proposal)
    assert (request.nip, request.until, request.roles) == ("198503122010012007", "2099-06-30", ("operator",))
    assert not any(words in part.text() for part in page.findChildren(QLabel))


def test_other_roles_wait_for_the_centre_and_the_old_ones_stay(place, page):
    choose(place, page, "hendra")
    press(place, Qt.Key.Key_Return)
    asked = sheet(place, OfficerSheet)
    assert not asked.handle.isEnabled()
    asked.decree.line.setFocus()
    type_in(place, "SK-2")
    box = asked.roles[Role.ADMINISTRATOR]
    box.setFocus()
    press(place, Qt.Key.Key_Space)
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: cells(page, "hendra")[6] == "Menunggu Dinas")
    assert cells(page, "hendra")[2] == "verifikator"
    assert "Diminta: verifikator, administrator" in page._about.text()
    assert place.store.officers.get("hendra", "DAYUN").roles == {Role.VERIFIER}


def test_cabut_asks_why_takes_the_slot_and_changes_the_key(place, page, slots):
    choose(place, page, "rina")
    press(place, Qt.Key.Key_F8)
    asked = sheet(place)
    assert not asked.buttons["ya"].isEnabled()
    type_in_long(place, asked, "pindah tugas ke Minas")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: cells(page, "rina")[6] == "Dicabut", timeout=20_000)
    assert slots.handles() == ("dewi", "hendra")
    assert place.store.key != KEY
    assert place.store.residents.count() == 0
    request = place.store.requests.all()[0].request
    assert isinstance(request, Removal)
    assert (request.officer, request.reason) == ("rina", "pindah tugas ke Minas")
    assert "Kunci data diganti" in page._key.words
    assert page.saved[0].startswith("✓ Tersimpan")
    assert place.store.views.page()[0].what == "cabut"


def type_in_long(place, asked, words):
    long = asked.findChild(QPlainTextEdit)
    long.setFocus()
    place.qtbot.keyClicks(long, words)


@pytest.mark.parametrize("key", [Qt.Key.Key_F8, Qt.Key.Key_F4])
def test_nobody_changes_or_removes_himself(place, page, key):
    choose(place, page, "dewi")
    press(place, key)
    said = "Anda administrator terakhir" if key == Qt.Key.Key_F8 else "Peran dan masa tugas sendiri"
    assert page._banner.isVisible()
    assert said in page._banner.words
    assert place.store.requests.all() == ()


def test_a_lock_is_lifted_by_alt_k(place, page, slots):
    for _ in range(5):
        with pytest.raises(StoreError):
            slots.unlock("rina", "salah", datetime.now(UTC))
    page.refresh()
    place.qtbot.waitUntil(lambda: cells(page, "rina")[6] == "Terkunci")
    choose(place, page, "rina")
    assert "5 kali salah sandi" in page._about.text()
    press(place, Qt.Key.Key_K, ALT)
    place.qtbot.waitUntil(lambda: cells(page, "rina")[6] == "Dikenal Dinas")
    assert slots.locked_until("rina", datetime.now(UTC)) is None


def test_what_is_wrong_is_said_and_nothing_is_asked(place, page):
    press(place, Qt.Key.Key_N, CTRL)
    sheet(place, OfficerSheet)
    type_in(place, "Siti R")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._banner.isVisible())
    assert page._banner.words.startswith("Nama masuk tidak dapat dipakai.")
    assert place.store.requests.all() == ()


def test_while_another_program_has_the_store_the_key_waits_and_f5_changes_it(place, page):
    from station.store.store import Store

    other = Store.open(place.store.folder, KEY)
    other.residents.count()
    choose(place, page, "rina")
    press(place, Qt.Key.Key_F8)
    type_in_long(place, sheet(place), "pindah")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: "program lain membuka" in page._banner.words, timeout=20_000)
    assert "Kunci data belum diganti" in page._key.words
    other.close()
    page.table.setFocus()
    press(place, Qt.Key.Key_F5)
    place.qtbot.waitUntil(lambda: "Kunci data diganti" in page._key.words, timeout=20_000)
    assert place.store.key != KEY


@pytest.mark.parametrize("look", ["terang", "kontras"])
def test_it_fits(place, page, look):
    place.window.wear(look)
    choose(place, page, "rina")
    assert lacks_room(place, page) == []


def test_the_sheet_fits_at_1024_by_560(place, page):
    place.window.resize(1024, 560)
    press(place, Qt.Key.Key_N, CTRL)
    asked = sheet(place, OfficerSheet)
    place.qtbot.waitUntil(lambda: asked.box.width() > 400)
    assert asked.box.minimumSizeHint().height() <= asked.height()
    assert all(line.accessibleName() for line in asked.findChildren(QLineEdit))
