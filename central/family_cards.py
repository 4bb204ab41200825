"""What comes of a KK case at the centre: the upstream's answers, the numbers it gives, and the residents as they are
now, on the feed of every station whose kecamatan they live in.

A station's word is taken for what was asked, never for what was: the change is applied to this register's own records.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from central.clock import Clock
from central.ledger.ledger import Book, CaseRow
from central.upstream import Numbers, Upstream
from registry.actions import Kind
from registry.canonical import Plain, canonical
from registry.changes import Added, FamilyChange
from registry.people import Family, Resident
from registry.upstream import KkAnswer

Write = Callable[[Book, str, Kind, str, Mapping[str, Plain]], object]
OTHERWISE = "Data keluarga di SIAK sudah berbeda dengan yang diajukan. Buka lagi, periksa, dan ajukan ulang."


@dataclass(frozen=True, slots=True)
class FamilyCards:
    """The centre's acts on cases of the KK; `write` signs an action of the centre and tells the stations."""

    upstream: Upstream
    clock: Clock
    write: Write

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
        record = {"reference": found.reference, "training": self._training}
        if found.numbers is not None:
            record["numbers"] = _numbers_record(found.numbers)
            self._register(book, change, found.numbers)
        self.write(book, row.id, Kind.UPSTREAM_ANSWERED, found.status, record)
        return found.next_in

    @property
    def _training(self) -> int:
        return int(self.upstream.training)

    def _register(self, book: Book, change: FamilyChange, numbers: Numbers) -> None:
        """Put everyone touched into the register and on the feeds."""
        people = change.numbered(numbers.niks, numbers.kk, numbers.separate)
        book.put_residents((who, canonical({"v": 1, **who.to_record()}).decode()) for who in people)
        for station in book.all_stations():
            near = [who.to_record() for who in people if station.area and who.address.village.startswith(station.area)]
            if near:
                book.add_feed(station.id, "residents", canonical({"v": 1, "residents": near}))


def ours(book: Book, asked: FamilyChange) -> FamilyChange | None:
    """The same edits on this register's records; None where it knows the family otherwise."""
    members = [_known(book, member.id) for member in asked.before.members]
    known = [member for member in members if member is not None]
    if len(known) != len(members) or any(member.kk != asked.before.kk for member in known):
        return None
    change = FamilyChange(Family(asked.before.kk, tuple(known)))
    for edit in asked.edits:
        if isinstance(edit, Added):
            joined = _joining(book, edit.resident)
            if joined is None:
                return None
            edit = Added(joined)
        change = change.with_edit(edit)
    return change


def _joining(book: Book, who: Resident) -> Resident | None:
    """Someone new as entered; someone known as this register knows him, in his new place."""
    known = _known(book, who.id)
    if known is None:
        return who if who.nik is None else None
    if known.nik != who.nik:
        return None
    return replace(known, relation=who.relation, address=who.address)


def _known(book: Book, resident: str) -> Resident | None:
    record = book.resident(resident)
    return Resident.from_record(json.loads(record)) if record is not None else None


def _numbers_record(numbers: Numbers) -> dict[str, Plain]:
    return {
        "niks": {member: str(nik) for member, nik in numbers.niks.items()},
        "kk": str(numbers.kk),
        "separate": str(numbers.separate or ""),
    }
