"""`loket import`: both officers at one terminal, a look at every row first, and their passphrases as signatures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from registry.case import NotAllowed
from registry.codes import NEW
from registry.intake import LARGEST, FileRefused
from station.desk.import_report import save_report
from station.desk.importing import ImportRefused, Outcome, Plan, carry_out, examine
from station.desk.session import Session
from station.desk.sign_in import Door
from station.errand_words import file_words, import_words, row_words

SHOWN = 20  # refused rows on the terminal; the report has all


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the file, its BAST number, the version of its codes, where the report goes, and whether it
    ends after the look (`dry`)."""

    file: Path
    bast: str
    version: str = NEW
    reports: Path = Path()
    dry: bool = False


class ImportCommand:
    """`ask(who)` gives handle and passphrase of "administrator" and "petugas kedua"; `say` prints a line."""

    def __init__(self, door: Door, ask: Callable[[str], tuple[str, str]], say: Callable[[str], None]) -> None:
        self._door = door
        self._ask = ask
        self._say = say

    def run(self, order: Order) -> int:
        """0 when taken in (or only looked at); 1 when refused, and then nothing was changed. Raises what sign-in and
        the store raise."""
        administrator = self._door.sign_in(*self._ask("administrator"))
        try:
            return self._run(order, administrator)
        except FileRefused as error:
            self._say(file_words(error).line)
        except ImportRefused as error:
            self._say(import_words(error.code).line)
        except NotAllowed as error:
            self._say(_WHO.get(error.code, "Petugas ini tidak boleh menandatangani impor."))
        finally:
            administrator.store.close()
        return 1

    def _run(self, order: Order, administrator: Session) -> int:
        plan = examine(_read(order.file), administrator, order.version)
        self._tell(plan)
        path = save_report(plan, order.reports, administrator.clock.stamp())
        self._say(f"Laporan per baris, tanpa NIK utuh: {path}")
        if order.dry:
            self._say("Hanya diperiksa; tidak ada yang diubah.")
            return 0
        second = self._door.unlock(administrator, *self._ask("petugas kedua"))
        made = carry_out(plan, order.bast, administrator, second)
        self._say(f"Diimpor dengan BAST {made.bast}: {made.added} baru, {made.changed} berubah.")
        self._say(f"Ditandatangani {administrator.officer.name} dan {second.officer.name}.")
        return 0

    def _tell(self, plan: Plan) -> None:
        counts = ", ".join(f"{plan.count(outcome)} {outcome.value}" for outcome in Outcome)
        self._say(f"{len(plan.rows)} baris: {counts}.")
        refused = [row for row in plan.rows if row.outcome is Outcome.REFUSED]
        for row in refused[:SHOWN]:
            self._say(f"  baris {row.line}, {row_words(row.code, row.column, row.detail)}")
        if len(refused) > SHOWN:
            self._say(f"  dan {len(refused) - SHOWN} lagi di laporan")


_WHO = {
    "wrong-role": "Petugas pertama harus administrator; yang kedua operator, verifikator atau administrator.",
    "same-person": "Petugas kedua harus orang lain. Tidak ada yang diubah.",
}


def _read(file: Path) -> bytes:
    """The file, no larger than it may be; raises FileRefused, also when it cannot be read."""
    try:
        with file.open("rb") as source:
            return source.read(LARGEST + 1)
    except OSError as error:
        raise FileRefused("unreadable", 0, file.name) from error
