"""Where the lists of a test go: a folder, and a printer that keeps what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from forms.raster import Raster
from station.desk.list_files import NoPrinter, Tray


class Paper:
    """A printer of the office that remembers its pages; `away` refuses."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, int]] = []
        self.away = False

    def __call__(self, pages: Sequence[Raster], name: str) -> None:
        if self.away:
            raise NoPrinter(name)
        self.jobs.append((name, len(pages)))


def tray(folder: Path = Path("keluaran"), paper: Paper | None = None) -> Tray:
    """A tray of training."""
    return Tray(folder, paper or Paper(), "SPESIMEN")
