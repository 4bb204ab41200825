"""The offset of each card printer, kept in the settings of the station by the printer's own address.

A station that changes its printer does not print with the offset of the other one, and finds the old one again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from devices.printer.port import CardPrinter
from forms.card_page import Calibration
from forms.ruler import measured, ruler_card
from station.desk.printing import MEDIA
from station.settings import read_settings, write_settings


class CalibrationDesk:
    """Reads and keeps the offset of one printer."""

    def __init__(self, home: Path, uri: str) -> None:
        self._file = home / "settings.toml"
        self._uri = uri

    def current(self) -> Calibration:
        """The offset in use; none before the first ruler card."""
        return Calibration(*read_settings(self._file).offsets.get(self._uri, (0.0, 0.0)))

    def print_ruler(self, printer: CardPrinter, name: str) -> int:
        """Print a ruler card as the offset in use places it; raises DeviceError."""
        return printer.submit(ruler_card(self.current()), name=name, media=MEDIA)

    def keep(self, left: float, top: float) -> Calibration:
        """Keep what follows from a measured ruler card; raises ValueError for what no printer is off by."""
        found = measured(self.current(), left, top)
        settings = read_settings(self._file)
        write_settings(self._file, replace(settings, card_offsets=settings.with_offset(self._uri, found.x, found.y)))
        return found
