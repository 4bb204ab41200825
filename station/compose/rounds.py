"""Rounds of sync at the beat of the clockwork and on an officer's word, one at a time, and the light while they run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station.runner import Tasks
from station.work import on

if TYPE_CHECKING:
    from station.compose.rooms import Rooms
    from station.window import Window


class Rounds(QObject):
    """Asks the rooms on the lane `net`; what is due is theirs to know. `removed` is called when the feed has taken the
    officer's right away."""

    sending = Signal(int, int)  # from the network's lane: which packet of how many goes now

    def __init__(
        self, tasks: Tasks, rooms: Callable[[], Rooms | None], window: Window, removed: Callable[[], None]
    ) -> None:
        super().__init__()
        self._tasks, self._rooms, self._window, self._removed = tasks, rooms, window, removed
        self._busy = self._asked = False
        self.stop = threading.Event()
        self.sending.connect(self._show_sending)

    @property
    def busy(self) -> bool:
        """Whether a round is under way."""
        return self._busy

    def ask(self) -> None:
        """One round on somebody's word; after the one that is under way."""
        self._asked = True
        self.tick()

    def tick(self) -> None:
        """What is due by itself."""
        rooms = self._rooms()
        if not self._busy and rooms is not None and rooms.signed_in:
            self._busy = True
            self._tasks.start(self._round(rooms))

    async def _round(self, rooms: Rooms) -> None:
        asked, self._asked = self._asked, False
        try:
            report = await on("net", partial(rooms.sync, asked=asked), self.stop)
        finally:
            self._busy = False
        self._window.show_light(*rooms.light(report))
        if report.received and not await on("store", rooms.on_duty):
            self._window.toast("Tugas Anda di stasiun ini dicabut Dinas. Semua yang tersimpan tetap ada.", "err")
            self._removed()
            return
        moved = report.received or report.sent or report.refused or report.problem
        if (moved or asked) and self._window.page is not None:
            self._window.page.refresh()
        if self._asked:
            self.tick()

    def _show_sending(self, number: int, of: int) -> None:
        rooms = self._rooms()
        if rooms is not None and self._busy:
            self._window.show_light(*rooms.sending_light(number, of))
