"""The report of an import as a CSV for the folder of its berita acara: each row, and no full NIK."""

from __future__ import annotations

from pathlib import Path

from station.desk.importing import Plan, RowReport
from station.errand_words import row_words
from sync.durable import write_durably

HEAD = "baris;hasil;NIK;keterangan"


def report_text(plan: Plan) -> str:
    """One line for each row, after the hash of the file.

    Written by us from codes and column names only, so that no cell of the file comes back as a formula.
    """
    lines = (f"{row.line};{row.outcome.value};{row.nik};{_note(row)}" for row in plan.rows)
    return "\n".join((f"SHA-256;{plan.sha256};;", HEAD, *lines)) + "\n"


def save_report(plan: Plan, folder: Path, stamp: str) -> Path:
    """Durable under `folder`; its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"impor-{stamp.replace('-', '').replace(':', '')}-{plan.sha256[:8]}.csv"
    write_durably(path, report_text(plan).encode())
    return path


def _note(row: RowReport) -> str:
    return row_words(row.code, row.column, row.detail) if row.code else ", ".join(row.changes)
