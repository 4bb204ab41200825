"""Signed documents at the centre: judged, kept byte for byte, and sent on to the station that hands them over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from central.clock import Clock
from central.errors import CentreError, Conflicting
from central.ledger.documents import DocumentRow, add_document, document, documents_of
from central.ledger.ledger import Book
from central.tte import training_tte
from forms.imported import OPERATIONAL, Document, Roots, judge_document
from registry.canonical import canonical


class OtherKind(CentreError):
    """A document of training at an operational centre, or a real one at a centre for training. `code`: other-kind."""


@dataclass(frozen=True, slots=True)
class Documents:
    """`installed`: the roots of the Kadis' issuer as DER, from the build; none in this repository."""

    clock: Clock
    operational: bool
    installed: tuple[bytes, ...] = ()

    def judge(self, book: Book, data: bytes) -> Document:
        """The document; raises DocumentRefused (forms.imported), or OtherKind."""
        roots = Roots((training_tte(book).root,), self.installed)
        found = judge_document(data, roots, datetime.now(UTC))
        if (found.kind == OPERATIONAL) != self.operational:
            raise OtherKind("other-kind")
        return found

    def keep(self, book: Book, found: Document, case: str, reference: str, *, name: str, officer: str) -> None:
        """Keep it for a case; raises Conflicting when it belongs to another one."""
        known = document(book.connection, found.sha256)
        if known is not None:
            if known.case != case:
                raise Conflicting("other-case")
            return
        stamp = self.clock.stamp()
        add_document(
            book.connection, DocumentRow(found.sha256, case, reference, found.kind, name, officer, stamp, found.data)
        )

    def send(self, book: Book, case: str, station: str) -> None:
        """Put the newest document of a case on a station's feed, after the root it is judged by for training."""
        rows = documents_of(book.connection, case)
        if not rows:
            return
        root = training_tte(book).root
        book.add_feed(station, "tte-root", canonical({"v": 1, "root": root.hex()}))  # a station made anew has none
        book.add_feed(station, "document", canonical({"v": 1, "case": case, "sha256": rows[-1].sha256}))
