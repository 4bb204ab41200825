"""Signed PDFs from a folder or one by one: each is judged, matched to the one KK case it can be of, and kept.

A file belongs to a case when its name holds the case's number or the upstream's reference of it, or else when its text
holds the number of the KK; two candidates are none. The status follows the document: Menunggu TTE, then KK siap cetak.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from central.document_numbers import OtherDocument
from central.documents import OtherKind
from central.errors import Conflicting
from central.ledger.documents import document
from central.ledger.exchange import cases_in
from central.ledger.ledger import Book, CaseRow, Ledger
from central.office import Office, load_case, submission_of
from central.upstream import NoReference
from forms.errors import DocumentRefused
from forms.imported import LARGEST, Document
from registry.actions import Kind
from registry.case import NotAllowed
from registry.changes import FamilyChange
from registry.lifecycle import Status
from registry.services import Group, service

WAITING = (Status.VERIFIED, Status.AWAITING_TTE)
MOST = 5000
TAKEN, KNOWN, REFUSED, UNKNOWN = "dipakai", "sudah ada", "ditolak", "tidak dikenal"


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What became of one file. `detail` is a code of forms.imported or of this room."""

    name: str
    sha256: str
    case: str
    result: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DocumentImport:
    """The desk that takes them in."""

    office: Office

    def take(self, book: Book, data: bytes, *, name: str, officer: str, reference: str = "") -> DocumentResult:
        """Take one document; nothing of it stays when it is refused. `reference`: the upstream's, where the case has
        none yet."""
        digest = hashlib.sha256(data).hexdigest()
        book.lock_names(f"document {digest}")
        known = document(book.connection, digest)
        if known is not None:
            return DocumentResult(name, digest, known.case, KNOWN)
        try:
            with book.part():
                return self._take(book, data, name, officer, reference)
        except (DocumentRefused, OtherDocument, OtherKind, Conflicting, NoReference, NotAllowed) as error:
            return DocumentResult(name, digest, "", REFUSED, error.code)

    def take_folder(self, ledger: Ledger, folder: Path, *, officer: str) -> tuple[DocumentResult, ...]:
        """Every PDF of a folder by name, each in a transaction of its own; links and other files are left alone."""
        results = []
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() != ".pdf" or path.is_symlink() or not path.is_file():
                continue
            with ledger.writing() as book:
                results.append(self.take(book, _read(path), name=path.name, officer=officer))
        return tuple(results)

    def _take(self, book: Book, data: bytes, name: str, officer: str, reference: str) -> DocumentResult:
        found = self.office.documents.judge(book, data)
        rows = tuple(self._cases(book, found, name))
        if len(rows) != 1:
            return DocumentResult(name, found.sha256, "", UNKNOWN, "several" if rows else "")
        row = rows[0]
        said = reference.strip() or self._awaited(book, row)
        self.office.signed(book, row.id, found, said, name=name, officer=officer)
        return DocumentResult(name, found.sha256, row.id, TAKEN)

    def _cases(self, book: Book, found: Document, name: str) -> Iterator[CaseRow]:
        """Those it names, else those whose KK it is."""
        waiting = [(row, change) for row in cases_in(book.connection, WAITING, MOST) if (change := _change(book, row))]
        stem = Path(name).stem.upper()
        named = [row for row, _ in waiting if _in(row.number, stem) or _in(self._awaited(book, row), stem)]
        text = "\n".join(found.texts)
        return iter(named or [row for row, change in waiting if _in(str(change.before.kk or ""), text)])

    def _awaited(self, book: Book, row: CaseRow) -> str:
        """The reference under which the upstream has it."""
        answer = load_case(book, row.id).latest(Kind.UPSTREAM_ANSWERED)
        return str(answer.record.get("reference", "")) if answer is not None else ""


def _change(book: Book, row: CaseRow) -> FamilyChange | None:
    case = load_case(book, row.id)
    return submission_of(case).change if service(case.service).group is Group.KK else None


def _in(word: str, text: str) -> bool:
    return bool(word) and word.upper() in text.upper()


def _read(path: Path) -> bytes:
    """No more than is needed to see that it is too large."""
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)
