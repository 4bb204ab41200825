"""Blangko: quota and use by kecamatan and month, stock by place with its lines; and shipments counted on arrival."""

from __future__ import annotations

from dataclasses import dataclass

from central.console.errors import Refused, forbidden
from central.console.page import OFFICES, Page, Pager, Values, Visit
from central.console.second import LEAST_REASON
from central.console.stocks import ITEMS, OUTCOMES, balances
from central.console.views.recap import bounds, month_of, rows_of
from central.console.words import days_between
from central.ledger.acts import bookings, count_bookings, tallies
from central.ledger.boards import (
    NOT_COUNTED,
    Quota,
    Shipment,
    add_quota,
    add_shipment,
    all_shipments,
    count_shipment,
    number_of_shipments,
    quota_lines,
    shipment,
)
from central.ledger.case_lists import parcels
from central.ledger.ledger import StationRow
from registry.actions import Kind

_MOST, _DIGITS = 1_000_000, 7
_GOOD, _SPOILED = 4, 5  # columns of the recap


@dataclass(frozen=True, slots=True)
class Use:
    """A kecamatan in a month: blanks it may use, releases it got, and cards booked; -1 where no quota was set."""

    code: str
    name: str
    quota: int
    releases: int
    good: int
    spoiled: int

    @property
    def left(self) -> int:
        """What the quota leaves for more releases."""
        return self.quota - self.releases


def stock(visit: Visit) -> Values:
    """Quota against use, and what should lie where."""
    month = month_of(visit)
    uses = _uses(visit, month)
    found = balances(visit.book)
    seen = [row for row in visit.book.all_stations() if visit.person.sees(row.area[:8])]
    lines = [(row, found.get(row.id)) for row in seen]
    history = quota_lines(visit.book.connection, month, visit.person.area)
    return {"uses": uses, "stocks": lines, "month": month, "outcomes": OUTCOMES, "history": history}


def set_quota(visit: Visit) -> str:
    """A new line for a kecamatan and a month; only the Dinas gives."""
    visit.must_see(visit.desk.area)
    month, area = month_of(visit), visit.form.get("area", "")
    if area not in {region.code for region in visit.desk.regions.children(visit.desk.area)}:
        raise Refused("bad-field", 400)
    amount = _amount(visit, "amount")
    add_quota(visit.book.connection, Quota(visit.desk.ids.next(), area, month, amount, visit.at, visit.person.name))
    visit.subject = area
    visit.note = "Kuota dicatat."
    return f"/blangko?bulan={month}"


def ledger(visit: Visit) -> Values:
    """One place: what came, what was sent on, and each card booked there."""
    station = _place(visit, visit.given["station"])
    db = visit.book.connection
    pager = Pager.of(visit, count_bookings(db, station.id))
    rows = bookings(db, station.id, limit=pager.size, offset=pager.offset)
    moves = all_shipments(db, frozenset({station.id}), limit=200, offset=0)
    visit.subject = station.id
    words = {outcome.value: word for outcome, word in OUTCOMES.items()}
    balance = balances(visit.book).get(station.id)
    return {
        "station": station,
        "rows": rows,
        "pager": pager,
        "moves": moves,
        "balance": balance,
        "outcomes": words,
        "items": ITEMS,
    }


def shipped(visit: Visit) -> Values:
    """Shipments of blanks and ribbons, and cards between stations."""
    mine = _places(visit)
    pager = Pager.of(visit, number_of_shipments(visit.book.connection, mine))
    rows = all_shipments(visit.book.connection, mine, limit=pager.size, offset=pager.offset)
    seen = [row for row in visit.book.all_stations() if visit.person.sees(row.area[:8])]
    own = {row.id for row in seen}
    cards = [(one, days_between(one.oldest, visit.at)) for one in parcels(visit.book.connection, visit.person.area)]
    return {
        "rows": rows,
        "pager": pager,
        "items": ITEMS,
        "own": own,
        "cards": cards,
        "sources": [*([] if visit.person.area else [("", "Gudang Dinas")]), *((row.id, row.id) for row in seen)],
        "targets": [(row.id, f"{row.id}, {row.name}") for row in visit.book.all_stations()],
        "open": NOT_COUNTED,
    }


def send(visit: Visit) -> str:
    """Something leaves; a UPTD sends from its own stations only."""
    source, target, item = visit.form.get("source", ""), visit.must_have("target"), visit.must_have("item")
    if source or visit.person.area:
        _place(visit, source)
    if visit.book.station(target) is None or source == target or item not in ITEMS:
        raise Refused("bad-field", 400)
    paper, labels = visit.must_have("paper"), visit.form.get("labels", "").strip()
    amount, by = _amount(visit, "sent", least=1), visit.person.name
    row = Shipment(visit.desk.ids.next(), item, source, target, paper[:80], labels[:200], amount, visit.at, by)
    add_shipment(visit.book.connection, row)
    visit.subject = row.id
    visit.note = "Kiriman dicatat. Penerima menghitungnya saat tiba."
    return ""


def receive(visit: Visit) -> str:
    """The receiver's count; a difference needs a reason, and who sent does not count."""
    row = shipment(visit.book.connection, visit.must_have("which"))
    if row is None:
        raise forbidden()
    _place(visit, row.target)
    counted, reason = _amount(visit, "counted"), visit.form.get("reason", "").strip()
    if counted != row.sent and len(reason) < LEAST_REASON:
        raise Refused("not-counted", 400)
    if not count_shipment(visit.book.connection, row.id, counted, visit.at, visit.person.name, reason[:300]):
        raise Refused("own-count", 403)
    visit.subject = row.id
    visit.note = "Penerimaan dicatat." if counted == row.sent else "Penerimaan dicatat dengan selisih."
    return ""


def _uses(visit: Visit, month: str) -> tuple[Use, ...]:
    newest: dict[str, int] = {}
    for line in quota_lines(visit.book.connection, month):
        newest.setdefault(line.area, line.amount)
    released = {
        t.area: t.count for t in tallies(visit.book.connection, (Kind.RELEASED,), *bounds(month), visit.person.area)
    }
    names = {region.name: region.code for region in visit.desk.regions.children(visit.desk.area)}
    rows = [(names.get(row.name, ""), row) for row in rows_of(visit, month)]
    return tuple(
        Use(code, row.name, newest.get(code, -1), released.get(code, 0), row.counts[_GOOD], row.counts[_SPOILED])
        for code, row in rows
    )


def _place(visit: Visit, station: str) -> StationRow:
    row = visit.book.station(station)
    if row is None or not visit.person.sees(row.area[:8]):
        raise forbidden()
    return row


def _places(visit: Visit) -> frozenset[str] | None:
    if not visit.person.area:
        return None
    return frozenset(row.id for row in visit.book.all_stations() if visit.person.sees(row.area[:8]))


def _amount(visit: Visit, name: str, *, least: int = 0) -> int:
    text = visit.form.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and least <= int(text) <= _MOST):
        raise Refused("bad-field", 400)
    return int(text)


PAGES = (
    Page("/blangko", "Kuota dan stok", "blangko.html", OFFICES, stock, group="Barang", deeds={"kuota": set_quota}),
    Page("/blangko/{station}", "Buku stok", "buku.html", OFFICES, ledger),
    Page(
        "/pengiriman",
        "Pengiriman",
        "pengiriman.html",
        OFFICES,
        shipped,
        group="Barang",
        deeds={"kirim": send, "terima": receive},
    ),
)
