"""The Kadis' own PDF for the applicant: judged once more, then handed on byte for byte; nothing is drawn upon it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from station.store.documents import Kept


def write_signed(kept: Kept, root: bytes, now: datetime, folder: Path, name: str) -> Path:
    """Write a kept document where the office's printer takes it, the same bytes.

    Raises DocumentRefused (forms.imported) where it no longer holds, and OSError.
    """
    from forms.imported import Roots, judge_document  # pyHanko costs a third of a second: not at the start

    found = judge_document(kept.data, Roots((root,) if root else ()), now)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.pdf"
    path.write_bytes(found.data)
    return path
