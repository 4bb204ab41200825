"""A page of the console as data: where it is, who may open it, what it shows, and what can be done on it.

Whoever adds pages makes a tuple of Page and joins it in central.console.site.PAGES. `show` gives the template its
values; a deed is done on POST to the same address by its name in the field `act`, and says where to go next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from central.clock import Clock
from central.console.accounts import Accounts, ConsoleRole
from central.console.errors import Refused, forbidden
from central.console.gate import Gate, Person
from central.dedupe import Dedupe
from central.enrolment import Registrar
from central.keys import CentreKeys
from central.ledger.ledger import Book, Ledger
from central.ledger.reads import ReadRow, add_read
from central.office import Office
from central.officers import Vouching
from registry.regions import Regions
from registry.uuid7 import Uuid7Source

ROWS = 25  # of a list on one page
_LONGEST = 8  # digits of a page number
DINAS = frozenset({ConsoleRole.DINAS})
OFFICES = frozenset({ConsoleRole.DINAS, ConsoleRole.UPTD})
ADMINISTRATORS = frozenset({ConsoleRole.ADMINISTRATOR})
EVERYONE = OFFICES | ADMINISTRATORS


@dataclass(frozen=True, slots=True)
class Desk:
    """What pages work with."""

    ledger: Ledger
    clock: Clock
    regions: Regions
    office: Office
    keys: CentreKeys
    registrar: Registrar
    vouching: Vouching
    accounts: Accounts
    gate: Gate
    ids: Uuid7Source
    dedupe: Dedupe
    area: str  # whose kecamatan these are: 14.08


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form."""

    name: str
    data: bytes


@dataclass(slots=True)
class Visit:
    """One request by one person, inside one transaction."""

    desk: Desk
    book: Book
    person: Person
    path: str  # without the console's own prefix
    given: Mapping[str, str]  # from the path
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    note: str = ""  # what the next page says first
    subject: str = ""  # what the line in the audit is about; a page sets it

    @property
    def at(self) -> str:
        """Now, as the centre stamps it."""
        return self.desk.clock.stamp()

    @property
    def now(self) -> datetime:
        """The same as a time."""
        return datetime.fromisoformat(self.at)

    @property
    def area(self) -> str:
        """The one kecamatan this person sees, or the one asked for; "" for all of them."""
        return self.person.area or self.query.get("kecamatan", "")

    def must_see(self, area: str) -> None:
        """Raise Refused for what lies in somebody else's kecamatan."""
        if not self.person.sees(area):
            raise forbidden()

    def must_have(self, name: str, *, least: int = 1) -> str:
        """A field of the form, without blanks around; raises Refused when it is shorter than it must be."""
        value = self.form.get(name, "").strip()
        if len(value) < least:
            raise Refused("reason-missing" if name == "reason" else "field-missing", 400)
        return value

    def audit(self, act: str, subject: str = "", detail: str = "") -> None:
        """Book a line of what was read or done; no personal data in it."""
        stamp, name = self.desk.clock.stamp(), self.person.name
        line = ReadRow(self.desk.ids.next(), stamp, name, act, self.path, subject or self.subject, detail)
        add_read(self.book.connection, line)

    def link(self, **changes: str | int) -> str:
        """This page with other filters; "" takes one away."""
        wanted = {**self.query, **{name: str(value) for name, value in changes.items()}}
        text = urlencode({name: value for name, value in wanted.items() if value})
        return f"?{text}" if text else "?"


@dataclass(frozen=True, slots=True)
class Download:
    """A file instead of a page."""

    name: str
    kind: str
    data: bytes


Values = Mapping[str, object]
Show = Callable[[Visit], "Values | Download"]
Deed = Callable[[Visit], "str | Values"]  # the path to go to, "" for the same page; or the page itself, once


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `group` is its heading in the menu, "" for a page that is reached from another."""

    path: str
    title: str
    template: str
    roles: frozenset[ConsoleRole]
    show: Show
    group: str = ""
    deeds: Mapping[str, Deed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a list is shown."""

    page: int
    total: int
    size: int = ROWS

    @classmethod
    def of(cls, visit: Visit, total: int, size: int = ROWS) -> Pager:
        """The part asked for by `hal`, within what there is."""
        asked = visit.query.get("hal", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST else 1
        return cls(min(max(1, number), max(1, -(-total // size))), total, size)

    @property
    def offset(self) -> int:
        """Rows before the first one shown."""
        return (self.page - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last part."""
        return max(1, -(-self.total // self.size))
