"""The one table: (status, action) -> status, with its author's side and role and who may not be the author.

Buttons, desk, sync and centre all read it. Our status is one axis; the names of SIAK are values inside
`UpstreamAnswered` (its variant) and never become a status of ours by anyone's hand but the centre's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from registry.actions import Kind, Outcome
from registry.canonical import Record
from registry.officers import Role
from registry.services import Group, UnknownService, service
from registry.upstream import KkAnswer, SiakStatus, is_proven

ANY = "*"
REASONED = frozenset({Kind.RETURNED, Kind.REJECTED, Kind.CANCELLED})
FAMILY_CARD = "kk"  # how a KK is handed over: no card, no finger


class Side(StrEnum):
    """Where an action is written: each kind has one side, so nothing is ever merged."""

    STATION = "station"
    CENTRE = "centre"


class Status(StrEnum):
    """Where a case stands. Words and colours are given in station.presenters, meanings in docs/lifecycle.md."""

    NEW = "new"
    INCOMPLETE = "incomplete"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    VERIFIED = "verified"
    RECEIVED = "received"
    IN_TRANSIT = "in-transit"
    SEARCHING = "searching"
    ADJUDICATED = "adjudicated"
    HELD = "held"
    RERECORD = "rerecord"
    RESEND = "resend"
    DUPLICATE = "duplicate"
    PRINT_READY = "print-ready"
    RELEASED = "released"
    PRINT_APPROVED = "print-approved"
    PRINTING = "printing"
    PRINT_FAILED = "print-failed"
    UNCERTAIN = "uncertain"
    PRINTED = "printed"
    CHIP_VERIFIED = "chip-verified"
    SHIPPED = "shipped"
    READY = "ready"
    HANDED_OVER = "handed-over"
    AWAITING_TTE = "awaiting-tte"
    KK_READY = "kk-ready"
    OLD_WITHDRAWN = "old-withdrawn"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `not_by`: the author may not be the author of an earlier action of these kinds in the case; `needs`:
    each of these kinds must have come before; `group`: only for services of this group, None for all."""

    source: Status
    kind: Kind
    variant: str
    target: Status
    side: Side
    roles: frozenset[Role]
    not_by: frozenset[Kind] = frozenset()
    needs: frozenset[Kind] = frozenset()
    group: Group | None = None

    @property
    def reasoned(self) -> bool:
        """Whether it needs a written reason. Asked when an action is written and when it arrives, not in a fold:
        a payload may have been erased since."""
        return self.kind in REASONED

    def says_why(self, record: Record) -> bool:
        """Whether the payload gives the reason that this row wants.

        >>> row = find(Status.SUBMITTED, Kind.REJECTED)
        >>> row.says_why({"reason": "KK palsu"}), row.says_why({"reason": " "}), row.says_why({})
        (True, False, False)
        """
        return not self.reasoned or bool(str(record.get("reason", "")).strip())

    def says_whence(self, variant: str, record: Record) -> bool:
        """Whether the payload of an answer carries the upstream's reference where this row wants one.

        >>> row = find(Status.VERIFIED, Kind.UPSTREAM_ANSWERED, "PRINT_READY_RECORD")
        >>> row.says_whence("PRINT_READY_RECORD", {}), row.says_whence("PRINT_READY_RECORD", {"reference": "S-1"})
        (False, True)
        """
        return self.kind is not Kind.UPSTREAM_ANSWERED or is_proven(variant, record)

    def takes(self, variant: str) -> bool:
        """Whether the row is for this variant."""
        return self.variant in (ANY, variant)

    def serves(self, name: str) -> bool:
        """Whether the row is for this service."""
        if self.group is None:
            return True
        try:
            return service(name).group is self.group
        except UnknownService:
            return False


_RECORDERS = frozenset({Role.OPERATOR, Role.PRINTING})
_VERIFIERS = frozenset({Role.VERIFIER})
_PRINTERS = frozenset({Role.PRINTING})
_CENTRE = frozenset({Role.CENTRE})
_ENTRY = frozenset({Kind.SUBMITTED})
_APPROVAL = frozenset({Kind.PRINT_APPROVED})
_IMPORT = frozenset({Kind.IMPORT_PROPOSED})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

