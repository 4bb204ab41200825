"""Lists put out from a page: as files in a folder the officer names, or on the printer of the office."""

from __future__ import annotations

from collections.abc import Callable

from forms.errors import FormsError
from station.desk.list_files import NoFolder, NoPrinter, Sheetful, Tray, print_out, save
from station.presenters.counter import Counter
from station.problems import Words
from station.work import on

Made = Callable[[], tuple[Sheetful, ...]]  # on the store's lane


class ListPresenter:
    """Makes lists and puts them out; what came of it goes to `told`: role and words."""

    def __init__(self, counter: Counter, tray: Tray, told: Callable[[str, Words], None]) -> None:
        self._counter, self._tray, self._told = counter, tray, told

    @property
    def folder(self) -> str:
        """Where files go unless somebody says otherwise."""
        return str(self._tray.folder)

    def save(self, make: Made, folder: str) -> None:
        """As PDF and XLSX."""
        self._counter.tasks.start(self._save(make, folder))

    def print_out(self, make: Made) -> None:
        """On paper."""
        self._counter.tasks.start(self._print(make))

    async def _save(self, make: Made, folder: str) -> None:
        lists = await on("store", make)
        try:
            where = await on("files", save, lists, folder, self._tray)
        except NoFolder:
            self._told("err", Words(f"Folder {folder.strip()} tidak ada.", "Periksa nama folder atau pasang disknya."))
        except OSError:
            self._told("err", Words("Daftar belum tertulis.", "Periksa folder dan ruang disk, lalu F9 lagi."))
        except FormsError as error:
            self._told("err", _unprintable(error))
        else:
            names = ", ".join(each.name for each in lists)
            self._told("ok", Words(f"Tersimpan di {where}.", f"{names}; PDF dan XLSX."))

    async def _print(self, make: Made) -> None:
        lists = await on("store", make)
        try:
            pages = await on("files", print_out, lists, self._tray)
        except NoPrinter:
            text = "Pasang pencetak di pengaturan komputer, atau simpan berkasnya (Ctrl+Enter)."
            self._told("err", Words("Pencetak kantor tidak ada atau menolak.", text))
        except FormsError as error:
            self._told("err", _unprintable(error))
        else:
            self._told("ok", Words(f"{pages} halaman dikirim ke pencetak kantor.", ""))


def _unprintable(error: FormsError) -> Words:
    return Words(f"Satu tulisan tidak dapat dicetak: {error}.", "Betulkan tulisannya, lalu F9 lagi.")
