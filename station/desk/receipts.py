"""The receipt of a recording: our own QR signed by the officer's station, no NIK, never a TTE."""

from __future__ import annotations

from forms.receipt import Receipt, receipt
from forms.receipt_code import ReceiptCode
from registry.submission import Submission
from sync.keys import SigningKey


def qr_text(number: str, case: str, at: str, key: SigningKey) -> str:
    """LOKET1.<base32 of number, case and time>.<base32 of its signature>: checked offline with the station's key."""
    return ReceiptCode(number, case, at).text(key.sign)


def make_receipt(
    submission: Submission, case: str, *, office: str, officer: str, at: str, at_words: str, next_step: str,
    promise: str, qr_key: SigningKey, service: str, missing: tuple[str, ...], training: bool,
) -> bytes:  # fmt: skip
    """The PDF."""
    exceptions = sum(1 for finger in submission.fingers if finger.exception)
    recorded = sum(1 for finger in submission.fingers if finger.image)
    fingers = f"{recorded} dari 10 jari" + (f", {exceptions} pengecualian" if exceptions else "")
    if not submission.fingers:
        fingers = ""  # nothing is recorded for a KK
    return receipt(
        Receipt(
            office=office,
            number=submission.number,
            applicant=submission.resident.name,
            service=service,
            recorded_at=at_words,
            officer=officer,
            promise=promise,
            next_step=next_step,
            pickup=office,
            fingers=fingers,
            missing=missing,
            qr=qr_text(submission.number, case, at, qr_key),
            marking="SPESIMEN" if training else "",
        )
    )
