"""The Kadis' own PDF for the applicant: judged once more, then handed on byte for byte; nothing is drawn upon it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from forms.imported import Document, Roots, judge_document
from station.store.store import Store


def signed_paper(store: Store, case: str, now: datetime, installed: tuple[bytes, ...] = ()) -> Document:
    """The signed document of a case; raises NotFound, or DocumentRefused (forms.imported) where it no longer holds."""
    kept = store.documents.of_case(case)
    root = store.documents.root()
    return judge_document(kept.data, Roots((root,) if root else (), installed), now)


def write_out(document: Document, folder: Path, name: str) -> Path:
    """Write it where the office's printer takes it, the same bytes; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.pdf"
    path.write_bytes(document.data)
    return path
