"""Where cases stand, as lists of statuses; and the services by name."""

from __future__ import annotations

from registry.lifecycle import Status
from registry.services import SERVICES as ALL_SERVICES

SERVICES = {each.id: each.name for each in ALL_SERVICES}
AT_CENTRE = (
    Status.VERIFIED, Status.RECEIVED, Status.IN_TRANSIT, Status.SEARCHING, Status.ADJUDICATED, Status.HELD,
    Status.AWAITING_TTE,
)  # fmt: skip
TO_HAND_OVER = (Status.READY, Status.KK_READY, Status.OLD_WITHDRAWN)
URGENCY = (
    Status.RETURNED, Status.RERECORD, Status.UNCERTAIN, Status.PRINT_FAILED, Status.INCOMPLETE, *TO_HAND_OVER,
    Status.SUBMITTED,
    Status.PRINT_READY, Status.RELEASED, Status.PRINT_APPROVED, Status.PRINTED, Status.CHIP_VERIFIED, Status.SHIPPED,
)  # fmt: skip
