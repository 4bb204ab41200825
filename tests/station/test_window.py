"""The window: one page at a time, keys of one meaning, sheets and the lock above it, any theme and size at once."""

from collections import Counter

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from station.widgets.field import Field
from station.widgets.items import RailItem, StepItem
from station.widgets.key_sheet import KeySheet, NoticeSheet
from station.widgets.layout import column
from station.widgets.page import Act, Page
from station.widgets.sheet import Answer, Sheet, confirm
from station.widgets.theme import TOKENS, dress
from station.window import LEAST, ZOOMS, Window

F5, ESC, ENTER = Qt.Key.Key_F5, Qt.Key.Key_Escape, Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier
RAIL = [
    RailItem("beranda", "Beranda", "home", "Ctrl+1"),
    RailItem("penduduk", "Penduduk", "people", "Ctrl+3", "LOKET"),
    RailItem("sinkronisasi", "Sinkronisasi", "sync", "Ctrl+9", "SISTEM"),
]


class Desk(Page):
    """Two fields and three acts, one of them off."""

    title = "Biodata F-1.02"

    def __init__(self, theme, done):
        super().__init__(theme)
        self.done = done
        self.name, self.place = Field("name", "Nama"), Field("place", "Tempat lahir")
        self.setLayout(column(self.name, self.place, None))
        self.set_acts(
            Act("Kembali", "Esc", lambda: done.append("back")),
            Act("Ambil", "F5", lambda: done.append("take")),
            Act("Kirim", "F8", lambda: done.append("send"), enabled=False),
            Act("Lanjut", "Ctrl+Return", lambda: done.append("go"), "primary"),
        )
        self.ended = lambda: done.append("ended")

    def set_acts(self, *acts):
        self.tell(acts)

    def left(self):
        self.done.append("left")


@pytest.fixture
def done():
    return []


@pytest.fixture
def window(qtbot, look, done):
    made = Window(look)
    qtbot.addWidget(made)
    made.show_officer("Kantor Camat Dayun", "Loket 1", "Rina Oktaviani", "Operator", training=True)
    made.show_rail(RAIL, "beranda")
    made.show_page(Desk(look, done))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.page.name.line.hasFocus() or bool(made.page.name.line.setFocus()))
    return made


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def ask(window, theme, **more):
    sheet = confirm(theme, "Kirim sekarang?", "Tidak dapat ditarik.", "Kirim", **more)
    heard = []
    sheet.answered.connect(heard.append)
    window.open_sheet(sheet)
    return sheet, heard


# keys and acts ----------------------------------------------------------------------------------------------------
def test_no_key_is_bound_twice(window):
    keys = Counter(key.toString() for each in window.findChildren(QShortcut) for key in QShortcut.keys(each))
    assert [key for key, many in keys.items() if many > 1] == []
    assert {"F5", "Esc", "Ctrl+Return", "Ctrl+Enter", "Ctrl+1", "F1", "Ctrl+L", "Ctrl+K"} <= keys.keys()


