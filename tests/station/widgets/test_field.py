"""Fields: left once, kept while typed, and complaining so that eyes and screen readers know."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from station.widgets.field import Field
from station.widgets.fields import DateField, NumberField, SecretField

CHOICES = [("l", "Laki-laki"), ("p", "Perempuan")]


@pytest.fixture
def two(show):
    name, place = Field("name", "Nama &lengkap"), Field("place", "Tempat lahir")
    show(name, place)
    name.setFocus()
    return name, place


def told(field):
    heard = []
    field.left.connect(lambda name, text: heard.append((name, text)))
    return heard


def shown(field):
    return [part.text() for part in field.findChildren(QLabel) if part.isVisible()]


def test_leaving_tells_of_a_change_once(two, qtbot):
    name, place = two
    heard = told(name)
    qtbot.keyClicks(name.line, "SUHAILA")
    assert heard == []
    place.setFocus()
    name.setFocus()
    place.setFocus()
    assert heard == [("name", "SUHAILA")]


def test_leaving_without_a_change_tells_nothing(two):
    name, place = two
    heard = told(name)
    name.put("SUHAILA")
    place.setFocus()
    assert heard == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_saves_once_and_goes_on(two, qtbot, key):
    name, place = two
    heard = told(name)
    qtbot.keyClicks(name.line, "SUHAILA")
    qtbot.keyClick(name.line, key)
    assert heard == [("name", "SUHAILA")]
    assert place.line.hasFocus()


def test_enter_stays_where_it_does_the_deed(two, qtbot):
    name, _ = two
    name.enter_goes_on = False
    qtbot.keyClick(name.line, Qt.Key.Key_Return)
    assert name.line.hasFocus()


def test_what_is_typed_is_not_overwritten(two, qtbot):
    name, place = two
    name.put("SITI")
    qtbot.keyClicks(name.line, " AMINAH")
    name.put("SITI")  # the answer of an older save comes late
    assert name.text == "SITI AMINAH"
    heard = told(name)
    place.setFocus()
    assert heard == [("name", "SITI AMINAH")]
    name.put("DEWI")
    assert name.text == "DEWI"


def test_an_untouched_field_with_the_focus_takes_a_value(two):
    name, _ = two
    name.put("SITI")
    assert name.text == "SITI"


def test_an_error_is_read_seen_and_cleared(two):
    name, _ = two
    name.set_error("Belum diisi. Isi sesuai dokumen.")
    assert "✕ Belum diisi. Isi sesuai dokumen." in shown(name)
    assert name.line.accessibleDescription() == "Belum diisi. Isi sesuai dokumen."
    assert name.wrong
    name.set_error(None)
    assert shown(name) == ["Nama &lengkap"]
    assert (name.line.accessibleDescription(), name.wrong) == ("", False)


def test_a_warning_stops_nothing(two):
    name, _ = two
    name.set_error("Belum diisi.")
    name.set_warning("Berbeda dengan NIK.")
    assert "▲ Berbeda dengan NIK." in shown(name)
    assert not name.wrong


def test_the_error_has_a_red_edge(two, look):
    name, place = two
    place.setFocus()
    edges = []
    for reason in ("Belum diisi.", None):
        name.set_error(reason)
        picture = name.line.grab().toImage()
        edges.append(picture.pixelColor(picture.width() // 2, 0).name())
    assert edges[0] == look.tokens["err"]
    assert edges[1] != look.tokens["err"]


def test_the_accessible_name_is_the_word_and_its_letter_jumps(two, qtbot):
    name, place = two
    assert name.line.accessibleName() == "Nama lengkap"
    place.setFocus()
    qtbot.keyClick(place.line, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert name.line.hasFocus()


def test_a_choice_tells_its_key_and_keeps_what_is_chosen(show, qtbot):
    field, other = Field("sex", "Jenis kelamin", CHOICES), Field("name", "Nama")
    show(field, other)
    heard = told(field)
    field.setFocus()
    qtbot.keyClicks(field.line, "P")
    other.setFocus()
    assert heard == [("sex", "p")]
    field.set_choices([*CHOICES, ("x", "Lain")])
    assert field.text == "p"
    field.put("nothing of the list")
    assert field.text == ""


def test_a_choice_nobody_made_tells_nothing(show):
    """Else a form left before its values came would write the first item of every list."""
    field, other = Field("sex", "Jenis kelamin", CHOICES), Field("name", "Nama")
    show(field, other)
    heard = told(field)
    field.setFocus()
    other.setFocus()
    field.leave()
    assert (field.text, heard) == ("l", [])


def test_a_number_is_shown_in_fours_and_pasted_as_it_comes(show, qtbot):
    field, other = NumberField("nik", "NIK"), Field("name", "Nama")
    show(field, other)
    field.setFocus()
    qtbot.keyClicks(field.line, "1408 0652-0309.0004")
    heard = told(field)
    other.setFocus()
    assert heard == [("nik", "1408065203090004")]
    assert field.line.text() == "1408 0652 0309 0004"


@pytest.mark.parametrize(
    ("typed", "text"), [("12032009", "12-03-2009"), ("1-3-2009", "01-03-2009"), ("besok", "besok"), ("", "")]
)
def test_a_date_is_tidied_when_left(show, qtbot, typed, text):
    field, other = DateField("born", "Lahir"), Field("name", "Nama")
    show(field, other)
    field.setFocus()
    qtbot.keyClicks(field.line, typed)
    other.setFocus()
    assert (field.text, field.line.text()) == (text, text)


def test_a_passphrase_is_hidden_shown_and_warns_of_caps_lock(show, qtbot):
    field = SecretField("pass", "&Sandi")
    show(field)
    field.setFocus()
    hidden, open_ = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
    assert field.line.echoMode() is hidden
    qtbot.keyClick(field.line, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert field.line.echoMode() is open_
    qtbot.keyClick(field.line, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert field.line.echoMode() is hidden
    qtbot.keyClicks(field.line, "a")
    assert "▲ Caps Lock menyala" not in shown(field)
    qtbot.keyPress(field.line, "A")
    assert "▲ Caps Lock menyala" in shown(field)
    qtbot.keyClicks(field.line, "b")
    assert "▲ Caps Lock menyala" not in shown(field)
