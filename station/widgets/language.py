"""Which language the screen speaks: ours and Qt's own words, and how numbers and dates are written."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from station.i18n import catalogues

LOCALES = {
    "id": QLocale("id_ID"),
    "en": QLocale("en_GB"),
}
MARK = "loket-words"


def speak(app: QApplication, language: str) -> None:
    """Speak `id` or `en` from here on; what is on screen already keeps its words until it is shown anew.

    Raises FileNotFoundError when a catalogue is missing or damaged: a build without words is no build.
    """
    for old in app.findChildren(QTranslator, MARK):
        app.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(LOCALES[language])
    for file in catalogues(language):
        words = QTranslator(app)
        words.setObjectName(MARK)
        if not words.load(str(file)):
            raise FileNotFoundError(file)
        app.installTranslator(words)
