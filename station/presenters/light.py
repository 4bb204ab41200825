"""The sync light after a round: word, role and glyph."""

from __future__ import annotations

from station.desk.contact import Contact
from station.presenters.counter import clock_words
from station.problems import sync_words
from station.problems.contact import light_of
from sync.cycle import CycleReport
from sync.errors import Unreachable


def light(report: CycleReport, contact: Contact, now: str) -> tuple[str, str, str]:
    """What it says. A lock and days without contact come before what the last round met."""
    if contact.lock:
        return "Pencetakan dikunci Dinas", "err", "lock"
    far = light_of(contact.days, contact.waiting)
    if far is not None:
        return far
    if isinstance(report.problem, Unreachable):
        return "Tanpa jaringan, kerja berlanjut", "neu", "net"
    if report.problem is not None:
        return sync_words(report.problem).title, "err", "x"
    if report.waiting:
        return f"{report.waiting} menunggu kirim", "acc", "up"
    return f"Terkirim {clock_words(now)[:5]}", "ok", "check"
