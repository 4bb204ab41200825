"""A sheet that asks for reasons in writing; its deed opens once each is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from station.widgets.label import label
from station.widgets.layout import column
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

DEED = "ya"


class ReasonSheet(Sheet):
    """`short` are one-line questions, `question` the long one; `answered` says DEED or BACK."""

    def __init__(
        self, theme: Theme, title: str, question: str, *, text: str = "", short: Sequence[str] = (), role: str = ""
    ) -> None:
        self._lines = [QLineEdit() for _ in short]
        self._long = QPlainTextEdit()
        self._long.setAccessibleName(question)
        self._long.setTabChangesFocus(True)
        self._long.setFixedHeight(theme.px(96))
        body, inside = QWidget(), column(gap=6)
        for asked, line in zip(short, self._lines, strict=True):
            line.setAccessibleName(asked)
            inside.addWidget(label(asked, "b", wrap=True))
            inside.addWidget(line)
        inside.addWidget(label(question, "b", wrap=True))
        inside.addWidget(self._long)
        body.setLayout(inside)
        back = Answer(BACK, QCoreApplication.translate("Sheet", "Kembali"), key="Esc")
        super().__init__(
            theme, title, text, (back, Answer(DEED, title, role or "primary", "Ctrl+Return")), body=body, width=520
        )
        for line in self._lines:
            line.textChanged.connect(self._look)
        self._long.textChanged.connect(self._look)
        self._look()

    @property
    def shorts(self) -> list[str]:
        """The short answers."""
        return [line.text().strip() for line in self._lines]

    @property
    def reason(self) -> str:
        """The long answer."""
        return self._long.toPlainText().strip()

    def _look(self) -> None:
        self.buttons[DEED].setEnabled(bool(self.reason) and all(self.shorts))
