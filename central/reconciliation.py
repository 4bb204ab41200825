"""SIAK against Loket: what a file of SIAK says otherwise than these books, each with what to do next.

Nothing is mended by itself: which side is right is somebody's act, with a reason (Permendagri 95/2019: SIAK is the
base, a working copy follows it, and a correction there has its own way).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from central.clock import Clock
from central.errors import CentreError, Conflicting
from central.ledger.disagreements import settle_disagreement
from central.ledger.ledger import Book
from central.spreadsheet import Line
from registry.lifecycle import Status
from registry.people import Resident
from registry.upstream import SiakStatus


class Difference(StrEnum):
    """What there is to disagree on."""

    STATUS = "status"
    NAME = "nama"
    BIRTH = "lahir"
    KK = "kk"
    UNKNOWN_CASE = "permohonan-tidak-dikenal"
    UNKNOWN_HERE = "tidak-ada-di-loket"
    MISSING_THERE = "tidak-ada-di-siak"


class Act(StrEnum):
    """How one is settled."""

    SIAK_RIGHT = "siak benar"
    LOKET_RIGHT = "loket benar"
    REPORTED = "dilaporkan"
    NOTHING = "tidak perlu apa-apa"


NEXT: Mapping[Difference, str] = {
    Difference.STATUS: "Buka riwayat permohonan dan layar SIAK; bila SIAK benar, minta berkas jawaban terbaru.",
    Difference.NAME: "Bandingkan akta dan KK; ajukan perubahan elemen data bagi yang salah.",
    Difference.BIRTH: "Bandingkan akta kelahiran; tanggal lahir hanya diperbaiki di Dinas.",
    Difference.KK: "Lihat KK terakhir di SIAK; mungkin pindah atau pisah KK yang belum dicatat di sini.",
    Difference.UNKNOWN_CASE: "Cari di SIAK siapa yang merekam; jawaban disimpan dan tidak dipakai.",
    Difference.UNKNOWN_HERE: "Minta data penduduk ini dari SIAK, atau pastikan ia bukan warga wilayah ini.",
    Difference.MISSING_THERE: "Pastikan berkas kirim sudah dimuat di SIAK; bila belum, kirim lagi.",
}
AFTER_PRINT: Mapping[Status, frozenset[SiakStatus]] = {
    Status.PRINT_READY: frozenset({SiakStatus.PRINT_READY_RECORD}),
    Status.RELEASED: frozenset({SiakStatus.PRINT_READY_RECORD}),
    Status.PRINT_APPROVED: frozenset({SiakStatus.PRINT_READY_RECORD}),
    Status.PRINT_FAILED: frozenset({SiakStatus.PRINT_READY_RECORD, SiakStatus.SENT_FOR_CARD_PRINTING}),
    Status.PRINTING: frozenset({SiakStatus.PRINT_READY_RECORD, SiakStatus.SENT_FOR_CARD_PRINTING}),
    Status.UNCERTAIN: frozenset({SiakStatus.PRINT_READY_RECORD, SiakStatus.SENT_FOR_CARD_PRINTING}),
    Status.PRINTED: frozenset({SiakStatus.CARD_PRINTED}),
    Status.CHIP_VERIFIED: frozenset({SiakStatus.CARD_PRINTED}),
    Status.SHIPPED: frozenset({SiakStatus.CARD_PRINTED, SiakStatus.CARD_SHIPPED}),
    Status.READY: frozenset({SiakStatus.CARD_PRINTED, SiakStatus.CARD_SHIPPED}),
    Status.HANDED_OVER: frozenset({SiakStatus.CARD_ISSUED}),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One difference before it is kept."""

    kind: Difference
    ours: str
    theirs: str

    @property
    def of_person(self) -> bool:
        """Whether it may be another person: then no answer is taken for him."""
        return self.kind in (Difference.NAME, Difference.BIRTH)


def differences(line: Line, known: Resident) -> Iterator[Told]:
    """What a row says otherwise of a person; a cell that is empty says nothing."""
    name, born, kk = line.get("NAMA_LGKP"), line.get("TGL_LHR"), line.get("NO_KK")
    if name and _words(name) != _words(known.name):
        yield Told(Difference.NAME, known.name, name)
    if born and as_date(born) != known.birth_date:
        yield Told(Difference.BIRTH, known.birth_date.isoformat(), born)
    if kk and kk != str(known.kk or ""):
        yield Told(Difference.KK, str(known.kk or ""), kk)


def agrees(status: Status, said: SiakStatus) -> bool:
    """Whether a status of SIAK fits where a card of ours stands; only asked from print-ready on.

    >>> agrees(Status.HANDED_OVER, SiakStatus.CARD_ISSUED), agrees(Status.RELEASED, SiakStatus.CARD_ISSUED)
    (True, False)
    """
    return said in AFTER_PRINT.get(status, frozenset())


def as_date(text: str) -> date | None:
    """A date as SIAK's exports write it: 2009-03-12, 12-03-2009 or 12/03/2009; None for another text.

    >>> as_date("12-03-2009") == as_date("2009-03-12") == as_date("12/03/2009")
    True
    """
    parts = text.split(" ")[0].replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Settling:
    """The act on one disagreement."""

    clock: Clock

    def settle(self, book: Book, which: str, *, officer: str, act: Act, reason: str) -> None:
        """Settle one; raises CentreError("no-reason"), or Conflicting("not-open")."""
        if not reason.strip() or not officer.strip():
            raise CentreError("no-reason")
        done = settle_disagreement(
            book.connection, which, officer=officer, at=self.clock.stamp(), act=Act(act), reason=reason.strip()
        )
        if not done:
            raise Conflicting("not-open")


def _words(name: str) -> str:
    return " ".join(name.upper().split())
