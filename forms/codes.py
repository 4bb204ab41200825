"""QR symbols (ISO/IEC 18004) by segno, as rows of cells for a sheet. Ours only: never the Kadis's TTE code."""

from __future__ import annotations

import segno


def qr_rows(text: str) -> list[bytes]:
    """The matrix of a QR symbol with error correction M, without quiet zone: one byte (0 or 1) a cell."""
    return [bytes(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix]
