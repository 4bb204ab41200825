"""F1: the keys of this page first, then those that work everywhere; typed words filter. And the list of notices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from station.widgets.button import key_words
from station.widgets.field import Field
from station.widgets.label import Sign, label
from station.widgets.layout import column
from station.widgets.sheet import BACK, Answer, Sheet, scrolling
from station.widgets.theme import Theme
from station.widgets.toast import GLYPHS, Notice


class KeySheet(Sheet):
    """Keys and what they do."""

    def __init__(self, theme: Theme, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        self._rows: list[tuple[str, QLabel, QLabel]] = []
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for title, keys in groups:
            if keys:
                heading = label(title, "b")
                heading.setContentsMargins(0, 8, 0, 2)
                grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for key, words in keys:
                self._add(grid, key_words(key), words.replace("&", ""))
        inner = QWidget()
        inner.setLayout(column(grid, None, gap=0))
        body = QWidget()
        self._filter = Field("filter", QCoreApplication.translate("KeySheet", "&Saring"))
        self._filter.changed.connect(self._narrow)
        area = scrolling(inner, theme.px(260))
        body.setLayout(column(self._filter, area, gap=10))
        title = QCoreApplication.translate("KeySheet", "Tombol")
        super().__init__(theme, title, "", (_shut(),), body=body, width=560)

    def _add(self, grid: QGridLayout, key: str, words: str) -> None:
        place = grid.rowCount()
        pressed, meaning = label(key, "key"), label(words)
        meaning.setAccessibleName(f"{key}: {words}")
        grid.addWidget(pressed, place, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(meaning, place, 1)
        self._rows.append((f"{key} {words}".casefold(), pressed, meaning))

    def _narrow(self, words: str) -> None:
        for text, pressed, meaning in self._rows:
            pressed.setVisible(words.casefold() in text)
            meaning.setVisible(words.casefold() in text)

    @property
    def shown(self) -> list[str]:
        """What the filter leaves."""
        return [meaning.accessibleName() for _, _, meaning in self._rows if not meaning.isHidden()]


class NoticeSheet(Sheet):
    """`Pemberitahuan`: all that was said in toasts, the newest first."""

    def __init__(self, theme: Theme, notices: Sequence[Notice]) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(2, 1)
        for place, notice in enumerate(reversed(notices)):
            grid.addWidget(label(f"{notice.at:%H.%M}", "small"), place, 0)
            grid.addWidget(Sign(theme, GLYPHS[notice.role], notice.role, 18, 2.0), place, 1)
            grid.addWidget(label(notice.words, wrap=True), place, 2)
        inner = QWidget()
        inner.setLayout(column(grid, None, gap=0))
        empty = "" if notices else QCoreApplication.translate("NoticeSheet", "Belum ada pemberitahuan.")
        area = scrolling(inner, theme.px(220))
        title = QCoreApplication.translate("NoticeSheet", "Pemberitahuan")
        super().__init__(theme, title, empty, (_shut(),), body=area, width=520)


def _shut() -> Answer:
    return Answer(BACK, QCoreApplication.translate("Sheet", "Tutup"), key="Esc")
