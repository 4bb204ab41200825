"""Ringkasan: where the cases stand by kecamatan, the late ones first, and how the stations do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from central.console.accounts import ConsoleRole
from central.console.lateness import TURNS, limits, open_statuses
from central.console.page import EVERYONE, Page, Values, Visit
from central.console.stocks import blanks_on_hand
from central.console.words import days_between
from central.ledger.boards import all_counters, all_locks
from central.ledger.case_lists import Standing, standings
from central.ledger.ledger import StationRow
from registry.lifecycle import Status
from registry.promise import Wait, wait_in

WARN_DAYS, STOP_DAYS = 3, 14  # as the sync light of a station


@dataclass(frozen=True, slots=True)
class District:
    """One kecamatan: its open cases by whose turn it is, those that are late, and the oldest of all."""

    code: str
    name: str
    turns: Mapping[Wait, int]
    late: int
    oldest_days: int

    @property
    def open(self) -> int:
        """All of them."""
        return sum(self.turns.values())


@dataclass(frozen=True, slots=True)
class Post:
    """One station as it stands."""

    row: StationRow
    silent_days: int
    role: str
    word: str
    waiting: int
    waiting_kb: int
    tries: int
    locked: str
    blanks: int


def show(visit: Visit) -> Values:
    """Everything of the kecamatan this person sees; an administrator sees stations only."""
    problems = {"held": Status.HELD, "duplicate": Status.DUPLICATE, "rerecord": Status.RERECORD}
    counting = visit.person.role is not ConsoleRole.ADMINISTRATOR
    rows = standings(visit.book.connection, limits(visit.now), visit.person.area) if counting else ()
    found = _districts(visit, rows) if counting else ()
    counts = {name: sum(r.count for r in rows if r.status == status) for name, status in problems.items()}
    return {"districts": found, "posts": _posts(visit), "turns": TURNS, "waits": list(TURNS), "counts": counts}


def _districts(visit: Visit, rows: tuple[Standing, ...]) -> tuple[District, ...]:
    regions = visit.desk.regions.children(visit.desk.area)
    names = {region.code: region.name for region in regions if visit.person.sees(region.code)}
    names |= {row.area: row.area or "Tanpa kecamatan" for row in rows if row.area not in names}
    made = [_district(code, name, [r for r in rows if r.area == code], visit.at) for code, name in names.items()]
    return tuple(sorted(made, key=lambda one: (-one.late, -one.oldest_days, one.code)))


def _district(code: str, name: str, rows: Iterable[Standing], now: str) -> District:
    going = [row for row in rows if Status(row.status) in open_statuses()]
    turns = {turn: sum(r.count for r in going if wait_in(Status(r.status)) is turn) for turn in TURNS}
    oldest = min((row.oldest for row in going if row.oldest), default="")
    return District(code, name, turns, sum(row.late for row in going), max(0, days_between(oldest, now)))


def _posts(visit: Visit) -> tuple[Post, ...]:
    db = visit.book.connection
    counters, locks, blanks = all_counters(db), all_locks(db), blanks_on_hand(visit.book)
    everyone = visit.person.role is ConsoleRole.ADMINISTRATOR
    seen = [row for row in visit.book.all_stations() if everyone or visit.person.sees(row.area[:8])]
    made = []
    for row in seen:
        said, lock = counters.get(row.id, {}), locks.get(row.id)
        days = max(0, days_between(row.contact_at, visit.at))
        kilobytes = said.get("bytes", 0) // 1000
        reason = lock.reason if lock and lock.locked else ""
        numbers = (said.get("waiting", 0), kilobytes, said.get("tries", 0))
        made.append(Post(row, days, *_contact(days), *numbers, reason, blanks.get(row.id, 0)))
    return tuple(sorted(made, key=lambda post: (-post.silent_days, post.row.id)))


def _contact(days: int) -> tuple[str, str]:
    if days >= STOP_DAYS:
        return "err", f"{days} hari tanpa kontak"
    return ("warn", f"{days} hari tanpa kontak") if days >= WARN_DAYS else ("ok", "Terhubung")


PAGES = (Page("/", "Ringkasan", "ringkasan.html", EVERYONE, show, group="Pemantauan"),)
