"""SIAK: answers read off its screen by two officers, files up and back, and what both sides say differently.

The second officer types status and reference again without seeing what the first one typed; an account that entered
cannot confirm. Words of a refusal are in central.console.words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from central.console.errors import Refused
from central.console.page import DINAS, Download, Page, Pager, Values, Visit
from central.console.words import mask_number
from central.console_entry import ConsoleEntry
from central.errors import CentreError
from central.exchange import Exchange
from central.ledger.disagreements import SETTLED, count_disagreements, page_of_disagreements
from central.ledger.entries import entries
from central.ledger.exchange import all_files, cases_numbered, count_results, file_data, file_row, results_of
from central.reconciliation import NEXT, Act, Difference, Settling
from registry.actions import Kind
from registry.case import NotAllowed
from registry.intake import FileRefused
from registry.lifecycle import Status, possible
from registry.upstream import SiakStatus

T = TypeVar("T")
_NUMBER = 16  # digits of NIK and KK
FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
ANSWERS = {rule.variant for rule in possible(Status.VERIFIED) if rule.kind is Kind.UPSTREAM_ANSWERED}
STATUSES = [("", "— pilih —"), *((status.value, status.value) for status in SiakStatus if status in ANSWERS)]
WORDS: Mapping[str, str] = {
    Difference.STATUS: "Status berbeda",
    Difference.NAME: "Nama berbeda",
    Difference.BIRTH: "Tanggal lahir berbeda",
    Difference.KK: "Nomor KK berbeda",
    Difference.UNKNOWN_CASE: "Jawaban untuk permohonan yang tidak dikenal",
    Difference.UNKNOWN_HERE: "Ada di SIAK, tidak ada di Loket",
    Difference.MISSING_THERE: "Ada di Loket, tidak ada di SIAK",
}


def show(visit: Visit) -> Values:
    """Readings that wait for a second officer, and the last files."""
    db = visit.book.connection
    waiting = [(row, _number_of(visit, row.case)) for row in entries(db, limit=100)]
    files = [(row, count_results(db, row.sha256)) for row in all_files(db, limit=20)]
    told = sum(count_disagreements(db).values())
    return {"waiting": waiting, "files": files, "told": told, "statuses": STATUSES}


def enter(visit: Visit) -> str:
    """The first reading."""
    number = visit.must_have("number").upper()
    rows = cases_numbered(visit.book.connection, number)
    if len(rows) != 1:
        raise Refused("unknown-case", 404)
    visit.subject = rows[0].id
    status, reference = _status(visit), visit.must_have("reference")
    _done(lambda: _entry(visit).enter(visit.book, visit.person.name, rows[0].id, status, reference))
    visit.note = f"Jawaban untuk {number} dicatat. Petugas kedua membaca layar SIAK sendiri dan mengetiknya lagi."
    return ""


def confirm(visit: Visit) -> str:
    """The second reading, by another account."""
    which = visit.must_have("which")
    status, reference = _status(visit), visit.must_have("reference")
    _done(lambda: _entry(visit).confirm(visit.book, visit.person.name, which, status, reference))
    visit.subject = which
    visit.note = "Kedua pembacaan sama. Jawaban SIAK sudah dipakai."
    return ""


def withdraw(visit: Visit) -> str:
    """Take a wrong reading back."""
    which, reason = visit.must_have("which"), visit.must_have("reason", least=5)
    _done(lambda: _entry(visit).withdraw(visit.book, visit.person.name, which, reason))
    visit.subject = which
    visit.note = "Catatan jawaban ditarik. Status permohonan tidak berubah."
    return ""


def take(visit: Visit) -> str:
    """A file of answers."""
    upload = visit.files.get("file")
    if upload is None or not upload.data:
        raise Refused("field-missing", 400)
    complete = visit.form.get("complete", "") == "ya"
    exchange = _exchange(visit)
    person = visit.person.name
    report = _done(lambda: exchange.take(visit.book, upload.data, name=upload.name, officer=person, complete=complete))
    visit.subject = report.sha256[:16]
    visit.note = "Berkas yang sama sudah pernah dimuat; tidak ada yang diubah." if report.again else "Berkas dimuat."
    return f"/siak/berkas/{report.sha256}"


def send(visit: Visit) -> str:
    """What waits to go up, as a file to fetch."""
    form = visit.form.get("form_of_file", "csv")
    if form not in FORMS:
        raise Refused("bad-field", 400)
    sent = _exchange(visit).send(visit.book, visit.person.name, form)
    visit.subject, visit.note = sent.sha256[:16], f"{sent.rows} permohonan dalam berkas."
    return f"/siak/berkas/{sent.sha256}"


def show_file(visit: Visit) -> Values:
    """One file: who, when, its hash, and what became of its rows."""
    sha256, db = visit.given["sha256"], visit.book.connection
    row = file_row(db, sha256)
    if row is None:
        raise Refused("not-yours", 404)
    counts = count_results(db, sha256)
    pager = Pager.of(visit, sum(counts.values()))
    lines = results_of(db, sha256, limit=pager.size, offset=pager.offset)
    return {"row": row, "counts": counts, "pager": pager, "lines": lines}


def fetch(visit: Visit) -> Download:
    """The bytes of a file as they are."""
    sha256, db = visit.given["sha256"], visit.book.connection
    row, data = file_row(db, sha256), file_data(db, sha256)
    if row is None or data is None:
        raise Refused("not-yours", 404)
    form = "xlsx" if data[:2] == b"PK" else "csv"
    visit.subject = sha256[:16]
    return Download(f"siak-{sha256[:16]}.{form}", FORMS[form], data)


def show_told(visit: Visit) -> Values:
    """What SIAK and Loket say differently, each with its next step."""
    db, state = visit.book.connection, "settled" if visit.query.get("keadaan") == "selesai" else "open"
    kinds = [visit.query["jenis"]] if visit.query.get("jenis") else []
    counts = count_disagreements(db, state)
    pager = Pager.of(visit, sum(counts.get(kind, 0) for kind in kinds) if kinds else sum(counts.values()))
    rows = page_of_disagreements(db, state=state, kinds=kinds, limit=pager.size, offset=pager.offset)
    shown = [(row, _masked(row.ours), _masked(row.theirs), _next(row.kind)) for row in rows]
    choices = [("", "semua"), *((kind.value, WORDS[kind]) for kind in Difference)]
    values = {"rows": shown, "pager": pager, "kinds": choices, "chosen": visit.query.get("jenis", "")}
    return {**values, "words": WORDS, "settled": state == SETTLED, "acts": [(act.value, act.value) for act in Act]}


def settle(visit: Visit) -> str:
    """One disagreement, by an act with a reason."""
    which, reason = visit.must_have("which"), visit.must_have("reason", least=5)
    if visit.form.get("how", "") not in set(Act):
        raise Refused("bad-field", 400)
    act, person = Act(visit.form["how"]), visit.person.name
    _done(lambda: Settling(visit.desk.clock).settle(visit.book, which, officer=person, act=act, reason=reason))
    visit.subject, visit.note = which, "Perbedaan diselesaikan."
    return ""


def _masked(text: str) -> str:
    """Numbers by their ends: whose they are stands in the file, which is fetched with a line in the audit."""
    return " ".join(mask_number(word) if len(word) == _NUMBER and word.isdigit() else word for word in text.split())


def _next(kind: str) -> str:
    return NEXT[Difference(kind)]


def _entry(visit: Visit) -> ConsoleEntry:
    return ConsoleEntry(visit.desk.office, visit.desk.clock, visit.desk.ids)


def _exchange(visit: Visit) -> Exchange:
    return Exchange(visit.desk.office, visit.desk.clock)


def _status(visit: Visit) -> SiakStatus:
    try:
        return SiakStatus(visit.form.get("status", ""))
    except ValueError as error:
        raise Refused("bad-field", 400) from error


def _number_of(visit: Visit, case: str) -> str:
    row = visit.book.case(case)
    return row.number if row is not None else "—"


def _done(work: Callable[[], T]) -> T:
    """Do it; what the rooms behind refuse is said in the console's words."""
    try:
        return work()
    except FileRefused as error:
        raise Refused(f"file-{error.code}", 400) from error
    except (CentreError, NotAllowed) as error:
        raise Refused(error.code) from error


_FILE, _TOLD = "/siak/berkas/{sha256}", "/siak/beda"
PAGES = (
    Page(
        "/siak",
        "Jawaban SIAK",
        "siak.html",
        DINAS,
        show,
        group="SIAK",
        deeds={"catat": enter, "pastikan": confirm, "tarik": withdraw, "muat": take, "kirim": send},
    ),
    Page(_TOLD, "Beda dengan SIAK", "siak_beda.html", DINAS, show_told, group="SIAK", deeds={"selesaikan": settle}),
    Page(_FILE, "Berkas SIAK", "siak_berkas.html", DINAS, show_file),
    Page(f"{_FILE}/unduh", "Unduh berkas SIAK", "", DINAS, fetch),
)
