"""The upstream by hand: an officer reads SIAK's screen and enters status and reference, a second one reads and enters
them again. Only when both say the same is it an answer; neither can do it alone, and none without a reference."""

from __future__ import annotations

from dataclasses import dataclass

from central.clock import Clock
from central.errors import CentreError, Conflicting, NotKnown, NotTrusted
from central.ledger.entries import CONFIRMED, WITHDRAWN, EntryRow, add_entry, close_entry, entry, open_entry_of
from central.ledger.ledger import Book
from central.office import CENTRE, Office, load_case
from central.upstream import Answer
from registry.actions import Kind
from registry.case import Actor, permit
from registry.lifecycle import Side
from registry.officers import Role
from registry.upstream import Origin, SiakStatus
from registry.uuid7 import Uuid7Source

_CENTRE = Actor(CENTRE, frozenset({Role.CENTRE}), CENTRE, Side.CENTRE)


@dataclass(frozen=True, slots=True)
class ConsoleEntry:
    """The desk of both officers; they are handles of the console, which has checked who they are."""

    office: Office
    clock: Clock
    ids: Uuid7Source

    def enter(self, book: Book, officer: str, case_id: str, status: SiakStatus, reference: str) -> str:
        """The first reading; its id. Raises NotKnown, NoReference, NotAllowed where the table has no such step, or
        Conflicting("open") while another reading of the case waits."""
        first = _handle(officer)
        if book.case(case_id) is None:
            raise NotKnown("unknown-case")
        book.lock_case(case_id)
        said = self._answer(status, reference)
        permit(load_case(book, case_id), Kind.UPSTREAM_ANSWERED, said.status, _CENTRE)
        if open_entry_of(book.connection, case_id) is not None:
            raise Conflicting("open")
        row = EntryRow(self.ids.next(), case_id, said.status, said.reference, first, self.clock.stamp())
        add_entry(book.connection, row)
        return row.id

    def confirm(self, book: Book, officer: str, which: str, status: SiakStatus, reference: str) -> None:
        """The second reading, by another officer: the same is an answer. Raises NotTrusted("same-person"),
        Conflicting("differs" or "not-open"), NotKnown, and what the table says by now."""
        second = _handle(officer)
        row = self._open(book, which)
        if second == row.first:
            raise NotTrusted("same-person")
        said = self._answer(status, reference)
        if (said.status, said.reference) != (row.status, row.reference):
            raise Conflicting("differs")
        stamp = self.clock.stamp()
        if not close_entry(book.connection, which, state=CONFIRMED, second=second, at=stamp, reason=""):
            raise Conflicting("not-open")
        self.office.take(book, row.case, said, which)

    def withdraw(self, book: Book, officer: str, which: str, reason: str) -> None:
        """Take back a reading that was wrong; either officer may. Raises CentreError("no-reason"), Conflicting."""
        by = _handle(officer)
        row = self._open(book, which)
        if not reason.strip():
            raise CentreError("no-reason")
        second = "" if by == row.first else by
        stamp, said = self.clock.stamp(), reason.strip()
        if not close_entry(book.connection, which, state=WITHDRAWN, second=second, at=stamp, reason=said):
            raise Conflicting("not-open")

    def _answer(self, status: SiakStatus, reference: str) -> Answer:
        return Answer(SiakStatus(status), reference.strip(), None, Origin.CONSOLE, training=self.office.training)

    def _open(self, book: Book, which: str) -> EntryRow:
        row = entry(book.connection, which)
        if row is None:
            raise NotKnown("unknown-entry")
        if row.state != "open":
            raise Conflicting("not-open")
        return row


def _handle(officer: str) -> str:
    """One spelling of a handle, so that nobody is two persons; raises NotTrusted for nobody."""
    handle = officer.strip().casefold()
    if not handle:
        raise NotTrusted("nobody")
    return handle
