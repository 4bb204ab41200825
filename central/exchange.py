"""The upstream by files: what goes up as a table with SIAK's column names, and its answers back, row by row.

SIAK has no public way in for programs: an officer of the Dinas loads and saves these tables. The columns are those of
BIODATA_WNI; two are ours and said to be: NO_PERMOHONAN, the case, and REFERENSI, SIAK's reference of the answer. A
row without a reference changes nothing. Each file is kept byte for byte by its SHA-256, and counts once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from central.clock import Clock
from central.ledger.disagreements import Disagreement, add_disagreement
from central.ledger.exchange import (
    ANSWERS,
    EXPORT,
    FileRow,
    LineResult,
    add_file,
    add_results,
    cases_in,
    cases_numbered,
    count_results,
    file_row,
    open_cases,
)
from central.ledger.ledger import Book, CaseRow
from central.office import Office, load_case, submission_of
from central.reconciliation import Difference, Told, agrees, differences
from central.spreadsheet import CSV, Line, read_table, write_table
from central.upstream import Answer
from registry.canonical import parse
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.numbers import BadNumber, Nik
from registry.people import Resident
from registry.services import Group, service
from registry.upstream import Origin, SiakStatus

OUR_CASE, REFERENCE = "NO_PERMOHONAN", "REFERENSI"
COLUMNS = (
    OUR_CASE, "NIK", "NO_KK", "NAMA_LGKP", "JENIS_KLMIN", "TMPT_LHR", "TGL_LHR", "GOL_DRH", "AGAMA", "STAT_KWN",
    "STAT_HBKEL", "PDDK_AKH", "JENIS_PKRJN", "NAMA_LGKP_IBU", "NAMA_LGKP_AYAH", "ALAMAT", "NO_RT", "NO_RW", "NO_PROP",
    "NO_KAB", "NO_KEC", "NO_KEL", "KODE_POS", "STAT_KTP", "TGL_ENTRI", "VERSI_KODE",
)  # fmt: skip
NEEDED = ("NIK", "STAT_KTP")
GOES_UP = (Status.VERIFIED, Status.RESEND)
WITH_SIAK = (Status.RECEIVED, Status.IN_TRANSIT, Status.SEARCHING, Status.ADJUDICATED, *GOES_UP)
MOST_UP, LONGEST = 5000, 120
_WRONG_NIK = {"digits": "bukan angka", "too-short": "kurang dari 16 angka", "too-long": "lebih dari 16 angka"}
_FORMULA = ("=", "+", "@", "\t")


class Result(StrEnum):
    """What became of a row."""

    APPLIED = "dipakai"
    KNOWN = "sudah ada"
    COMPARED = "cocok"
    DIFFERS = "berbeda"
    UNKNOWN = "tidak dikenal"
    AMBIGUOUS = "lebih dari satu permohonan"
    HELD = "permohonan ditahan"
    NO_REFERENCE = "tanpa referensi"
    REFUSED = "ditolak"
    UNREADABLE = "tidak terbaca"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: its hash, whether it was here before, and how many rows came to which result."""

    sha256: str
    again: bool
    rows: int
    results: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to carry to SIAK."""

    name: str
    sha256: str
    data: bytes = field(repr=False)
    rows: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """The files of a centre. Each call is one transaction of the caller's: all of a file counts, or nothing."""

    office: Office
    clock: Clock

    # up -------------------------------------------------------------------------------------------------------------
    def send(self, book: Book, officer: str, form: str = CSV) -> Sent:
        """The recordings that wait to go up, by case id; an officer's name stays with the file."""
        rows = [self._columns(book, row) for row in self._waiting(book)]
        data = write_table(COLUMNS, rows, form)
        stamp = self.clock.stamp()
        digest, name = hashlib.sha256(data).hexdigest(), f"loket-{stamp[:10]}-{len(rows)}.{form}"
        add_file(book.connection, FileRow(digest, EXPORT, name, officer, stamp, len(rows)), data)
        return Sent(name, digest, data, len(rows))

    def _waiting(self, book: Book) -> Iterable[CaseRow]:
        found = cases_in(book.connection, GOES_UP, MOST_UP)
        return (row for row in found if service(load_case(book, row.id).service).group is Group.KTP)

    def _columns(self, book: Book, row: CaseRow) -> tuple[str, ...]:
        case = load_case(book, row.id)
        who = submission_of(case).resident
        province, regency, district, village = who.address.village.split(".")
        version = who.marital.version
        return (
            row.number, row.nik, str(who.kk or ""), who.name, who.sex, who.birth_place,
            f"{who.birth_date:%d-%m-%Y}", who.blood.code, who.religion.code, who.marital.code, who.relation.code,
            who.education.code, who.occupation.code, who.mother, who.father, who.address.street, who.address.rt,
            who.address.rw, province, regency, district, village, who.address.postal_code, row.upstream or "",
            case.actions[0].header.at[:10], version,
        )  # fmt: skip

    # back -----------------------------------------------------------------------------------------------------------
    def take(self, book: Book, data: bytes, *, name: str, officer: str, complete: bool = False) -> Report:
        """Take a file of answers. `complete`: it holds everybody SIAK knows here, so who is missing is told.

        Raises FileRefused for the whole file. The same bytes again change nothing and give the same report.
        """
        digest = hashlib.sha256(data).hexdigest()
        book.lock_names("upstream files")  # each speaks of many cases: one after the other
        known = file_row(book.connection, digest)
        if known is not None:
            return Report(digest, True, known.rows, count_results(book.connection, digest))
        lines = read_table(data, NEEDED)
        stamp = self.clock.stamp()
        add_file(book.connection, FileRow(digest, ANSWERS, name[:LONGEST], officer, stamp, len(lines)), data)
        results = [self._line(book, line, digest) for line in lines]
        add_results(book.connection, digest, results)
        if complete:
            self._missing(book, lines, digest)
        return Report(digest, False, len(lines), Counter(found.result for found in results))

    def _line(self, book: Book, line: Line, digest: str) -> LineResult:
        """One row, in a transaction of its own within the file's."""
        wrong = unreadable(line)
        if wrong:
            return LineResult(line.number, "", Result.UNREADABLE, wrong)
        with book.part():
            row, ambiguous = self._case(book, line)
            if ambiguous:
                return LineResult(line.number, "", Result.AMBIGUOUS)
            if row is None:
                return self._of_resident(book, line, digest)
            return self._of_case(book, line, row, digest)

    def _case(self, book: Book, line: Line) -> tuple[CaseRow | None, bool]:
        """The case a row speaks of, by its number and NIK or by the NIK alone; whether there are several."""
        nik, number = line.get("NIK"), line.get(OUR_CASE)
        if number:
            found = [row for row in cases_numbered(book.connection, number) if row.nik == nik]
        else:
            found = [row for row in open_cases(book.connection, nik) if _is_recording(book, row)]
        return (found[0] if len(found) == 1 else None), len(found) > 1

    def _of_case(self, book: Book, line: Line, row: CaseRow, digest: str) -> LineResult:
        who = submission_of(load_case(book, row.id)).resident
        told = tuple(differences(line, who))
        self._keep(book, row.id, told, line, digest)
        if any(one.of_person for one in told):
            return LineResult(line.number, row.id, Result.DIFFERS, "nama atau tanggal lahir")
        return self._answer(book, line, row, digest)

    def _answer(self, book: Book, line: Line, row: CaseRow, digest: str) -> LineResult:
        said, reference = SiakStatus(line.get("STAT_KTP")), line.get(REFERENCE)
        status = Status(row.status)
        if said == row.upstream or agrees(status, said):
            return LineResult(line.number, row.id, Result.KNOWN)
        if status is Status.HELD:
            return LineResult(line.number, row.id, Result.HELD)
        if not reference:
            return LineResult(line.number, row.id, Result.NO_REFERENCE)
        answer = Answer(said, reference, None, Origin.FILE, training=self.office.training)
        try:
            fresh = self.office.take(book, row.id, answer, digest)
        except NotAllowed as error:
            self._keep(book, row.id, (Told(Difference.STATUS, row.status, said),), line, digest)
            return LineResult(line.number, row.id, Result.REFUSED, error.code)
        return LineResult(line.number, row.id, Result.APPLIED if fresh else Result.KNOWN)

    def _of_resident(self, book: Book, line: Line, digest: str) -> LineResult:
        """A row of no case here: of somebody in the register, or of nobody. An answer in it is kept, not used."""
        record = book.resident_by_nik(line.get("NIK"))
        theirs = f"{line.get('NIK')} {line.get('STAT_KTP')}"
        if line.get(OUR_CASE) or line.get(REFERENCE):
            self._keep(book, "", (Told(Difference.UNKNOWN_CASE, "", theirs),), line, digest)
            return LineResult(line.number, "", Result.UNKNOWN)
        if record is None:
            self._keep(book, "", (Told(Difference.UNKNOWN_HERE, "", theirs),), line, digest)
            return LineResult(line.number, "", Result.UNKNOWN)
        who = Resident.from_record(parse(record.encode()))
        told = list(differences(line, who))
        if line.get("STAT_KTP") != who.ktp_status:
            told.append(Told(Difference.STATUS, who.ktp_status, line.get("STAT_KTP")))
        self._keep(book, who.id, tuple(told), line, digest)
        return LineResult(line.number, "", Result.DIFFERS if told else Result.COMPARED)

    def _missing(self, book: Book, lines: Iterable[Line], digest: str) -> None:
        """Cases that should be at SIAK and of which a complete file says nothing."""
        there = {line.get("NIK") for line in lines}
        after = ""
        while found := cases_in(book.connection, WITH_SIAK, 500, after):
            for row in found:
                if row.nik not in there and _is_recording(book, row):
                    told = Told(Difference.MISSING_THERE, row.status, "")
                    self._keep(book, row.id, (told,), Line(0, {}), digest)
            after = found[-1].id

    def _keep(self, book: Book, subject: str, told: Iterable[Told], line: Line, digest: str) -> None:
        stamp = self.clock.stamp()
        for one in told:
            found = Disagreement(one.kind, subject, one.ours, one.theirs, digest, line.number, stamp)
            add_disagreement(book.connection, found)


def unreadable(line: Line) -> str:
    """Why a row is not read: the column and what is wrong in it; "" for a good one."""
    for column, cell in line.cells.items():
        if cell.startswith(_FORMULA) or len(cell) > LONGEST or not cell.isprintable():
            return f"{column}: rumus, terlalu panjang, atau tanda kendali"
    nik = line.get("NIK")
    try:
        Nik(nik)
    except BadNumber as error:
        return f"NIK: {_WRONG_NIK.get(error.code, 'susunan angka tidak benar')}"
    if line.get("STAT_KTP") not in set(SiakStatus):
        return "STAT_KTP: bukan nama status SIAK"
    return ""


def _is_recording(book: Book, row: CaseRow) -> bool:
    return service(load_case(book, row.id).service).group is Group.KTP
