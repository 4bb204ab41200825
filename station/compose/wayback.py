"""From a damaged store back to its newest whole backup, at the sign-in page, by an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.pages.restoring import RestoreSheet
from station.problems import going_back_words
from station.work import on

if TYPE_CHECKING:
    from station.compose.rooms import Rooms
    from station.pages.sign_in import SignInPage
    from station.store.backup import Backup
    from station.window import Window
    from station.work import Starter


class WayBack:
    """Offers one backup on one sign-in page; imported when a store turns out damaged."""

    def __init__(self, window: Window, tasks: Starter, rooms: Rooms, page: SignInPage, backup: Backup) -> None:
        self._window = window
        self._tasks = tasks
        self._rooms = rooms
        self._page = page
        self._backup = backup
        page.offer("Pulihkan…", "F10", self.ask)

    def ask(self) -> None:
        """Say what it means, and ask for the station's name and the passphrase of the officer chosen on the page."""
        backup, handle = self._backup, self._page.officer.text
        words = going_back_words(backup.at, backup.contents.cases, backup.contents.actions)
        sheet = RestoreSheet(self._page.theme, backup.at, words, backup.station, handle)
        sheet.answered.connect(lambda answer: self._begin(handle, sheet.passphrase.text) if answer else None)
        self._window.open_sheet(sheet)

    def _begin(self, handle: str, passphrase: str) -> None:
        self._page.busy(True)
        self._tasks.start(self._bring_back(handle, passphrase))

    async def _bring_back(self, handle: str, passphrase: str) -> None:
        rooms = self._rooms
        try:
            put = await on("store", rooms.data.prepare_back, self._backup, handle, passphrase)
            words, role = await on("store", rooms.data.brought_back, put), "warn"
        except rooms.refusals as error:
            words, role = rooms.data.brought_back_words(error), "err"
        self._page.busy(False)
        self._page.banner.say(role, words.title, words.text)
