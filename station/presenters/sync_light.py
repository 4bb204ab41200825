"""The sync light of the top bar, by degrees: work goes on whatever it says."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from station.desk.contact import Contact
from station.desk.syncing import SyncState
from station.presenters.counter import clock_words
from station.problems import sync_words
from station.problems.contact import light_of
from sync.errors import BadPacket, BadWire, Locked, NotSealed, SyncError, Unreachable

WARN_DAYS, STICK_DAYS, ERR_DAYS = 3, 7, 14
Light: TypeAlias = tuple[str, str, str]  # word, role, glyph
_GRAVE = (Locked, BadPacket, BadWire, NotSealed)  # a refused packet or a busy centre is told in the list


def days_waiting(state: SyncState, now: str) -> int:
    """For how many whole days the oldest has waited."""
    oldest = state.backlog.oldest
    return (datetime.fromisoformat(now) - datetime.fromisoformat(oldest)).days if oldest else 0


def light(state: SyncState, contact: Contact, problem: SyncError | None, now: str) -> Light:
    """What it says after a round or a look; the gravest first. Days without contact weigh as days unsent do."""
    days, waiting = days_waiting(state, now), state.backlog.count
    if state.lock is not None or contact.lock:
        return "Pencetakan dikunci Dinas", "err", "lock"
    if state.clock_wrong:
        return "Jam stasiun salah", "err", "clock"
    far = light_of(contact.days, contact.waiting)
    if far is not None and contact.days >= days:
        return far
    if days >= WARN_DAYS:
        return (f"{days} hari belum terkirim", *(("err", "x") if days >= ERR_DAYS else ("warn", "warn")))
    if isinstance(problem, _GRAVE):
        return sync_words(problem).title, "err", "x"
    if state.rules.paused:
        return "Pengiriman dijeda", "neu", "pause"
    if isinstance(problem, Unreachable) or state.rest.code in ("unreachable", "cut-off", "bad-address"):
        return "Tanpa jaringan, kerja berlanjut", "neu", "net"
    if waiting:
        return f"{waiting} menunggu kirim", "acc", "up"
    at = state.contact_at
    return (f"Terkirim {clock_words(at)[:5]}", "ok", "check") if at else ("Belum tersambung", "neu", "offline")


def sending_light(number: int, of: int) -> Light:
    """While packets go."""
    return f"Mengirim {number} dari {of}", "acc", "up"
