"""What the data need by themselves, begun when nobody types for a while, and at the beat of the clockwork."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from station.runner import Tasks
from station.work import on

if TYPE_CHECKING:
    from station.compose.rooms import Rooms

QUIET_MS = 60_000  # without a key or a click


class Upkeep(QObject):
    """Asks the rooms on the lane `keep`, once at a time; what is due is theirs to know. `say` shows how little room
    is left on the disk."""

    def __init__(self, tasks: Tasks, rooms: Callable[[], Rooms | None], say: Callable[[str], None]) -> None:
        super().__init__()
        self._tasks = tasks
        self._rooms = rooms
        self._say = say
        self._busy = False
        self._quiet_meanwhile = False
        self.timer = QTimer(self)
        self.timer.setInterval(QUIET_MS)
        self.timer.timeout.connect(lambda: self._ask(quiet=True))

    def wake(self) -> None:
        """Somebody typed: the quiet begins anew."""
        self.timer.start()

    def tick(self) -> None:
        """A beat of the clockwork: what is due at an hour does not wait for quiet."""
        self._ask(quiet=False)

    def _ask(self, *, quiet: bool) -> None:
        rooms = self._rooms()
        if self._busy:
            self._quiet_meanwhile |= quiet
        elif rooms is not None and rooms.signed_in:
            self._busy = True
            self._tasks.start(self._keep(rooms, quiet))

    async def _keep(self, rooms: Rooms, quiet: bool) -> None:
        try:
            self._say(await on("keep", partial(rooms.data.keep, quiet=quiet)))
        finally:
            self._busy = False
        again, self._quiet_meanwhile = self._quiet_meanwhile, False
        if again:
            self._ask(quiet=True)
