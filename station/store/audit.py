"""Who looked at what of whom, and who came and went. Views of a resident are events too (UU 27/2022).

Each row is a canonical record that names the head before it, signed by the officer while his key is in hand:

    {"v":1, "at", "officer", "prev": head before in hex, "subject", "what"}      head = SHA-256(prev || SHA-256(record))

A row changed, taken out or put in breaks the link of the next one, and who holds the store's key can mend that link
only up to the next row that another officer signed. `subject` is an id, never a NIK.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from registry.actions import GENESIS, link
from registry.canonical import NotCanonical, canonical, parse
from registry.errors import RegistryError
from station.store.cipher import Cipher
from station.store.facts import read_fact, write_fact
from station.store.schema import views
from sync.keys import Grants

HEAD = "views.head"
SIGNED_IN, OPENED, REMOVED, EXPORTED = "masuk", "buka-kunci", "cabut", "ekspor-audit"
BACKED_UP, TESTED, RESTORED, SEEN_TO = "cadangan", "uji-cadangan", "pulih", "masalah-selesai"
# rows of the office's own acts; all others are views
OFFICE = frozenset({SIGNED_IN, OPENED, REMOVED, EXPORTED, BACKED_UP, TESTED, RESTORED, SEEN_TO})

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class View:
    """One look: UTC stamp, officer's handle, what was shown, id of the resident or case."""

    at: str
    officer: str
    what: str
    subject: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that does not hold: its number in its list, and its time as it stands there."""

    number: int
    at: str


class Views:
    """Books views; there is no way to change or remove one."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._signers: dict[str, Sign] = {}

    def signed_by(self, officer: str, sign: Sign | None) -> None:
        """What this officer does from now on is signed by his key; None when it is dropped."""
        self._signers = {officer: sign} if sign else {}

    def signer(self, officer: str) -> Sign | None:
        """What signs for an officer now; None while his key is not in hand."""
        return self._signers.get(officer)

    def note(self, at: str, officer: str, what: str, subject: str) -> None:
        """Book one view."""
        with self._cipher.writing() as db:
            add_view(db, View(at, officer, what, subject), self.signer(officer))

    def page(self, *, subject: str = "", limit: int = 50, offset: int = 0) -> tuple[View, ...]:
        """The newest first, of one subject or of all."""
        query = select(views.c.at, views.c.officer, views.c.what, views.c.subject)
        query = query.where(views.c.subject == subject) if subject else query
        with self._cipher.reading() as db:
            rows = db.execute(query.order_by(views.c.row.desc()).limit(limit).offset(offset))
            return tuple(View(*row) for row in rows)

    def last_seen(self) -> dict[str, str]:
        """Officer -> when he last signed in here."""
        query = select(views.c.officer, func.max(views.c.at)).where(views.c.what == SIGNED_IN).group_by(views.c.officer)
        with self._cipher.reading() as db:
            return {str(officer): str(at) for officer, at in db.execute(query)}


def link_old_views(db: Connection) -> None:
    """Rows of a Loket that did not link them yet get their place in the chain, unsigned, as they stand."""
    if db.scalar(select(func.count()).select_from(views).where(views.c.raw == b"")) == 0:
        return
    rows = [View(*row) for row in db.execute(select(*(views.c[n] for n in View.__slots__)).order_by(views.c.row))]
    db.execute(delete(views))
    write_fact(db, HEAD, GENESIS)
    for row in rows:
        add_view(db, row, None)


def add_view(db: Connection, view: View, sign: Sign | None) -> None:
    """Book a view within a transaction."""
    before = read_fact(db, HEAD) or GENESIS
    said = {name: getattr(view, name) for name in View.__slots__}
    raw = canonical({"v": 1, "prev": before.hex(), **said})
    head = link(before, sha256(raw).digest())
    signature = sign(raw) if sign else b""
    db.execute(insert(views).values(**said, raw=raw, signature=signature, head=head))
    write_fact(db, HEAD, head)


def views_head(db: Connection) -> tuple[int, int]:
    """The number of the last row and the beginning of the head: what the centre remembers of this book."""
    head = read_fact(db, HEAD) or GENESIS
    return int(db.scalar(select(func.max(views.c.row))) or 0), int.from_bytes(head[:6], "big")


def walk_views(db: Connection, grants: Grants, station: str) -> Iterator[Broken | None]:
    """Every row from the first: None for one that holds; the first that does not ends the walk."""
    head, number, at = GENESIS, 0, ""
    for row in db.execute(select(views).order_by(views.c.row)):
        number, at = number + 1, row.at
        said = _record(row.raw)
        good = said == {"prev": head.hex(), **{name: getattr(row, name) for name in View.__slots__}}
        head = link(head, sha256(row.raw).digest())
        if not good or head != row.head or not _signed(grants, row, station):
            yield Broken(number, at)
            return
        yield None
    if head != (read_fact(db, HEAD) or GENESIS):
        yield Broken(number + 1, at)


def _record(raw: bytes) -> dict[str, str] | None:
    try:
        found = parse(raw)
    except NotCanonical:
        return None
    return found if found.pop("v", None) == 1 else None


def _signed(grants: Grants, row: object, station: str) -> bool:
    """A row without signature says nothing; one with a signature must be the officer's."""
    raw, mark = row.raw, row.signature  # type: ignore[attr-defined]  # a row of `views`
    if not mark:
        return True
    try:
        grants.check(author=row.officer, station=station, at=row.at, message=raw, signature=mark)  # type: ignore[attr-defined]  # as above
    except RegistryError:
        return False
    return True
