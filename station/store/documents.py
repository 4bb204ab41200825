"""Signed documents at the station: judged by its own pinned root before they are kept, and handed out byte for byte.

The root for training comes once by the signed feed of the centre this station was enrolled at, and no other takes its
place; a root of the Kadis' issuer comes with a build only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from registry.actions import Action, Kind
from registry.canonical import Record
from registry.upstream import KkAnswer
from station.store.blobs import FEED, add_blobs
from station.store.cipher import Cipher
from station.store.errors import Conflict, NotFound
from station.store.facts import read_fact, write_fact
from station.store.schema import actions, blobs, documents, payloads
from sync.wire import FeedItem

ROOT = "tte.root"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document: its hash, whose case, under which reference, training or operational, and its bytes."""

    sha256: str
    case: str
    reference: str
    kind: str
    at: str
    data: bytes = field(repr=False)


class Documents:
    """Reads them."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def of_case(self, case: str) -> Kept:
        """The newest of a case; raises NotFound while none has come, and once it was erased."""
        d = documents.c
        columns = (d.sha256, d.case, d.reference, d.kind, d.at, blobs.c.data)
        joined = documents.join(blobs, blobs.c.sha256 == d.sha256)
        query = select(*columns).select_from(joined).where(d.case == case).order_by(d.at.desc(), d.sha256)
        with self._cipher.reading() as db:
            row = db.execute(query.limit(1)).first()
        if row is None:
            raise NotFound(case)
        return Kept(*row)

    def root(self) -> bytes:
        """The pinned root for training as DER; b"" before any came."""
        with self._cipher.reading() as db:
            return read_fact(db, ROOT) or b""


def pin_root(db: Connection, root: bytes) -> None:
    """Take the root for training once; raises Conflict for another one."""
    known = read_fact(db, ROOT)
    if known is not None and known != root:
        raise Conflict(ROOT)
    write_fact(db, ROOT, root)


def take_document(db: Connection, item: FeedItem, at: str, installed: tuple[bytes, ...]) -> None:
    """Judge and keep a document of the feed; raises DocumentRefused, or Conflict where the centre's signed answer names
    another one or none."""
    from forms.imported import Roots, judge_document  # pyHanko costs a third of a second, and most pages have none

    record, sha256 = item.record, str(item.record["sha256"])
    if sha256 not in _named(db, str(record["case"])):
        raise Conflict(sha256)
    root = read_fact(db, ROOT)
    roots = Roots((root,) if root else (), installed)
    found = judge_document(item.blobs[sha256], roots, datetime.fromisoformat(at))
    if found.sha256 != sha256:
        raise Conflict(sha256)
    values = {"sha256": sha256, "case": record["case"], "reference": record["reference"], "kind": found.kind}
    db.execute(insert(documents).values(**values, at=at).on_conflict_do_nothing())
    add_blobs(db, {sha256: found.data}, str(record["case"]), FEED)  # it goes with the captures of its case


def _named(db: Connection, case: str) -> frozenset[str]:
    """The documents that answers of the centre name for a case."""
    joined = actions.join(payloads, payloads.c.action == actions.c.id)
    columns = (actions.c.raw, actions.c.signature, payloads.c.salt, payloads.c.payload)
    rows = db.execute(select(*columns).select_from(joined).where(actions.c.case == case)).all()
    found: set[str] = set()
    for row in rows:
        action = Action.load(row.raw, row.signature, row.salt, row.payload)
        if action.header.kind is Kind.UPSTREAM_ANSWERED and action.header.variant == KkAnswer.SIGNED:
            found.add(_document(action.record))
    return frozenset(found - {""})


def _document(record: Record) -> str:
    return str(record.get("document", ""))
