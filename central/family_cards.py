"""What comes of a KK case at the centre: the upstream's answers, the numbers it gives, and the residents as they are
now, on the feed of every station whose kecamatan they live in.

A station's word is taken for what was asked, never for what was: the change is applied to this register's own records.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from central.clock import Clock
from central.document_numbers import OtherDocument, carries, numbers_in
from central.documents import Documents
from central.ledger.ledger import Book, CaseRow
from central.population import put_residents
from central.tte import signed_specimen, training_tte
from central.upstream import FamilyAnswer, Numbers, Upstream
from forms.imported import Document
from registry.actions import Action, Kind
from registry.canonical import Plain
from registry.changes import Added, BadChange, FamilyChange, Placed
from registry.people import Family, Presence, Resident
from registry.upstream import KkAnswer, Origin

Write = Callable[[Book, str, Kind, str, Mapping[str, Plain]], Action]
Note = Callable[[Book, Action, Mapping[str, Plain], str], None]
OTHERWISE = "Data keluarga di SIAK sudah berbeda dengan yang diajukan. Buka lagi, periksa, dan ajukan ulang."


@dataclass(frozen=True, slots=True)
class FamilyCards:
    """The centre's acts on cases of the KK; `write` signs an action of the centre and tells the stations, `note`
    keeps where an answer came from."""

    upstream: Upstream
    clock: Clock
    write: Write
    note: Note
    documents: Documents

    def answer(self, book: Book, row: CaseRow, asked: FamilyChange) -> float | None:
        """Take the next answer; seconds until the one after it, None when it was the last."""
        touched = (*asked.before.members, *(edit.resident for edit in asked.edits if isinstance(edit, Added)))
        book.lock_names(*(f"resident {who.id}" for who in touched))
        change = ours(book, asked)
        if change is None:
            record: dict[str, Plain] = {"reference": "", "reason": OTHERWISE, "fields": []}
            self.write(book, row.id, Kind.UPSTREAM_ANSWERED, KkAnswer.DIFFERS, {**record, "training": self._training})
            return None
        found = self.upstream.answer_family(row.id, row.answers, change, self.clock.today(), book.count_up)
        if found is None:
            return None
        if found.numbers is not None:
            self._simulate(book, row, change, found, found.numbers)
            return found.next_in
        action = self.write(book, row.id, Kind.UPSTREAM_ANSWERED, found.status, found.to_record())
        self.note(book, action, found.to_record(), "")
        return found.next_in

    def signed(
        self, book: Book, row: CaseRow, asked: FamilyChange, found: Document, reference: str, *, name: str, officer: str
    ) -> None:
        """A signed KK came: it is kept, its numbers are taken, and the case is ready; raises OtherDocument."""
        change = ours(book, asked)
        if change is None:
            raise OtherDocument("other-members")
        numbers = numbers_in(found.texts, change)
        training = not self.documents.operational
        answer = FamilyAnswer(KkAnswer.SIGNED, reference, None, numbers, Origin.FILE, training)
        self.documents.keep(book, found, row.id, reference, name=name, officer=officer)
        self._take(book, row, change, answer, numbers, found.sha256)

    def _simulate(self, book: Book, row: CaseRow, change: FamilyChange, answer: FamilyAnswer, numbers: Numbers) -> None:
        """What a training has instead of the Kadis: the same PDF, the same judgement, the same way in."""
        people = change.numbered(numbers.niks, numbers.kk, numbers.separate)
        made = f"Latihan, {self.clock.today():%d-%m-%Y}"
        pdf = signed_specimen(training_tte(book), people, number=row.number, made=made, reference=answer.reference)
        found = self.documents.judge(book, pdf)
        if not carries(found.texts, numbers):
            raise OtherDocument("other-number")
        self.documents.keep(book, found, row.id, answer.reference, name=f"{answer.reference}.pdf", officer="")
        self._take(book, row, change, answer, numbers, found.sha256)

    def _take(
        self, book: Book, row: CaseRow, change: FamilyChange, answer: FamilyAnswer, numbers: Numbers, document: str
    ) -> None:
        record = {**answer.to_record(), "document": document, "numbers": _numbers_record(numbers)}
        self._register(book, change, numbers)
        action = self.write(book, row.id, Kind.UPSTREAM_ANSWERED, answer.status, record)
        self.note(book, action, answer.to_record(), document)

    @property
    def _training(self) -> int:
        return int(self.upstream.training)

    def _register(self, book: Book, change: FamilyChange, numbers: Numbers) -> None:
        """Put everyone touched into the register and on the feeds; a station they left hears that they are gone."""
        put_residents(book, change.numbered(numbers.niks, numbers.kk, numbers.separate))


def ours(book: Book, asked: FamilyChange) -> FamilyChange | None:
    """The same edits on this register's records; None where it knows the family otherwise."""
    members = [_known(book, member.id) for member in asked.before.members]
    known = [member for member in members if member is not None]
    if len(known) != len(members) or any(member.kk != asked.before.kk for member in known):
        return None
    change = FamilyChange(Family(asked.before.kk, tuple(known)))
    same: dict[str, str] = {}  # the station's id of someone -> ours
    for edit in asked.edits:
        if isinstance(edit, Added):
            joined = _joining(book, edit.resident, asked.new)
            if joined is None:
                return None
            same[edit.resident.id] = joined.id
            edit = Added(joined)
        elif not isinstance(edit, Placed):
            edit = replace(edit, member=same.get(edit.member, edit.member))
        try:
            change = change.with_edit(edit)
        except BadChange:  # as where both are one here
            return None
    return change


def _joining(book: Book, who: Resident, coming: bool) -> Resident | None:
    """Someone new as entered; someone known as this register knows him, in his new place. On a new KK one may be
    `coming` from elsewhere and bring a NIK that nobody here has. Nobody comes back from the dead."""
    known = _known(book, who.id)
    if known is None and who.nik is not None:
        record = book.resident_by_nik(str(who.nik)) if coming else None
        if record is None:
            return who if coming else None
        known = _resident(record)
        if (known.name, known.birth_date) != (who.name, who.birth_date):
            return None
    if known is None:
        return who
    if known.nik != who.nik or known.presence is Presence.DEAD:
        return None
    return replace(known, relation=who.relation, address=who.address, presence=Presence.HERE)


def _known(book: Book, resident: str) -> Resident | None:
    record = book.resident(resident)
    return _resident(record) if record is not None else None


def _resident(record: str) -> Resident:
    return Resident.from_record(json.loads(record))


def _numbers_record(numbers: Numbers) -> dict[str, Plain]:
    return {
        "niks": {member: str(nik) for member, nik in numbers.niks.items()},
        "kk": str(numbers.kk),
        "separate": str(numbers.separate or ""),
    }
