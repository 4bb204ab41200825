"""A list with names is taken out only once a second person has agreed; the agreement holds for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from central.console.page import Visit
from central.console.second import Matter
from central.ledger.proposals import ProposalRow

KIND = "ekspor-bernama"
TERM = timedelta(days=1)


def in_term(visit: Visit, row: ProposalRow) -> bool:
    """Whether an agreement still holds."""
    return datetime.fromisoformat(row.decided_at) + TERM > visit.now


def _agreed(visit: Visit, row: ProposalRow) -> None:
    visit.note = f"Disetujui. {row.proposed_by} dapat mengunduhnya selama satu hari."


MATTER = Matter(KIND, "Ekspor daftar bernama", _agreed)
