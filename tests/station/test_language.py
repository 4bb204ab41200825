"""Indonesian is the source of every string, English a complete translation, and the compiled words are those of now."""

import re
import subprocess
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from station import i18n
from station.widgets.hands import Hands
from station.widgets.language import speak

ROOT = Path(i18n.__file__).resolve().parents[2]
FOLDER = ROOT / "station" / "i18n"
SOURCES = ("station/widgets", "station/pages", "station/window.py")


def tool(name, *arguments):
    done = subprocess.run(
        [Path(sysconfig.get_path("scripts")) / name, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


def messages(file):
    """(context, source) -> translation and its type."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            made = message.find("translation")
            key = (context.findtext("name"), message.findtext("source"))
            found[key] = (made.text or "", made.get("type", ""))
    return found


@pytest.fixture
def indonesian(qapp):
    yield
    speak(qapp, "id")


def test_every_string_of_the_screen_is_translated_and_none_is_left_over(tmp_path):
    fresh = tmp_path / "loket_en.ts"
    fresh.write_bytes((FOLDER / "loket_en.ts").read_bytes())
    tool("pyside6-lupdate", "-extensions", "py", "-locations", "none", "-no-obsolete", *SOURCES, "-ts", fresh)
    assert messages(fresh) == messages(FOLDER / "loket_en.ts")


@pytest.mark.parametrize("name", ["loket_en", "qt_id"])
def test_no_translation_is_unfinished_or_drops_a_value(name):
    for (context, source), (text, kind) in messages(FOLDER / f"{name}.ts").items():
        assert kind == "", (context, source)
        assert text or not source, (context, source)
        assert sorted(re.findall(r"{\w*}|%\w", source)) == sorted(re.findall(r"{\w*}|%\w", text)), (context, source)


@pytest.mark.parametrize("name", ["loket_en", "qt_id"])
def test_the_compiled_words_are_those_of_now(name, tmp_path):
    tool("pyside6-lrelease", "-silent", FOLDER / f"{name}.ts", "-qm", tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == (FOLDER / f"{name}.qm").read_bytes()


def test_english_is_spoken_and_given_up_again(qapp, look, indonesian):
    said = []
    for language in ("id", "en", "id"):
        speak(qapp, language)
        hands = Hands(look)
        hands.show_states({7: ("good", "45")})
        said.append(hands.accessibleName())
    assert said[0] == said[2] == "Sepuluh jari: telunjuk kiri baik 45"
    assert said[1] == "Ten fingers: left index good 45"


def test_qts_own_buttons_speak_indonesian(qapp, qtbot, indonesian):
    speak(qapp, "id")
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Save)
    assert sorted(made.text().replace("&", "") for made in box.buttons()) == ["Batal", "Simpan"]
