"""Signed documents byte for byte, as rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select

from central.ledger.schema import documents


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document by its SHA-256: whose case, under which reference, training or operational, and how it came."""

    sha256: str
    case: str
    reference: str
    kind: str
    name: str
    officer: str
    at: str
    data: bytes = field(repr=False)


def add_document(db: Connection, row: DocumentRow) -> None:
    """Keep a new document."""
    db.execute(insert(documents).values({name: getattr(row, name) for name in row.__slots__}))


def document(db: Connection, sha256: str) -> DocumentRow | None:
    """One by its hash."""
    row = db.execute(select(documents).where(documents.c.sha256 == sha256)).first()
    return DocumentRow(*row) if row else None


def documents_of(db: Connection, case: str) -> tuple[DocumentRow, ...]:
    """Those of a case, the oldest first."""
    query = select(documents).where(documents.c.case == case).order_by(documents.c.at, documents.c.sha256)
    return tuple(DocumentRow(*row) for row in db.execute(query))


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document without its bytes, for a list."""

    sha256: str
    case: str
    reference: str
    kind: str
    officer: str
    at: str


def count_documents(db: Connection) -> int:
    """How many there are."""
    return int(db.scalar(select(func.count()).select_from(documents)) or 0)


def page_of_documents(db: Connection, *, limit: int, offset: int) -> tuple[DocumentLine, ...]:
    """The newest first."""
    query = select(*(documents.c[name] for name in DocumentLine.__slots__))
    query = query.order_by(documents.c.at.desc(), documents.c.sha256).limit(limit).offset(offset)
    return tuple(DocumentLine(*row) for row in db.execute(query))
