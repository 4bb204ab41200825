"""The action bar: what is saved, what is wrong, and acts that fit, keep the focus and do what they say."""

import pytest
from PySide6.QtCore import Qt

from station.widgets.action_bar import ActionBar
from station.widgets.page import Act


def acts(enabled=True):
    return (
        Act("Kembali", "Esc", lambda: None, sign="back"),
        Act("Kecualikan jari ini", "F4", lambda: None, sign="warn"),
        Act("Cetak minuta", "F9", lambda: None, sign="printer"),
        Act("Setujui dan lanjut", "Ctrl+Return", lambda: None, "primary", enabled, "check"),
    )


@pytest.fixture
def done():
    return []


@pytest.fixture
def bar(show, look, done):
    made = ActionBar(look, done.append)
    show(made, size=(1000, 100))
    return made


def ready(bar, qtbot, number):
    """A button that has come on screen and was given the focus."""
    qtbot.waitUntil(bar.acts.buttons[number].isVisible)
    bar.acts.buttons[number].setFocus()
    assert bar.acts.buttons[number].hasFocus()
    return bar.acts.buttons[number]


def texts(bar):
    return [each.text() for each in bar.acts.buttons]


def test_a_press_does_the_act_as_it_stands_now(bar, done, qtbot):
    bar.show_state(("", "ok"), "", acts())
    fresh = acts()
    bar.show_state(("", "ok"), "", fresh)
    qtbot.mouseClick(bar.acts.buttons[1], Qt.MouseButton.LeftButton)
    assert done[0] is fresh[1]


def test_the_name_is_the_word_and_the_key_stands_beside_it(bar):
    bar.show_state(("", "ok"), "", acts())
    assert bar.acts.buttons[-1].accessibleName() == "Setujui dan lanjut"
    assert texts(bar)[-1] == "Setujui dan lanjut  Ctrl+Enter"


def test_the_focus_stays_while_only_what_is_enabled_changes(bar, qtbot):
    bar.show_state(("", "ok"), "", acts())
    held = ready(bar, qtbot, 2)
    bar.show_state(("✓ Tersimpan 10.42.07", "ok"), "", acts(enabled=False))
    assert bar.acts.buttons[2] is held
    assert held.hasFocus()
    assert not bar.acts.buttons[-1].isEnabled()


def test_the_focus_goes_to_the_same_word_when_the_acts_are_others(bar, qtbot):
    bar.show_state(("", "ok"), "", acts())
    ready(bar, qtbot, 2)
    bar.show_state(("", "ok"), "", acts()[1:])
    assert bar.acts.buttons[1].word == "Cetak minuta"
    qtbot.waitUntil(bar.acts.buttons[1].hasFocus)


def test_it_squeezes_signs_first_then_lesser_keys_and_never_the_primary_ones(bar, qtbot):
    bar.show_state(("✓ Tersimpan 10.42.07", "ok"), "2 isian perlu diperbaiki", acts())
    wide = sum(each.sizeHint().width() for each in bar.acts.buttons)
    assert all(not each.icon().isNull() for each in bar.acts.buttons)
    bar.window().resize(wide + 100, 100)
    qtbot.waitUntil(lambda: all(each.icon().isNull() for each in bar.acts.buttons))
    bar.window().resize(620, 100)
    qtbot.waitUntil(lambda: texts(bar)[0] == "Kembali")
    assert texts(bar)[-1] == "Setujui dan lanjut  Ctrl+Enter"
    assert bar.acts.buttons[1].toolTip() == "F4"
    bar.window().resize(1400, 100)
    qtbot.waitUntil(lambda: texts(bar)[0] == "Kembali  Esc")
    assert all(not each.icon().isNull() for each in bar.acts.buttons)


def test_squeezed_it_needs_no_more_than_the_narrowest_window(bar):
    bar.show_state(("✓ Tersimpan 10.42.07", "ok"), "2 isian perlu diperbaiki", acts())
    bar.window().resize(700, 100)
    assert bar.minimumSizeHint().width() <= 1024 - 56


def test_saved_and_problems_are_said_in_their_roles(bar):
    bar.show_state(("✓ Tersimpan 10.42.07", "ok"), "", acts())
    assert (bar.saved.words, bar.problems.isVisible()) == ("Tersimpan 10.42.07", False)
    bar.show_state(("✕ Belum tersimpan: ruang simpan penuh", "err"), "2 isian perlu diperbaiki", acts())
    assert bar.saved.words == "Belum tersimpan: ruang simpan penuh"
    assert bar.problems.words == "2 isian perlu diperbaiki"
    assert bar.problems.isVisible()


def test_without_anything_to_show_it_goes(bar):
    bar.show_state(("", "ok"), "", acts())
    assert bar.isVisible()
    bar.show_state(("", "ok"), "", ())
    assert not bar.isVisible()
