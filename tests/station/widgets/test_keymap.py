"""Keys: one meaning at a time, the page's before the rail's before the window's, and an act that is off stays off."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut

from station.widgets.keymap import Binding, Keymap
from station.widgets.language import speak

F5, CTRL = Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(show):
    return show()


@pytest.fixture
def keymap(window):
    return Keymap(window)


def says(heard, word):
    return lambda: heard.append(word)


def test_no_key_is_bound_twice_whatever_the_layers_say(window, keymap, qtbot):
    """Two shortcuts of one key are ambiguous to Qt, and neither would fire."""
    heard = []
    for layer in ("window", "rail", "page"):
        keymap.bind(layer, [Binding("F5", layer, says(heard, layer)), Binding("ctrl+return", layer, lambda: None)])
    keys = [key.toString() for each in window.findChildren(QShortcut) for key in QShortcut.keys(each)]
    assert sorted(keys) == ["Ctrl+Enter", "Ctrl+Return", "F5"]
    qtbot.keyClick(window, F5)
    assert heard == ["page"]
    keymap.bind("page", [])
    qtbot.keyClick(window, F5)
    assert heard == ["page", "rail"]


def test_an_act_that_is_off_does_nothing_and_hides_the_key_below(window, keymap, qtbot):
    heard = []
    keymap.bind("window", [Binding("F5", "window", says(heard, "window"))])
    keymap.bind("page", [Binding("F5", "page", says(heard, "page"), enabled=False)])
    qtbot.keyClick(window, F5)
    assert heard == []
    keymap.bind("page", [Binding("F5", "page", says(heard, "page"))])
    qtbot.keyClick(window, F5)
    assert heard == ["page"]


def test_silence_holds_also_for_keys_bound_meanwhile(window, keymap, qtbot):
    heard = []
    keymap.bind("page", [Binding("F5", "page", says(heard, "page"))])
    keymap.silence(True)
    keymap.bind("rail", [Binding("F6", "rail", says(heard, "rail"))])
    qtbot.keyClick(window, F5)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert heard == []
    keymap.silence(False)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert heard == ["rail"]


def test_keys_are_the_same_in_every_language(window, qapp, qtbot):
    heard = []
    speak(qapp, "id")  # which calls both Return and Enter `Enter`
    Keymap(window).bind("page", [Binding("Ctrl+Return", "Lanjut", says(heard, "go"))])
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Enter, CTRL)
    assert heard == ["go", "go"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_enter_of_the_keypad_counts_too(window, keymap, qtbot, key):
    heard = []
    keymap.bind("page", [Binding("Ctrl+Return", "Lanjut", says(heard, "go"))])
    qtbot.keyClick(window, key, CTRL)
    assert heard == ["go"]


def test_the_list_of_keys_leaves_out_what_has_no_words(keymap):
    keymap.bind("window", [Binding("Ctrl++", "Perbesar", lambda: None), Binding("Ctrl+=", "", lambda: None)])
    keymap.bind("page", [Binding("", "Tanpa tombol", lambda: None)])
    assert keymap.listed("window") == [("Ctrl++", "Perbesar")]
    assert keymap.listed("page") == []