_ANSWERS = {
    SiakStatus.BIO_CAPTURED: Status.RECEIVED,
    SiakStatus.PROCESSING: Status.RECEIVED,
    SiakStatus.SENT_FOR_ENROLLMENT: Status.IN_TRANSIT,
    SiakStatus.RECEIVED_AT_CENTRAL: Status.SEARCHING,
    SiakStatus.ADJUDICATE_RECORD: Status.ADJUDICATED,
    SiakStatus.ENROLL_FAILURE_AT_CENTRAL: Status.RERECORD,
    SiakStatus.ENROLL_FAILURE_AT_REGIONAL: Status.RERECORD,
    SiakStatus.SEARCH_FAILURE_AT_CENTRAL: Status.RESEND,
    SiakStatus.DUPLICATE_RECORD: Status.DUPLICATE,
    SiakStatus.PRINT_READY_RECORD: Status.PRINT_READY,
}
_WITH_CENTRE = (
    Status.VERIFIED,
    Status.RECEIVED,
    Status.IN_TRANSIT,
    Status.SEARCHING,
    Status.ADJUDICATED,
    Status.RESEND,
)
_BEFORE_SENDING = (Status.INCOMPLETE, Status.SUBMITTED, Status.RETURNED)
_ROUTABLE = (
    Status.SUBMITTED,
    Status.RETURNED,
    Status.RERECORD,
    Status.VERIFIED,
    Status.PRINT_READY,
    Status.RELEASED,
    Status.PRINT_APPROVED,
    Status.PRINT_FAILED,
    Status.CHIP_VERIFIED,
    Status.SHIPPED,
    Status.KK_READY,
)
UNIQUE = (
    Status.PRINT_READY,
    Status.RELEASED,
    Status.PRINT_APPROVED,
    Status.PRINTING,
    Status.PRINT_FAILED,
    Status.UNCERTAIN,
    Status.PRINTED,
    Status.CHIP_VERIFIED,
    Status.SHIPPED,
    Status.READY,
)
ENDED = (Status.HANDED_OVER, Status.REJECTED, Status.CANCELLED)
_SPOILED = (Outcome.ENCODE_FAILED, Outcome.DAMAGED, Outcome.PRINT_FAILED, Outcome.WRONG_ELEMENT)


def _station(
    sources: Iterable[Status],
    kind: Kind,
    target: Status,
    roles: frozenset[Role],
    *,
    variant: str = ANY,
    not_by: frozenset[Kind] = frozenset(),
) -> list[Rule]:
    return [Rule(source, kind, variant, target, Side.STATION, roles, not_by) for source in sources]


def _centre(sources: Iterable[Status], kind: Kind, target: Status | None = None, *, variant: str = ANY) -> list[Rule]:
    return [Rule(source, kind, variant, target or source, Side.CENTRE, _CENTRE) for source in sources]


def _table() -> tuple[Rule, ...]:
    recording = (Status.NEW, Status.INCOMPLETE, Status.RETURNED, Status.RERECORD)
    rules = [
        *_station(recording, Kind.SUBMITTED, Status.SUBMITTED, _RECORDERS, variant="complete"),
        *_station(recording, Kind.SUBMITTED, Status.INCOMPLETE, _RECORDERS, variant="incomplete"),
        *_station((Status.SUBMITTED,), Kind.VERIFIED, Status.VERIFIED, _VERIFIERS, not_by=_ENTRY),
        *_station((Status.SUBMITTED,), Kind.RETURNED, Status.RETURNED, _VERIFIERS, not_by=_ENTRY),
        *_station((Status.SUBMITTED,), Kind.REJECTED, Status.REJECTED, _VERIFIERS, not_by=_ENTRY),
        *_station(_BEFORE_SENDING, Kind.CANCELLED, Status.CANCELLED, _RECORDERS),
        *_centre(_WITH_CENTRE, Kind.HELD, Status.HELD),
        *_centre((Status.HELD,), Kind.HOLD_LIFTED, Status.RECEIVED),
        *_centre((Status.PRINT_READY,), Kind.RELEASED, Status.RELEASED),
        *_centre((Status.RELEASED, Status.PRINT_APPROVED, Status.PRINT_FAILED), Kind.RELEASED),  # a new term
        *_centre(_ROUTABLE, Kind.ROUTED),
        *_station(
            (Status.RELEASED, Status.PRINT_FAILED),
            Kind.PRINT_APPROVED,
            Status.PRINT_APPROVED,
            _VERIFIERS,
            not_by=_ENTRY | {Kind.PRINT_STARTED},
        ),
        *_station((Status.PRINT_APPROVED,), Kind.PRINT_STARTED, Status.PRINTING, _PRINTERS, not_by=_APPROVAL),
        *_station((Status.PRINTED,), Kind.CHIP_VERIFIED, Status.CHIP_VERIFIED, _PRINTERS),
        *_station((Status.CHIP_VERIFIED,), Kind.SHIPPED, Status.SHIPPED, _RECORDERS),
        *_station((Status.SHIPPED,), Kind.COUNTED_IN, Status.READY, _RECORDERS),
        *_station((Status.READY, Status.CHIP_VERIFIED), Kind.HANDED_OVER, Status.HANDED_OVER, _RECORDERS),
    ]
    rules += [
        replace(rule, group=Group.KTP)
        for answer, target in _ANSWERS.items()
        for rule in _centre(_WITH_CENTRE, Kind.UPSTREAM_ANSWERED, target, variant=answer)
    ]
    for source in (Status.PRINTING, Status.UNCERTAIN):
        rules += _station((source,), Kind.PRINT_BOOKED, Status.PRINTED, _PRINTERS, variant=Outcome.GOOD)
        rules += _station((source,), Kind.PRINT_BOOKED, Status.PRINT_APPROVED, _PRINTERS, variant=Outcome.NOT_PRINTED)
        for outcome in _SPOILED:
            rules += _station((source,), Kind.PRINT_BOOKED, Status.PRINT_FAILED, _PRINTERS, variant=outcome)
    rules += _station((Status.PRINTING,), Kind.PRINT_BOOKED, Status.UNCERTAIN, _PRINTERS, variant=Outcome.UNKNOWN)
    rules += _station(
        (Status.PRINTED,), Kind.PRINT_BOOKED, Status.PRINT_FAILED, _PRINTERS, variant=Outcome.ENCODE_FAILED
    )
    # Once SIAK has answered that the record is unique, nobody needs the captures again (UU 27/2022, art. 16 and 43);
    # what printing and hand-over need stays until then, which the desk sees to.
    rules += _station((*UNIQUE, *ENDED), Kind.ERASED, Status.NEW, _RECORDERS)  # target replaced below: it moves nothing
    rules += _of_family_cards()
    rules += _errands()
    return tuple(rule if rule.kind is not Kind.ERASED else _in_place(rule) for rule in rules)


