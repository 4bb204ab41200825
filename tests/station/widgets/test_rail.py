"""The rail and the steps of a case: what may be asked for, what is said of it, and folding."""

import pytest
from PySide6.QtCore import Qt

from station.widgets.items import RailItem, StepItem
from station.widgets.rail import FOLDED, WIDE, Rail, RailButton
from station.widgets.steps import StepButton

ITEMS = (
    RailItem("beranda", "Beranda", "home", "Ctrl+1"),
    RailItem("penduduk", "Penduduk", "people", "Ctrl+3", "LOKET"),
    RailItem("verifikasi", "Verifikasi", "shield", "Ctrl+5", "PEMERIKSAAN", badge="4"),
)
STEPS = (
    StepItem("berkas", "Berkas", "done"),
    StepItem("foto", "Foto", "current"),
    StepItem("iris", "Iris", "open"),
    StepItem("sidik-jari", "Sidik jari", "locked"),
    StepItem("resi", "Resi", "ended"),
)


@pytest.fixture
def rail(show, look):
    made = Rail(look)
    show(made, size=(300, 560))
    return made


def entries(rail, kind):
    return {each.word: each for each in rail.findChildren(kind)}


def asked(rail):
    heard = []
    rail.asked.connect(heard.append)
    return heard


def test_a_press_asks_and_only_the_page_marks_its_entry(rail, qtbot):
    rail.show_items(ITEMS, "beranda")
    heard, made = asked(rail), entries(rail, RailButton)
    qtbot.mouseClick(made["Penduduk"], Qt.MouseButton.LeftButton)
    made["Verifikasi"].setFocus()
    qtbot.keyClick(made["Verifikasi"], Qt.Key.Key_Return)
    assert heard == ["penduduk", "verifikasi"]
    assert [word for word, each in made.items() if each.isChecked()] == ["Beranda"]


def test_a_badge_is_said_and_follows(rail):
    rail.show_items(ITEMS, "beranda")
    made = entries(rail, RailButton)["Verifikasi"]
    assert (made.accessibleName(), made.accessibleDescription()) == ("Verifikasi", "4")
    rail.show_badges({"penduduk": "2"})
    assert made.accessibleDescription() == ""
    assert entries(rail, RailButton)["Penduduk"].accessibleDescription() == "2"


def test_a_rail_shown_anew_keeps_the_focus(rail, qtbot):
    rail.show_items(ITEMS, "beranda")
    held = entries(rail, RailButton)["Penduduk"]
    qtbot.waitUntil(held.isVisible)
    held.setFocus()
    rail.show_items(ITEMS, "penduduk")
    qtbot.waitUntil(lambda: getattr(rail.window().focusWidget(), "word", "") == "Penduduk")
    assert rail.window().focusWidget() is not held


def test_steps_say_number_and_state_and_open_only_what_may_be(rail, qtbot):
    rail.show_steps("SUHAILA MARDIANI", "KTP-el baru", STEPS)
    made = entries(rail, StepButton)
    assert [each.accessibleName() for each in made.values()] == [
        "Langkah 1, Berkas, selesai",
        "Langkah 2, Foto, sekarang",
        "Langkah 3, Iris, belum",
        "Langkah 4, Sidik jari, terkunci",
        "Langkah 5, Resi, selesai",
    ]
    heard = asked(rail)
    for each in made.values():
        qtbot.mouseClick(each, Qt.MouseButton.LeftButton)
    assert heard == ["step:berkas", "step:foto", "step:iris"]


def test_a_case_can_be_put_aside(rail, qtbot):
    rail.show_steps("SUHAILA MARDIANI", "KTP-el baru", STEPS)
    heard = asked(rail)
    qtbot.mouseClick(entries(rail, RailButton)["Tunda, ke beranda"], Qt.MouseButton.LeftButton)
    assert heard == ["beranda"]


def test_folded_it_is_narrow_and_its_words_are_tips(rail):
    rail.show_items(ITEMS, "beranda")
    assert rail.width() == WIDE
    rail.fold(True)
    assert rail.width() == FOLDED
    assert "Penduduk" in entries(rail, RailButton)["Penduduk"].toolTip()
    assert "Ctrl+3" in entries(rail, RailButton)["Penduduk"].toolTip()
    rail.show_steps("SUHAILA MARDIANI", "KTP-el baru", STEPS)
    assert rail.width() == FOLDED
    assert all(each.folded for each in entries(rail, StepButton).values())


def test_nine_steps_fit_a_low_screen(rail):
    rail.fold(True)
    rail.show_steps("", "KTP-el baru", [StepItem(f"s{n}", f"Langkah {n}", "open") for n in range(9)])
    assert rail.minimumSizeHint().height() <= 560
