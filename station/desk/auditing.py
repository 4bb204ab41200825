"""Jejak audit: the list taken out as a masked table, which is itself an act that is booked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from station.desk.session import Session
from station.store.audit import EXPORTED, View
from station.store.auditing import AuditFilter, Entry
from sync.durable import write_durably

HEAD = ("waktu", "petugas", "tindakan", "menyangkut", "nomor permohonan")
_NUMBER = re.compile(r"\d(?:[\s.-]?\d){15,}")  # a NIK or KK number, however it is grouped
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon


class AuditDesk:
    """Runs on the store's lane; files go to `output`."""

    def __init__(self, session: Session, output: Path) -> None:
        self._session = session
        self._output = output

    def export(self, wanted: AuditFilter, words: Callable[[Entry], str]) -> Path:
        """Write what fits as CSV without a name or number in full; booked first. Raises a StoreError or OSError."""
        session, at = self._session, self._session.clock.stamp()
        name = f"jejak-audit-{session.station}-{at.replace('-', '').replace(':', '')}.csv"
        view = View(at, session.officer.handle, EXPORTED, name)
        rows = session.store.audit.export(wanted, view)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(HEAD)
        for entry in rows:
            said = (entry.at, entry.officer, words(entry), masked(entry.name), entry.number)
            writer.writerow([_plain(cell) for cell in said])
        self._output.mkdir(parents=True, exist_ok=True)
        write_durably(self._output / name, out.getvalue().encode("utf-8-sig"))
        return self._output / name


def masked(name: str) -> str:
    """First letters only.

    >>> masked("SUHAILA MARDIANI")
    'S*** M***'
    """
    return " ".join(f"{word[0]}***" for word in name.split())


def _plain(cell: str) -> str:
    """Without a long number, and nothing that a spreadsheet takes for a formula.

    >>> _plain("saksi 1408 0652 0309 0004"), _plain("=1+1")
    ('saksi 1408********', "'=1+1")
    """
    safe = _NUMBER.sub(lambda found: f"{found[0][:4]}********", cell)
    return f"'{safe}" if safe.startswith(_FORMULA) else safe
