"""What stands around a page once somebody is signed in: rail, top bar, training strip, page head and action bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from station.widgets.action_bar import ActionBar
from station.widgets.label import label
from station.widgets.layout import row
from station.widgets.page import Act
from station.widgets.page_head import PageHead
from station.widgets.rail import Rail
from station.widgets.theme import Theme, load_face
from station.widgets.top_bar import TopBar


class Chrome:
    """Made hidden, and put around the page that `right` holds already."""

    def __init__(self, theme: Theme, do: Callable[[Act], None], training: str) -> None:
        self._theme = theme
        load_face("Bold")  # the brand on the rail is all that wears it
        self.rail = Rail(theme)
        self.top = TopBar(theme)
        self.bar = ActionBar(theme, do)
        self.head = PageHead(theme, do)
        self.strip = QFrame()
        self.strip.setObjectName("strip")
        self._training = label(training, "caution")
        self._training.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # never cut short
        self.room = label("", "caution")
        self.strip.setLayout(row(None, self._training, self.room, None, gap=24, margins=(16, 0, 16, 0)))
        self._shown = (False, False)
        self.show(False, training=False)

    def put_around(self, whole: QHBoxLayout, right: QVBoxLayout) -> None:
        """`whole` holds the column `right`, and that the pages."""
        for place, part in enumerate((self.top, self.strip, self.head)):
            right.insertWidget(place, part)
        right.addWidget(self.bar)
        whole.insertWidget(0, self.rail)

    def show(self, shown: bool, *, training: bool) -> None:
        """Show or hide all of it; the strip only while training or when room on the disk is short."""
        for part in (self.rail, self.top, self.head, self.bar):
            part.setVisible(shown)
        self._shown = (shown, training)
        self._look()

    def show_room(self, words: str) -> None:
        """How little room is left on the disk, over every page; "" for enough."""
        self.room.setText(words)
        self.room.setAccessibleName(words)
        self._look()

    def _look(self) -> None:
        shown, training = self._shown
        short = bool(self.room.accessibleName())
        self._training.setVisible(training)
        self.room.setVisible(short)
        self.strip.setVisible(shown and (training or short))

    def fold(self, *, low: bool, narrow: bool) -> None:
        """Give way on low and on narrow screens."""
        self.rail.fold(low or narrow)
        self.top.fold(low)
        self.bar.fold(low)
        self.strip.setFixedHeight(self._theme.px(24))