def _of_family_cards() -> list[Rule]:
    """KK: the Kadis signs (TTE), the old sheet is withdrawn, the new one handed over. Nothing of it makes a card."""
    waiting = (Status.VERIFIED, Status.AWAITING_TTE)
    ready, withdrawn = (Status.KK_READY,), (Status.OLD_WITHDRAWN,)
    rules = [
        *_centre(waiting[:1], Kind.UPSTREAM_ANSWERED, Status.AWAITING_TTE, variant=KkAnswer.AWAITING_TTE),
        *_centre(waiting, Kind.UPSTREAM_ANSWERED, Status.KK_READY, variant=KkAnswer.SIGNED),
        *_centre(waiting, Kind.UPSTREAM_ANSWERED, Status.RETURNED, variant=KkAnswer.DIFFERS),
        *_station(ready, Kind.WITHDRAWN, Status.OLD_WITHDRAWN, _RECORDERS),
        *_station(withdrawn, Kind.HANDED_OVER, Status.HANDED_OVER, _RECORDERS, variant=FAMILY_CARD),
    ]
    return [replace(rule, group=Group.KK) for rule in rules]


def _errands() -> list[Rule]:
    """Stories beside the cases (registry.errands): they lead to no status."""
    second = _RECORDERS | _VERIFIERS | _ADMINISTRATORS
    new, station = Status.NEW, Side.STATION
    return [
        Rule(new, Kind.LOOKUP_ASKED, ANY, new, station, _RECORDERS | _VERIFIERS),
        Rule(new, Kind.LOOKUP_ANSWERED, ANY, new, Side.CENTRE, _CENTRE, needs=frozenset({Kind.LOOKUP_ASKED})),
        Rule(new, Kind.STOCK_BOOKED, ANY, new, station, _RECORDERS),
        Rule(new, Kind.IMPORT_PROPOSED, ANY, new, station, _ADMINISTRATORS),
        Rule(new, Kind.IMPORT_CONFIRMED, ANY, new, station, second, not_by=_IMPORT, needs=_IMPORT),
    ]


def _in_place(rule: Rule) -> Rule:
    return Rule(rule.source, rule.kind, rule.variant, rule.source, rule.side, rule.roles, rule.not_by)


TABLE: tuple[Rule, ...] = _table()
_INDEX: dict[tuple[Status, Kind], tuple[Rule, ...]] = {
    (rule.source, rule.kind): tuple(r for r in TABLE if (r.source, r.kind) == (rule.source, rule.kind))
    for rule in TABLE
}


def find(status: Status, kind: Kind, variant: str = "") -> Rule | None:
    """The row for an action in a status, or None when the table knows none.

    >>> find(Status.SUBMITTED, Kind.VERIFIED).target
    <Status.VERIFIED: 'verified'>
    >>> find(Status.SUBMITTED, Kind.PRINT_STARTED) is None
    True
    """
    return next((rule for rule in _INDEX.get((status, kind), ()) if rule.takes(variant)), None)


def possible(status: Status) -> tuple[Rule, ...]:
    """Every row that leaves `status`."""
    return tuple(rule for rule in TABLE if rule.source is status)
