"""A returned case from Beranda to the receipt by keys, in a real window over a real store."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from registry.actions import Kind
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.compose.station import Place, Station
from station.desk.checking import submission_of
from station.desk.session import Clock, Officer, Session
from station.pages.biodata import BiodataPage
from station.pages.cases import CasesPage, HistoryPage
from station.pages.home import HomePage
from station.pages.papers import PapersPage
from station.pages.review import ReceiptPage, ReviewPage
from station.presenters.counter import Route
from station.settings import Settings
from station.store.machine import machine_secret
from station.store.slots import Cost, Slots, Unlocked
from tests.journeys.children import record
from tests.station.store.making import KEY, act, key_of, person, signed_grant, store_in

SANDI = "loket-latihan"
REASON = "Nama ibu tidak sama dengan KK."


@pytest.fixture
def returned(tmp_path):
    """Recorded by Fajar, sent back by Hendra; Rina has a key to the station. Gives the folder and the case."""
    folder = tmp_path / "kecamatan"
    store = store_in(folder)
    store.residents.put([person(1)])
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    for handle, role in (("rina", Role.OPERATOR), ("fajar", Role.OPERATOR), ("hendra", Role.VERIFIER)):
        store.officers.put(*signed_grant(handle, role, until=until))
    fajar = Officer("fajar", "Fajar", frozenset({Role.OPERATOR}))
    case = record(Session(fajar, "DAYUN", key_of("fajar"), store, Clock(), Uuid7Source()), person(1))
    body = canonical({"v": 1, "fields": ["mother"], "reason": REASON})
    last = store.cases.get(case).last
    store.cases.append((act(Kind.RETURNED, "hendra", Role.VERIFIER, case=case, after=last, payload=body),))
    store.close()
    secret = machine_secret(folder, "kecamatan", use_keyring=False).value
    slots = Slots(folder / "slots.json", secret, Cost(memory_kib=64, passes=1, lanes=1))
    slots.add("rina", SANDI, Unlocked(KEY, key_of("rina").to_bytes()))
    return folder, case


@pytest.fixture
def station(returned, qapp, qtbot):
    """Rina has signed in and looks at Beranda."""
    place = Place(returned[0], {}, returned[0].parent / "keluaran", "kecamatan", use_keyring=False)
    made = Station(qapp, place, Settings(sync_seconds=3600))
    made.open()
    made.window.activateWindow()
    qtbot.waitUntil(lambda: made.rooms is not None and made.window.page.go.isEnabled(), timeout=30_000)
    line = next(each for each in made.window.page.findChildren(QLineEdit) if each.accessibleName() == "Sandi")
    line.setFocus()
    qtbot.keyClicks(line, SANDI)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    on_page(made, qtbot, HomePage, 20_000)
    yield made
    made.window.close()
    made.rooms.sign_out()
    made.window.deleteLater()


def on_page(station, qtbot, kind, timeout=10_000):
    qtbot.waitUntil(
        lambda: isinstance(station.window.page, kind) and bool(station.window.page.context), timeout=timeout
    )
    return station.window.page


def press(station, qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(station.window.focusWidget() or station.window, key, modifier)


def draw(page, qtbot):
    """A stroke long enough for a signature, by mouse."""
    press_at, path = QPoint(60, 40), [QPoint(60 + 12 * n, 40 + 20 * (n % 2)) for n in range(12)]
    qtbot.mousePress(page.ink, Qt.MouseButton.LeftButton, pos=press_at)
    for point in path:
        qtbot.mouseMove(page.ink, point)
    qtbot.mouseRelease(page.ink, Qt.MouseButton.LeftButton, pos=path[-1])


def test_enter_on_beranda_to_a_new_receipt_of_the_same_number(station, returned, qtbot):
    case = returned[1]
    store = station.rooms.session.store
    number = store.cases.row(case).number
    lines = station.window.page._lines
    qtbot.waitUntil(lambda: lines.ids() == [case])
    lines.setFocus()
    press(station, qtbot, Qt.Key.Key_Return)
    form = on_page(station, qtbot, BiodataPage)
    assert form._banner.words.startswith("Dikembalikan Hendra, ")
    assert form._banner.words.endswith(REASON)
    mother = form.fields["mother"].line
    mother.setFocus()
    mother.selectAll()
    qtbot.keyClicks(mother, "YUSNIDAR SARI")
    press(station, qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: store.drafts.parts(case).get("field.mother") == {"text": "YUSNIDAR SARI"})

    press(station, qtbot, Qt.Key.Key_Escape)
    papers = on_page(station, qtbot, PapersPage)
    next(iter(papers._boxes.values())).click()
    qtbot.waitUntil(lambda: "papers" in store.drafts.parts(case))
    station.window.asked.emit("step:periksa")
    review = on_page(station, qtbot, ReviewPage)
    assert not review.primary.enabled  # the declaration of the first recording does not stand for this one
    press(station, qtbot, Qt.Key.Key_F4)
    draw(review, qtbot)
    qtbot.waitUntil(lambda: review.primary.enabled, timeout=10_000)
    press(station, qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    receipt = on_page(station, qtbot, ReceiptPage, 20_000)
    assert receipt._number.text() == number

    mended = store.cases.get(case)
    kinds = [action.header.kind for action in mended.actions]
    assert kinds == [Kind.SUBMITTED, Kind.RETURNED, Kind.SUBMITTED]
    assert (mended.status, mended.actions[-1].header.author) == (Status.SUBMITTED, "rina")
    assert submission_of(mended).resident.mother == "YUSNIDAR SARI"
    assert submission_of(mended).changed == ("mother",)
    assert store.drafts.all() == ()


def test_permohonan_opens_it_too_and_f7_its_history(station, returned, qtbot):
    case = returned[1]
    station.go(Route("permohonan"))
    page = on_page(station, qtbot, CasesPage)
    qtbot.waitUntil(lambda: page._lines.chosen == case and [a.text for a in page.acts][-1] == "Perbaiki")
    page._lines.setFocus()
    press(station, qtbot, Qt.Key.Key_F7)
    on_page(station, qtbot, HistoryPage)
    press(station, qtbot, Qt.Key.Key_Escape)
    page = on_page(station, qtbot, CasesPage)
    qtbot.waitUntil(lambda: page._lines.chosen == case)
    page._lines.setFocus()
    press(station, qtbot, Qt.Key.Key_Return)
    form = on_page(station, qtbot, BiodataPage)
    assert form._banner.words.endswith(REASON)


def test_what_was_erased_is_told_and_the_page_stays(station, returned, qtbot):
    case = returned[1]
    store = station.rooms.session.store
    store.cases.erase(case, [store.cases.get(case).actions[0].header.id])
    station.go(Route("perbaiki", case))
    qtbot.waitUntil(lambda: any("sudah dihapus" in str(each) for each in station.window.toasts.notices))
    assert isinstance(station.window.page, HomePage)
    assert store.drafts.all() == ()
