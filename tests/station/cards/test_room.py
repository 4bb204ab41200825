"""Every page of cases, cards and machines is whole at 1024x560, filled and empty, in each theme."""

import threading

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QWidget

from registry.actions import Kind
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.officers import Role
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from station.pages.approving import ApprovePage
from station.pages.blanks import BlanksPage
from station.pages.cases import CasesPage, HistoryPage
from station.pages.checking import CheckPage
from station.pages.delivery import ParcelPage
from station.pages.handover import HandoverPage
from station.pages.printing import PrintPage
from station.pages.sync import SyncPage
from station.pages.system import DevicesPage
from station.widgets.parts import Banner, column, label
from station.widgets.theme import Theme, dress
from station.window import Window
from tests.station.cards.conftest import put_case
from tests.station.store.making import act
from tests.station.trays import tray

ROOM = (1024, 560)
EMPTY = {
    "verifikasi": lambda look, counter: CheckPage(look, counter),
    "setujui": lambda look, counter: ApprovePage(look, counter),
    "permohonan": lambda look, counter: CasesPage(look, counter, tray()),
    "meja": lambda look, counter: PrintPage(look, counter, lambda *_: None),
    "blangko": lambda look, counter: BlanksPage(look, counter, nobody, tray()),
    "pengiriman": lambda look, counter: ParcelPage(look, counter, "UPTD-SIAK", tray()),
    "penyerahan": lambda look, counter: HandoverPage(look, counter, tray()),
    "perangkat": lambda look, counter: DevicesPage(look, counter),
    "sinkronisasi": lambda look, counter: SyncPage(look, counter, sync_desk(counter), lambda: None),
}
FILLED = {**EMPTY, "riwayat": lambda look, counter: HistoryPage(look, counter, "case-1")}
STAGE = {
    "verifikasi": Status.SUBMITTED, "setujui": Status.RELEASED, "meja": Status.PRINT_APPROVED,
    "pengiriman": Status.SHIPPED, "penyerahan": Status.READY,
}  # fmt: skip
OFFICER = {"verifikasi": "hendra", "setujui": "murniati", "meja": "yulianti"}


def nobody(_handle, _passphrase):
    """No second officer stands by."""
    raise AssertionError


def sync_desk(counter):
    made = SyncDesk(counter.session.store, Clock(), counter.session.ids)
    made.run(threading.Event())  # nothing answers: what waits shows its reason
    made.close()
    return made


def shown(qtbot, look, page):
    window = Window(look)
    qtbot.addWidget(window)
    window.show_officer("Kantor Camat Dayun", "Loket 1", "Rina Oktaviani", "Operator", training=True)
    window.show_page(page)
    window.resize(*ROOM)
    window.show()
    qtbot.waitExposed(window)
    return window


def too_large(page):
    """Where a page wants more room than it has, and the labels that stick out of it."""
    least = page.minimumSizeHint()
    lost = [
        part.text() for part in page.findChildren(QLabel) if part.isVisible() and part.text() and sticks_out(part, page)
    ]
    return [least] * (least.width() > page.width() or least.height() > page.height()), lost


def sticks_out(part, page):
    return not page.rect().contains(QRect(part.mapTo(page, QPoint()), part.size()))


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_page_fits(qtbot, look, desk, name):
    page = EMPTY[name](look, desk(OFFICER.get(name, "fajar")).counter)
    window = shown(qtbot, look, page)
    assert window.size().toTuple() == ROOM
    qtbot.waitUntil(lambda: too_large(page) == ([], []))  # columns that follow the width are laid out once more


@pytest.mark.parametrize("theme", ["terang", "gelap", "kontras"])
@pytest.mark.parametrize("name", FILLED)
def test_a_filled_page_fits(qtbot, qapp, desk, store, name, theme):
    look = Theme(theme)
    dress(qapp, look)
    for number in range(1, 5):
        put_case(store, number, STAGE.get(name, Status.READY))
    page = FILLED[name](look, desk(OFFICER.get(name, "fajar")).counter)
    window = shown(qtbot, look, page)
    assert window.size().toTuple() == ROOM
    qtbot.waitUntil(lambda: too_large(page) == ([], []))  # columns that follow the width are laid out once more


def spoil(store, case, reason):
    """One more attempt that failed."""
    spoiled = canonical({"v": 1, "blank": "B26-0417 / 00162", "reason": reason})
    for kind, variant, body in ((Kind.PRINT_STARTED, "loket", None), (Kind.PRINT_BOOKED, "rusak", spoiled)):
        last = store.cases.get(case).last
        acted = act(kind, "yulianti", Role.PRINTING, case=case, variant=variant, after=last, payload=body)
        store.cases.append((acted,))


def test_the_history_of_spoiled_cards_fits(qtbot, look, desk, store):
    case = put_case(store, 1, Status.PRINT_APPROVED)
    spoil(store, case, "kartu di laci 2 sebelah kiri meja cetak")
    approved = act(Kind.PRINT_APPROVED, "murniati", Role.VERIFIER, case=case, after=store.cases.get(case).last)
    store.cases.append((approved,))
    spoil(store, case, "kartu di laci 3")
    assert store.cases.get(case).status is Status.PRINT_FAILED
    page = ApprovePage(look, desk("murniati").counter)
    shown(qtbot, look, page)
    qtbot.waitUntil(lambda: "Percobaan 2" in page._before.text() and page._before.isVisible())
    assert too_large(page) == ([], [])


def test_the_witness_fits_too(qtbot, look, desk, store):
    put_case(store, 1, Status.READY)
    page = HandoverPage(look, desk("fajar").counter, tray())
    shown(qtbot, look, page)
    next(act for act in page.acts if act.text == "Tidak cocok").handler()
    assert too_large(page) == ([], [])


def test_a_banner_is_as_high_as_its_words(qtbot, look):
    banner = Banner(look)
    box = QWidget()
    box.setLayout(column(label("Kartu Keluarga"), banner, None))
    qtbot.addWidget(box)
    box.resize(640, 300)
    box.show()
    banner.say("acc", "Kertas ini dilihat di loket, tidak dipindai.", "Bandingkan dengan isian menurut SIAK. " * 4)
    box.resize(230, 300)
    qtbot.waitUntil(lambda: banner.height() >= banner.layout().totalHeightForWidth(banner.width()))
    assert banner.height() < 300


def test_a_list_takes_the_room_of_its_card(qtbot, look, desk, store):
    for number in range(1, 5):
        put_case(store, number, Status.READY)
    page = CasesPage(look, desk("fajar").counter, tray())
    shown(qtbot, look, page).resize(1280, 800)
    qtbot.waitUntil(lambda: page._lines.height() > page.height() * 0.6)
