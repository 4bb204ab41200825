"""How long a case may stand in a status before somebody should ask: days, by whose turn it is.

With the upstream: what the public pages of several Dinas tell (registry.upstream.ADVICE). At a counter: our reading of
the promise of one working day. A card that is not fetched counts after thirty days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from registry.lifecycle import ENDED, Status
from registry.promise import Wait

_DAY, _ASK, _WEEK, _LINE, _MONTH = 1, 3, 7, 20, 30
DAYS: Mapping[Status, int] = {
    Status.INCOMPLETE: _WEEK,
    Status.SUBMITTED: _DAY,
    Status.RETURNED: _ASK,
    Status.VERIFIED: _ASK,
    Status.RECEIVED: _ASK,
    Status.IN_TRANSIT: _LINE,
    Status.SEARCHING: _WEEK,
    Status.ADJUDICATED: _WEEK,
    Status.HELD: _WEEK,
    Status.RERECORD: _WEEK,
    Status.RESEND: _DAY,
    Status.DUPLICATE: _WEEK,
    Status.RELEASED: _ASK,
    Status.PRINT_APPROVED: _ASK,
    Status.PRINTING: _DAY,
    Status.PRINT_FAILED: _ASK,
    Status.UNCERTAIN: _DAY,
    Status.PRINTED: _DAY,
    Status.CHIP_VERIFIED: _ASK,
    Status.SHIPPED: _WEEK,
    Status.READY: _MONTH,
    Status.AWAITING_TTE: _ASK,
    Status.KK_READY: _WEEK,
    Status.OLD_WITHDRAWN: _DAY,
}  # PRINT_READY waits for a birthday: for others the release comes at once
TURNS = {
    Wait.OURS: "di loket",
    Wait.APPLICANT: "menunggu pemohon",
    Wait.CENTRE: "di Dinas atau Pusat",
    Wait.ENDED: "selesai atau siap",
}


def limits(now: datetime) -> dict[str, str]:
    """Status -> the UTC stamp before which a case that still stands there is late."""
    return {status.value: f"{now - timedelta(days=days):%Y-%m-%dT%H:%M:%S}.000Z" for status, days in DAYS.items()}


def is_late(status: str, since: str, now: datetime) -> bool:
    """Whether one case is."""
    limit = limits(now).get(status, "")
    return bool(since) and since < limit


def open_statuses() -> tuple[Status, ...]:
    """Those in which a case is not at its end."""
    return tuple(status for status in Status if status not in (*ENDED, Status.NEW))
