"""The status names of SIAK: values that the upstream answers, never statuses of ours."""

from __future__ import annotations

from enum import StrEnum


class SiakStatus(StrEnum):
    """As shown by SIAK to the districts; about eighteen exist, these are the ones described in public."""

    UNREGISTERED = "UNREGISTERED"
    BIO_CAPTURED = "BIO_CAPTURED"
    PROCESSING = "PROCESSING"
    SENT_FOR_ENROLLMENT = "SENT_FOR_ENROLLMENT"
    RECEIVED_AT_CENTRAL = "RECEIVED_AT_CENTRAL"
    ENROLL_FAILURE_AT_CENTRAL = "ENROLL_FAILURE_AT_CENTRAL"
    SEARCH_FAILURE_AT_CENTRAL = "SEARCH_FAILURE_AT_CENTRAL"
    ENROLL_FAILURE_AT_REGIONAL = "ENROLL_FAILURE_AT_REGIONAL"
    ADJUDICATE_RECORD = "ADJUDICATE_RECORD"
    DUPLICATE_RECORD = "DUPLICATE_RECORD"
    PRINT_READY_RECORD = "PRINT_READY_RECORD"
    SENT_FOR_CARD_PRINTING = "SENT_FOR_CARD_PRINTING"
    CARD_PRINTED = "CARD_PRINTED"
    CARD_SHIPPED = "CARD_SHIPPED"
    CARD_ISSUED = "CARD_ISSUED"

    @property
    def reopens_capture(self) -> bool:
        """Whether a recording was made and must be made again."""
        return self in (SiakStatus.ENROLL_FAILURE_AT_CENTRAL, SiakStatus.ENROLL_FAILURE_AT_REGIONAL)

    @property
    def closes_capture(self) -> bool:
        """Whether a full recording is closed: from BIO_CAPTURED on, except where it must be done again.

        >>> SiakStatus.UNREGISTERED.closes_capture, SiakStatus.ENROLL_FAILURE_AT_CENTRAL.closes_capture
        (False, False)
        >>> SiakStatus.BIO_CAPTURED.closes_capture
        True
        """
        return self is not SiakStatus.UNREGISTERED and not self.reopens_capture
