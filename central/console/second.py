"""What needs two persons: one proposes with a reason, another decides. Nobody decides on his own proposal.

A matter names what is carried out then, in the transaction of the decision, so that it is done once or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from central.console.accounts import ConsoleRole
from central.console.errors import Refused, forbidden
from central.console.page import DINAS, Visit
from central.ledger.proposals import DONE, REFUSED, ProposalRow, add_proposal, decide, proposal
from registry.canonical import Plain, Record, canonical, parse

LEAST_REASON = 5


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of proposal: its words, who may decide, and what is done."""

    kind: str
    title: str
    carry_out: Callable[[Visit, ProposalRow], None]
    deciders: frozenset[ConsoleRole] = DINAS


def propose(visit: Visit, kind: str, subject: str, area: str, body: Mapping[str, Plain]) -> None:
    """Put a proposal before a second person; the reason comes from the form. Raises Refused."""
    reason = visit.must_have("reason", least=LEAST_REASON)
    text = canonical({"v": 1, **body}).decode()
    row = ProposalRow(visit.desk.ids.next(), kind, subject, area, text, reason, visit.person.name, visit.at)
    if not add_proposal(visit.book.connection, row):
        raise Refused("already-proposed")
    visit.subject = subject
    visit.note = "Diusulkan. Petugas kedua memutuskan di halaman Persetujuan."


def settle(visit: Visit, matters: Mapping[str, Matter], which: str, *, agreed: bool) -> ProposalRow:
    """The second person's word; carries it out when agreed. Raises Refused."""
    row = proposal(visit.book.connection, which)
    matter = matters.get(row.kind) if row else None
    if row is None or matter is None or visit.person.role not in matter.deciders:
        raise forbidden()
    if row.area:
        visit.must_see(row.area)
    if row.proposed_by == visit.person.name:
        raise Refused("same-person", 403)
    state = DONE if agreed else REFUSED
    if not decide(visit.book.connection, which, state, visit.person.name, visit.at):
        raise Refused("decided")
    visit.subject = row.subject
    if agreed:
        matter.carry_out(visit, row)
    return row


def body_of(row: ProposalRow) -> Record:
    """What was proposed."""
    return parse(row.body.encode())