def test_an_act_goes_by_its_key_and_by_its_button(window, done, qtbot):
    press(qtbot, window, F5)
    press(qtbot, window, ENTER, CTRL)
    qtbot.mouseClick(window.chrome.bar.acts.buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["take", "go", "back"]


def test_an_act_that_is_off_does_nothing(window, done, qtbot):
    press(qtbot, window, Qt.Key.Key_F8)
    qtbot.mouseClick(window.chrome.bar.acts.buttons[2], Qt.MouseButton.LeftButton)
    assert done == []


def test_an_act_shut_behind_its_button_does_nothing(window, done, qtbot):
    """The page changed its mind between drawing and pressing."""
    window.page.acts = tuple(Act(a.text, a.key, a.handler, a.role, False) for a in window.page.acts)
    press(qtbot, window, F5)
    assert done == []


def test_enter_in_a_field_never_sends(window, done, qtbot):
    for _ in range(3):
        press(qtbot, window, ENTER)
    assert "go" not in done


def test_the_rail_asks_by_key_and_by_mouse(window, qtbot):
    heard = []
    window.asked.connect(heard.append)
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    window.show_steps("SUHAILA", "KTP-el baru", [StepItem("foto", "Foto", "open")])
    press(qtbot, window, Qt.Key.Key_1, CTRL)  # the keys of the rail go on in a case
    assert heard == ["penduduk", "beranda"]


def test_before_sign_in_no_officers_key_works(window, look, done, qtbot):
    heard = []
    window.asked_lock.connect(lambda: heard.append("lock"))
    window.asked_search.connect(lambda: heard.append("search"))
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    press(qtbot, window, Qt.Key.Key_F2)
    assert heard == ["lock", "search", "search"]
    window.show_page(Desk(look, done), chrome=False)
    for key in (Qt.Key.Key_L, Qt.Key.Key_K, Qt.Key.Key_1):
        press(qtbot, window, key, CTRL)
    assert heard == ["lock", "search", "search"]
    assert not any(part.isVisible() for part in (window.chrome.rail, window.chrome.top, window.chrome.bar))


def test_ctrl_s_saves_the_field_and_says_so(window, qtbot):
    heard = []
    window.page.name.left.connect(lambda name, text: heard.append((name, text)))
    qtbot.keyClicks(window.page.name.line, "SUHAILA")
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert heard == [("name", "SUHAILA")]
    assert window.page.name.line.hasFocus()
    assert window.toasts.words == ["Sudah tersimpan"]


def test_f6_goes_from_part_to_part_and_back(window, qtbot):
    parts = [window.page, window.chrome.bar, window.chrome.rail]

    def here():
        return next(n for n, part in enumerate(parts) if part.isAncestorOf(window.focusWidget()))

    seen = [here()]
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_F6)
        seen.append(here())
    press(qtbot, window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert [*seen, here()] == [0, 1, 2, 0, 2]


def test_any_key_or_click_wakes(window, qtbot, qapp):
    qapp.installEventFilter(window)
    with qtbot.waitSignal(window.woke):
        qtbot.keyClick(window.page.name.line, Qt.Key.Key_A)
    with qtbot.waitSignal(window.woke):
        qtbot.mouseClick(window.page, Qt.MouseButton.LeftButton)
    qapp.removeEventFilter(window)


# pages ------------------------------------------------------------------------------------------------------------
def test_a_page_that_goes_is_left_ended_and_heard_no_more(window, look, done, qtbot):
    before = window.page
    ask(window, look)
    window.show_page(Desk(look, []))
    assert done == ["left", "ended"]
    before.toast("dari halaman lama")
    assert window.toasts.words == []
    assert [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()] == []
    press(qtbot, window, F5)
    assert done == ["left", "ended"]


def test_closing_the_window_leaves_the_page(window, done, qtbot):
    with qtbot.waitSignal(window.closed):
        window.close()
    assert done == ["left"]


def test_what_is_saved_and_wrong_is_shown(window):
    window.page.set_saved("✓ Tersimpan 10.42.07")
    window.page.set_problems(["Nama belum diisi.", "Tanggal tidak ada."])
    assert window.chrome.bar.saved.words == "Tersimpan 10.42.07"
    assert window.chrome.bar.problems.words == "2 isian perlu diperbaiki"
    window.page.set_problems(["Nama belum diisi."])
    assert window.chrome.bar.problems.words == "Nama belum diisi."


# sheets -----------------------------------------------------------------------------------------------------------
def test_a_sheet_takes_the_focus_to_the_way_back_and_gives_it_back(window, look, qtbot):
    window.page.place.setFocus()
    sheet, heard = ask(window, look)
    assert sheet.isAncestorOf(window.focusWidget())
    assert window.focusWidget() is sheet.buttons[""]
    press(qtbot, window, ESC)
    assert heard == [""]
    assert window.page.place.line.hasFocus()


def test_below_a_sheet_nothing_hears(window, look, done, qtbot):
    sheet, heard = ask(window, look)
    asked = []
    window.asked.connect(asked.append)
    window.asked_lock.connect(lambda: asked.append("lock"))
    press(qtbot, window, F5)
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    qtbot.mouseClick(window.chrome.bar.acts.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(window.page.name.line, "X")
    assert (done, asked, window.page.name.text, heard) == ([], [], "", [])
    for _ in range(6):
        press(qtbot, window, Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(window.focusWidget())


def test_a_sheet_is_answered_by_its_own_key_once(window, look, done, qtbot):
    _, heard = ask(window, look)
    press(qtbot, window, ENTER, CTRL)
    assert heard == ["ya"]
    press(qtbot, window, ENTER, CTRL)
    assert (heard, done) == (["ya"], ["go"])


def test_a_sheet_on_a_sheet_gives_back_one_after_the_other(window, look, done, qtbot):
    first, _ = ask(window, look)
    second, _ = ask(window, look)
    press(qtbot, window, ESC)
    assert window.focusWidget() is first.buttons[""]
    press(qtbot, window, F5)
    assert done == []
    press(qtbot, window, ESC)
    assert window.page.name.line.hasFocus()
    press(qtbot, window, F5)
    assert done == ["take"]
    assert not second.isVisible()


def test_a_sheet_begins_in_its_first_field(window, look):
    reason = Field("reason", "Alasan")
    window.open_sheet(Sheet(look, "Pengecualian", "", (Answer("ya", "Simpan", "primary"),), body=reason))
    assert reason.line.hasFocus()


def test_f1_lists_the_keys_of_the_page_first_and_filters(window, qtbot):
    press(qtbot, window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    assert sheet.shown[0] == "Esc: Kembali"
    assert "Ctrl+Enter: Lanjut" in sheet.shown
    assert "Ctrl+3: Penduduk" in sheet.shown
    assert "Ctrl+L: Kunci layar" in sheet.shown
    qtbot.keyClicks(window.focusWidget(), "kunci")
    assert sheet.shown == ["Ctrl+L: Kunci layar"]


def test_the_notices_are_kept_and_reading_them_takes_the_toasts_away(window, qtbot):
    for number in range(4):
        window.toast(f"kata {number}", "err")
    assert len(window.toasts.words) == 3
    press(qtbot, window, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    texts = [part.text() for part in window.findChild(NoticeSheet).findChildren(QLabel)]
    assert [text for text in texts if text.startswith("kata")] == ["kata 3", "kata 2", "kata 1", "kata 0"]
    assert window.toasts.words == []


# the lock ---------------------------------------------------------------------------------------------------------
def test_under_the_lock_nothing_is_seen_read_or_typed(window, look, done, qtbot):
    sheet, _ = ask(window, look)
    window.toast("SUHAILA MARDIANI tersimpan", "err")
    cover = QPushButton("Buka")
    window.cover(cover)
    cover.setFocus()
    assert cover.geometry() == window.rect()
    seen = [part for part in window.findChildren(QWidget) if part.isVisible() and part is not cover]
    assert seen == []
    assert (sheet.isVisible(), window.toasts.words) == (False, [])
    for key in (F5, Qt.Key.Key_F1, Qt.Key.Key_F2):
        press(qtbot, window, key)
    assert done == []
    window.resize(1100, 700)
    assert cover.geometry() == window.rect()
    window.cover(None)
    assert sheet.isVisible()
    assert window.page.isVisible()
    press(qtbot, window, F5)
    assert done == []  # the sheet still lies over the page
    window.close_sheet(sheet)
    press(qtbot, window, F5)
    assert done == ["take"]


# look and size ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize("steps", [False, True])
def test_the_window_fits_1024_by_560(window, qtbot, theme, steps):
    window.wear(theme, 100)
    if steps:
        named = [StepItem(f"s{n}", f"Langkah {n}", "open") for n in range(9)]
        window.show_steps("SUHAILA MARDIANI BINTI ABDUL RAHMAN AL QURTUBI", "KTP-el baru · D-2611-0418", named)
    window.page.set_saved("✕ Belum tersimpan: ruang simpan penuh", ok=False)
    window.page.set_problems(["Nama belum diisi.", "Tanggal tidak ada."])
    window.show_light("5 menunggu kirim", "acc", "up")
    window.show_devices([(sign, "ok", sign) for sign in ("camera", "finger", "pen", "printer")])
    window.resize(*LEAST)
    qtbot.waitUntil(lambda: window.size() == QSize(*LEAST))
    for hint in (window.minimumSizeHint(), window.centralWidget().minimumSizeHint()):
        assert hint.width() <= LEAST[0]
        assert hint.height() <= LEAST[1]
    for part in (window.chrome.rail, window.chrome.top, window.chrome.bar, window.page):
        corner = part.mapTo(window, part.rect().bottomRight())
        assert window.rect().contains(corner), part


def test_on_a_low_screen_the_title_moves_up(window, qtbot):
    assert window.chrome.head.isVisible()
    window.resize(*LEAST)
    qtbot.waitUntil(lambda: not window.chrome.head.isVisible())
    assert "Biodata F-1.02" in [p.text() for p in window.chrome.top.findChildren(QLabel) if p.isVisible()]


def test_another_theme_is_worn_at_once_by_the_same_page(window, qtbot, look):
    page = window.page
    qtbot.keyClicks(page.name.line, "SUHAILA")
    for name, tokens in TOKENS.items():
        window.wear(name)
        picture = window.grab().toImage()
        at = page.mapTo(window, page.rect().bottomLeft())
        assert picture.pixelColor(at.x() + 3, at.y() - 3).name() == tokens["bg"]
        assert page.name.line.palette().text().color().name() == tokens["fg"]
    assert window.page is page
    assert page.name.text == "SUHAILA"


def test_zoom_by_keys_is_at_once_has_ends_and_is_told(window, qtbot, look, qapp):
    told, heights = [], [window.chrome.top.height()]
    window.zoomed.connect(told.append)
    for _ in range(5):
        press(qtbot, window, Qt.Key.Key_Plus, CTRL)
        heights.append(window.chrome.top.height())
    assert told == list(ZOOMS[1:])
    assert heights[:4] == [round(60 * zoom / 100) for zoom in ZOOMS]
    assert window.page.name.line.fontInfo().pixelSize() == round(14 * 1.5)
    press(qtbot, window, Qt.Key.Key_Minus, CTRL)
    press(qtbot, window, Qt.Key.Key_0, CTRL)
    assert told[-2:] == [130, 100]
    assert window.chrome.top.height() == 60
    dress(qapp, look)


def test_training_is_said_on_every_page(window):
    strip = [p for p in window.findChildren(QLabel) if p.text() == "PELATIHAN · semua keluaran bertanda SPESIMEN"]
    assert [p.isVisible() for p in strip] == [True]
