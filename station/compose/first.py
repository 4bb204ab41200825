"""What a start finds: a station, and then Masuk; or an empty folder, and then the assistant. Nothing of it is loaded by
a station that is set up."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from station.compose.place import handles_in
from station.settings import Settings, write_settings
from station.widgets.language import speak
from station.work import Scope

if TYPE_CHECKING:
    from station.compose.station import Station
    from station.desk.founding import Founder
    from station.pages.first import FirstPage

FIRST_CAMERA = "uvc://0"  # nobody has set one up yet
STORE, BEGUN = "station.db", "pemasangan.sealed"


def open_station(station: Station) -> None:
    """Masuk, or the assistant where there is no station yet; one that was begun goes on."""
    home = station.place.home
    if (home / STORE).exists() or (handles_in(home) and not (home / BEGUN).exists()):
        station.open()
    else:
        FirstStart(station).open()


def _open_file(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


class FirstStart:
    """Joins the assistant to a station's window."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._scope = Scope(station.tasks)
        self.page: FirstPage | None = None

    def open(self) -> None:
        """Show it."""
        from station.pages.first import FirstPage
        from station.presenters.first import FirstPresenter  # once in a station's life

        station, place = self._station, self._station.place
        page = FirstPage(station.theme, self._train, self._done)
        page.ended = self._scope.stop
        presenter = FirstPresenter(
            self._scope,
            self._founder,
            station.settings,
            place.output,
            page.render_state,
            self._keep,
            _open_file,
            self._look,
        )
        page.begin(presenter)
        self.page = page
        station.window.show_page(page, chrome=False)
        station.window.show()

    def _founder(self) -> Founder:
        from station.desk.session import Clock
        from station.desk.sign_in import Door

        place = self._station.place
        return Door(place.home, Clock(), use_keyring=place.use_keyring).founder()

    def _look(self, enough: threading.Event) -> str:
        from devices.camera.qr import watch_for_qr
        from devices.catalog import Catalog, known_drivers

        camera = Catalog(known_drivers()).camera(self._station.settings.camera or FIRST_CAMERA)
        try:
            return watch_for_qr(camera, enough)
        finally:
            camera.close()

    def _keep(self, settings: Settings) -> None:
        """Apply at once, and keep for the next start."""
        station = self._station
        station.settings = settings
        speak(station.app, settings.language)
        station.window.wear(settings.theme, settings.zoom)
        write_settings(station.place.home / "settings.toml", settings)

    def _done(self) -> None:
        self._station.open()

    def _train(self) -> None:
        """The training station is another folder and another program; this one stays empty."""
        subprocess.Popen([sys.executable, "-m", "station", "demo"])
        self._station.window.close()
