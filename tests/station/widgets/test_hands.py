"""The painted hands: one tip for each finger, a click asks for it, and words say what is drawn."""

import pytest
from PySide6.QtCore import QPoint, Qt

from station.widgets.hands import FINGERS, STATE_WORDS, TOKENS, Hands, finger_name
from station.widgets.theme import TOKENS as COLOURS


@pytest.fixture
def hands(show, look):
    made = Hands(look)
    show(made, size=(638, 400))
    return made


def at(hands, position):
    return hands.place(position).toPoint()


def test_ten_fingers_the_left_hand_on_the_left(hands):
    assert sorted(FINGERS) == list(range(1, 11))
    assert all(hands.place(p).x() < hands.width() / 2 for p in range(6, 11))
    assert all(hands.place(p).x() > hands.width() / 2 for p in range(1, 6))
    assert hands.place(10).x() < hands.place(6).x()
    assert len({hands.place(p).toTuple() for p in FINGERS}) == 10


@pytest.mark.parametrize("position", range(1, 11))
@pytest.mark.parametrize("size", [(638, 400), (360, 240), (900, 300)])
def test_a_click_asks_for_the_finger_under_it(hands, qtbot, position, size):
    hands.window().resize(*size)
    qtbot.waitUntil(lambda: hands.window().size().toTuple() == size)
    with qtbot.waitSignal(hands.chosen) as heard:
        qtbot.mouseClick(hands, Qt.MouseButton.LeftButton, pos=at(hands, position))
    assert heard.args == [position]


def test_a_click_between_the_hands_asks_for_none(hands, qtbot):
    heard = []
    hands.chosen.connect(heard.append)
    qtbot.mouseClick(hands, Qt.MouseButton.LeftButton, pos=QPoint(hands.width() // 2, 20))
    assert heard == []


def test_words_say_what_is_drawn(hands):
    hands.show_states({7: ("good", "45"), 1: ("poor", "12"), 10: ("except", "")})
    assert hands.accessibleName() == (
        "Sepuluh jari: telunjuk kiri baik 45, jempol kanan ulangi 12, kelingking kiri pengecualian"
    )
    assert finger_name(7) in hands.accessibleName()


@pytest.mark.parametrize("state", STATE_WORDS)
@pytest.mark.parametrize("theme", COLOURS)
def test_each_state_has_its_own_ground_in_each_theme(hands, look, state, theme):
    look.wear(theme)
    hands.show_states(dict.fromkeys(FINGERS, (state, "")))
    picture = hands.grab().toImage()
    spot = at(hands, 8) + QPoint(0, 18)  # on the pad, below sign and score
    assert picture.pixelColor(spot * picture.devicePixelRatio()).name() == COLOURS[theme][TOKENS[state][1]]
