"""Captures go when nobody needs them any more, and each going is a signed act (UU 27/2022; design 2.8).

From the centre's signed answer that the record is unique, after the days of the settings, all captures go but what
printing and hand-over need: photo, signature and the two templates of the fingers asked for then. After a hand-over, a
rejection or a cancellation nothing stays. Whatever was not yet carried to the centre stays too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from registry.actions import Kind
from registry.case import Case, permit
from registry.lifecycle import ENDED, TABLE, UNIQUE
from registry.upstream import SiakStatus
from station.desk.clockcheck import doubtful
from station.desk.pen import record_bytes, write
from station.desk.session import Session
from station.store.index import submission_in
from station.store.retention import older_files

VARIANT = "retensi"
LAST = "retention.at"
_ERASERS = frozenset(role for rule in TABLE if rule.kind is Kind.ERASED for role in rule.roles)


@dataclass(frozen=True, slots=True)
class Erasure:
    """One case whose captures went: its number and how many."""

    number: str
    captures: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """One run: when, by whom, and what went; `files` are copies of an older version that went too."""

    at: str
    station: str
    officer: str
    days: int
    erasures: tuple[Erasure, ...]
    files: int = 0

    @property
    def captures(self) -> int:
        """How many captures went in all."""
        return sum(erasure.captures for erasure in self.erasures)


class RetentionDesk:
    """Erases what is over its days, case by case: a cut leaves each case as it was or done."""

    def __init__(self, session: Session, days: int) -> None:
        self._session = session
        self._days = days

    def due(self) -> bool:
        """Whether it has not run today, the officer may, and the clock can be right: one that ran ahead would erase
        what is still needed."""
        clock = self._session.clock
        if not self._session.actor.roles & _ERASERS or doubtful(clock.reading, clock.trusted):
            return False
        last = (self._session.store.facts.get(LAST) or b"").decode()
        return last[:10] != self._session.clock.stamp()[:10]

    def run(self) -> Minutes:
        """Erase; raises NotAllowed where the officer may not, or his screen was locked meanwhile."""
        store, at = self._session.store, self._session.clock.stamp()
        found = (self._erase(case) for case in store.retention.cases(status.value for status in (*UNIQUE, *ENDED)))
        done = tuple(erasure for erasure in found if erasure is not None)
        files = self._drop_files()
        store.facts.put({LAST: at.encode()})
        return Minutes(at, self._session.station, self._session.officer.name, self._days, done, files)

    def _erase(self, name: str) -> Erasure | None:
        store = self._session.store
        case = store.cases.get(name)
        names = self._over(case)
        if not names:
            return None
        permit(case, Kind.ERASED, VARIANT, self._session.actor)
        act = write(self._session, case, Kind.ERASED, VARIANT, record_bytes({"blobs": sorted(names)}))
        store.cases.append((act,), erase=names)
        return Erasure(store.cases.row(name).number, len(names))

    def _over(self, case: Case) -> frozenset[str]:
        """The captures of a case whose days are over."""
        store = self._session.store
        since = _needless_since(case)
        if since is None or self._session.clock.now() - since < timedelta(days=self._days):
            return frozenset()
        mended = any(draft.case == case.id for draft in store.drafts.all())
        if mended or not store.cases.row(case.id).receipted:
            return frozenset()
        needed = frozenset[str]() if case.status in ENDED else _needed(case)
        return store.retention.held(case.id) - needed if needed is not None else frozenset()

    def _drop_files(self) -> int:
        """The copies from before a migration go after the same days."""
        gone = 0
        for file in older_files(self._session.store.folder):
            age = self._session.clock.now().timestamp() - file.stat().st_mtime
            if age >= self._days * 86400:
                file.unlink()
                gone += 1
        return gone


def minutes_text(minutes: Minutes, office: str) -> str:
    """Berita acara: numbers of cases and how many captures went; no name, no NIK."""
    rows = [f"{n:>4}  {erasure.number:<14} {erasure.captures:>4}" for n, erasure in enumerate(minutes.erasures, 1)]
    return "\n".join(
        (
            "BERITA ACARA PENGHAPUSAN REKAMAN",
            f"Stasiun {minutes.station}, {office}",
            f"Waktu (UTC) {minutes.at}",
            f"Petugas {minutes.officer}",
            "Dasar: UU 27/2022; rekaman tidak diperlukan lagi setelah jawaban tunggal dari SIAK",
            f"ditambah {minutes.days} hari, atau setelah permohonan selesai. Setiap baris adalah tindakan bertanda",
            "tangan dalam rantai stasiun.",
            "",
            "  No  Permohonan    Rekaman",
            *rows,
            "",
            f"Jumlah: {len(minutes.erasures)} permohonan, {minutes.captures} rekaman, "
            f"{minutes.files} salinan berkas lama.",
            "",
        )
    )


def write_minutes(minutes: Minutes, office: str, folder: Path) -> Path | None:
    """Put the minutes of a run that erased something into `folder`; raises OSError."""
    if not minutes.erasures and not minutes.files:
        return None
    file = folder / f"BA-penghapusan-{minutes.station}-{minutes.at.replace(':', '').replace('-', '')}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(minutes_text(minutes, office), encoding="utf-8")
    return file


def _needless_since(case: Case) -> datetime | None:
    """From when nobody needs the captures: the centre's signed answer, or the end; None while somebody does."""
    if case.status in ENDED:
        ends = (Kind.HANDED_OVER, Kind.REJECTED, Kind.CANCELLED)
        act = next((a for a in reversed(case.actions) if a.header.kind in ends), None)
    elif case.status in UNIQUE:
        answers = (a for a in reversed(case.actions) if a.header.kind is Kind.UPSTREAM_ANSWERED)
        act = next((a for a in answers if a.header.variant == SiakStatus.PRINT_READY_RECORD), None)
    else:
        act = None
    return datetime.fromisoformat(act.header.at) if act is not None else None


def _needed(case: Case) -> frozenset[str] | None:
    """What printing and hand-over ask for, of the latest recording; None where none can be read."""
    said = case.latest(Kind.SUBMITTED)
    found = submission_in(said)
    return found.printing_blobs() if found is not None else None
