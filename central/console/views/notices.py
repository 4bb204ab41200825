"""Pengumuman to the stations, and the lock of a station's printing."""

from __future__ import annotations

from central.console.errors import Refused
from central.console.locks import propose_lock
from central.console.page import DINAS, OFFICES, Page, Pager, Values, Visit
from central.ledger.boards import Announcement, add_announcement, all_announcements, all_locks, number_of_announcements
from central.ledger.proposals import open_proposal
from registry.canonical import canonical

LONGEST_TITLE, LONGEST_TEXT = 200, 4000  # as the stations take them


def told(visit: Visit) -> Values:
    """What was told, newest first."""
    db = visit.book.connection
    pager = Pager.of(visit, number_of_announcements(db, visit.person.area))
    rows = all_announcements(db, visit.person.area, limit=pager.size, offset=pager.offset)
    regions = visit.desk.regions.children(visit.desk.area)
    areas = [("", "semua kecamatan"), *((region.code, region.name) for region in regions)]
    return {"rows": rows, "pager": pager, "areas": areas, "names": dict(areas)}


def tell(visit: Visit) -> str:
    """Put it on the feed of each station concerned."""
    visit.must_see(visit.desk.area)
    title, text = visit.must_have("title"), visit.must_have("text")
    area = visit.form.get("area", "")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT or not _known(visit, area):
        raise Refused("bad-field", 400)
    row = Announcement(visit.desk.ids.next(), visit.at, visit.person.name, area, title, text)
    add_announcement(visit.book.connection, row)
    item = canonical({"v": 1, "id": row.id, "at": row.at, "title": title, "text": text})
    concerned = [station for station in visit.book.all_stations() if not area or station.area[:8] == area]
    for station in concerned:
        visit.book.add_feed(station.id, "announcement", item)
    visit.note = f"Terkirim ke {len(concerned)} stasiun pada sambungan berikutnya."
    return ""


def locks(visit: Visit) -> Values:
    """Every station with its lock and what is proposed for it."""
    held = all_locks(visit.book.connection)
    waiting = {s.id: open_proposal(visit.book.connection, "kunci-cetak", s.id) for s in visit.book.all_stations()}
    return {"stations": visit.book.all_stations(), "locks": held, "waiting": waiting}


def ask_lock(visit: Visit) -> str:
    """Propose to lock."""
    propose_lock(visit, visit.must_have("station"), locked=True)
    return ""


def ask_unlock(visit: Visit) -> str:
    """Propose to lift the lock."""
    propose_lock(visit, visit.must_have("station"), locked=False)
    return ""


def _known(visit: Visit, area: str) -> bool:
    return not area or area in {region.code for region in visit.desk.regions.children(visit.desk.area)}


PAGES = (
    Page("/pengumuman", "Pengumuman", "pengumuman.html", OFFICES, told, group="Stasiun", deeds={"kirim": tell}),
    Page(
        "/kunci",
        "Kunci pencetakan",
        "kunci.html",
        DINAS,
        locks,
        group="Stasiun",
        deeds={"kunci": ask_lock, "buka": ask_unlock},
    ),
)
